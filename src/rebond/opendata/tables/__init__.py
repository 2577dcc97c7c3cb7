"""How each table of the snapshot is built from the mirror, one module a subject.

``communes`` (communes and their successors, EPCI, départements, régions), ``perimeters`` (programme
perimeters and their members), ``economy`` (establishments, jobs, unemployment), ``transport`` (stations,
airports, ports, road axes), ``services`` (fibre, higher education, clusters) and ``sites`` (labelled
turnkey sites). Every function takes the mirror and returns plain rows; rounding, sorting and checking
are done once, when a table is written.
"""
