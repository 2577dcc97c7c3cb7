"""Reviews side by side: medians, spreads and ranks by criterion, beside what the engine says."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from rebond.errors import RebondError
from rebond.evaluation import WeightSet
from rebond.evaluation.reviewer_scores import MOST, Overall, Spread, overall, ranks, spreads
from rebond.web.calls.models import Call
from rebond.web.committee import choices, queries
from rebond.web.committee.choices import Choices, ReviewCriterion
from rebond.web.committee.models import CriterionScore, Review
from rebond.web.committee.recusal import Standing
from rebond.web.decisions.exports import FORMULA_STARTS
from rebond.web.dossiers.models import Dossier
from rebond.web.theme import figures

TENTHS = 10
WHOLE = 100
PAGE = 25


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a spread is drawn on the scale from 0 to 10, in percent of the width."""

    low: str
    width: str
    median: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One criterion of one dossier: the spread of the scores given, or None when nobody gave any."""

    criterion: ReviewCriterion
    spread: Spread | None
    rank: int | None
    marks: Marks | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One dossier; `closed` says why its scores are not shown: ``undeclared``, ``unsubmitted``, or nothing."""

    dossier: Dossier
    closed: str
    reviews: int
    cells: tuple[Cell, ...]
    overall: Overall | None
    overall_marks: Marks | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every dossier that its reader may know of, and the number from which he stands aside."""

    criteria: tuple[ReviewCriterion, ...]
    rows: tuple[Compared, ...]
    recused: int
    has_stated_weights: bool
    readable: int
    """How many dossiers show their scores, over all pages."""
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Given:
    """The scores of one review that counts: criterion and tenths."""

    seat_id: int
    dossier_id: int
    scores: tuple[tuple[str, int], ...]


def counted(dossiers: Iterable[int]) -> list[Review]:
    """Return the reviews that count: handed in, not set aside, one a person (two queries)."""
    found = (
        Review.objects.filter(dossier__in=dossiers, submitted_at__isnull=False, set_aside_at=None)
        .select_related("seat__membership__organisation", "seat__membership__user")
        .prefetch_related("scores")
        .order_by("submitted_at", "pk")
    )
    # A person appointed twice has two seats: his last review stands for him.
    return list({(one.seat.membership.user_id, one.dossier_id): one for one in found}.values())


def comparison(call: Call, at: Standing, now: datetime, *, page: int | None = None) -> Comparison:
    """Compare the dossiers of a call as far as its reader may (a constant number of queries).

    Ranks are over all of them; with a page, only its dossiers are worked out.
    """
    chosen = choices.current(call)
    listed = list(queries.dossiers(call, now).select_related("organisation"))
    known = [one for one in listed if not at.is_recused(one.pk)]
    submitted = _submitted(at)
    closed = {one.pk: _closed(one, call, at, submitted) for one in known}
    given = _given([key for key, why in closed.items() if not why])
    pages = max(1, -(-len(known) // PAGE))
    page = None if page is None else min(max(page, 1), pages)
    shown = known if page is None else known[(page - 1) * PAGE : page * PAGE]
    return Comparison(
        chosen.criteria,
        compared(known, closed, given, chosen, shown=shown),
        len(listed) - len(known),
        weights(chosen, call) is not None,
        readable=sum(not why for why in closed.values()),
        page=page or 1,
        pages=1 if page is None else pages,
    )


def _given(dossiers: Sequence[int]) -> list[Given]:
    """Return the scores of the reviews that count, read as plain rows (two queries)."""
    counting = Review.objects.filter(
        dossier__in=dossiers, submitted_at__isnull=False, set_aside_at=None
    )
    last = {
        (user, dossier): (key, seat)
        for key, seat, dossier, user in counting.order_by("submitted_at", "pk").values_list(
            "pk", "seat_id", "dossier_id", "seat__membership__user_id"
        )
    }
    scores: dict[int, list[tuple[str, int]]] = {key: [] for key, _seat in last.values()}
    rows = CriterionScore.objects.filter(review__in=counting.order_by())
    for key, criterion, score in rows.values_list("review_id", "criterion", "score"):
        if key in scores:
            scores[key].append((criterion, score))
    return [
        Given(seat, dossier, tuple(scores[key])) for (_user, dossier), (key, seat) in last.items()
    ]


def of_dossier(dossier: Dossier, reviews: Sequence[Review]) -> Compared:
    """Return one dossier's spreads, for a reader who may read them."""
    chosen = choices.current(dossier.call)
    given = [
        Given(one.seat_id, one.dossier_id, tuple((s.criterion, s.score) for s in one.scores.all()))
        for one in reviews
    ]
    return compared([dossier], {dossier.pk: ""}, given, chosen)[0]


