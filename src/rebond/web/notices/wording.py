"""A notice in words: its kind's texts with its own facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rebond.texts import Text, day_text, verbatim
from rebond.web.notices.kinds import all_kinds
from rebond.web.notices.models import Notice

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def subject(notice: Notice) -> Text:
    """Return the one line that says what happened."""
    kind = all_kinds().get(notice.kind)
    return verbatim(notice.kind) if kind is None else _filled(kind.subject, notice.facts)


def line(notice: Notice) -> Text:
    """Return the sentence that says what it means for the reader."""
    kind = all_kinds().get(notice.kind)
    return verbatim("") if kind is None else _filled(kind.line, notice.facts)


class _Facts(dict[str, Any]):
    """Facts of an older notice may lack a name that its kind's text has gained since."""

    def __missing__(self, _name: str) -> str:
        return "…"


def _filled(text: Text, facts: Mapping[str, Any]) -> Text:
    said = {name: _said(value) for name, value in facts.items()}
    return Text(
        text.fr.format_map(_Facts({name: one.fr for name, one in said.items()})),
        text.en.format_map(_Facts({name: one.en for name, one in said.items()})),
    )


def _said(value: Any) -> Text:
    """Write a fact in both languages: a pair of texts, a day, or as it is."""
    if isinstance(value, Mapping) and {*value} == {"fr", "en"}:
        return Text(str(value["fr"]), str(value["en"]))
    if isinstance(value, str) and _DAY.fullmatch(value):
        return day_text(value)
    return verbatim(value)
