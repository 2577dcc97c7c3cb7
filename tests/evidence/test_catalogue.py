"""Declarations of indicators, and what is said of broken ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.errors import RebondError
from rebond.evidence.catalogue import SHIPPED, UNITS, load_indicators
from rebond.evidence.errors import BrokenIndicatorFile, RepeatedIndicator, UnknownIndicator

GOOD = """\
indicators:
- id: parks_10km
  title: {fr: Parcs, en: Parks}
  definition: {fr: Nombre de parcs, en: Number of parks}
  unit: count
  digits: 1
  direction: higher_is_better
  compute:
    kind: decay_count
    table: parks
    radius_km: 10
  limits: {fr: Aucune, en: None known}
"""


def load(folder, content, name="parks.yaml"):
    (folder / name).write_text(content, encoding="utf-8")
    return load_indicators(folder)


def broken(folder, content):
    with pytest.raises(BrokenIndicatorFile) as caught:
        load(folder, content)
    return caught.value


def test_a_declaration_is_read(tmp_path):
    parks = load(tmp_path, GOOD)["parks_10km"]
    assert parks.title.en == "Parks"
    assert parks.compute.radius_km == 10.0
    assert parks.datasets == ("parks",)
    assert parks.unit_text == UNITS["count"]
    assert parks.is_available


def test_a_declaration_cannot_be_changed(tmp_path):
    parks = load(tmp_path, GOOD)["parks_10km"]
    with pytest.raises(ValueError, match="frozen"):
        parks.digits = 3


@pytest.mark.parametrize(
    ("change", "line", "key", "found"),
    [
        (("radius_km: 10", "radius_km: -1"), 11, "compute.radius_km", "-1"),
        (("radius_km: 10", "radius_km: 601"), 11, "compute.radius_km", "600"),
        (("radius_km: 10", "radius_km: far"), 11, "compute.radius_km", "far"),
        (("radius_km: 10", "radius_km: .nan"), 11, "compute.radius_km", ".nan"),
        (("radius_km: 10", "radius_km: 10\n    colour: 10"), 12, "compute.colour", "radius_km"),
        (("unit: count", "unit: furlong"), 5, "unit", "furlong"),
        (("digits: 1", "digits: -1"), 6, "digits", "-1"),
        (("digits: 1", "digits: 1.5"), 6, "digits", "1.5"),
        (("kind: decay_count", "kind: magic"), 9, "compute.kind", "magic"),
        (("fr: Parcs, en: Parks", "fr: Parcs"), 3, "title", "en"),
        (("fr: Parcs, en: Parks", "fr: Parcs, en: ' '"), 3, "title.en", "not blank"),
        (("id: parks_10km", "id: 10 parks"), 2, "id", "10 parks"),
        (("direction: higher_is_better", "direction: up"), 7, "direction", "up"),
        (("  digits: 1\n", ""), 2, "digits", "missing"),
    ],
)
def test_an_error_names_file_line_key_and_the_value_found(tmp_path, change, line, key, found):
    error = broken(tmp_path, GOOD.replace(*change))
    assert (error.file, error.line) == ("parks.yaml", line)
    assert key in error.problems[0].key
    assert f"parks.yaml:{line}" in error.message("fr")
    assert found in error.message("en")
    assert error.exit_code == 3


def test_all_problems_of_a_file_are_told_at_once(tmp_path):
    content = GOOD.replace("digits: 1", "digits: -1").replace("unit: count", "unit: furlong")
    assert {problem.line for problem in broken(tmp_path, content).problems} == {5, 6}


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("just: a mapping", 1),
        ("- a list", 1),
        ("indicators:\n- id: [unclosed\n", 3),
        ("indicators:\n- id: one\n  id: two\n", 3),
        ("indicators: &a [*a]\n", 1),
        ("indicators: !!python/object/apply:os.system ['true']\n", 1),
        ("indicators: {}\n", 1),
    ],
)
def test_what_is_not_a_list_of_plain_values_is_refused_with_its_line(tmp_path, content, line):
    assert broken(tmp_path, content).line == line


def test_an_empty_file_is_refused(tmp_path):
    assert broken(tmp_path, "").file == "parks.yaml"


def test_bytes_that_are_not_text_are_refused(tmp_path):
    (tmp_path / "parks.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BrokenIndicatorFile):
        load_indicators(tmp_path)


def test_a_folder_in_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "parks.yaml").mkdir()
    with pytest.raises(BrokenIndicatorFile):
        load_indicators(tmp_path)


def test_a_folder_without_declaration_is_refused(tmp_path):
    with pytest.raises(BrokenIndicatorFile, match="yaml"):
        load_indicators(tmp_path)


def test_the_same_identifier_twice_is_refused_and_both_places_are_named(tmp_path):
    (tmp_path / "a.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(RepeatedIndicator) as caught:
        load(tmp_path, GOOD, "b.yaml")
    assert "b.yaml:2" in caught.value.message("en")
    assert "a.yaml:2" in caught.value.message("en")


def test_an_unavailable_indicator_must_name_what_would_fill_it(tmp_path):
    content = GOOD.replace(
        "kind: decay_count\n    table: parks\n    radius_km: 10",
        "kind: unavailable\n    why: {fr: rien, en: nothing}",
    )
    assert "filled_by" in broken(tmp_path, content).message("en")


def test_an_indicator_that_is_computed_names_nothing_that_would_fill_it(tmp_path):
    content = GOOD + "  filled_by: {fr: une source, en: a source}\n"
    assert "filled_by" in broken(tmp_path, content).message("en")


def test_an_unknown_indicator_is_named_with_the_nearest_known(tmp_path):
    with pytest.raises(UnknownIndicator) as caught:
        load(tmp_path, GOOD)["park_10km"]
    assert "parks_10km" in caught.value.message("fr")
    assert caught.value.exit_code == 2


@given(st.binary(max_size=300))
def test_no_content_is_read_with_another_error_than_ours(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("declared")
    (folder / "any.yaml").write_bytes(content)
    with pytest.raises(RebondError):
        load_indicators(folder)


@settings(max_examples=60)
@given(st.data())
def test_a_shipped_file_with_one_changed_byte_is_read_or_refused_with_its_place(
    tmp_path_factory, data
):
    original = (SHIPPED / "digital.yaml").read_bytes()
    at = data.draw(st.integers(0, len(original) - 1))
    byte = data.draw(st.integers(0, 255))
    folder = tmp_path_factory.mktemp("changed")
    (folder / "digital.yaml").write_bytes(original[:at] + bytes([byte]) + original[at + 1 :])
    try:
        read = len(load_indicators(folder))
    except BrokenIndicatorFile as error:
        read = 1 if "digital.yaml" in error.message("en") else 0
    assert read == 1
