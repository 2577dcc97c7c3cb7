"""What is to be run: everything that decides the result, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from rebond.errors import refusal
from rebond.evaluation import WeightSet
from rebond.evidence import load_indicators
from rebond.pipeline.candidates import CandidateSet, from_perimeter
from rebond.pipeline.errors import (
    BadParameter,
    BadWeightOption,
    MeasureWithoutGrid,
    NoCandidates,
    PerimeterNotInForce,
    RepeatedWeight,
    TooManyCandidates,
    UnknownPhase,
    UnreadableCandidatesFile,
)
from rebond.pipeline.own_candidates import from_rows, policy_facts, read_csv
from rebond.pipeline.shape import check_stated
from rebond.programme import (
    Grid,
    KnownNames,
    Measure,
    Programme,
    SelectionRules,
    load_programme,
)
from rebond.territory import Atlas
from rebond.texts import Text

Later = Literal["as_policy", "none", "all"]
LATERS: tuple[Later, ...] = ("as_policy", "none", "all")
DEFAULT_DRAWS = 10_000
LARGEST_SEED = 2**32 - 1
MOST_DRAWS = 1_000_000
MOST_CANDIDATES = 5_000
MOST_REGIONS = 1_000


@dataclass(frozen=True, slots=True)
class WeightOptions:
    """Weights stated by whoever runs the evaluation, in place of those of the policy.

    Parameters
    ----------
    intervals : mapping of criterion to (least, greatest)
    orderings : tuple of (heavier, lighter)
    """

    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    orderings: tuple[tuple[str, str], ...] = ()

    @property
    def are_stated(self) -> bool:
        """Whether anything is stated."""
        return bool(self.intervals or self.orderings)


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks for; None means what the policy says.

    Parameters
    ----------
    programme : str or Path
        Shipped programme, or folder of a policy.
    measure : str, optional
        The measure with a grid, when there is only one.
    candidates_file : Path, optional
        CSV of one's own candidates.
    own_rows : sequence of mappings, optional
        The same, already read.
    perimeter : str, optional
        ``perimeter:phase`` of the places to take as candidates, or a kind of place such as ``epci``.
    k, covered_regions_min : int, optional
    draws : int, default 10 000
    seed : int, optional
        By default the date of the decision as a number: nobody chooses it.
    later : {"as_policy", "none", "all"}
    as_of : date, optional
        Day whose knowledge may enter; by default that of the decision.
    weights : WeightOptions
    """

    programme: str | Path
    measure: str | None = None
    candidates_file: Path | None = None
    own_rows: Sequence[Mapping[str, str]] | None = None
    perimeter: str | None = None
    k: int | None = None
    covered_regions_min: int | None = None
    draws: int = DEFAULT_DRAWS
    seed: int | None = None
    later: str = "as_policy"
    as_of: dt.date | None = None
    weights: WeightOptions = field(default_factory=WeightOptions)


@dataclass(frozen=True, slots=True)
class Plan:
    """A request with all its parts resolved and checked."""

    programme: Programme
    measure: Measure
    grid: Grid
    selection: SelectionRules | None
    candidates: CandidateSet
    k: int
    covered_regions_min: int | None
    draws: int
    seed: int
    later: Later
    as_of: dt.date
    weights: WeightOptions

    @property
    def weight_set(self) -> WeightSet:
        """The admissible weights: those stated for this run, else those of the policy, else all."""
        names = [criterion.id for criterion in self.grid.criteria]
        if self.weights.are_stated:
            return WeightSet.stated(
                names, intervals=self.weights.intervals, orderings=self.weights.orderings
            )
        bounds = self.grid.weight_bounds()
        return WeightSet.stated(
            names,
            intervals={
                name: (float(low), float(high))
                for name, (low, high) in zip(names, bounds, strict=True)
            },
            orderings=[(one.heavier, one.lighter) for one in self.grid.orderings],
        )

    @property
    def allow_later(self) -> Collection[str]:
        """Indicators for which data of after the decision may stand."""
        uses = [use for criterion in self.grid.criteria for use in criterion.indicators]
        if self.later == "none":
            return ()
        if self.later == "all":
            return tuple({use.indicator for use in uses})
        return tuple(
            {use.indicator for use in uses if use.later_vintage and use.later_vintage.allowed}
        )

    def parameters(self) -> dict[str, Any]:
        """Return what a record keeps, enough to run the plan again."""
        return {
            "k": self.k,
            "covered_regions_min": self.covered_regions_min,
            "draws": self.draws,
            "seed": self.seed,
            "later_vintages": self.later,
            "as_of": self.as_of.isoformat(),
            "weights": {
                "origin": "stated" if self.weights.are_stated else "policy",
                "intervals": {name: list(ends) for name, ends in self.weights.intervals.items()},
                "orderings": [list(pair) for pair in self.weights.orderings],
            },
            "candidates": {
                "source": self.candidates.source,
                "digest": self.candidates.digest,
                "count": len(self.candidates.candidates),
                "own_rows": [dict(row) for row in self.candidates.own_rows],
            },
        }


