"""The history of a site as its public page tells it: labels, what happened, what records said before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from rebond.sitefiles import Field
from rebond.web.clock import today
from rebond.web.labels.models import LabelEvent
from rebond.web.labels.outcomes import events_standing
from rebond.web.labels.queries import Followed
from rebond.web.labels.wording import amount, label_title
from rebond.web.sites.groups import GROUPS, fields_of
from rebond.web.sites.models import Site, SiteEvent, Superseded
from rebond.web.sites.page_values import value_text
from rebond.web.sites.queries import values_open
from rebond.web.sites.tables import EXTENSION, SITES
from rebond.web.theme import writing

MOST_EVENTS = 100
MOST_VERSIONS = 20
MOST_CHANGES = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the history."""

    on: date
    title: str
    sentence: str = ""
    notes: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    is_struck: bool = False


def history(site: Site, labels: Sequence[Followed]) -> list[Line]:
    """Return what is public of a site's history, newest first; three queries."""
    lines = [*_labels(labels), *_events(site), *_versions(site)]
    return sorted(lines, key=lambda one: one.on, reverse=True)


def _labels(labels: Sequence[Followed]) -> list[Line]:
    return [_label_line(one, event) for one in labels for event in one.events]


def _label_line(one: Followed, event: LabelEvent) -> Line:
    kind = str(event.get_kind_display())
    notes = []
    if event.corrects is not None:
        notes.append(_("Remplace l’événement n° %(n)s de ce label.") % {"n": event.corrects})
    if event.review_on:
        notes.append(
            _("Prochain examen promis le %(day)s.") % {"day": writing.day(event.review_on)}
        )
    if event.ends_on:
        notes.append(_("Donné jusqu’au %(day)s.") % {"day": writing.day(event.ends_on)})
    if event.decision is not None:
        notes.append(_("Décision %(name)s.") % {"name": event.decision.name})
    confidence = {
        "medium": _("Lu sur une page de presse, ou pages en désaccord sur un détail."),
        "low": _("La page ne donne pas le nom du site, ou pas sa commune."),
    }.get(event.confidence)
    if confidence:
        notes.append(confidence)
    return Line(
        on=event.on,
        title=_("Label %(kind)s : %(title)s") % {"kind": kind, "title": label_title(one.label)},
        sentence=event.reason,
        notes=tuple(notes),
        urls=addresses(event.source_url),
        is_struck=event.number in one.is_corrected,
    )


def addresses(written: str) -> tuple[str, ...]:
    """Return the addresses of pages written with « ; » between them."""
    found = (one.strip() for one in written.split(" ; "))
    return tuple(one for one in found if one.startswith(("https://", "http://")))


def _events(site: Site) -> list[Line]:
    # A correction takes the fact back even when the correction itself stays inside.
    every = list(SiteEvent.objects.filter(site=site).order_by("-on", "-pk"))
    standing = {one.pk for one in events_standing(every)}
    events = [one for one in every if one.is_public][:MOST_EVENTS]
    return [
        Line(
            on=one.on,
            title=str(one.get_kind_display()).capitalize(),
            sentence=one.sentence,
            notes=(*_figures(one.figures), str(one.get_basis_display()).capitalize() + "."),
            urls=addresses(one.source_url),
            is_struck=one.pk not in standing,
        )
        for one in events
    ]


def _figures(figures: Mapping[str, Any]) -> list[str]:
    found = []
    if figures.get("jobs") is not None:
        found.append(_("%(n)s emplois.") % {"n": writing.written(float(figures["jobs"]))})
    if figures.get("investment_cents") is not None:
        money = amount(int(figures["investment_cents"]))
        found.append(_("%(amount)s investis.") % {"amount": money})
    if figures.get("area_ha") is not None:
        area = writing.with_unit(writing.written(float(figures["area_ha"]), 1), "ha")
        found.append(_("%(area)s.") % {"area": area})
    return found


def _versions(site: Site) -> list[Line]:
    """Return what changed of the public values each time the record was written."""
    rows = Superseded.objects.filter(
        table__in=(SITES, EXTENSION), identifier=site.identifier
    ).order_by("-number")[:MOST_VERSIONS]
    lines = []
    after = values_open(site, site.values, site.extension, site.public_pages)
    for one in rows:
        before = values_open(site, one.values, one.extension, one.public_pages)
        changes = _changes(before, after)
        if changes:
            shown = changes[:MOST_CHANGES]
            if len(changes) > MOST_CHANGES:
                rest = len(changes) - MOST_CHANGES
                shown.append(_("et %(n)s autres.") % {"n": rest})
            lines.append(
                Line(today(one.superseded_at), _("Données mises à jour"), notes=tuple(shown))
            )
        after = before
    return lines


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Say what changed between two versions, of which only public values are given."""
    named = {one.name: one for group in GROUPS for one in fields_of(group)}
    return [
        _("%(title)s : %(before)s → %(after)s")
        % {
            "title": writing.words(field.title),
            "before": _said(field, before.get(name)),
            "after": _said(field, after.get(name)),
        }
        for name, field in named.items()
        if not field.is_geometry and before.get(name) != after.get(name)
    ]


def _said(field: Field, value: Any) -> str:
    return value_text(field, value) or _("non établi")
