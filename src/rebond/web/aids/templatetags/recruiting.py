"""Filters of the pages of offers, profiles and recruitments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django import template

from rebond.texts import Text, day_text, money
from rebond.web.aids import skills, suggesting, wording
from rebond.web.aids.models import Recruitment
from rebond.web.aids.simulator_results import Cited
from rebond.web.programmes.queries import programme
from rebond.web.theme import writing

register = template.Library()


@register.filter
def euros(cents: int) -> Text:
    """Return an amount in words."""
    return money(cents)


@register.filter
def commune(code: str) -> str:
    """Write the name of a commune."""
    return suggesting.spot("commune", code).name


@register.filter
def skill_names(ids: Iterable[str]) -> list[Text]:
    """Return the names of skills."""
    return skills.named(ids)


@register.filter
def cited_in(names: Iterable[str], programme_id: str) -> list[Cited]:
    """Return the sources of a programme by their titles, with an address where they have one."""
    found = programme(programme_id)
    known = {one.id: one for one in found.sources} if found is not None else {}
    return [
        Cited(name, known[name].title, known[name].urls[0] if known[name].urls else "")
        if name in known
        else Cited(name, Text(name, name), "")
        for name in names
    ]


@register.filter
def at(found: Mapping[str, Text], key: str) -> Text:
    """Return a choice by its id; the id itself when it is no longer a choice."""
    return found.get(key, Text(key, key))


@register.filter
def state_words(one: Recruitment) -> str:
    """Write where a recruitment stands."""
    return writing.words(_state(one))


@register.filter
def standing_sentence(one: Recruitment, is_person: bool) -> str:  # noqa: FBT001 - a template filter
    """Write in one sentence where a recruitment stands, and who is awaited."""
    return writing.words(_sentence(one, is_person=is_person))


@register.filter
def steps(one: Recruitment) -> list[tuple[bool, Text, datetime | None]]:
    """Return the steps from the proposal to the label, each made or not yet."""
    answered = Text("Le jeune a répondu", "The young person answered")
    proposed = (True, Text("Mission proposée", "Mission proposed"), one.created_at)
    return [
        *([proposed] if one.proposed_by == Recruitment.Side.FIRM else []),
        (one.answered_at is not None, answered, one.answered_at),
        (
            one.firm_signed_at is not None,
            Text("L’entreprise a signé la charte", "The firm signed the charter"),
            one.firm_signed_at,
        ),
        (
            one.person_signed_at is not None,
            Text("Le jeune a signé la charte", "The young person signed the charter"),
            one.person_signed_at,
        ),
        (
            one.labelled_at is not None,
            Text("Recrutement labellisé", "Recruitment labelled"),
            one.labelled_at,
        ),
    ]


def _state(one: Recruitment) -> Text:
    words = wording.RECRUITMENT_STATES[one.state]
    if one.state == Recruitment.State.DECLINED and one.declined_by:
        by = wording.SIDES[one.declined_by]
        return Text("{words} par {by}", "{words} by {by}").filled(words=words, by=by)
    return words


def _sentence(one: Recruitment, *, is_person: bool) -> Text:
    if one.state != Recruitment.State.PROPOSED:
        return _others(one)
    if one.answered_at is None:
        if is_person:
            return Text("La mission attend votre réponse.", "The mission awaits your answer.")
        return Text("Le jeune n’a pas encore répondu.", "The young person has not answered yet.")
    if one.firm_signed_at is not None:
        return Text(
            "La charte attend la signature du jeune.",
            "The charter awaits the young person’s signature.",
        )
    if one.person_signed_at is not None:
        return Text(
            "La charte attend la signature de l’entreprise.",
            "The charter awaits the firm’s signature.",
        )
    return Text("La charte attend la signature des deux.", "The charter awaits both signatures.")


def _others(one: Recruitment) -> Text:
    if one.state == Recruitment.State.DECLINED:
        by = wording.SIDES.get(one.declined_by, Text("", ""))
        return Text("Refusé par {by}.", "Declined by {by}.").filled(by=by)
    if one.state == Recruitment.State.BROKEN and one.broken_on is not None:
        why = wording.BREAKS.get(one.broken_reason, Text("", ""))
        return Text(
            "Contrat rompu le {day}\u00a0: {why}.", "Contract broken on {day}: {why}."
        ).filled(day=day_text(one.broken_on), why=why)
    return {
        Recruitment.State.SIGNED: Text(
            "La charte est signée par les deux ; le recrutement attend son label.",
            "The charter is signed by both; the recruitment awaits its label.",
        ),
        Recruitment.State.LABELLED: Text(
            "Le recrutement est labellisé.", "The recruitment is labelled."
        ),
        Recruitment.State.ENDED: Text(
            "Le contrat est allé à son terme.", "The contract went to its end."
        ),
    }[Recruitment.State(one.state)]
