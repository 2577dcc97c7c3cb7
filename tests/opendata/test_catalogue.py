from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rebond.opendata.catalogue import COLUMN_TYPES, load_catalogue
from rebond.opendata.errors import CatalogueBroken
from rebond.opendata.store import packaged_folder
from tests.opendata.datasets import TEXT, catalogue, entry, written

DIGEST = "sha256:" + "0" * 64


def official(**changes: object) -> dict[str, object]:
    return {
        "url": "https://example.org/a.csv",
        "name": "a/b.csv",
        "sha256": DIGEST,
        **changes,
    }


def test_an_entry_is_read_with_its_types(tmp_path: Path) -> None:
    dataset = catalogue(tmp_path, entry())["sample"]
    assert dataset.file == "sample.csv"
    assert dataset.title.fr == "Échantillon"
    assert dataset.observed_until == dt.date(2020, 12, 31)
    assert {column.type for column in dataset.columns} == set(COLUMN_TYPES)
    assert dataset.column("rate").digits == 2


def test_what_is_unknown_is_none(tmp_path: Path) -> None:
    dataset = catalogue(tmp_path, entry())["sample"]
    assert dataset.published_on is None
    assert dataset.official_page is None
    assert dataset.official_file is None


def test_key_columns_are_required_and_others_say_so(tmp_path: Path) -> None:
    dataset = catalogue(tmp_path, entry())["sample"]
    assert [column.name for column in dataset.columns if column.required] == ["code", "name"]


def test_a_table_decides_unless_the_catalogue_says_not(tmp_path: Path) -> None:
    assert catalogue(tmp_path, entry())["sample"].can_decide
    assert not catalogue(tmp_path, entry(can_decide=False))["sample"].can_decide
    with pytest.raises(CatalogueBroken, match="can_decide"):
        catalogue(tmp_path, entry(can_decide="no"))


def test_a_column_may_describe_an_earlier_day(tmp_path: Path) -> None:
    columns = {
        "code": {"type": "code", "description": TEXT},
        "jobs": {"type": "integer", "description": TEXT, "observed_until": dt.date(2014, 12, 31)},
    }
    dataset = catalogue(tmp_path, entry(columns=columns))["sample"]
    assert dataset.observed_until_of("jobs") == dt.date(2014, 12, 31)
    assert dataset.observed_until_of("code") == dt.date(2020, 12, 31)


def test_a_column_that_is_not_there_is_not_invented(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="absent"):
        catalogue(tmp_path, entry())["sample"].column("absent")


def test_an_official_file_is_read(tmp_path: Path) -> None:
    pinned = catalogue(tmp_path, entry(official_file=official()))["sample"].official_file
    assert pinned is not None
    assert (pinned.url, pinned.name, pinned.sha256) == (
        "https://example.org/a.csv",
        "a/b.csv",
        DIGEST,
    )
    moving = catalogue(tmp_path, entry(official_file=official(sha256="unknown")))["sample"]
    assert moving.official_file is not None
    assert moving.official_file.sha256 is None


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        pytest.param({"licence": None}, "tables[0].licence", id="missing field"),
        pytest.param({"licence": ""}, "tables[0].licence", id="empty text"),
        pytest.param({"title": {"fr": "x"}}, "tables[0].title.en", id="one language"),
        pytest.param({"title": "x"}, "tables[0].title", id="no languages"),
        pytest.param({"observed_until": "soon"}, "tables[0].observed_until", id="not a date"),
        pytest.param({"published_on": 2020}, "tables[0].published_on", id="year alone"),
        pytest.param({"mirror_files": "a.csv"}, "tables[0].mirror_files", id="not a list"),
        pytest.param({"key": ["absent"]}, "tables[0].key", id="key without a column"),
        pytest.param({"key": []}, "tables[0].key", id="no key"),
        pytest.param({"columns": []}, "tables[0].columns", id="columns not a mapping"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_key(
    tmp_path: Path, changes: dict[str, object], key: str
) -> None:
    with pytest.raises(CatalogueBroken) as caught:
        catalogue(tmp_path, entry(**changes))
    assert caught.value.key == key
    assert caught.value.file == "catalogue.yaml"


@pytest.mark.parametrize(
    ("column", "field"),
    [
        ({"type": "float", "description": TEXT}, "type"),
        ({"type": "number", "digits": "4", "description": TEXT}, "digits"),
        ({"type": "number", "digits": -1, "description": TEXT}, "digits"),
        ({"type": "text", "required": "yes", "description": TEXT}, "required"),
        ({"type": "text"}, "description"),
    ],
)
def test_a_wrong_column_is_refused_with_its_key(
    tmp_path: Path, column: dict[str, object], field: str
) -> None:
    columns = {"code": {"type": "code", "description": TEXT}, "x": column}
    with pytest.raises(CatalogueBroken) as caught:
        catalogue(tmp_path, entry(columns=columns))
    assert caught.value.key == f"tables[0].columns.x.{field}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "file:///etc/passwd"}, "url"),
        ({"name": "../../outside.csv"}, "name"),
        ({"name": "/outside.csv"}, "name"),
        ({"sha256": "sha256:abc"}, "sha256"),
    ],
)
def test_an_official_file_cannot_leave_its_place(
    tmp_path: Path, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(CatalogueBroken) as caught:
        catalogue(tmp_path, entry(official_file=official(**changes)))
    assert caught.value.key == f"tables[0].official_file.{field}"


def test_two_entries_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueBroken, match="declared twice"):
        catalogue(tmp_path, entry(), entry())


@pytest.mark.parametrize(
    "content",
    [
        "tables: {",
        "tables: 3",
        "- a",
        "",
        "tables: [!!python/object/apply:os.getcwd []]",
        "tables: [3]",
    ],
)
def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueBroken) as caught:
        load_catalogue(path)
    assert caught.value.exit_code == 3


def test_a_catalogue_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueBroken):
        load_catalogue(tmp_path / "catalogue.yaml")


def test_names_keep_the_order_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path / "catalogue.yaml", entry(id="zeta"), entry(id="alpha"))
    assert load_catalogue(path).names == ("zeta", "alpha")


def test_documents_are_read_and_each_is_declared_once(tmp_path: Path) -> None:
    shipped = (packaged_folder() / "catalogue.yaml").read_text(encoding="utf-8")
    path = tmp_path / "catalogue.yaml"
    path.write_text(shipped, encoding="utf-8")
    one = load_catalogue(path).documents["written_questions"]
    assert (one.file, one.observed_until.isoformat()) == ("written_questions.json", "2020-12-08")
    _tables, _mark, entries = shipped.partition("\ndocuments:\n")
    path.write_text(shipped + entries, encoding="utf-8")
    with pytest.raises(CatalogueBroken, match="declared twice"):
        load_catalogue(path)
    path.write_text("tables: []\ndocuments: {}\n", encoding="utf-8")
    with pytest.raises(CatalogueBroken, match="list of documents"):
        load_catalogue(path)
