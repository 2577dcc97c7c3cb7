from __future__ import annotations

import pytest
from django.http import QueryDict

from rebond.web.desk.asking import Asked, asked


def test_a_question_goes_to_the_address_and_back() -> None:
    question = Asked("zone portuaire", "essai-open", "filed", "28", "no", "reference", 3)
    assert asked(QueryDict(question.query())) == question
    assert Asked().query() == ""


def test_a_changed_part_replaces_the_old_one() -> None:
    assert Asked(words="zone", page=4).query(page="") == "q=zone"


@pytest.mark.parametrize(
    "query",
    ["page=-1", "page=٣", "page=1e9", "page=" + "9" * 400, "etat=efface", "tri=--", "eligible=oui"],
)
def test_what_is_not_a_filter_is_no_filter(query: str) -> None:
    question = asked(QueryDict(query))
    assert (question.page, question.state, question.eligibility) == (1, "", "")
    assert question.sort == "depot"


def test_words_lose_zero_bytes_and_length() -> None:
    question = asked(QueryDict(f"q=a%00b++{'c' * 500}"))
    assert "\0" not in question.words
    assert len(question.words) == 100
