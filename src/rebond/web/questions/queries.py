"""Reading questions: which ones one may see, with their clock; what each is about; answers with their proofs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Value

from rebond.parliament.asks import Kind
from rebond.parliament.clock import Clock, clock
from rebond.parliament.drafting import Sentence, Tied, tied
from rebond.parliament.evidence import Evidence
from rebond.parliament.question import Chamber, WrittenQuestion
from rebond.texts import Lang, Text
from rebond.web.accounts.actors import Actor
from rebond.web.questions.models import Answer, Block, Question, Subject
from rebond.web.questions.permissions import may_see_all

LISTED = 25
ALL, OPEN, LATE, SOON, FLAGGED, ANSWERED = (
    "",
    "ouvertes",
    "retard",
    "proches",
    "signalees",
    "repondues",
)
STATES: dict[str, Text] = {
    ALL: Text("toutes", "all"),
    OPEN: Text("sans réponse", "without a reply"),
    LATE: Text("en retard", "late"),
    SOON: Text("échéance dans 15 jours", "due within 15 days"),
    FLAGGED: Text("signalées", "flagged"),
    ANSWERED: Text("répondues", "answered"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its clock of the day."""

    question: Question
    clock: Clock


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for."""

    state: str = ""
    chamber: str = ""
    words: str = ""
    place: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the register."""

    rows: tuple[Row, ...]
    total: int
    page: int
    open: int
    late: int

    @property
    def before(self) -> int | None:
        """Return the page before."""
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        """Return the page after."""
        return self.page + 1 if self.page * LISTED < self.total else None


@dataclass(frozen=True, slots=True)
class Told:
    """A block of an answer as it is read: each line with the rows behind it."""

    block: Block
    kind: Kind
    lines: tuple[tuple[Tied, tuple[Evidence, ...]], ...]
    is_english: bool = False

    @property
    def added(self) -> int:
        """How many lines a person wrote."""
        return sum(line.is_added for line, _rows in self.lines)


def visible(actor: Actor | None, day: date) -> QuerySet[Question]:
    """Return the questions that one may read: those of the Journal officiel; all for the national team."""
    if may_see_all(actor):
        return Question.objects.all()
    return Question.objects.filter(published_on__lte=day)


def register(actor: Actor | None, asked: Asked, day: date) -> Listed:
    """Return a page of the register, and how many questions await a reply."""
    seen = visible(actor, day)
    if asked.place:
        seen = seen.filter(pk__in=_naming([asked.place]).values("question"))
    waiting = seen.filter(is_open=True)
    rows = _filtered(seen, asked, day)
    if asked.state in {OPEN, LATE, SOON, FLAGGED}:
        rows = rows.order_by(F("due_on").asc(nulls_last=True), "-pk")
    else:
        rows = rows.order_by(F("published_on").desc(nulls_first=True), "-pk")
    start = (asked.page - 1) * LISTED
    shown = rows.defer("text", "reply")[start : start + LISTED]
    return Listed(
        tuple(Row(one, of_day(one, day)) for one in shown),
        rows.count(),
        asked.page,
        waiting.count(),
        waiting.filter(due_on__lt=day).count(),
    )


def _filtered(rows: QuerySet[Question], asked: Asked, day: date) -> QuerySet[Question]:
    near = day + timedelta(days=15)
    state = {
        OPEN: Q(is_open=True),
        LATE: Q(is_open=True, due_on__lt=day),
        SOON: Q(is_open=True, due_on__gte=day, due_on__lte=near),
        FLAGGED: Q(is_open=True, flagged_on__isnull=False),
        ANSWERED: Q(replied_on__isnull=False),
    }.get(asked.state)
    if state is not None:
        rows = rows.filter(state)
    if asked.chamber:
        rows = rows.filter(chamber=asked.chamber)
    for word in asked.words.split()[:6]:
        found = Q(title__icontains=word) | Q(author__icontains=word) | Q(text__icontains=word)
        if word.isascii() and word.isdecimal() and len(word) < 9:  # noqa: PLR2004
            found |= Q(number=int(word))
        rows = rows.filter(found)
    return rows


def of_day(question: Question, day: date) -> Clock:
    """Return the clock of a question; its texts are not read."""
    return clock(bare(question), day)


def bare(question: Question) -> WrittenQuestion:
    """Return the days of a question, without its texts."""
    return WrittenQuestion(
        Chamber(question.chamber),
        question.number,
        question.legislature,
        published_on=question.published_on,
        flagged_on=question.flagged_on,
        replied_on=question.replied_on,
        ended_on=question.ended_on,
    )


def answers(actor: Actor | None, question: Question) -> QuerySet[Answer]:
    """Return the answers that one may read: published ones; all for the national team.

    `is_marked` says of each whether it is of the demonstration, as `Answer.is_fictitious` does of one.
    """
    theirs = Answer.objects.fictitious().filter(pk=OuterRef("pk"))
    found = question.answers.annotate(
        is_marked=Value(value=True) if question.is_fictitious else Exists(theirs)
    )
    return found if may_see_all(actor) else found.filter(state=Answer.State.PUBLISHED)


def evidence_of(answer: Answer) -> dict[str, Evidence]:
    """Return the frozen rows of an answer by id."""
    return {one["id"]: Evidence.from_json(one) for one in answer.evidence}


def sentences_of(block: Block) -> list[Sentence]:
    """Return the sentences of a block as they were drafted."""
    return [
        Sentence(
            Text(one["text"]["fr"], one["text"]["en"]), tuple(one["proofs"]), one["is_established"]
        )
        for one in block.sentences
    ]


def told(answer: Answer, lang: Lang) -> list[Told]:
    """Return the blocks of an answer, each line with the rows behind it."""
    rows = evidence_of(answer)
    found = []
    for block in answer.blocks.all():
        is_english = lang == "en" and bool(block.text_en.strip())
        lines = tied(
            block.text_en if is_english else block.text_fr,
            sentences_of(block),
            "en" if is_english else "fr",
        )
        pairs = tuple(
            (line, tuple(rows[name] for name in line.proofs if name in rows)) for line in lines
        )
        found.append(Told(block, Kind(block.kind), pairs, is_english))
    return found


def naming(places: Iterable[str], day: date) -> QuerySet[Question]:
    """Return the published questions that name one of the places, the newest first, without their texts.

    `is_fictitious` marks those of the demonstration. Of a real one, what fictitious people alone say that it names is
    left out, and `is_confirmed` is false.
    """
    return (
        Question.objects.filter(published_on__lte=day, pk__in=_naming(places).values("question"))
        .defer("text", "reply")
        .select_related("confirmed_by__organisation")
        .prefetch_related(telling())
        .order_by("-published_on", "-pk")
    )


def telling() -> Prefetch:
    """Return how to read with questions what pages and data may tell that they are about."""
    return Prefetch("subjects", Subject.objects.telling())


def _naming(places: Iterable[str]) -> QuerySet[Subject]:
    named = Subject.objects.telling()
    return named.filter(kind=Subject.Kind.TERRITORY, code__in=list(places))
