"""`rebond procedure list|show|deadline`: the law in the terminal, and the dates the issue promises."""

from __future__ import annotations

import csv
import io
import json

import pytest

from rebond.procedure.law_book import shipped_law
from tests.cli.conftest import Command

PERMIT = ("procedure", "deadline", "permis_de_construire")


def test_a_building_permit_complete_on_1_march_2020_falls_due_on_1_june(rebond: Command) -> None:
    done = rebond(*PERMIT, "--complete", "2020-03-01")
    assert done.code == 0
    assert done.out.splitlines()[0] == "2020-06-01"
    assert "2020-03-01 + 3 mois = 2020-06-01, de quantième à quantième" in done.words
    assert "C. urb. R*423-23 c" in done.words
    assert "estimation, pas une garantie légale" in done.words


def test_three_months_after_30_november_is_the_last_of_february(rebond: Command) -> None:
    done = rebond(*PERMIT, "--complete", "2019-11-30")
    assert done.out.splitlines()[0] == "2020-02-29"


@pytest.mark.parametrize(
    ("cases", "due", "article"),
    [
        (["abf"], "2020-07-01", "R*423-24"),
        (["commission"], "2020-08-01", "R*423-25"),
        (["abf", "commission"], "2020-08-01", "« commission » en tient lieu"),
    ],
)
def test_increases_come_with_their_article_and_version(
    cases: list[str], due: str, article: str, rebond: Command
) -> None:
    chosen = [word for case in cases for word in ("--increase", case)]
    done = rebond(*PERMIT, "--complete", "2020-03-01", *chosen)
    assert done.out.splitlines()[0] == due
    assert article in done.words
    assert "2007-10" in done.words


def test_the_same_request_a_day_later_follows_another_law(rebond: Command) -> None:
    name = "autorisation_environnementale"
    before = rebond(
        "procedure", "deadline", name, "--filed", "2024-10-21", "--complete", "2024-10-21"
    )
    after = rebond(
        "procedure", "deadline", name, "--filed", "2024-10-22", "--complete", "2024-10-22"
    )
    assert before.code == after.code == 0
    assert before.out.startswith("aucune date")
    assert "NON ÉTABLI" in before.words.upper()
    assert "2017-03" in before.words
    assert "Une autre version ne s’applique pas ce jour-là : 2024-10" in before.words
    assert after.out.splitlines()[0] == "2025-04-12"
    assert "Une autre version ne s’applique pas ce jour-là : 2017-03" in after.words


@pytest.mark.parametrize(
    ("procedure", "complete", "says"),
    [
        ("examen_cas_par_cas", "2022-01-03", "impact study"),
        ("archeologie_diagnostic", "2026-11-21", "deemed to renounce"),
        ("loi_eau_declaration", "2022-01-03", "no opposition"),
    ],
)
def test_a_silent_authority_has_a_meaning(
    procedure: str, complete: str, says: str, rebond: Command
) -> None:
    done = rebond(
        "--lang",
        "en",
        "procedure",
        "deadline",
        procedure,
        "--complete",
        complete,
        "--on",
        "2027-06-01",
    )
    assert done.code == 0
    silence = next(line for line in done.out.splitlines() if line.startswith("Silence"))
    assert says in " ".join(done.out[done.out.index(silence) :].split())
    assert "ago" in done.words


def test_events_of_any_kind_can_be_given(rebond: Command) -> None:
    done = rebond(
        "procedure", "deadline", "recours_tiers", "--event", "posted=2020-07-20", "--format", "json"
    )
    found = json.loads(done.out)
    assert found["due_on"] == "2020-09-21"
    assert found["events"] == [{"event": "posted", "on": "2020-07-20"}]


def test_time_left_is_told_on_a_day_of_reading(rebond: Command) -> None:
    running = rebond(*PERMIT, "--complete", "2020-03-01", "--as-of", "2020-05-31")
    assert "le délai court, reste 1 jour" in running.words.replace("\u00a0", " ")
    past = rebond(*PERMIT, "--complete", "2020-03-01", "--on", "2020-06-03")
    assert "il y a 2 jours" in past.words.replace("\u00a0", " ")
    decided = rebond(
        *PERMIT, "--complete", "2020-03-01", "--decided", "2020-05-01", "--on", "2020-06-03"
    )
    assert "décision prise." in decided.words


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*PERMIT, "--complete", "2020-03-01", "--decided", "2020-01-01"), "précède"),
        ((*PERMIT, "--complete", "hier"), "AAAA-MM-JJ"),
        ((*PERMIT, "--event", "posted"), "NOM=AAAA-MM-JJ"),
        ((*PERMIT, "--event", "nothing=2020-01-01"), "aucun événement"),
        ((*PERMIT, "--complete", "2020-03-01", "--increase", "lune"), "lune"),
        ((*PERMIT, "--filed", "1990-01-01"), "Versions enregistrées"),
        (("procedure", "deadline", "permis_de_construir"), "Vouliez-vous dire"),
        (("procedure", "show", "permis_de_construir"), "Vouliez-vous dire"),
        (("procedure", "show", "permis_de_construire", "--on", "1990-01-01"), "aucune version"),
    ],
)
def test_what_cannot_be_is_refused_with_its_cure(
    words: tuple[str, ...], says: str, rebond: Command
) -> None:
    done = rebond(*words)
    assert done.code == 2
    assert done.out == ""
    assert says in done.words


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_list_names_each_procedure_on_eighty_columns(lang: str, rebond: Command) -> None:
    done = rebond("--lang", lang, "procedure", "list")
    for name in shipped_law().procedures:
        assert f"  {name} " in done.out
    assert max(len(line) for line in done.out.splitlines()) <= 80


def test_the_list_counts_what_is_not_established(rebond: Command) -> None:
    rows = list(csv.DictReader(io.StringIO(rebond("procedure", "list", "--format", "csv").out)))
    by_name = {row["procedure"]: row for row in rows}
    assert by_name["permis_de_construire"]["unknown"] == "1"
    assert by_name["autorisation_environnementale"]["versions"] == "2"
    listed = json.loads(rebond("procedure", "list", "--format", "json").out)
    assert [one["procedure"] for one in listed] == [row["procedure"] for row in rows]


def test_a_procedure_shows_its_versions_unknowns_and_sources(rebond: Command) -> None:
    done = rebond("--lang", "en", "procedure", "show", "autorisation_environnementale")
    assert "2017-03: 2017-03-01 → 2024-10-21" in done.out
    assert "? Public inquiry, then decision: Not established." in done.words
    assert "[S50] https://" in done.out
    one = rebond("procedure", "show", "autorisation_environnementale", "--on", "2020-01-01")
    assert "2024-10-22" not in one.out
    rows = rebond(
        "procedure",
        "show",
        "autorisation_environnementale",
        "--on",
        "2020-01-01",
        "--format",
        "csv",
    )
    assert {row["version"] for row in csv.DictReader(io.StringIO(rows.out))} == {"", "2017-03"}
    found = json.loads(rebond("procedure", "show", "permis_amenager", "--format", "json").out)
    assert found["procedure"] == "permis_amenager"


def test_the_increases_of_a_version_are_named_as_the_command_takes_them(rebond: Command) -> None:
    done = rebond("procedure", "show", "permis_de_construire")
    assert "--increase : abf, commission, enquete_publique" in done.words


def test_the_trace_is_a_table_for_machines(rebond: Command) -> None:
    done = rebond(*PERMIT, "--complete", "2020-03-01", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert {row["due_on"] for row in rows} == {"2020-06-01"}
    assert [row["line"] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]
