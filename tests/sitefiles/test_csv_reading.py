"""CSV as it comes."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from rebond.sitefiles import Limits
from rebond.sitefiles.csv_reading import CsvSource, encoding_of
from rebond.sitefiles.errors import FileBroken, FileTooLarge, FormatRefused
from tests.sitefiles.conftest import SITE, Read, csv_text

ACCENTS = SITE | {"site_nom": "Pôle d’Évry œuvré"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_finds_fields(read: Read, separator: str) -> None:
    opened, rows = read(csv_text(ACCENTS, separator=separator))
    assert opened.separator == separator
    assert [note.code for note in opened.notes] == ([] if separator == "," else ["separator"])
    assert rows[0].values["site_nom"] == "Pôle d’Évry œuvré"


@pytest.mark.parametrize(
    ("content", "encoding", "said"),
    [
        (csv_text(ACCENTS).encode(), "UTF-8", []),
        (codecs.BOM_UTF8 + csv_text(ACCENTS).encode(), "UTF-8", ["byte-order-mark"]),
        (csv_text(ACCENTS).encode("cp1252"), "Windows-1252", ["encoding"]),
        (csv_text(ACCENTS).encode("utf-16"), "UTF-16", ["encoding"]),
        (csv_text(ACCENTS).encode("utf-16-le"), "UTF-16", ["encoding"]),
        (csv_text(ACCENTS).encode("utf-16-be"), "UTF-16", ["encoding"]),
    ],
)
def test_encodings_are_told_by_the_content(
    read: Read, content: bytes, encoding: str, said: list[str]
) -> None:
    opened, rows = read(content)
    assert opened.encoding == encoding
    assert [note.code for note in opened.notes] == said
    assert rows[0].values["site_nom"] == "Pôle d’Évry œuvré"
    assert rows[0].notes == ()


def test_numbers_are_those_that_a_spreadsheet_shows(read: Read) -> None:
    head, line = csv_text(SITE).split("\n")
    text = f"sep=,\n{head}\n\n{line.replace('Parc fictif', 'Parc' + chr(10) + 'fictif')}\n,,,\n{line},x\na,b\n"
    _, rows = read(text)
    assert [(row.number, row.is_refused) for row in rows] == [(4, False), (6, True), (7, True)]
    assert [note.code for row in rows[1:] for note in row.notes] == ["cells-extra", "cells-missing"]
    assert rows[0].values["site_nom"] == "Parc\nfictif"


def test_empty_cells_after_the_last_column_are_nothing(read: Read) -> None:
    head, line = csv_text(SITE).split("\n")
    _, rows = read(f"{head},,\n{line},,\n")
    assert rows[0].notes == ()


def test_the_limits_are_by_bytes_rows_and_cells(read: Read) -> None:
    with pytest.raises(FileTooLarge):
        read(csv_text(SITE), limits=Limits(most_bytes=100))
    with pytest.raises(FileTooLarge):
        read(csv_text(SITE, SITE, SITE), limits=Limits(most_rows=2))
    with pytest.raises(FileBroken) as broken:
        read(csv_text(SITE) + '\n"' + "x" * 5000, limits=Limits(most_record_bytes=4000))
    assert "ligne 3" in broken.value.message("fr")


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    for content in (bytes(range(256)) * 20, "é".encode() * 3000 + b"\x81\x8d", b"a\0\0\0b" * 9):
        path = tmp_path / "x.csv"
        path.write_bytes(content)
        with pytest.raises(FormatRefused):
            encoding_of(path, Limits())


def test_the_header_is_read_once_and_columns_stay_in_order(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("b;a;\n1;2;\n", encoding="utf-8")
    source = CsvSource(path, ["a", "b"], Limits())
    chunks = list(source.chunks(lambda _done, _total: None))
    assert source.names == ("b", "a")
    assert dict(chunks[0].columns) == {"b": ("1",), "a": ("2",)}
    assert source.also(("c",)) == ()
