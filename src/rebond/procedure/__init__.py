"""Dated legal clocks, the procedures of a site, simulated dates, maturity tiers."""
