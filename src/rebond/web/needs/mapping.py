"""The sites of a search as points, column by column, in the order of the list; public values only."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rebond.canonical import digest_bytes
from rebond.web.labels.folding import State, state_on
from rebond.web.labels.models import Label
from rebond.web.needs import index, searching
from rebond.web.needs.query import InvestorNeed, read, to_query
from rebond.web.needs.standing import Standing
from rebond.web.sites import published, queries
from rebond.web.sites.groups import AREAS, IDENTITY
from rebond.web.sites.models import Site

SCALE = 10_000
"""Positions are whole numbers of this part of a degree: about ten metres."""
FREE_CLASSES_HA = (5, 20, 50)
NOT_LABELLED, LABELLED, LABEL_ENDED = 0, 1, 2
ENDED = frozenset({State.SUSPENDED, State.WITHDRAWN, State.EXPIRED})
DIGITS = ("label", "free", "sure", "place", "real")
"""What is said of a site by a digit, in this order."""
MOST = 20_000
"""Points on one map: the first of the list."""
KEPT = 12
"""How many answers a process keeps: the whole registry in both languages, and a few searches."""

Ordered = Sequence[tuple[int, bool]]
"""Keys of sites in the order of a list, and whether each answers its musts for sure."""


@dataclass(frozen=True, slots=True)
class Points:
    """What a map draws of a list, and what it cannot."""

    keys: tuple[int, ...]
    ids: tuple[str, ...]
    names: tuple[str, ...]
    lon: tuple[int, ...]
    lat: tuple[int, ...]
    label: str
    free: str
    sure: str
    place: str
    real: str
    unplaced: int
    """Sites of the list whose place is not established or not public."""
    labelled: int
    """Sites of the list that hold a label in force, placed or not."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The points as they are sent."""

    content: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class Listed:
    """One site of the first of the list, as the map's script writes it too."""

    index: int
    identifier: str
    name: str
    lines: str


def ordered(need: InvestorNeed, standing: Standing) -> Ordered:
    """Return the sites that answer a need, in the order of their list."""
    return [(hit.key, hit.is_sure) for hit in searching.every_row(need, standing, MOST)]


def points(listed: Ordered, day: date) -> Points:
    """Return the points of a list, in its order.

    A constant number of queries, whatever the number of sites.
    """
    rows = _rows()
    consented = queries.consented_groups()
    labels = label_states(day)
    columns: dict[str, list[Any]] = {name: [] for name in ("keys", "ids", "names", "lon", "lat")}
    digits: dict[str, list[str]] = {name: [] for name in DIGITS}
    unplaced = labelled = 0
    for key, is_sure in listed:
        row = rows.get(key)
        if row is None:
            continue
        labelled += labels.get(key) == LABELLED
        groups = consented.get(key, frozenset())
        if IDENTITY not in groups:
            row |= published.columns_of(row["public_pages"])
        if row["longitude"] is None or row["latitude"] is None:
            unplaced += 1
            continue
        columns["keys"].append(key)
        columns["ids"].append(row["identifier"])
        columns["names"].append(row["name"] or row["identifier"])
        columns["lon"].append(round(row["longitude"] * SCALE))
        columns["lat"].append(round(row["latitude"] * SCALE))
        free = row["free_ha"] if AREAS in groups else None
        digits["label"].append(str(labels.get(key, NOT_LABELLED)))
        digits["free"].append(str(free_class(free)))
        digits["sure"].append(str(int(is_sure)))
        digits["place"].append(str(int(not row["is_located_by_commune"])))
        digits["real"].append(str(int(not row["is_fictitious"])))
    return Points(
        **{name: tuple(values) for name, values in columns.items()},
        **{name: "".join(values) for name, values in digits.items()},
        unplaced=unplaced,
        labelled=labelled,
    )


def _rows() -> dict[int, dict[str, Any]]:
    names = (
        "pk", "identifier", "name", "longitude", "latitude", "is_located_by_commune", "free_ha",
        "public_pages", "is_fictitious",
    )  # fmt: skip
    public = Site.objects.filter(visibility=Site.Visibility.PUBLIC)
    return {row["pk"]: row for row in public.values(*names).iterator(chunk_size=2_000)}


