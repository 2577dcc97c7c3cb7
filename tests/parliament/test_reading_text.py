from __future__ import annotations

from datetime import date

import pytest

from rebond.errors import RebondError
from rebond.parliament.errors import (
    DayUnreadable,
    NotWritten,
    NumberMissing,
    NumbersDisagree,
    QuestionUnreadable,
)
from rebond.parliament.question import Chamber, missing
from rebond.parliament.reading_text import plain, read_text
from tests.parliament.given import SEED, text


def test_every_key_datum_of_the_layout_is_read():
    got = read_text(text())
    assert (got.chamber, got.number, got.legislature) == (Chamber.ASSEMBLEE, 912, 16)
    assert got.title == "Friches industrielles de la vallée de Brume"
    assert (got.author, got.group) == ("Mme Odile Fictive", "Groupe Imaginaire")
    assert got.circonscription == "Brume (2e circonscription)"
    assert got.rubric == "Industrie"
    assert got.ministry_asked == "Industrie imaginaire"
    assert got.ministry_attributed == "Territoires imaginaires"
    assert (got.published_on, got.published_page) == (date(2023, 2, 14), "1401")
    assert got.flagged_on == date(2023, 5, 5)
    assert (got.replied_on, got.replied_page) == (date(2023, 6, 1), "5012")
    assert got.text.startswith("Mme Odile Fictive attire l'attention")
    assert got.text.endswith("\n\nElle rappelle le projet n° 3.")
    assert got.reply == "Les critères furent publiés ici."
    assert missing(got) == ()


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_the_seed_question_is_read_whole():
    got = read_text(SEED.read_text(encoding="utf-8"))
    assert (got.key, got.legislature, got.number) == ("an-15-31804", 15, 31804)
    assert got.title == "Dispositif « pack rebond » dans les territoires d'industrie"
    assert (got.author, got.group) == ("Mme Nathalie Porte", "Les Républicains")
    assert got.circonscription == "Calvados (3e circonscription)"
    assert got.rubric == "Industrie"
    ministry = "Cohésion des territoires et relations avec les collectivités territoriales"
    assert got.ministry_asked == got.ministry_attributed == ministry
    assert (got.published_on, got.published_page) == (date(2020, 8, 11), "5370")
    assert got.flagged_on == date(2020, 11, 2)
    assert (got.replied_on, got.replied_page) == (date(2020, 12, 8), "8965")
    assert got.text.startswith("Mme Nathalie Porte attire l'attention")
    assert got.text.endswith("Elle souhaite connaître son avis sur le sujet.")
    assert "dispositif pack rebond qui" in got.text
    assert got.reply.startswith("Lancés par le Président de la République")
    assert got.reply.endswith("l'ensemble des territoires d'industrie.")
    assert missing(got) == ()


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("912", "", NumberMissing),
        ("Question écrite n° 912", "Question orale sans débat n° 912", NotWritten),
        ("**Numéro de la question** : 912", "**Numéro de la question** : 913", NumbersDisagree),
        ("14 février 2023", "31 février 2023", DayUnreadable),
        ("1er juin 2023", "bientôt", DayUnreadable),
    ],
)
def test_a_bad_text_is_refused_with_its_reason(old: str, new: str, error: type[RebondError]):
    with pytest.raises(error):
        read_text(text().replace(old, new))


def test_a_day_that_is_none_is_refused_with_its_line():
    given = text().replace("14 février 2023", "31 février 2023")
    line = next(row for row, one in enumerate(given.splitlines(), 1) if "31 février" in one)
    with pytest.raises(DayUnreadable) as refused:
        read_text(given, where="q.txt")
    assert refused.value.where == f"q.txt:{line}"


def test_what_is_no_question_is_refused():
    with pytest.raises(QuestionUnreadable):
        read_text("Bonjour.")


def test_a_question_without_its_reply_is_read():
    given = text().split("### Texte de la réponse")[0]
    got = read_text(given)
    assert (got.number, got.reply, got.replied_on) == (912, "", None)


def test_the_sentences_of_the_senate_are_read():
    got = read_text(
        "# SÉNAT\n\n## Friches de Brume\n\nQuestion écrite n° 05976 - 17e législature\n\n"
        "Question écrite n° 05976 de Mme Odile Fictive (Brume - Groupe Imaginaire)\n\n"
        "publiée dans le JO Sénat du 21/08/2025 - page 4905\n\n### Texte de la question\n\nPourquoi ?\n\n"
        "### Données clés\n\npubliée dans le JO Sénat du 13/11/2025 - page 5500\n"
    )
    assert (got.key, got.author, got.group) == (
        "senat-2025-5976",
        "Mme Odile Fictive",
        "Groupe Imaginaire",
    )
    assert (got.published_on, got.published_page) == (date(2025, 8, 21), "4905")
    assert (got.replied_on, got.replied_page) == (date(2025, 11, 13), "5500")


def test_marks_are_taken_away_and_stars_alone_stay():
    assert (
        plain("2 * 3 = 6, **gras**, [lien](http://x), &laquo;\u00a0x")
        == "2 * 3 = 6, gras, lien, « x"
    )
