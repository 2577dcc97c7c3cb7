from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest

from rebond.opendata.errors import (
    MirrorColumnMissing,
    MirrorFileDamaged,
    MirrorMissing,
    MirrorValueWrong,
)
from rebond.opendata.mirror import Mirror, MirrorRow

COMMUNES = "cog/communes.csv.gz"


def row(value: str) -> MirrorRow:
    return MirrorRow("file.csv", 7, {"field": value})


def read(folder: Path, name: str, *columns: str) -> list[MirrorRow]:
    return list(Mirror(folder).read(name, columns))


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return folder


def test_a_mirror_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MirrorMissing, match="nowhere") as caught:
        Mirror(tmp_path / "nowhere")
    assert caught.value.exit_code == 2
    assert "REBOND_DATA_MIRROR" in caught.value.message("fr")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MirrorMissing, match=r"absent\.csv"):
        read(tmp_path, "absent.csv", "a")


def test_rows_are_read_with_their_line(tmp_path: Path) -> None:
    rows = read(put(tmp_path, "a.csv", b"a,b\n1,\xc3\xa9t\xc3\xa9\n2,\n"), "a.csv", "a", "b")
    assert [one.code("a") for one in rows] == ["1", "2"]
    assert [one.text("b") for one in rows] == ["été", None]


def test_a_byte_order_mark_is_not_part_of_the_first_column(tmp_path: Path) -> None:
    assert read(put(tmp_path, "a.csv", b"\xef\xbb\xbfa\n1\n"), "a.csv", "a")[0].code("a") == "1"


def test_a_truncated_gzip_file_is_named(mirror_folder: Path) -> None:
    path = mirror_folder / COMMUNES
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(MirrorFileDamaged, match="truncated") as caught:
        read(mirror_folder, COMMUNES, "insee")
    assert caught.value.file == COMMUNES
    assert "tronqué" in caught.value.message("fr")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"not gzip at all", id="not gzip"),
        pytest.param(
            gzip.compress(b"insee\n" + b"1\n" * 5000, mtime=0)[:40] + b"\0" * 60, id="corrupt"
        ),
    ],
)
def test_a_file_that_is_not_gzip_is_damaged(mirror_folder: Path, content: bytes) -> None:
    (mirror_folder / COMMUNES).write_bytes(content)
    with pytest.raises(MirrorFileDamaged, match=COMMUNES):
        read(mirror_folder, COMMUNES, "insee")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"a,b\n1,2\n3\n", "1 fields instead of 2", id="short row"),
        pytest.param(b"a,b\n1,2\n1,2,3\n", "3 fields instead of 2", id="long row"),
        pytest.param(b"a,b\n1,\xff\xfe\n", "utf-8", id="not utf-8"),
        pytest.param(b'a,b\n1,"open\n', "unexpected end", id="open quote"),
    ],
)
def test_a_damaged_file_says_how(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(MirrorFileDamaged, match=reason):
        read(put(tmp_path, "a.csv", content), "a.csv", "a")


def test_a_damaged_row_is_named(tmp_path: Path) -> None:
    with pytest.raises(MirrorFileDamaged) as caught:
        read(put(tmp_path, "a.csv", b"a,b\n1,2\n3\n"), "a.csv", "a")
    assert caught.value.row == 3


def test_a_missing_column_is_named_with_those_found(tmp_path: Path) -> None:
    with pytest.raises(MirrorColumnMissing) as caught:
        read(put(tmp_path, "a.csv", b"a,b\n1,2\n"), "a.csv", "a", "c", "d")
    assert caught.value.missing == ("c", "d")
    assert caught.value.found == ("a", "b")


@pytest.mark.parametrize(
    ("value", "expected"), [("860.0", 860), ("0", 0), ("", None), (" 12 ", 12), ("1e3", 1000)]
)
def test_counts(value: str, expected: int | None) -> None:
    assert row(value).count("field") == expected


@pytest.mark.parametrize("value", ["860.5", "-1", "NaN", "inf", "n.d.", "12,5"])
def test_what_is_not_a_count(value: str) -> None:
    with pytest.raises(MirrorValueWrong) as caught:
        row(value).count("field")
    error = caught.value
    assert (error.file, error.row, error.field, error.value) == ("file.csv", 7, "field", value)


@pytest.mark.parametrize("value", ["NaN", "-inf", "4.5.6", "douze"])
def test_what_is_not_a_finite_number(value: str) -> None:
    with pytest.raises(MirrorValueWrong, match="finite"):
        row(value).number("field")


@pytest.mark.parametrize(("value", "expected"), [("-1.5", -1.5), ("0", 0.0), ("", None)])
def test_numbers(value: str, expected: float | None) -> None:
    assert row(value).number("field") == expected


def test_texts_are_trimmed_and_codes_are_not_guessed() -> None:
    assert row("  deux  mots ").text("field") == "deux mots"
    assert row("01001").code("field") == "01001"
    for value in (" 01001", "01 001"):
        with pytest.raises(MirrorValueWrong):
            row(value).code("field")


def test_what_must_be_there() -> None:
    for reader in ("code", "required_text", "required_number"):
        with pytest.raises(MirrorValueWrong):
            getattr(row(""), reader)("field")
    assert row("").optional_code("field") is None


def test_objects_of_a_json_list_are_rows_and_what_they_lack_is_empty(tmp_path: Path) -> None:
    put(tmp_path, "a.json", b'[{"code": "01", "n": 3, "more": ["x"]}, {"code": "02"}]')
    rows = list(Mirror(tmp_path).read_json("a.json", ("code", "n", "more")))
    assert [(row.code("code"), row.count("n"), row.text("more")) for row in rows] == [
        ("01", 3, None),
        ("02", None, None),
    ]


@pytest.mark.parametrize("content", [b"{", b'{"code": "01"}', b'["01"]', b"\xff"])
def test_what_is_no_json_list_of_objects_is_refused(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, "a.json", content)
    with pytest.raises(MirrorFileDamaged, match=r"a\.json"):
        list(Mirror(tmp_path).read_json("a.json", ("code",)))


def test_a_field_that_no_object_has_is_named(tmp_path: Path) -> None:
    put(tmp_path, "a.json", b'[{"code": "01"}]')
    with pytest.raises(MirrorColumnMissing, match="name"):
        list(Mirror(tmp_path).read_json("a.json", ("code", "name")))


def test_a_day_is_a_day_or_refused() -> None:
    assert row("1973-01-01").date("field") == dt.date(1973, 1, 1)
    assert row(" ").date("field") is None
    with pytest.raises(MirrorValueWrong, match="1973-02-30"):
        row("1973-02-30").date("field")
