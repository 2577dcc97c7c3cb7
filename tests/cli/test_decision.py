"""`rebond evaluate` and `rebond explain`: what must work, and every input that must be refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from rebond.opendata.store import packaged_folder
from rebond.record import read_record
from tests.cli.conftest import Command

SHIPPED = ("evaluate", "pack_rebond_2020", "--draws", "20")


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# What must work


def test_evaluate_then_verify(rebond: Command, tmp_path: Path) -> None:
    target = tmp_path / "d.json"
    done = rebond("evaluate", "pack_rebond_2020", "--draws", "100", "--out", target)
    assert (done.code, done.err) == (0, "")
    assert str(target) in done.out
    assert read_record(target).digest in done.out
    assert rebond("verify", target).code == 0


def test_threads_change_no_byte_but_the_moment(
    rebond: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Data named by their folder are opened anew: nothing that another run computed is found again.
    monkeypatch.setenv("REBOND_SNAPSHOT", str(packaged_folder()))
    one, two = tmp_path / "1.json", tmp_path / "2.json"
    for threads, target in ((1, one), (2, two)):
        rebond(
            "evaluate", "pack_rebond_2020", "--draws", 600, "--threads", threads, "--out", target
        )
    first, second = (json.loads(path.read_bytes()) for path in (one, two))
    for envelope in (first, second):
        del envelope["produced_at"], envelope["seal"]
    assert first == second


def test_a_users_own_candidates_are_evaluated_with_the_shipped_grid(
    rebond: Command, tmp_path: Path
) -> None:
    file = written(
        tmp_path / "mine.csv",
        "name;insee;lon;lat;port_km\nA;14366;;;\nB;;2,35;48,85;12,5\nC;76351;;;\n",
    )
    target = tmp_path / "d.json"
    done = rebond(*SHIPPED, "--candidates", file, "--k", "2", "--out", target)
    assert (done.code, done.err) == (0, "")
    body = read_record(target).body
    assert [one["name"] for one in body["candidates"]] == ["A", "B", "C"]
    assert body["parameters"]["candidates"]["source"] == "mine.csv"
    assert body["candidates"][1]["facts"]["port_km"]["value"] == 12.5
    assert rebond("verify", target).code == 0
    assert "12,5 km" in rebond("explain", target, "B").words


def test_the_day_and_the_perimeter_are_those_asked_for(rebond: Command, tmp_path: Path) -> None:
    target = tmp_path / "d.json"
    done = rebond(
        *SHIPPED, "--as-of", "2024-01-01", "--perimeter", "territoire_industrie:2", "--out", target
    )
    assert done.code == 0
    body = read_record(target).body
    assert body["programme"]["as_of"] == "2024-01-01"
    assert body["parameters"]["candidates"]["count"] == 183
    states = {i["id"]: i["as_of_state"] for c in body["criteria"] for i in c["indicators"]}
    assert states["jobs_30km"] == "in_time"


def test_weights_are_those_stated(rebond: Command, tmp_path: Path) -> None:
    target = tmp_path / "d.json"
    done = rebond(
        *SHIPPED, "--weight", "transport=0.6", "--at-least", "clusters>=workforce", "--out", target
    )
    assert done.code == 0
    weights = read_record(target).body["weights"]
    assert weights["transport"] == pytest.approx(0.6, abs=1e-6)
    assert weights["clusters"] > weights["workforce"]


def test_machines_get_every_row_in_the_order_of_the_table(rebond: Command) -> None:
    as_json = json.loads(rebond(*SHIPPED, "--format", "json").out)
    as_csv = list(csv.DictReader(io.StringIO(rebond(*SHIPPED, "--format", "csv").out)))
    assert [row["id"] for row in as_json] == [row["id"] for row in as_csv]
    assert sum(row["role"] == "candidate" for row in as_json) == 149
    assert [row["role"] for row in as_json] == sorted(row["role"] for row in as_json)
    assert {row["status"] for row in as_json[:78]} == {"retained"}


def test_explain_says_everything_about_one_candidate(rebond: Command, shipped: Path) -> None:
    done = rebond("explain", shipped, "Lisieux Industrie")
    assert (done.code, done.err) == (0, "")
    for said in (
        "Sous la coupure.",
        "Parmi les 78 premiers",
        "dans 90 % des tirages",
        "Contributions au score",
        "Ce qui l’aurait changé",
        "Règle « 78 candidats retenus »",
        "[establishments_2014]",
        "Ce qui manque",
        "Source qui le renseignerait",
        "INSEE",
        "rien n’établit que ce territoire ait proposé un site",
    ):
        assert said in done.words
    assert done.words == rebond("explain", shipped, "lisieux", "industrie").words


def test_explain_gives_machines_the_entry_and_the_facts(rebond: Command, shipped: Path) -> None:
    entry = json.loads(rebond("explain", shipped, "ti-2805", "--format", "json").out)
    assert entry["id"] == "territoire_industrie:1:ti-2805"
    facts = list(
        csv.DictReader(io.StringIO(rebond("explain", shipped, "ti-2805", "--format", "csv").out))
    )
    assert {row["indicator"] for row in facts} == set(entry["facts"])
    assert {row["status"] for row in facts} == {"known", "missing"}


# What must be refused


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--k", "150"], "k vaut 150"),
        (["--k", "0"], "k vaut 0"),
        (["--draws", "0"], "draws vaut 0"),
        (["--seed", "-1"], "seed vaut -1"),
        (["--later", "never"], "never"),
        (["--as-of", "hier"], "hier"),
        (["--measure", "nowhere"], "nowhere"),
        (["--measure", "vte"], "n’a pas de grille"),
        (["--perimeter", "territoire_industrie"], "territoire_industrie:1"),
        (["--perimeter", "nowhere"], "nowhere"),
        (["--weight", "nowhere=0.2"], "nowhere"),
        (["--weight", "transport=2"], "transport=2"),
        (["--weight", "transport=0.7", "--weight", "clusters=0.7"], "transport"),
        (["--weight", "transport=0.1", "--weight", "transport=0.7"], "deux poids"),
        (
            [
                "--weight",
                "transport=0:0.1",
                "--weight",
                "clusters=0.4",
                "--at-least",
                "transport>=clusters",
            ],
            "clusters",
        ),
        (
            ["--k", "3", "--regions-min", "5"],
            "ces 2 règles ne peuvent pas être satisfaites ensemble",
        ),
        (["--regions-min", "25"], "25 régions"),
        (["--candidates", "absent.csv"], "absent.csv"),
        (["--candidates", "a.csv", "--perimeter", "epci"], "--perimeter"),
    ],
)
def test_a_request_that_cannot_be_met_leaves_nothing_behind(
    rebond: Command, tmp_path: Path, options: list[str], said: str
) -> None:
    target = tmp_path / "d.json"
    done = rebond(*SHIPPED, *options, "--out", target)
    assert (done.code, done.out) == (2, "")
    assert said in done.words
    assert "Erreur interne" not in done.words
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", [".", "absent/d.json", "file/d.json"])
def test_a_target_that_cannot_be_written_is_refused_before_the_work(
    rebond: Command, tmp_path: Path, target: str
) -> None:
    written(tmp_path / "file", "kept")
    # A programme that does not exist would be told first if the target were looked at last.
    done = rebond("evaluate", "nowhere", "--out", tmp_path / target)
    assert done.code == 2
    assert "ne peut pas être écrit" in done.words
    assert (tmp_path / "file").read_text(encoding="utf-8") == "kept"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,insee,port_km\nA,14366,NaN\n", "ligne 2, port_km = 'NaN'"),
        ("name,insee\nA,99999\n", "ligne 2, insee = '99999'"),
        ("name,insee,zzz\nA,14366,1\n", "ligne 1, zzz"),
        ("name,lon,lat\nA,48.85,2.35\n", "échangées"),
        ("name,insee\n", "au moins une ligne"),
        ("", "en-tête"),
        ("name,insee\nA\n", "La ligne 2 a 1 cellules"),
    ],
)
def test_cells_that_cannot_be_used_are_named(
    rebond: Command, tmp_path: Path, content: str, said: str
) -> None:
    file = written(tmp_path / "mine.csv", content)
    done = rebond(*SHIPPED, "--candidates", file, "--k", "1", "--out", tmp_path / "d.json")
    assert (done.code, done.out) == (2, "")
    assert said in done.words
    assert "mine.csv" in done.err
    assert not (tmp_path / "d.json").exists()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[",
        "a: &a [*a]",
        "!!python/object/apply:os.system [id]",
        "format: rebond-programme/9",
        "x: " + "[" * 5000,
        "\x00",
        "- a\n- b",
        "a: 1\na: 2",
    ],
)
def test_a_broken_or_hostile_policy_is_named_with_its_file(
    rebond: Command, tmp_path: Path, content: str
) -> None:
    policy = tmp_path / "policy"
    (policy / "measures").mkdir(parents=True)
    written(policy / "programme.yaml", content)
    for done in (
        rebond("evaluate", policy, "--out", tmp_path / "d.json"),
        rebond("programme", "validate", policy),
        rebond("programme", "show", policy),
    ):
        assert (done.code, done.out) == (2, "")
        assert "programme.yaml" in done.err
        assert "Erreur interne" not in done.words
    assert not (tmp_path / "d.json").exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [("zzzz", "Aucun candidat"), ("", "Aucun candidat"), ("Seine", "plusieurs candidats")],
)
def test_a_candidate_that_is_not_one_is_not_guessed(
    rebond: Command, shipped: Path, asked: str, said: str
) -> None:
    done = rebond("explain", shipped, asked)
    assert (done.code, done.out) == (2, "")
    assert said in done.words
