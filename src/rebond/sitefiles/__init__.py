"""Files of sites in the CNIG standards: what a table holds, reading, repairing, refusing, writing."""
