"""Answers to a form: read, checked all at once, and turned into what gates and rules look at.

An answer stands under a path: the id of its field, or ``<list>.<item>.<field>`` inside a list. The item
itself stands under ``<list>.<item>``, with its place in the list as value, so that an empty item is kept.
Modules: ``answers_problems`` (what can be wrong), ``answers_paths`` (paths and what is asked),
``answers_values`` and ``answers_geometry`` (one value), ``answers_checking`` (the whole form),
``answers_words`` (a value as people read it).
"""

from __future__ import annotations
