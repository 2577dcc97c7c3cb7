"""The questions that name a territory, on its page and on those of what lies in it."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

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


@pytest.mark.parametrize(
    ("day", "is_known"),
    [("2020-08-11", False), ("2020-12-07", False), ("2020-12-08", True)],
)
def test_a_day_before_the_reply_knows_nothing_of_it(
    client: Client, settings: Any, day: str, is_known: bool
) -> None:
    settings.CLOCK = lambda: NOW
    loading.load(NOW)
    Question.objects.update(flagged_on=date(2020, 11, 20))
    on = date.fromisoformat(day)
    found = questions_here(places(NAMED), on)
    (row,) = found.rows
    assert (found.answered is not None) is is_known
    assert (row.clock.days_taken is not None) is is_known
    assert (row.clock.flagged_due_on is not None) is (on >= date(2020, 11, 20))
    path = reverse("place", args=[NAMED])
    page = client.get(f"{path}?date={day}").content.decode()
    sheet = client.get(f"{path}fiche.pdf?date={day}").content
    paper = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(sheet)).pages)
    assert ("Une question écrite qui nomme" in page) is is_known
    assert ("question écrite" in " ".join(paper.split())) is is_known
    assert ("répondue en" in page) is is_known


def another(number: int, key: str = NAMED) -> None:
    """Add a question asked later than the real one, without an answer."""
    first = Question.objects.get(number=31804)
    first.pk, first.number, first.reference = None, number, f"an-15-{number}"
    first.published_on, first.replied_on, first.is_open = date(2021, 1, number), None, True
    first.save()
    first.subjects.create(kind="territory", code=key)


def test_the_newest_are_shown_each_place_has_its_list_and_an_older_answer_stays(
    client: Client, settings: Any, django_assert_num_queries: Any
) -> None:
    settings.CLOCK = lambda: NOW
    loading.load(NOW)
    for number in range(1, 2 + MOST_SHOWN):
        another(number, "epci:200069532" if number == 1 else NAMED)
    around = places(NAMED, "commune:14366", "epci:200069532")
    with django_assert_num_queries(5):
        found = questions_here(around, date(2026, 1, 1))
    assert (len(found.rows), found.has_more) == (MOST_SHOWN, True)
    assert found.answered is not None
    assert found.answered.question.number == 31804, "older than those shown"
    assert [str(one.key) for one in found.others] == [NAMED, "epci:200069532"]
    # What holds the place is named, not the place: the link leads to a list that holds them.
    page = client.get(reverse("place", args=["commune:14366"])).content.decode()
    assert "Une question écrite qui nomme Lisieux Industrie" in page
    links = re.findall(r'href="([^"]*territoire=[^"]*)"', page.partition('id="questions"')[2])
    listed = [client.get(one).content.decode() for one in links]
    assert sorted(one.count("/questions/an-15-") for one in listed) == [1, 1 + MOST_SHOWN]


@pytest.mark.parametrize("key", [NAMED, "commune:14366", "epci:200069532"])
def test_the_page_tells_the_question_and_which_territory_it_names(
    client: Client, key: str, settings: Any
) -> None:
    settings.CLOCK = lambda: NOW
    loading.load(NOW)
    page = client.get(reverse("place", args=[key])).content.decode()
    assert "Questions écrites des parlementaires" in page
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
    assert "Questions écrites des parlementaires" not in page
