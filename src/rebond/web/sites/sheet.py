"""The two-page sheet of a site as a PDF: typeset from values alone, offline, the same bytes for the same data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from rebond.procedure import plan_words
from rebond.web.enquiries.naming import public_organisation
from rebond.web.labels.wording import label_title
from rebond.web.sites.locator import locator, svg
from rebond.web.sites.page_values import Behind, Row, Shown
from rebond.web.sites.pages import LotRow, SitePage
from rebond.web.theme import sheets, writing
from rebond.web.theme.sheets import Sheet
from rebond.web.theme.templatetags.rebond import colon

TEMPLATE = Path(__file__).parent / "sheet.typ"
MOST_ROWS = 12
MOST_TASKS = 10
MOST_LABELS = 4
MOST_SOURCES = 6
LONGEST = 160


def sheet_pdf(page: SitePage, address: str) -> bytes:
    """Typeset the sheet in the language in force, dated with the day of the page."""
    return sheets.pdf(sheet(page, address))


def sheet(page: SitePage, address: str) -> Sheet:
    """Return what is typeset, in the language in force, dated with the day of the page."""
    return Sheet(TEMPLATE, sheet_of(page, address), page.on)


def sheet_of(page: SitePage, address: str) -> dict[str, Any]:
    """Return what the sheet says, as JSON values in the language in force."""
    drawn = locator(*page.point) if page.point else None
    return {
        "lang": writing.lang(),
        "colon": colon(),
        "unknown": _("non établi"),
        "title": _cut(page.title),
        "where": _cut(page.where),
        "identifier": page.site.identifier,
        "fictitious": _("Site fictif, pour la démonstration.") if page.site.is_fictitious else "",
        "answer": page.answer,
        "caution": "" if page.is_vouched else caution(),
        "vouched": vouched(page),
        "map": svg(drawn) if drawn else "",
        "map_alt": _("Situation du site en France"),
        "map_note": _map_note(page),
        "heading_labels": _("Labels"),
        "labels": _labels(page),
        "heading_areas": _("Quatre superficies"),
        "areas": [
            [one.title, one.definition, one.shown, _behind(one.behind)] for one in page.areas
        ],
        "loose": _loose(page),
        "heading_ready": _("Ce qui est prêt et ce qui ne l’est pas"),
        "ready": _ready(page),
        "heading_utilities": _("Réseaux"),
        "utilities": _rows(page.utilities),
        "heading_access": _("Accès"),
        "access": _rows(page.access),
        "heading_around": _("Autour du site, d’après les données ouvertes"),
        "around": [
            [
                _cut(writing.words(one.title)),
                writing.words(one.said),
                _cut(writing.words(one.vintage)),
            ]
            for one in page.around
        ],
        "around_note": _("À vol d’oiseau, au centre de la commune.")
        if page.is_place_of_commune
        else _("À vol d’oiseau."),
        "no_place": "" if page.around else _("Lieu non établi : rien ne peut être mesuré autour."),
        "heading_lots": _("Lots"),
        "lots": [
            [
                one.identifier,
                one.area,
                _free(one),
                ", ".join(filter(None, (one.sale, one.servicing))),
            ]
            for one in page.lots[:MOST_ROWS]
        ],
        "lots_note": _lots_note(page),
        "heading_sources": _("Sources"),
        "sources": [one[: 2 * LONGEST] for one in page.pages[:MOST_SOURCES]],
        "foot": _(
            "Établie le %(day)s. Un label n’est pas un permis ; une date calculée est une estimation."
        )
        % {"day": writing.day(page.on)},
        "address": address,
        "address_label": _("La page à jour, ses sources et le contact"),
    }


def caution() -> str:
    """Say that nobody of the site vouches for what is shown."""
    return _("D’après des pages publiques, non confirmé par le gestionnaire du site.")


def vouched(page: SitePage) -> str:
    """Say who vouches for the data, and of which day they are."""
    if not page.is_vouched:
        return ""
    day = writing.day(page.stated_on) if page.stated_on else _("un jour non établi")
    behind = page.site.delivery.organisation
    who = page.manager or (public_organisation(behind) if behind else "")
    return _("Source des données : %(who)s, au %(day)s.") % {"who": who, "day": day}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _behind(behind: Behind | None) -> str:
    if behind is None:
        return ""
    parts = [behind.voucher or behind.source]
    if behind.stated_on:
        parts.append(writing.day(behind.stated_on))
    if behind.is_old:
        parts.append(_("ancien"))
    return _cut(", ".join(part for part in parts if part))


def _rows(shown: Shown) -> dict[str, Any]:
    known: Sequence[Row] = shown.known[:MOST_ROWS]
    return {
        "known": [
            [
                _cut(one.title),
                _cut(one.shown) if one.is_applicable else _("sans objet"),
                "" if one.behind == shown.common else _behind(one.behind),
            ]
            for one in known
        ],
        "common": _("Sauf mention : %(source)s.") % {"source": _behind(shown.common)}
        if shown.common
        else "",
        "unknown": _("Non établi : %(list)s.") % {"list": shown.unknown_words}
        if shown.unknown
        else "",
        "rest": _("%(n)s autres sur la page.") % {"n": len(shown.known) - MOST_ROWS}
        if len(shown.known) > MOST_ROWS
        else "",
    }


def _labels(page: SitePage) -> list[list[str]]:
    rows = []
    for one in page.labels[:MOST_LABELS]:
        state = writing.words(one.state.words)
        if one.state.since:
            state = _("%(state)s depuis le %(day)s") % {
                "state": state,
                "day": writing.day(one.state.since),
            }
        rows.append([label_title(one.label), state])
    return rows


def _loose(page: SitePage) -> str:
    if not page.loose_area:
        return ""
    return _("Une page publique donne %(area)s, sans dire de quelle superficie il s’agit.") % {
        "area": page.loose_area
    }


def _map_note(page: SitePage) -> str:
    if not page.has_place:
        return _("Lieu non établi.")
    return _("Point au centre de la commune.") if page.is_place_of_commune else ""


def _free(lot: LotRow) -> str:
    if lot.is_free is None:
        return _("non établi")
    return _("libre") if lot.is_free else _("pas libre")


def _lots_note(page: SitePage) -> str:
    if not page.lot_count:
        return _("Lots non établis.")
    if page.lot_count > MOST_ROWS:
        return _("%(n)s autres sur la page.") % {"n": page.lot_count - MOST_ROWS}
    return ""


def _ready(page: SitePage) -> dict[str, Any] | None:
    ready = page.ready
    if ready is None or ready.is_estimate:
        # On paper, without its cautions folded beside it, an estimate of ours would pass for a date.
        return None
    dates = ready.plan.dates
    rest = len(ready.maybe) + max(0, len(ready.left) - MOST_TASKS)
    return {
        "tier": writing.words(ready.tier),
        "dates": [
            [_("une fois sur deux"), writing.day(ready.half_on)],
            [_("huit fois sur dix"), writing.day(ready.likely_on)],
            [_("neuf fois sur dix"), writing.day(dates.p90)],
        ],
        "dates_title": _("En service au plus tard"),
        "unknown": _cut(writing.words(ready.unknown)) if ready.unknown else "",
        "settled_title": _("Réglé"),
        "settled": _cut(", ".join(writing.words(one.title) for one in ready.settled)),
        "left_title": _("À faire"),
        "left": [
            [
                _cut(writing.words(one.title)),
                writing.words(plan_words.chance_text(one.chance_happens)),
                writing.day(one.end_p50),
                writing.day(one.end_p90),
            ]
            for one in ready.left[:MOST_TASKS]
        ],
        "left_head": [_("procédure"), _("à faire"), _("fin une fois sur deux"), _("neuf sur dix")],
        "left_rest": _("%(n)s autres sur la page.") % {"n": rest} if rest else "",
    }
