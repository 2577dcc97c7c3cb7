"""Offers and recruitments as each reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation, User
from rebond.web.accounts.permissions import may_register_siren
from rebond.web.aids import measures, permissions
from rebond.web.aids.models import Offer, Recruitment

MOST_LISTED = 5000
"""Open offers that the public list compares at most, the newest."""
State, Side = Recruitment.State, Recruitment.Side


def open_offers(now: datetime) -> QuerySet[Offer]:
    """Return the offers that anyone reads."""
    return Offer.objects.filter(state=Offer.State.OPEN, closes_at__gte=now).select_related(
        "organisation"
    )


def visible_offers(actor: Actor | None, now: datetime) -> QuerySet[Offer]:
    """Return the open offers, and those of the actor's firm in every state."""
    shown = Q(state=Offer.State.OPEN, closes_at__gte=now)
    if actor is not None and permissions.reads_offers(actor):
        shown |= Q(organisation=actor.organisation_id)
    return Offer.objects.filter(shown).select_related("organisation")


def own_offers(actor: Actor) -> QuerySet[Offer]:
    """Return the offers of the actor's firm."""
    if not permissions.reads_offers(actor):
        return Offer.objects.none()
    return Offer.objects.filter(organisation=actor.organisation_id).select_related("organisation")


@dataclass(frozen=True, slots=True)
class SirenWanted:
    """A firm without a registered SIREN, and whether the reader is who registers it."""

    organisation: str
    is_mine_to_register: bool


def siren_wanted(actor: Actor) -> SirenWanted | None:
    """Return what to say of the SIREN of the actor's firm; None when it is registered."""
    firm = Organisation.objects.filter(pk=actor.organisation_id, siren="").first()
    if firm is None:
        return None
    return SirenWanted(firm.slug, may_register_siren(actor, firm))


def visible(actor: Actor | None, user: User) -> QuerySet[Recruitment]:
    """Return one's own recruitments, those of one's firm, and those signed by both for who examines."""
    shown = Q(person=user.pk)
    if actor is not None:
        if permissions.reads_offers(actor):
            shown |= Q(offer__organisation=actor.organisation_id)
        shown |= _examined(actor)
    return _whole(Recruitment.objects.filter(shown))


def of_actor(actor: Actor) -> QuerySet[Recruitment]:
    """Return the recruitments that the actor's organisation follows."""
    shown = _examined(actor)
    if permissions.reads_offers(actor):
        shown |= Q(offer__organisation=actor.organisation_id)
    return _whole(Recruitment.objects.filter(shown))


def of_person(user: User) -> QuerySet[Recruitment]:
    """Return one's own recruitments."""
    return _whole(Recruitment.objects.filter(person=user.pk))


def others_of(recruitment: Recruitment) -> QuerySet[Recruitment]:
    """Return other recruitments signed by the same name and birth date, or the same account, for who examines."""
    if not recruitment.person_key:
        return Recruitment.objects.none()
    same = Q(person_key=recruitment.person_key) | Q(person=recruitment.person_id)
    found = Recruitment.objects.filter(same).exclude(person_key="").exclude(pk=recruitment.pk)
    return found.exclude(state=State.DECLINED).select_related("offer__organisation")


def labelled_by(kind: str) -> Q:
    """Return the recruitments of the measures under which a kind of organisation labels."""
    mine = Q(pk__in=[])
    for measure in measures.offered():
        if kind in measures.labellers(measure):
            mine |= Q(offer__programme_id=measure[0], offer__measure_id=measure[1])
    return mine


def _examined(actor: Actor) -> Q:
    reached = Q(state__in=[State.SIGNED, State.LABELLED, State.BROKEN, State.ENDED])
    return labelled_by(actor.kind) & (reached | Q(declined_by=Side.OPERATOR))


def _whole(found: QuerySet[Recruitment]) -> QuerySet[Recruitment]:
    return found.select_related("offer__organisation", "person", "charter")
