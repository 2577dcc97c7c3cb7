"""Questions in every state, through the services; every name in them is fictitious."""

from __future__ import annotations

from datetime import timedelta

from rebond.web.questions import detecting, drafting, taking
from rebond.web.questions.models import Answer, Question
from tests.parliament.given import text
from tests.web.world import NOW, World

TERRITORY = "territoire_industrie:1:ti-2805"


def written(number: int = 912, *, has_reply: bool = False, **changed: str) -> str:
    """Return the text of a question, published thirty days before the world's moment."""
    published = (NOW - timedelta(days=30)).date()
    given = text().replace("912", str(number)).replace("14 février 2023", published.isoformat())
    given = given.replace("5 mai 2023", published.isoformat())
    if not has_reply:
        head, _reply, rest = given.partition("### Texte de la réponse")
        _words, _mark, keys = rest.partition("### Données clés")
        given = head + "### Données clés" + keys.partition("**Réponse publiée")[0]
    else:
        given = given.replace("1er juin 2023", (NOW - timedelta(days=1)).date().isoformat())
    given = "\n".join(line for line in given.splitlines() if "signalement" not in line)
    for old, new in changed.items():
        given = given.replace(old, new)
    return given


def taken(world: World, number: int = 912, *, has_reply: bool = False) -> Question:
    """Return a question of the register, taken in if it is not there."""
    known = Question.objects.filter(reference=f"an-16-{number}").first()
    if known is not None:
        return known
    actor = world.actor("national")
    content = written(number, has_reply=has_reply).encode()
    intake = taking.receive(actor, "q.txt", content, NOW)
    taking.take(actor, intake, [f"an-16-{number}"], NOW)
    return Question.objects.get(reference=f"an-16-{number}")


def confirmed(world: World, number: int = 912) -> Question:
    """Return a question of which somebody confirmed what it is about."""
    question = taken(world, number)
    if question.confirmed_at is None:
        measures = [
            code for code, _title in detecting.all_measures() if code.endswith("site_cle_en_main")
        ]
        kinds = {1: "why_chosen", 2: "proposals"}
        detecting.confirm(world.actor("national"), question, [TERRITORY], measures, kinds, NOW)
    return Question.objects.get(pk=question.pk)


def drafted(world: World, number: int = 912) -> Answer:
    """Return a draft in hand of a question."""
    question = confirmed(world, number)
    known = question.answers.filter(state=Answer.State.DRAFT).first()
    return known or drafting.assemble(world.actor("national"), question, NOW)


def submitted(world: World, number: int = 913) -> Answer:
    """Return a draft that awaits a second reading."""
    question = confirmed(world, number)
    known = question.answers.filter(state=Answer.State.SUBMITTED).first()
    return known or drafting.submit(world.actor("national"), drafted(world, number), NOW)


def published(world: World, number: int = 914) -> Answer:
    """Return a published answer."""
    question = confirmed(world, number)
    known = question.answers.filter(state=Answer.State.PUBLISHED).first()
    if known is not None:
        return known
    draft = submitted(world, number)
    drafting.validate(world.actor("national_second"), draft, NOW)
    return drafting.publish(world.actor("national_second"), draft, NOW)
