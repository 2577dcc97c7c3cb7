"""The national committee: who sits, who steps aside, what members think, what the engine says.

Modules: ``recusal`` (interests, and what they close), ``permissions``, ``seating``, ``declaring``, ``reviewing``
and ``asking`` (the commands, offered together by ``services``), ``queries``, ``scores`` (reviews side by side),
``candidates`` and ``evaluating`` (from filed dossiers to a sealed record), ``results`` (a record as pages read
it), ``trial_form``, the views.
"""
