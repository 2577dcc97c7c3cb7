"""Enquiries: an investor's contact about a site, who receives it by rule, and what came of it.

Modules: ``models``, ``rules`` (who receives, who sees, when an answer is due: pure), ``addressing`` (the
organisations that the rule chooses from), ``tokens`` (the secret link), ``services`` (ask, confirm, answer,
note, move, close, write, reveal, withdraw, remind), ``mailing`` (what leaves for the investor), ``retention``,
``permissions``, ``queries`` (what each recipient reads), ``statistics``, ``forms``, ``views`` (the investor's
pages), ``desk_views`` (the recipients' pages).
"""
