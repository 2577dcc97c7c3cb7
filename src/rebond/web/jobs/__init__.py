"""Long work: one row a piece, so that any process sees how far it is and a dead worker is replaced.

Modules: ``models``, ``registry`` (what a kind of job runs, what runs every so often), ``services`` (ask,
claim, report, finish), ``worker`` (the process that does the work), ``views`` (for the national team).
"""
