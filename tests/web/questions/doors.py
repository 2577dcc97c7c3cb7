"""Who may open the addresses of written questions."""

from __future__ import annotations

from typing import Any

from rebond.web.questions import taking
from rebond.web.questions.models import Intake
from tests.web.doors import Door
from tests.web.questions.scenes import confirmed, drafted, published, taken, written
from tests.web.world import NOW, World

NATIONAL = frozenset({"national", "national_second", "national_admin"})


def a_question(world: World) -> list[Any]:
    return [taken(world).reference]


def to_draft(world: World) -> list[Any]:
    """Return a confirmed question; what is in hand on it is another person's, so that a draft is made."""
    question = confirmed(world, 915)
    question.answers.all().update(state="abandoned")
    return [question.reference]


def an_intake(world: World) -> list[Any]:
    known = Intake.objects.filter(taken_at=None).first()
    if known is None:
        known = taking.receive(world.actor("national"), "q.txt", written(999).encode(), NOW)
    return [known.reference]


def a_draft(world: World) -> list[Any]:
    answer = drafted(world)
    return [answer.question.reference, answer.number]


def an_answer(world: World) -> list[Any]:
    answer = published(world)
    return [answer.question.reference, answer.number]


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "questions": Door(),
    "questions-import": (
        Door(NATIONAL),
        Door(
            NATIONAL,
            method="POST",
            data=lambda _world: {"texte": written(998)},
            is_page=False,
        ),
    ),
    "questions-intake": (
        Door(NATIONAL, an_intake),
        Door(
            NATIONAL,
            an_intake,
            "POST",
            lambda _world: {"question": "an-16-999", "remplacer": "oui"},
            is_page=False,
        ),
    ),
    "question": Door(arguments=a_question),
    "question-subjects": (
        Door(NATIONAL, a_question),
        Door(
            NATIONAL,
            a_question,
            "POST",
            lambda _world: {"demande": "1", "genre_1": "other"},
            is_page=False,
        ),
    ),
    "answer-new": Door(NATIONAL, to_draft, "POST", is_page=False),
    "answer": Door(arguments=an_answer),
    "answer-write": (
        Door(NATIONAL, a_draft),
        Door(NATIONAL, a_draft, "POST", lambda _world: {"acte": "soumettre"}, is_page=False),
    ),
    "answer-since": Door(arguments=an_answer),
}
