from __future__ import annotations

from rebond.parliament import errors
from rebond.texts import Text


def test_every_error_says_what_and_how_to_cure_it_in_both_languages():
    made = [
        errors.QuestionUnreadable(Text("x", "y")),
        errors.TooLarge(3, 2),
        errors.NumberMissing(),
        errors.LegislatureMissing(),
        errors.PublicationMissing(),
        errors.NotWritten("question orale"),
        errors.NumbersDisagree(Text("le numéro", "the number"), 1, 2),
        errors.DayUnreadable("hier"),
        errors.DaysOutOfOrder(Text("a", "a"), Text("b", "b")),
        errors.DayToCome(Text("a", "a")),
        errors.TwiceInTheFile("an-15-1"),
        errors.RulesInvalid("f", [Text("a", "b")]),
    ]
    for one in made:
        assert one.cure is not None
        assert one.message("fr")
        assert one.message("en")
        assert one.exit_code == 2
