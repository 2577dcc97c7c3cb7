"""The two pages of a territory as a PDF: typeset from values alone, the same bytes for the same data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from rebond.web.territories.facts import FactRow, rank_text, spread_text, value_text
from rebond.web.territories.page import TerritoryPage
from rebond.web.territories.standing_rows import MeasureStanding
from rebond.web.territories.standing_words import SHOWN
from rebond.web.theme import sheets, writing
from rebond.web.theme.sheets import Sheet
from rebond.web.theme.templatetags.rebond import colon

TEMPLATE = Path(__file__).parent / "sheet.typ"
MOST_CALLS, MOST_SITES, MOST_PERIMETERS = 6, 8, 6
LONGEST = 420


def sheet_pdf(page: TerritoryPage, address: str) -> bytes:
    """Typeset the sheet in the language in force, dated with the day of the page."""
    return sheets.pdf(sheet(page, address))


def sheet(page: TerritoryPage, address: str) -> Sheet:
    """Return what is typeset, in the language in force, dated with the day of the page."""
    return Sheet(TEMPLATE, sheet_of(page, address), page.on)


def sheet_of(page: TerritoryPage, address: str) -> dict[str, Any]:
    """Return what the sheet says, as JSON values in the language in force."""
    return {
        "lang": writing.lang(),
        "colon": colon(),
        "unknown": _("non établi"),
        "title": page.place.name,
        "where": _where(page),
        "question": _("« Pourquoi pas nous ? »"),
        "answer": [writing.words(one.words) for one in page.why.short],
        "asked": "" if page.answered is None else writing.words(page.answered),
        "existence": "" if page.existence is None else writing.words(page.existence),
        "heading_measures": _("Mesure par mesure"),
        "measures": [_row(one) for one in page.programme_rows],
        "heading_calls": _("Appels conduits sur cette plateforme"),
        "calls": [_row(one) for one in page.call_rows[:MOST_CALLS]],
        "heading_facts": _("Les faits, parmi ses pairs"),
        "facts_note": _facts_note(page),
        "facts_head": [_("Fait"), _("Valeur"), _("Parmi ses pairs"), _("Millésime")],
        "facts": [_fact(one) for one in page.facts.rows],
        "heading_sites": _("Sites"),
        "sites": _sites(page),
        "heading_belonging": _("À quoi il appartient"),
        "belonging": _belonging(page),
        "heading_unknown": _("Ce qui a été cherché sans être trouvé"),
        "unknowns": [
            writing.words(sentence.words)
            for part in page.why.whole
            if part.id == "unknown"
            for sentence in part.sentences
        ],
        "foot": _(
            "Établie au %(day)s. Notre évaluation est refaite à partir de données ouvertes et n’a décidé de rien."
        )
        % {"day": writing.day(page.on)},
        "address": address,
        "address_label": _("La page à jour, ses preuves et ses sources"),
    }


def _where(page: TerritoryPage) -> str:
    parts = [f"{writing.words(page.kind)} {page.key.code}", page.where]
    if page.place.population is not None:
        parts.append(_("%(n)s habitants") % {"n": writing.written(page.place.population)})
    return ", ".join(part for part in parts if part)


def _row(row: MeasureStanding) -> list[str]:
    return [
        writing.words(row.title),
        writing.words(SHOWN[row.standing][0]),
        _cut(writing.words(row.sentence)),
    ]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _facts_note(page: TerritoryPage) -> str:
    if page.facts.alone is not None:
        return writing.words(page.facts.alone)
    said = _(
        "Comparé à %(n)s lieux de même sorte (%(kind)s), valeurs manquantes laissées de côté."
    ) % {
        "n": writing.written(page.facts.peers),
        "kind": writing.words(page.peer_kind),
    }
    if page.ground.whole:
        said += " " + _("Valeurs de %(whole)s : aucune table ne descend sous la commune.") % {
            "whole": page.ground.whole
        }
    return said


def _fact(row: FactRow) -> list[str]:
    value = rank = ""
    if row.fact.value is not None:
        value = value_text(row)
        if not row.is_bound and (spread := spread_text(row)):
            value = f"{value}, {spread}"
    if row.rank is not None:
        rank = rank_text(row)
    elif row.is_bound and value:
        rank = spread_text(row)
    at = "" if row.rank is None else row.at
    return [writing.words(row.indicator.title), value, rank, writing.words(row.fact.vintage), at]


def _sites(page: TerritoryPage) -> str:
    rows = page.sites.rows
    if not rows:
        return _("Aucun site public du registre ne s’y trouve.")
    names = [f"{one.name} ({_('fictif')})" if one.is_fictitious else one.name for one in rows]
    said = ", ".join(names[:MOST_SITES])
    more = page.sites.has_more or len(names) > MOST_SITES
    return f"{said}, …" if more else f"{said}."


def _belonging(page: TerritoryPage) -> str:
    parts = [f"{writing.words(kind)}{colon()}{place.name}" for kind, place in page.parents]
    parts += [
        f"{writing.words(one.kind)}{colon()}{one.place.name}"
        for one in page.perimeters[:MOST_PERIMETERS]
    ]
    if len(page.perimeters) > MOST_PERIMETERS:
        parts.append("…")
    return " · ".join(parts)
