"""Drafting an answer, its second reading, its publication; what is published never changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max

from rebond.canonical import digest
from rebond.parliament import drafting as engine
from rebond.parliament.asks import Ask, Kind
from rebond.parliament.evidence import evidence_digest
from rebond.parliament.tokens import Span
from rebond.parliament.vocabulary import shipped_vocabularies
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind as OrganisationKind
from rebond.web.accounts.kinds import Role
from rebond.web.accounts.models import Membership
from rebond.web.clock import today
from rebond.web.instruction.addresses import path_of
from rebond.web.journal.services import append
from rebond.web.notices import services as notices
from rebond.web.questions import queries
from rebond.web.questions.errors import (
    EmptyBlock,
    InHand,
    NothingAsked,
    NotInThatState,
    RemarkMissing,
    SamePerson,
    TooLong,
    WrittenMeanwhile,
)
from rebond.web.questions.gathering import gather, subjects_of
from rebond.web.questions.models import Answer, Block, Question
from rebond.web.questions.notice_kinds import RETURNED, SUBMITTED, VALIDATED
from rebond.web.questions.permissions import may_work

State = Answer.State
MOST_CHARACTERS = 20_000
LEAST_REMARK = 10
STATE_TEXTS = {
    State.DRAFT: Text("en projet", "a draft"),
    State.SUBMITTED: Text("en seconde lecture", "in second reading"),
    State.VALIDATED: Text("validée", "validated"),
    State.PUBLISHED: Text("publiée", "published"),
    State.ABANDONED: Text("abandonnée", "abandoned"),
}


@transaction.atomic
def assemble(actor: Actor, question: Question, now: datetime) -> Answer:
    """Assemble a draft from the evidence of this day, and freeze both.

    Raises
    ------
    PermissionDenied
    NothingAsked, InHand
    """
    if not may_work(actor):
        raise PermissionDenied
    held = Question.objects.select_for_update().get(pk=question.pk)
    in_hand = held.answers.filter(state__in=[State.DRAFT, State.SUBMITTED, State.VALIDATED]).first()
    if in_hand is not None:
        raise InHand(in_hand.number)
    requests = list(held.requests.all())
    if held.confirmed_at is None or not requests:
        raise NothingAsked
    asked = [
        Ask(one.number, Span(one.start, one.end), one.text, Kind(one.kind)) for one in requests
    ]
    titles = {name: title for one in shipped_vocabularies() for name, title in one.titles.items()}
    subjects = subjects_of(held)
    made = engine.draft(
        asked,
        gather(held, now, subjects),
        as_of=today(now),
        titles=titles,
        number=held.number,
    )
    last = held.answers.aggregate(last=Max("number"))["last"] or 0
    answer = Answer.objects.create(
        question=held,
        number=last + 1,
        as_of=made.as_of,
        evidence=[one.as_json() for one in made.evidence],
        evidence_digest=made.evidence_digest,
        draft_digest=made.digest,
        subjects=[list(one) for one in subjects],
        method_version=made.method_version,
        drafted_by_id=actor.membership_id,
        drafted_at=now,
    )
    answer.hands.add(actor.membership_id)
    Block.objects.bulk_create(
        Block(
            answer=answer,
            number=one.ask,
            kind=one.kind,
            request=one.request,
            sentences=[sentence.as_json() for sentence in one.sentences],
            text_fr="\n".join(sentence.text.fr for sentence in one.sentences),
            text_en="\n".join(sentence.text.en for sentence in one.sentences),
        )
        for one in made.blocks
    )
    said = {"number": answer.number, "as_of": made.as_of.isoformat(), "digest": made.digest}
    append(actor, "questions.draft", ("question", held.reference), said, now=now)
    return answer


@transaction.atomic
def write(
    actor: Actor,
    answer: Answer,
    texts: Mapping[int, tuple[str, str]],
    version: int,
    now: datetime,
) -> Answer:
    """Save the words of a draft; `texts` gives French and English by number of block.

    English that stays as it was beside French that changed is emptied: nobody knows any more that both say the same.

    Raises
    ------
    PermissionDenied
    NotInThatState, WrittenMeanwhile, EmptyBlock, TooLong
    """
    held = _held(actor, answer, {State.DRAFT}, Text("l’écrire", "edit it"))
    if version != held.version:
        raise WrittenMeanwhile
    changed = []
    for block in held.blocks.all():
        given = texts.get(block.number)
        if given is None:
            continue
        french, english = (_lines(one) for one in given)
        if not french:
            raise EmptyBlock(block.number)
        if max(len(french), len(english)) > MOST_CHARACTERS:
            raise TooLong(max(len(french), len(english)), MOST_CHARACTERS)
        if french != block.text_fr and english == block.text_en:
            english = ""
        if (french, english) != (block.text_fr, block.text_en):
            block.text_fr, block.text_en = french, english
            block.edited_by_id, block.edited_at = actor.membership_id, now
            block.save(update_fields=["text_fr", "text_en", "edited_by", "edited_at"])
            changed.append(block.number)
    if not changed:
        return held
    held.hands.add(actor.membership_id)
    held.version += 1
    held.save(update_fields=["version"])
    _tell_journal(actor, held, "write", {"blocks": changed}, now)
    return held


@transaction.atomic
def submit(actor: Actor, answer: Answer, now: datetime) -> Answer:
    """Ask for a second reading."""
    held = _held(actor, answer, {State.DRAFT}, Text("la soumettre", "submit it"))
    held.state, held.submitted_by_id, held.submitted_at = State.SUBMITTED, actor.membership_id, now
    held.version += 1
    held.hands.add(actor.membership_id)
    held.save(update_fields=["state", "submitted_by", "submitted_at", "version"])
    _tell_journal(actor, held, "submit", {}, now)
    _tell(held, SUBMITTED, team() - hands(held), now)
    return held


@transaction.atomic
def validate(actor: Actor, answer: Answer, now: datetime) -> Answer:
    """Validate a draft that somebody else wrote and submitted."""
    held = _held(actor, answer, {State.SUBMITTED}, Text("la valider", "validate it"))
    if actor.user_id in hands(held):
        raise SamePerson
    held.state, held.read_by_id, held.read_at, held.remark = (
        State.VALIDATED,
        actor.membership_id,
        now,
        "",
    )
    held.save(update_fields=["state", "read_by", "read_at", "remark"])
    _tell_journal(actor, held, "validate", {}, now)
    _tell(held, VALIDATED, hands(held), now)
    return held


@transaction.atomic
def send_back(actor: Actor, answer: Answer, remark: str, now: datetime) -> Answer:
    """Send a draft back to those who wrote it, with a remark."""
    held = _held(
        actor, answer, {State.SUBMITTED, State.VALIDATED}, Text("la renvoyer", "send it back")
    )
    said = " ".join(remark.split())[:2000]
    if len(said) < LEAST_REMARK:
        raise RemarkMissing
    told = hands(held) - {actor.user_id}
    held.state, held.remark, held.read_by_id, held.read_at = (
        State.DRAFT,
        said,
        actor.membership_id,
        now,
    )
    held.version += 1
    held.save(update_fields=["state", "remark", "read_by", "read_at", "version"])
    _tell_journal(actor, held, "return", {"remark": said}, now)
    _tell(held, RETURNED, told, now)
    return held


@transaction.atomic
def publish(actor: Actor, answer: Answer, now: datetime) -> Answer:
    """Publish a validated answer with the digest of what it says; it never changes again."""
    held = _held(actor, answer, {State.VALIDATED}, Text("la publier", "publish it"))
    held.state, held.published_by_id, held.published_at = State.PUBLISHED, actor.membership_id, now
    held.published_digest = digest(content_of(held))
    held.save(update_fields=["state", "published_by", "published_at", "published_digest"])
    _tell_journal(actor, held, "publish", {"digest": held.published_digest}, now)
    return held


@transaction.atomic
def abandon(actor: Actor, answer: Answer, now: datetime) -> Answer:
    """Set an answer in hand aside, so that another one may be drafted from newer evidence."""
    in_hand = {State.DRAFT, State.SUBMITTED, State.VALIDATED}
    held = _held(actor, answer, in_hand, Text("l’abandonner", "abandon it"))
    held.state = State.ABANDONED
    held.save(update_fields=["state"])
    _tell_journal(actor, held, "abandon", {}, now)
    return held


def content_of(answer: Answer) -> dict[str, Any]:
    """Return what a published answer says, as the digest is taken of it."""
    return {
        "question": answer.question.reference,
        "number": answer.number,
        "as_of": answer.as_of.isoformat(),
        "subjects": answer.subjects,
        "evidence": answer.evidence_digest,
        "draft": answer.draft_digest,
        "blocks": [
            {
                "number": one.number,
                "kind": one.kind,
                "request": one.request,
                "fr": one.text_fr,
                "en": one.text_en,
            }
            for one in answer.blocks.all()
        ],
    }


def is_as_published(answer: Answer) -> bool:
    """Return whether a published answer and its evidence still are those of its digests."""
    rows = queries.evidence_of(answer).values()
    return (
        digest(content_of(answer)) == answer.published_digest
        and evidence_digest(rows) == answer.evidence_digest
    )


def hands(answer: Answer) -> frozenset[int]:
    """Return the people who ever drafted, edited or submitted an answer, by the key of their account."""
    return frozenset(answer.hands.values_list("user_id", flat=True))


def _held(actor: Actor, answer: Answer, states: set[str], act: Text) -> Answer:
    if not may_work(actor):
        raise PermissionDenied
    held = (
        Answer.objects.select_for_update(of=("self",)).select_related("question").get(pk=answer.pk)
    )
    if held.state not in states:
        raise NotInThatState(STATE_TEXTS[State(held.state)], act)
    return held


def _lines(written: str) -> str:
    """Return the lines of a text, blanks aside and empty ones left out."""
    lines = (
        " ".join(part for part in line.replace("\t", " ").split(" ") if part)
        for line in written.replace("\0", "").splitlines()
    )
    return "\n".join(line for line in lines if line.strip())


def team() -> frozenset[int]:
    """Return the people of the national team who may act."""
    found = Membership.objects.in_force().filter(
        organisation__kind=OrganisationKind.NATIONAL_TEAM,
        role__in=[Role.AGENT, Role.ADMINISTRATOR],
    )
    return frozenset(found.values_list("user_id", flat=True))


def _tell(answer: Answer, kind: str, users: frozenset[int], now: datetime) -> None:
    question = answer.question
    notices.tell(
        sorted(users),
        kind,
        ("question", question.reference),
        address=path_of("answer-write", question.reference, answer.number),
        facts={"question": question.reference, "title": question.title[:120]},
        now=now,
    )


def _tell_journal(
    actor: Actor, answer: Answer, verb: str, said: dict[str, Any], now: datetime
) -> None:
    about = ("question", answer.question.reference)
    append(actor, f"questions.{verb}", about, {"number": answer.number, **said}, now=now)
