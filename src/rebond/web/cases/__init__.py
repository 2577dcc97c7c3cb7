"""Cases: one shared timeline per project on a site; each party sees its part.

Modules: ``clocks`` (the legal day of a procedure), ``alerts``, ``comparing`` (promised, legal and actual days),
``risk``, ``planning`` (simulated days), ``timeline``, all of them pure; ``permissions``, ``queries`` (who sees what),
``board``; ``services`` (acts), ``forms``, ``views``.
"""
