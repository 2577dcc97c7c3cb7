"""Which format, which table, which column is which field; the examples are taken; nothing crashes."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rebond.errors import RebondError
from rebond.sitefiles import TABLES, open_rows
from rebond.sitefiles.errors import (
    ColumnRepeated,
    ColumnsMissing,
    FormatRefused,
    TableNotRecognised,
    UnknownTable,
)
from rebond.territory import Atlas
from tests.sitefiles.conftest import FILES, SCHEMAS, SITE, TABLE_IDS, Read, codes, csv_text

OFFICIAL = {
    **{
        name: SCHEMAS / f"cnig-sites-economiques/schema/{name}/exemple-valide.csv"
        for name in ("pole-eco", "site-eco", "terrain-eco", "etablissement")
    },
    "friches": SCHEMAS / "cnig-friches/fichier-valide.csv",
}


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(OFFICIAL))
def test_official_examples_are_taken_and_their_defects_said(name: str, atlas: Atlas) -> None:
    if not OFFICIAL[name].exists():
        pytest.skip("the shared folder is not here")
    opened = open_rows(OFFICIAL[name], communes=atlas)
    rows = list(opened)
    assert opened.table.id == name
    assert [row.is_refused for row in rows] == [False]
    assert rows[0].shape is not None
    if name == "site-eco":
        assert rows[0].values["site_vocadomi"] == "entrepôts"
        assert ("site_etat", "warning", "choice-unlisted") in codes(rows[0])


@pytest.mark.parametrize("name", TABLE_IDS)
def test_our_own_examples_are_taken(name: str, atlas: Atlas) -> None:
    opened = open_rows(FILES / f"{name}.csv", communes=atlas)
    rows = list(opened)
    assert opened.table.id == name
    assert [row.is_refused for row in rows] == [False], codes(rows[0])
    wanted = {
        "site-eco": {"choice-unlisted", "choice-spelling", "ring-closed", "system", "spaces"},
        "terrain-eco": {"ring-closed", "system"},
        "friches": {"shape-left-out", "axes-swapped"},
        "etablissement": {"choice-spelling", "link-form"},
    }
    assert {code for _, _, code in codes(rows[0])} == wanted.get(name, set())


def test_the_table_can_be_named_and_must_exist(read: Read) -> None:
    opened, _ = read(csv_text(SITE), table="site-eco")
    assert opened.table is TABLES["site-eco"]
    with pytest.raises(UnknownTable):
        read(csv_text(SITE), table="sites")
    with pytest.raises(ColumnsMissing) as missing:
        read(csv_text(SITE), table="friches")
    assert "comm_insee" in missing.value.missing


def test_columns_of_no_table_are_refused_with_their_names(read: Read) -> None:
    with pytest.raises(TableNotRecognised) as refused:
        read("a,b\n1,2\n")
    assert refused.value.columns == ("a", "b")


def test_columns_are_found_whatever_their_case_and_unknown_ones_said(read: Read) -> None:
    text = csv_text(SITE | {"ma_colonne": "x", "fid": "1"}).replace("site_nom", "SITE_NOM")
    opened, rows = read(text)
    said = [(note.code, note.found) for note in opened.notes]
    assert said == [("column-name", "SITE_NOM"), ("column-unknown", "ma_colonne")]
    assert rows[0].values["site_nom"] == "Parc fictif"
    assert "ma_colonne" not in rows[0].values
    with pytest.raises(ColumnRepeated):
        read(csv_text(SITE | {"SITE_NOM": "x"}))
    with pytest.raises(ColumnRepeated):
        read("site_id,site_id\n1,2\n", table="site-eco")


def test_a_column_that_an_older_version_lacks_is_said_to_be_unknown(read: Read) -> None:
    text = (FILES / "friches.csv").read_text(encoding="utf-8")
    opened, rows = read(text.replace('"urba_zaer",', "").replace('"non",', ""))
    assert [(n.field, n.code, n.used) for n in opened.notes] == [
        ("urba_zaer", "column-absent", "inconnu")
    ]
    assert rows[0].values["urba_zaer"] == "inconnu"
    without = {name: cell for name, cell in SITE.items() if name != "pole_id"}
    _, rows = read(csv_text(without))
    assert rows[0].values["pole_id"] == "sans objet"


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sites.csv", b"0" * 10_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", bomb(), b"%PDF-1.7", b"<html></html>", b"[1]", b"SQLite format 3\0" + bytes(500), bytes(5000)],
)  # fmt: skip
def test_what_is_no_file_of_sites_is_refused(read: Read, content: bytes) -> None:
    with pytest.raises(FormatRefused) as refused:
        read(content)
    assert refused.value.message("fr") != refused.value.message("en")


def test_progress_ends_at_the_whole(read: Read) -> None:
    told: list[tuple[int, int]] = []
    text = csv_text(*[SITE | {"site_id": f"S{number}"} for number in range(5000)])
    read(text, on_progress=lambda done, total: told.append((done, total)))
    assert len(told) == 3
    assert told[-1] == (len(text.encode()), len(text.encode()))


def survives(path: Path, content: bytes, atlas: Atlas, table: str | None) -> None:
    """Read to the end; only an error with words may stop it."""
    path.write_bytes(content)
    rows = []
    with contextlib.suppress(RebondError):
        rows = list(open_rows(path, table=table, communes=atlas))
    assert all(row.number > 0 for row in rows)
    assert all(note.words.fr for row in rows for note in row.notes)


HEADER = csv_text(SITE).split("\n")[0].encode() + b"\n"


def test_no_bytes_crash_the_reading(tmp_path: Path, atlas: Atlas) -> None:
    heads = {"": b"", "header": HEADER, "json": b'{"features":['}

    @settings(deadline=None, max_examples=50)
    @given(st.binary(max_size=400), st.sampled_from(sorted(heads)))
    @example(b'"', "header")
    @example(b"\0", "header")
    @example(
        b'{"type":"Feature","properties":{"site_id":"\\ud800"},"geometry":{"type":7}}]}', "json"
    )
    @example(b'{"type":"Feature","properties":{"site_id":[[]]},"geometry":[1]}]}', "json")
    def check(content: bytes, before: str) -> None:
        survives(tmp_path / "x", heads[before] + content, atlas, "site-eco" if before else None)

    check()


def test_no_cell_crashes_the_reading(tmp_path: Path, atlas: Atlas) -> None:
    @settings(deadline=None, max_examples=30)
    @given(st.dictionaries(st.sampled_from(sorted(SITE)), st.text(max_size=30), max_size=6))
    def check(changes: dict[str, str]) -> None:
        text = csv_text(SITE | changes).encode("utf-8", "replace")
        survives(tmp_path / "x", text, atlas, "site-eco")
        feature = {"type": "Feature", "properties": {**SITE, **changes}, "geometry": None}
        content = json.dumps({"features": [feature]}).encode()
        survives(tmp_path / "x", content, atlas, "site-eco")

    check()
