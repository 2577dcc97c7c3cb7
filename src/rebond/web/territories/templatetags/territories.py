"""Components of the pages of territories."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from django import template
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rebond.territory import Place
from rebond.web.programmes.queries import main_programme, programme
from rebond.web.territories.facts import FactRow, fact_text, rank_text, spread_text, value_text
from rebond.web.territories.standing_rows import Proof, Standing
from rebond.web.territories.standing_words import SHOWN
from rebond.web.territories.why_rows import Part
from rebond.web.theme import writing
from rebond.web.theme.datasets import catalogue_titles
from rebond.web.theme.statuses import Status

register = template.Library()

MOST_PROOFS = 3
"""Proofs shown under a sentence; the others are folded."""


@register.inclusion_tag("theme/components/status.html")
def standing(code: Standing) -> dict[str, Any]:
    """Show where a territory stands by sign, word and colour."""
    word, sign, tone = SHOWN[code]
    return {"status": Status(code.value, writing.words(word), sign, tone, "")}


@register.simple_tag
def place_url(key: Any, query: str = "") -> str:
    """Return the page of a territory, on the day asked for."""
    return reverse("place", args=[str(key)]) + query


@register.filter
def in_language(address: str) -> str:
    """Return a path of this installation in the language of the page."""
    if not address.startswith("/") or not (get_language() or "fr").startswith("en"):
        return address
    return f"{get_script_prefix()}en{address}"


@register.filter
def source_title(proof: Proof) -> str:
    """Write where a proof comes from: a table of open data, this record, or a source of the policy."""
    if proof.source == "record":
        return ""
    titles = catalogue_titles()
    if proof.source in titles:
        return writing.words(titles[proof.source])
    return "" if proof.source.startswith(("http://", "https://")) else proof.source


@register.filter
def measure_url(row: Any) -> str:
    """Return the page of a measure's programme; empty when this installation does not show it."""
    if programme(row.programme) is None:
        return ""
    try:
        return reverse("programme", args=[row.programme])
    except NoReverseMatch:
        return ""


@register.filter
def money_written(row: Any) -> str:
    """Write what is committed, in euros or in days."""
    amount = row.committed
    if amount is None:
        return ""
    if row.unit == "days":
        return writing.written(amount)
    return writing.with_unit(writing.written(amount / 100, 0 if amount % 100 == 0 else 2), "€")


@register.filter
def fact_words(row: FactRow, form: str = "") -> str:
    """Write the value of a fact with its unit; in a table whose rows name the unit, without it."""
    return value_text(row, is_bare=form == "short")


@register.filter
def fact_spread(row: FactRow) -> str:
    """Write the bounds of a fact, or how little is known of what it is measured to; empty when it is exact."""
    return spread_text(row)


@register.filter
def fact_rank(row: FactRow, form: str = "") -> str:
    """Write where a fact stands among the known ones; in short where their number is written beside it."""
    return rank_text(row, is_short=form == "short")


@register.filter
def validity(place: Place) -> str:
    """Write from when to when a perimeter is in force, in the same words on every page."""
    first, last = place.valid_from, place.valid_to
    if first is None and last is None:
        return _("dates de vigueur non établies")
    if first is None:
        return _("en vigueur jusqu’au %(last)s, début non établi") % {"last": writing.day(last)}
    if last is None:
        return _("en vigueur depuis le %(first)s, fin non établie") % {"first": writing.day(first)}
    return _("en vigueur du %(first)s au %(last)s") % {
        "first": writing.day(first),
        "last": writing.day(last),
    }


@register.filter
def fact_median(row: FactRow) -> str:
    """Write the median of the peers."""
    return fact_text(row, row.rank.median if row.rank else None, is_bare=True)


@register.filter
def sets(part: Part) -> list[Part]:
    """Return a part cut where it passes from one evaluated territory to the next."""
    return [
        replace(part, sentences=tuple(each))
        for _about, each in groupby(part.sentences, key=lambda one: one.about)
    ]


@register.filter
def shared_proofs(part: Part) -> Any:
    """Return the proofs that every sentence of a part has, so that they are said once; empty when they differ."""
    proofs = [sentence.proofs for sentence in part.sentences]
    return proofs[0] if len(proofs) > 1 and all(one == proofs[0] for one in proofs) else ()


@register.filter
def sources_of(proofs: Any) -> list[tuple[str, str]]:
    """Return the sources of proofs, each once: its title, and its place on the page of the programme."""
    main = main_programme()
    titles = {one.id: writing.words(one.title) for one in main.sources} if main else {}
    page = reverse("programme", args=[main.id]) if main else ""
    named = dict.fromkeys(one.source for one in proofs)
    return [
        (titles.get(one, one), f"{page}#source-{one}" if one in titles else "") for one in named
    ]


@register.filter
def told_proofs(proofs: Any) -> dict[str, list[tuple[Proof, str]]]:
    """Return the first proofs and the rest, each with its source unless the next one says the same."""
    named = [(one, source_title(one)) for one in proofs]
    following = [source for _one, source in named[1:]] + [""]
    said = [
        (one, "" if source == after and place + 1 != MOST_PROOFS else source)
        for place, ((one, source), after) in enumerate(zip(named, following, strict=True))
    ]
    if len(said) <= MOST_PROOFS + 1:
        return {"first": said, "rest": []}
    return {"first": said[:MOST_PROOFS], "rest": said[MOST_PROOFS:]}
