"""What the pages call the perimeters of a programme, and say of its measures."""

from __future__ import annotations

from rebond.programme import shipped_programmes
from rebond.web.programmes import queries
from rebond.web.programmes.queries import perimeter_title


def test_a_phase_that_no_programme_titles_takes_the_name_of_the_other() -> None:
    title = perimeter_title("territoire_industrie", "2")
    assert title.fr == "Territoires d’industrie, phase 2"
    assert title.en == "Territoires d’industrie, phase 2"


def test_a_perimeter_that_no_programme_knows_is_its_id_in_words() -> None:
    assert perimeter_title("perimetre_fictif", "3").fr == "perimetre fictif, phase 3"


def test_each_measure_says_everything_that_is_not_established_of_it_once() -> None:
    found = {
        row.measure.id: row
        for name in shipped_programmes()
        for row in queries.measure_rows(queries.programme(name))
    }
    for name in ("sites_pilotes", "ingenierie_relocalisation"):
        said = [one.en for one in found[name].unknowns]
        assert said[0] == found[name].measure.not_established[0].looked_for.en
        assert len(set(said)) == len(said)
        # Who, how much, by whom, how many, when: nothing of it is established, and each is said.
        for words in ("Who", "amount", "institution in charge", "number", "dates"):
            assert any(words in one for one in said), (name, words)
