"""The plan of a site as a PDF: typeset from values alone, offline, the same bytes for the same plan."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rebond import __version__
from rebond.procedure.assumptions import assumptions_of
from rebond.procedure.law_book import LawBook, shipped_law
from rebond.procedure.maturity import STATUS_TEXTS
from rebond.procedure.plan_errors import PlanUnwritable
from rebond.procedure.plan_result import METHOD, METHOD_VERSION
from rebond.procedure.plan_words import (
    CRITICAL,
    CRITICAL_SIGN,
    LABEL,
    answer_text,
    chance_text,
    cost_text,
    day_text,
    days_text,
    happens_text,
    nature_text,
    promise_text,
    tier_text,
    unknown_text,
)
from rebond.procedure.schedule import Schedule, StepBar, TaskBar, schedule_of
from rebond.procedure.step_times import BASIS_TEXTS
from rebond.texts import Lang, Text, number, percent

if TYPE_CHECKING:
    from rebond.procedure.plan_result import SitePlan
    from rebond.procedure.site_model import ReadSite

TEMPLATE = Path(__file__).parent / "model" / "plan_document.typ"
Standard = Literal["ua-1"]
"""PDF/UA-1: a tagged document that a screen reader follows."""
EARLIEST = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
"""A document cannot be dated before; the day of reading is written in it all the same."""


def plan_pdf(plan: SitePlan, read: ReadSite, lang: Lang, *, law: LawBook | None = None) -> bytes:
    """Typeset a plan.

    Parameters
    ----------
    plan : SitePlan
    read : ReadSite
        The description that was planned.
    lang : {"fr", "en"}
    law : LawBook, optional
        The shipped one by default.

    Returns
    -------
    bytes
        A PDF, tagged, dated with the day of reading.

    Raises
    ------
    PlanUnwritable

    Notes
    -----
    Texts reach the typesetter as JSON values, never as its markup: nothing in a description is run.
    Only fonts inside the typesetter are used, so that every machine gives the same pages.
    """
    import typst  # noqa: PLC0415 - a command that typesets nothing does not wait for it

    body = document_of(plan, read, lang, law=law)
    day = datetime.datetime.combine(plan.as_of, datetime.time(), datetime.UTC)

    def typeset(standard: Standard | None) -> bytes:
        return typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            font_paths=typst.Fonts(include_system_fonts=False),
            sys_inputs={"plan": json.dumps(body, ensure_ascii=False)},
            pdf_standards=standard,
            timestamp=max(day, EARLIEST),
        )

    try:
        return typeset("ua-1")
    except RuntimeError:
        # PDF/UA forbids a character that no font draws; such a name is shown with boxes, not refused.
        try:
            return typeset(None)
        except RuntimeError as error:
            raise PlanUnwritable(str(error).splitlines()[0]) from error


def document_of(
    plan: SitePlan, read: ReadSite, lang: Lang, *, law: LawBook | None = None
) -> dict[str, Any]:
    """Return what the document says, as JSON values in one language.

    Parameters
    ----------
    plan : SitePlan
    read : ReadSite
    lang : {"fr", "en"}
    law : LawBook, optional

    Returns
    -------
    dict
    """
    until = () if plan.hoped_for_on is None else (plan.hoped_for_on,)
    schedule = schedule_of(plan, until=until)
    unknown = unknown_text(plan)
    return {
        "lang": lang,
        "labels": {key: text.of(lang) for key, text in LABELS.items()},
        "name": plan.name,
        "nature": nature_text(plan).of(lang),
        "description": _maybe(read.site.description, lang),
        "read_on": day_text(plan.as_of).of(lang),
        "answer": answer_text(plan).of(lang),
        "unknown": None if unknown is None else unknown.of(lang),
        "warning": LABEL.of(lang),
        "dates": [
            {"name": name, "day": day_text(day).of(lang), "says": said.of(lang)}
            for name, day, said in _dates(plan)
        ],
        "schedule": _schedule(schedule, plan, lang),
        "months": _months(plan, lang),
        "chances": _chances(plan, lang),
        "tier": tier_text(plan).of(lang),
        "ladder": [
            {
                "tier": item.tier,
                "title": item.title.of(lang),
                "status": STATUS_TEXTS[item.status].of(lang),
                "why": " ".join(text.of(lang) for text in item.why),
                "evidence": item.evidence or "",
            }
            for item in plan.maturity.evidence
        ],
        "order": _order(plan, lang),
        "steps": [_step(bar, task, lang) for task in schedule.tasks for bar in task.steps],
        "assumptions": _assumptions(plan, read, lang),
        "missing": [
            {"what": item.what.of(lang), "looked_for": item.looked_for.of(lang)}
            for item in plan.missing
        ],
        "cautions": [text.of(lang) for text in plan.cautions],
        "trace": [_cited(line.what.of(lang), line.article, line.sources) for line in plan.trace],
        "sources": _sources(plan, read, law or shipped_law()),
        "digests": [
            {"name": name.of(lang), "value": value}
            for name, value in (
                (Text("Description du site", "Description of the site"), plan.site_digest),
                (Text("Textes de loi", "Law"), plan.law_digest),
                (Text("Graphe et hypothèses", "Graph and assumptions"), plan.graph_digest),
                (Text("Méthode", "Method"), f"{METHOD} {METHOD_VERSION}, Rebond {__version__}"),
                (
                    Text("Tirages et graine", "Draws and seed"),
                    f"{number(plan.draws, lang)} · {plan.seed}",
                ),
            )
        ],
    }


LABELS = {
    "kind": Text("Plan d’un site", "Plan of a site"),
    "read_on": Text("lu le", "read on"),
    "page": Text("page", "page"),
    "of": Text("sur", "of"),
    "left": Text("Ce qui reste à faire", "What is left to do"),
    "left_note": Text(
        f"Trait large\u202f: de la médiane du début à celle de la fin. Trait fin\u202f: de P10 à P90. "
        f"Cadre\u202f: étape qui n’a pas toujours lieu. {CRITICAL_SIGN} {CRITICAL.fr}.",
        f"Thick: from the median of the start to that of the end. Thin: from P10 to P90. "
        f"Frame: a step that does not always happen. {CRITICAL_SIGN} {CRITICAL.en}.",
    ),
    "when": Text("Quand le site serait en service", "When the site would be in operation"),
    "when_note": Text(
        "Part des tirages qui finissent chaque mois.", "Share of the draws that end in each month."
    ),
    "chances": Text("Chances", "Chances"),
    "maturity": Text("Maturité", "Maturity"),
    "order": Text("Ce qu’il faut anticiper d’abord", "What to anticipate first"),
    "order_note": Text(
        "Chaque ligne suppose faites celles qui précèdent\u202f; les gains ne s’additionnent pas.",
        "Each line supposes those before it done; gains do not add up.",
    ),
    "steps": Text("Étapes et dates", "Steps and dates"),
    "assumptions": Text("Hypothèses, à changer", "Assumptions, to be changed"),
    "missing": Text("Ce qui n’est pas établi", "What is not established"),
    "cautions": Text("À lire avec ces dates", "To be read with these dates"),
    "trace": Text("Trace", "Trace"),
    "sources": Text("Sources", "Sources"),
    "inputs": Text("Ce qui a été calculé", "What was computed"),
    "task": Text("tâche", "task"),
    "step": Text("étape", "step"),
    "start": Text("début P50", "start P50"),
    "end_p50": Text("fin P50", "end P50"),
    "end_p90": Text("fin P90", "end P90"),
    "chance": Text("a lieu", "happens"),
    "critical": Text("retarde la fin", "holds the end back"),
    "basis": Text("origine de la durée", "origin of the duration"),
    "tier": Text("palier", "tier"),
    "asks": Text("exigence", "requirement"),
    "status": Text("état", "status"),
    "why": Text("pourquoi", "why"),
    "alone": Text("seul", "alone"),
    "together": Text("avec les précédents", "with those before"),
    "cost": Text("coût", "cost"),
    "what": Text("hypothèse", "assumption"),
    "value": Text("valeur", "value"),
    "none": Text("Rien ne peut plus être anticipé.", "Nothing more can be anticipated."),
    "alt_gantt": Text(
        "Calendrier des tâches ; le tableau des étapes donne les mêmes dates.",
        "Calendar of the tasks; the table of steps gives the same dates.",
    ),
    "alt_months": Text(
        "Histogramme des mois de mise en service ; P10, P50 et P90 sont écrits au-dessus.",
        "Histogram of the months of commissioning; P10, P50 and P90 are written above.",
    ),
}


def _dates(plan: SitePlan) -> tuple[tuple[str, datetime.date, Text], ...]:
    return (
        ("P10", plan.dates.p10, Text("une fois sur dix avant", "one time in ten before")),
        ("P50", plan.dates.p50, Text("une fois sur deux avant", "one time in two before")),
        ("P90", plan.dates.p90, Text("neuf fois sur dix avant", "nine times in ten before")),
    )


def _schedule(schedule: Schedule, plan: SitePlan, lang: Lang) -> dict[str, Any]:
    scale = schedule.scale
    marks = [("P50", plan.dates.p50), ("P90", plan.dates.p90)]
    return {
        "ticks": [{"at": scale.share(day), "label": str(day.year)} for day in scale.ticks()],
        "marks": [{"at": scale.share(day), "label": name} for name, day in marks],
        "tasks": [_task(task, schedule, lang) for task in schedule.tasks],
        "settled": ", ".join(need.title.of(lang) for need in schedule.settled),
        "settled_label": Text("Réglé", "Settled").of(lang),
    }


def _task(task: TaskBar, schedule: Schedule, lang: Lang) -> dict[str, Any]:
    scale = schedule.scale
    return {
        "title": task.title.of(lang),
        "note": _maybe(happens_text(task.chance_happens), lang),
        "is_on_path": task.is_on_path,
        "end": scale.share(task.end_p50),
        "end_label": task.end_p50.isoformat(),
        "bars": [
            {
                "from": scale.share(bar.start_p10),
                "start": scale.share(bar.start_p50),
                "end": scale.share(bar.end_p50),
                "to": scale.share(bar.end_p90),
                "is_sure": bar.is_sure,
                "is_on_path": bar.step.is_on_path,
            }
            for bar in task.steps
        ],
    }


def _months(plan: SitePlan, lang: Lang) -> dict[str, Any]:
    months = plan.months()
    most = max(count for _, count in months)
    return {
        "bars": [count / most for _, count in months],
        "first": months[0][0],
        "last": months[-1][0],
        "most": percent(most / plan.draws, lang),
        "marks": [
            {
                "label": name,
                "at": (_month_number(day) - _month_number_of(months[0][0]) + 0.5) / len(months),
            }
            for name, day, _ in _dates(plan)
        ],
    }


def _month_number(day: datetime.date) -> int:
    return day.year * 12 + day.month


def _month_number_of(month: str) -> int:
    return _month_number(datetime.date.fromisoformat(f"{month}-01"))


def _chances(plan: SitePlan, lang: Lang) -> list[dict[str, str]]:
    rows = [
        {
            "what": promise.title.of(lang),
            "chance": promise_text(promise).of(lang),
            "source": promise.source.of(lang),
        }
        for promise in plan.promises
    ]
    if plan.hoped_for_on is not None and plan.chance_by_hoped_for is not None:
        day = day_text(plan.hoped_for_on)
        what = Text(f"En service au plus tard le {day.fr}", f"In operation by {day.en}")
        chance = chance_text(plan.chance_by_hoped_for)
        rows.append({"what": what.of(lang), "chance": chance.of(lang), "source": ""})
    return rows


def _order(plan: SitePlan, lang: Lang) -> list[dict[str, str]]:
    if plan.order is None:
        return []
    titles = {need.task: need.title for need in plan.needs}
    alone = {gain.tasks[0]: gain for gain in plan.gains}
    rows = []
    for gain in plan.order.prefixes:
        own = alone[gain.tasks[-1]]
        cost = cost_text(own) or Text("non donné", "not given")
        rows.append(
            {
                "title": titles[gain.tasks[-1]].of(lang),
                "alone": f"{days_text(own.p50_days).of(lang)} · {days_text(own.p90_days).of(lang)}",
                "together": f"{days_text(gain.p50_days).of(lang)} · {days_text(gain.p90_days).of(lang)}",
                "cost": cost.of(lang),
            }
        )
    return rows


def _step(bar: StepBar, task: TaskBar, lang: Lang) -> dict[str, str]:
    step = bar.step
    sign = f"{CRITICAL_SIGN} " if step.is_on_path else ""
    return {
        "task": task.title.of(lang),
        "step": sign + step.title.of(lang),
        "start": bar.start_p50.isoformat(),
        "end_p50": bar.end_p50.isoformat(),
        "end_p90": bar.end_p90.isoformat(),
        "chance": chance_text(step.chance_happens).of(lang),
        "critical": chance_text(step.criticality).of(lang),
        "basis": _cited(
            BASIS_TEXTS[step.time.basis].of(lang), step.time.article, step.time.sources
        ),
    }


def _assumptions(plan: SitePlan, read: ReadSite, lang: Lang) -> list[dict[str, str]]:
    rows = []
    for one in assumptions_of(plan, read.site):
        value = chance_text(one.chance or 0.0) if one.duration is None else one.duration.text
        rows.append(
            {
                "what": one.title.of(lang),
                "value": value.of(lang),
                "why": _cited(one.why.of(lang), None, one.sources),
                "basis": BASIS_TEXTS[one.basis].of(lang),
            }
        )
    return rows


def _sources(plan: SitePlan, read: ReadSite, law: LawBook) -> list[dict[str, str]]:
    names = [name for line in plan.trace for name in line.sources]
    names += [name for step in plan.steps for name in step.time.sources]
    for promise in plan.promises:
        names += [part.split("]")[0] for part in promise.source.fr.split("[")[1:]]
    rows = [
        {"name": name, "url": url}
        for name in dict.fromkeys(names)
        if name in law.sources
        for url in law.sources[name].urls
    ]
    return [{"name": "", "url": str(url)} for url in read.site.sources] + rows


def _cited(text: str, article: str | None, sources: tuple[str, ...]) -> str:
    head = f"{text} ({article})" if article else text
    return head + "".join(f" [{name}]" for name in sources)


def _maybe(text: Text | None, lang: Lang) -> str | None:
    return None if text is None else text.of(lang)
