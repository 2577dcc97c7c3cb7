"""The journal: each act one row, chained by digests, never rewritten; what can be erased stands apart.

Modules: ``models``, ``services`` (append), ``acts`` (the names that acts may have, collected from every app).
"""
