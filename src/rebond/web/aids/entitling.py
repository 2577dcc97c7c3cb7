"""No double aid: a contract, a person or a firm takes one of the places that the limit leaves, once each.

The database decides: two applications that take the same place at the same moment meet its unique constraint.
A firm is its SIREN, whatever it is called by now, and counts what it took under a number corrected since; a person both the keyed digest of name and birth date, so that
two accounts of one person have the aid once, and the account, so that one account under two names does too.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from rebond.aid import Aid
from rebond.aid.practice import Limit, Practice
from rebond.texts import Text
from rebond.web.aids import identity
from rebond.web.aids.application_errors import AlreadyAided, RecruitmentUnfit
from rebond.web.aids.contract_errors import FirmUnregistered
from rebond.web.aids.models import Application, Entitlement, Recruitment

ORDER = ("contract", "person", "firm")
"""In which places are taken: always the same, so that two applications never wait for each other."""
SOURCED = Text("ses sources : {sources}.", "its sources: {sources}.")


def take(application: Application, practice: Practice, on: date) -> None:
    """Take a place of each limit.

    Raises
    ------
    AlreadyAided
        With the reference of the earlier application where the same applicant filed it, and nobody's name.
    FirmUnregistered
        When no SIREN of the firm is known.
    RecruitmentUnfit
        When the recruitment does not say whom or what it is about.
    """
    keys = keys_of(application.recruitment)
    for limit in sorted(practice.limits, key=lambda one: ORDER.index(one.kind)):
        if not keys[limit.kind] and limit.kind == "firm":
            raise FirmUnregistered(application.recruitment.offer.organisation.name)
        if not keys[limit.kind]:
            raise RecruitmentUnfit(
                Text(
                    "le recrutement {reference} n’a pas encore de contrat daté et signé des deux.",
                    "the recruitment {reference} has no contract yet that is dated and signed by both.",
                ).filled(reference=application.recruitment.reference),
                Text("Signez d’abord la charte.", "Sign the charter first."),
            )
        _take_one(application, limit, keys[limit.kind], on)
        if limit.kind == "person":
            account = identity.account_key(str(application.recruitment.person.reference))
            _take_one(application, limit, account, on)


def obstacle(
    recruitment: Recruitment, aid: Aid, practice: Practice, on: date
) -> AlreadyAided | None:
    """Return what would refuse an application because the places of a limit are taken; None when none is."""
    keys = keys_of(recruitment)
    firm_id = recruitment.offer.organisation_id if aid.beneficiary == "firm" else None
    applicant = (firm_id, recruitment.person_id if firm_id is None else None)
    for limit in sorted(practice.limits, key=lambda one: ORDER.index(one.kind)):
        wanted = [keys[limit.kind]] if keys[limit.kind] else []
        if limit.kind == "person":
            wanted.append(identity.account_key(str(recruitment.person.reference)))
        for key in wanted:
            taken = _taken(recruitment, aid.id, limit, key, on)
            if set(limit.periods(on)) <= set(taken.values_list("period", flat=True)):
                return _refusal(taken, limit, applicant)
    return None


def release(application: Application) -> None:
    """Give the places back, when the aid is refused, withdrawn, or never paid."""
    Entitlement.objects.filter(application=application).delete()


def take_again(application: Application, practice: Practice, on: date) -> None:
    """Take back the places of an aid that turns out to be paid, those that nobody has taken meanwhile."""
    keys = keys_of(application.recruitment)
    for limit in sorted(practice.limits, key=lambda one: ORDER.index(one.kind)):
        wanted = [keys[limit.kind]] if keys[limit.kind] else []
        if limit.kind == "person":
            wanted.append(identity.account_key(str(application.recruitment.person.reference)))
        for key in wanted:
            with suppress(AlreadyAided):
                _take_one(application, limit, key, on)


def keys_of(recruitment: Recruitment) -> dict[str, str]:
    """Return what tells a contract, a person and a firm apart; empty where it is not known yet."""
    offer, firm = recruitment.offer, recruitment.offer.organisation
    is_corrected = offer.siren in firm.former_sirens
    return {
        "contract": recruitment.contract_key,
        "person": recruitment.person_key,
        "firm": firm.siren if is_corrected else offer.siren or firm.siren,
    }


def _take_one(application: Application, limit: Limit, key: str, on: date) -> None:
    taken = _taken(application.recruitment, application.aid_id, limit, key, on)
    known = set(taken.values_list("period", flat=True))
    for period in limit.periods(on):
        if period in known:
            continue
        try:
            with transaction.atomic():
                Entitlement.objects.create(
                    aid_id=application.aid_id,
                    kind=limit.kind,
                    key=key,
                    period=period,
                    application=application,
                )
        except IntegrityError:
            continue  # somebody took it meanwhile
        return
    raise _refusal(taken, limit, (application.firm_id, application.person_id))


def _taken(
    recruitment: Recruitment, aid_id: str, limit: Limit, key: str, on: date
) -> QuerySet[Entitlement]:
    firm = recruitment.offer.organisation
    is_registered = limit.kind == "firm" and key == firm.siren
    keys = [key, *firm.former_sirens] if is_registered else [key]
    return Entitlement.objects.filter(
        aid_id=aid_id, kind=limit.kind, key__in=keys, period__in=limit.periods(on)
    )


def _refusal(
    taken: QuerySet[Entitlement], limit: Limit, applicant: tuple[int | None, int | None]
) -> AlreadyAided:
    """Return the refusal, with the reference of the earlier application where the same applicant filed it."""
    first = taken.order_by("pk").select_related("application").first()
    earlier = first.application if first is not None else None
    is_own = earlier is not None and (earlier.firm_id, earlier.person_id) == applicant
    return AlreadyAided(
        limit.kind,
        earlier.reference if earlier is not None and is_own else "",
        limit.most,
        is_ours=limit.is_ours,
        is_open=earlier is not None and earlier.state in Application.UNDECIDED,
        why=limit.assumed or SOURCED.filled(sources=", ".join(limit.sources)),
    )
