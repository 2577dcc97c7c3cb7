from __future__ import annotations

from pathlib import Path

import pytest

from rebond.opendata import Snapshot
from rebond.opendata.reference import LICENCES, data_reference, licences_page, main
from rebond.opendata.store import packaged_folder

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_the_tables_is_that_of_the_catalogue() -> None:
    page = (ROOT / "docs" / "reference" / "data.md").read_text(encoding="utf-8")
    assert page == data_reference(Snapshot.open().catalogue)


def test_the_licences_are_those_of_the_catalogue() -> None:
    page = (packaged_folder() / "LICENCES.md").read_text(encoding="utf-8")
    assert page == licences_page(Snapshot.open().catalogue)


def test_every_table_and_column_has_its_place_in_the_reference() -> None:
    page = data_reference(Snapshot.open().catalogue)
    for dataset in Snapshot.open().catalogue:
        section = page.split(f"\n## {dataset.id}\n")[1].split("\n## ")[0]
        assert dataset.known_defects.en in section
        for column in dataset.columns:
            assert f"| `{column.name}` |" in section


def test_every_document_has_its_place_in_the_reference() -> None:
    documents = Snapshot.open().catalogue.documents
    page = data_reference(Snapshot.open().catalogue).split("\n## The documents\n")[1]
    assert documents
    for one in documents.values():
        section = page.split(f"\n### {one.id}\n")[1]
        assert one.known_defects.en in section
        assert one.licence in section


def test_what_is_not_established_is_said() -> None:
    assert "Official file: not established" in data_reference(Snapshot.open().catalogue)


def test_every_licence_in_use_is_explained() -> None:
    catalogue = Snapshot.open().catalogue
    used = {one.licence for one in (*catalogue, *catalogue.documents.values())}
    assert used == set(LICENCES)


@pytest.mark.parametrize("page", ["data", "licences"])
def test_the_pages_can_be_printed(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([page], packaged_folder()) == 0
    assert capsys.readouterr().out.startswith("# ")


@pytest.mark.parametrize("arguments", [[], ["arpents"], ["data", "licences"]])
def test_another_page_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments, packaged_folder()) == 2
    assert "usage" in capsys.readouterr().err
