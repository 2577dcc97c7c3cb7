from __future__ import annotations

import datetime
from pathlib import Path

from rebond.procedure.clocks import ClockReading, ClockRules, silence_of
from rebond.procedure.deadlines import deadline
from rebond.procedure.events import EventKind, EventLog
from rebond.procedure.law_book import read_procedure, shipped_law
from rebond.procedure.law_model import Version
from rebond.procedure.legal_time import Span
from tests.procedure.world import UNKNOWN, law_text, version_text

STOPS = datetime.date(2025, 2, 1)


def version(**more: str) -> Version:
    return read_procedure(law_text(version_text("a", "2001-01-01", **more)), "essai.yaml").versions[
        0
    ]


def reading(
    found: Version, *names: str, rules: ClockRules | None = None, **events: object
) -> ClockReading:
    log = EventLog.of(events)  # type: ignore[arg-type]
    result = ClockReading(found, log, names, rules or ClockRules())
    result.run()
    return result


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_a_stop_adds_its_days_and_a_stop_outside_the_clock_adds_none() -> None:
    law = version()
    events = {
        "complete": day("2025-01-10"),
        "suspended": day("2025-02-01"),
        "resumed": day("2025-02-11"),
    }
    assert reading(law, **events).terms[0].due_on == day("2025-03-20")
    late = events | {"suspended": day("2025-06-01"), "resumed": day("2025-06-11")}
    assert reading(law, **late).terms[0].due_on == day("2025-03-10")
    early = {
        "complete": day("2025-01-10"),
        "suspended": day("2025-01-01"),
        "resumed": day("2025-01-08"),
    }
    assert reading(law, **early).terms[0].due_on == day("2025-03-10")


def test_a_stop_that_began_before_the_start_counts_from_the_start() -> None:
    events = {
        "complete": day("2025-01-10"),
        "suspended": day("2025-01-05"),
        "resumed": day("2025-01-15"),
    }
    assert reading(version(), **events).terms[0].due_on == day("2025-03-15")


def test_a_stop_without_a_resumption_leaves_no_date() -> None:
    found = reading(version(), complete=day("2025-01-10"), suspended=day("2025-02-01"))
    assert found.terms[0].due_on is None
    assert found.is_suspended


def test_a_second_stop_counts_on_the_date_that_the_first_has_moved() -> None:
    found = reading(
        version(),
        complete=day("2025-01-10"),
        suspended=[day("2025-03-01"), day("2025-03-15")],
        resumed=[day("2025-03-11"), day("2025-03-17")],
    )
    assert found.terms[0].due_on == day("2025-03-22")


def test_a_suspension_without_effect_moves_nothing() -> None:
    law = law_text(version_text("a", "2001-01-01")).replace(b"stops_the_clock", b"none")
    found = reading(
        read_procedure(law, "essai.yaml").versions[0],
        complete=day("2025-01-10"),
        suspended=day("2025-02-01"),
    )
    assert found.terms[0].due_on == day("2025-03-10")


def test_a_delay_that_is_not_established_is_missing_with_what_was_looked_for() -> None:
    found = reading(version(delay=UNKNOWN), complete=day("2025-01-10"))
    assert found.terms[0].due_on is None
    assert found.terms[0].span is None
    assert found.missing[0].looked_for.fr == "Cherché."


def test_a_term_on_a_holiday_moves_only_when_asked() -> None:
    events = {"complete": day("2025-05-01")}
    stays = reading(version(delay="{months: 10}"), **events)
    assert stays.terms[0].due_on == day("2026-03-01")
    assert any("open legal point" in line.what.en for line in stays.trace)
    moves = reading(
        version(delay="{months: 10}"), rules=ClockRules(holidays="next_working_day"), **events
    )
    assert moves.terms[0].due_on == day("2026-03-02")


def test_every_line_of_the_trace_speaks_both_languages_and_names_the_version() -> None:
    found = reading(version(), complete=day("2025-01-10"))
    assert found.trace
    assert all(line.what.fr and line.what.en and line.version == "a" for line in found.trace)


def test_the_starting_event_is_the_last_completion_and_the_first_posting() -> None:
    law = shipped_law()
    permit = law.procedures["permis_de_construire"].versions[0]
    found = reading(permit, complete=[day("2025-01-10"), day("2025-02-10")])
    kind, event = found.starting_event(permit.clocks[0])
    assert (kind, event.on if event else None) == (EventKind.COMPLETE, day("2025-02-10"))
    appeal = law.procedures["recours_tiers"].versions[0]
    found = reading(appeal, posted=[day("2025-01-10"), day("2025-02-10")])
    _, event = found.starting_event(appeal.clocks[0])
    assert event is not None
    assert event.on == day("2025-01-10")


def test_a_clock_beside_is_silent_until_it_starts() -> None:
    version_now = shipped_law().procedures["autorisation_environnementale"].versions[-1]
    found = reading(version_now, filed=day("2025-01-10"), complete=day("2025-02-10"))
    beside = next(term for term in found.terms if term.is_beside)
    assert (beside.start_on, beside.span) == (None, None)
    assert not any("services consulted" in line.what.en for line in found.trace)


def test_increases_and_base_make_one_span() -> None:
    permit = shipped_law().procedures["permis_de_construire"].versions[0]
    assert ClockReading(permit, EventLog(), ("abf",), ClockRules()).span_of(
        permit.clocks[0]
    ) == Span(4)
    both = ClockReading(permit, EventLog(), ("abf", "commission"), ClockRules())
    assert both.span_of(permit.clocks[0]) == Span(5)


def test_silence_is_told_by_effect_or_as_not_established() -> None:
    law = shipped_law()
    effect, text, line = silence_of(law.procedures["loi_eau_declaration"].versions[0], ())
    assert effect == "no_opposition"
    assert line.sources == ("S73",)
    effect, text, _ = silence_of(law.procedures["autorisation_environnementale"].versions[1], ())
    assert effect is None
    assert "not established" in text.en
    effect, text, _ = silence_of(law.procedures["icpe_declaration"].versions[0], ())
    assert effect is None
    assert text.en.startswith("not applicable")


def test_the_law_files_are_where_the_package_says() -> None:
    assert Path(next(iter(shipped_law().places.values())).split(":")[0]).suffix == ".yaml"


def test_the_last_day_of_a_short_month_is_explained_as_such() -> None:
    ended = deadline("permis_de_construire", {"complete": datetime.date(2019, 11, 30)})
    told = " ".join(line.what.fr for line in ended.trace)
    assert ended.due_on == datetime.date(2020, 2, 29)
    assert "ce jour n’existe pas ce mois-là" in told
    usual = deadline("permis_de_construire", {"complete": datetime.date(2020, 3, 1)})
    assert "ce jour n’existe pas" not in " ".join(line.what.fr for line in usual.trace)