def load_policy(request: Request) -> Programme:
    """Return the policy of a request, its indicators checked against those that can be measured.

    Raises
    ------
    ProgrammeNotFound, PolicyInvalid
    """
    known = KnownNames(indicators=frozenset(load_indicators().ids))
    return load_programme(request.programme, known=known)


def make_plan(request: Request, atlas: Atlas, *, policy: Programme | None = None) -> Plan:
    """Resolve and check a request.

    Parameters
    ----------
    request : Request
    atlas : Atlas
    policy : Programme, optional
        What `load_policy` returned, when it was called before the atlas was opened.

    Returns
    -------
    Plan

    Raises
    ------
    ProgrammeNotFound, PolicyInvalid, MeasureNotFound, MeasureWithoutGrid
    BadCandidatesFile, UnreadableCandidatesFile, NoCandidates, UnknownPhase, TooManyCandidates
    BadParameter
        K, draws or seed out of range.
    ContradictoryWeights
        No weighting meets what is stated.
    """
    return _checked(load_policy(request) if policy is None else policy, request, atlas)


def plan_again(body: Mapping[str, Any], programme: Programme, atlas: Atlas) -> Plan:
    """Return the plan that a decision says it was made from.

    Raises
    ------
    BodyUnusable
        When the body does not say it in the form of a decision.
    RebondError
        Whatever `make_plan` refuses.
    """
    check_stated(body)
    parameters = body["parameters"]
    weights = parameters["weights"]
    own_rows = parameters["candidates"]["own_rows"]
    source = parameters["candidates"]["source"]
    request = Request(
        programme=programme.id,
        measure=body["programme"]["measure"],
        own_rows=own_rows or None,
        perimeter=None if own_rows else source,
        k=parameters["k"],
        covered_regions_min=parameters["covered_regions_min"],
        draws=parameters["draws"],
        seed=parameters["seed"],
        later=parameters["later_vintages"],
        as_of=dt.date.fromisoformat(parameters["as_of"]),
        weights=WeightOptions(
            {name: (ends[0], ends[1]) for name, ends in weights["intervals"].items()},
            tuple((pair[0], pair[1]) for pair in weights["orderings"]),
        ),
    )
    return _checked(programme, request, atlas, source=source)


def read_weight_options(weights: Sequence[str], orderings: Sequence[str]) -> WeightOptions:
    """Read ``criterion=0.2``, ``criterion=0.1:0.4`` and ``a>=b``.

    Raises
    ------
    BadWeightOption
    RepeatedWeight
        When a criterion is given two weights.

    Examples
    --------
    >>> read_weight_options(["jobs=0.1:0.4"], ["jobs>=rail"]).intervals
    {'jobs': (0.1, 0.4)}
    """
    intervals: dict[str, tuple[float, float]] = {}
    for written in weights:
        name, _, bounds = written.partition("=")
        ends = bounds.split(":")
        try:
            numbers = [float(end) for end in ends]
        except ValueError as error:
            raise BadWeightOption(written) from error
        low, high, name = numbers[0], numbers[-1], name.strip()
        if not name or len(numbers) > 2 or not 0 <= low <= high <= 1:  # noqa: PLR2004 - two ends
            raise BadWeightOption(written)
        if name in intervals:
            raise RepeatedWeight(name)
        intervals[name] = (low, high)
    pairs = []
    for written in orderings:
        heavier, sign, lighter = written.partition(">=")
        if not (sign and heavier.strip() and lighter.strip()):
            raise BadWeightOption(written)
        pairs.append((heavier.strip(), lighter.strip()))
    return WeightOptions(intervals, tuple(pairs))


