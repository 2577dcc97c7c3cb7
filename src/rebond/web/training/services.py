"""Acts on laureates: admitted from a retained dossier, attached to an organisation, followed step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from rebond.texts import Text, day_text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import APPLICANTS
from rebond.web.accounts.models import Organisation
from rebond.web.clock import today
from rebond.web.deliberations import queries as deliberations
from rebond.web.deliberations import sentences
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.records import measure_called
from rebond.web.deliberations.results import public_items
from rebond.web.dossiers.models import Dossier
from rebond.web.journal.services import append
from rebond.web.notices import services as notices
from rebond.web.sites.references import new_reference
from rebond.web.training import notice_kinds, permissions
from rebond.web.training.errors import (
    LONGEST,
    MOST_PEOPLE,
    SHORTEST,
    NotALaureate,
    OrganisationUnfit,
    StepAnswered,
    StepUnfit,
)
from rebond.web.training.folding import COUNTED, standing
from rebond.web.training.history import history
from rebond.web.training.models import Laureate, PathStep
from rebond.web.training.wording import KIND_WORDS

OLDEST = date(2018, 1, 1)
LONGEST_ADDRESS = 500


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of a step; `count` only of people enrolled or who completed."""

    kind: str
    on: date | None
    sentence: str
    count: int | None = None
    source_url: str = ""


@transaction.atomic
def admit(actor: Actor, dossier: Dossier, now: datetime) -> Laureate:
    """Make a laureate of a retained dossier of a call for training; asked again, return the same one.

    Raises
    ------
    PermissionDenied
    NotALaureate
    """
    held = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("call", "organisation")
        .get(pk=dossier.pk)
    )
    if not permissions.may_admit(actor, held):
        raise PermissionDenied
    known = Laureate.objects.filter(dossier=held).first()
    if known is not None:
        return known
    decision = deliberations.visible_decision(held, now)
    if decision is None or decision.outcome != Decision.Outcome.RETAINED:
        what = Text("aucune décision publiée ne le retient.", "no published decision retains it.")
        raise NotALaureate(held.reference, what)
    call = held.call
    if (call.programme_id, call.measure_id) not in history().measures:
        what = Text("son appel n’en est pas un de formation.", "its call is not one for training.")
        raise NotALaureate(held.reference, what)
    one = _laureate(held, decision)
    said = {"dossier": held.reference, "decision": decision.name}
    append(actor, "training.admit", ("laureate", one.reference), said, now=now)
    _tell(one, actor, notice_kinds.ADMITTED, {}, now)
    return one


def _laureate(dossier: Dossier, decision: Decision) -> Laureate:
    """Create the row with what the call's policy lets everyone read of a retained dossier, and no more."""
    measure = measure_called(dossier.call)
    items = public_items(measure)["retained"] if measure is not None else frozenset()
    has_place = "place" in items and bool(dossier.commune_code)
    moments = (decision.confirmed_at, decision.visible_from or dossier.call.results_at)
    return Laureate.objects.create(
        reference=new_reference(Laureate, "L"),
        call_name=dossier.call.reference,
        place_kind="commune" if has_place else "",
        place_code=dossier.commune_code if has_place else "",
        name=dossier.title if "name" in items else dossier.reference,
        retained_on=max(today(one) for one in moments if one is not None),
        dossier=dossier,
        organisation=dossier.organisation,
        is_fictitious=dossier.call.is_fictitious or dossier.organisation.is_fictitious,
    )


@transaction.atomic
def attach(actor: Actor, laureate: Laureate, slug: str, now: datetime) -> Laureate:
    """Say which organisation of this platform a laureate of the past is; from then on it declares its own steps.

    Raises
    ------
    PermissionDenied
    OrganisationUnfit
    """
    if not permissions.may_attach(actor):
        raise PermissionDenied
    held = Laureate.objects.select_for_update().get(pk=laureate.pk)
    if held.organisation_id is not None:
        what = Text("ce lauréat en a déjà une.", "this laureate has one already.")
        raise OrganisationUnfit(slug, what)
    found = Organisation.objects.filter(slug=slug.strip()[:80], closed_at=None).first()
    if found is None or found.kind not in APPLICANTS:
        what = Text(
            "aucune collectivité ouverte ici ne porte ce nom court.",
            "no authority open here has this short name.",
        )
        raise OrganisationUnfit(slug, what)
    held.organisation = found
    held.save(update_fields=["organisation"])
    append(
        actor,
        "training.attach",
        ("laureate", held.reference),
        {"organisation": found.slug},
        now=now,
    )
    _tell(held, actor, notice_kinds.ADMITTED, {}, now)
    return held


