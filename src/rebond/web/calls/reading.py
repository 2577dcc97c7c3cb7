"""A call in words, as its page tells it: dates, gates, criteria, form, revisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from rebond.programme import Measure, Unknown, value_on
from rebond.programme.forms import GroupField, ListField
from rebond.texts import Text
from rebond.web.calls import eligibility
from rebond.web.calls.models import CLOSES, RESULTS, Call, DateMove, Revision
from rebond.web.calls.policies import KEPT, thawed
from rebond.web.calls.stages import DATES, FIELDS
from rebond.web.clock import today
from rebond.web.programmes.queries import grid_rows
from rebond.web.theme.writing import words, written

FIELD_KINDS: dict[str, Text] = {
    "text": Text("une ligne", "one line"),
    "long_text": Text("un texte", "a text"),
    "integer": Text("un nombre entier", "a whole number"),
    "decimal": Text("un nombre", "a number"),
    "money": Text("un montant en euros", "an amount in euros"),
    "date": Text("une date", "a date"),
    "choice": Text("un choix", "a choice"),
    "multi_choice": Text("plusieurs choix", "several choices"),
    "boolean": Text("oui ou non", "yes or no"),
    "file": Text("fichiers", "files"),
    "geometry": Text("un lieu, dessiné ou en fichier", "a place, drawn or as a file"),
    "siren": Text("un numéro SIREN", "a SIREN number"),
    "commune": Text("communes", "communes"),
    "list": Text("une liste", "a list"),
    "group": Text("", ""),
}
PUBLIC_ITEMS: dict[str, Text] = {
    "name": Text("le nom", "the name"),
    "place": Text("le lieu", "the place"),
    "applicant": Text("le candidat", "the applicant"),
    "outcome": Text("le résultat", "the outcome"),
    "reason": Text("le motif", "the reason"),
    "score": Text("le score", "the score"),
    "facts": Text("les faits", "the facts"),
    "area": Text("la surface", "the area"),
    "amount": Text("le montant", "the amount"),
}


@dataclass(frozen=True, slots=True)
class DateRow:
    """One date of the call with its moves."""

    code: str
    title: Text
    moment: datetime | None
    moves: tuple[DateMove, ...]
    is_past: bool

    @property
    def was(self) -> tuple[DateMove, ...]:
        """The moves from an earlier date; a first setting is not one."""
        return tuple(one for one in self.moves if one.before is not None)


def date_rows(call: Call, moves: Iterable[DateMove], now: datetime) -> list[DateRow]:
    """Return the dates in their order; moves of before the first publication are nobody's business."""
    published = call.revisions.filter(published_at__isnull=False).order_by("number").first()
    since = published.published_at if published else None
    told = [one for one in moves if since is None or one.moved_at > since]
    return [
        DateRow(
            code,
            DATES[code],
            moment := getattr(call, field),
            tuple(one for one in told if one.date == code),
            moment is not None and moment <= now,
        )
        for code, field in FIELDS.items()
        if getattr(call, field) is not None or code in (CLOSES, RESULTS)
    ]


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate in words, with what the call chose."""

    title: Text
    requirement: Text
    rule: str
    effect: str
    tone: str
    note: Text | None
    sources: tuple[str, ...]


def gate_rows(revision: Revision, now: datetime) -> list[GateRow]:
    """Return the gates of the measure as they hold on the day."""
    return [
        GateRow(
            gate.title,
            gate.requirement,
            _rule(gate, now),
            _effect(gate),
            "" if gate.eliminates is not True else "is-caution",
            gate.note,
            gate.sources,
        )
        for gate in revision.measure.gates
    ]


def _effect(gate: Any) -> str:
    if isinstance(gate.eliminates, Unknown):
        return _(
            "Une réponse négative n’élimine pas : la politique ne l’établit pas et l’appel ne l’a pas décidé."
        )
    if gate.eliminates:
        return _("Une réponse négative élimine.")
    return _("Une réponse négative n’élimine pas.")


def _rule(gate: Any, now: datetime) -> str:
    periods = getattr(gate.test, "threshold", None)
    if not periods:
        return ""
    held = value_on(periods, today(now))
    if held.value is None:
        return _("seuil non établi")
    sign = "≥" if gate.test.kind == "at_least" else "≤"
    digits = 0 if float(held.value).is_integer() else 2
    return f"{sign}\u00a0{written(held.value, digits)}\u00a0{words(gate.test.unit)}"


def applicants_text(measure: Measure) -> Text | None:
    """Return who may apply; None when nobody has said."""
    types = measure.applicants.types
    return None if isinstance(types, Unknown) else eligibility.kinds_text(types)


def places_text(revision: Revision) -> Text | None:
    """Return where; None when the measure names no perimeter."""
    wanted = revision.measure.applicants.perimeters
    if isinstance(wanted, Unknown) or not wanted:
        return None
    titles = [one.title for one in revision.programme.perimeters if one.id in wanted]
    return Text("\u202f; ".join(one.fr for one in titles), "; ".join(one.en for one in titles))


@dataclass(frozen=True, slots=True)
class FormRow:
    """One question of the form, as shown before anybody starts."""

    label: Text
    kind: str
    depth: int
    is_heading: bool
    is_required: bool
    is_personal: bool
    is_public: bool
    help: Text | None


def form_rows(measure: Measure) -> list[FormRow]:
    """Return every question in order, those inside groups and lists included."""
    return _walk(measure.form.fields, 0) if measure.form else []


def _walk(fields: Iterable[Any], depth: int) -> list[FormRow]:
    rows = []
    for one in fields:
        rows.append(
            FormRow(
                one.label,
                _kind(one),
                min(depth, 3),
                isinstance(one, GroupField),
                one.required and one.asked_if is None,
                one.is_personal,
                one.is_public,
                one.help,
            )
        )
        if isinstance(one, GroupField | ListField):
            rows += _walk(one.fields, depth + 1)
    return rows


def _kind(field: Any) -> str:
    said = words(FIELD_KINDS.get(field.type, Text("", "")))
    if field.type == "file":
        formats = ", ".join(one.upper() for one in field.formats)
        return _("fichiers %(formats)s, %(count)s au plus, %(size)s Mo chacun") % {
            "formats": formats,
            "count": field.max_files,
            "size": field.max_megabytes,
        }
    if field.type in ("choice", "multi_choice"):
        options = ", ".join(words(one.label) for one in field.options)
        return f"{said} ({options})"
    unit = getattr(field, "unit", None)
    return f"{said} ({words(unit)})" if unit else said


def public_rows(measure: Measure) -> tuple[list[str], list[str]] | None:
    """Return what the public sees of those retained, and of the others."""
    rule = measure.publication
    if rule is None:
        return None
    return (
        [words(PUBLIC_ITEMS[one]) for one in rule.retained],
        [words(PUBLIC_ITEMS[one]) for one in rule.others],
    )


def criteria_rows(revision: Revision) -> Any:
    """Return the criteria with their indicators; nothing without a grid."""
    return _criteria(revision.policy, revision.call.measure_id)


@lru_cache(maxsize=KEPT)
def _criteria(policy: str, measure_id: str) -> Any:
    """Return the criteria of a frozen policy; reading what indicators declare is slow."""
    grid = thawed(policy).measure(measure_id).grid
    return grid_rows(grid) if grid is not None else ()


def orderings(measure: Measure) -> list[tuple[Text, Text]]:
    """Return which criterion weighs at least as much as which, by their titles."""
    if measure.grid is None:
        return []
    titles = {one.id: one.title for one in measure.grid.criteria}
    return [(titles[one.heavier], titles[one.lighter]) for one in measure.grid.orderings]


def sources_of(revision: Revision) -> list[Any]:
    """Return the sources that the measure cites, as the policy declares them."""
    measure = revision.measure
    cited = {
        *measure.sources,
        *measure.applicants.sources,
        *(one for gate in measure.gates for one in gate.sources),
    }
    return [one for one in revision.programme.sources if one.id in cited]
