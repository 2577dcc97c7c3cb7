"""Filters and components of the pages, one place each; the component page shows them all."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rebond.errors import RebondError
from rebond.texts import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE
from rebond.web.programmes import queries as programmes
from rebond.web.theme import figures, writing
from rebond.web.theme.datasets import catalogue_titles
from rebond.web.theme.statuses import STATUSES, Status

register = template.Library()
ORDINARY_SPACE = re.compile(r"[ \t\n]+")

register.filter("txt", writing.words)
register.filter("num", writing.written)
register.filter("signed", writing.signed)
register.filter("pct", writing.share)
register.filter("chance", writing.chance)
register.filter("short_chance", writing.short_chance)
register.filter("ordinal", writing.ordinal)
register.filter("day", writing.day)
register.filter("month", writing.month)
register.filter("moment", writing.moment)
register.filter("hour", writing.hour)


@register.filter
def raw(value: float) -> str:
    """Write a number as programs read it, whatever the language of the page."""
    return repr(value)


@register.simple_block_tag
def tight(content: str) -> SafeString:
    """Write what a long list repeats without the white space of its template; no-break spaces stay."""
    return mark_safe(ORDINARY_SPACE.sub(" ", content))  # noqa: S308 - rendered already, only spaces go


@register.filter
def status_word(code: str) -> str:
    """Write a status as a word alone."""
    return str(STATUSES[code].word) if code in STATUSES else code


@register.filter
def message(error: RebondError) -> str:
    """Write an error in the language of the page."""
    return error.message(writing.lang())


@register.filter
def plain(value: Any) -> str:
    """Write a whole number without decimals, any other with three."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return writing.written(value, 0 if float(value).is_integer() else 3)
    return str(value)


@register.filter
def dataset_title(dataset: str) -> str:
    """Write the titles of the datasets that a value comes from; an id when the snapshot does not know it."""
    titles = catalogue_titles()
    parts = (part.strip() for part in dataset.split("+"))
    return ", ".join(writing.words(titles.get(part)) or part for part in parts)


@register.filter
def candidate_kind(one: Any) -> str:
    """Write what a candidate is."""
    return writing.words(programmes.candidate_kind(one))


@register.filter
def programme_url(programme_id: str) -> str:
    """Return the page of a programme; empty when this installation does not have it."""
    known = programmes.programme(programme_id)
    return reverse("programme", args=[programme_id]) if known is not None else ""


@register.filter
def at_central(decision: Any) -> str:
    """Say under which weights the one score is computed."""
    return _("à poids égaux") if decision.has_equal_weights else _("aux poids moyens")


@register.filter
def isodate(value: Any) -> str:
    """Write a date for programs."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@register.filter
def interval_of(weights: Any, criterion: str) -> str:
    """Write the weight of a criterion: one share, or its least and greatest."""
    if criterion not in weights:
        return writing.between(writing.share(0), writing.share(1))
    low, high = float(weights[criterion].low), float(weights[criterion].high)
    if low == high:
        return writing.share(low)
    return writing.between(writing.share(low), writing.share(high))


@register.inclusion_tag("theme/components/value_curve.html")
def value_curve(curve: Any) -> dict[str, Any]:
    """Show how an indicator becomes a value between 0 and 1."""
    return {"curve": curve}


@register.simple_tag
def colon() -> str:
    """Write a colon and the space after it; French wants one before it too."""
    return ": " if writing.lang() == "en" else f"{NO_BREAK_SPACE}: "


@register.simple_tag
def semicolon() -> str:
    """Write a semicolon and the space after it; French wants one before it too."""
    return "; " if writing.lang() == "en" else f"{NARROW_NO_BREAK_SPACE}; "


@register.inclusion_tag("theme/components/not_established.html")
def not_established(why: str = "") -> dict[str, Any]:
    """Say that a value is not established, with its own sign; never a dash, never a zero."""
    return {"why": why}


@register.inclusion_tag("theme/components/status.html")
def status(code: str) -> dict[str, Any]:
    """Show a status by sign, word and colour."""
    return {"status": STATUSES.get(code) or Status(code, code, "unknown", "", "")}


@register.inclusion_tag("theme/components/chance_bar.html")
def chance_bar(value: float) -> dict[str, Any]:
    """Show a chance as a number and a bar out of a hundred draws."""
    return {"value": value, "bar": figures.share_bar(value)}


@register.inclusion_tag("theme/components/hundred.html")
def hundred(value: float) -> dict[str, Any]:
    """Show a chance as a hundred strokes, one for each draw out of a hundred."""
    return {"value": value, "strokes": figures.hundred_strokes(value)}


@register.inclusion_tag("theme/components/rank_interval.html")
def rank_interval(rank: Any, count: int, k: int) -> dict[str, Any]:
    """Show the 5–95 % ranks as a line and the median as a dot; the cut is a dashed line."""
    spans = figures.rank_interval(rank.low, rank.median, rank.high, count=count, cut=k)
    return {"rank": rank, "spans": spans, "count": count, "k": k}


@register.inclusion_tag("theme/components/rank_scale.html")
def rank_scale(rank: Any, count: int, k: int) -> dict[str, Any]:
    """Show the rank interval large, on its labelled scale."""
    spans = figures.rank_interval(rank.low, rank.median, rank.high, count=count, cut=k)
    return {"rank": rank, "spans": spans, "count": count, "k": k}


@register.inclusion_tag("theme/components/value.html")
def value(fact: Any, indicator: Any) -> dict[str, Any]:
    """Show a fact: its value with unit and bounds, or in words why there is none."""
    unit = writing.words(indicator.unit)
    shown = bounds = ""
    if fact.status == "known" and fact.value is not None:
        shown = writing.with_unit(writing.written(fact.value, indicator.digits), unit)
        if fact.low is not None and fact.high is not None and fact.low != fact.high:
            bounds = writing.between(
                writing.written(fact.low, indicator.digits),
                writing.written(fact.high, indicator.digits),
            )
    return {"fact": fact, "shown": shown, "bounds": bounds}


@register.inclusion_tag("theme/components/contributions.html")
def contributions(rows: Any, total: float, mean: float, decision: Any) -> dict[str, Any]:
    """Show signed bars from the mean score to this score, one per criterion, that add up."""
    return {
        "rows": rows,
        "total": total,
        "mean": mean,
        "difference": total - mean,
        "decision": decision,
    }


@register.inclusion_tag("theme/components/timeline.html")
def timeline(events: Any) -> dict[str, Any]:
    """Show dated events, the undated ones marked as such."""
    return {"events": events}


@register.inclusion_tag("theme/components/place_search.html")
def place_search(query: str = "", label: str = "", ident: str = "q") -> dict[str, Any]:
    """Show the one field that finds a place."""
    return {
        "query": query,
        "label": label or _("Commune, intercommunalité ou territoire"),
        "ident": ident,
    }


@register.inclusion_tag("theme/components/sources.html")
def source_list(sources: Any) -> dict[str, Any]:
    """List sources with producer, vintage and licence."""
    return {"sources": sources}
