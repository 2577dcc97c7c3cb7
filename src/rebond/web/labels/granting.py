"""Granting a label from a decision on a dossier: an act of the national team, never automatic.

The site is one of the registry, or is made from what the dossier says; of that, the public reads only what
the policy publishes of retained dossiers until the local authority consents to more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.deliberations import queries as deliberations
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier
from rebond.web.labels import services
from rebond.web.labels.checks import Title
from rebond.web.labels.errors import NotGrantable
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.labels.permissions import may_act, may_follow
from rebond.web.sites.commune_places import commune_places
from rebond.web.sites.deriving import derive
from rebond.web.sites.models import Delivery, Site
from rebond.web.sites.references import new_reference

LABEL = "label"
AREAS = {
    "surface_brute_ha": "site_surf_brute",
    "surface_cessible_ha": "site_surf_utile",
    "surface_libre_ha": "site_surf_comm_dispo",
}
"""Questions of the shipped form, and the field of the standard that says the same; others are left out."""
LARGEST_LOT = ("plus_grand_lot_ha", "area_largest_free_lot_ha")
PROPOSED_SITES = 50


def grantable(actor: Actor, now: datetime) -> list[Decision]:
    """Return the visible decisions that retain a dossier, of a measure that awards a label, without one yet."""
    if not may_follow(actor):
        return []
    granted = LabelEvent.objects.filter(decision__dossier=OuterRef("dossier"))
    found = (
        deliberations.visible_acts(now)
        .last_of_each()
        .filter(outcome=Decision.Outcome.RETAINED)
        .exclude(Exists(granted))
        .select_related("dossier__organisation", "dossier__revision__call", "call")
        .order_by("call", "dossier__title", "pk")
    )
    awards: dict[int, bool] = {}
    kept = []
    for one in found:
        if one.call_id not in awards:
            awards[one.call_id] = awards_a_label(one.dossier)
        if awards[one.call_id]:
            kept.append(one)
    return kept


def awards_a_label(dossier: Dossier) -> bool:
    """Return whether the measure of a dossier awards a label."""
    return any(one.kind == LABEL for one in dossier.revision.measure.awards)


def sites_of(dossier: Dossier) -> QuerySet[Site]:
    """Return the registry's sites that a dossier may be about: its applicant's, and those of its communes.

    A fictitious call labels fictitious sites only.
    """
    communes = dossier.places.filter(kind="commune").values("code")
    found = Site.objects.filter(
        Q(manager=dossier.organisation_id) | Q(places__kind="commune", places__code__in=communes)
    )
    if dossier.call.is_fictitious:
        found = found.filter(is_fictitious=True)
    return found.distinct().order_by("name", "identifier")[:PROPOSED_SITES]


@transaction.atomic
def grant_from_decision(
    actor: Actor,
    decision: Decision,
    site: Site | None,
    wave: str,
    titles: tuple[str, str],
    on: date,
    reason: str,
    now: datetime,
    *,
    review_on: date | None = None,
    ends_on: date | None = None,
) -> Label:
    """Grant the label that a published decision gives; without a site, make one from the dossier.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not may_act(actor):
        raise PermissionDenied
    dossier = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("organisation", "revision__call", "call")
        .get(pk=decision.dossier_id)
    )
    standing = deliberations.visible_decision(dossier, now)
    if standing is None or standing.pk != decision.pk:
        raise NotGrantable(
            Text(
                "cette décision n’est pas, ou n’est plus, celle qui vaut sur {dossier}.",
                "this decision is not, or no longer, the one that stands on {dossier}.",
            ).filled(dossier=dossier.reference)
        )
    if standing.outcome != Decision.Outcome.RETAINED or not awards_a_label(dossier):
        raise NotGrantable(
            Text(
                "la décision {decision} ne donne pas de label.",
                "the decision {decision} gives no label.",
            ).filled(decision=standing.name)
        )
    known = LabelEvent.objects.filter(decision__dossier=dossier).select_related("label").first()
    if known is not None:
        raise NotGrantable(
            Text(
                "le label {label} vient déjà d’une décision sur {dossier}.",
                "the label {label} comes from a decision on {dossier} already.",
            ).filled(label=known.label.reference, dossier=dossier.reference)
        )
    if site is not None and dossier.call.is_fictitious and not site.is_fictitious:
        raise NotGrantable(
            Text(
                "l’appel {call} est fictif, et le site {site} est réel.",
                "the call {call} is fictitious, and the site {site} is real.",
            ).filled(call=dossier.call.reference, site=site.identifier)
        )
    held = site or _site_of(actor, dossier, now)
    title = Title(
        measure_id=dossier.call.measure_id,
        programme_id=dossier.call.programme_id,
        wave=wave,
        title_fr=titles[0],
        title_en=titles[1],
    )
    return services.grant(
        actor,
        held,
        title,
        on,
        reason,
        now,
        review_on=review_on,
        ends_on=ends_on,
        decision=standing,
        source_url=_results_address(dossier),
    )


