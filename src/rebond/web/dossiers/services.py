"""Commands on dossiers: each is one transaction; imported from here, written where the noun is.

Modules: ``starting`` (a draft, from nothing or an earlier dossier), ``drafting`` (answers and items),
``attaching`` (files), ``filing`` (filing and withdrawing), ``correcting`` (what happens afterwards),
``locking`` (what each checks first).
"""

from __future__ import annotations

from rebond.web.dossiers.attaching import attach, read_geometry, remove_file
from rebond.web.dossiers.correcting import (
    ask_correction,
    correct_places,
    end_correction,
    lapse_corrections,
)
from rebond.web.dossiers.drafting import add_item, remove_item, save_answer, settle
from rebond.web.dossiers.filing import file, withdraw
from rebond.web.dossiers.results import Conflict, Saved
from rebond.web.dossiers.starting import bring_up_to_date, start

__all__ = [
    "Conflict",
    "Saved",
    "add_item",
    "ask_correction",
    "attach",
    "bring_up_to_date",
    "correct_places",
    "end_correction",
    "file",
    "lapse_corrections",
    "read_geometry",
    "remove_file",
    "remove_item",
    "save_answer",
    "settle",
    "start",
    "withdraw",
]
