"""Small laws, graphs and sites for the tests of this room."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import numpy as np

from rebond.procedure.coverage import Case
from rebond.procedure.distributions import Duration, pert_table
from rebond.procedure.graph_model import SiteGraph, read_graph, shipped_graph
from rebond.procedure.kernel import BEHIND, PIECES, TABLE, Graphs
from rebond.procedure.law_book import shipped_law
from rebond.procedure.network import StepRow
from rebond.procedure.simulation import Batch
from rebond.procedure.site_model import read_site
from rebond.procedure.skeleton import arc_rows, followers_of

TODAY = datetime.date(2026, 11, 21)
FULL_FACTS: dict[str, Any] = {
    "land_control": "full",
    "zoning": "fits",
    "natural_land": False,
    "protected_species": False,
    "woodland_to_clear": False,
    "archaeology_case": False,
    "heritage_area": False,
    "commission_opinion": False,
    "development_permit": False,
    "buildings_to_demolish": False,
    "soil_to_clean": False,
    "road_access": True,
    "electricity": True,
    "broadband": True,
}
FULL_ACTIVITY: dict[str, Any] = {
    "icpe_regime": "none",
    "seveso": "none",
    "water_regime": "none",
    "environmental_assessment": "none",
    "public_inquiry": False,
}


def site(
    site_id: str = "essai",
    *,
    facts: dict[str, Any] | None = None,
    activity: dict[str, Any] | None = None,
    code: str = "25",
    area_ha: float | str = 10,
    **more: Any,
) -> dict[str, Any]:
    """Describe a fictitious site on which nothing is unknown and only the permit is needed."""
    return {
        "format": "rebond-site/1",
        "id": site_id,
        "name": "Site d’essai",
        "is_fictitious": True,
        "facts": FULL_FACTS | (facts or {}),
        "activity": {
            "code": code,
            "area_ha": area_ha,
            "facts": FULL_ACTIVITY | (activity or {}),
        },
        **more,
    }


def case(described: dict[str, Any], as_of: datetime.date = TODAY) -> Case:
    graph = shipped_graph()
    return Case(read_site(described, graph=graph), graph, shipped_law(), as_of)


def law_text(versions: str, *, gaps: str = "", procedure_id: str = "essai") -> bytes:
    """Return a law file with these versions, as YAML lists."""
    return f"""\
id: {procedure_id}
title: {{fr: Essai, en: Trial}}
family: urbanisme
nature: statutory
trigger: {{fr: Un essai., en: A trial.}}
authority: {{fr: Personne., en: Nobody.}}
fixed_by: filed
versions:
{versions}
{gaps}
""".encode()


def version_text(
    version_id: str,
    valid_from: str,
    valid_to: str = "",
    *,
    delay: str = "{months: 2}",
    clock: str = "",
    more: str = "",
) -> str:
    end = f"    valid_to: {valid_to}\n" if valid_to else ""
    return f"""\
  - id: "{version_id}"
    valid_from: {valid_from}
{end}    legal_basis: ["Art. 1"]
    clocks:
      - id: instruction
        title: {{fr: Instruction, en: Examination}}
        start: complete
        ends: decided
        delay: {delay}
        article: "Art. 2"
{clock}    silence: {{status: not_applicable, why: {{fr: Essai., en: Trial.}}}}
    suspension: {{effect: stops_the_clock, text: {{fr: suspendu, en: stopped}}}}
    validity: {{status: not_applicable, why: {{fr: Essai., en: Trial.}}}}
{more}"""


UNKNOWN = "{status: unknown, looked_for: {fr: Cherché., en: Looked for.}}"


def graph_text(tasks: str, *, end: str, branches: str = "[]", extra: str = "") -> bytes:
    """Return a graph file with two facts and these tasks, as YAML."""
    return f"""\
version: "1.0.0"
facts:
  - {{id: wet, of: site, kind: boolean, title: {{fr: Humide, en: Wet}}}}
  - id: size
    of: activity
    kind: choice
    title: {{fr: Taille, en: Size}}
    choices: [{{id: small, title: {{fr: petite, en: small}}}}, {{id: large, title: {{fr: grande, en: large}}}}]
activities: {{"25": {{fr: Métal, en: Metal}}}}
tasks:
{tasks}
branches: {branches}
promises: []
notes: []
end: {end}
{extra}
""".encode()


def task_text(
    task_id: str,
    *,
    after: str = "[]",
    needed: str = "{always: true}",
    low: int = 10,
    high: int = 10,
) -> str:
    kind = "fixed" if low == high else "uniform"
    return f"""\
  - id: {task_id}
    title: {{fr: {task_id}, en: {task_id}}}
    needed_when: {needed}
    can_anticipate: true
    steps:
      - id: {task_id}_step
        title: {{fr: {task_id}, en: {task_id}}}
        after: {after}
        duration: {{kind: {kind}, low: {low}, high: {high}, basis: assumption, why: {{fr: Essai., en: Trial.}}}}
"""


def small_graph(*tasks: str, end: str) -> SiteGraph:
    return read_graph(graph_text("".join(tasks), end=end))


def batch(
    before: Sequence[Sequence[int]],
    durations: Sequence[Duration | StepRow],
    *,
    sites: Sequence[str] = ("seul",),
    chances: Sequence[float] = (1.0,),
    parents: Sequence[int] = (-1,),
    branch_of: Sequence[int] | None = None,
    months: Any = None,
    promise: Sequence[tuple[int, int, int, int]] = (),
    target: int = -1,
    steps: Sequence[str] | None = None,
) -> Batch:
    """Put durations on a graph, the same for each site."""
    count = len(durations)
    rows = [
        item
        if isinstance(item, StepRow)
        else StepRow(item.kernel_kind, number=round(item.low), duration=item)
        for item in durations
    ]
    shapes = [row.duration.shape for row in rows if row.kind == TABLE and row.duration]
    tables = [pert_table(shape) for shape in shapes] or [np.zeros(PIECES + 1, np.float32)]
    bounds = np.zeros((len(sites), count, 3), dtype=np.float32)
    which = np.zeros((len(sites), count), dtype=np.int32)
    table = 0
    for place, row in enumerate(rows):
        if row.duration is not None:
            bounds[:, place] = row.duration.low, row.duration.mode, row.duration.high
        if row.kind == TABLE:
            which[:, place] = table
            table += 1
    first_arc, arcs = arc_rows(before)
    first_follower, follower = arc_rows(followers_of(before))
    spread = np.ones((len(sites), 1), dtype=np.int32)
    graphs = Graphs(
        first_arc=first_arc,
        before=arcs,
        first_follower=first_follower,
        follower=follower,
        step_branch=np.array(branch_of or [0] * count, dtype=np.int32),
        branch_parent=np.array(parents, dtype=np.int32),
        chance=np.array([chances] * len(sites), dtype=np.float32),
        kind=(spread * [row.kind for row in rows]).astype(np.int8),
        number=(spread * [row.number for row in rows]).astype(np.int32),
        release=np.zeros((len(sites), count), dtype=np.int32),
        bounds=bounds,
        row=which,
        tables=np.stack(tables),
        months=np.zeros((1, 1), np.int32) if months is None else months,
    )
    return Batch(
        sites=tuple(sites),
        steps=tuple(steps or (f"etape-{number}" for number in range(count))),
        branches=tuple(f"branche-{number}" for number in range(len(chances))),
        graphs=graphs,
        promise=np.array(promise, dtype=np.int32).reshape(-1, 4),
        target=np.full(len(sites), target, dtype=np.int32),
    )


MILESTONE = StepRow(0)
NEVER = StepRow(BEHIND)
