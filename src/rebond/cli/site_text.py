"""The plan of a site on eighty columns: the answer, then what it rests on."""

from __future__ import annotations

import datetime as dt
import textwrap
from typing import TYPE_CHECKING

from rebond.procedure.assumptions import assumptions_of
from rebond.procedure.maturity import STATUS_TEXTS
from rebond.procedure.plan_words import (
    CRITICAL,
    CRITICAL_SIGN,
    LABEL,
    answer_text,
    chance_text,
    cost_text,
    day_text,
    days_text,
    nature_text,
    promise_text,
    tier_text,
    unknown_text,
)
from rebond.procedure.schedule import Schedule, TaskBar, schedule_of
from rebond.texts import Lang, Text, number

if TYPE_CHECKING:
    from rebond.procedure.plan_result import SitePlan
    from rebond.procedure.site_model import ReadSite

WIDTH = 78
NAME, BAR = 30, 22
SPREAD, MIDDLE, RARE = "░", "█", "·"
_SHOWN_YEARS = 4


def plan_text(plan: SitePlan, read: ReadSite, lang: Lang, *, by: dt.date | None = None) -> str:
    """Write the plan for a person who reads a terminal.

    Parameters
    ----------
    plan : SitePlan
    read : ReadSite
        The description that was planned.
    lang : {"fr", "en"}
    by : date, optional
        Day for which the chance of being operational is told.
    """
    parts = [
        _head(plan, lang),
        _maturity(plan, lang),
        _chances(plan, lang, by),
        _left(schedule_of(plan), lang),
        _order(plan, lang),
        _supposed(plan, read, lang),
        _unknown(plan, lang),
        _cautions(plan, lang),
        _digests(plan),
    ]
    return "\n\n".join(part for part in parts if part)


def _head(plan: SitePlan, lang: Lang) -> str:
    read_on = day_text(plan.as_of)
    how = Text(
        f"{nature_text(plan).fr}. Lu le {read_on.fr}, {number(plan.draws, 'fr')} tirages, graine {plan.seed}.",
        f"{nature_text(plan).en}. Read on {read_on.en}, {number(plan.draws, 'en')} draws, seed {plan.seed}.",
    )
    lines = [plan.name, _wrapped(how.of(lang)), "", _wrapped(answer_text(plan).of(lang))]
    unknown = unknown_text(plan)
    if unknown is not None:
        lines.append(_wrapped(unknown.of(lang)))
    if plan.what_if:
        titles = {need.task: need.title.of(lang) for need in plan.needs}
        supposed = ", ".join(titles[task] for task in plan.what_if)
        lines.append(_wrapped(_colon(Text("Supposé fait", "Supposed done"), supposed, lang)))
    lines.append(_wrapped(LABEL.of(lang)))
    return "\n".join(lines)


def _maturity(plan: SitePlan, lang: Lang) -> str:
    lines = [_title(Text("Maturité", "Maturity"), lang), _wrapped(tier_text(plan).of(lang))]
    if plan.maturity.next_needs:
        tier = plan.maturity.tier + 1
        lines.append(
            Text(f"Pour le palier {tier}, il manque\u202f:", f"Tier {tier} still needs:").of(lang)
        )
        lines += [
            _item(_colon(item.title, STATUS_TEXTS[item.status].of(lang), lang))
            for item in plan.maturity.next_needs
        ]
    return "\n".join(lines)


def _chances(plan: SitePlan, lang: Lang, by: dt.date | None) -> str:
    lines = [_title(Text("Chances", "Chances"), lang)]
    lines += [
        _item(_colon(promise.title, promise_text(promise).of(lang), lang))
        for promise in plan.promises
    ]
    sources = dict.fromkeys(promise.source.of(lang) for promise in plan.promises)
    lines += [_item(source) for source in sources]
    day = by or plan.hoped_for_on
    if day is not None:
        told = day_text(day)
        title = Text(f"En service au plus tard le {told.fr}", f"In operation by {told.en}")
        lines.append(_item(_colon(title, chance_text(plan.chance_by(day)).of(lang), lang)))
    return "\n".join(lines)


def _left(schedule: Schedule, lang: Lang) -> str:
    key = Text(
        f"{CRITICAL_SIGN} {CRITICAL.fr} ; {SPREAD} de P10 à P90 ; {MIDDLE} au milieu ; {RARE} rare",
        f"{CRITICAL_SIGN} {CRITICAL.en}; {SPREAD} from P10 to P90; {MIDDLE} in the middle; {RARE} rare",
    )
    title = _title(Text("Ce qui reste à faire", "What is left to do"), lang)
    lines = [title, key.of(lang), _row("", _years(schedule), "P50", "P90")]
    for task in schedule.tasks:
        sign = CRITICAL_SIGN if task.is_on_path else " "
        named = textwrap.wrap(_named(task, lang), NAME - 2) or [""]
        lines.append(
            _row(
                f"{sign} {named[0]}",
                _bar(task, schedule),
                task.end_p50.isoformat(),
                task.end_p90.isoformat(),
            )
        )
        lines += [f"  {more}" for more in named[1:]]
    if schedule.settled:
        done = ", ".join(need.title.of(lang) for need in schedule.settled)
        lines.append(_wrapped(_colon(Text("Réglé", "Settled"), done, lang)))
    return "\n".join(lines)


