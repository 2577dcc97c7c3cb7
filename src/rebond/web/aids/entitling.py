"""No double aid: a contract, a person or a firm takes one of the places that the limit leaves, once each.

The database decides: two applications that take the same place at the same moment meet its unique constraint.
A firm is its SIREN, whatever it is called by now; when its number is corrected, its own places go to the right
one, and nobody else's do. A person is both the keyed digest of name and birth date, so that two accounts of one
person have the aid once, and the account, so that one account under two names does too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, count

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from rebond.aid import Aid
from rebond.aid.practice import Limit, Practice
from rebond.texts import Text
from rebond.web.accounts.models import Organisation
from rebond.web.accounts.services.sirens import Followed
from rebond.web.aids import identity, ruling
from rebond.web.aids.application_errors import AlreadyAided, RecruitmentUnfit, listed
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
            taken = _taken(aid.id, limit, key, on)
            if taken.count() >= limit.most:
                return _refusal(taken, limit, applicant)
    return None


def release(application: Application) -> None:
    """Give the places back, when the aid is refused, withdrawn, or never paid."""
    Entitlement.objects.filter(application=application).delete()


def take_again(application: Application, practice: Practice, on: date) -> tuple[str, ...]:
    """Take back the places of an aid that turns out to be paid; return the limits of which nothing is left."""
    keys, full = keys_of(application.recruitment), {}
    for limit in sorted(practice.limits, key=lambda one: ORDER.index(one.kind)):
        wanted = [keys[limit.kind]] if keys[limit.kind] else []
        if limit.kind == "person":
            wanted.append(identity.account_key(str(application.recruitment.person.reference)))
        for key in wanted:
            try:
                _take_one(application, limit, key, on)
            except AlreadyAided:
                full[limit.kind] = None
    return tuple(full)


def follow_siren(firm: Organisation) -> Followed | None:
    """Move a firm's own places to its corrected number; in the act of the correction, under the firm's lock.

    A place that another application has there already is left to it: the next free one is taken, and beyond the
    limit one more, which counts. Who rightly has the former number finds the places that it left free.
    """
    rows = (
        Entitlement.objects.filter(
            kind="firm",
            key__in=firm.former_sirens,
            application__recruitment__offer__organisation=firm,
        )
        .exclude(key=firm.siren)
        .select_related("application")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    moved = [(one.application.reference, _moved(one, firm.siren)) for one in rows]
    if not moved:
        return None
    beyond = [reference for reference, is_within in moved if not is_within]
    words = Text(
        "Ses aides déjà demandées comptent désormais sous ce numéro\u00a0: {references}.",
        "Its aids applied for already now count under this number: {references}.",
    ).filled(references=", ".join(reference for reference, _is_within in moved))
    if beyond:
        words = Text(
            "{words} Au-delà de la limite de l’année\u00a0: {references}. Dites-le à l’opérateur de l’aide\u202f; rien ne "
            "leur est retiré.",
            "{words} Beyond the limit of the year: {references}. Tell the operator of the aid; nothing is taken from "
            "them.",
        ).filled(words=words, references=", ".join(beyond))
    return Followed({"places": [one for one, _is_within in moved], "beyond_limit": beyond}, words)


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
    taken = _taken(application.aid_id, limit, key, on)
    known = set(taken.values_list("period", flat=True))
    free = [one for one in limit.periods(on) if one not in known]
    for period in free if len(known) < limit.most else ():
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


def _taken(aid_id: str, limit: Limit, key: str, on: date) -> QuerySet[Entitlement]:
    span = limit.span(on)
    return Entitlement.objects.filter(
        Q(period=span) | Q(period__startswith=f"{span}/"), aid_id=aid_id, kind=limit.kind, key=key
    )


def _moved(one: Entitlement, key: str) -> bool:
    """Give a place another key, where one is free; return whether it is within the limit of its filing day."""
    span = one.period.partition("/")[0]
    limit = next(
        each for each in ruling.practice_of(one.application).limits if each.kind == one.kind
    )
    within = limit.places(span)
    for period in chain(within, _beyond(limit, span)):
        try:
            with transaction.atomic():
                Entitlement.objects.filter(pk=one.pk).update(key=key, period=period)
        except IntegrityError:
            continue
        return period in within
    raise AssertionError  # pragma: no cover - the numbers do not end


def _beyond(limit: Limit, span: str) -> Iterator[str]:
    """Yield places that the limit does not leave."""
    return (f"{span}/{number}" for number in count(limit.most + 1))


def _refusal(
    taken: QuerySet[Entitlement], limit: Limit, applicant: tuple[int | None, int | None]
) -> AlreadyAided:
    """Return the refusal, with the reference of an application of the same applicant: one that may be withdrawn first."""
    earlier = [one.application for one in taken.order_by("pk").select_related("application")]
    own = [one for one in earlier if (one.firm_id, one.person_id) == applicant]
    undecided = [one for one in own if one.state in Application.UNDECIDED]
    named = next(iter(undecided or own), None)
    return AlreadyAided(
        limit.kind,
        named.reference if named is not None else "",
        limit.most,
        is_ours=limit.is_ours,
        is_open=bool(undecided),
        is_person=applicant[1] is not None,
        why=limit.assumed or SOURCED.filled(sources=_titles(earlier[0], limit.sources)),
    )


def _titles(one: Application, names: tuple[str, ...]) -> Text:
    """Return the sources of a limit by their titles."""
    known = {each.id: each.title for each in ruling.aid_of(one).sources}
    return listed([known.get(name, Text(name, name)) for name in names])
