"""The form: its sections, what is offered, and what the figures leave of a firm's size."""

from __future__ import annotations

from rebond.web.aids import simulator_form
from tests.web.aids.test_simulator import read


def test_every_choice_may_stay_unknown_and_is_so_at_first() -> None:
    sections = simulator_form.sections(read())
    assert [one.key for one in sections] == ["post", "firm", "young", "home", "day"]
    offered = [one.options for section in sections for one in section.asked if one.options]
    assert offered
    for options in offered:
        assert [code for code, _words, is_chosen in options if is_chosen] == [""]


def test_the_thresholds_are_said_and_the_classes_left_are_named() -> None:
    told = read(effectif="30", ca="5000000")
    rows = {row.title.fr: row for row in simulator_form.size_rows(told)}
    assert rows["moyenne entreprise"].words.fr.startswith("moins de 250 personnes, et 50\u00a0M€")
    assert [name for name, row in rows.items() if row.is_left] == ["petite entreprise"]
    left = simulator_form.sizes_left(told)
    assert left is not None
    assert left.en == "Your figures say: small, hence an SME."
    open_ones = simulator_form.sizes_left(read(effectif="30"))
    assert open_ones is not None
    assert "grande entreprise" in open_ones.fr
    assert simulator_form.sizes_left(read()) is None


def test_figures_that_were_typed_are_shown_at_once() -> None:
    firm = simulator_form.sections(read(effectif="x"))[1]
    assert firm.shows_figures
    assert not simulator_form.sections(read())[1].shows_figures
