from __future__ import annotations

import datetime

import pytest

from rebond.errors import RebondError
from rebond.procedure import errors
from rebond.programme.errors import Problem, ProblemKind
from rebond.texts import Text

DAY = datetime.date(2020, 3, 1)
PROBLEM = Problem(
    ProblemKind.DATES, "loi.yaml", 12, 3, "versions[1]", Text("faux", "wrong"), Text("un jour", "a day"), Text("Corrigez.", "Correct.")
)  # fmt: skip
SAMPLES = [
    errors.LawInvalid("loi.yaml", [PROBLEM], "docs/x.md"),
    errors.SiteInvalid("site.yaml", [PROBLEM, PROBLEM], "docs/x.md"),
    errors.ModelInvalid("graph.yaml", [PROBLEM], "docs/x.md"),
    errors.SiteUnreadable("site.yaml", "no such file"),
    errors.LawMissing("law"),
    errors.NegativeSpan(-1, 0),
    errors.DayOutOfCalendar(DAY, Text("3 mois", "3 months")),
    errors.MomentWithoutZone(datetime.datetime(2020, 3, 1)),  # noqa: DTZ001 - the error is about it
    errors.UnknownProcedure("permis", ["permis_de_construire"], "site.yaml:3"),
    errors.UnknownEvent("fild", ["filed"]),
    errors.UnknownCircumstance("permis", "abff", ["abf"]),
    errors.ContradictoryCircumstances("permis", ["a", "b"]),
    errors.EventsOutOfOrder("filed", DAY, "complete", DAY),
    errors.DecisionBeforeCompleteness("permis", DAY),
    errors.NoVersionInForce("permis", DAY, "loi.yaml:4", Text("a", "a"), Text("vide", "void")),
]


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
def test_each_error_says_what_and_how_to_repair_in_both_languages(error: RebondError) -> None:
    assert error.cure is not None
    for lang in ("fr", "en"):
        message = error.message(lang)  # type: ignore[arg-type]
        assert error.what.of(lang) in message  # type: ignore[arg-type]
        assert error.cure.of(lang) in message  # type: ignore[arg-type]
    assert error.exit_code in (2, 3)


def test_every_error_of_the_module_has_a_sample() -> None:
    defined = {
        name
        for name, item in vars(errors).items()
        if isinstance(item, type) and item.__module__ == errors.__name__
    }
    assert defined - {type(error).__name__ for error in SAMPLES} == {"FileInvalid"}


def test_a_file_error_lists_every_problem_with_its_line() -> None:
    message = SAMPLES[1].message("en")
    assert message.count("loi.yaml:12:3 versions[1]") == 2
    assert "Allowed: a day" in message


def test_the_nearest_name_is_offered_only_when_one_is_near() -> None:
    assert errors.guess("fild", ["filed", "decided"]).en == " Did you mean “filed”?"
    assert errors.guess("zzz", ["filed"]).en == ""
    assert errors.listed([]) == "—"