def compared(
    dossiers: Sequence[Dossier],
    closed: dict[int, str],
    reviews: Sequence[Given],
    chosen: Choices,
    *,
    shown: Sequence[Dossier] | None = None,
) -> tuple[Compared, ...]:
    """Put scores in arrays, and read spreads, ranks and bounds from them, for those shown or for all."""
    names = [one.id for one in chosen.criteria]
    open_ones = [one for one in dossiers if not closed[one.pk]]
    table = _spreads(open_ones, reviews, names)
    columns = [
        ranks([None if row[c] is None else row[c].median for row in table])
        for c in range(len(names))
    ]
    admissible = weights(chosen, dossiers[0].call) if dossiers else None
    counts: dict[int, int] = {}
    for review in reviews:
        counts[review.dossier_id] = counts.get(review.dossier_id, 0) + 1
    position = {one.pk: number for number, one in enumerate(open_ones)}
    found = []
    for one in dossiers if shown is None else shown:
        if closed[one.pk]:
            found.append(Compared(one, closed[one.pk], 0, (), None, None))
            continue
        row = position[one.pk]
        cells = tuple(
            Cell(criterion, table[row][c], columns[c][row], _marks(table[row][c]))
            for c, criterion in enumerate(chosen.criteria)
        )
        total = _overall(cells, admissible) if counts.get(one.pk) else None
        found.append(
            Compared(
                one,
                "",
                counts.get(one.pk, 0),
                cells,
                total,
                None if total is None else _span(total.low, total.high, None),
            )
        )
    return tuple(found)


def weights(chosen: Choices, call: Call) -> WeightSet | None:
    """Return the weights of the call, else those of its policy; None when they say nothing of these criteria."""
    names = [one.id for one in chosen.criteria]
    grid = choices.measure(call).grid
    if grid is None or set(names) != {one.id for one in grid.criteria}:
        return None
    stated = chosen.weights
    try:
        if stated.get("intervals") or stated.get("orderings"):
            found = WeightSet.stated(
                names,
                intervals={name: (ends[0], ends[1]) for name, ends in stated["intervals"].items()},
                orderings=[(pair[0], pair[1]) for pair in stated["orderings"]],
            )
        else:
            bounds = dict(zip((one.id for one in grid.criteria), grid.weight_bounds(), strict=True))
            found = WeightSet.stated(
                names,
                intervals={n: (float(bounds[n][0]), float(bounds[n][1])) for n in names},
                orderings=[(one.heavier, one.lighter) for one in grid.orderings],
            )
        if found.is_full:
            return None
        found.check()
    except RebondError:
        return None
    return found


def _submitted(at: Standing) -> frozenset[int]:
    if at.seat is None:
        return frozenset()
    mine = Review.objects.filter(seat=at.seat, submitted_at__isnull=False, set_aside_at=None)
    return frozenset(mine.values_list("dossier_id", flat=True))


def _closed(dossier: Dossier, call: Call, at: Standing, submitted: frozenset[int]) -> str:
    if not at.is_open(dossier.pk):
        return "undeclared"
    is_over = at.seat is None or call.deliberated_at is not None
    return "" if is_over or dossier.pk in submitted else "unsubmitted"


def _spreads(
    dossiers: Sequence[Dossier], reviews: Sequence[Given], names: Sequence[str]
) -> tuple[tuple[Spread | None, ...], ...]:
    readers = sorted({one.seat_id for one in reviews})
    if not readers or not dossiers:
        return tuple(tuple(None for _ in names) for _ in dossiers)
    row_of = {one.pk: row for row, one in enumerate(dossiers)}
    scores = np.zeros((len(readers), len(dossiers), len(names)))
    given = np.zeros(scores.shape, dtype=bool)
    for review in reviews:
        for criterion, score in review.scores:
            if criterion in names and review.dossier_id in row_of:
                place = (
                    readers.index(review.seat_id),
                    row_of[review.dossier_id],
                    names.index(criterion),
                )
                scores[place], given[place] = score / TENTHS, True
    return spreads(scores, given)


def _overall(cells: Sequence[Cell], admissible: WeightSet | None) -> Overall | None:
    if admissible is None or all(cell.spread is None for cell in cells):
        return None
    return overall([None if c.spread is None else c.spread.median for c in cells], admissible)


def _marks(one: Spread | None) -> Marks | None:
    return None if one is None else _span(one.low, one.high, one.median)


def _span(low: float, high: float, median: float | None) -> Marks:
    def place(score: float) -> float:
        return WHOLE * score / MOST

    return Marks(
        figures.coordinate(place(low)),
        figures.coordinate(max(place(high) - place(low), 0.6)),
        "" if median is None else figures.coordinate(place(median)),
    )


def as_csv(found: Comparison) -> str:
    """Return the comparison as CSV: what is closed to its reader is absent, a blank cell means no score."""
    stream = io.StringIO(newline="")
    parts = ("count", "low", "median", "high", "mean", "deviation", "rank")
    columns = [f"{one.id}_{part}" for one in found.criteria for part in parts]
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(
        ["dossier", "title", "region_code", "reviews", *columns, "overall_low", "overall_high"]
    )
    for row in found.rows:
        if row.closed:
            continue
        values: list[object] = []
        for cell in row.cells:
            one = cell.spread
            values += [""] * len(parts) if one is None else [
                one.count, one.low, one.median, one.high, one.mean,
                "" if one.deviation is None else one.deviation, cell.rank,
            ]  # fmt: skip
        ends = ["", ""] if row.overall is None else [row.overall.low, row.overall.high]
        head = [
            row.dossier.reference,
            _cell(row.dossier.title),
            row.dossier.region_code,
            row.reviews,
        ]
        writer.writerow([*head, *values, *ends])
    return stream.getvalue()


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
