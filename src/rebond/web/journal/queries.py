"""Rows of the journal in words: the history of one object, and every act for the national team."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from rebond.texts import Text, verbatim
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Role
from rebond.web.accounts.models import Organisation, User
from rebond.web.journal.acts import all_acts
from rebond.web.journal.models import Entry

PAGE = 50
LONGEST_HISTORY = 200
ERASED_PERSON = Text("personne effacée", "erased person")
CLOCKWORK = Text("la plateforme", "the platform")
OBJECT_TYPES = {
    "organisation": Text("organisation", "organisation"),
    "person": Text("personne", "person"),
    "call": Text("appel", "call"),
    "dossier": Text("dossier", "dossier"),
    "opinion_request": Text("demande d’avis", "request for an opinion"),
    "shortlist": Text("liste régionale", "regional shortlist"),
    "seat": Text("siège au comité", "seat in the committee"),
    "review": Text("lecture", "review"),
    "evaluation": Text("évaluation", "evaluation"),
    "decision": Text("décision", "decision"),
    "journal": Text("journal", "journal"),
    "job": Text("travail", "job"),
    "site": Text("site", "site"),
    "delivery": Text("livraison", "delivery"),
    "label": Text("label", "label"),
    "need": Text("besoin d’un investisseur", "investor’s need"),
    "enquiry": Text("contact d’un investisseur", "investor’s contact"),
    "case": Text("projet sur un site", "project on a site"),
    "fund": Text("fonds", "fund"),
    "offer": Text("offre de VTE", "VTE offer"),
    "profile": Text("profil", "profile"),
    "recruitment": Text("recrutement", "recruitment"),
    "aid_application": Text("demande d’aide", "application for an aid"),
    "payment_order": Text("ordre de paiement", "payment order"),
    "laureate": Text("lauréat", "laureate"),
    "question": Text("question écrite", "written question"),
    "indicator": Text("indicateur", "indicator"),
    "token": Text("jeton d’accès à l’API", "API token"),
}


@dataclass(frozen=True, slots=True)
class ActRow:
    """One act in words."""

    number: int
    at: datetime
    act: str
    words: Text
    organisation: str
    """Name of the organisation; empty for the platform's own acts."""
    role: str
    person: Text | None
    """None where the reader may not know who."""
    object_type: str
    object_words: Text
    object_reference: str
    digest: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of acts is narrowed to."""

    act: str = ""
    object_type: str = ""
    reference: str = ""
    organisation: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Acts:
    """Some acts, newest first, and where the older ones begin."""

    rows: tuple[ActRow, ...]
    older: int | None


def history(object_type: str, reference: str, *, actor: Actor | None = None) -> tuple[ActRow, ...]:
    """Return the acts on one object, oldest first; the caller has checked that the reader may see it.

    People are named to the national team, and to those of the organisation for which they acted.
    """
    found = Entry.objects.filter(object_type=object_type, object_reference=reference)
    latest = list(found.order_by("-number")[:LONGEST_HISTORY])
    return _in_words(reversed(latest), actor)


def acts(actor: Actor, asked: Asked) -> Acts:
    """Return one page of acts; each filter keeps the order of an index, so that a page stays quick."""
    found = _filtered(asked)
    if asked.before is not None:
        found = found.filter(number__lt=asked.before)
    entries = list(found.order_by("-number")[: PAGE + 1])
    shown = entries[:PAGE]
    return Acts(_in_words(shown, actor), shown[-1].number if len(entries) > PAGE else None)


def _filtered(asked: Asked) -> QuerySet[Entry]:
    found = Entry.objects.all()
    exact = {
        "act": asked.act,
        "object_type": asked.object_type,
        "object_reference": asked.reference,
        "organisation": asked.organisation,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if asked.since is not None:
        found = found.filter(number__gte=_first_since(_midnight(asked.since)))
    if asked.until is not None:
        found = found.filter(number__lt=_first_since(_midnight(asked.until + timedelta(days=1))))
    return found


def _first_since(moment: datetime) -> int:
    """Return the first number at or after a moment: the list is then walked by number alone.

    A clock that was set back may leave a few rows of the limit on the other side.
    """
    found = Entry.objects.filter(at__gte=moment).order_by("at", "number")
    first = found.values_list("number", flat=True).first()
    return first if first is not None else 2**62


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def organisations() -> list[tuple[str, str]]:
    """Return the organisations that may be asked for, by name."""
    return list(Organisation.objects.order_by("name").values_list("slug", "name"))


def _in_words(entries: Iterable[Entry], actor: Actor | None) -> tuple[ActRow, ...]:
    listed = list(entries)
    known = all_acts()
    names = _organisation_names(listed)
    people = _people(listed, actor)
    return tuple(
        ActRow(
            number=entry.number,
            at=entry.at,
            act=entry.act,
            words=known.get(entry.act, verbatim(entry.act)),
            organisation=names.get(entry.organisation, entry.organisation),
            role=str(Role(entry.role).label) if entry.role in Role.values else entry.role,
            person=_person(entry, people, actor),
            object_type=entry.object_type,
            object_words=OBJECT_TYPES.get(entry.object_type, verbatim(entry.object_type)),
            object_reference=entry.object_reference,
            digest=entry.digest,
        )
        for entry in listed
    )


def _organisation_names(entries: Sequence[Entry]) -> dict[str, str]:
    slugs = {entry.organisation for entry in entries if entry.organisation}
    return dict(Organisation.objects.filter(slug__in=slugs).values_list("slug", "name"))


def _people(entries: Sequence[Entry], actor: Actor | None) -> dict[uuid.UUID, Any]:
    wanted = {entry.actor for entry in entries if entry.actor and _may_name(entry, actor)}
    if not wanted:
        return {}
    found = User.objects.filter(reference__in=wanted, erased_at=None)
    return {user.reference: str(user) for user in found.only("reference", "name", "email")}


def _may_name(entry: Entry, actor: Actor | None) -> bool:
    return actor is not None and (actor.is_national or actor.organisation == entry.organisation)


def _person(entry: Entry, people: dict[uuid.UUID, Any], actor: Actor | None) -> Text | None:
    if entry.actor is None:
        return CLOCKWORK
    if not _may_name(entry, actor):
        return None
    name = people.get(entry.actor)
    return ERASED_PERSON if name is None else verbatim(name)
