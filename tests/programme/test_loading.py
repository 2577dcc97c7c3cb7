"""Reading a policy: every problem is named with its file, line and key, and nothing else ever escapes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.programme import (
    KnownNames,
    PolicyInvalid,
    Problem,
    ProblemKind,
    ProgrammeNotFound,
    load_programme,
    thaw_programme,
)

from .broken_policies import CASES, edited
from .policies import (
    FICTITIOUS,
    HEAD,
    MEASURE,
    Edit,
    copy_with,
    line_of,
    minimal_files,
    problems_of,
    write,
)


@pytest.mark.parametrize(
    ("edit", "kind", "marker", "key"),
    CASES,
    ids=[f"{case[1].value}-{position}" for position, case in enumerate(CASES)],
)
def test_a_broken_policy_names_the_file_the_line_and_the_key(
    tmp_path: Path, edit: Edit, kind: ProblemKind, marker: str, key: str
) -> None:
    folder = copy_with(tmp_path, edited(edit))
    name = "measures/tour.yaml" if kind is ProblemKind.MISSING_FILE else edit[0]
    candidates = [problem for problem in problems_of(folder) if problem.kind is kind]
    found = [problem for problem in candidates if problem.key == key]
    assert found, [problem.where for problem in problems_of(folder)]
    assert found[0].file == name
    if marker:
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        assert found[0].line is not None
        assert marker in lines[found[0].line - 1]


def test_one_case_at_least_shows_every_kind_of_problem() -> None:
    shown = {case[1] for case in CASES}
    elsewhere = {
        ProblemKind.UNREADABLE,
        ProblemKind.OUTSIDE_FOLDER,
        ProblemKind.UNLISTED_FILE,
        ProblemKind.NOT_UTF8,
        ProblemKind.TOO_LARGE,
    }
    assert shown | elsewhere == set(ProblemKind)
    assert not shown & elsewhere


def test_a_broken_policy_gives_the_value_found_what_is_allowed_and_the_cure_in_both_languages(
    tmp_path: Path,
) -> None:
    folder = copy_with(tmp_path, [(MEASURE, "kind: label\ntitle", "kind: lable\ntitle")])
    problem = problems_of(folder)[0]
    assert "“lable”" in problem.message("en")
    assert "Allowed: label, call, aid, accompaniment, experiment" in problem.message("en")
    assert "“label”" in problem.message("en")
    assert "«\u202flable\u202f»" in problem.message("fr")
    assert "Permis\u202f:" in problem.message("fr")


def test_all_the_problems_of_all_the_files_are_told_at_once(tmp_path: Path) -> None:
    folder = copy_with(
        tmp_path,
        [
            (HEAD, "is_fictitious: true", "is_fictitious: maybe"),
            (MEASURE, "k: 3", "k: 0"),
            (MEASURE, "cents: 1000000", "cents: -1"),
        ],
    )
    problems = problems_of(folder)
    assert [(one.file, one.key) for one in problems] == [
        (HEAD, "is_fictitious"),
        (MEASURE, "selection.k"),
        (MEASURE, "awards[1].amount[0].value.cents"),
    ]


def test_a_value_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, [(MEASURE, "k: 3", "k: 01")])
    assert [problem.kind for problem in problems_of(folder)] == [ProblemKind.AMBIGUOUS]


def test_a_file_of_measures_that_no_list_names_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, {**minimal_files(), "measures/autre.yaml": "id: autre\n"})
    (problem,) = problems_of(folder)
    assert (problem.kind, problem.file, problem.key) == (
        ProblemKind.UNLISTED_FILE,
        HEAD,
        "measures",
    )
    assert problem.line == line_of(folder, HEAD, "measures:")


def test_bytes_that_are_not_utf8_are_told_with_their_line(tmp_path: Path) -> None:
    files = dict(minimal_files())
    broken = files[HEAD].encode().replace(b"Fictif", b"D\xe9couvert")
    folder = write(tmp_path, {**files, HEAD: broken})
    found = [one for one in problems_of(folder) if one.kind is ProblemKind.NOT_UTF8]
    assert [(one.file, one.line) for one in found] == [(HEAD, 5)]
    assert "0xe9" in found[0].what.en


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    files = dict(minimal_files())
    folder = write(tmp_path, {**files, HEAD: files[HEAD] + "# x\n" * 200_000})
    assert [one.kind for one in problems_of(folder)] == [ProblemKind.TOO_LARGE]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("id: hangar\n", encoding="utf-8")
    folder = write(tmp_path / "policy", minimal_files())
    (folder / "measures" / "hangar.yaml").unlink()
    (folder / "measures" / "hangar.yaml").symlink_to(secret)
    (problem,) = problems_of(folder)
    assert (problem.kind, problem.file) == (ProblemKind.OUTSIDE_FOLDER, "measures/hangar.yaml")


def test_a_pipe_in_place_of_a_file_does_not_block(tmp_path: Path) -> None:
    folder = write(tmp_path, minimal_files())
    (folder / "measures" / "hangar.yaml").unlink()
    os.mkfifo(folder / "measures" / "hangar.yaml")
    (problem,) = problems_of(folder)
    assert problem.kind is ProblemKind.UNREADABLE


def test_an_unknown_name_gives_the_nearest_shipped_programme() -> None:
    with pytest.raises(ProgrammeNotFound) as caught:
        load_programme("pack_rebond_2002")
    assert caught.value.nearest == "pack_rebond_2020"
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("asked", ["", "a\0b", "x" * 5000, "/nowhere/at/all"])
def test_a_name_that_no_file_can_have_is_not_found(asked: str) -> None:
    with pytest.raises(ProgrammeNotFound):
        load_programme(asked)


def test_a_policy_is_found_by_its_folder_or_by_its_head_file() -> None:
    by_folder = load_programme(FICTITIOUS)
    by_text = load_programme(str(FICTITIOUS))
    by_file = load_programme(FICTITIOUS / HEAD)
    assert by_folder == by_text == by_file


def test_a_policy_is_read_again_only_once_one_of_its_files_changed(tmp_path: Path) -> None:
    folder = write(tmp_path, minimal_files())
    first = load_programme(folder)
    assert load_programme(folder) is first
    measure = folder / "measures" / "hangar.yaml"
    before = measure.stat()
    measure.write_bytes(measure.read_bytes().replace(b"fr: Hangar", b"fr: Halles"))
    os.utime(measure, ns=(before.st_atime_ns, before.st_mtime_ns))
    changed = load_programme(folder)
    assert changed.measures[0].title.fr == "Halles"
    assert first.measures[0].title.fr == "Hangar"
    measure.write_bytes(b"id: hangar")
    assert problems_of(folder)
    measure.unlink()
    (problem,) = problems_of(folder)
    assert problem.kind is ProblemKind.MISSING_FILE


def test_names_of_other_rooms_are_checked_when_given(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, [])
    known = KnownNames(
        indicators=("freight_station_km", "port_km", "jobs_30km"), perimeters=("acv",)
    )
    with pytest.raises(PolicyInvalid) as caught:
        load_programme(folder, known=known)
    assert [(one.file, one.key) for one in caught.value.problems] == [
        (HEAD, "perimeters[0].perimeter"),
        (MEASURE, "grid.criteria[2].indicators[0].indicator"),
    ]


def test_a_frozen_policy_thaws_to_the_same_digest() -> None:
    programme = load_programme(FICTITIOUS)
    thawed = thaw_programme(programme.canonical())
    assert thawed == programme
    assert thawed.digest == programme.digest


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff", b'{"format": 3}', b"[" * 5000])
def test_frozen_bytes_that_are_no_policy_are_refused(content: bytes) -> None:
    with pytest.raises(PolicyInvalid) as caught:
        thaw_programme(content, origin="call 12")
    assert caught.value.problems
    assert caught.value.problems[0].file == "call 12"


HEAD_TEXT = (FICTITIOUS / HEAD).read_bytes()
MEASURE_TEXT = (FICTITIOUS / MEASURE).read_bytes()
NOISE = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [
            b"&a ", b"*a", b"!!python/name:os.system ", b"!x ", b"<<: ", b"- ", b": ", b"? ", b"[", b"]", b"{", b"}",
            b'"', b"'", b"\t", b"|", b">", b"%YAML 1.1\n", b"---\n", b"...\n", b"#", b".nan", b".inf", b"1e999",
            b"0x10", b"1:20", b"99999999999999999999", b"-", b"null", b"~", b"\n", b"\r", b"\xef\xbb\xbf", b"\xff", b"\x00",
            b"status: unknown", b"unknown", b"{status: not_applicable}", b"2031-02-30", b"2031-01-01", b"[]", b"{}",
        ]
    ),
)  # fmt: skip


def load_or_refuse(folder: Path) -> None:
    """Load a policy; when it is refused, see that every problem can be shown."""
    problems: tuple[Problem, ...] | None = None
    try:
        load_programme(folder)
    except PolicyInvalid as refused:
        problems = refused.problems
    assert problems is None or problems
    for problem in problems or ():
        assert problem.file
        assert problem.message("fr")
        assert problem.message("en")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_policy_is_read_or_refused_and_never_crashes(
    tmp_path: Path, data: st.DataObject
) -> None:
    name, text = data.draw(st.sampled_from([(HEAD, HEAD_TEXT), (MEASURE, MEASURE_TEXT)]))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        text = text[:start] + data.draw(NOISE) + text[end:]
    folder = write(tmp_path, {HEAD: HEAD_TEXT, MEASURE: MEASURE_TEXT, name: text})
    load_or_refuse(folder)


VALUES = st.sampled_from(
    ["null", "true", "3", "-1", "0.5", '"x"', "word", "[]", "{}", "[1]", "[[1]]", "{a: 1}", "2031-01-01",
     "{status: unknown}", "{status: other}", "{kind: linear}", "{type: text}", "{fr: a, en: b}", "unknown"]
)  # fmt: skip


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_value_in_place_of_another_is_read_or_refused(
    tmp_path: Path, data: st.DataObject
) -> None:
    name, text = data.draw(st.sampled_from([(HEAD, HEAD_TEXT), (MEASURE, MEASURE_TEXT)]))
    lines = text.decode().splitlines()
    places = [
        number
        for number, line in enumerate(lines)
        if ": " in line and not line.lstrip().startswith("#")
    ]
    number = data.draw(st.sampled_from(places))
    lines[number] = lines[number].split(": ", 1)[0] + ": " + data.draw(VALUES)
    folder = write(tmp_path, {HEAD: HEAD_TEXT, MEASURE: MEASURE_TEXT, name: "\n".join(lines)})
    load_or_refuse(folder)
