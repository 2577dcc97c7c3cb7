"""`rebond site plan|example`: dates, tier, path and order in the terminal, in CSV, JSON and PDF."""

from __future__ import annotations

import csv
import datetime
import io
import json
from pathlib import Path

import pytest

from rebond.procedure.examples import shipped_example
from rebond.procedure.plan_words import answer_text
from rebond.procedure.planning import plan_site
from tests.cli.conftest import Command

DAY = ("--as-of", "2026-11-21")
QUICK = (*DAY, "--draws", "400")


@pytest.fixture
def brownfield(tmp_path: Path) -> Path:
    path = tmp_path / "friche.yaml"
    path.write_text(shipped_example("friche_fictive").content, encoding="utf-8")
    return path


def test_a_brownfield_gives_its_dates_tier_path_and_order(
    brownfield: Path, rebond: Command
) -> None:
    done = rebond("site", "plan", brownfield, *DAY)
    assert done.code == 0
    assert "Site fictif" in done.words
    plan = plan_site(brownfield, as_of=datetime.date(2026, 11, 21))
    answer = " ".join(answer_text(plan).fr.replace("\u202f", " ").split())
    assert answer in " ".join(done.words.split())
    assert "Palier 2 sur 5 : terrain maîtrisé" in done.words
    assert "Étude faune-flore : périmé" in done.words
    assert "◆ Étude faune-flore" in done.words
    first = plan.order.prefixes[0] if plan.order else None
    assert first is not None
    told = f"1. Étude faune-flore sur quatre saisons : P50 {first.p50_days} jours"
    assert told in done.words.replace("\u00a0", " ")
    assert "Un label n’est pas un permis" in done.words


def test_a_greenfield_says_what_is_not_known(rebond: Command) -> None:
    done = rebond("--lang", "en", "site", "plan", "le_carnet", *DAY)
    assert done.code == 0
    assert "What is not known of the site weighs on this date" in done.words
    assert "Tier 1 of 5: raw land; up to tier 2" in done.words
    assert "ICPE regime: To be established for this site." in done.words
    assert " 1. Fauna and flora study over four seasons" in done.words
    assert "ictitious" not in done.words


def test_what_if_brings_the_date_forward_and_says_so(brownfield: Path, rebond: Command) -> None:
    def p50(*more: str) -> str:
        done = rebond("site", "plan", brownfield, *QUICK, "--format", "json", *more)
        found: str = json.loads(done.out)["dates"]["p50"]
        return found

    assert p50("--what-if", "etude_faune_flore") < p50()
    told = rebond("site", "plan", brownfield, *QUICK, "--what-if", "etude_faune_flore")
    assert "Supposé fait : Étude faune-flore sur quatre saisons" in told.words


def test_the_chance_by_a_date_is_told(brownfield: Path, rebond: Command) -> None:
    done = rebond("site", "plan", brownfield, *QUICK, "--by", "2034-12-31")
    assert "En service au plus tard le 31 décembre 2034 : 100 %" in done.words.replace(
        "\u00a0", " "
    )


def test_the_same_seed_gives_the_same_plan_and_another_does_not(
    brownfield: Path, rebond: Command
) -> None:
    def plan(*more: str) -> str:
        return rebond("site", "plan", brownfield, *QUICK, "--format", "json", *more).out

    assert plan() == plan()
    assert plan() != plan("--seed", "7")


def test_json_descriptions_are_read_too(tmp_path: Path, rebond: Command) -> None:
    path = tmp_path / "site.json"
    path.write_text(rebond("site", "example", "friche_fictive", "--format", "json").out, "utf-8")
    done = rebond("site", "plan", path, *QUICK, "--format", "csv")
    rows = {row["step"]: row for row in csv.DictReader(io.StringIO(done.out))}
    assert rows["fauna"]["is_on_path"] == "True"
    assert rows["fauna"]["end_p50"] == "2027-11-21"
    assert rows["land"]["start_p10"] == ""


@pytest.mark.parametrize(("lang", "says"), [("fr", b"fr"), ("en", b"en")])
def test_the_plan_is_written_as_a_document(
    lang: str, says: bytes, brownfield: Path, tmp_path: Path, rebond: Command
) -> None:
    target = tmp_path / "plan.pdf"
    done = rebond("--lang", lang, "site", "plan", brownfield, *QUICK, "--pdf", target)
    assert done.code == 0
    content = target.read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"<rdf:li>" + says + b"</rdf:li>" in content or b"/Lang" in content


def test_a_document_that_cannot_be_written_is_refused(
    brownfield: Path, tmp_path: Path, rebond: Command
) -> None:
    done = rebond("site", "plan", brownfield, *QUICK, "--pdf", tmp_path / "nulle" / "part.pdf")
    assert done.code == 2
    assert "ne peut pas être écrit" in done.words


def test_examples_are_listed_with_what_is_real_and_what_is_not(rebond: Command) -> None:
    done = rebond("site", "example")
    assert done.code == 0
    for word in ("le_carnet", "portes_du_tarn", "friche_fictive", "fictif", "sources"):
        assert word in done.words
    rows = {
        row["example"]: row for row in json.loads(rebond("site", "example", "--format", "json").out)
    }
    assert rows["friche_fictive"]["nature"] == "fictif"


def test_an_example_is_printed_as_it_was_written_and_can_be_planned(
    tmp_path: Path, rebond: Command
) -> None:
    done = rebond("site", "example", "portes_du_tarn")
    assert done.out == shipped_example("portes_du_tarn").content
    path = tmp_path / "copie.yaml"
    path.write_text(done.out, encoding="utf-8")
    assert rebond("site", "plan", path, *QUICK).code == 0


def test_errors_name_file_line_key_and_cure(tmp_path: Path, rebond: Command) -> None:
    path = tmp_path / "faux.yaml"
    path.write_text(
        shipped_example("friche_fictive").content.replace("zoning: fits", "zoning: parfait"),
        encoding="utf-8",
    )
    line = path.read_text("utf-8").splitlines().index("  zoning: parfait") + 1
    for lang, says in (("fr", "ne convient pas"), ("en", "is not accepted")):
        done = rebond("--lang", lang, "site", "plan", path, *QUICK)
        assert done.code == 2
        assert done.out == ""
        assert f"{path}:{line}" in done.err
        assert "facts.zoning" in done.err
        assert says in done.words
        assert "modification_simplifiee" in done.words


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("plan", "nulle_part"), "ne peut pas être lu"),
        (("plan", "le_carnet", "--as-of", "demain"), "AAAA-MM-JJ"),
        (("plan", "le_carnet", *DAY, "--what-if", "rien_de_tel"), "rien_de_tel"),
        (("plan", "le_carnet", *DAY, "--draws", "0"), "draws"),
        (("plan", "le_carnet", "--as-of", "9999-12-31"), "sort du calendrier"),
        (("example", "le_carnets"), "Vouliez-vous dire"),
    ],
)
def test_what_cannot_be_is_refused_with_its_cure(
    words: tuple[str, ...], says: str, rebond: Command
) -> None:
    done = rebond("site", *words)
    assert done.code == 2
    assert says in done.words
