"""Write docs/explanation/looking-back-2020.md from the shipped run: its figures are never typed by hand."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any

from rebond.opendata import Snapshot
from rebond.pipeline import Request, evaluate_to_record
from rebond.pipeline.hindsight import hindsight

ONE_HALF = 0.5
TARGET = Path(__file__).parents[1] / "docs" / "explanation" / "looking-back-2020.md"
COMPLETE = (("32", "Hauts-de-France", (1, 2)), ("27", "Bourgogne-Franche-Comté", (2,)))
"""Régions whose published count equals the number of sites known, and for which waves."""


def unlocated(snapshot: Snapshot, region: str, waves: tuple[int, ...]) -> list[str]:
    """Name the rows of a région that no commune places."""
    return [
        row["name"] or "(unnamed)"
        for row in snapshot.table("labelled_sites").to_pylist()
        if row["region_name"] == region and int(row["wave"]) in waves and not row["commune_codes"]
    ]


def known_2020(snapshot: Snapshot) -> int:
    """Count the rows of the two waves of 2020."""
    return sum(int(row["wave"]) in {1, 2} for row in snapshot.table("labelled_sites").to_pylist())


def named_territories(
    body: Mapping[str, Any], region: str, nowhere: list[str]
) -> list[Mapping[str, Any]]:
    """Return the territories whose name stands in the title of a row that names no commune."""
    return [
        one
        for one in body["candidates"]
        if one["role"] == "candidate"
        and one["region_code"] == region
        and any(one["name"] in title for title in nowhere)
    ]


def other_reading(
    body: Mapping[str, Any], code: str, waves: tuple[int, ...], nowhere: list[str]
) -> str:
    """Say what the figure becomes when a title is read as a place."""
    named = named_territories(body, code, nowhere)
    if not named:
        return ""
    found = hindsight(body, code, waves, also=[one["id"] for one in named])
    names = ", ".join(one["name"] for one in named)
    return (
        f"Read by its title alone, one of these rows would stand in {names}: the figure would then be "
        f"{100 * found.auc:.0f}%, and {100 * found.p_value:.1f}% of the ways as much or more."
    )


def section(
    body: Mapping[str, Any], code: str, name: str, waves: tuple[int, ...], nowhere: list[str]
) -> str:
    """Return the part of the page about one région."""
    found = hindsight(body, code, waves, unlocated=len(nowhere))
    named = {one["name"] for one in named_territories(body, code, nowhere)}
    rows = "\n".join(
        f"| {who} | {'yes' if has else 'named by a title only' if who in named else 'none known'} |"
        f" {rank:.1f} | {100 * chance:.0f}% |"
        for who, rank, chance, has in sorted(
            [(*one, True) for one in found.with_site]
            + [(*one, False) for one in found.without_site],
            key=lambda one: one[1],
        )
    )
    outside = "; ".join(found.outside) or "none"
    later = ", ".join(
        one["name"]
        for one in body["candidates"]
        if one["role"] == "candidate"
        and one["region_code"] == code
        and one.get("composition", {}).get("source") == "members"
    )
    frame = f" Absent from the list of 2020 and read with later members: {later}." if later else ""
    low, high = found.auc_range or (0.0, 0.0)
    return f"""## {name}, wave{"s" if len(waves) > 1 else ""} {" and ".join(map(str, waves))}

{len(found.with_site)} of its {len(found.with_site) + len(found.without_site)} Territoires d'industrie held a known labelled site.
A territory with a site is ranked better than one without in **{100 * found.auc:.0f}%** of the pairs (50% would say nothing). Were sites and ranks
unrelated, 90% of the {found.splits} ways of naming as many territories would give between {100 * found.low:.0f}% and {100 * found.high:.0f}%, and
{100 * found.p_value:.1f}% of them would give as much or more (exact one-sided permutation test).

Sites that stand in no Territoire d'industrie: {outside}. Rows that name no commune, which nothing places: {"; ".join(nowhere) or "none"};
wherever they stood, the figure would lie between {100 * low:.0f}% and {100 * high:.0f}%. {other_reading(body, code, waves, nowhere)}{frame}

| territory | known labelled site | expected rank of {sum(one["role"] == "candidate" for one in body["candidates"])} | chance of the first {body["parameters"]["k"]} |
|---|---|---|---|
{rows}
"""


def known_in(snapshot: Snapshot, region: str, waves: tuple[int, ...]) -> int:
    """Count the rows of a région."""
    return sum(
        row["region_name"] == region and int(row["wave"]) in waves
        for row in snapshot.table("labelled_sites").to_pylist()
    )


def page(body: Mapping[str, Any], snapshot: Snapshot) -> str:
    """Return the whole page."""
    parts = []
    for code, name, waves in COMPLETE:
        nowhere = unlocated(snapshot, name, waves)
        parts.append(section(body, code, name, waves, nowhere))
    references = [one for one in body["candidates"] if one["role"] == "reference"]
    waves = "\n".join(
        f"| {wave} | {len(group)} | {100 * median(one['chance'] for one in group):.0f}% |"
        f" {sum(one['chance'] > ONE_HALF for one in group)} |"
        for wave in sorted({one["history"]["labels"][0]["wave"] for one in references})
        if (group := [one for one in references if one["history"]["labels"][0]["wave"] == wave])
    )
    return f"""# 2020, looked back on

Written by `scripts/write_looking_back.py` from the shipped run; a test fails when a figure here is not the run's. The grid was fixed before
these figures were computed and is not adjusted to them.

The full lists of the labelled sites are not established: of the 78 of 2020, {known_2020(snapshot)} are known here, and only Hauts-de-France ({known_in(snapshot, *COMPLETE[0][1:])} sites)
is complete for both waves, Bourgogne-Franche-Comté ({known_in(snapshot, *COMPLETE[1][1:])} sites) for the second. Elsewhere, that no site is known means nothing.

{chr(10).join(parts)}
## Every known site, entered alone among the 149 territories

| wave | sites with a commune | median chance of the first 78 | above one half |
|---|---|---|---|
{waves}

A site is read at the centre of its first commune, a territory at the median of its communes: a point in a town tends to look better than the
median place of a territory, so these chances are not comparable with those of territories without that caution.

## What this does not prove

- With two régions and {len(references)} sites, uncertainty is wide: figures like these arise by chance often enough to forbid any conclusion about
  how the choice was made.
- Larger, denser territories have more land users, more proposals and better indicators; a link between rank and label may say only that.
- Whether a territory without a label proposed a site is not established. An absence is not a refusal.
- Waves 3 and 4 followed other published criteria and later facts; they are shown beside the 2020 grid for information only.
"""


def main() -> None:
    snapshot = Snapshot.shared()
    record = evaluate_to_record(Request("pack_rebond_2020"), snapshot, threads=2)
    written = page(record.body, snapshot)
    if "--check" in sys.argv:
        raise SystemExit(0 if TARGET.read_text(encoding="utf-8") == written else 1)
    TARGET.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
