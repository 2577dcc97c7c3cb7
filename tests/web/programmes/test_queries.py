"""What the pages call the perimeters of a programme."""

from __future__ import annotations

from rebond.web.programmes.queries import perimeter_title


def test_a_phase_that_no_programme_titles_takes_the_name_of_the_other() -> None:
    title = perimeter_title("territoire_industrie", "2")
    assert title.fr == "Territoires d’industrie, phase 2"
    assert title.en == "Territoires d’industrie, phase 2"


def test_a_perimeter_that_no_programme_knows_is_its_id_in_words() -> None:
    assert perimeter_title("perimetre_fictif", "3").fr == "perimetre fictif, phase 3"
