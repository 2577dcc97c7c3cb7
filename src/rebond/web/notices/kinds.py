"""The kinds of notice: each app declares its own in ``notice_kinds.KINDS``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps

from rebond.texts import Text


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice, its facts filled in: ``{title}``, ``{due}``…"""

    subject: Text
    line: Text


@cache
def all_kinds() -> dict[str, NoticeKind]:
    """Return every declared kind, app by app."""
    found: dict[str, NoticeKind] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("rebond.web.") and find_spec(f"{config.name}.notice_kinds"):
            found |= import_module(f"{config.name}.notice_kinds").KINDS
    return found
