"""The charter of today, kept word for word once somebody signs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

import yaml

from rebond.canonical import digest
from rebond.texts import Text
from rebond.web.aids.models import Charter, Recruitment


@dataclass(frozen=True, slots=True)
class Article:
    """One undertaking, by the firm, the person or both."""

    by: str
    text: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A charter as a page shows it."""

    version: str
    digest: str
    title: Text
    basis: Text
    articles: tuple[Article, ...]


@cache
def _written() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("charter.yaml").read_text(encoding="utf-8")
    written: dict[str, Any] = yaml.safe_load(text)
    return written


def of_today() -> Shown:
    """Return the charter that a first signature would keep."""
    return _shown(_written(), digest(_written()))


def of(recruitment: Recruitment) -> Shown:
    """Return the charter that a recruitment's parties sign: the one first signed, else today's."""
    kept = recruitment.charter
    return of_today() if kept is None else _shown(kept.text, kept.digest)


def keep(now: datetime) -> Charter:
    """Return the row of today's charter, made when nobody had signed it."""
    written = _written()
    kept, _is_new = Charter.objects.get_or_create(
        digest=digest(written),
        defaults={"version": written["version"], "text": written, "kept_at": now},
    )
    return kept


def _shown(written: dict[str, Any], sealed: str) -> Shown:
    nothing = {"fr": "", "en": ""}
    return Shown(
        str(written.get("version", "")),
        sealed,
        Text(**written["title"]),
        Text(**written.get("basis", nothing)),
        tuple(
            Article(one["by"], Text(**one["text"]), tuple(one["sources"]))
            for one in written["articles"]
        ),
    )
