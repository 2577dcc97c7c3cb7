"""What `rebond evaluate` prints: candidates in the order retained, the known sites in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.cli.output import Format
from rebond.cli.summary import STATUS, candidate_rows, print_summary
from rebond.record import Record, read_record


@pytest.fixture
def record(shipped: Path) -> Record:
    return read_record(shipped)


def printed(
    record: Record, capsys: pytest.CaptureFixture[str], *, shown: int = 20, lang: str = "fr"
) -> str:
    print_summary(record, None, Format.text, lang, shown=shown)  # type: ignore[arg-type]
    return capsys.readouterr().out


def test_rows_are_in_the_order_retained_then_by_score_and_references_last(record: Record) -> None:
    rows = candidate_rows(record.body, "fr")
    retained, others, references = rows[:78], rows[78:149], rows[149:]
    assert {row["status"] for row in retained} == {"retained"}
    assert "retained" not in {row["status"] for row in others}
    assert {row["role"] for row in references} == {"reference"}
    for part in (retained, others, references):
        ranks = [row["score_rank"] for row in part]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_line_is_wider_than_the_terminal_but_the_digest(
    record: Record,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    columns: str,
    lang: str,
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = printed(record, capsys, lang=lang).splitlines()
    assert all(len(line) <= int(columns) for line in lines if record.digest not in line)


def test_the_table_holds_as_many_candidates_as_asked_and_no_reference(
    record: Record, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    for shown, expected in ((3, 3), (0, 149), (500, 149)):
        table = printed(record, capsys, shown=shown).split("\n\n")[0]
        assert len(table.splitlines()) == 1 + expected
        assert STATUS["reference"].fr not in table


def test_counts_and_references_are_those_of_the_decision(
    record: Record, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    said = " ".join(printed(record, capsys).replace("\u202f", " ").split())
    references = [one for one in record.body["candidates"] if one["role"] == "reference"]
    for wave in {one["history"]["labels"][0]["wave"] for one in references}:
        sites = [one for one in references if one["history"]["labels"][0]["wave"] == wave]
        joining = sum(one["portfolio"]["chosen"] for one in sites)
        assert f"Vague {wave} : {len(sites)}, chance médiane" in said
        assert f"{joining} dans le portefeuille" in said
    assert "149 candidats : 78 retenus" in said
    assert f"Repères : {len(references)} sites labellisés connus" in said
    assert "300 tirages" in said
    assert "Données postérieures au 20 juillet 2020" in said
    assert "tables postérieures au 20 juillet 2020" in said
    assert "Soissonnais-Valois, Challans-Gois, Mont des Avaloirs, Finistère" in said


def test_a_file_is_named_when_it_was_written(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    print_summary(record, Path("d.json"), Format.text, "en", shown=1)
    assert capsys.readouterr().out.endswith("File: d.json\n")


def test_own_candidates_have_no_known_site_beside_them(
    fictitious: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = printed(read_record(fictitious), capsys)
    assert "Repères" not in said
    assert "non éligible" in said


def test_each_status_is_told_in_both_languages() -> None:
    assert all(text.fr and text.en and text.fr != text.en for text in STATUS.values())
