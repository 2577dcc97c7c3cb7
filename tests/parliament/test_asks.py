from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.parliament.asks import KIND_TEXTS, Kind, asks, kind_of
from rebond.parliament.reading_text import read_text
from tests.parliament.given import SEED, text


def test_each_request_is_one_ask_with_its_kind_and_its_place():
    said = read_text(text()).text
    got = asks(said)
    assert [(one.kind, one.text) for one in got] == [
        (Kind.WHY_CHOSEN, "Elle voudrait connaître les raisons de ce choix"),
        (Kind.PROPOSALS, "savoir combien de sites furent proposés par des EPCI."),
        (Kind.OPINION, "Elle souhaite connaître son avis."),
    ]
    assert all(one.span.of(said) == one.text for one in got)
    assert [one.number for one in got] == [1, 2, 3]


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_the_seed_question_asks_two_things_and_an_opinion():
    got = asks(read_text(SEED.read_text(encoding="utf-8")).text)
    assert [one.kind for one in got] == [Kind.WHY_CHOSEN, Kind.PROPOSALS, Kind.OPINION]
    assert got[0].text.endswith("par rapport à d'autres")
    assert got[1].text.startswith("savoir si le choix s'est opéré")


@pytest.mark.parametrize(
    ("request_", "kind"),
    [
        ("combien de sites sont retenus", Kind.FIGURES),
        ("quel est le calendrier", Kind.CALENDAR),
        ("le montant des crédits", Kind.MONEY),
        ("les mesures que compte prendre l’État", Kind.OTHER),
        ("pourquoi ce territoire fut écarté", Kind.WHY_CHOSEN),
    ],
)
def test_the_words_of_a_request_tell_its_kind(request_: str, kind: Kind):
    assert kind_of(request_) is kind
    assert KIND_TEXTS[kind].en


def test_statements_are_no_requests_and_question_marks_are():
    assert not asks("Elle lui indique que le site est vide. Elle regrette ce choix.")
    assert [one.kind for one in asks("Le site est vide. Quand ouvrira-t-il ?")] == [Kind.CALENDAR]


@given(st.text(max_size=200))
def test_any_text_is_parted_without_losing_its_place(hostile: str):
    got = asks(hostile)
    assert all(one.span.of(hostile) == one.text for one in got)
    assert all(not a.span.covers(b.span) for a, b in itertools.pairwise(got))
