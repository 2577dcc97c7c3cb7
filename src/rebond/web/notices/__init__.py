"""Notices: what a person is told, on the desk and by mail, at once or once a day.

Modules: ``models``, ``kinds`` (each app declares its own in ``notice_kinds.KINDS``), ``wording`` (a notice in
words), ``services`` (tell, mark read), ``mailing`` (what the worker sends), ``queries``, ``views``.
"""
