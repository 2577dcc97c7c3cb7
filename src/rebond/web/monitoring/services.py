"""Commands: record what is declared of a site or a dossier, and what a State service checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from rebond.canonical import digest
from rebond.texts import Text, verbatim
from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.dossiers.models import Dossier
from rebond.web.journal.services import append
from rebond.web.monitoring.errors import (
    SHORTEST_REASON,
    NothingTyped,
    ReasonMissing,
    SourceMissing,
    YearUnfit,
)
from rebond.web.monitoring.models import Observation
from rebond.web.monitoring.notice_kinds import CHECKED
from rebond.web.monitoring.permissions import Subject, may_check, may_declare
from rebond.web.monitoring.quantities import LABELS, written
from rebond.web.notices import services as notices
from rebond.web.sites.models import Site

Basis = Observation.Basis
YEARS_BACK = 15
VERBS = {Basis.DECLARED: "monitoring.declare", Basis.CHECKED: "monitoring.check"}


@dataclass(frozen=True, slots=True)
class Said:
    """Numbers of one year with where they come from; a quantity left out is not known."""

    year: int
    values: Mapping[str, int]
    source: str
    stated_on: date
    source_url: str = ""
    reason: str = ""


def years(now: datetime) -> range:
    """Return the years that may be told of: those that are over, not too long ago."""
    last = today(now).year - 1
    return range(last - YEARS_BACK + 1, last + 1)


def declare(actor: Actor, subject: Subject, said: Said, now: datetime) -> list[Observation]:
    """Record what the manager of a site, or who filed a dossier, declares of a year.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    return _record(actor, subject, said, Basis.DECLARED, now)


def check(actor: Actor, subject: Subject, said: Said, now: datetime) -> list[Observation]:
    """Record what a State service checked of a year; the declared numbers stay beside.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    return _record(actor, subject, said, Basis.CHECKED, now)


def reference_of(subject: Subject) -> tuple[str, str]:
    """Return the kind and the reference of a subject, as the journal and addresses name it."""
    if isinstance(subject, Site):
        return "site", subject.identifier
    return "dossier", subject.reference


@transaction.atomic
def _record(
    actor: Actor, subject: Subject, said: Said, basis: Basis, now: datetime
) -> list[Observation]:
    kind = Site if isinstance(subject, Site) else Dossier
    held: Subject = kind.objects.select_for_update(of=("self",)).get(pk=subject.pk)
    allowed = may_declare if basis == Basis.DECLARED else may_check
    if not allowed(actor, held):
        raise PermissionDenied
    _check(said, now)
    about = {"site": held} if isinstance(held, Site) else {"dossier": held}
    last = {
        one.quantity: one
        for one in Observation.objects.filter(**about, year=said.year, basis=basis)
        .select_related("organisation")
        .order_by("number")
    }
    made = []
    for quantity, value in said.values.items():
        before = last.get(quantity)
        if before is not None and before.value == value:
            continue
        if before is not None and len(said.reason.strip()) < SHORTEST_REASON:
            raise ReasonMissing(
                LABELS[quantity],
                written(quantity, before.value),
                f"{before.organisation.name}, {today(before.recorded_at).isoformat()}",
            )
        made.append(
            Observation(
                **about,
                quantity=quantity,
                year=said.year,
                basis=basis,
                number=before.number + 1 if before is not None else 1,
                value=value,
                source=said.source.strip(),
                source_url=said.source_url,
                stated_on=said.stated_on,
                reason=said.reason.strip() if before is not None else "",
                organisation_id=actor.organisation_id,
                recorded_by_id=actor.membership_id,
                recorded_at=now,
            )
        )
    if not made:
        raise NothingTyped
    Observation.objects.bulk_create(made)
    append(
        actor,
        VERBS[basis],
        reference_of(held),
        {
            "year": said.year,
            "numbers": {one.quantity: one.number for one in made},
            "digest": digest({one.quantity: str(one.value) for one in made}),
        },
        now=now,
    )
    if basis == Basis.CHECKED:
        _tell_if_different(held, made, now)
    return made


def _check(said: Said, now: datetime) -> None:
    allowed = years(now)
    if said.year not in allowed:
        raise YearUnfit(str(said.year), allowed[0], allowed[-1])
    if not said.values:
        raise NothingTyped
    if not said.source.strip():
        raise SourceMissing(Text("la source manque.", "the source is missing."))
    if said.stated_on > today(now):
        raise SourceMissing(
            Text("le jour de la source est à venir.", "the day of the source is to come.")
        )


def _tell_if_different(subject: Subject, made: list[Observation], now: datetime) -> None:
    """Tell who declared when a check gives another number; never which, which is read on the page."""
    kind, reference = reference_of(subject)
    about = {"site": subject} if kind == "site" else {"dossier": subject}
    declared = {
        one.quantity: one.value
        for one in Observation.objects.filter(
            **about, year=made[0].year, basis=Basis.DECLARED
        ).order_by("number")
    }
    owner = subject.manager_id if isinstance(subject, Site) else subject.organisation_id
    if owner is None or all(declared.get(one.quantity, one.value) == one.value for one in made):
        return
    with translation.override("fr"):
        address = reverse("follow-up", args=[kind, reference])
    notices.tell_organisation(
        owner,
        CHECKED,
        (kind, reference),
        address=address,
        facts={"subject": str(verbatim(reference).fr), "year": made[0].year},
        now=now,
    )
