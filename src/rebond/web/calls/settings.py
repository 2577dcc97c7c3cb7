"""Choices of a call that are not policy: levels, delays, the late rule, what reviewers score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from rebond.programme import Measure
from rebond.texts import Text
from rebond.web.calls.errors import SettingsInvalid
from rebond.web.calls.models import Revision

OVERALL = "ensemble"
MOST_CRITERIA = 50
LONGEST_TITLE = 200
_PARTS = ("id", "title_fr", "title_en")
LARGEST_SEED = 2**32 - 1
REGIONAL_ACTOR = "services_deconcentres"
"""The policy's name for the State's services in régions; a stage of theirs is the regional stage."""


@dataclass(frozen=True, slots=True)
class ReviewCriterion:
    """One thing that a member of the committee scores."""

    id: str
    title_fr: str
    title_en: str

    @property
    def title(self) -> Text:
        """Return the title in both languages."""
        return Text(self.title_fr, self.title_en)


BOUNDS: dict[str, tuple[int, int, bool]] = {
    "shortlist_min": (0, 500, True),
    "shortlist_max": (1, 500, True),
    "opinion_days": (1, 365, False),
    "correction_days": (1, 365, False),
    "grace_hours": (0, 240, False),
    "k": (1, 10**6, True),
    "covered_regions_min": (0, 1000, True),
    "seed": (0, LARGEST_SEED, True),
    "draws": (100, 100_000, False),
}
"""Whole numbers: least, greatest, whether it may be left out."""

TITLES: dict[str, Text] = {
    "has_regional_stage": Text(
        "examen par les préfectures de région", "examination by préfectures de région"
    ),
    "shortlist_min": Text(
        "dossiers présélectionnés par région, au moins", "dossiers shortlisted by région, at least"
    ),
    "shortlist_max": Text(
        "dossiers présélectionnés par région, au plus", "dossiers shortlisted by région, at most"
    ),
    "opinion_days": Text(
        "jours laissés aux services pour un avis", "days left to services for an opinion"
    ),
    "correction_days": Text(
        "jours laissés au candidat pour corriger", "days left to the applicant to correct"
    ),
    "grace_hours": Text(
        "heures après la clôture pour un brouillon modifié le dernier jour",
        "hours after the closing for a draft changed on the last day",
    ),
    "review_criteria": Text("critères notés par le comité", "criteria scored by the committee"),
    "k": Text("nombre de retenus", "number retained"),
    "covered_regions_min": Text("régions à couvrir, au moins", "régions to cover, at least"),
    "weights": Text("poids", "weights"),
    "seed": Text("graine des tirages", "seed of the draws"),
    "draws": Text("tirages de poids", "draws of weights"),
    "public_reviews": Text("notes du comité publiques", "scores of the committee public"),
}


@dataclass(frozen=True, slots=True)
class CallSettings:
    """How a call is run; `docs/reference/calls.md` describes each."""

    has_regional_stage: bool = True
    shortlist_min: int | None = None
    shortlist_max: int | None = None
    opinion_days: int = 30
    correction_days: int = 15
    grace_hours: int = 12
    review_criteria: tuple[ReviewCriterion, ...] = ()
    k: int | None = None
    covered_regions_min: int | None = None
    weights: Mapping[str, Any] = field(default_factory=lambda: {"intervals": {}, "orderings": []})
    seed: int | None = None
    draws: int = 2_000
    public_reviews: bool = False

    @classmethod
    def from_json(cls, stated: Mapping[str, Any], measure: Measure | None = None) -> CallSettings:
        """Read settings; what is left out is as the measure says, else by default.

        Raises `SettingsInvalid` with everything wrong, a name that does not exist included.
        """
        problems = [
            (str(name)[:60], Text("ce réglage n’existe pas.", "this setting does not exist."))
            for name in stated
            if name not in TITLES
        ]
        values: dict[str, Any] = dict(of_measure(measure)) if measure is not None else {}
        for name in TITLES:
            if name in stated:
                try:
                    value = _read(name, stated[name])
                except ValueError as error:
                    problems.append((name, error.args[0]))
                    continue
                if value is not None or name not in values:
                    values[name] = value
        least, most = values.get("shortlist_min"), values.get("shortlist_max")
        if least is not None and most is not None and least > most:
            problems.append(
                (
                    "shortlist_max",
                    Text(f"au moins {least}, le minimum.", f"at least {least}, the least number."),
                )
            )
        if problems:
            raise SettingsInvalid(problems)
        return cls(**values)

    def as_json(self) -> dict[str, Any]:
        """Return every setting, said in full, so that a reader needs no default."""
        return {
            **asdict(self),
            "weights": {
                "intervals": {name: list(ends) for name, ends in self.weights["intervals"].items()},
                "orderings": [list(pair) for pair in self.weights["orderings"]],
            },
            "review_criteria": [asdict(one) for one in self.review_criteria],
        }


def of_measure(measure: Measure) -> dict[str, Any]:
    """Return what a measure says of settings: its criteria, how many are retained, whether régions examine."""
    rules = measure.selection
    if measure.grid is not None:
        criteria = tuple(
            ReviewCriterion(one.id, one.title.fr, one.title.en) for one in measure.grid.criteria
        )
    else:
        criteria = (ReviewCriterion(OVERALL, "Appréciation d’ensemble", "Overall appreciation"),)
    return {
        "has_regional_stage": any(REGIONAL_ACTOR in stage.actors for stage in measure.stages),
        "review_criteria": criteria,
        "k": None if rules is None else rules.k,
        "covered_regions_min": None if rules is None else rules.covered_regions_min,
    }


def settings_of(revision: Revision) -> CallSettings:
    """Return the settings of a revision."""
    stated = dict(revision.settings)
    stated.setdefault("has_regional_stage", True)
    return CallSettings.from_json(stated, revision.measure)


def _read(name: str, value: Any) -> Any:
    if name in BOUNDS:
        return _whole(value, *BOUNDS[name])
    if name in ("has_regional_stage", "public_reviews"):
        if not isinstance(value, bool):
            raise ValueError(Text("oui ou non.", "yes or no."))
        return value
    return _criteria(value) if name == "review_criteria" else _weights(value)


def _whole(value: Any, least: int, most: int, may_be_left: bool) -> int | None:  # noqa: FBT001
    if value is None and may_be_left:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(
            Text(
                f"un nombre entier de {least} à {most}.", f"a whole number from {least} to {most}."
            )
        )
    return value


def _criteria(value: Any) -> tuple[ReviewCriterion, ...] | None:
    wanted = Text(
        f"de 1 à {MOST_CRITERIA} critères, chacun avec un identifiant et un titre dans chaque langue.",
        f"1 to {MOST_CRITERIA} criteria, each with an id and a title in each language.",
    )
    if value is None or value == []:
        return None
    if not isinstance(value, list | tuple) or len(value) > MOST_CRITERIA:
        raise ValueError(wanted)
    found = []
    for one in value:
        parts = [one.get(key) for key in _PARTS] if isinstance(one, Mapping) else []
        written = [part.strip() for part in parts if isinstance(part, str)]
        if len(written) != len(_PARTS) or not all(
            0 < len(part) <= LONGEST_TITLE for part in written
        ):
            raise ValueError(wanted)
        found.append(ReviewCriterion(*written))
    if len({one.id for one in found}) != len(found):
        raise ValueError(wanted)
    return tuple(found)


def _weights(value: Any) -> dict[str, Any]:
    wanted = Text(
        "des intervalles et des ordres de critères.", "intervals and orderings of criteria."
    )
    if value is None:
        value = {}
    if not isinstance(value, Mapping) or set(value) - {"intervals", "orderings"}:
        raise ValueError(wanted)
    intervals, orderings = value.get("intervals") or {}, value.get("orderings") or []
    is_good = isinstance(intervals, Mapping) and isinstance(orderings, list | tuple)
    if (
        not is_good
        or not all(map(_is_interval, intervals.values()))
        or not all(map(_is_pair, orderings))
    ):
        raise ValueError(wanted)
    return {
        "intervals": {str(name): [float(end) for end in ends] for name, ends in intervals.items()},
        "orderings": [[str(one) for one in pair] for pair in orderings],
    }


def _is_interval(ends: Any) -> bool:
    return (
        isinstance(ends, list | tuple)
        and len(ends) == 2  # noqa: PLR2004 - two ends
        and all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends)
        and 0 <= ends[0] <= ends[1] <= 1
    )


def _is_pair(pair: Any) -> bool:
    return (
        isinstance(pair, list | tuple)
        and len(pair) == 2  # noqa: PLR2004 - heavier and lighter
        and all(isinstance(one, str) for one in pair)
        and pair[0] != pair[1]
    )
