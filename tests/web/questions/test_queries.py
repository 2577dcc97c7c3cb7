from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rebond.web.accounts.models import Organisation
from rebond.web.clock import today
from rebond.web.questions import queries, taking
from rebond.web.questions.models import Question
from tests.web.questions.scenes import confirmed, drafted, published, taken, written
from tests.web.world import NOW, World

DAY = today(NOW)


def test_a_question_not_published_yet_is_the_team_s_alone(world: World, client: Client):
    question = taken(world)
    Question.objects.update(published_on=None)
    address = reverse("question", args=[question.reference])
    assert client.get(address).status_code == 404
    for persona, code in (("parliament", 404), ("epci_a", 404), ("national", 200)):
        client.force_login(world.users[persona])
        assert client.get(address).status_code == code
        assert (question.reference in client.get(reverse("questions")).content.decode()) == (
            code == 200
        )


def test_drafts_are_the_team_s_alone_and_published_answers_everyone_s(world: World, client: Client):
    draft = drafted(world)
    done = published(world)
    for persona, sees in (("parliament", False), ("epci_a", False), ("national", True)):
        client.force_login(world.users[persona])
        for name in ("answer", "answer-since"):
            got = client.get(reverse(name, args=[draft.question.reference, draft.number]))
            assert got.status_code == (200 if sees else 404)
        got = client.get(reverse("answer-write", args=[draft.question.reference, draft.number]))
        assert got.status_code == (200 if sees else 403)
    client.logout()
    for name in ("answer", "answer-since"):
        page = client.get(reverse(name, args=[done.question.reference, done.number]))
        assert page.status_code == 200
        said = page.content.decode()
        assert "@exemple.invalid" not in said
        assert "national (fictif)" not in said


def test_what_fictitious_people_answered_is_marked_wherever_it_is_listed(
    world: World, client: Client
):
    done = published(world)
    mark = '<span class="fictitious">fictif</span>'
    told = "écrite pour la démonstration, par une organisation fictive"

    def marks() -> tuple[int, int, bool]:
        question = client.get(reverse("question", args=[done.question.reference]))
        listed = question.content.decode().split('<ul class="answers">')[1].split("</ul>")[0]
        since = client.get(reverse("answer-since", args=[done.question.reference, done.number]))
        said = since.content.decode()
        return listed.count(mark), said.split("</h1>")[0].count(mark), told in said

    Question.objects.update(is_fictitious=False)
    assert marks() == (1, 1, True)
    Organisation.objects.update(is_fictitious=False)
    assert marks() == (0, 0, False)
    Question.objects.update(is_fictitious=True)
    assert marks() == (1, 1, True)


def test_filters_find_by_state_chamber_place_and_words(world: World):
    open_ = confirmed(world)
    answered = taken(world, 950, has_reply=True)
    late = taken(world, 951)
    Question.objects.filter(pk=late.pk).update(
        published_on=DAY - timedelta(days=90), due_on=DAY - timedelta(days=29)
    )

    def keys(**asked: Any) -> set[str]:
        return {
            row.question.reference
            for row in queries.register(None, queries.Asked(**asked), DAY).rows
        }

    assert keys() == {open_.reference, answered.reference, late.reference}
    assert keys(state="ouvertes") == {open_.reference, late.reference}
    assert keys(state="retard") == {late.reference}
    assert keys(state="repondues") == {answered.reference}
    assert keys(chamber="senat") == set()
    assert keys(place="territoire_industrie:1:ti-2805") == {open_.reference}
    assert keys(words="950 odile") == {answered.reference}
    listed = queries.register(None, queries.Asked(), DAY)
    assert (listed.open, listed.late, listed.total) == (2, 1, 3)
    assert [one.reference for one in queries.naming(["territoire_industrie:1:ti-2805"], DAY)] == [
        open_.reference
    ]


def test_the_register_of_a_territory_says_which_and_counts_its_own_questions(
    world: World, client: Client
):
    confirmed(world)
    taken(world, 950)
    asked = {"territoire": "territoire_industrie:1:ti-2805"}
    page = client.get(reverse("questions"), asked).content.decode()
    assert "qui nomment Lisieux Industrie" in page
    assert "1 question attend une réponse" in page.replace("\u00a0", " ")
    assert 'value="territoire_industrie:1:ti-2805"' in page
    assert "2 questions attendent" in client.get(reverse("questions")).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=99999999",
        "etat=x&assemblee=y",
        "mots=%00%27%22",
        "page=²",
        "territoire=x",
    ],
)
def test_hostile_queries_are_answered(world: World, client: Client, query: str):
    assert client.get(f"{reverse('questions')}?{query}").status_code == 200


def test_the_register_costs_the_same_queries_whatever_its_length(
    world: World, client: Client, django_assert_max_num_queries: Any
):
    taken(world)
    with django_assert_max_num_queries(8):
        client.get(reverse("questions"))
    one = Question.objects.get()
    for number in range(1, 30):
        one.pk = None
        one.reference, one.number = f"an-16-{number}", number
        one.save(force_insert=True)
    with django_assert_max_num_queries(8):
        page = client.get(reverse("questions")).content.decode()
    assert page.count("<tr>") == 26
    assert "page=2" in page


def test_the_clock_of_the_page_is_that_of_the_day(world: World, client: Client, settings: Any):
    question = taken(world)
    address = reverse("question", args=[question.reference])
    assert "Réponse due le" in client.get(address).content.decode()
    settings.CLOCK = lambda: NOW + timedelta(days=60)
    assert "jours après l’échéance" in client.get(address).content.decode()
    settings.CLOCK = lambda: NOW
    actor = world.actor("national")
    intake = taking.receive(actor, "", written(has_reply=True).encode(), NOW)
    taking.take(actor, intake, [question.reference], NOW)
    assert "Répondue en 29 jours" in client.get(address).content.decode()
