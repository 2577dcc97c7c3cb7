"""A firm and a young person brought together on one offer: proposed, answered, the charter signed by both.

What comes after, the label and the end of the contract, stands in `contracts` and is offered here too.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.canonical import digest
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership, Organisation, User
from rebond.web.aids import (
    charters,
    checking,
    contract_terms,
    identity,
    offers,
    permissions,
    profiles,
    signed_facts,
    telling,
)
from rebond.web.aids.contract_errors import StartBeforeOffer
from rebond.web.aids.contracts import (
    Side,
    State,
    break_contract,
    decline,
    end,
    held,
    label,
    over,
    require_state,
    write,
)
from rebond.web.aids.models import Offer, Profile, Recruitment
from rebond.web.aids.recruiting_errors import (
    AlreadySigned,
    AlreadyThere,
    DaysReversed,
    DayUnfit,
    FieldMissing,
    NotAnsweredYet,
    NotInThatState,
    OwnFirm,
    ProfileNotShown,
    SameContract,
    TooManyWaiting,
)
from rebond.web.aids.references import new_reference
from rebond.web.aids.wording import RECRUITMENT_STATES, SIDES
from rebond.web.clock import today

__all__ = [
    "accept",
    "answer_offer",
    "break_contract",
    "decline",
    "end",
    "label",
    "propose",
    "refuse",
    "set_contract",
    "sign_charter",
]

MOST_OF_AN_OFFER, MOST_OF_A_PERSON = 50, 20
"""Proposals that may wait at once."""
NAME = Text("Prénom et nom", "Full name")
BORN_ON = Text("Date de naissance", "Date of birth")
LEAST_AGE, MOST_AGE = timedelta(days=14 * 365), timedelta(days=100 * 365)


def propose(actor: Actor, offer: Offer, profile: Profile, *, now: datetime) -> Recruitment:
    """Propose an open offer to the person of a profile, whose name the firm does not read yet.

    Raises
    ------
    RebondError
        When the offer is no longer open, the profile is no longer shown, or both are together already.
    """
    with transaction.atomic():
        one = _locked(offer)
        if not permissions.may_manage(actor, one):
            raise PermissionDenied
        offers.require_open(one, now)
        shown = profiles.shown(now).filter(pk=profile.pk).select_related("user").first()
        if shown is None:
            raise ProfileNotShown
        waiting = one.recruitments.filter(state=State.PROPOSED).count()
        made = _begin(one, shown.user, Side.FIRM, waiting, MOST_OF_AN_OFFER, now)
        write(actor, "aids.proposed", made, now)
        telling.tell_person(made, telling.PROPOSED, now)
    return made


def answer_offer(user: User, offer: Offer, *, now: datetime) -> Recruitment:
    """Answer an open offer with one's own profile; the firm then reads one's name and address.

    Raises
    ------
    RebondError
        When the offer is no longer open, or one has no profile or no name.
    """
    with transaction.atomic():
        one = _locked(offer)
        if not user.is_active:
            raise PermissionDenied
        offers.require_open(one, now)
        profiles.in_force(user, now)
        _require_name(user)
        waiting = Recruitment.objects.filter(
            person=user, state=State.PROPOSED, proposed_by=Side.PERSON
        ).count()
        made = _begin(one, user, Side.PERSON, waiting, MOST_OF_A_PERSON, now)
        write(None, "aids.proposed", made, now, side=str(Side.PERSON))
        telling.tell_firm(made, telling.ANSWERED, now)
    return made


def accept(user: User, recruitment: Recruitment, *, now: datetime) -> Recruitment:
    """Say yes to a firm's proposal: it now reads one's name and address, and both may sign."""
    with transaction.atomic():
        one = _own(user, recruitment)
        require_state(one, State.PROPOSED)
        if one.answered_at is not None:
            raise NotInThatState(Text("déjà accepté", "already accepted"))
        offers.require_standing(one.offer)
        _require_name(user)
        one.answered_at = now
        one.save(update_fields=["answered_at"])
        write(None, "aids.answered", one, now)
        telling.tell_firm(one, telling.ANSWERED, now)
    return one


def refuse(party: Actor | User, recruitment: Recruitment, *, now: datetime) -> Recruitment:
    """Say no, by the firm or by the person, as long as nothing is labelled."""
    with transaction.atomic():
        one = _of(party, recruitment)
        require_state(one, State.PROPOSED, State.SIGNED)
        is_firm = isinstance(party, Actor)
        side = Side.FIRM if is_firm else Side.PERSON
        over(one, State.DECLINED, now, declined_by=side, contract_key="")
        write(party if isinstance(party, Actor) else None, "aids.refused", one, now, side=str(side))
        (telling.tell_person if is_firm else telling.tell_firm)(one, telling.REFUSED, now)
    return one


def set_contract(
    actor: Actor,
    recruitment: Recruitment,
    *,
    starts_on: str | date,
    ends_on: str | date | None,
    now: datetime,
) -> Recruitment:
    """Fix the days of the contract, which the signatures then hold to.

    Raises
    ------
    RebondError
        When somebody has signed, or the days are reversed or contradict the contract.
    """
    first = checking.day("starts_on", offers.LABELS["starts_on"], starts_on, is_required=True)
    last = checking.day("ends_on", offers.LABELS["ends_on"], ends_on)
    if first is not None and last is not None and last < first:
        raise DaysReversed("ends_on", first, last)
    with transaction.atomic():
        one = _of(actor, recruitment)
        require_state(one, State.PROPOSED)
        for side, at in ((Side.FIRM, one.firm_signed_at), (Side.PERSON, one.person_signed_at)):
            if at is not None:
                raise AlreadySigned(SIDES[side], at)
        one.starts_on, one.ends_on = first, last
        _require_dated(one)
        one.save(update_fields=["starts_on", "ends_on"])
        write(actor, "aids.dates_set", one, now)
    return one


def sign_charter(
    party: Actor | User,
    recruitment: Recruitment,
    *,
    now: datetime,
    name: str = "",
    born_on: str | date | None = None,
    agreed: signed_facts.Agreed | None = None,
) -> Recruitment:
    """Sign the charter, by the firm or by the young person; with both signatures it goes to who labels.

    Parameters
    ----------
    party : Actor or User
        Who acts for the firm, or the person recruited.
    recruitment : Recruitment
    now : datetime
    name, born_on : str
        Typed by the person: the name is kept in the account, the date of birth nowhere; the key of both is.
    agreed : Agreed, optional
        What the person agrees to tell of level and situation: aids of this recruitment read it, and nothing
        of the profile. Left out, both are unknown.

    Raises
    ------
    RebondError
        When the offer was closed meanwhile, the person has not answered, this side has signed before, or
        the same contract is signed elsewhere.
    """
    typed = _typed(name, born_on, now) if isinstance(party, User) else None
    with transaction.atomic():
        one = _of(party, recruitment)
        _require_signable(one, Side.PERSON if typed else Side.FIRM)
        if one.charter_id is None:
            one.charter = charters.keep(now)
            one.signed_digest = digest(_signed(one))
        if isinstance(party, Actor):
            one.firm_signed_at, one.firm_signed_by_id = now, party.membership_id
        elif typed is not None:
            one.person_signed_at, one.person_key = now, identity.person_key(*typed)
            told = signed_facts.read(agreed or signed_facts.Agreed(), one.offer, now)
            for field, value in told.items():
                setattr(one, field, value)
            User.objects.filter(pk=party.pk).update(name=typed[0])
        if one.firm_signed_at and one.person_signed_at:
            _conclude(one)
        one.save()
        _tell_signature(party, one, now)
    return one


def _conclude(one: Recruitment) -> None:
    """Both have signed: the contract gets its key, unless it is signed elsewhere."""
    assert one.starts_on is not None  # noqa: S101 - nobody signs without it
    # Two offers of one firm may be signed at the same moment.
    Organisation.objects.select_for_update().get(pk=one.offer.organisation_id)
    key = identity.contract_key(one.offer.siren, one.person_key, one.starts_on)
    other = Recruitment.objects.filter(contract_key=key).exclude(pk=one.pk).first()
    if other is not None:
        raise SameContract(other.reference)
    one.contract_key, one.state = key, State.SIGNED


def _tell_signature(party: Actor | User, one: Recruitment, now: datetime) -> None:
    is_firm = isinstance(party, Actor)
    side = str(Side.FIRM if is_firm else Side.PERSON)
    said = {"side": side, "signed": one.signed_digest}
    write(party if isinstance(party, Actor) else None, "aids.signed", one, now, **said)
    (telling.tell_person if is_firm else telling.tell_firm)(one, telling.SIGNED, now)
    if one.state == State.SIGNED:
        telling.tell_examiners(one, telling.TO_LABEL, now)


def _require_signable(one: Recruitment, side: str) -> None:
    before = one.firm_signed_at if side == Side.FIRM else one.person_signed_at
    if before is not None:
        raise AlreadySigned(SIDES[side], before)
    require_state(one, State.PROPOSED)
    if one.answered_at is None:
        raise NotAnsweredYet
    offers.require_standing(one.offer)
    if one.starts_on is None:
        raise FieldMissing("starts_on", offers.LABELS["starts_on"])
    _require_dated(one)


def _require_dated(one: Recruitment) -> None:
    """Refuse days that contradict the contract of the offer, or that begin before the offer."""
    offer, opened = one.offer, one.offer.opened_at
    if one.starts_on is not None and opened is not None and one.starts_on < today(opened):
        raise StartBeforeOffer(one.starts_on, today(opened))
    label = offers.contract_label(offer)
    contract_terms.check(offer.contract, label, one.starts_on, one.ends_on)


def _typed(name: str, born_on: str | date | None, now: datetime) -> tuple[str, date]:
    kept = checking.text("name", NAME, name, 120)
    if not identity.normalised(kept):
        raise FieldMissing("name", NAME)
    born = checking.day("born_on", BORN_ON, born_on, is_required=True)
    assert born is not None  # noqa: S101 - an empty one is refused
    if not LEAST_AGE <= today(now) - born <= MOST_AGE:
        on = today(now)
        raise DayUnfit("born_on", BORN_ON, born.isoformat(), on - MOST_AGE, on - LEAST_AGE)
    return " ".join(kept.split()), born


def _signed(one: Recruitment) -> dict[str, object]:
    """Return what a signature agrees to; nothing in it names the person."""
    offer, charter = one.offer, one.charter
    assert charter is not None  # noqa: S101 - kept just before
    return {
        "charter": charter.digest,
        "offer": offer.reference,
        "siren": offer.siren,
        "title": offer.title,
        "mission": offer.mission,
        "commune": offer.commune_code,
        "contract": offer.contract,
        "monthly_pay": offer.monthly_pay,
        "starts_on": one.starts_on.isoformat() if one.starts_on else None,
        "ends_on": one.ends_on.isoformat() if one.ends_on else None,
    }


def _begin(
    offer: Offer, person: User, side: str, waiting: int, most: int, now: datetime
) -> Recruitment:
    there = Recruitment.objects.filter(offer=offer, person=person).first()
    if there is not None:
        raise AlreadyThere(there.reference, RECRUITMENT_STATES[there.state])
    firm = offer.organisation_id
    if Membership.objects.in_force().filter(user=person, organisation=firm).exists():
        raise OwnFirm
    if waiting >= most:
        raise TooManyWaiting(waiting)
    return Recruitment.objects.create(
        reference=new_reference("R", Recruitment),
        offer=offer,
        person=person,
        proposed_by=side,
        answered_at=now if side == Side.PERSON else None,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        created_at=now,
    )


def _locked(offer: Offer) -> Offer:
    found = Offer.objects.select_for_update(of=("self",)).select_related("organisation")
    return found.get(pk=offer.pk)


def _of(party: Actor | User, recruitment: Recruitment) -> Recruitment:
    if isinstance(party, User):
        return _own(party, recruitment)
    one = held(recruitment)
    if not permissions.may_manage(party, one.offer):
        raise PermissionDenied
    return one


def _own(user: User, recruitment: Recruitment) -> Recruitment:
    one = held(recruitment)
    if not permissions.is_own(user, one):
        raise PermissionDenied
    return one


def _require_name(user: User) -> None:
    if not identity.normalised(user.name):
        raise FieldMissing("name", NAME)
