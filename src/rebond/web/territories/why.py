"""« Pourquoi pas nous ? »: three sentences with what proves them, then the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rebond.programme import Measure, Programme
from rebond.programme.policy_model import Unknown
from rebond.territory import PlaceKey
from rebond.texts import Text, day_text
from rebond.web.decisions import queries as decisions
from rebond.web.decisions.rows import Decision
from rebond.web.programmes.queries import graded, main_programme
from rebond.web.territories import evaluated
from rebond.web.territories.evaluated import Ours
from rebond.web.territories.ground import Ground, day_of, ground_of, moment_of
from rebond.web.territories.standing import standings
from rebond.web.territories.standing_rows import MeasureStanding, Proof, Standing
from rebond.web.territories.why_missing import asking_part, unknown_part
from rebond.web.territories.why_rows import Part, Sentence

DECIDED = frozenset(
    {
        Standing.INELIGIBLE,
        Standing.BELOW_CUT,
        Standing.KEPT_OUT,
        Standing.DEFERRED,
        Standing.NOT_RETAINED,
        Standing.RETAINED,
        Standing.LABELLED,
    }
)
HAD = frozenset({Standing.RETAINED, Standing.LABELLED})


@dataclass(frozen=True, slots=True)
class Why:
    """The answer: what happened, why as far as it is known, what would change it; then everything."""

    key: PlaceKey
    name: str
    programme: str
    measure: str
    """The measure that chooses between territories, which the three sentences are about."""
    title: Text
    on: date
    short: tuple[Sentence, Sentence, Sentence]
    whole: tuple[Part, ...]
    ours: Ours


def why(
    key: PlaceKey,
    now: datetime,
    day: date | None = None,
    *,
    rows: Sequence[MeasureStanding] | None = None,
) -> Why:
    """Answer for one place on one day, from what everyone may read.

    Parameters
    ----------
    key : PlaceKey
    now : datetime
    day : date, optional
    rows : sequence of MeasureStanding, optional
        The public `standings` of the place, when they were read already.

    Raises
    ------
    TerritoryError
        When the key names no place.
    """
    on = day_of(moment_of(day, now))
    ground = ground_of(key, on if day else None)
    told = standings(key, None, now, day) if rows is None else tuple(rows)
    programme = main_programme()
    decision = decisions.current(programme.id) if programme else None
    measure = _measure(programme, decision)
    if decision is not None and (programme is None or on < programme.decision_on):
        decision = None
    ours = evaluated.ours(decision, ground)
    about = [
        one
        for one in told
        if programme is not None
        and measure is not None
        and (one.programme, one.measure) == (programme.id, measure.id)
    ]
    return Why(
        key=ground.key,
        name=ground.name,
        programme=programme.id if programme else "",
        measure=measure.id if measure else "",
        title=measure.title if measure else Text("", ""),
        on=on,
        short=(
            _what(ground, about),
            _because(ground, about, measure, ours),
            _change(about, ours, on),
        ),
        whole=_whole(ground, told, programme, measure, ours),
        ours=ours,
    )


def _measure(programme: Programme | None, decision: Decision | None) -> Measure | None:
    if programme is None:
        return None
    if decision is not None:
        return programme.measure(decision.programme.measure)
    found: Measure | None = graded(programme)
    return found or programme.measures[0]


def _main(about: Sequence[MeasureStanding]) -> MeasureStanding | None:
    """Return the row that answers: what was had, else the newest decision that is public, else the first."""
    real = [one for one in about if not one.is_fictitious] or list(about)
    for wanted in (HAD, DECIDED):
        found = next((one for one in real if one.standing in wanted), None)
        if found is not None:
            return found
    return real[0] if real else None


def _what(ground: Ground, about: Sequence[MeasureStanding]) -> Sentence:
    row = _main(about)
    if row is None:
        return Sentence(
            Text(
                "{name} : aucun programme n’est chargé dans cette installation.",
                "{name}: no programme is loaded in this installation.",
            ).filled(name=ground.name)
        )
    said = row.sentence
    return Sentence(
        Text(f"{ground.name} : {_lowered(said.fr)}", f"{ground.name}: {_lowered(said.en)}"),
        row.proofs,
    )


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _because(
    ground: Ground, about: Sequence[MeasureStanding], measure: Measure | None, ours: Ours
) -> Sentence:
    row = _main(about)
    reason = _official(row, measure)
    official, proofs = reason.words, reason.proofs
    if not ours.candidates:
        if ours.decision is None:
            tail = Text(
                "aucune évaluation n’en est publiée ici à ce jour",
                "no evaluation of it is published here on this day",
            )
        else:
            tail = Text(
                "aucun des {n} territoires que nous évaluons ne touche {name}",
                "none of the {n} territories that we evaluate touches {name}",
            ).filled(n=len(ours.decision.candidates), name=ground.name)
        return Sentence(
            Text(f"{official.fr} ; {tail.fr}.", f"{official.en}; {tail.en}."),
            proofs,
            (reason, _alone(ground, ours)),
        )
    found = evaluated.place_of(ours, ground)
    return Sentence(
        Text(
            f"{official.fr} ; dans notre évaluation sur données ouvertes, qui n’est pas celle de l’État, {found.fr}.",
            f"{official.en}; in our evaluation from open data, which is not the State’s, {found.en}.",
        ),
        (*proofs, *evaluated.proofs(ours)),
        (
            reason,
            Sentence(
                Text(
                    f"Dans l’exercice de Rebond sur données ouvertes, qui n’est pas l’évaluation de l’État, {found.fr}",
                    f"In the exercise of Rebond from open data, which is not the State’s evaluation, {found.en}",
                ),
                evaluated.proofs(ours),
            ),
        ),
    )


def _alone(ground: Ground, ours: Ours) -> Sentence:
    """Say apart, for who reads it outside Rebond, that no evaluation of ours speaks of the place."""
    if ours.decision is None:
        tail = Text(
            "aucun exercice de Rebond sur données ouvertes n’est publié à ce jour",
            "no exercise of Rebond from open data is published on this day",
        )
    else:
        tail = Text(
            "aucun des {n} territoires de l’exercice de Rebond sur données ouvertes ne touche ce lieu",
            "none of the {n} territories in the exercise of Rebond from open data touches this place",
        ).filled(n=len(ours.decision.candidates))
    return Sentence(
        Text(f"{ground.name} : {tail.fr}", f"{ground.name}: {tail.en}"),
        is_established=ours.decision is not None,
    )


def _official(row: MeasureStanding | None, measure: Measure | None) -> Sentence:
    """Return what is known of the reason of who decided."""
    if row is not None and row.call and row.standing in DECIDED:
        return Sentence(
            Text(
                "Le motif est celui que publient les résultats de l’appel",
                "The reason is the one that the results of the call publish",
            ),
            row.proofs,
        )
    grid = measure.grid if measure is not None else None
    weights = grid.weights if grid is not None else None
    if isinstance(weights, Unknown):
        proof = Proof(
            id=f"unknown:{measure.id if measure else ''}/weights",
            words=weights.looked_for,
            source=weights.sources[0] if weights.sources else "record",
        )
        said = Text(
            "Aucun motif propre à ce territoire n’est établi, ni les poids des critères",
            "No reason of its own is established for this territory, nor are the weights of the criteria",
        )
        return Sentence(said, (proof,), is_established=False)
    return Sentence(
        Text("Aucun motif officiel n’est établi", "No official reason is established"),
        is_established=False,
    )


def _change(about: Sequence[MeasureStanding], ours: Ours, on: date) -> Sentence:
    opened = [one for one in about if one.standing == Standing.OPEN and not one.is_fictitious]
    if opened:
        one = opened[0]
        words = Text("Pour la suite, {title} : {said}", "What comes next, {title}: {said}").filled(
            title=Text(f"« {one.title.fr} »", f"“{one.title.en}”"),
            said=Text(_lowered(one.sentence.fr), _lowered(one.sentence.en)),
        )
        return Sentence(words, one.proofs)
    is_tried = any(one.standing == Standing.OPEN for one in about)
    none = (
        Text(
            "aucun appel réel de cette mesure n’est ouvert ici le {day}",
            "no real call of this measure is open here on {day}",
        )
        if is_tried
        else Text(
            "aucun appel de cette mesure n’est ouvert ici le {day}",
            "no call of this measure is open here on {day}",
        )
    )
    none = none.filled(day=day_text(on))
    change = evaluated.smallest_change(ours)
    if change is not None:
        return Sentence(
            Text(
                f"Dans cette évaluation, {change.fr} ; {none.fr}.",
                f"In this evaluation, {change.en}; {none.en}.",
            ),
            evaluated.proofs(ours),
        )
    row = _main(about)
    if row is not None and row.standing in HAD:
        return Sentence(
            Text(
                "Ce que devient un site labellisé est suivi site par site ; {none}.",
                "What becomes of a labelled site is followed site by site; {none}.",
            ).filled(none=none),
            row.proofs,
        )
    return Sentence(
        Text(
            "Ce qui manque est un fait, qu’un site ait été proposé à ce programme, par qui et quand ; {none}.",
            "What is missing is a fact, that a site was proposed to this programme, by whom and when; {none}.",
        ).filled(none=none)
    )


def _whole(
    ground: Ground,
    rows: Sequence[MeasureStanding],
    programme: Programme | None,
    measure: Measure | None,
    ours: Ours,
) -> tuple[Part, ...]:
    parts = [
        Part(
            "record",
            Text(
                "Ce que dit le registre, mesure par mesure",
                "What the record says, measure by measure",
            ),
            tuple(_of_row(one) for one in rows),
        ),
        *_ours(ours, ground),
        *unknown_part(programme, measure),
        asking_part(),
    ]
    return tuple(one for one in parts if one.sentences)


def _of_row(row: MeasureStanding) -> Sentence:
    is_marked = not row.is_fictitious or "fictif" in row.title.fr
    note = Text("", "") if is_marked else Text(" (fictif)", " (fictitious)")
    return Sentence(
        Text(
            f"{row.title.fr}{note.fr} : {_lowered(row.sentence.fr)}",
            f"{row.title.en}{note.en}: {_lowered(row.sentence.en)}",
        ),
        row.proofs,
    )


def _ours(ours: Ours, ground: Ground) -> list[Part]:
    if not ours.candidates or ours.decision is None:
        return []
    proofs = evaluated.proofs(ours)
    told: list[Sentence] = []
    changes: list[Sentence] = []
    for one, proof in zip(ours.shown, proofs, strict=False):
        about = one.name if ours.are_several else ""
        told += [Sentence(each, (proof,), about=about) for each in evaluated.told_of(ours, one)]
        changes += [
            Sentence(each, (proof,), about=about) for each in evaluated.changes_of(ours, one)
        ]
    if len(ours.candidates) > len(ours.shown):
        told.insert(0, Sentence(_first_up(evaluated.place_of(ours, ground)), proofs))
    return [
        Part(
            "evaluation",
            Text(
                "Ce que notre évaluation ajoute ; ce n’est pas le motif de l’État",
                "What our evaluation adds; it is not the State’s reason",
            ),
            tuple(told),
        ),
        Part(
            "change",
            Text("Ce qui aurait changé le résultat", "What would have changed it"),
            tuple(changes),
        ),
    ]


def _first_up(words: Text) -> Text:
    return Text(f"{words.fr[:1].upper()}{words.fr[1:]}.", f"{words.en[:1].upper()}{words.en[1:]}.")