@transaction.atomic
def detach(actor: Actor, laureate: Laureate, sentence: str, now: datetime) -> Laureate:
    """Take back the organisation of a laureate of the past, attached by mistake; what it recorded stays.

    Raises
    ------
    PermissionDenied
    StepUnfit
    OrganisationUnfit
    """
    if not permissions.may_attach(actor):
        raise PermissionDenied
    why = _sentence(sentence)
    held = Laureate.objects.select_for_update(of=("self",)).get(pk=laureate.pk)
    if held.organisation is None or held.dossier_id is not None:
        slug = held.organisation.slug if held.organisation is not None else ""
        what = Text(
            "elle n’a pas été rattachée à la main\u202f; il n’y a rien à défaire.",
            "it was not attached by hand; there is nothing to undo.",
        )
        raise OrganisationUnfit(slug, what)
    slug = held.organisation.slug
    _tell(held, actor, notice_kinds.DETACHED, {}, now)
    held.organisation = None
    held.save(update_fields=["organisation"])
    said = {"organisation": slug, "reason": why}
    append(actor, "training.detach", ("laureate", held.reference), said, now=now)
    return held


@transaction.atomic
def record(
    actor: Actor, laureate: Laureate, told: Told, now: datetime, *, answers: int | None = None
) -> PathStep:
    """Record a step, or answer an earlier one by it; the earlier stays to be read and counts no more.

    Raises
    ------
    PermissionDenied
    StepUnfit
    """
    held = Laureate.objects.select_for_update(of=("self",)).get(pk=laureate.pk)
    if not permissions.may_record(actor, held, told.kind):
        raise PermissionDenied
    told = _checked(held, told, now)
    steps = list(held.steps.all())
    earlier = _to_answer(actor, held, steps, answers) if answers is not None else None
    same = (told.kind, told.on, told.count)
    for one in standing(steps):
        if one != earlier and (one.kind, one.on, one.count) == same:
            raise StepUnfit(
                Text("elle l’est déjà (n°\u00a0{number}).", "it is already (no. {number}).").filled(
                    number=one.pk
                ),
                cure=Text(
                    "Répondez à celle-là pour la corriger.", "Answer that one to correct it."
                ),
            )
    step = PathStep.objects.create(
        laureate=held,
        kind=told.kind,
        on=told.on,
        count=told.count,
        sentence=told.sentence,
        source_url=told.source_url,
        replaces=earlier,
        recorded_by_id=actor.membership_id,
        recorded_at=now,
    )
    # Counts stay out of the journal's content: what is secret on pages is not public there either.
    said: dict[str, Any] = {"step": step.pk, "kind": told.kind, "on": _iso(told.on)}
    said |= {"answers": earlier.pk} if earlier is not None else {}
    verb = "training.answer" if earlier is not None else "training.step"
    append(actor, verb, ("laureate", held.reference), said, now=now)
    _tell(held, actor, notice_kinds.STEP, {"what": KIND_WORDS[told.kind].as_json()}, now)
    return step


@transaction.atomic
def withdraw(
    actor: Actor, laureate: Laureate, number: int, sentence: str, now: datetime
) -> PathStep:
    """Take back a step recorded by mistake, and say why; both stay to be read.

    Raises
    ------
    PermissionDenied
    StepUnfit
    """
    held = Laureate.objects.select_for_update(of=("self",)).get(pk=laureate.pk)
    why = _sentence(sentence)
    earlier = _to_answer(actor, held, list(held.steps.all()), number)
    step = PathStep.objects.create(
        laureate=held,
        kind=earlier.kind,
        on=earlier.on,
        sentence=why,
        replaces=earlier,
        is_withdrawal=True,
        recorded_by_id=actor.membership_id,
        recorded_at=now,
    )
    said = {"step": step.pk, "kind": step.kind, "answers": earlier.pk}
    append(actor, "training.withdraw", ("laureate", held.reference), said, now=now)
    _tell(held, actor, notice_kinds.STEP, {"what": KIND_WORDS[step.kind].as_json()}, now)
    return step


