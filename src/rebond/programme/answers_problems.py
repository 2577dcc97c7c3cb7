"""What can be wrong with an answer: one exception class, whose kinds are listed and documented."""

from __future__ import annotations

from enum import StrEnum

from rebond.errors import BadInput
from rebond.texts import Text


class AnswerFault(StrEnum):
    """Every kind of fault an answer can have; each has a heading in ``docs/reference/dossiers.md``."""

    MISSING = "missing"
    """A question that must be answered is not."""
    TOO_FEW = "too_few"
    """Fewer items, choices or files than asked."""
    TOO_MANY = "too_many"
    """More items, choices, communes or files than accepted."""
    NOT_TEXT = "not_text"
    """The value is not a text, or holds characters that nobody sees."""
    TOO_LONG = "too_long"
    """The text has more characters than accepted."""
    BAD_FORM = "bad_form"
    """An e-mail address, a telephone number or a web address has not its form."""
    NOT_NUMBER = "not_number"
    """This is not a finite number, or has more decimals than kept."""
    OUT_OF_RANGE = "out_of_range"
    """A number, an amount or a day is outside its bounds."""
    NOT_DAY = "not_day"
    """This is not a day of the calendar."""
    NOT_OPTION = "not_option"
    """The value is not one of the choices."""
    NOT_YES_OR_NO = "not_yes_or_no"
    """The value is neither yes nor no."""
    BAD_SIREN = "bad_siren"
    """The SIREN number has not nine digits, or its key is wrong."""
    NOT_COMMUNE = "not_commune"
    """No commune has this code."""
    BAD_GEOMETRY = "bad_geometry"
    """The geometry is not GeoJSON, not of an accepted shape, not in WGS 84, too large or crosses itself."""
    BAD_FILE = "bad_file"
    """A file is of another format, or larger, than accepted."""
    UNKNOWN_FIELD = "unknown_field"
    """The form has no such field."""


class AnswerProblem(BadInput):
    """One thing wrong or missing in the answers to a form.

    Parameters
    ----------
    fault : AnswerFault
    path : str
        Path of the answer.
    label : Text
        The question.
    what, why, cure : Text
    """

    def __init__(
        self,
        fault: AnswerFault,
        path: str,
        label: Text,
        what: Text,
        *,
        why: Text | None = None,
        cure: Text,
    ) -> None:
        self.fault = fault
        self.path = path
        self.label = label
        self.cure_text = cure
        super().__init__(what, where=path, why=why, cure=cure)

    def as_json(self) -> dict[str, object]:
        """Return the problem as an interface gives it."""
        return {
            "fault": self.fault.value,
            "path": self.path,
            "label": self.label.as_json(),
            "what": self.what.as_json(),
            "why": None if self.why is None else self.why.as_json(),
            "cure": self.cure_text.as_json(),
        }
