"""Server and browser rank with the engine's arithmetic: the same bits, the same ranks."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

from rebond.evaluation import weighted_sum
from rebond.web.decisions import ranking
from rebond.web.decisions.rows import Decision

FRONTEND = Path(__file__).resolve().parents[3] / "frontend"
SCRIPT = """
import { build } from "esbuild";
const built = await build({
  entryPoints: ["src/ranking.ts"], bundle: true, write: false, format: "esm",
});
const code = Buffer.from(built.outputFiles[0].contents).toString("base64");
const { ranked, normalised } = await import(`data:text/javascript;base64,${code}`);
let text = "";
for await (const chunk of process.stdin) text += chunk;
const { published, raws } = JSON.parse(text);
console.log(JSON.stringify(raws.map((raw) => ranked(published, normalised(raw)))));
"""


def raw_weights(count: int, criteria: int) -> list[list[int]]:
    source = random.Random(11)  # noqa: S311
    drawn = [[source.randrange(101) for _ in range(criteria)] for _ in range(count)]
    return [raw for raw in drawn if any(raw)] + [
        [100, 0, 0, 0, 0],
        [1, 1, 1, 1, 1],
        [33, 33, 33, 1, 0],
    ]


def test_the_browser_computes_the_same_bits_as_the_engine(decision: Decision) -> None:
    raws = raw_weights(60, len(decision.criteria))
    given = json.dumps({"published": ranking.published_values(decision), "raws": raws})
    done = subprocess.run(
        ["node", "--input-type=module", "-e", SCRIPT],
        cwd=FRONTEND,
        input=given,
        capture_output=True,
        text=True,
        check=True,
    )
    for raw, theirs in zip(raws, json.loads(done.stdout), strict=True):
        ours = ranking.ranked(decision, ranking.normalised(raw))
        assert [row["id"] for row in theirs] == [row.candidate.id for row in ours]
        assert [row["rank"] for row in theirs] == [row.rank for row in ours]
        assert [row["score"] for row in theirs] == [row.score for row in ours]


def test_the_server_ranks_through_the_engine(decision: Decision) -> None:
    weights = ranking.normalised([10, 20, 30, 40, 0])
    values = [[one.criteria[c.id].mid for c in decision.criteria] for one in decision.candidates]
    expected = weighted_sum(values, weights)
    found = {row.candidate.id: row for row in ranking.ranked(decision, weights)}
    for position, one in enumerate(decision.candidates):
        assert found[one.id].score == expected.scores[position]
        assert found[one.id].rank == expected.ranks[position]


def test_under_the_published_weights_the_scores_are_those_of_the_file(decision: Decision) -> None:
    for row in ranking.ranked(decision, decision.central):
        assert row.score == pytest.approx(row.candidate.score.mid, abs=1e-6)


def test_the_sliders_show_the_published_weights(decision: Decision) -> None:
    assert ranking.shown_weights(decision) == (20, 20, 20, 20, 20)


def test_weights_shown_add_up_to_a_hundred() -> None:
    assert ranking.hundredths([0.27, 0.1825, 0.1825, 0.1825, 0.1825]) == (27, 19, 18, 18, 18)
    assert ranking.hundredths([1 / 3, 1 / 3, 1 / 3]) == (34, 33, 33)
    assert ranking.hundredths([0.2] * 5) == (20,) * 5
