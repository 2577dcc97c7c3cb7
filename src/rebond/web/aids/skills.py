"""The short list of industrial skills, Rebond's own: no official nomenclature is at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from rebond.texts import Text, verbatim


@dataclass(frozen=True, slots=True)
class Family:
    """Skills that stand together in a form."""

    id: str
    title: Text
    skills: Mapping[str, Text]


@cache
def families() -> tuple[Family, ...]:
    """Return the list, as the file orders it."""
    written = resources.files(__package__).joinpath("skills.yaml").read_text(encoding="utf-8")
    return tuple(
        Family(
            one["id"],
            Text(**one["title"]),
            {skill["id"]: Text(**skill["title"]) for skill in one["skills"]},
        )
        for one in yaml.safe_load(written)
    )


@cache
def titles() -> Mapping[str, Text]:
    """Return every skill by its id."""
    return {name: title for family in families() for name, title in family.skills.items()}


def named(ids: Iterable[str]) -> list[Text]:
    """Return the names of skills in the order of the list; one that left it stays as its id."""
    known, given = titles(), list(ids)
    order = {name: place for place, name in enumerate(known)}
    ordered = sorted(given, key=lambda one: order.get(one, len(order)))
    return [known.get(one, verbatim(one)) for one in ordered]
