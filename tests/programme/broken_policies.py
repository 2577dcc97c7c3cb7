"""Policies broken in every way, one edit of the fictitious programme each."""

from __future__ import annotations

from rebond.programme import ProblemKind

from .policies import HEAD, MEASURE, Edit

# What is broken, the kind of problem, the text on the line that must be named, the key path.
# fmt: off
CASES: list[tuple[Edit, ProblemKind, str, str]] = [
    ((HEAD, 'kind: other\n    title:', 'kind: other\n    tilte: {fr: a, en: b}\n    title:'), ProblemKind.UNKNOWN_KEY, 'tilte', 'sources[0].tilte'),
    ((MEASURE, '    signal: 0.2\n', '    signal: 0.2\n    singal: 0.1\n'), ProblemKind.UNKNOWN_REFERENCE, 'singal: 0.1', 'grid.weights.singal'),
    ((HEAD, 'version: "1.0.0"\n', ''), ProblemKind.MISSING_KEY, 'format:', 'version'),
    ((MEASURE, '      title: {fr: Signal, en: Signal}\n', '      title: {fr: Signal}\n'), ProblemKind.MISSING_KEY, 'title: {fr: Signal}', 'grid.criteria[2].title.en'),
    ((MEASURE, '  unit: {fr: hangars, en: hangars}', "  unit: {fr: '  ', en: hangars}"), ProblemKind.BAD_FORMAT, "fr: '  '", 'quota.unit.fr'),
    ((MEASURE, 'k: 3', 'k: three'), ProblemKind.WRONG_TYPE, 'k: three', 'selection.k'),
    ((MEASURE, 'k: 3', 'k: unknown'), ProblemKind.WRONG_TYPE, 'k: unknown', 'selection.k'),
    ((MEASURE, 'k: 3', 'k: 0'), ProblemKind.OUT_OF_RANGE, 'k: 0', 'selection.k'),
    ((MEASURE, 'kind: label\ntitle', 'kind: lable\ntitle'), ProblemKind.NOT_ALLOWED, 'kind: lable', 'kind'),
    ((MEASURE, 'types: [epci, port]', 'types: [epci, harbour]'), ProblemKind.NOT_ALLOWED, 'harbour', 'applicants.types[1]'),
    ((MEASURE, 'kind: piecewise', 'kind: pieces'), ProblemKind.NOT_ALLOWED, 'kind: pieces', 'grid.criteria[0].indicators[1].value.kind'),
    ((MEASURE, '      type: money\n', ''), ProblemKind.MISSING_KEY, 'id: cout', 'form.fields[1].type'),
    ((HEAD, 'decision_on: 2031-06-30', 'decision_on: 2031-06-31'), ProblemKind.BAD_FORMAT, '2031-06-31', 'decision_on'),
    ((HEAD, 'decision_on: 2031-06-30', 'decision_on: 2031-06-30T10:00:00Z'), ProblemKind.BAD_FORMAT, 'T10:00', 'decision_on'),
    ((HEAD, 'phase: "2"', 'phase: 2'), ProblemKind.WRONG_TYPE, 'phase: 2', 'perimeters[0].phase'),
    ((HEAD, 'phase: "2"', 'phase: 02'), ProblemKind.AMBIGUOUS, 'phase: 02', 'perimeters[0].phase'),
    ((HEAD, 'is_fictitious: true', 'is_fictitious: yes'), ProblemKind.AMBIGUOUS, 'is_fictitious: yes', 'is_fictitious'),
    ((MEASURE, 'limit_cents: 900000000', 'limit_cents: 900_000_000'), ProblemKind.AMBIGUOUS, '900_000_000', 'selection.budget.limit_cents'),
    ((MEASURE, 'minimum_distance_km: 10', 'minimum_distance_km: .inf'), ProblemKind.NOT_FINITE, '.inf', 'selection.minimum_distance_km'),
    ((MEASURE, 'points: [[0, 1], [60, 0]]', 'points: [[0, 1], [.nan, 0]]'), ProblemKind.NOT_FINITE, '.nan', 'grid.criteria[0].indicators[0].value.points[1][0]'),
    ((MEASURE, 'points: [[0, 1], [60, 0]]', 'points: [[0, 1], [60, 1.5]]'), ProblemKind.OUT_OF_RANGE, '1.5', 'grid.criteria[0].indicators[0].value.points[1][1]'),
    ((MEASURE, 'points: [[0, 1], [60, 0]]', 'points: [[60, 1], [0, 0]]'), ProblemKind.VALUE_FUNCTION, '[[60, 1], [0, 0]]', 'grid.criteria[0].indicators[0].value.points[1]'),
    ((HEAD, 'measures: [hangar_partage]', 'measures: [hangar_partage, tour]'), ProblemKind.MISSING_FILE, '', ''),
    ((MEASURE, 'id: hangar_partage', 'id: hangar'), ProblemKind.BAD_FORMAT, 'id: hangar', 'id'),
    ((MEASURE, 'objectives: [ateliers]', 'objectives: [atelier]'), ProblemKind.UNKNOWN_REFERENCE, '[atelier]', 'objectives[0]'),
    ((MEASURE, 'sources: [BRUME1]', 'sources: [BRUME9]'), ProblemKind.UNKNOWN_REFERENCE, 'BRUME9', 'applicants.sources[0]'),
    ((MEASURE, '  - actor: conseil_des_brumes', '  - actor: conseil'), ProblemKind.UNKNOWN_REFERENCE, 'actor: conseil', 'operators[0].actor'),
    ((MEASURE, 'perimeters: [archipel]}', 'perimeters: [ile]}'), ProblemKind.UNKNOWN_REFERENCE, '[ile]', 'gates[0].test.perimeters[0]'),
    ((MEASURE, 'heavier: acces', 'heavier: acce'), ProblemKind.UNKNOWN_REFERENCE, 'heavier: acce,', 'grid.orderings[0].heavier'),
    ((MEASURE, '      code: each', '      code: "99"'), ProblemKind.UNKNOWN_REFERENCE, 'code: "99"', 'selection.ceilings[0].code'),
    ((MEASURE, '      fact: surface_ha', '      fact: surface'), ProblemKind.UNKNOWN_REFERENCE, 'fact: surface', 'gates[1].test.fact'),
    ((MEASURE, 'cost: cout', 'cost: prix'), ProblemKind.UNKNOWN_REFERENCE, 'cost: prix', 'selection.budget.cost'),
    ((MEASURE, 'field: ancien_usage', 'field: surface_ha'), ProblemKind.UNKNOWN_REFERENCE, 'field: surface_ha', 'form.fields[3].asked_if.field'),
    ((MEASURE, 'share: "1/3"', 'share: "1/4"'), ProblemKind.SHARES, '- indicator: freight_station_km', 'grid.criteria[0].indicators'),
    ((MEASURE, 'share: "1/3"', 'share: equal'), ProblemKind.SHARES, '- indicator: freight_station_km', 'grid.criteria[0].indicators'),
    ((MEASURE, 'share: "1/3"', 'share: 1.2'), ProblemKind.OUT_OF_RANGE, 'share: 1.2', 'grid.criteria[0].indicators[0].share'),
    ((MEASURE, 'share: "1/3"', 'share: "1/0"'), ProblemKind.WRONG_TYPE, '"1/0"', 'grid.criteria[0].indicators[0].share'),
    ((MEASURE, 'share: 1}', 'share: 0.5}'), ProblemKind.SHARES, 'share: 0.5', 'awards[1].funders'),
    ((MEASURE, 'acces: [0.3, 0.7]', 'acces: [0.7, 0.3]'), ProblemKind.WEIGHTS, '[0.7, 0.3]', 'grid.weights.acces'),
    ((MEASURE, 'acces: [0.3, 0.7]', 'acces: [0.75, 0.8]'), ProblemKind.WEIGHTS, 'acces: [0.75, 0.8]', 'grid.weights'),
    ((MEASURE, 'acces: [0.3, 0.7]', 'acces: [0.1, 0.2]'), ProblemKind.WEIGHTS, 'acces: [0.1, 0.2]', 'grid.weights'),
    ((MEASURE, '    - {heavier: acces, lighter: equipage, sources: [BRUME1]}', '    - {heavier: acces, lighter: equipage}\n    - {heavier: equipage, lighter: acces}'), ProblemKind.ORDERINGS, 'heavier: equipage', 'grid.orderings[1]'),
    ((MEASURE, 'heavier: acces, lighter: equipage', 'heavier: signal, lighter: acces'), ProblemKind.ORDERINGS, 'heavier: signal', 'grid.orderings'),
    ((MEASURE, 'covered_regions_min: 2', 'covered_regions_min: 4'), ProblemKind.SELECTION, 'covered_regions_min: 4', 'selection.covered_regions_min'),
    ((MEASURE, '  ceilings:\n', '  floors:\n'), ProblemKind.SELECTION, 'count: 9', 'selection.floors[0].count'),
    ((MEASURE, 'valid_to: 2031-03-31', 'valid_to: 2031-04-01'), ProblemKind.DATES, '- value: 3', 'gates[1].test.threshold[1]'),
    ((MEASURE, 'valid_to: 2031-03-31', 'valid_to: 2031-03-30'), ProblemKind.DATES, '- value: 3', 'gates[1].test.threshold[1]'),
    ((MEASURE, '          valid_to: 2031-03-31\n', ''), ProblemKind.DATES, '- value: 3', 'gates[1].test.threshold[1]'),
    ((MEASURE, '    day: 2031-03-15\n', '    day: 2031-06-15\n'), ProblemKind.DATES, 'until: 2031-05-31', 'calendar[0].until'),
    ((MEASURE, 'id: dans_l_archipel', 'id: surface_minimale'), ProblemKind.DUPLICATE_ID, '  - id: surface_minimale', 'gates[1].id'),
    ((MEASURE, '    - id: cout\n', '    - id: surface_ha\n'), ProblemKind.DUPLICATE_ID, '- id: surface_ha', 'form.fields[1].id'),
    ((MEASURE, 'value: {kind: fixed, cents: 1000000}', 'value: {kind: monthly, least_cents: 1, greatest_cents: 10, most_months: 2, ceiling_cents: 30, paid: monthly}'), ProblemKind.AMOUNT, 'ceiling_cents: 30', 'awards[1].amount[0].value.ceiling_cents'),
    ((MEASURE, 'k: 3\n', 'k: 3\n  k: 4\n'), ProblemKind.DUPLICATE_KEY, '  k: 4', 'selection.k'),
    ((MEASURE, 'k: 3\n', 'k: &k 3\n'), ProblemKind.ALIAS, 'k: &k 3', 'selection.k'),
    ((MEASURE, 'k: 3\n', "k: !!python/object/apply:os.system ['true']\n"), ProblemKind.TAG, 'os.system', 'selection.k'),
    ((MEASURE, 'k: 3\n', 'k: [3\n'), ProblemKind.SYNTAX, 'k_basis:', ''),
    ((MEASURE, 'Hangar partagé (fictif)', '"Hangar\\u202e"'), ProblemKind.HIDDEN_CHARACTER, 'u202e', 'title.fr'),
    ((MEASURE, 'k: 3\n', 'k: ' + '[' * 40 + ']' * 40 + '\n'), ProblemKind.TOO_DEEP, 'k: [[[', ''),
]
# fmt: on


def edited(edit: Edit) -> list[Edit]:
    """Return the edits of a case; floors need a count that the ceiling of the copy does not have."""
    if edit[2] == "  floors:\n":
        return [edit, (MEASURE, "      count: 2\n", "      count: 9\n")]
    if edit[2] == "    - id: surface_ha\n":
        return [edit, (MEASURE, "cost: cout", "cost: surface_ha")]
    return [edit]
