"""The address of a need: canonical, read back whole, and never a fault of ours whatever is written."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.matching import Box
from rebond.web.needs.fields import FIELDS, ON_SITE
from rebond.web.needs.query import InvestorNeed, Wanted, read, to_query
from rebond.web.needs.sentences import sentence

LEVELS = st.sampled_from((0, 1, 2, 3))


def wanted(key: str) -> st.SearchStrategy[Wanted]:
    field = FIELDS[key]
    values: Any
    if field.kind in {"number", "distance"}:
        whole = st.integers(round(field.least * 100), round(field.most * 100))
        values = whole.map(lambda hundredths: hundredths / 100)
        if field.on_site is not None:
            values = values | st.just(ON_SITE)
    elif field.kind == "choice":
        values = st.sampled_from([value for value, _words in field.choices])
    elif field.kind == "activity":
        values = st.sampled_from(("C", "24", "A", "01", "63"))
    elif field.kind == "ready":
        values = st.dates(date(2020, 1, 1), date(2100, 12, 31))
    else:
        codes = ("28", "32", "44") if key == "region" else ("14", "2A", "974")
        chosen = st.sets(st.sampled_from(codes), min_size=1)
        values = chosen.map(lambda found: tuple(sorted(found)))
    chance = st.integers(5, 95) if field.kind == "ready" else st.just(0)
    return st.builds(Wanted, st.just(key), values, LEVELS, chance)


NEEDS = st.builds(
    lambda found, with_unknown, box: InvestorNeed(
        tuple(one for one in found if one is not None), with_unknown, box
    ),
    st.tuples(*(st.none() | wanted(key) for key in FIELDS)),
    st.booleans(),
    st.none() | st.just(Box(-1.5, 43.25, 4.0, 48.1234)),
)


@given(NEEDS)
@settings(deadline=None, max_examples=60)
def test_a_need_comes_back_whole_from_its_address(need: InvestorNeed) -> None:
    address = to_query(need)
    again = read(QueryDict(address))
    assert again == need
    assert again.faults == {}
    assert to_query(again) == address
    said = sentence(need)
    assert said.fr
    assert said.en


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("region=32&lot=20,50&region=28", "lot=20.5&region=28&region=32"),
        ("lot=1%20000&utm_source=x&rail=&rail=site", "lot=1000&rail=site"),
        ("pret=2033-01-01", "pret=2033-01-01&chance=80"),
        ("activite=c&departement=2a,14", "activite=C&departement=14&departement=2A"),
        ("lot_p=3&inconnus=oui", ""),
    ],
)
def test_one_need_has_one_address(written: str, canonical: str) -> None:
    assert to_query(read(QueryDict(written))) == canonical


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("lot=beaucoup", "lot"),
        ("lot=-3", "lot"),
        ("lot=nan", "lot"),
        ("lot=1e400", "lot"),
        ("lot=9999999999999999", "lot"),
        ("lot=20&lot_p=9", "lot"),
        ("rail=%00", "rail"),
        ("puissance=%D9%A3", "puissance"),
        ("icpe=tout", "icpe"),
        ("activite=34", "activite"),
        ("pret=2033-02-30", "pret"),
        ("pret=0001-01-01", "pret"),
        ("pret=2033-01-01&chance=100", "pret"),
        ("region=99", "region"),
        ("cadre=1,2,3", "cadre"),
        ("cadre=9,50,1,40", "cadre"),
        ("cadre=nan,nan,nan,nan", "cadre"),
        ("cadre=1e999,0,1,1", "cadre"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field_and_asks_nothing(
    written: str, key: str
) -> None:
    need = read(QueryDict(written))
    if key == "rail":
        # A control character alone is an empty field.
        assert need == InvestorNeed()
        return
    assert list(need.faults) == [key]
    assert need.faults[key].fr != need.faults[key].en
    assert need.is_empty


@given(
    st.dictionaries(st.sampled_from([*FIELDS, "lot_p", "cadre", "chance"]), st.text(max_size=40))
)
@settings(deadline=None, max_examples=150)
def test_any_text_in_any_field_is_read_or_said(values: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    query.update(values)
    need = read(query)
    assert read(QueryDict(to_query(need))) == need
