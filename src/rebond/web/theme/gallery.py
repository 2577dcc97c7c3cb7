"""Every component in every state, for the internal page that the tests walk too."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from rebond.texts import Text
from rebond.web.decisions.explaining import ContributionRow, Contributions
from rebond.web.decisions.rows import Fact, RankSpan
from rebond.web.theme import figures
from rebond.web.theme.statuses import STATUSES

INDICATOR = SimpleNamespace(unit=Text("km", "km"), digits=1)


def states() -> dict[str, Any]:
    """Return one value for each state of each component."""
    mean, parts = 0.5, (0.12, -0.05, 0.0, 0.08, -0.1)
    bars = figures.waterfall(mean, parts)
    rows = tuple(
        ContributionRow(
            Text(f"Critère {n}", f"Criterion {n}"),
            0.1 + part,
            0.1,
            part,
            bar,
            figures.bar_origin(bars[0]),
        )
        for n, (part, bar) in enumerate(zip(parts, bars, strict=True), start=1)
    )
    return {
        "statuses": list(STATUSES),
        "chances": [0.0, 0.0004, 0.23, 0.5, 0.9996, 1.0],
        "ranks": [RankSpan(1, 1, 1), RankSpan(12, 64, 120), RankSpan(149, 149, 149)],
        "facts": [
            Fact("known", 12.345, None, None, None),
            Fact("known", 12.3, 4.0, 30.5, None),
            Fact("known", 0.0, None, None, None),
            Fact("missing", None, None, None, None),
            Fact("not_applicable", None, None, None, None),
        ],
        "indicator": INDICATOR,
        "decision": SimpleNamespace(has_equal_weights=True),
        "contributions": Contributions(rows, mean + sum(parts), mean),
        "curve": figures.curve([(0, 0), (30, 0.6), (90, 1)]),
        "events": [
            {"on": "2020-07-20", "title": Text("Annonce", "Announcement"), "url": ""},
            {"on": "", "title": Text("Décision", "Decision"), "url": ""},
        ],
        "sources": [
            {
                "title": Text("Jeu de données d’exemple", "Example dataset"),
                "producer": "Producteur d’exemple",
                "vintage": "2018",
                "licence": "etalab-2.0",
                "url": "",
            }
        ],
    }
