"""Written questions with their clock, and the answers published from the record, as datasets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Prefetch, Q

from rebond import __version__
from rebond.errors import RebondError
from rebond.parliament.asks import Kind
from rebond.parliament.clock import STATE_TEXTS, Clock
from rebond.parliament.evidence import Topic
from rebond.texts import Text
from rebond.web.clock import today
from rebond.web.publishing.dataset import OPEN_LICENCE, Column, Dataset, Row
from rebond.web.questions import queries
from rebond.web.questions.models import Answer, Block, Question, Subject

CHUNK = 500

QUESTION_COLUMNS = (
    Column("reference", "string", Text("référence", "reference"), required=True),
    Column(
        "chamber",
        "string",
        Text("assemblée", "chamber"),
        required=True,
        choices=tuple(code for code, _name in Question._meta.get_field("chamber").choices),
    ),
    Column("legislature", "integer", Text("législature", "legislature")),
    Column("number", "integer", Text("numéro", "number"), required=True),
    Column("title", "string", Text("titre", "title")),
    Column("author", "string", Text("auteur", "author")),
    Column(
        "author_reference",
        "string",
        Text("identifiant de l’auteur à l’assemblée", "identifier of the author in the chamber"),
    ),
    Column("group", "string", Text("groupe", "group")),
    Column("circonscription", "string", Text("circonscription", "constituency")),
    Column("rubric", "string", Text("rubrique", "heading")),
    Column("ministry_asked", "string", Text("ministère interrogé", "ministry asked")),
    Column("ministry_attributed", "string", Text("ministère attributaire", "ministry in charge")),
    Column("published_on", "date", Text("publiée au JO le", "published on"), required=True),
    Column("published_page", "string", Text("page de la question", "page of the question")),
    Column("flagged_on", "date", Text("signalée le", "flagged on")),
    Column("replied_on", "date", Text("réponse publiée le", "reply published on")),
    Column("replied_page", "string", Text("page de la réponse", "page of the reply")),
    Column("ended_on", "date", Text("éteinte sans réponse le", "ended without a reply on")),
    Column("end_reason", "string", Text("motif de fin", "why it ended")),
    Column(
        "state",
        "string",
        Text("état ce jour", "state today"),
        choices=tuple(str(one) for one in STATE_TEXTS),
    ),
    Column(
        "due_on",
        "date",
        Text(
            "réponse due le, report par un signalement compris",
            "reply due on, put off by a flagging",
        ),
    ),
    Column(
        "days_taken", "integer", Text("jours pour répondre", "days taken to reply"), unit="days"
    ),
    Column(
        "days_late", "integer", Text("jours après « due_on »", "days after “due_on”"), unit="days"
    ),
    Column("text", "string", Text("texte de la question", "text of the question")),
    Column("reply", "string", Text("texte de la réponse", "text of the reply")),
    Column(
        "territories",
        "string",
        Text(
            "territoires dont elle parle, joints par une barre",
            "territories that it is about, joined by a bar",
        ),
    ),
    Column(
        "measures",
        "string",
        Text(
            "mesures dont elle parle, « programme/mesure », jointes par une barre",
            "measures that it is about, “programme/measure”, joined by a bar",
        ),
    ),
    Column(
        "subjects_confirmed",
        "boolean",
        Text(
            "une personne a confirmé territoires et mesures ; sinon, ils sont lus dans le texte",
            "a person confirmed territories and measures; otherwise they are read in the text",
        ),
        required=True,
    ),
    Column(
        "source_url",
        "string",
        Text(
            "page officielle, adresse formée d’après le numéro et jamais ouverte",
            "official page; its address is formed from the number and was never opened",
        ),
    ),
    Column(
        "answers",
        "integer",
        Text("réponses tirées du registre, publiées", "answers from the record, published"),
        required=True,
    ),
)
_AS_KEPT = tuple(
    one.name
    for one in QUESTION_COLUMNS
    if one.name in {field.name for field in Question._meta.get_fields()} - {"answers"}
)


def questions_now(now: datetime) -> Any:
    """Return the questions that everyone may read, without those of the demonstration, by reference."""
    return (
        queries.visible(None, today(now))
        .filter(is_fictitious=False)
        .select_related("confirmed_by__organisation")
        .order_by("reference")
    )


def _clock(question: Question, now: datetime) -> Clock | None:
    try:
        return queries.of_day(question, today(now))
    except RebondError:
        return None


def question_rows(now: datetime) -> Iterator[Row]:
    """Yield the published questions with their clock of the day."""
    shown = questions_now(now).prefetch_related(queries.telling())
    published = Count("answers", filter=Q(answers__in=_published()))
    for one in shown.annotate(answered=published).iterator(chunk_size=CHUNK):
        held = _clock(one, now)
        is_closed = held is not None and not held.state.is_open
        about: dict[str, list[str]] = {}
        for subject in one.subjects.all():
            about.setdefault(subject.kind, []).append(subject.code)
        values = {name: getattr(one, name) for name in _AS_KEPT}
        values |= {
            "state": str(held.state) if held else None,
            "due_on": held.due_on if held else None,
            "days_taken": held.days_taken if held else None,
            # Where no delay is established, nothing is known to be late.
            "days_late": held.days_late if held and held.due_on else None,
            "territories": "|".join(about.get(Subject.Kind.TERRITORY, ())) or None,
            "measures": "|".join(about.get(Subject.Kind.MEASURE, ())) or None,
            "subjects_confirmed": one.is_confirmed,
            "source_url": one.source_url or None,
            "answers": one.answered,
        }
        ends_on = (one.replied_on or one.ended_on) if is_closed else None
        yield Row(one.reference, values, starts_on=one.published_on, ends_on=ends_on)


def stamp(now: datetime) -> str:
    """Return what changes whenever a question, what it is about, an answer, the rules or the day does."""
    held = Question.objects.filter(is_fictitious=False).aggregate(
        count=Count("pk"), changed=Max("changed_at"), confirmed=Max("confirmed_at")
    )
    about = Subject.objects.aggregate(count=Count("pk"), last=Max("pk"))
    told = _published().aggregate(count=Count("pk"), last=Max("published_at"))
    return f"{held}-{about}-{told}-{today(now)}-{__version__}"


def changed(now: datetime) -> datetime | None:
    """Return when a question or a published answer last changed."""
    held = questions_now(now).aggregate(at=Max("changed_at"), confirmed=Max("confirmed_at"))
    told = _published().filter(question__in=questions_now(now)).aggregate(at=Max("published_at"))
    both = [one for one in (*held.values(), told["at"]) if one is not None and one <= now]
    return max(both, default=None)


def _published() -> Any:
    real = Answer.objects.filter(state=Answer.State.PUBLISHED, question__is_fictitious=False)
    return real.exclude(pk__in=Answer.objects.fictitious().values("pk"))


ANSWER_COLUMNS = (
    Column("block", "string", Text("question, réponse et bloc", "question, answer and block"), required=True),
    Column("question", "string", Text("référence de la question", "reference of the question"), required=True),
    Column("answer", "integer", Text("numéro de la réponse", "number of the answer"), required=True),
    Column("number", "integer", Text("numéro du bloc", "number of the block"), required=True),
    Column(
        "kind",
        "string",
        Text("nature de la demande", "kind of request"),
        choices=tuple(str(one) for one in Kind),
    ),
    Column("request", "string", Text("demande", "request")),
    Column(
        "territories",
        "string",
        Text(
            "territoires dont parle la question, joints par une barre",
            "territories that the question is about, joined by a bar",
        ),
    ),
    Column("text_fr", "string", Text("réponse", "answer in French")),
    Column("text_en", "string", Text("réponse en anglais", "answer in English")),
    Column(
        "proofs",
        "string",
        Text(
            "preuves des phrases, joints par une barre : colonne « id » de « answer-evidence »",
            "proofs of its sentences, joined by a bar: column “id” of “answer-evidence”",
        ),
    ),
    Column(
        "lines_added",
        "integer",
        Text("lignes écrites par une personne, sans preuve", "lines that a person wrote, without proof"),
        required=True,
    ),
    Column("as_of", "date", Text("état du registre au", "record as of"), required=True),
    Column("published_at", "datetime", Text("publiée le", "published at"), required=True),
    Column("evidence_digest", "string", Text("empreinte des preuves", "digest of the evidence")),
    Column("published_digest", "string", Text("empreinte de la réponse", "digest of the answer")),
    Column("method_version", "string", Text("version de la méthode", "version of the method")),
)  # fmt: skip
EVIDENCE_COLUMNS = (
    Column("row", "string", Text("question, réponse et numéro", "question, answer and number"), required=True),
    Column("question", "string", Text("référence de la question", "reference of the question"), required=True),
    Column("answer", "integer", Text("numéro de la réponse", "number of the answer"), required=True),
    Column("id", "string", Text("identifiant de la preuve", "identifier of the proof"), required=True),
    Column("topic", "string", Text("sujet", "topic"), choices=tuple(str(one) for one in Topic)),
    Column("words_fr", "string", Text("phrase", "sentence in French")),
    Column("words_en", "string", Text("phrase en anglais", "sentence in English")),
    Column("sources", "string", Text("sources, jointes par une barre", "sources, joined by a bar")),
    Column("on", "date", Text("jour dont elle parle", "day of which it speaks")),
    Column("address", "string", Text("page qui la montre", "page that shows it")),
    Column("is_established", "boolean", Text("établi", "established"), required=True),
    Column("measure", "string", Text("mesure", "measure")),
    Column("territory", "string", Text("clé du territoire", "key of the territory")),
)  # fmt: skip


def answers_now(now: datetime) -> Any:
    """Return the published answers of the questions that everyone may read, in their order."""
    blocks = Prefetch("blocks", queryset=Block.objects.order_by("number"))
    return (
        _published()
        .filter(question__in=questions_now(now), published_at__lte=now)
        .select_related("question")
        .prefetch_related(blocks)
        .order_by("question__reference", "number")
    )


def answer_rows(now: datetime) -> Iterator[Row]:
    """Yield each block of each published answer, with the proofs of its sentences."""
    for one in answers_now(now).iterator(chunk_size=CHUNK):
        for told in queries.told(one, "fr"):
            block = told.block
            key = f"{one.question.reference}/{one.number}/{block.number:02d}"
            proofs = dict.fromkeys(row.id for _line, rows in told.lines for row in rows)
            yield Row(
                key,
                {
                    "block": key,
                    "question": one.question.reference,
                    "answer": one.number,
                    "number": block.number,
                    "kind": block.kind,
                    "request": block.request,
                    "territories": "|".join(
                        code for kind, code in one.subjects if kind == Subject.Kind.TERRITORY
                    )
                    or None,
                    "text_fr": block.text_fr,
                    "text_en": block.text_en,
                    "proofs": "|".join(proofs) or None,
                    "lines_added": told.added,
                    "as_of": one.as_of,
                    "published_at": one.published_at,
                    "evidence_digest": one.evidence_digest,
                    "published_digest": one.published_digest,
                    "method_version": one.method_version,
                },
                starts_on=one.as_of,
            )


def evidence_rows(now: datetime) -> Iterator[Row]:
    """Yield the frozen rows behind each published answer."""
    for one in answers_now(now).iterator(chunk_size=CHUNK):
        for number, proof in enumerate(queries.evidence_of(one).values(), start=1):
            key = f"{one.question.reference}/{one.number}/{number:04d}"
            yield Row(
                key,
                {
                    "row": key,
                    "question": one.question.reference,
                    "answer": one.number,
                    "id": proof.id,
                    "topic": str(proof.topic),
                    "words_fr": proof.words.fr,
                    "words_en": proof.words.en,
                    "sources": "|".join(proof.sources) or None,
                    "on": proof.on,
                    "address": proof.address,
                    "is_established": proof.is_established,
                    "measure": proof.measure,
                    "territory": proof.territory,
                },
                starts_on=proof.on,
            )


def _dataset(
    name: str,
    title: Text,
    description: Text,
    columns: tuple[Column, ...],
    rows: Any,
    filters: tuple[str, ...],
    **more: Any,
) -> Dataset:
    return Dataset(
        *(name, title, description, OPEN_LICENCE, "CONT", columns, columns[0].name),
        *(rows, stamp, changed),
        has_time=True,
        filters=filters,
        **more,
    )


QUESTIONS = _dataset(
    "questions",
    Text("Questions écrites", "Written questions"),
    Text(
        "Les questions écrites du registre, parues au Journal officiel, avec l’échéance de leur réponse et l’état ce "
        "jour. Sans règle établie, l’échéance est vide. Textes des assemblées : Licence Ouverte, version non établie.",
        "The written questions of the register, published in the Journal officiel, with the day by which the reply is "
        "due and their state today. Where no rule is established the day is empty. Texts of the two chambers: Licence "
        "Ouverte, version not established.",
    ),
    QUESTION_COLUMNS,
    question_rows,
    ("chamber", "state", "group", "rubric", "territories", "measures"),
    joined=frozenset({"territories", "measures"}),
    attribution="Rebond, d’après l’Assemblée nationale et le Sénat",
)
ANSWERS = _dataset(
    "answers",
    Text("Réponses tirées du registre", "Answers from the record"),
    Text(
        "Les réponses publiées, bloc par bloc, figées au jour de leurs preuves, avec leurs empreintes.",
        "The published answers, block by block, frozen on the day of their evidence, with their digests.",
    ),
    ANSWER_COLUMNS,
    answer_rows,
    ("question", "kind", "territories"),
    joined=frozenset({"territories"}),
    secrecy=Text(
        "Projets, relectures et remarques ne sortent pas.",
        "Drafts, second readings and remarks do not leave.",
    ),
)
EVIDENCE = _dataset(
    "answer-evidence",
    Text("Preuves des réponses", "Evidence of answers"),
    Text(
        "Chaque ligne du registre ou de la politique sur laquelle repose une réponse publiée, telle qu’elle y est figée.",
        "Each row of the record or of the policy that a published answer rests on, as it is frozen in it.",
    ),
    EVIDENCE_COLUMNS,
    evidence_rows,
    ("question", "topic", "territory", "is_established"),
)