def _to_answer(actor: Actor, laureate: Laureate, steps: list[PathStep], number: int) -> PathStep:
    earlier = next((one for one in steps if one.pk == number), None)
    if earlier is None:
        raise StepUnfit(
            Text(
                "l’étape à laquelle elle répond n’existe pas.",
                "the step it answers does not exist.",
            )
        )
    if not permissions.may_record(actor, laureate, earlier.kind):
        raise PermissionDenied
    answer = next((one for one in steps if one.replaces_id == earlier.pk), None)
    if answer is not None:
        raise StepAnswered(answer.pk)
    if earlier.is_withdrawal:
        raise StepUnfit(
            Text("une reprise ne se reprend pas.", "taking back cannot be taken back."),
            cure=Text("Enregistrez l’étape de nouveau.", "Record the step again."),
        )
    return earlier


def _checked(laureate: Laureate, told: Told, now: datetime) -> Told:
    last = today(now)
    if told.on is None or not OLDEST <= told.on <= last:
        raise StepUnfit(
            Text(
                "son jour n’en est pas un, ou n’est pas entre le {first} et aujourd’hui.",
                "its day is none, or is not between {first} and today.",
            ).filled(first=day_text(OLDEST)),
            cure=Text(
                "Une ouverture prévue se dit dans la phrase d’une autre étape.",
                "Tell a planned opening in the sentence of another step.",
            ),
        )
    if laureate.retained_on is not None and told.on < laureate.retained_on:
        raise StepUnfit(
            Text(
                "le {day} vient avant le jour où ce lauréat a été retenu, le {first}.",
                "{day} comes before the day on which this laureate was retained, {first}.",
            ).filled(day=day_text(told.on), first=day_text(laureate.retained_on)),
            cure=Text(
                "Corrigez le jour : un parcours commence à la sélection.",
                "Correct the day: a path begins with the selection.",
            ),
        )
    is_counted = told.kind in COUNTED
    if is_counted and (told.count is None or not 0 <= told.count <= MOST_PEOPLE):
        raise StepUnfit(
            Text(
                "il manque un nombre de personnes, de 0 à {most}.",
                "a number of people is needed, from 0 to {most}.",
            ).filled(most=MOST_PEOPLE)
        )
    if not is_counted and told.count is not None:
        raise StepUnfit(
            Text("cette sorte d’étape ne compte personne.", "this kind of step counts nobody."),
            cure=Text("Laissez le nombre vide.", "Leave the number empty."),
        )
    source = _address(told.source_url)
    if laureate.organisation_id is None and not source:
        raise StepUnfit(
            Text(
                "aucune organisation d’ici n’est ce lauréat\u202f: il faut la page qui le dit.",
                "no organisation here is this laureate: the page that says it is needed.",
            )
        )
    return Told(told.kind, told.on, _sentence(told.sentence), told.count, source)


def _sentence(written: str) -> str:
    sentence = sentences.tidy(written)
    if not SHORTEST <= len(sentence) <= LONGEST:
        raise StepUnfit(
            Text(
                "la phrase compte {length} caractères\u202f; il en faut de {least} à {most}.",
                "the sentence has {length} characters; {least} to {most} are needed.",
            ).filled(length=len(sentence), least=SHORTEST, most=LONGEST)
        )
    sentences.check_text(sentence)
    return sentence


def _address(written: str) -> str:
    address = written.strip()
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        is_page = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_page = False
    if not is_page or len(address) > LONGEST_ADDRESS or not address.isprintable() or " " in address:
        raise StepUnfit(
            Text(
                "la source n’est pas l’adresse d’une page, comme https://exemple.fr/page.",
                "the source is not the address of a page, such as https://example.org/page.",
            )
        )
    return address


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _tell(
    laureate: Laureate, actor: Actor, kind: str, facts: dict[str, Any], now: datetime
) -> None:
    """Tell the laureate and its two operators, but not who acts."""
    operators = Organisation.objects.filter(
        kind__in=permissions.OPERATORS.values(), closed_at=None
    ).values_list("pk", flat=True)
    told = {*operators, laureate.organisation_id} - {None, actor.organisation_id}
    with translation.override("fr"):
        address = reverse("laureate", args=[laureate.reference])
    for one in sorted(told):
        notices.tell_organisation(
            one,
            kind,
            ("laureate", laureate.reference),
            address=address,
            facts={"laureate": laureate.reference, **facts},
            now=now,
        )
