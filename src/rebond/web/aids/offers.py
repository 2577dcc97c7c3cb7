"""A firm's offers: written as drafts, opened to all, closed; each act by who acts for the firm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.accounts.siren import is_siren
from rebond.web.aids import checking, contract_terms, measures, permissions, signed_facts, telling
from rebond.web.aids.contract_errors import FirmUnregistered
from rebond.web.aids.models import Offer, Recruitment
from rebond.web.aids.recruiting_errors import (
    ClosesAfterStart,
    DayPast,
    DaysReversed,
    FieldMissing,
    NotADraft,
    OfferNotOpen,
    SirenUnfit,
    UnknownChoice,
)
from rebond.web.aids.references import new_reference
from rebond.web.aids.wording import OFFER_STATES
from rebond.web.clock import today
from rebond.web.journal.services import append

TITLE, MISSION = 200, 8000
SHOWN_FOR = timedelta(days=90)
"""How long an offer is shown when the firm does not say."""
LABELS = {
    "title": Text("Intitulé de la mission", "Title of the mission"),
    "mission": Text("La mission et ce qu’elle transforme", "The mission and what it transforms"),
    "level": Text("Niveau demandé", "Level asked for"),
    "commune": Text("Commune du poste", "Commune of the post"),
    "contract": Text("Contrat", "Contract"),
    "starts_on": Text("Début du contrat", "Start of the contract"),
    "ends_on": Text("Fin du contrat", "End of the contract"),
    "monthly_pay": Text("Salaire brut mensuel", "Gross monthly pay"),
    "closes_on": Text("Dernier jour de l’offre", "Last day of the offer"),
    "measure": Text("Mesure", "Measure"),
}


@dataclass(frozen=True, slots=True)
class Writing:
    """What an offer says, as typed; a draft may leave anything empty but its title."""

    title: str = ""
    mission: str = ""
    siren: str = ""
    skills: Sequence[str] = ()
    level: str = ""
    commune: str = ""
    contract: str = ""
    starts_on: str | date | None = None
    ends_on: str | date | None = None
    monthly_pay: str = ""
    measure: str = ""
    """``programme/measure``; empty when only one measure is recruited under."""


def draft(actor: Actor, writing: Writing, *, now: datetime) -> Offer:
    """Write an offer that only the firm reads.

    Raises
    ------
    RebondError
        When something typed cannot be used.
    """
    if not permissions.may_offer(actor):
        raise PermissionDenied
    firm = Organisation.objects.get(pk=actor.organisation_id)
    values = _values(writing, firm)
    with transaction.atomic():
        offer = Offer.objects.create(
            reference=new_reference("O", Offer),
            organisation=firm,
            is_fictitious=firm.is_fictitious,
            created_at=now,
            **values,
        )
        _write(actor, "aids.offer_drafted", offer, now)
    return offer


def edit(actor: Actor, offer: Offer, writing: Writing, *, now: datetime) -> Offer:
    """Write a draft again."""
    with transaction.atomic():
        one = _managed(actor, offer)
        if one.state != Offer.State.DRAFT:
            raise NotADraft(OFFER_STATES[one.state])
        values = _values(writing, one.organisation)
        for name, value in values.items():
            setattr(one, name, value)
        one.save(update_fields=[*values])
        _write(actor, "aids.offer_edited", one, now)
    return one


def open_offer(
    actor: Actor, offer: Offer, *, closes_on: str | date | None = None, now: datetime
) -> Offer:
    """Show a draft to all, once it says all that a young person must know.

    Raises
    ------
    RebondError
        When it is not a draft any more, something is missing or past, or it would stay open once the contract
        has begun; without a last day it closes after `SHOWN_FOR`, or with the first day of the contract before.
    """
    with transaction.atomic():
        one = _managed(actor, offer)
        if one.state != Offer.State.DRAFT:
            raise NotADraft(OFFER_STATES[one.state])
        if not one.organisation.siren:
            raise FirmUnregistered(one.organisation.name)
        one.siren = one.siren or one.organisation.siren
        _require_whole(one, today(now))
        last = checking.day("closes_on", LABELS["closes_on"], closes_on)
        if last is not None and last < today(now):
            raise DayPast("closes_on", LABELS["closes_on"], last)
        assert one.starts_on is not None  # noqa: S101 - one without is not whole
        if last is not None and last > one.starts_on:
            raise ClosesAfterStart("closes_on", last, one.starts_on)
        one.state, one.opened_at = Offer.State.OPEN, now
        one.closes_at = _end_of(last or min(today(now + SHOWN_FOR), one.starts_on))
        one.save(update_fields=["siren", "state", "opened_at", "closes_at"])
        _write(actor, "aids.offer_opened", one, now)
    return one


def close(actor: Actor, offer: Offer, *, now: datetime) -> Offer:
    """Take an offer back: proposals that wait are declined, what both signed goes on."""
    with transaction.atomic():
        one = _managed(actor, offer)
        if one.state not in {Offer.State.DRAFT, Offer.State.OPEN}:
            raise OfferNotOpen(OFFER_STATES[one.state])
        one.state, one.closes_at = Offer.State.CLOSED, now
        one.save(update_fields=["state", "closes_at"])
        decline_waiting(one, now=now)
        _write(actor, "aids.offer_closed", one, now)
    return one


def is_open(offer: Offer, now: datetime) -> bool:
    """Whether an offer may be answered now."""
    return offer.state == Offer.State.OPEN and (offer.closes_at is None or now <= offer.closes_at)


def require_open(offer: Offer, now: datetime) -> None:
    """Refuse what needs an open offer.

    Raises
    ------
    OfferNotOpen
    """
    if not is_open(offer, now):
        is_over = offer.state == Offer.State.OPEN
        raise OfferNotOpen(OFFER_STATES[offer.state], offer.closes_at if is_over else None)


def require_standing(offer: Offer) -> None:
    """Refuse what needs an offer that was neither closed nor filled; its last day stops new answers only.

    Raises
    ------
    OfferNotOpen
    """
    if offer.state != Offer.State.OPEN:
        raise OfferNotOpen(OFFER_STATES[offer.state])


def decline_waiting(offer: Offer, *, now: datetime, but: int | None = None) -> None:
    """Decline, by the rule, the proposals that nobody has signed whole, and tell the people; the lock is held."""
    waiting = Recruitment.objects.select_for_update(of=("self",)).filter(
        offer=offer, state=Recruitment.State.PROPOSED
    )
    for one in waiting.exclude(pk=but).select_related("offer__organisation").order_by("pk"):
        one.state, one.closed_at = Recruitment.State.DECLINED, now
        one.declined_by = Recruitment.Side.RULE
        for name, value in signed_facts.EMPTY.items():
            setattr(one, name, value)
        one.save(update_fields=["state", "closed_at", "declined_by", *signed_facts.EMPTY])
        telling.tell_person(one, telling.OFFER_OVER, now)


def _managed(actor: Actor, offer: Offer) -> Offer:
    one = (
        Offer.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .get(pk=offer.pk)
    )
    if not permissions.may_manage(actor, one):
        raise PermissionDenied
    return one


def _values(writing: Writing, firm: Organisation) -> dict[str, Any]:
    measure = _measure(writing.measure)
    starts_on = checking.day("starts_on", LABELS["starts_on"], writing.starts_on)
    ends_on = checking.day("ends_on", LABELS["ends_on"], writing.ends_on)
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise DaysReversed("ends_on", starts_on, ends_on)
    contracts = measures.options(measure, measures.CONTRACT)
    contract = checking.choice("contract", LABELS["contract"], writing.contract, contracts)
    if contract:
        label = contracts[contract]
        contract_terms.check(contract, label, starts_on, ends_on, is_whole=False)
    place = writing.commune.strip()
    return {
        "programme_id": measure[0],
        "measure_id": measure[1],
        "title": checking.text("title", LABELS["title"], writing.title, TITLE),
        "mission": checking.text(
            "mission", LABELS["mission"], writing.mission, MISSION, is_required=False
        ),
        "siren": _siren(writing.siren, firm),
        "skills": checking.chosen_skills(writing.skills),
        "level": checking.choice(
            "level", LABELS["level"], writing.level, measures.options(measure, measures.LEVEL)
        ),
        "commune_code": checking.commune("commune", LABELS["commune"], place) if place else "",
        "contract": contract,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "monthly_pay": checking.cents("monthly_pay", LABELS["monthly_pay"], writing.monthly_pay),
    }


def _measure(written: str) -> measures.Measure:
    offered = measures.offered()
    if not written and len(offered) == 1:
        return offered[0]
    for one in offered:
        if written == "/".join(one):
            return one
    raise UnknownChoice("measure", LABELS["measure"], written)


def _siren(written: str, firm: Organisation) -> str:
    digits = "".join(written.split()) or firm.siren
    if not digits:
        return ""
    if not is_siren(digits) or int(digits) == 0:
        raise SirenUnfit(digits)
    if firm.siren and digits != firm.siren:
        raise SirenUnfit(digits, firm.siren)
    return digits


def _require_whole(offer: Offer, on: date) -> None:
    asked = {
        "mission": (LABELS["mission"], offer.mission),
        "commune": (LABELS["commune"], offer.commune_code),
        "contract": (LABELS["contract"], offer.contract),
        "starts_on": (LABELS["starts_on"], offer.starts_on),
    }
    for field, (label, value) in asked.items():
        if not value:
            raise FieldMissing(field, label)
    checking.commune("commune", LABELS["commune"], offer.commune_code)
    _siren(offer.siren, offer.organisation)
    label = contract_label(offer)
    contract_terms.check(offer.contract, label, offer.starts_on, offer.ends_on)
    if offer.starts_on is not None and offer.starts_on < on:
        raise DayPast("starts_on", LABELS["starts_on"], offer.starts_on)


def contract_label(offer: Offer) -> Text:
    """Return the contract of an offer in words."""
    options = measures.options((offer.programme_id, offer.measure_id), measures.CONTRACT)
    return options.get(offer.contract, Text(offer.contract, offer.contract))


def _end_of(day: date) -> datetime:
    """Return the last moment of a day in the programme's time zone."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))


def _write(actor: Actor, act: str, offer: Offer, now: datetime) -> None:
    content = {"state": offer.state, "siren": offer.siren, "commune": offer.commune_code}
    append(actor, act, ("offer", offer.reference), content, now=now)
