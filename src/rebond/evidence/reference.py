"""Documentation of the indicators, written from their declarations.

``python -m rebond.evidence.reference`` prints ``docs/reference/indicators.md``; a test compares the
file with what is printed.
"""

from __future__ import annotations

import sys

from rebond.evidence.catalogue import (
    DecayCount,
    DecaySum,
    Indicator,
    IndicatorCatalogue,
    KnownSeats,
    Nearest,
    NearestSegment,
    Ratio,
    Unavailable,
    ZoneSeries,
    load_indicators,
)

HEAD = """\
# Indicators

<!-- Written from src/rebond/evidence/indicators/*.yaml by `python -m rebond.evidence.reference`. -->

An indicator is one measurable statement about a place. It is declared once, in YAML, with its texts, its
data and its computation; pages, records and this reference read it there.

**Known, missing, not applicable.** A value that the data do not give is missing, never zero; the reason
stands beside it. The engine itself never decides that an indicator is not applicable unless its declaration
says so: whoever knows that it has no meaning at a place may state it, with the reason
(`Evidence.with_values`). Values of one's own replace those of the data and are marked as such.

**Places.** A commune is read at its centre (of its area, not of its town), a point where it is; a point
takes values that are known by commune or employment zone from the commune whose centre is nearest. An EPCI,
a département or a programme perimeter has the median of its communes weighted by population, with the 5 and
95 % quantiles as bounds, because where in it a site would stand is not known. It has a value when communes
with at least 90 % of its population have one; else the value is missing.

**As of a date.** Data that describe a day after the date are left out and the value is missing, unless the
indicator is named among those for which a later vintage is allowed; a run lists those. The test is on the
days that the data describe: they were published later, and revised since. The register of communes (codes,
centres, populations) is the frame to which everything is referred; it is of today and stands outside this
rule.

**Distances** are straight lines on a sphere of 6 371.0088 km (wrong by at most 0.57 %, 0.33 % in
metropolitan France), never travel times. **Sums with decay** give an item at distance d the weight
max(0, 1 − d/R): one at the place itself, nothing from the radius on. Communes stand at their centres. A sum
is missing where the data do not cover enough of the population within the radius.

**Upper bounds.** The distance to the nearest entry of a list known to be incomplete is the largest that it can
be: an entry that is not listed may be nearer. Such an indicator declares `is_upper_bound`, and pages, facts and
open data say so beside the value («at most»), without a rank among peers; in open data the low bound is then
zero. **The evaluation keeps the bounds that the computation gives**, which are not always the interval from
zero: for `port_km` it takes the distance to the nearest listed port as if none were nearer, for
`cluster_seat_km` it draws between zero and the bound. The declaration stands with the indicator and not in a
policy or a decision file: no digest and no score depends on it.

Values are rounded to the digits given below before anything else uses them.

| indicator | title | unit | data |
|---|---|---|---|
"""


def page(catalogue: IndicatorCatalogue) -> str:
    """Return the reference page of a catalogue, in Markdown."""
    rows = "".join(
        f"| [`{one.id}`](#{one.id}) | {one.title.en} | {one.unit_text.en} | {_data(one)} |\n"
        for one in catalogue
    )
    return HEAD + rows + "".join(_section(one) for one in catalogue)


def _data(indicator: Indicator) -> str:
    return ", ".join(f"`{table}`" for table in indicator.datasets) or "none at hand"


def _section(indicator: Indicator) -> str:
    direction = {
        "higher_is_better": "more is taken as better",
        "lower_is_better": "less is taken as better",
    }[indicator.direction]
    lines = [
        f"\n## {indicator.id}\n",
        f"**{indicator.title.en}** — {indicator.title.fr}\n",
        f"{indicator.definition.en}\n",
        f"- unit: {indicator.unit_text.en} (`{indicator.unit}`); decimals kept: {indicator.digits}",
        f"- direction: {direction}, unless the grid says otherwise",
        f"- range: {_bound(indicator.minimum)} to {_bound(indicator.maximum)}",
        f"- data: {_data(indicator)}",
        f"- computation: {_computation(indicator)}",
    ]
    if indicator.is_upper_bound:
        lines.append(
            "- upper bound: the list is known to be incomplete, so that the value is the largest that it can be "
            "(`is_upper_bound`)"
        )
    if indicator.coverage is not None:
        outside = indicator.coverage.outside.replace("_", " ")
        lines.append(
            f"- coverage: {_where(indicator)}; elsewhere {outside}: {indicator.coverage.why.en}"
        )
    if indicator.filled_by is not None:
        lines.append(f"- would be filled by: {indicator.filled_by.en}")
    lines += [
        f"- limits: {indicator.limits.en}",
        *(f"- reference: {one}" for one in indicator.references),
    ]
    return "\n".join(lines) + "\n"


def _bound(value: float | None) -> str:
    return "no bound" if value is None else f"{value:g}"


def _where(indicator: Indicator) -> str:
    if indicator.coverage is None:
        return "everywhere"
    zones = ", ".join(indicator.coverage.zones)
    left_out = ", ".join(indicator.coverage.except_departements)
    return f"zones {zones}" + (f" except départements {left_out}" if left_out else "")


def _computation(indicator: Indicator) -> str:
    match indicator.compute:
        case DecaySum() as how:
            columns = " + ".join(f"`{column}`" for column in how.columns)
            said = (
                f"`decay_sum` of {columns}, R = {how.radius_km:g} km, data for at least "
                f"{100 * how.covered_share_min:g}\u202f% of the population within it"
            )
        case DecayCount() as how:
            said = f"`decay_count`, R = {how.radius_km:g} km"
        case Nearest() as how:
            kept = "" if how.keep is None else f" with `{how.keep.column}` over {how.keep.above:g}"
            said = f"`nearest` entry{kept}; missing when there is none within {how.beyond_km:g} km"
        case NearestSegment() as how:
            said = (
                f"`nearest_segment` of `{how.edges}` on `{how.nodes}`; missing when there is "
                f"none within {how.beyond_km:g} km"
            )
        case KnownSeats() as how:
            said = (
                f"`known_seats` among {how.entries} entries; value and upper bound are the distance "
                f"to the nearest known one, the lower bound is zero; missing when there is "
                f"none within {how.beyond_km:g} km"
            )
        case Ratio() as how:
            capped = "" if how.cap is None else f", at most {how.cap:g}"
            said = f"`ratio` of `{how.numerator}` to `{how.denominator}`{capped}"
        case ZoneSeries() as how:
            said = f"`zone_series`: `{how.value_column}` of the last {how.period} ended before the date"
        case Unavailable() as how:
            said = f"`unavailable`: {how.why.en}"
    return said


if __name__ == "__main__":
    sys.stdout.write(page(load_indicators()))
