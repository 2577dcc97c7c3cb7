"""The rules of a portfolio: plain data, each with an id and a title in both languages.

Every rule can say its bound and give the same rule with a looser bound. What a rule means in rows
of integers is in `rebond.selection.model`; each class is documented in docs/reference/selection.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias, get_args

from rebond.selection.errors import BadBound
from rebond.texts import Text, money, percent, verbatim

UNTITLED = Text("", "")


def as_share(value: Fraction | float | str) -> Fraction:
    """Return a share as the decimal that was written, exactly.

    Examples
    --------
    >>> as_share(0.55) * 20
    Fraction(11, 1)
    """
    return value if isinstance(value, Fraction) else Fraction(str(value))


@dataclass(frozen=True, slots=True)
class ExactlyK:
    """Retain exactly `k` candidates."""

    k: int
    id: str = "exactly_k"
    title: Text = UNTITLED

    def __post_init__(self) -> None:
        _check_count(self.id, "k", self.k, least=1)
        _name(self, self.id, Text("exactement {k} retenus", "exactly {k} retained"), k=self.k)

    @property
    def bound(self) -> int:
        """Number retained."""
        return self.k

    def looser(self, step: int) -> ExactlyK | None:
        """Retain `step` more."""
        return replace(self, k=self.k + step, title=_again(self))


@dataclass(frozen=True, slots=True)
class GroupFloor:
    """Retain at least `minimum` candidates of one value of a group, or of every value present."""

    group: str
    minimum: int
    value: str | None = None
    id: str = ""
    title: Text = UNTITLED

    def __post_init__(self) -> None:
        own = self.id or f"floor:{self.group}:{self.value or '*'}"
        _check_count(own, "minimum", self.minimum)
        words = (
            Text("au moins {n} par {group}", "at least {n} per {group}")
            if self.value is None
            else Text("au moins {n} pour {group} = {value}", "at least {n} for {group} = {value}")
        )
        _name(self, own, words, n=self.minimum, group=self.group, value=self.value)

    @property
    def bound(self) -> int:
        """Smallest count."""
        return self.minimum

    def looser(self, step: int) -> GroupFloor | None:
        """Ask for `step` fewer."""
        if step > self.minimum:
            return None
        return replace(self, minimum=self.minimum - step, title=_again(self))


@dataclass(frozen=True, slots=True)
class GroupCeiling:
    """Retain at most `maximum` candidates of one value of a group, or of every value."""

    group: str
    maximum: int
    value: str | None = None
    id: str = ""
    title: Text = UNTITLED

    def __post_init__(self) -> None:
        own = self.id or f"ceiling:{self.group}:{self.value or '*'}"
        _check_count(own, "maximum", self.maximum)
        words = (
            Text("au plus {n} par {group}", "at most {n} per {group}")
            if self.value is None
            else Text("au plus {n} pour {group} = {value}", "at most {n} for {group} = {value}")
        )
        _name(self, own, words, n=self.maximum, group=self.group, value=self.value)

    @property
    def bound(self) -> int:
        """Largest count."""
        return self.maximum

    def looser(self, step: int) -> GroupCeiling | None:
        """Allow `step` more."""
        return replace(self, maximum=self.maximum + step, title=_again(self))


@dataclass(frozen=True, slots=True)
class CoveredGroupsMinimum:
    """Let at least `minimum` distinct values of a group have one retained candidate or more.

    Which values is free; `among` limits the values that count.
    """

    group: str
    minimum: int
    among: tuple[str, ...] | None = None
    id: str = ""
    title: Text = UNTITLED

    def __post_init__(self) -> None:
        own = self.id or f"covered:{self.group}"
        _check_count(own, "minimum", self.minimum)
        words = Text(
            "au moins un retenu pour {n} valeurs distinctes de {group}",
            "at least one retained for {n} distinct values of {group}",
        )
        _name(self, own, words, n=self.minimum, group=self.group)

    @property
    def bound(self) -> int:
        """Smallest number of covered values."""
        return self.minimum

    def looser(self, step: int) -> CoveredGroupsMinimum | None:
        """Ask for `step` fewer values."""
        if step > self.minimum:
            return None
        return replace(self, minimum=self.minimum - step, title=_again(self))


@dataclass(frozen=True, slots=True)
class Budget:
    """Keep the sum of the costs of those retained within `limit_cents`."""

    limit_cents: int
    id: str = "budget"
    title: Text = UNTITLED

    def __post_init__(self) -> None:
        _check_count(self.id, "limit_cents", self.limit_cents)
        words = Text("au plus {euros} au total", "at most {euros} in total")
        _name(self, self.id, words, euros=money(self.limit_cents))

    @property
    def bound(self) -> int:
        """Largest sum, in cents."""
        return self.limit_cents

    def looser(self, step: int) -> Budget | None:
        """Allow `step` cents more."""
        return replace(self, limit_cents=self.limit_cents + step, title=_again(self))


@dataclass(frozen=True, slots=True)
class ShareFloor:
    """Give one value of a group at least `share` of the K places, rounded up exactly."""

    group: str
    value: str
    share: Fraction
    id: str = ""
    title: Text = UNTITLED

    def __post_init__(self) -> None:
        own = self.id or f"share_floor:{self.group}:{self.value}"
        _set_share(self, own)
        words = Text(
            "au moins {share} des places pour {group} = {value}",
            "at least {share} of the places for {group} = {value}",
        )
        _name(self, own, words, share=_written(self.share), group=self.group, value=self.value)

    def count(self, k: int) -> int:
        """Return the number of places that the share is, rounded up."""
        return math.ceil(self.share * k)

    def at_count(self, count: int, k: int) -> ShareFloor:
        """Return the rule whose share is `count` of `k` places."""
        return replace(self, share=Fraction(count, k), title=_again(self))


@dataclass(frozen=True, slots=True)
class ShareCeiling:
    """Give one value of a group at most `share` of the K places, rounded down exactly."""

    group: str
    value: str
    share: Fraction
    id: str = ""
    title: Text = UNTITLED

    def __post_init__(self) -> None:
        own = self.id or f"share_ceiling:{self.group}:{self.value}"
        _set_share(self, own)
        words = Text(
            "au plus {share} des places pour {group} = {value}",
            "at most {share} of the places for {group} = {value}",
        )
        _name(self, own, words, share=_written(self.share), group=self.group, value=self.value)

    def count(self, k: int) -> int:
        """Return the number of places that the share is, rounded down."""
        return math.floor(self.share * k)

    def at_count(self, count: int, k: int) -> ShareCeiling:
        """Return the rule whose share is `count` of `k` places."""
        return replace(self, share=Fraction(count, k), title=_again(self))


@dataclass(frozen=True, slots=True)
class MinimumDistance:
    """Keep every two retained candidates at least `km` apart (great circle, to the metre)."""

    km: float
    id: str = "minimum_distance"
    title: Text = UNTITLED

    def __post_init__(self) -> None:
        if isinstance(self.km, bool) or not (math.isfinite(self.km) and self.km >= 0):
            allowed = Text(
                "une distance en km, positive ou nulle", "a distance in km, zero or more"
            )
            raise BadBound(self.id, "km", self.km, allowed)
        words = Text("au moins {km} km entre deux retenus", "at least {km} km between two retained")
        _name(self, self.id, words, km=_kilometres(self.km))

    @property
    def bound(self) -> float:
        """Smallest distance, in kilometres."""
        return self.km

    @property
    def metres(self) -> int:
        """Smallest distance, in whole metres."""
        return round(self.km * 1000)

    def looser(self, step: int) -> MinimumDistance | None:
        """Allow two retained candidates to be `step` kilometres closer."""
        if step >= self.km + 1:
            return None
        return replace(self, km=max(0.0, self.km - step), title=_again(self))


@dataclass(frozen=True, slots=True)
class FixedIn:
    """Retain this candidate whatever its score, for a reason that is published."""

    candidate: str
    reason: Text
    id: str = ""
    title: Text = UNTITLED

    def __post_init__(self) -> None:
        words = Text(
            "{candidate} retenu d’office : {reason}", "{candidate} retained outright: {reason}"
        )
        own = self.id or f"fixed_in:{self.candidate}"
        _name(self, own, words, candidate=self.candidate, reason=self.reason)

    @property
    def bound(self) -> int:
        """One: the candidate is in."""
        return 1


@dataclass(frozen=True, slots=True)
class FixedOut:
    """Do not retain this candidate whatever its score, for a reason that is published."""

    candidate: str
    reason: Text
    id: str = ""
    title: Text = UNTITLED

    def __post_init__(self) -> None:
        words = Text(
            "{candidate} écarté d’office : {reason}", "{candidate} set aside outright: {reason}"
        )
        own = self.id or f"fixed_out:{self.candidate}"
        _name(self, own, words, candidate=self.candidate, reason=self.reason)

    @property
    def bound(self) -> int:
        """Zero: the candidate is out."""
        return 0


Rule: TypeAlias = (
    ExactlyK
    | GroupFloor
    | GroupCeiling
    | CoveredGroupsMinimum
    | Budget
    | ShareFloor
    | ShareCeiling
    | MinimumDistance
    | FixedIn
    | FixedOut
)
RULE_KINDS: tuple[type, ...] = get_args(Rule)


def bound_of(rule: Rule, k: int) -> float:
    """Return the number that a rule compares with, for `k` places; a share is a count of places."""
    return rule.count(k) if isinstance(rule, ShareFloor | ShareCeiling) else rule.bound


def bound_in_words(rule: Rule, bound: float) -> Text:
    """Return a bound of this rule with its unit.

    Examples
    --------
    >>> bound_in_words(Budget(100), 45_000).en
    '€450'
    """
    match rule:
        case Budget():
            return money(int(bound))
        case MinimumDistance():
            return Text("{km} km", "{km} km").filled(km=_kilometres(bound))
        case ShareFloor() | ShareCeiling():
            return Text("{n} places", "{n} places").filled(n=int(bound))
        case _:
            return verbatim(int(bound))


def looser(rule: Rule, step: int, k: int) -> Rule | None:
    """Return the rule relaxed by `step`; None when it cannot be relaxed that far.

    A step is one candidate, one place, one covered value, one cent or one kilometre. A candidate
    that is fixed cannot be half fixed: those rules are removed, not relaxed.
    """
    match rule:
        case ShareFloor():
            count = rule.count(k) - step
            return None if count < 0 else rule.at_count(count, k)
        case ShareCeiling():
            count = rule.count(k) + step
            return None if count > k else rule.at_count(count, k)
        case FixedIn() | FixedOut():
            return None
        case _:
            return rule.looser(step)


def _check_count(rule_id: str, field: str, found: object, *, least: int = 0) -> None:
    if isinstance(found, bool) or not isinstance(found, int) or found < least:
        allowed = Text("un entier d’au moins {least}", "an integer of at least {least}")
        raise BadBound(rule_id, field, found, allowed.filled(least=least))


def _set_share(rule: ShareFloor | ShareCeiling, rule_id: str) -> None:
    allowed = Text("une part entre 0 et 1", "a share between 0 and 1")
    try:
        share = as_share(rule.share)
    except (ValueError, ZeroDivisionError) as error:
        raise BadBound(rule_id, "share", rule.share, allowed) from error
    if not 0 <= share <= 1:
        raise BadBound(rule_id, "share", rule.share, allowed)
    object.__setattr__(rule, "share", share)


def _kilometres(km: float) -> Text:
    return Text(f"{km:g}".replace(".", ","), f"{km:g}")


def _written(share: Fraction) -> Text:
    if (100 * share).denominator == 1:
        return Text(percent(float(share), "fr"), percent(float(share), "en"))
    return verbatim(share)


def _name(rule: object, rule_id: str, words: Text, **values: object) -> None:
    """Give a rule the id and the title that its author did not give."""
    derived = words.filled(**values)
    object.__setattr__(rule, "id", rule_id)
    if getattr(rule, "title", UNTITLED) == UNTITLED:
        object.__setattr__(rule, "title", derived)


def _again(rule: Rule) -> Text:
    """Return the title to give a relaxed copy: derived ones are derived again."""
    return UNTITLED if _is_derived(rule) else rule.title


def _is_derived(rule: Rule) -> bool:
    fresh = replace(rule, title=UNTITLED)
    return fresh.title == rule.title
