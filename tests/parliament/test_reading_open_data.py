from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.errors import RebondError
from rebond.parliament.errors import NotWritten, NumberMissing, QuestionUnreadable
from rebond.parliament.reading_open_data import flat, read_json, read_xml
from tests.parliament.given import content, text


def node() -> dict[str, object]:
    found: dict[str, object] = json.loads(text("question.json"))["question"]
    return found


def test_the_layout_of_the_open_data_is_read_from_json():
    (got,) = read_json(text("question.json"))
    assert got.key == "an-16-912"
    assert got.title == "Friches de la vallée de Brume"
    assert (got.author, got.author_reference, got.group) == ("", "PA000001", "Groupe Imaginaire")
    assert (got.ministry_asked, got.ministry_attributed) == (
        "Industrie imaginaire",
        "Territoires imaginaires",
    )
    assert (got.published_on, got.published_page) == (date(2023, 2, 14), "1401")
    assert got.flagged_on == date(2023, 5, 5)
    assert (got.replied_on, got.replied_page) == (date(2023, 6, 1), "5012")
    assert got.text == "Elle voudrait connaître les raisons.\n\nElle attend."
    assert (got.ended_on, got.end_reason) == (None, "")


def test_xml_and_json_say_the_same():
    first, second = read_xml(content("questions.xml"))
    (same,) = read_json(text("question.json"))
    assert replace(first, text="", flagged_on=None) == replace(
        same, text="", reply="", flagged_on=None, replied_on=None, replied_page=""
    )
    assert (second.ended_on, second.end_reason) == (date(2023, 4, 1), "Retirée")


def test_one_node_or_a_list_of_them_read_alike():
    one, several = node(), node()
    several["textesQuestion"] = {"texteQuestion": [several["textesQuestion"]["texteQuestion"]]}  # type: ignore[index]
    several["identifiant"] = [several["identifiant"]]
    wrapped = {"questionsEcrites": {"question": [several]}}
    assert read_json(json.dumps(wrapped)) == read_json(json.dumps({"question": one}))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"type": "QG"}, NotWritten),
        ({"identifiant": {"numero": None, "legislature": "16"}}, NumberMissing),
        ({"identifiant": {"numero": "x", "legislature": "16"}}, NumberMissing),
    ],
)
def test_a_bad_node_is_refused_with_its_id(change: dict[str, object], error: type[RebondError]):
    with pytest.raises(error) as refused:
        read_json(json.dumps({"question": {**node(), **change}}), where="f.json")
    assert refused.value.where == "f.json, QANR5L16QE912"


def test_a_document_type_is_refused_before_any_entity_is_read():
    bomb = b'<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><question><uid>&b;</uid></question>'
    with pytest.raises(QuestionUnreadable, match="document type"):
        read_xml(bomb)
    with pytest.raises(QuestionUnreadable):
        read_xml(bomb.decode().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16"))
    with pytest.raises(QuestionUnreadable, match="deep"):
        read_xml(b"<a>" * 3000 + b"</a>" * 3000)


def refused_with_words(said: str) -> None:
    assert said.strip()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*node(), "texteQuestion", "infoJO", "dateJO", "numero", "texte"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_tree_is_read_or_refused_in_words(tree: object):
    try:
        got = read_json(json.dumps(tree))
    except RebondError as error:
        said = error.message("fr") + error.message("en")
        refused_with_words(said)
    else:
        assert all(one.number >= 0 for one in got)


@given(st.binary(max_size=200))
def test_any_bytes_are_xml_or_refused_in_words(bytes_: bytes):
    with pytest.raises(RebondError):
        read_xml(b"<" + bytes_)


def test_fragments_lose_their_tags_and_keep_their_paragraphs():
    assert flat("a<br>b<script>c</script>&amp;") == "a\n\nbc&"
