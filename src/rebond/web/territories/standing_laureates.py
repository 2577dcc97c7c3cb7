"""What is said of a measure that retained laureates elsewhere: its own call, then the others apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rebond.texts import Text, day_text
from rebond.web.territories.ground import Ground
from rebond.web.territories.laureates_here import Retained
from rebond.web.territories.standing_rows import (
    MOST_PROOFS,
    MeasureStanding,
    Proof,
    Standing,
    and_then,
    named,
)


def retained_row(
    base: MeasureStanding, found: Sequence[Retained], ground: Ground
) -> MeasureStanding | None:
    """Return the row of a call of the programme that was not run here; None when it retained nobody within.

    Laureates of other calls, and of those of which no page tells whose they are, are told after.
    """
    own = [one for one in found if one.is_of(base.programme) and one.is_inside]
    if not own:
        return None
    first = own[0]
    words = Text("{one} a été retenu ({call}){day}.", "{one} was retained ({call}){day}.").filled(
        one=_subject(first, ground), call=first.call_title, day=_day(first)
    )
    if len(own) > 1:
        words = Text(
            "{n} lauréats connus de l’appel du programme s’y trouvent ({names}).",
            "{n} known laureates of the programme’s call stand there ({names}).",
        ).filled(n=len(own), names=named([one.laureate.name for one in own]))
    return replace(
        base,
        standing=Standing.RETAINED,
        sentence=and_then(words, *calls_apart(base.programme, found, ground)),
        proofs=(*laureate_proofs([*own, *(one for one in found if one not in own)]), *base.proofs),
        on=first.laureate.retained_on,
        is_fictitious=any(one.laureate.is_fictitious for one in own),
    )


def unknown_row(
    base: MeasureStanding, found: Sequence[Retained], ground: Ground
) -> MeasureStanding:
    """Return the row of a call that was not run here and of which no known laureate stands within the place."""
    holders = [one for one in found if one.is_of(base.programme)]
    name = ground.said_name
    words = Text(
        "Non établi : l’appel n’a pas été conduit ici, et aucune liste à notre disposition ne dit si {name} y a répondu.",
        "Not established: the call was not run here, and no list at hand says whether {name} answered it.",
    ).filled(name=name)
    if holders:
        words = Text(
            "Non établi pour {name} seul : {said}.", "Not established for {name} alone: {said}."
        ).filled(name=ground.name, said=_listed([_held(one, ground) for one in holders]))
    return replace(
        base,
        standing=Standing.NOT_ESTABLISHED,
        sentence=and_then(words, *calls_apart(base.programme, found, ground)),
        proofs=(*base.proofs, *laureate_proofs(found)),
    )


def _held(one: Retained, ground: Ground) -> Text:
    return Text("{one} a été retenu ({call}){day}", "{one} was retained ({call}){day}").filled(
        one=_subject(one, ground), call=one.call_title, day=_day(one)
    )


def calls_apart(programme: str, found: Sequence[Retained], ground: Ground) -> list[Text]:
    """Return a sentence for each call that is not of the programme, and one for those that may be."""
    said: list[Text] = []
    by_call: dict[str, list[Retained]] = {}
    for one in found:
        if one.is_of(programme) is not True:
            by_call.setdefault(one.laureate.call_name, []).append(one)
    for group in by_call.values():
        first = group[0]
        other = first.is_of(programme) is False
        who = _subject(first, ground)
        if len(group) > 1:
            who = named(
                [f"« {one.laureate.name} »" for one in group],
                [f"“{one.laureate.name}”" for one in group],
            )
        many = "s" if len(group) > 1 else ""
        verb = Text(
            "ont été retenus" if many else "a été retenu",
            "were retained" if many else "was retained",
        )
        said.append(
            (
                Text(
                    "{who} {verb} par un appel qui n’est pas de ce programme ({call}){day}.",
                    "{who} {verb} by a call that is not of this programme ({call}){day}.",
                )
                if other
                else Text(
                    "{who} {verb}, sans qu’aucune page dise si c’est par l’appel de ce programme.",
                    "{who} {verb}, and no page says whether it was by the call of this programme.",
                )
            ).filled(who=who, verb=verb, call=first.call_title, day=_day(first))
        )
    return said


def _subject(one: Retained, ground: Ground) -> Text:
    name = Text(f"« {one.laureate.name} »", f"“{one.laureate.name}”")
    if one.is_inside:
        return name
    if one.is_whole:
        return Text("{one}, dont {place} fait partie,", "{one}, which {place} is part of,").filled(
            one=name, place=ground.name
        )
    return Text("{one}, qui touche {place},", "{one}, which touches {place},").filled(
        one=name, place=ground.name
    )


def _listed(words: Sequence[Text]) -> Text:
    return Text(" ; ".join(one.fr for one in words), "; ".join(one.en for one in words))


def _day(one: Retained) -> Text:
    if one.laureate.retained_on is None:
        return Text(" ; le jour n’est pas établi", "; the day is not established")
    return Text(", le {day}", ", on {day}").filled(day=day_text(one.laureate.retained_on))


def laureate_proofs(found: Sequence[Retained]) -> tuple[Proof, ...]:
    """Return the pages that name the first laureates."""
    return tuple(
        Proof(
            id=f"laureate:{one.laureate.reference}",
            words=Text(
                f"{one.laureate.name}, {one.call_title.fr}",
                f"{one.laureate.name}, {one.call_title.en}",
            ),
            source=one.laureate.source_url.split(" ; ")[0] or "record",
            on=one.laureate.retained_on,
        )
        for one in found[:MOST_PROOFS]
    )
