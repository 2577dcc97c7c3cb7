"""What is refused of a question that was read: no number, days out of order, days to come."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Final

from rebond.parliament.errors import DaysOutOfOrder, DayToCome, NumberMissing
from rebond.parliament.question import WrittenQuestion
from rebond.texts import Text, day_text

_ORDER: Final = (
    ("published_on", Text("la publication ({day})", "the publication ({day})")),
    ("flagged_on", Text("le signalement ({day})", "the flagging ({day})")),
    ("replied_on", Text("la réponse ({day})", "the reply ({day})")),
)
_END: Final = ("ended_on", Text("la fin sans réponse ({day})", "the end without a reply ({day})"))


def check(
    question: WrittenQuestion, *, today: date | None = None, where: str | None = None
) -> WrittenQuestion:
    """Return a question that holds together.

    Parameters
    ----------
    question : WrittenQuestion
    today : date, optional
        Refuses days after it.
    where : str, optional
        File or line, for messages.

    Returns
    -------
    WrittenQuestion
        The same.

    Raises
    ------
    NumberMissing, LegislatureMissing, PublicationMissing
    DaysOutOfOrder, DayToCome
    """
    if question.number < 1:
        raise NumberMissing(where)
    _ = question.key
    said = [
        (day, words.filled(day=day_text(day)))
        for name, words in _ORDER
        if (day := getattr(question, name)) is not None
    ]
    for (first, first_words), (second, second_words) in pairwise(said):
        if second < first:
            raise DaysOutOfOrder(first_words, second_words, where)
    if question.ended_on is not None and said and question.ended_on < said[0][0]:
        raise DaysOutOfOrder(said[0][1], _END[1].filled(day=day_text(question.ended_on)), where)
    if today is not None:
        for day, words in said:
            if day > today:
                raise DayToCome(words, where)
    return question
