from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from rebond.parliament.changes import changes
from rebond.parliament.evidence import Topic
from rebond.web.labels.models import LabelEvent
from rebond.web.ledger import settling
from rebond.web.ledger.reserving import reserve
from rebond.web.ledger.wording import amount_text
from rebond.web.questions import queries
from rebond.web.questions.gathering import gather
from rebond.web.questions.models import Question, Subject
from tests.web.ledger.funds import AID, vte
from tests.web.questions.scenes import TERRITORY, confirmed, drafted, published
from tests.web.world import NOW, World


def of_a_real_team(world: World) -> Question:
    """Return a confirmed question as a real team would have taken it in."""
    question = confirmed(world)
    question.is_fictitious = False
    return question


def test_the_evidence_is_public_sourced_and_the_same_on_the_same_day(world: World):
    question = of_a_real_team(world)
    rows = gather(question, NOW)
    assert rows == gather(question, NOW)
    assert len({row.id for row in rows}) == len(rows)
    assert all(row.sources for row in rows)
    (standing,) = [
        row
        for row in rows
        if row.id.startswith(f"standing:{TERRITORY}") and row.topic is Topic.STANDING
    ]
    assert not standing.is_established
    (others,) = [one for one in rows if one.topic is Topic.MEASURE and one.territory == TERRITORY]
    assert "pour chacune de ces mesures" in others.words.fr
    assert others.words.fr.count("n’est pas établi") == 1
    assert {Topic.CRITERION, Topic.GATE, Topic.WEIGHTS, Topic.PROPOSER} <= {
        row.topic for row in rows
    }


def test_a_real_place_of_which_no_list_speaks_is_said_not_established(world: World):
    question = of_a_real_team(world)
    question.subjects.filter(kind="territory").update(code="commune:59350")
    (standing,) = [
        row
        for row in gather(question, NOW)
        if row.id.startswith("standing:commune:59350") and row.topic is Topic.STANDING
    ]
    assert "rien n’établit qu’un site y ait été proposé" in standing.words.fr
    assert "othing establishes" in standing.words.en
    question.subjects.filter(kind="territory").update(code="commune:75056")
    (others,) = [
        one for one in gather(question, NOW) if one.territory and one.topic is Topic.MEASURE
    ]
    assert "Paris n’en fait pas partie" in others.words.fr


def test_a_fictitious_label_never_backs_a_real_answer(world: World):
    question = of_a_real_team(world)
    Subject.objects.create(question=question, kind="territory", code="commune:14366")
    real = gather(question, NOW)
    question.is_fictitious = True
    with_fictitious = gather(question, NOW)
    site = world.sites["public"]
    assert site.is_fictitious
    assert not any(row.topic is Topic.LABEL for row in real)
    assert len(with_fictitious) >= len(real)


def test_what_changed_since_is_told_from_the_frozen_rows(world: World, client: Client):
    answer = drafted(world)
    client.force_login(world.users["national"])
    address = reverse("answer-since", args=[answer.question.reference, answer.number])
    assert "n’a changé" in client.get(address).content.decode()
    gone = next(one for one in answer.evidence if one["topic"] == "criterion")
    answer.evidence = [one for one in answer.evidence if one["id"] != gone["id"]]
    standing = next(one for one in answer.evidence if one["topic"] == "standing")
    standing["words"] = {"fr": "Ancienne phrase.", "en": "Old sentence."}
    answer.save(update_fields=["evidence"])
    page = client.get(address).content.decode()
    assert "Ancienne phrase." in page
    assert gone["words"]["fr"] in page
    told = changes(queries.evidence_of(answer).values(), gather(answer.question, NOW))
    assert (len(told.added), len(told.changed), len(told.removed)) == (1, 1, 0)
    assert LabelEvent.objects.exists()


def test_an_answer_is_compared_with_what_its_question_was_about_then(world: World, client: Client):
    answer = published(world)
    address = reverse("answer-since", args=[answer.question.reference, answer.number])
    assert [kind for kind, _code in answer.subjects] == ["measure", "territory"]
    answer.question.subjects.all().delete()
    Subject.objects.create(question=answer.question, kind="territory", code="commune:14366")
    assert "n’a changé" in client.get(address).content.decode()


def test_an_absent_reason_is_no_fact_though_our_evaluation_beside_it_is_one(world: World):
    rows = {
        row.id.rsplit("/", 1)[1]: row
        for row in gather(confirmed(world), NOW)
        if row.id.startswith(f"why:{TERRITORY}")
    }
    assert set(rows) == {"reason", "evaluation"}
    assert "Aucun motif propre à ce territoire n’est établi" in rows["reason"].words.fr
    assert not rows["reason"].is_established
    assert "Aucun motif" not in rows["evaluation"].words.fr


def test_money_is_what_the_public_file_tells_of_a_place_and_no_more(world: World, settings: Any):
    question = of_a_real_team(world)
    question.subjects.all().delete()
    for kind, code in (("territory", "departement:14"), ("measure", "pack_rebond_2020/vte")):
        Subject.objects.create(question=question, kind=kind, code=code)
    fund = vte(world, amount=10 * AID, places=10, is_fictitious=False)
    for number in range(2):
        held = reserve(fund, ("essai", str(number)), AID, now=NOW, territory=("departement", "14"))
        settling.commit(held, None, NOW)

    def told() -> list[str]:
        return [one.words.en for one in gather(question, NOW) if one.id.startswith("money:")]

    assert told() == []  # two cases are secret
    settings.LEAST_COUNT = 2
    (said,) = told()
    assert (
        said
        == f"Calvados: {amount_text(2 * AID, 'cents').en} committed, €0.00 paid in all, €0.00 recovered"
    )
    fund.__class__.objects.update(is_fictitious=True)
    assert told() == []