def _checked(
    programme: Programme, request: Request, atlas: Atlas, *, source: str | None = None
) -> Plan:
    measure = _measure(programme, request.measure)
    if measure.grid is None:
        raise MeasureWithoutGrid(measure.id, _with_grid(programme))
    candidates = _candidates(programme, measure, request, atlas, source)
    count = len(candidates.candidates)
    rules = measure.selection
    k = request.k if request.k is not None else (rules.k if rules else min(1, count))
    seed = request.seed if request.seed is not None else int(f"{programme.decision_on:%Y%m%d}")
    if request.later not in LATERS:
        raise BadParameter(
            "later", request.later, Text("as_policy, none ou all", "as_policy, none or all")
        )
    if count > MOST_CANDIDATES:
        raise TooManyCandidates(count, MOST_CANDIDATES)
    _in_range("k", k, 1, count, _k_help(count, is_from_policy=request.k is None))
    _in_range("draws", request.draws, 1, MOST_DRAWS)
    _in_range("seed", seed, 0, LARGEST_SEED)
    regions = request.covered_regions_min
    if regions is None and rules is not None and k == rules.k:
        # The number of régions to cover was set for the policy's own K; another K needs another number.
        regions = rules.covered_regions_min
    if regions is not None:
        # More régions than K, or than there are, is a conflict of rules: the selection says it in words.
        _in_range("covered_regions_min", regions, 0, MOST_REGIONS)
    plan = Plan(
        programme,
        measure,
        measure.grid,
        rules,
        candidates,
        k,
        regions,
        request.draws,
        seed,
        request.later,
        request.as_of or programme.decision_on,
        request.weights,
    )
    plan.weight_set.check()
    return plan


def _measure(programme: Programme, name: str | None) -> Measure:
    if name is not None:
        return programme.measure(name)
    with_grid = _with_grid(programme)
    if len(with_grid) != 1:
        raise MeasureWithoutGrid("—", with_grid)
    return programme.measure(with_grid[0])


def _with_grid(programme: Programme) -> list[str]:
    return [measure.id for measure in programme.measures if measure.grid is not None]


def _candidates(
    programme: Programme, measure: Measure, request: Request, atlas: Atlas, source: str | None
) -> CandidateSet:
    rows, name = request.own_rows, source or "own"
    if request.candidates_file is not None:
        name = request.candidates_file.name
        try:
            content = request.candidates_file.read_bytes()
        except OSError as error:
            raise UnreadableCandidatesFile(
                str(request.candidates_file),
                Text("lecture impossible : {reason}.", "cannot be read: {reason}.").filled(
                    reason=refusal(error)
                ),
            ) from error
        rows = read_csv(content, name)
    if rows is not None:
        catalogue = load_indicators()
        weighed = measure.grid.indicators if measure.grid else ()
        indicators = [catalogue[name] for name in weighed]
        return from_rows(
            rows, source=name, indicators=indicators, facts=policy_facts(measure), atlas=atlas
        )
    if request.perimeter is not None:
        perimeter, _, phase = request.perimeter.partition(":")
    elif programme.perimeters:
        perimeter, phase = programme.perimeters[0].perimeter, programme.perimeters[0].phase
    else:
        raise NoCandidates(programme.id)
    phases = atlas.phases(perimeter)
    if (phase or phases) and phase not in phases:
        known = [f"{perimeter}:{one}" for one in phases] or [perimeter]
        raise UnknownPhase(request.perimeter or f"{perimeter}:{phase}", known)
    count = len(atlas.keys(perimeter, phase))
    if count > MOST_CANDIDATES:  # before tens of thousands of places are made
        raise TooManyCandidates(count, MOST_CANDIDATES)
    as_of = request.as_of or programme.decision_on
    _refuse_out_of_force(atlas, perimeter, phase, as_of)
    return from_perimeter(atlas, perimeter, phase)


def _refuse_out_of_force(atlas: Atlas, perimeter: str, phase: str, as_of: dt.date) -> None:
    """Refuse places of which every one is established not to be in force on the day."""
    places = atlas.places(perimeter, phase)
    if places and all(place.in_force(as_of) is False for place in places):
        first = [place.valid_from for place in places if place.valid_from is not None]
        is_later = len(first) == len(places) and min(first) > as_of
        name = f"{perimeter}:{phase}" if phase else perimeter
        raise PerimeterNotInForce(name, as_of, min(first) if is_later else None)


def _k_help(count: int, *, is_from_policy: bool) -> Text:
    """Say why K is bounded, and that the policy's K can be replaced."""
    if is_from_policy:
        return Text(
            f"il y a {count} candidats ; K vient de la politique, donnez le vôtre avec --k",
            f"there are {count} candidates; K comes from the policy, give yours with --k",
        )
    return Text(f"il y a {count} candidats", f"there are {count} candidates")


def _in_range(name: str, value: int, least: int, most: int, why: Text | None = None) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        allowed = Text(f"un entier de {least} à {most}", f"an integer from {least} to {most}")
        if why is not None:
            allowed = Text(f"{allowed.fr} ({why.fr})", f"{allowed.en} ({why.en})")
        raise BadParameter(name, value, allowed)
