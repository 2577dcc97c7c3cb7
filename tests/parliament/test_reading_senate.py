from __future__ import annotations

from datetime import date

import pytest

from rebond.parliament.errors import DayUnreadable, NumberMissing, QuestionUnreadable
from rebond.parliament.question import Chamber
from rebond.parliament.reading_senate import is_senate_table, read_csv
from tests.parliament.given import text


def test_written_questions_of_the_table_are_read_and_oral_ones_left_out():
    first, second = read_csv(text("questions.csv"))
    assert (first.chamber, first.key) == (Chamber.SENAT, "senat-2025-5975")
    assert (first.title, first.author) == ("Sites clés en main de Brume", "M. Jean FICTIF")
    assert (first.published_on, first.replied_on) == (date(2025, 8, 21), None)
    assert second.replied_on == date(2025, 11, 13)
    assert second.ministry_attributed == "Industrie imaginaire"


def test_another_separator_reads_the_same():
    given = text("questions.csv")
    assert read_csv(given.replace(";", "|")) == read_csv(given)


def test_bad_rows_are_refused_with_their_line():
    with pytest.raises(NumberMissing) as refused:
        read_csv(text("questions.csv").replace("05976", "néant"), where="q.csv")
    assert refused.value.where == "q.csv:3"
    with pytest.raises(DayUnreadable):
        read_csv(text("questions.csv").replace("2025-11-13", "2025-02-30"))
    with pytest.raises(QuestionUnreadable):
        read_csv("Numéro;Date de publication JO\n")
    assert not is_senate_table("nom;prénom")
