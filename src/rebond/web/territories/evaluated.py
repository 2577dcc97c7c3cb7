"""What our own published evaluation says of a place: never the reason of who decided."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from rebond.texts import Lang, Text, number, percent
from rebond.web.decisions import explaining
from rebond.web.decisions.explaining import CriterionChange
from rebond.web.decisions.rows import Candidate, Decision
from rebond.web.territories.ground import Ground, joined, perimeters_in
from rebond.web.territories.standing_rows import Proof

MOST_SHOWN = 3
MOST_CHANGES = 3
TOP, SURE = 0.01, 0.99


@dataclass(frozen=True, slots=True)
class Ours:
    """The evaluated territories that are the place, or touch it; the one that holds most of it first."""

    decision: Decision | None
    candidates: tuple[Candidate, ...] = ()
    is_itself: bool = False

    @property
    def are_several(self) -> bool:
        """Whether what is said of one of them must name it."""
        return len(self.candidates) > 1

    @property
    def shown(self) -> tuple[Candidate, ...]:
        """Those told one by one: all when they are few, none when there are too many to be read."""
        return self.candidates if len(self.candidates) <= MOST_SHOWN else ()


def ours(decision: Decision | None, ground: Ground) -> Ours:
    """Return the candidates of a published evaluation for a place."""
    if decision is None:
        return Ours(None)
    own = decision.by_id.get(str(ground.key))
    if own is not None and not own.is_reference:
        return Ours(decision, (own,), is_itself=True)
    if ground.key.is_perimeter:
        return Ours(decision)
    counted = perimeters_in(ground.key)
    order = sorted(counted, key=lambda key: (-counted[key], key))
    found = [decision.by_id[str(key)] for key in order if str(key) in decision.by_id]
    return Ours(decision, tuple(one for one in found if not one.is_reference))


def chance(value: float) -> Text:
    """Write a chance; what is nearly nothing or nearly sure is never rounded to never or always."""

    def written(lang: Lang) -> str:
        if value > 0 and f"{100 * value:.0f}" == "0":
            return f"{'moins de' if lang == 'fr' else 'less than'} {percent(TOP, lang)}"
        if value < 1 and f"{100 * value:.0f}" == "100":
            return f"{'plus de' if lang == 'fr' else 'more than'} {percent(SURE, lang)}"
        return percent(value, lang)

    return Text(written("fr"), written("en"))


def place_of(found: Ours, ground: Ground) -> Text:
    """Say where the place comes out, without a capital or a full stop."""
    decision = found.decision
    if decision is None or not found.candidates:
        return Text("", "")
    if len(found.candidates) > MOST_SHOWN:
        kept = sum(one.id in decision.portfolio_ids for one in found.candidates)
        return Text(
            "{n} des {count} territoires évalués touchent {name}, et {kept} d’entre eux seraient retenus sur {k} places",
            "{n} of the {count} territories evaluated touch {name}, and {kept} of them would be retained for {k} places",
        ).filled(
            n=len(found.candidates),
            count=len(decision.candidates),
            name=ground.name,
            kept=kept,
            k=decision.k,
        )
    return Text(
        " ; ".join(_one(decision, one).fr for one in found.candidates),
        "; ".join(_one(decision, one).en for one in found.candidates),
    )


def _one(decision: Decision, one: Candidate) -> Text:
    if one.status == "ineligible":
        gate = one.failed_gates[0] if one.failed_gates else Text("non précisée", "not stated")
        return Text(
            "« {name} » n’est pas éligible, faute de la condition « {gate} »",
            "“{name}” is not eligible, for want of the condition “{gate}”",
        ).filled(name=one.name, gate=gate)
    return Text(
        "« {name} » est parmi les {k} premiers dans {chance} des tirages, du {low} au {high} rang sur {count}",
        "“{name}” is among the first {k} in {chance} of the draws, from rank {low_en} to {high_en} of {count}",
    ).filled(
        name=one.name,
        k=decision.k,
        chance=chance(one.chance),
        low=_ordinal(one.rank.low),
        high=_ordinal(one.rank.high),
        low_en=one.rank.low,
        high_en=one.rank.high,
        count=len([each for each in decision.candidates if each.is_scored]),
    )


def _ordinal(rank: int) -> str:
    return "1er" if rank == 1 else f"{rank}e"


def told(decision: Decision, one: Candidate) -> list[Text]:
    """Return what the evaluation says of one candidate, in sentences."""
    found = [_plain(one.reason)]
    gaps = sorted(
        (
            (one.contributions[each.id] - decision.mean_contributions[each.id], each.title)
            for each in decision.criteria
            if each.id in one.contributions and not explaining.rests_on_a_bound(each, one)
        ),
        key=lambda pair: pair[0],
    )
    bounds = [each.title for each in decision.criteria if explaining.rests_on_a_bound(each, one)]
    below = [title for gap, title in gaps if gap < 0]
    above = [title for gap, title in reversed(gaps) if gap > 0]
    if below:
        found.append(
            Text(
                "Sous la moyenne des candidats, le plus loin d’abord : {list}.",
                "Below the mean of the candidates, farthest first: {list}.",
            ).filled(list=_listed(below))
        )
    if above:
        found.append(
            Text(
                "Au-dessus de la moyenne, le plus haut d’abord : {list}.",
                "Above the mean, highest first: {list}.",
            ).filled(list=_listed(above))
        )
    if bounds:
        found.append(
            Text(
                "N’est ni au-dessus ni au-dessous, seule une borne en étant connue, dont le score tient compte : {list}.",
                "Neither above nor below, as only a bound of it is known, which the score counts: {list}.",
            ).filled(list=_listed(bounds))
        )
    return found


def _plain(reason: Text) -> Text:
    """Keep the spaces of French that pages write themselves, and the curved quotes of English."""
    return Text(
        reason.fr.replace("\u202f»", " »").replace("«\u202f", "« "),
        re.sub(r'"([^"]*)"', "“\\1”", reason.en),
    )


def _listed(titles: list[Text]) -> Text:
    return Text(joined([one.fr for one in titles]).fr, joined([one.en for one in titles]).en)


def changes(decision: Decision, one: Candidate) -> list[Text]:
    """Return the smallest changes that would have brought a candidate in, the smallest first.

    The same as the candidate's own page tells, by how much of itself a mark would have to be higher.
    """
    criteria, rules = explaining.changes(decision, one)
    found = [_mark(each) for each in criteria[:MOST_CHANGES]]
    for rule in rules:
        if rule.before is not None and rule.after is not None:
            found.append(
                Text(
                    "La règle « {rule} » portée de {before} à {after}.",
                    "The rule “{rule}” moved from {before} to {after}.",
                ).filled(rule=rule.title, before=f"{rule.before:g}", after=f"{rule.after:g}")
            )
    return found


def changes_told(decision: Decision, one: Candidate) -> list[Text]:
    """Return the smallest changes, then which criteria that would have sufficed are not told as such."""
    found = changes(decision, one)
    titles = explaining.left_out(decision, one)
    if titles:
        found.append(
            Text(
                "Laissé de côté, seule une borne en étant connue : {list}.",
                "Left out, as only a bound of it is known: {list}.",
            ).filled(list=_listed(list(titles)))
        )
    return found


_AT = Text(
    "« {title} » à {after} sur 1 au lieu de {before}, le reste inchangé.",
    "“{title}” at {after_en} of 1 instead of {before_en}, all else unchanged.",
)
_MORE = Text(
    "Une note plus haute de {more} pour « {title} » ({after} sur 1 au lieu de {before}), le reste inchangé.",
    "A mark higher by {more_en} for “{title}” ({after_en} of 1 instead of {before_en}), all else unchanged.",
)


def _mark(change: CriterionChange) -> Text:
    """Write a change of one mark: the two marks with as many decimals as tell them apart."""
    digits = explaining.digits_apart(change.before, change.after, least=2)
    more = rise(change.gain) if change.before else Text("", "")
    return (_MORE if change.before else _AT).filled(
        title=change.title,
        more=more.fr,
        more_en=more.en,
        after=number(change.after, "fr", digits=digits),
        before=number(change.before, "fr", digits=digits),
        after_en=number(change.after, "en", digits=digits),
        before_en=number(change.before, "en", digits=digits),
    )


def rise(gain: float) -> Text:
    """Write a rise in proportion; one that is nearly nothing is never rounded to nothing."""
    if f"{100 * gain:.0f}" == "0":
        return Text(f"moins de {percent(TOP, 'fr')}", f"less than {percent(TOP, 'en')}")
    return Text(percent(gain, "fr"), percent(gain, "en"))


def told_of(found: Ours, one: Candidate) -> list[Text]:
    """Return what the evaluation says of one candidate of a place, named in each sentence where the place has several."""
    return [] if found.decision is None else _named(found, one, told(found.decision, one))


def changes_of(found: Ours, one: Candidate) -> list[Text]:
    """Return what would have brought one candidate of a place in, named in each sentence where the place has several."""
    if found.decision is None:
        return []
    words = changes_told(found.decision, one)
    if not words and _is_in(found, one) and any(_levers(found)):
        words = [
            Text("Serait retenu sans aucun changement.", "Would be retained without any change.")
        ]
    return _named(found, one, words)


def _is_in(found: Ours, one: Candidate) -> bool:
    return found.decision is not None and one.id in found.decision.portfolio_ids


def _levers(found: Ours) -> list[Candidate]:
    """Return the candidates told one by one that are out and that some known change would have brought in."""
    if found.decision is None:
        return []
    return [one for one in found.shown if not _is_in(found, one) and changes(found.decision, one)]


def _named(found: Ours, one: Candidate, words: list[Text]) -> list[Text]:
    if not found.are_several:
        return words
    name = Text(f"« {one.name} »", f"“{one.name}”")
    return [
        each
        if name.fr in each.fr
        else Text(f"{name.fr} : {_lowered(each.fr)}", f"{name.en}: {_lowered(each.en)}")
        for each in words
    ]


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def smallest_change(found: Ours) -> Text | None:
    """Say the smallest change that would have brought the place in; None when it is in, or nothing suffices.

    The smallest mark in proportion to itself, where one alone is the smallest; what is left out is named. Where several
    candidates touch the place, each has its name: those that are in, then the others with the change of each.
    """
    decision, levers = found.decision, _levers(found)
    if decision is None or not levers:
        return None
    if found.are_several:
        return _of_several(found, decision, levers)
    one = levers[0]
    gains = [each.gain for each in explaining.changes(decision, one)[0]]
    is_smallest = bool(gains) and math.isfinite(gains[0]) and gains[0] not in gains[1:]
    first = changes(decision, one)[0]
    apart = _apart(decision, levers)
    fr = f"{_lowered(first.fr).rstrip('.')}{apart.fr}"
    en = f"{_lowered(first.en).rstrip('.')}{apart.en}"
    entering = (
        Text("l’aurait fait entrer", "would have brought it in")
        if found.is_itself
        else Text(f"aurait fait entrer « {one.name} »", f"would have brought “{one.name}” in")
    )
    if not is_smallest:
        return Text(f"ce qui {entering.fr} : {fr}", f"what {entering.en}: {en}")
    return Text(
        f"le plus petit changement d’une seule note, en proportion, qui {entering.fr} : {fr}",
        f"the smallest change of one mark, in proportion, that {entering.en}: {en}",
    )


def _of_several(found: Ours, decision: Decision, levers: list[Candidate]) -> Text:
    kept = [one.name for one in found.shown if _is_in(found, one)]
    parts = []
    if kept:
        names = _quoted([Text(one, one) for one in kept])
        parts.append(
            Text(
                f"{names.fr} {'seraient retenus' if len(kept) > 1 else 'serait retenu'}",
                f"{names.en} would be retained",
            )
        )
    for one in levers:
        lever = _shortly(decision, one)
        parts.append(
            Text(
                f"« {one.name} » le serait avec {lever.fr}",
                f"“{one.name}” would be with {lever.en}",
            )
            if parts
            else Text(
                f"« {one.name} » serait retenu avec {lever.fr}",
                f"“{one.name}” would be retained with {lever.en}",
            )
        )
    apart = _apart(decision, levers)
    return Text(
        f"{' ; '.join(one.fr for one in parts)}, le reste inchangé{apart.fr}",
        f"{'; '.join(one.en for one in parts)}, all else unchanged{apart.en}",
    )


def _shortly(decision: Decision, one: Candidate) -> Text:
    """Return the first of the changes without its marks, which the list of changes holds."""
    criteria, _rules = explaining.changes(decision, one)
    if criteria and math.isfinite(criteria[0].gain):
        more = rise(criteria[0].gain)
        return Text(
            "une note plus haute de {more} pour « {title} »",
            "a mark higher by {more_en} for “{title}”",
        ).filled(more=more.fr, more_en=more.en, title=criteria[0].title)
    first = changes(decision, one)[0]
    tails = (", le reste inchangé.", ", all else unchanged.")
    return Text(
        *(
            _lowered(said).removesuffix(tail).rstrip(".")
            for said, tail in zip((first.fr, first.en), tails, strict=True)
        )
    )


def _apart(decision: Decision, candidates: list[Candidate]) -> Text:
    """Name, in brackets, the criteria that changes leave out; empty where there is none."""
    titles = {each.fr: each for one in candidates for each in explaining.left_out(decision, one)}
    if not titles:
        return Text("", "")
    names = _quoted(list(titles.values()))
    return Text(
        f" ({names.fr} mis à part, seule une borne en étant connue)",
        f" ({names.en} apart, as only a bound of it is known)",
    )


def _quoted(names: list[Text]) -> Text:
    return _listed([Text(f"« {one.fr} »", f"“{one.en}”") for one in names])


def proofs(found: Ours) -> tuple[Proof, ...]:
    """Return the pages of the evaluation that show it."""
    decision = found.decision
    if decision is None:
        return ()
    return tuple(
        Proof(
            id=f"figure:chance:{one.id}",
            words=Text("Notre évaluation de « {name} »", "Our evaluation of “{name}”").filled(
                name=one.name
            ),
            source="record",
            address=f"/decisions/{decision.code}/{one.id}/",
        )
        for one in found.shown
    ) or (
        Proof(
            id=f"decision-file:{decision.code}",
            words=Text("Notre évaluation, toute la liste", "Our evaluation, the whole list"),
            source="record",
            address=f"/decisions/{decision.code}/",
        ),
    )
