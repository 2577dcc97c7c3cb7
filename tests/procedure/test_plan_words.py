from __future__ import annotations

import datetime

import pytest

from rebond.procedure import plan_words
from rebond.procedure.anticipation import Gain
from rebond.procedure.examples import shipped_example
from rebond.procedure.plan_result import Dates, PromiseKept
from rebond.procedure.planning import plan_site
from rebond.texts import Text
from tests.procedure.world import TODAY, site

DAY = datetime.date(2030, 7, 1)
NOTHING = Text("rien", "nothing")


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_day_is_written_as_each_language_writes_it() -> None:
    assert plain(plan_words.day_text(DAY).fr) == "1er juillet 2030"
    assert plain(plan_words.day_text(DAY).en) == "1 July 2030"
    assert plain(plan_words.day_text(datetime.date(2020, 8, 31)).fr) == "31 août 2020"


def test_a_span_within_one_month_names_it_once() -> None:
    dates = Dates(DAY, DAY, datetime.date(2030, 7, 30), 1.0)
    assert plan_words.span_text(dates).fr == "en juillet 2030"
    later = Dates(DAY, DAY, datetime.date(2031, 1, 2), 1.0)
    assert plan_words.span_text(later).en == "between July 2030 and January 2031"


def test_the_answer_names_p50_and_p90() -> None:
    plan = plan_site(site(), as_of=TODAY, draws=200, with_order=False)
    answer = plan_words.answer_text(plan)
    assert "(P50)" in answer.fr
    assert "(P90)" in answer.en
    assert plan_words.day_text(plan.dates.p50).fr in answer.fr
    assert plan_words.day_text(plan.dates.p90).en in answer.en


def test_what_is_unknown_is_told_only_when_it_moves_the_date() -> None:
    known = plan_site(site(), as_of=TODAY, draws=200, with_order=False)
    assert plan_words.unknown_text(known) is None
    unknown = plan_site(shipped_example("le_carnet").read, as_of=TODAY, draws=200, with_order=False)
    told = plan_words.unknown_text(unknown)
    assert told is not None
    assert plan_words.day_text(unknown.dates_if_everything_unknown_applies.p50).fr in told.fr


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0 %"),
        (0.0001, "moins de 1 %"),
        (0.5, "50 %"),
        (0.9999, "plus de 99 %"),
        (1.0, "100 %"),
    ],
)
def test_a_chance_is_never_rounded_to_never_or_always(value: float, written: str) -> None:
    assert plain(plan_words.chance_text(value).fr) == written


def test_a_promise_says_its_range_or_that_it_does_not_apply() -> None:
    def told(chance: float | None, low: float | None, high: float | None) -> str:
        kept = PromiseKept("p", NOTHING, NOTHING, 3, chance, low, high)
        return plain(plan_words.promise_text(kept).fr)

    assert told(0.31, 0.0, 1.0) == "31 % (de 0 % à 100 % selon ce qui n’est pas connu)"
    assert told(0.31, 0.31, 0.31) == "31 %"
    assert told(0.31, None, None) == "31 %"
    assert told(None, None, None).startswith("sans objet")


@pytest.mark.parametrize(
    ("count", "fr", "en"),
    [
        (0, "0 jour", "0 days"),
        (1, "1 jour", "1 day"),
        (2, "2 jours", "2 days"),
        (1254, "1 254 jours", "1,254 days"),
    ],
)
def test_days_agree_in_number(count: int, fr: str, en: str) -> None:
    assert plain(plan_words.days_text(count).fr) == fr
    assert plain(plan_words.days_text(count).en) == en


def test_a_cost_that_is_not_given_is_not_zero() -> None:
    def gain(cost: float | None) -> Gain:
        return Gain(("a",), 1, 1, 1.0, DAY, DAY, cost)

    assert plan_words.cost_text(gain(None)) is None
    given = plan_words.cost_text(gain(55_000))
    assert given is not None
    assert plain(given.fr) == "55 000 €"
    assert given.en == "€55,000"


def test_the_tier_tells_how_far_the_unknown_could_go() -> None:
    known = plan_site(
        shipped_example("friche_fictive").read, as_of=TODAY, draws=50, with_order=False
    )
    assert plain(plan_words.tier_text(known).fr) == "Palier 2 sur 5 : terrain maîtrisé."
    unknown = plan_site(
        shipped_example("portes_du_tarn").read, as_of=TODAY, draws=50, with_order=False
    )
    assert "tier 4" in plan_words.tier_text(unknown).en


def test_what_always_happens_needs_no_share() -> None:
    assert plan_words.happens_text(1.0) is None
    told = plan_words.happens_text(0.2)
    assert told is not None
    assert plain(told.fr) == "dans 20 % des cas"


def test_an_invented_site_says_so() -> None:
    plan = plan_site(site(), as_of=TODAY, draws=50, with_order=False)
    assert plan_words.nature_text(plan).en == "Fictitious site"
    real = plan_site(shipped_example("le_carnet").read, as_of=TODAY, draws=50, with_order=False)
    assert "ictitious" not in plan_words.nature_text(real).en
