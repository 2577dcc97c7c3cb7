"""What the cases in ``cases/*.yaml`` do not say: certainty, cautions, moments, determinism."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from rebond.canonical import digest
from rebond.procedure.clocks import ClockRules
from rebond.procedure.deadlines import deadline
from rebond.procedure.law_book import shipped_law

DAYS = st.dates(datetime.date(2008, 1, 1), datetime.date(2100, 1, 1))


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_the_same_request_one_day_apart_follows_two_laws_and_the_trace_says_so() -> None:
    answers = [
        deadline(
            "autorisation_environnementale",
            {"filed": day(filed), "complete": day("2024-11-15")},
        )
        for filed in ("2024-10-21", "2024-10-22")
    ]
    assert [answer.version for answer in answers] == ["2017-03", "2024-10"]
    former, new = ([line.what.en for line in answer.trace] for answer in answers)
    assert any(
        "2024-10: 2024-10-22 → in force" in line and "does not apply" in line for line in former
    )
    assert any(
        "2017-03: 2017-03-01 → 2024-10-21" in line and "does not apply" in line for line in new
    )
    assert any("Practice: 10 to 12 months" in item.looked_for.en for item in answers[0].missing)


def test_a_day_that_stands_for_the_filing_is_said() -> None:
    answer = deadline("permis_de_construire", {"complete": day("2020-03-01")})
    assert any("which is not given" in line.what.en for line in answer.trace)
    told = deadline(
        "permis_de_construire", {"filed": day("2020-02-20"), "complete": day("2020-03-01")}
    )
    assert not any("which is not given" in line.what.en for line in told.trace)


def test_the_exceptional_texts_of_spring_2020_are_a_caution_on_the_clocks_they_met() -> None:
    met = deadline("permis_de_construire", {"complete": day("2020-03-01")})
    assert any("12 mars au 23 mai 2020" in caution.fr for caution in met.cautions)
    missed = deadline("permis_de_construire", {"complete": day("2020-06-01")})
    assert not any("2020" in caution.fr and "mars" in caution.fr for caution in missed.cautions)


def test_remaining_days_need_a_day_of_reading() -> None:
    events = {"complete": day("2021-03-01")}
    assert deadline("permis_de_construire", events).remaining_days is None
    assert deadline("permis_de_construire", events, on=day("2021-05-22")).remaining_days == 10
    assert deadline("permis_de_construire", events, on=day("2021-06-11")).remaining_days == -10


def test_the_term_is_reached_after_its_last_day_only() -> None:
    events = {"complete": day("2021-03-01")}
    assert deadline("permis_de_construire", events, on=day("2021-06-01")).state == "running"
    assert deadline("permis_de_construire", events, on=day("2021-06-02")).state == "term_reached"


def test_decisions_and_appeals_are_states() -> None:
    events = {
        "filed": day("2021-02-20"),
        "complete": day("2021-03-01"),
        "decided": day("2021-05-01"),
    }
    assert deadline("permis_de_construire", events, on=day("2022-01-01")).state == "decided"
    contested = deadline("permis_de_construire", events | {"appealed": day("2021-06-01")})
    assert contested.state == "appealed"


def test_nothing_has_started_without_an_event() -> None:
    answer = deadline("archeologie_fouille", {})
    assert (answer.state, answer.due_on) == ("not_started", None)


def test_a_moment_late_in_the_evening_is_the_next_day_in_paris() -> None:
    late = datetime.datetime(2020, 2, 29, 23, 30, tzinfo=datetime.UTC)
    assert deadline("permis_de_construire", {"complete": late}).due_on == day("2020-06-01")


def test_the_roll_to_a_working_day_is_a_parameter_that_is_off() -> None:
    events = {"complete": day("2023-08-01")}
    assert deadline("permis_de_construire", events).due_on == day("2023-11-01")
    rules = ClockRules(holidays="next_working_day")
    assert deadline("permis_de_construire", events, rules=rules).due_on == day("2023-11-02")


def test_the_answer_carries_the_digest_of_the_law_and_is_the_same_twice() -> None:
    events = {"complete": day("2020-03-01")}
    one, two = (deadline("permis_de_construire", events).as_json() for _ in range(2))
    assert digest(one) == digest(two)
    assert one["law_digest"] == shipped_law().digest
    assert one["method_version"] == "1.0.0"


@given(DAYS, DAYS)
def test_a_later_completion_never_gives_an_earlier_deadline(
    one: datetime.date, other: datetime.date
) -> None:
    first, second = sorted((one, other))
    dates = [
        deadline("permis_de_construire", {"filed": day("2008-01-01"), "complete": complete}).due_on
        for complete in (first, second)
    ]
    assert dates[0] is not None
    assert dates[1] is not None
    assert dates[0] <= dates[1]


@given(DAYS, st.lists(st.sampled_from(["abf", "commission"]), unique=True))
def test_an_increase_never_shortens_a_delay(complete: datetime.date, names: list[str]) -> None:
    base = deadline("permis_de_construire", {"complete": complete}).due_on
    longer = deadline("permis_de_construire", {"complete": complete}, circumstances=names).due_on
    assert base is not None
    assert longer is not None
    assert longer >= base
