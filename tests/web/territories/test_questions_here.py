"""The questions that name a territory, on its page and on those of what lies in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rebond.territory import PlaceKey
from rebond.web.questions import loading
from rebond.web.questions.models import Question
from rebond.web.territories.places import atlas
from rebond.web.territories.questions_here import MOST_SHOWN, questions_here
from tests.web.world import NOW

pytestmark = pytest.mark.django_db
NAMED = "territoire_industrie:1:ti-2805"


def places(*keys: str) -> list[Any]:
    return [atlas().place(PlaceKey.parse(one)) for one in keys]


def test_only_published_questions_that_name_the_place_are_told(
    django_assert_num_queries: Any,
) -> None:
    loading.load(NOW)
    with django_assert_num_queries(2):
        found = questions_here(places(NAMED, "commune:14366"), date(2020, 12, 31))
    (row,) = found.rows
    assert (row.question.number, row.clock.days_taken) == (31804, 119)
    assert [str(one.key) for one in row.named] == [NAMED]
    assert not questions_here(places("commune:14366"), date(2020, 12, 31)).rows
    assert not questions_here(places(NAMED), date(2020, 8, 10)).rows, "not published yet"


def test_the_newest_are_shown_and_the_others_announced(django_assert_num_queries: Any) -> None:
    loading.load(NOW)
    first = Question.objects.get(number=31804)
    for number in range(1, 2 + MOST_SHOWN):
        copy = Question.objects.get(pk=first.pk)
        copy.pk, copy.number, copy.reference = None, number, f"an-15-{number}"
        copy.save()
        copy.subjects.create(kind="territory", code=NAMED)
    with django_assert_num_queries(2):
        found = questions_here(places(NAMED), date(2026, 1, 1))
    assert (len(found.rows), found.has_more) == (MOST_SHOWN, True)


@pytest.mark.parametrize("key", [NAMED, "commune:14366", "epci:200069532"])
def test_the_page_tells_the_question_and_which_territory_it_names(
    client: Client, key: str, settings: Any
) -> None:
    settings.CLOCK = lambda: NOW
    loading.load(NOW)
    page = client.get(reverse("place", args=[key])).content.decode()
    assert "Questions au Parlement" in page
    assert f'href="{reverse("question", args=["an-15-31804"])}"' in page
    assert ("Elle nomme" in page) is (key != NAMED)
    assert "lu dans le texte, pas encore confirmé" in page
    # What is long is folded in elements that need no script.
    assert page.count("<details") > 10
    assert (
        "Une question écrite qui nomme Lisieux Industrie a été posée à l’État le 11 août 2020 ; "
        "il y a répondu le 8 décembre 2020 : la réponse cite des critères (5), sans leurs poids, "
        "et aucun motif propre à ce territoire n’en est établi."
    ) in page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Rien n’établit qu’un site y ait été proposé" in page


def test_another_territory_does_not_tell_it(client: Client, settings: Any) -> None:
    settings.CLOCK = lambda: NOW
    loading.load(NOW)
    page = client.get(reverse("place", args=["epci:200054781"])).content.decode()
    assert "Questions au Parlement" not in page