def _results_address(dossier: Dossier) -> str:
    with translation.override("fr"):
        return settings.BASE_URL + reverse("call-results", args=[dossier.call.reference])


def _site_of(actor: Actor, dossier: Dossier, now: datetime) -> Site:
    """Make a site from the last filing of a dossier; its applicant manages it and vouches for it."""
    filing = dossier.filings.order_by("-number").first()
    answers: Mapping[str, Any] = filing.answers if filing else {}
    filed_on = today(filing.filed_at) if filing else today(now)
    delivery = Delivery.objects.create(
        reference=new_reference(Delivery, "L"),
        origin=Delivery.Origin.HAND,
        table="site-eco",
        organisation=dossier.organisation,
        received_by_id=actor.membership_id,
        source=f"Dossier {dossier.reference}",
        state=Delivery.State.APPLIED,
        received_at=now,
        applied_at=now,
    )
    identifier = f"{dossier.commune_code or 'SANS-COMMUNE'}_SITE-ECO_{dossier.reference}"
    values, extension = _values(dossier, answers, identifier)
    published = set(dossier.revision.measure.publication.retained)
    is_published = {"name", "place"} <= published
    site = Site(
        identifier=identifier,
        values=values,
        extension=extension,
        public_pages=_published(dossier, values) if is_published else {},
        delivery=delivery,
        stated_on=filed_on,
        manager=dossier.organisation,
        visibility=Site.Visibility.PUBLIC if is_published else Site.Visibility.PRIVATE,
        is_fictitious=dossier.call.is_fictitious,
        changed_at=now,
    )
    site.save(force_insert=True)
    derive(site, now)
    return site


def _values(
    dossier: Dossier, answers: Mapping[str, Any], identifier: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    values: dict[str, Any] = {"site_id": identifier}
    name = str(answers.get("site_nom") or dossier.title)
    if name:
        values["site_nom"] = name
    if dossier.commune_code:
        values["site_comm_insee"] = dossier.commune_code
        place = commune_places(dossier.commune_code)
        if place is not None:
            values["site_comm_nom"] = place.name
    for question, field in AREAS.items():
        area = _number(answers.get(question))
        if area is not None:
            values[field] = area
    extension: dict[str, Any] = {}
    others = dossier.places.filter(kind="commune").values_list("code", flat=True)
    if len(others) > 1:
        extension["other_communes"] = "|".join(sorted(set(others) - {dossier.commune_code}))
    largest = _number(answers.get(LARGEST_LOT[0]))
    if largest is not None:
        extension[LARGEST_LOT[1]] = largest
    return values, extension


def _published(dossier: Dossier, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page of results says of a retained dossier."""
    communes = sorted(dossier.places.filter(kind="commune").values_list("code", flat=True))
    return {
        "name": values.get("site_nom"),
        "communes": communes or [one for one in [dossier.commune_code] if one],
        "departements": [],
        "region": None,
        "area_ha": None,
        "area_kind": None,
        "site_type": None,
        "source_url": [_results_address(dossier)],
        "confidence": "high",
    }


def _number(written: object) -> float | None:
    try:
        value = float(str(written))
    except ValueError:
        return None
    return value if 0 <= value < 1_000_000 else None  # noqa: PLR2004 - no site is that large
