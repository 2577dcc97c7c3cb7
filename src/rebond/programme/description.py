"""A page that tells a policy in words, written from the policy itself.

``python -m rebond.programme.description PROGRAMME en PAGE`` writes
it; every fact on the page stands in the policy, with the sources that the policy cites.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rebond.canonical import replace_file
from rebond.programme.applicants import APPLICANT_TITLES
from rebond.programme.awards import CeilingAmount, FixedAmount, MonthlyAmount
from rebond.programme.loading import load_programme
from rebond.programme.outcomes_description import describe_outcomes
from rebond.programme.outcomes_loading import load_outcomes
from rebond.programme.policy_model import NotApplicable, Unknown
from rebond.programme.weights import decimal_text
from rebond.texts import Lang, Text, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rebond.programme.grids import Criterion, Grid
    from rebond.programme.measures import Measure
    from rebond.programme.outcomes import OutcomeIndicators
    from rebond.programme.programmes import Programme

HEADINGS = {
    "generated": Text(
        "Page écrite par `rebond.programme.description` d’après la politique\u202f; ne pas la corriger à la main.",
        "Page written by `rebond.programme.description` from the policy; not to be edited by hand.",
    ),
    "decision": Text("Date de décision", "Date of decision"),
    "objectives": Text("Objectifs", "Objectives"),
    "measures": Text("Mesures", "Measures"),
    "applicants": Text("Demandeurs", "Applicants"),
    "gates": Text("Conditions", "Gates"),
    "eliminates": Text("élimine", "eliminates"),
    "grid": Text("Grille", "Grid"),
    "weights": Text("Poids", "Weights"),
    "indicator": Text("indicateur", "indicator"),
    "share": Text("part", "share"),
    "points": Text("points (indicateur → valeur)", "points (indicator → value)"),
    "later": Text("millésime postérieur", "later vintage"),
    "selection": Text("Sélection", "Selection"),
    "awards": Text("Ce que reçoivent les retenus", "Awards"),
    "quota": Text("Nombre", "Quota"),
    "calendar": Text("Calendrier", "Calendar"),
    "figures": Text("Chiffres", "Figures"),
    "unestablished": Text("Non établi", "Not established"),
    "sources": Text("Sources", "Sources"),
    "yes": Text("oui", "yes"),
    "no": Text("non", "no"),
    "unknown": Text("non établi", "not established"),
    "anywhere": Text("tout lieu", "anywhere"),
}


def describe(programme: Programme, lang: Lang, outcomes: OutcomeIndicators | None = None) -> str:
    """Return the policy as a Markdown page.

    Parameters
    ----------
    programme : Programme
    lang : {"fr", "en"}
    outcomes : OutcomeIndicators, optional
        Indicators of its objectives, when it has any.

    Returns
    -------
    str
    """
    lines = [f"# {programme.title.of(lang)}", "", f"*{HEADINGS['generated'].of(lang)}*", ""]
    lines += [programme.summary.of(lang), ""]
    lines += [
        f"`{programme.id}` {programme.version} · {HEADINGS['decision'].of(lang)} {programme.decision_on}",
        "",
    ]
    lines += _heading("objectives", lang)
    lines += [f"- {one.title.of(lang)}{_cited(one.sources)}" for one in programme.objectives]
    lines += ["", *_figures(programme.figures, lang), *_calendar(programme.calendar, lang)]
    lines += _unestablished(programme.not_established, lang)
    for measure in programme.measures:
        lines += _measure(measure, lang)
    if outcomes is not None:
        lines += describe_outcomes(programme, outcomes, lang)
    lines += _heading("sources", lang)
    for source in programme.sources:
        found = " · ".join(source.urls) or source.reference or ""
        lines.append(f"- **{source.id}** {source.title.of(lang)}. {found}")
    return "\n".join([*lines, ""])


def _heading(name: str, lang: Lang, level: int = 2) -> list[str]:
    return [f"{'#' * level} {HEADINGS[name].of(lang)}", ""]


def _cited(sources: Sequence[str]) -> str:
    return f" [{', '.join(sources)}]" if sources else ""


def _measure(measure: Measure, lang: Lang) -> list[str]:
    lines = [
        f"## {measure.title.of(lang)}",
        "",
        f"`{measure.id}`. {measure.summary.of(lang)}{_cited(measure.sources)}",
        "",
    ]
    lines += [f"**{HEADINGS['applicants'].of(lang)}.** {_applicants(measure, lang)}", ""]
    if measure.gates:
        lines += _heading("gates", lang, 3)
        lines += [
            f"- {gate.requirement.of(lang)}{_threshold(gate.test, lang)} ({HEADINGS['eliminates'].of(lang)}: {_yes_no(gate.eliminates, lang)})"
            f"{_cited(gate.sources)}"
            for gate in measure.gates
        ]
        lines.append("")
    if measure.grid is not None:
        lines += _grid(measure.grid, lang)
    lines += _selection(measure, lang)
    lines += _awards(measure, lang)
    lines += _calendar(measure.calendar, lang)
    lines += _figures(measure.figures, lang)
    return lines + _unestablished(measure.not_established, lang)


def _threshold(test: Any, lang: Lang) -> str:
    periods = getattr(test, "threshold", ()) or getattr(test, "values", ())
    if not periods:
        return ""
    unit = f" {test.unit.of(lang)}" if hasattr(test, "unit") else ""
    return " " + "; ".join(_period(period, lang, unit) for period in periods)


def _applicants(measure: Measure, lang: Lang) -> str:
    who = measure.applicants
    if isinstance(who.types, Unknown):
        kinds = HEADINGS["unknown"].of(lang)
    else:
        kinds = ", ".join(APPLICANT_TITLES[kind].of(lang) for kind in who.types)
    places = who.perimeters if isinstance(who.perimeters, tuple) else ()
    where = ", ".join(f"`{place}`" for place in places) or HEADINGS["anywhere"].of(lang)
    return f"{kinds} · {where}{_cited(who.sources)}"


def _yes_no(value: Any, lang: Lang) -> str:
    return HEADINGS["unknown" if not isinstance(value, bool) else "yes" if value else "no"].of(lang)


def _grid(grid: Grid, lang: Lang) -> list[str]:
    lines = [
        *_heading("grid", lang, 3),
        f"{grid.title.of(lang)}. {grid.statement.of(lang)}{_cited(grid.sources)}",
        "",
    ]
    lines += [f"**{HEADINGS['weights'].of(lang)}.** {_weights(grid, lang)}", ""]
    for criterion in grid.criteria:
        lines += _criterion(criterion, lang)
    return lines


def _weights(grid: Grid, lang: Lang) -> str:
    if isinstance(grid.weights, Unknown):
        return f"{HEADINGS['unknown'].of(lang)}. {grid.weights.looked_for.of(lang)}{_cited(grid.weights.sources)}"
    bounds = zip(grid.criteria, grid.weight_bounds(), strict=True)
    parts = [f"`{one.id}` {_interval(low, high)}" for one, (low, high) in bounds]
    return "; ".join([*parts, *(f"`{one.heavier}` ≥ `{one.lighter}`" for one in grid.orderings)])


def _interval(low: Fraction, high: Fraction) -> str:
    return decimal_text(low) if low == high else f"[{decimal_text(low)}, {decimal_text(high)}]"


def _criterion(criterion: Criterion, lang: Lang) -> list[str]:
    headings = [HEADINGS[name].of(lang) for name in ("indicator", "share", "points", "later")]
    lines = [
        f"**{criterion.title.of(lang)}** — {criterion.statement.of(lang)}{_cited(criterion.sources)}",
        "",
    ]
    lines += [f"| {' | '.join(headings)} |", "|---|---|---|---|"]
    for use, share in zip(criterion.indicators, criterion.shares, strict=True):
        later = (
            use.later_vintage.why.of(lang)
            if use.later_vintage and use.later_vintage.allowed
            else "—"
        )
        lines.append(
            f"| `{use.indicator}` | {decimal_text(share)} | {_points(use.value)} | {later} |"
        )
    return [*lines, ""]


def _points(function: Any) -> str:
    if function.kind == "categories":
        return ", ".join(f"{entry.id} → {entry.value:g}" for entry in function.entries)
    return ", ".join(f"{indicator:g} → {value:g}" for indicator, value in function.points)


def _selection(measure: Measure, lang: Lang) -> list[str]:
    rules = measure.selection
    if rules is None:
        return []
    lines = [
        *_heading("selection", lang, 3),
        f"- K = {rules.k}. {rules.k_basis.why.of(lang)}{_cited(rules.k_basis.sources)}",
    ]
    if rules.covered_regions_min is not None and rules.covered_regions_basis is not None:
        basis = rules.covered_regions_basis
        label = Text("Régions couvertes, au moins", "Regions covered, at least").of(lang)
        lines.append(
            f"- {label} {rules.covered_regions_min}. {basis.why.of(lang)}{_cited(basis.sources)}"
        )
    lines += [f"- {one.title.of(lang)} ({one.count})." for one in (*rules.floors, *rules.ceilings)]
    lines += [
        f"- {one.title.of(lang)}."
        for one in (*((rules.budget,) if rules.budget else ()), *rules.shares)
    ]
    lines += [
        f"- {HEADINGS['unknown'].of(lang).capitalize()}: {one.looked_for.of(lang)}{_cited(one.sources)}"
        for one in (rules.covered_regions, rules.other_rules)
        if isinstance(one, Unknown)
    ]
    return [*lines, ""]


def _awards(measure: Measure, lang: Lang) -> list[str]:
    lines = _heading("awards", lang, 3) if measure.awards else []
    for award in measure.awards:
        lines.append(
            f"- **{award.title.of(lang)}.** {award.description.of(lang)}{_cited(award.sources)}"
        )
        lines += [f"  - {_period(period, lang)}" for period in award.amount or ()]
    if measure.quota is not None:
        held = "; ".join(_period(period, lang) for period in measure.quota.count)
        lines += ["", f"**{HEADINGS['quota'].of(lang)}** ({measure.quota.unit.of(lang)}). {held}"]
    return [*lines, ""] if lines else []


def _period(period: Any, lang: Lang, unit: str = "") -> str:
    if isinstance(period.value, Unknown):
        value = HEADINGS["unknown"].of(lang)
    elif isinstance(period.value, NotApplicable):
        value = period.value.why.of(lang)
    else:
        value = _held(period.value, lang) + unit
    as_of = Text("au", "as of").of(lang)
    return f"{value} ({as_of} {period.first_sure_day}){_cited(period.sources)}"


def _held(value: Any, lang: Lang) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"`{one}`" for one in value)
    if isinstance(value, FixedAmount):
        return f"{number(value.cents / 100, lang)} €"
    if isinstance(value, CeilingAmount):
        return f"≤ {number(value.cents / 100, lang)} €"
    if isinstance(value, MonthlyAmount):
        low, high, total = (
            number(cents / 100, lang)
            for cents in (value.least_cents, value.greatest_cents, value.ceiling_cents)
        )
        by_month = Text("par mois, {n} mois au plus", "a month, {n} months at most").filled(
            n=value.most_months
        )
        return f"{low}–{high} € {by_month.of(lang)}, ≤ {total} €"
    return number(float(value), lang)


def _calendar(milestones: Iterable[Any], lang: Lang) -> list[str]:
    lines = []
    for one in milestones:
        day = (
            f"{one.day} – {one.until}"
            if one.until
            else str(one.day or one.month or HEADINGS["unknown"].of(lang))
        )
        lines.append(f"- {day}: {one.title.of(lang)}{_cited(one.sources)}")
    return [*_heading("calendar", lang, 3), *lines, ""] if lines else []


def _figures(figures: Iterable[Any], lang: Lang) -> list[str]:
    lines = []
    for figure in figures:
        if isinstance(figure.said, Unknown):
            said = HEADINGS["unknown"].of(lang)
        else:
            said = "; ".join(_saying(one, lang) for one in figure.said)
        lines.append(f"- {figure.title.of(lang)} ({figure.unit.of(lang)}): {said}")
    return [*_heading("figures", lang, 3), *lines, ""] if lines else []


def _saying(saying: Any, lang: Lang) -> str:
    note = f" ({saying.note.of(lang)})" if saying.note else ""
    return f"{number(saying.value, lang)}{note}{_cited(saying.sources)}"


def _unestablished(unknowns: Iterable[Unknown], lang: Lang) -> list[str]:
    lines = [f"- {one.looked_for.of(lang)}{_cited(one.sources)}" for one in unknowns]
    return [*_heading("unestablished", lang, 3), *lines, ""] if lines else []


def main(arguments: list[str]) -> None:
    """Write the page of a programme: id or path, language, file."""
    programme, lang, page = arguments
    text = describe(
        load_programme(programme), "fr" if lang == "fr" else "en", load_outcomes(programme)
    )
    replace_file(Path(page), text.encode())


if __name__ == "__main__":
    main(sys.argv[1:])