def _named(task: TaskBar, lang: Lang) -> str:
    title = task.title.of(lang)
    return title if task.chance_happens > 1 - 0.005 else f"{title} ({_percent(task, lang)})"


def _percent(task: TaskBar, lang: Lang) -> str:
    return chance_text(task.chance_happens).of(lang)


def _row(name: str, bar: str, p50: str, p90: str) -> str:
    return f"{name:<{NAME}} {bar:<{BAR}} {p50:>10} {p90:>10}".rstrip()


def _years(schedule: Schedule) -> str:
    cells = [" "] * BAR
    free = 0
    for tick in schedule.scale.ticks():
        at = _cell(schedule, tick)
        if tick.month == 1 and at >= free and at + _SHOWN_YEARS <= BAR:
            cells[at : at + _SHOWN_YEARS] = f"{tick.year}"
            free = at + _SHOWN_YEARS + 1
    return "".join(cells)


def _bar(task: TaskBar, schedule: Schedule) -> str:
    cells = [" "] * BAR
    usual = set(task.course)
    for bar in sorted(task.steps, key=lambda one: one in usual):
        spread, middle = (SPREAD, MIDDLE) if bar in usual else (RARE, RARE)
        first, last = _cell(schedule, bar.start_p10), _cell(schedule, bar.end_p90)
        for place in range(first, last + 1):
            cells[place] = spread if cells[place] != MIDDLE else MIDDLE
        for place in range(_cell(schedule, bar.start_p50), _cell(schedule, bar.end_p50) + 1):
            cells[place] = middle
    return "".join(cells).rstrip()


def _cell(schedule: Schedule, day: dt.date) -> int:
    return min(BAR - 1, int(schedule.scale.share(day) * BAR))


def _order(plan: SitePlan, lang: Lang) -> str:
    if plan.order is None or not plan.order.prefixes:
        return ""
    titles = {need.task: need.title.of(lang) for need in plan.needs}
    alone = {gain.tasks[0]: gain for gain in plan.gains}
    lines = [
        _title(Text("À anticiper, dans cet ordre", "To anticipate, in this order"), lang),
        Text(
            "Jours gagnés ensemble jusqu’à cette ligne (seul : entre parenthèses).",
            "Days gained together up to this line (alone: in brackets).",
        ).of(lang),
    ]
    for place, gain in enumerate(plan.order.prefixes, start=1):
        task = gain.tasks[-1]
        own = alone[task]
        cost = cost_text(own)
        price = Text("coût non donné", "cost not given").of(lang) if cost is None else cost.of(lang)
        told = (
            f"P50 {days_text(gain.p50_days).of(lang)} ({number(own.p50_days, lang)}), "
            f"P90 {days_text(gain.p90_days).of(lang)} ({number(own.p90_days, lang)}), {price}"
        )
        lines.append(_item(_colon(Text(titles[task], titles[task]), told, lang), f"{place:>2}. "))
    return "\n".join(lines)


def _supposed(plan: SitePlan, read: ReadSite, lang: Lang) -> str:
    found = assumptions_of(plan, read.site)
    if not found:
        return ""
    lines = [_title(Text("Hypothèses, à changer", "Assumptions, to be changed"), lang)]
    for one in found:
        told = chance_text(one.chance or 0.0) if one.duration is None else one.duration.text
        cited = "".join(f" [{name}]" for name in one.sources)
        lines.append(_item(f"{_colon(one.title, told.of(lang), lang)}. {one.why.of(lang)}{cited}"))
    return "\n".join(lines)


def _unknown(plan: SitePlan, lang: Lang) -> str:
    if not plan.missing:
        return ""
    lines = [_title(Text("Non établi", "Not established"), lang)]
    lines += [_item(_colon(one.what, one.looked_for.of(lang), lang)) for one in plan.missing]
    return "\n".join(lines)


def _cautions(plan: SitePlan, lang: Lang) -> str:
    lines = [_title(Text("Attention", "Caution"), lang)]
    return "\n".join([*lines, *(_item(text.of(lang)) for text in plan.cautions)])


def _digests(plan: SitePlan) -> str:
    return "\n".join(
        (
            f"site {plan.site_digest}",
            f"law  {plan.law_digest}",
            f"graph {plan.graph_digest}",
        )
    )


def _title(text: Text, lang: Lang) -> str:
    return text.of(lang).upper()


def _colon(name: Text, value: str, lang: Lang) -> str:
    return f"{name.fr}\u202f: {value}" if lang == "fr" else f"{name.en}: {value}"


def _item(text: str, mark: str = "  - ") -> str:
    return _wrapped(text, first=mark, hang=len(mark))


def _wrapped(text: str, *, first: str = "", hang: int = 0) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
    )
