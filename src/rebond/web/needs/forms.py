"""The form of a need, written once for each need and language: most visits ask what another asked before."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from rebond.texts import Lang, Text
from rebond.web.needs import activities
from rebond.web.needs.fields import FIELDS, GROUPS, IMPORTANCES, ON_SITE, Field
from rebond.web.needs.places import regions
from rebond.web.needs.query import (
    BOX,
    CHANCE,
    UNKNOWN,
    USUAL_CHANCE,
    WEIGHT,
    InvestorNeed,
    pairs,
    to_query,
)
from rebond.web.needs.sentences import phrase

KEPT = 512
Option = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Shown:
    """One field as the form shows it."""

    field: Field
    value: str
    is_on_site: bool
    options: tuple[Option, ...]
    levels: tuple[Option, ...]
    chance: str
    fault: Text | None


@dataclass(frozen=True, slots=True)
class Group:
    """Fields folded together; open when one of them is asked or wrong."""

    key: str
    title: Text
    fields: tuple[Shown, ...]
    said: tuple[Text, ...]

    @property
    def is_open(self) -> bool:
        """Whether the group opens with the page."""
        return bool(self.said) or any(one.fault for one in self.fields)


def form(need: InvestorNeed, lang: Lang) -> SafeString:
    """Return the form of a need as HTML."""
    if need.faults:
        return _written(need, lang)
    return _kept(to_query(need), lang, _Same(need))


class _Same:
    """A need carried beside the address that names it: the address alone tells two of them apart."""

    def __init__(self, need: InvestorNeed) -> None:
        self.need = need

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=KEPT)
def _kept(_query: str, lang: Lang, same: _Same) -> SafeString:
    return _written(same.need, lang)


def _written(need: InvestorNeed, lang: Lang) -> SafeString:
    facts = {
        "groups": groups(need, lang),
        "with_unknown": need.with_unknown,
        "unknown_name": UNKNOWN,
        "weight": WEIGHT,
        "chance_name": CHANCE,
        "box": dict(pairs(need)).get(BOX, ""),
    }
    return mark_safe(render_to_string("needs/form.html", facts))  # noqa: S308 - a template's own output


def groups(need: InvestorNeed, lang: Lang) -> tuple[Group, ...]:
    """Return the fields of the form, group by group."""
    wanted = {one.key: one for one in need.wanted}
    return tuple(
        Group(
            key,
            title,
            tuple(_shown(one, need, lang) for one in FIELDS.values() if one.group == key),
            tuple(phrase(wanted[name]) for name in wanted if FIELDS[name].group == key),
        )
        for key, title in GROUPS.items()
    )


def _shown(field: Field, need: InvestorNeed, lang: Lang) -> Shown:
    canonical = dict(pairs(need))
    typed = need.typed.get(field.key, ())
    value = canonical.get(field.key) or (typed[0] if typed else "")
    level = canonical.get(field.key + WEIGHT) or next(
        iter(need.typed.get(field.key + WEIGHT, ())), ""
    )
    chance = canonical.get(CHANCE) or next(iter(need.typed.get(CHANCE, ())), "")
    if field.kind == "places" and field.key == "departement":
        value = " ".join(typed)
    return Shown(
        field,
        "" if value == ON_SITE else value,
        value == ON_SITE,
        _options(field, value, typed, lang),
        tuple((code, words.of(lang), code == level) for code, words in IMPORTANCES),
        chance or str(USUAL_CHANCE),
        need.faults.get(field.key),
    )


def _options(field: Field, value: str, typed: tuple[str, ...], lang: Lang) -> tuple[Option, ...]:
    if field.kind == "choice":
        return tuple((code, words.of(lang), code == value) for code, words in field.choices)
    if field.key == "region":
        chosen = {code for one in typed for code in one.replace(",", " ").split()}
        return tuple((code, name, code in chosen) for code, name in regions().items())
    if field.kind == "activity":
        named = {
            code: activities.words(code) for code in (*activities.SECTIONS, *activities.DIVISIONS)
        }
        if value and value not in named and activities.section_of(value):
            named[value] = activities.words(value)
        return tuple((code, words.of(lang), code == value) for code, words in named.items())
    return ()
