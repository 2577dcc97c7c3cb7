"""The layout of a decision's body, checked before anything reads it: a sealed file can still be hostile.

A seal says that nobody changed a file since it was written; it does not say who wrote it. Whatever reads
a body (explaining, verifying, a page) checks it here first, and then reads its keys without fear.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rebond.pipeline.errors import BodyUnusable
from rebond.texts import Text

LONGEST_EXCERPT = 80


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that satisfies a test, with the words for what is expected."""

    expected: Text
    holds: Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Maybe:
    """Null, or the shape."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose elements all have one shape."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class MapOf:
    """An object with any keys, whose values all have one shape."""

    shape: Shape


Shape = Leaf | Maybe | ListOf | MapOf | Mapping[str, Any]
"""A mapping names the keys that must be there; other keys are allowed."""


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_day(value: Any) -> bool:
    try:
        return bool(dt.date.fromisoformat(value).isoformat() == value)
    except (TypeError, ValueError):
        return False


def one_of(*values: str) -> Leaf:
    """Return the shape of one of a few words."""
    listed = ", ".join(values)
    return Leaf(
        Text(f"l’un de {listed}", f"one of {listed}"),
        lambda value: isinstance(value, str) and value in values,
    )


TEXT = Leaf(Text("un texte", "a text"), lambda value: isinstance(value, str))
NUMBER = Leaf(Text("un nombre", "a number"), _is_number)
WHOLE = Leaf(Text("un entier", "an integer"), _is_whole)
FLAG = Leaf(Text("true ou false", "true or false"), lambda value: isinstance(value, bool))
DAY = Leaf(Text("une date AAAA-MM-JJ", "a date YYYY-MM-DD"), _is_day)
ANY = Leaf(Text("une valeur", "a value"), lambda _value: True)
PAIR_OF_NUMBERS = Leaf(
    Text("deux nombres", "two numbers"),
    lambda value: isinstance(value, list) and len(value) == 2 and all(map(_is_number, value)),  # noqa: PLR2004
)
PAIR_OF_TEXTS = Leaf(
    Text("deux textes", "two texts"),
    lambda value: (
        isinstance(value, list)
        and len(value) == 2  # noqa: PLR2004
        and all(isinstance(one, str) for one in value)
    ),
)
BILINGUAL = {"fr": TEXT, "en": TEXT}
SPREAD = {"low": NUMBER, "mid": NUMBER, "high": NUMBER}

STATED = {
    "programme": {"id": TEXT, "version": TEXT, "digest": TEXT, "measure": TEXT, "as_of": DAY},
    "policy": MapOf(ANY),
    "parameters": {
        "k": WHOLE,
        "covered_regions_min": Maybe(WHOLE),
        "draws": WHOLE,
        "seed": WHOLE,
        "later_vintages": TEXT,
        "as_of": DAY,
        "weights": {"intervals": MapOf(PAIR_OF_NUMBERS), "orderings": ListOf(PAIR_OF_TEXTS)},
        "candidates": {"source": TEXT, "own_rows": ListOf(MapOf(TEXT))},
    },
    "snapshot": {
        "digest": TEXT,
        "tables": MapOf(TEXT),
        "sources": MapOf({"title": BILINGUAL, "producer": TEXT, "licence": TEXT}),
    },
}
"""What a decision says it was made from: all that computing it again reads."""

_FACT = {
    "status": one_of("known", "missing", "not_applicable"),
    "value": Maybe(NUMBER),
    "low": Maybe(NUMBER),
    "high": Maybe(NUMBER),
    "dataset": TEXT,
    "note": Maybe(BILINGUAL),
}
_INDICATOR = {
    "id": TEXT,
    "title": BILINGUAL,
    "unit": BILINGUAL,
    "digits": Leaf(
        Text("un entier de 0 à 15", "an integer from 0 to 15"),
        lambda value: _is_whole(value) and 0 <= value <= 15,  # noqa: PLR2004 - digits of a float
    ),
    "dataset": TEXT,
    "vintage": BILINGUAL,
    "as_of_state": TEXT,
    "why": BILINGUAL,
}
_CANDIDATE = {
    "id": TEXT,
    "name": TEXT,
    "kind": TEXT,
    "role": one_of("candidate", "reference"),
    "region_code": Maybe(TEXT),
    "region": Maybe(TEXT),
    "facts": MapOf(_FACT),
    "criteria": MapOf({**SPREAD, "documented": NUMBER}),
    "score": SPREAD,
    "contributions": MapOf(NUMBER),
    "reliability": NUMBER,
    "chance": NUMBER,
    "rank": {"low": WHOLE, "median": WHOLE, "high": WHOLE},
    "status": one_of(
        "retained",
        "below_cut",
        "kept_out",
        "ineligible",
        "never_proposed",
        "deferred",
        "reference",
    ),
    "reason": BILINGUAL,
    "portfolio": {"chosen": FLAG},
    "changes": ListOf(
        {"kind": one_of("criterion", "rule", "gate"), "from": Maybe(NUMBER), "to": Maybe(NUMBER)}
    ),
    "composition": {
        "source": Maybe(one_of("register", "members", "dated_list")),
        "vintage": Maybe(BILINGUAL),
        "in_force": Maybe(FLAG),
        "note": BILINGUAL,
    },
    "history": {
        "proposed": TEXT,
        "labels": ListOf({"name": TEXT, "wave": ANY, "announced_on": TEXT, "source_url": ANY}),
    },
}
BODY = {
    **STATED,
    "format": TEXT,
    "criteria": ListOf({"id": TEXT, "title": BILINGUAL, "indicators": ListOf(_INDICATOR)}),
    "frame": ListOf(
        {
            "id": TEXT,
            "title": BILINGUAL,
            "dataset": TEXT,
            "vintage": BILINGUAL,
            "observed_until": DAY,
            "is_later": FLAG,
            "why": BILINGUAL,
        }
    ),
    "mean_contributions": MapOf(NUMBER),
    "candidates": ListOf(_CANDIDATE),
    "portfolio": {
        "chosen": ListOf(TEXT),
        "rules": ListOf({"id": TEXT, "title": BILINGUAL, "bound": NUMBER, "value": Maybe(NUMBER)}),
    },
}
"""What explaining a decision reads."""


def check_stated(body: Any) -> None:
    """Refuse a body from which no run can be read.

    Raises
    ------
    BodyUnusable
        With the JSON pointer of the place, what was expected and what stands there.
    """
    _check(body, STATED, "/body")


def check_body(body: Any) -> None:
    """Refuse a body that a reader could not explain.

    Raises
    ------
    BodyUnusable
        Also when a candidate speaks of a criterion, an indicator or a rule that the body does not have.
    """
    _check(body, BODY, "/body")
    criteria = [one["id"] for one in body["criteria"]]
    indicators = [one["id"] for criterion in body["criteria"] for one in criterion["indicators"]]
    rules = [one["id"] for one in body["portfolio"]["rules"]]
    _check_keys(body["mean_contributions"], criteria, "/body/mean_contributions")
    for row, candidate in enumerate(body["candidates"]):
        place = f"/body/candidates/{row}"
        for part, names in (
            ("facts", indicators),
            ("criteria", criteria),
            ("contributions", criteria),
        ):
            _check_keys(candidate[part], names, f"{place}/{part}")
        for name, fact in candidate["facts"].items():
            if fact["status"] == "known":
                _check(
                    fact,
                    {"value": NUMBER, "low": NUMBER, "high": NUMBER},
                    f"{place}/facts/{_escaped(name)}",
                )
        for number, change in enumerate(candidate["changes"]):
            shapes: dict[str, Shape] = {
                "criterion": {"criterion": one_of(*criteria), "from": NUMBER, "to": NUMBER},
                "rule": {"rule": one_of(*rules), "from": NUMBER},
                "gate": {"gate": TEXT, "title": BILINGUAL},
            }
            _check(change, shapes[change["kind"]], f"{place}/changes/{number}")


def _check(value: Any, shape: Shape, path: str) -> None:
    if isinstance(shape, Leaf):
        if not shape.holds(value):
            raise BodyUnusable(path, shape.expected, _excerpt(value))
    elif isinstance(shape, Maybe):
        if value is not None:
            _check(value, shape.shape, path)
    elif isinstance(shape, ListOf):
        if not isinstance(value, list):
            raise BodyUnusable(path, _A_LIST, _excerpt(value))
        for index, item in enumerate(value):
            _check(item, shape.shape, f"{path}/{index}")
    elif not isinstance(value, dict):
        raise BodyUnusable(path, _AN_OBJECT, _excerpt(value))
    elif isinstance(shape, MapOf):
        for key, item in value.items():
            _check(item, shape.shape, f"{path}/{_escaped(key)}")
    else:
        _check_keys(value, shape, path)
        for key, inner in shape.items():
            _check(value[key], inner, f"{path}/{key}")


def _check_keys(value: Mapping[str, Any], names: Any, path: str) -> None:
    for name in names:
        if name not in value:
            raise BodyUnusable(f"{path}/{_escaped(name)}", _A_KEY, "—")


def _excerpt(value: Any) -> str:
    if isinstance(value, dict | list):
        return type(value).__name__
    shown = repr(value)
    return shown if len(shown) <= LONGEST_EXCERPT else shown[:LONGEST_EXCERPT] + "…"


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


_A_LIST = Text("une liste", "a list")
_AN_OBJECT = Text("un objet", "an object")
_A_KEY = Text("cette clé", "this key")
