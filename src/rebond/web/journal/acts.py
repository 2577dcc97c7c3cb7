"""The names that acts may have: each app declares its own in ``acts.ACTS``."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from rebond.record.journal import ERASURE
from rebond.texts import Text

ACTS: dict[str, Text] = {
    ERASURE: Text("contenu d’une ligne effacé", "content of a row erased"),
}


@cache
def all_acts() -> dict[str, Text]:
    """Return every declared act with its words, app by app."""
    found: dict[str, Text] = dict(ACTS)
    for config in apps.get_app_configs():
        is_ours = config.name.startswith("rebond.web.") and config.name != "rebond.web.journal"
        if is_ours and find_spec(f"{config.name}.acts") is not None:
            found |= import_module(f"{config.name}.acts").ACTS
    return found