def label_states(day: date) -> Mapping[int, int]:
    """Return, by key of site, whether a label is in force, or one that was given no longer is."""
    found: dict[int, int] = {}
    for label in Label.objects.prefetch_related("events"):
        held = state_on(label.events.all(), day)
        is_ended = held.code in ENDED or held.is_past_end(day)
        state = LABELLED if held.is_in_force(day) else LABEL_ENDED if is_ended else None
        if state is not None and found.get(label.site_id) != LABELLED:
            found[label.site_id] = state
    return found


def free_class(free_ha: Any) -> int:
    """Return 0 for an area that is not established or not public, else its class from 1 to 4."""
    if free_ha is None:
        return 0
    return 1 + sum(float(free_ha) >= limit for limit in FREE_CLASSES_HA)


def words() -> dict[str, list[str]]:
    """Return what each digit means, in the language of the page; empty where nothing need be said."""
    return {
        "label": ["", _("site labellisé"), _("label suspendu ou terminé")],
        "free": [
            _("surface libre non établie"),
            _("moins de 5\u00a0ha libres"),
            _("de 5 à 20\u00a0ha libres"),
            _("de 20 à 50\u00a0ha libres"),
            _("50\u00a0ha libres et plus"),
        ],
        "sure": [_("une exigence n’est pas établie"), ""],
        "place": [_("placé au centre de la commune"), ""],
        "real": [_("site fictif, pour la démonstration"), ""],
    }


def first(drawn: Points, count: int) -> list[Listed]:
    """Return the first sites of the list, in words."""
    said = words()
    listed = []
    for at in range(min(count, len(drawn.ids))):
        digits = {name: int(getattr(drawn, name)[at]) for name in said}
        lines = (said[name][digit] for name, digit in digits.items())
        listed.append(
            Listed(
                at,
                drawn.ids[at],
                drawn.names[at],
                " · ".join(line for line in lines if line),
            )
        )
    return listed


def document(drawn: Points) -> dict[str, Any]:
    """Return what the map's script reads."""
    return {
        "scale": SCALE,
        "page": reverse("site-page", args=["IDENTIFIER"]).replace("IDENTIFIER", "{}"),
        "ids": drawn.ids,
        "names": drawn.names,
        "lon": drawn.lon,
        "lat": drawn.lat,
        **{name: getattr(drawn, name) for name in DIGITS},
        "words": words(),
    }


@dataclass(frozen=True, slots=True)
class Version:
    """What names an answer: the registry's number, the last event of labels, the day, the need, the language."""

    number: int
    labels: int
    day: date
    query: str
    language: str

    @property
    def tag(self) -> str:
        """The answer's ETag."""
        named = digest_bytes(f"{self.query}|{self.language}".encode()).removeprefix("sha256:")[:12]
        return f'"{self.number}-{self.labels}-{self.day:%Y%m%d}-{named}"'


def version(need: InvestorNeed, day: date) -> Version:
    """Return the version of an answer now: that of the index that searches read."""
    standing = index.standing(day)
    language = get_language() or settings.LANGUAGE_CODE
    return Version(standing.number, standing.labels, day, to_query(need), language)


def drawn(of: Version) -> Points:
    """Return the points of a version; each process keeps a few."""
    return _drawn(of.number, of.labels, of.day, of.query)


@lru_cache(maxsize=KEPT)
def _drawn(_number: int, _labels: int, day: date, query: str) -> Points:
    need = read(QueryDict(query))
    return points(ordered(need, index.standing(day)), day)


@lru_cache(maxsize=KEPT)
def sent(of: Version) -> Sent:
    """Return the points of a version as they are sent."""
    return packed(drawn(of))


def packed(points_of: Points) -> Sent:
    """Return points as they are sent, plain and compressed."""
    text = json.dumps(document(points_of), ensure_ascii=False, separators=(",", ":")).encode()
    return Sent(text, gzip.compress(text, 6, mtime=0))
