"""The files of a policy's folder."""

from __future__ import annotations

from pathlib import Path

from rebond.programme.errors import ProblemKind
from rebond.programme.policy_folder import MOST_FILES, measure_file, measure_files, read_policy_file
from rebond.programme.yaml_scalars import BROKEN

from .policies import minimal_files, write


def test_a_measure_stands_in_its_own_file() -> None:
    assert measure_file("vte") == "measures/vte.yaml"


def test_yaml_files_of_measures_are_listed_sorted_and_others_are_not(tmp_path: Path) -> None:
    write(tmp_path, {"measures/b.yaml": "", "measures/a.yml": "", "measures/readme.md": ""})
    assert measure_files(tmp_path) == ("measures/a.yml", "measures/b.yaml")
    assert measure_files(tmp_path / "nowhere") == ()


def test_a_folder_with_thousands_of_files_is_listed_in_part(tmp_path: Path) -> None:
    write(tmp_path, {f"measures/m{number}.yaml": "" for number in range(MOST_FILES + 5)})
    assert len(measure_files(tmp_path)) == MOST_FILES


def test_a_file_is_read_with_its_places(tmp_path: Path) -> None:
    source = read_policy_file(write(tmp_path, minimal_files()), "measures/hangar.yaml")
    assert source.value["id"] == "hangar"
    assert source.problems == []


def test_an_absent_file_is_told_as_missing(tmp_path: Path) -> None:
    source = read_policy_file(tmp_path, "programme.yaml")
    assert source.value is BROKEN
    assert [problem.kind for problem in source.problems] == [ProblemKind.MISSING_FILE]


def test_a_folder_in_place_of_a_file_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "programme.yaml").mkdir()
    source = read_policy_file(tmp_path, "programme.yaml")
    assert [problem.kind for problem in source.problems] == [ProblemKind.UNREADABLE]


def test_links_that_go_round_are_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to(tmp_path / "b.yaml")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "a.yaml")
    source = read_policy_file(tmp_path, "a.yaml")
    assert [problem.kind for problem in source.problems] == [ProblemKind.UNREADABLE]


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    folder = write(tmp_path, minimal_files())
    (folder / "measures" / "copy.yaml").symlink_to(folder / "measures" / "hangar.yaml")
    assert read_policy_file(folder, "measures/copy.yaml").value["id"] == "hangar"


def test_a_name_that_climbs_out_is_outside(tmp_path: Path) -> None:
    folder = write(tmp_path / "policy", minimal_files())
    write(tmp_path, {"secret.yaml": "id: x\n"})
    source = read_policy_file(folder, "../secret.yaml")
    assert [problem.kind for problem in source.problems] == [ProblemKind.OUTSIDE_FOLDER]
