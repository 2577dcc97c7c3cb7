"""The reference page of the procedures, written from the law files: ``python -m rebond.procedure.reference``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rebond.procedure import errors, plan_errors
from rebond.procedure.catalogue import list_procedures
from rebond.procedure.events import EventKind
from rebond.procedure.graph_model import SiteGraph, shipped_graph
from rebond.procedure.law_book import LawBook, shipped_law
from rebond.procedure.maturity import shipped_ladder
from rebond.procedure.needs import STATE_TEXTS

if TYPE_CHECKING:
    from types import ModuleType

    from rebond.procedure.catalogue import ProcedureView, Statement, VersionView
    from rebond.procedure.graph_model import Step

HEAD = """# Procedures

Generated from `src/rebond/procedure/law/*.yaml` by `python -m rebond.procedure.reference`; a test compares the two.
Sources were read in part, on {read_on}: before a rule is used for a real case, check the article in force on
Légifrance for the date of the case. «\u202fNot established\u202f» means looked for and not found: any result that needs it says so.

How days are counted, and what is open, stands in [delays](../explanation/delays.md).
"""

FAMILIES = {"urbanisme": "Urbanism", "environnement": "Environment", "archeologie": "Archaeology"}


def reference_page(law: LawBook | None = None) -> str:
    """Return the page, in Markdown.

    Parameters
    ----------
    law : LawBook, optional

    Returns
    -------
    str
        One heading for each procedure and for each version, each statement in both languages.
    """
    book = law or shipped_law()
    parts = [HEAD.format(read_on=book.read_on)]
    family = ""
    for view in list_procedures(law=book):
        if view.family != family:
            family = view.family
            parts.append(f"## {FAMILIES[family]}\n")
        parts.append(_procedure(view))
    graph = shipped_graph()
    parts += [_events(), _facts(graph), _tasks(graph), _branches(graph), _tiers()]
    parts += [_refusals(errors, plan_errors), _sources(book)]
    return "\n".join(parts)


def _procedure(view: ProcedureView) -> str:
    lines = [f"### `{view.procedure}`\n", f"{view.title.fr} · {view.title.en}\n"]
    lines.append(_table(view.statements))
    lines += [_version(view, version) for version in view.versions]
    return "\n".join(lines)


def _version(view: ProcedureView, version: VersionView) -> str:
    title = "" if version.title is None else f"{version.title.fr} · {version.title.en}. "
    lines = [f"#### `{view.procedure}` {version.version}\n"]
    lines.append(f"{title}{version.period.fr} · {version.period.en}\n")
    lines.append(_table(version.statements))
    if version.circumstances:
        names = ", ".join(f"`{name}`" for name in version.circumstances)
        lines.append(f"Circumstances: {names}\n")
    return "\n".join(lines)


def _table(statements: tuple[Statement, ...]) -> str:
    rows = ["| | français | English | article | sources |", "|---|---|---|---|---|"]
    for item in statements:
        cells = (
            f"{item.label.fr} · {item.label.en}",
            item.value.fr,
            item.value.en,
            item.article or "",
            ", ".join(item.sources),
        )
        rows.append("| " + " | ".join(_plain(cell) for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def _plain(text: str) -> str:
    """Return a text that Markdown shows as it stands: articles such as R*423-23 hold asterisks."""
    return text.replace("|", "\\|").replace("*", "\\*")


def _events() -> str:
    rows = ["## Events\n", "| event | français | English |", "|---|---|---|"]
    rows += [f"| `{kind.value}` | {kind.text.fr} | {kind.text.en} |" for kind in EventKind]
    return "\n".join(rows) + "\n"


def _facts(graph: SiteGraph) -> str:
    rows = ["## Facts of a site and of its activity\n"]
    rows.append("Each may also be `unknown`, and is when it is left out.\n")
    rows += ["| fact | of | français | English | values |", "|---|---|---|---|---|"]
    for fact in graph.file.facts:
        values = ", ".join(f"`{value}`" for value in fact.allowed[:-1])
        rows.append(f"| `{fact.id}` | {fact.of} | {fact.title.fr} | {fact.title.en} | {values} |")
    rows.append("\nActivities (divisions of NAF rév. 2):\n")
    rows += [f"- `{code}` {text.fr} · {text.en}" for code, text in graph.file.activities.items()]
    return "\n".join(rows) + "\n"


def _tasks(graph: SiteGraph) -> str:
    states = ", ".join(f"`{state}` ({text.fr} · {text.en})" for state, text in STATE_TEXTS.items())
    rows = ["## Tasks of a site\n", f"States: {states}.\n"]
    for task in graph.file.tasks:
        kept = "can be done in advance" if task.can_anticipate else "needs the investor"
        rows.append(f"### Task `{task.id}`\n")
        rows.append(f"{task.title.fr} · {task.title.en}; {kept}\n")
        rows += ["| step | français | English | after | time |", "|---|---|---|---|---|"]
        for step in task.steps:
            after = ", ".join(f"`{name}`" for name in step.after)
            cells = (f"`{step.id}`", step.title.fr, step.title.en, after, _time(step))
            rows.append("| " + " | ".join(cells) + " |")
        rows.append("")
    return "\n".join(rows)


def _time(step: Step) -> str:
    shape = step.duration
    if step.clock is not None:
        names = " or ".join(f"`{name}`" for name in step.clock.clocks)
        law = f"clock: `{step.clock.procedure}` {names}"
        shape = step.clock.if_not_established
        if shape is None:
            return law
        return f"{law}; where not established, {shape.basis}: {shape.duration.text.en}"
    if shape is None or shape.duration.high == 0:
        return "milestone"
    return f"{shape.basis}: {shape.duration.text.en}"


def _branches(graph: SiteGraph) -> str:
    rows = [
        "## Branches\n",
        "| branch | français | English | chance | why |",
        "|---|---|---|---|---|",
    ]
    for branch in graph.file.branches:
        title = branch.title
        cells = (f"`{branch.id}`", title.fr, title.en, f"{branch.chance:g}", branch.why.en)
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def _tiers() -> str:
    rows = ["## Tiers of maturity\n"]
    for tier in shipped_ladder().tiers:
        asked = "\u202f; ".join(item.title.en for item in tier.requirements) or "nothing"
        rows.append(f"{tier.tier}. {tier.title.fr} · {tier.title.en}: {asked}")
    return "\n".join(rows) + "\n"


def _refusals(*modules: ModuleType) -> str:
    rows = ["## Refusals\n", "Each names the place, the reason and the cure, in both languages.\n"]
    for module in modules:
        for name, item in vars(module).items():
            if isinstance(item, type) and item.__module__ == module.__name__:
                first = (item.__doc__ or "").strip().splitlines()[0]
                rows.append(f"- `{name}`: {first}")
    return "\n".join(rows) + "\n"


def _sources(book: LawBook) -> str:
    rows = ["## Sources\n"]
    for source in book.sources.values():
        note = "" if source.note is None else f" — {source.note.en}"
        rows.append(f"- {source.id}: " + " ; ".join(f"<{url}>" for url in source.urls) + note)
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference_page())
