from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.errors import RebondError
from rebond.parliament.errors import DayToCome, QuestionUnreadable, TooLarge, TwiceInTheFile
from rebond.parliament.reading import FORMS, MOST_BYTES, decoded, read
from tests.parliament.given import content, text


@pytest.mark.parametrize(
    ("name", "form", "count"),
    [
        ("question.txt", "text", 1),
        ("question.json", "json", 1),
        ("questions.xml", "xml", 2),
        ("questions.csv", "csv", 2),
    ],
)
def test_each_form_is_recognised_by_its_content(name: str, form: str, count: int):
    got = read(content(name), name="fichier.bin")
    assert (got.form, len(got.questions), got.refused) == (form, count, ())
    assert form in FORMS


def test_the_same_question_twice_is_taken_once_and_said():
    got = read(content("question.txt") * 2)
    assert [one.key for one in got.questions] == ["an-16-912"]
    assert [type(one) for one in got.refused] == [TwiceInTheFile]


def test_a_bad_question_among_good_ones_is_refused_alone():
    got = read(
        text().replace("1er juin 2023", "1er janvier 2023").encode()
        + text().replace("912", "914").encode()
    )
    assert [one.number for one in got.questions] == [914]
    assert len(got.refused) == 1


def test_latin_bytes_are_read():
    assert read(text().encode("cp1252")).questions == read(content("question.txt")).questions
    assert decoded("é".encode("cp1252")) == "é"


def test_what_cannot_be_taken_is_refused():
    with pytest.raises(TooLarge):
        read(b"x" * (MOST_BYTES + 1))
    with pytest.raises(QuestionUnreadable):
        read(b" \n ")
    with pytest.raises(DayToCome):
        read(content("question.txt"), today=date(2023, 1, 1))


def refused_with_words(said: str) -> None:
    assert said.strip()


HOSTILE = st.text(max_size=300) | st.lists(
    st.sampled_from(
        [
            "# SÉNAT\n",
            "# ASSEMBLÉE NATIONALE\n",
            "15ème législature\n",
            "Question écrite n° 7\n",
            "Question écrite n°\n",
            "### Texte de la question\n",
            "### Données clés\n",
            "**Auteur :** [",
            "**",
            "*_*",
            "publiée le 99/99/2020\n",
            "**Question publiée au JO le** : 31 avril 2020\n",
            "**Circonscription :** -\n",
            "<sup>",
            "&#0;",
            "\x00",
            "|;",
        ]
    ),
    max_size=20,
).map("".join)


@given(HOSTILE)
def test_hostile_text_is_read_or_refused_in_words(hostile: str):
    try:
        got = read(hostile.encode("utf-8", "surrogatepass"))
    except RebondError as error:
        said = error.message("fr") + error.message("en")
        refused_with_words(said)
    else:
        assert got.questions


@given(st.binary(max_size=200))
def test_hostile_bytes_are_read_or_refused_in_words(hostile: bytes):
    try:
        read(hostile)
    except RebondError as error:
        said = error.message("fr") + error.message("en")
        refused_with_words(said)


@pytest.mark.parametrize(
    "piece", ["*", "__a ", "[", "<a", "( ", "Question ", "« ", "M. (", ": ", "# ", "e "]
)
def test_long_repetitions_end_quickly(piece: str):
    hostile = "# SÉNAT\nQuestion écrite n° 7\nPubliée le 2/3/2020\n" + piece * (
        200_000 // len(piece)
    )
    got = read(hostile.encode())
    assert got.questions[0].number == 7


def test_a_pasted_text_has_no_name_and_its_lines_are_told_in_words():
    with pytest.raises(QuestionUnreadable) as refused:
        read("Bonjour, ceci n’est pas une question.".encode())
    for words in (refused.value.message("fr"), refused.value.message("en")):
        assert not words.startswith("texte")
        assert "docs/" not in words
    assert "données ouvertes de l’Assemblée nationale" in refused.value.message("fr")
    bad = text().replace("1er juin 2023", "45 juin 2023")
    with pytest.raises(RebondError) as named:
        read(bad.encode(), name="q.txt")
    with pytest.raises(RebondError) as pasted:
        read(bad.encode())
    assert named.value.where is not None
    assert named.value.where.startswith("q.txt:")
    line = named.value.where.removeprefix("q.txt:")
    assert pasted.value.message("fr").startswith(f"ligne {line} : ")
    assert pasted.value.message("en").startswith(f"line {line}: ")
