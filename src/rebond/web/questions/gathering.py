"""The evidence of an answer: what everyone may read of the territories and measures that a question is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from rebond.errors import RebondError
from rebond.parliament.evidence import Evidence, Topic, distinct
from rebond.parliament.policy_evidence import policy_evidence
from rebond.territory import PlaceKey
from rebond.texts import Text
from rebond.web.ledger.disclosing import together
from rebond.web.ledger.models import Fund
from rebond.web.ledger.wording import amount_text
from rebond.web.programmes.queries import programme
from rebond.web.questions.models import Question, Subject
from rebond.web.territories.places import atlas
from rebond.web.territories.standing import standings
from rebond.web.territories.standing_rows import MeasureStanding, Proof, Standing
from rebond.web.territories.why import why

TOPICS = {"decision": Topic.DECISION, "label": Topic.LABEL}
"""What the beginning of a proof's id says that it is."""
OPEN_TO_ALL = frozenset({Standing.NO_CALL, Standing.OUTSIDE_LIST})
"""Standings with measures that choose nobody."""
RECORD = "record"
SUMS = {
    "committed": Text("{amount} engagés", "{amount} committed"),
    "paid": Text("{amount} payés en tout", "{amount} paid in all"),
    "recovered": Text("{amount} recouvrés", "{amount} recovered"),
}
"""Amounts of a territory, by the name of their column."""


def subjects_of(question: Question) -> tuple[tuple[str, str], ...]:
    """Return what a question is about today, as kinds and codes."""
    return tuple((one.kind, one.code) for one in question.subjects.all())


def gather(
    question: Question, now: datetime, subjects: Iterable[Sequence[str]] | None = None
) -> tuple[Evidence, ...]:
    """Return the rows behind an answer, on this day, from public records alone.

    A question of the demonstration may rest on fictitious rows; a real one never does. `subjects` are those that an
    answer kept; without them, those of the question today.
    """
    about = [
        (kind, code) for kind, code in (subjects_of(question) if subjects is None else subjects)
    ]
    measures = [code for kind, code in about if kind == Subject.Kind.MEASURE]
    rows: list[Evidence] = []
    for kind, code in about:
        if kind == Subject.Kind.TERRITORY:
            rows += _of_place(code, measures, now, with_fictitious=question.is_fictitious)
    for name in dict.fromkeys(code.partition("/")[0] for code in measures):
        loaded = programme(name)
        if loaded is not None:
            asked = [code.partition("/")[2] for code in measures if code.startswith(f"{name}/")]
            rows += policy_evidence(loaded, asked)
    return distinct(rows)


def _of_place(
    code: str, measures: list[str], now: datetime, *, with_fictitious: bool
) -> Iterator[Evidence]:
    try:
        key = PlaceKey.parse(code)
        name = atlas().place(key).name
        told = standings(key, None, now)
    except RebondError as error:
        yield Evidence(
            f"standing:{code}",
            Topic.STANDING,
            Text(error.message("fr"), error.message("en")),
            is_established=False,
            territory=code,
        )
        return
    # What is real has its own row, whatever the demonstration holds beside it.
    told = tuple(row for row in told if with_fictitious or not row.is_fictitious)
    for row in told:
        is_asked = f"{row.programme}/{row.measure}" in measures
        if is_asked:
            yield _standing([row], code, name, is_asked=True)
            yield from _proofs(row, code)
    # Measures that nobody asked about and that say the same of the place are one row.
    open_to_all: dict[tuple[str, Text], list[MeasureStanding]] = {}
    for row in told:
        is_asked = f"{row.programme}/{row.measure}" in measures
        if row.standing in OPEN_TO_ALL and not is_asked:
            open_to_all.setdefault((row.programme, row.sentence), []).append(row)
    for same in open_to_all.values():
        yield _standing(same, code, name, is_asked=False)
    yield from _money(code, name, measures, with_fictitious=with_fictitious)
    answer = why(key, now, rows=told)
    reason = answer.short[1]
    if f"{answer.programme}/{answer.measure}" in measures:
        for part, said in zip(("reason", "evaluation"), reason.parts, strict=True):
            yield Evidence(
                f"why:{code}/{answer.programme}/{answer.measure}/{part}",
                Topic.STANDING,
                said.words,
                _sources(said.proofs),
                address=f"/territoires/{code}/",
                is_established=said.is_established,
                measure=answer.measure,
                territory=code,
            )


def _money(
    code: str, name: str, measures: list[str], *, with_fictitious: bool
) -> Iterator[Evidence]:
    """Yield the sums of a measure in a territory that the public file tells; what it keeps secret is not told."""
    for one in measures:
        programme_id, _slash, measure = one.partition("/")
        funds = Fund.objects.filter(programme_id=programme_id, measure_id=measure)
        named, _rest = together(funds if with_fictitious else funds.filter(is_fictitious=False))
        for (place, unit), cells in named.items():
            sums = [
                words.filled(amount=amount_text(amount, unit))
                for column, words in SUMS.items()
                if (amount := getattr(cells, column)) is not None
            ]
            if ":".join(place) != code or not sums:
                continue
            yield Evidence(
                f"money:{code}/{one}/{unit}",
                Topic.MONEY,
                Text(
                    f"{name} : {', '.join(each.fr for each in sums)}",
                    f"{name}: {', '.join(each.en for each in sums)}",
                ),
                (RECORD,),
                address="/donnees/money/",
                measure=measure,
                territory=code,
            )


def _standing(rows: Sequence[MeasureStanding], code: str, name: str, *, is_asked: bool) -> Evidence:
    row = rows[0]
    end = f"/{row.call}" if row.call else "/fictif" if row.is_fictitious else ""
    titles = Text(
        " ; ".join(f"« {one.title.fr} »" for one in rows),
        "; ".join(f"“{one.title.en}”" for one in rows),
    )
    several = len(rows) > 1
    return Evidence(
        f"standing:{code}/{row.programme}/{'+'.join(one.measure for one in rows)}{end}",
        Topic.STANDING if is_asked else Topic.MEASURE,
        (
            Text(
                "{name}, pour chacune de ces mesures ({titles}) : {sentence}",
                "{name}, for each of these measures ({titles}): {sentence}",
            )
            if several
            else Text("{name}, {titles} : {sentence}", "{name}, {titles}: {sentence}")
        ).filled(name=name, titles=titles, sentence=_small(row.sentence)),
        _sources(tuple(proof for one in rows for proof in one.proofs)),
        row.on,
        f"/territoires/{code}/",
        is_established=row.standing is not Standing.NOT_ESTABLISHED,
        measure="" if several else row.measure,
        territory=code,
    )


def _proofs(row: MeasureStanding, code: str) -> Iterator[Evidence]:
    for proof in row.proofs:
        topic = TOPICS.get(proof.id.partition(":")[0])
        if topic is not None:
            yield Evidence(
                proof.id,
                topic,
                proof.words,
                (proof.source,),
                proof.on,
                proof.address,
                measure=row.measure,
                territory=code,
            )


def _sources(proofs: tuple[Proof, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.source for one in proofs)) or (RECORD,)


def _small(sentence: Text) -> Text:
    """Return a sentence with a small first letter where it begins with a plain word."""

    def smaller(said: str) -> str:
        first = said.split(" ", 1)[0]
        return said[:1].lower() + said[1:] if first[1:].islower() else said

    return Text(smaller(sentence.fr), smaller(sentence.en))
