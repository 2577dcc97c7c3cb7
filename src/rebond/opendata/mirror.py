"""The mirror: a folder of files copied from public sources, read strictly, row by row."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import math
import zlib
from collections.abc import Iterator
from pathlib import Path

from rebond.opendata.errors import (
    MirrorColumnMissing,
    MirrorFileDamaged,
    MirrorMissing,
    MirrorValueWrong,
)
from rebond.texts import Text, verbatim

_WHOLE = Text("un nombre entier positif ou nul", "an integer, zero or more")
_FINITE = Text("un nombre fini (ni NaN ni infini)", "a finite number (not NaN, not infinite)")
_PRESENT = Text("une valeur", "a value")
_CODE = Text("un code sans espace", "a code without blanks")
_DAY = Text("un jour AAAA-MM-JJ", "a day YYYY-MM-DD")
_LIST = Text("une liste d’objets JSON est attendue", "a JSON list of objects is expected")


class MirrorRow:
    """One row of a mirror file, read field by field.

    Each reader returns None for an empty field, except `required_text` and `code`.
    """

    __slots__ = ("_file", "_number", "_values")

    def __init__(self, file: str, number: int, values: dict[str, str]) -> None:
        self._file = file
        self._number = number
        self._values = values

    def text(self, field: str) -> str | None:
        """Return the text with blanks trimmed and runs of blanks reduced to one."""
        return " ".join(self._values[field].split()) or None

    def required_text(self, field: str) -> str:
        """Return the text, which must be there."""
        value = self.text(field)
        if value is None:
            raise self.wrong(field, _PRESENT)
        return value

    def optional_code(self, field: str) -> str | None:
        """Return the code exactly as written."""
        value = self._values[field]
        if value and (value != value.strip() or " " in value):
            raise self.wrong(field, _CODE)
        return value or None

    def code(self, field: str) -> str:
        """Return the code, which must be there."""
        value = self.optional_code(field)
        if value is None:
            raise self.wrong(field, _CODE)
        return value

    def number(self, field: str) -> float | None:
        """Return the number, finite."""
        value = self._values[field].strip()
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            raise self.wrong(field, _FINITE) from None
        if not math.isfinite(number):
            raise self.wrong(field, _FINITE)
        return number

    def required_number(self, field: str) -> float:
        """Return the number, which must be there."""
        number = self.number(field)
        if number is None:
            raise self.wrong(field, _FINITE)
        return number

    def count(self, field: str) -> int | None:
        """Return the count; “860.0” is a count, “860.5” is not."""
        number = self.number(field)
        if number is None:
            return None
        if number < 0 or number != int(number):
            raise self.wrong(field, _WHOLE)
        return int(number)

    def date(self, field: str) -> dt.date | None:
        """Return the day, written YYYY-MM-DD."""
        value = self._values[field].strip()
        if not value:
            return None
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise self.wrong(field, _DAY) from None

    def wrong(self, field: str, expected: Text) -> MirrorValueWrong:
        """Return the error that names this row, `field` and its value."""
        return MirrorValueWrong(self._file, self._number, field, self._values[field], expected)


class Mirror:
    """A folder with the files that ``catalogue.yaml`` names.

    Parameters
    ----------
    folder : Path
        Files are looked for under it; those of the ``domain`` folder also beside it.

    Raises
    ------
    MirrorMissing
        When the folder does not exist.
    """

    __slots__ = ("_folder",)

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise MirrorMissing(str(folder))
        self._folder = folder

    def path(self, name: str) -> Path:
        """Return the path of the file `name`.

        Raises
        ------
        MirrorMissing
            When it is in none of the places.
        """
        for base in (self._folder, self._folder.parent):
            if (base / name).is_file():
                return base / name
            if not name.startswith("domain/"):
                break
        raise MirrorMissing(str(self._folder / name))

    def read(self, name: str, columns: tuple[str, ...]) -> Iterator[MirrorRow]:
        """Yield the rows of a CSV file, gzipped when its name ends in ``.gz``.

        Parameters
        ----------
        name : str
        columns : tuple of str
            Columns that the caller reads; others may be there.

        Yields
        ------
        MirrorRow

        Raises
        ------
        MirrorMissing, MirrorColumnMissing
        MirrorFileDamaged
            When the file is truncated, is not UTF-8, is empty, or has a row of another length.
        """
        path = self.path(name)
        number = 1
        try:
            with (
                gzip.open(path, "rt", encoding="utf-8-sig", newline="")
                if path.suffix == ".gz"
                else path.open("r", encoding="utf-8-sig", newline="")
            ) as stream:
                lines = csv.reader(stream, strict=True)
                header = next(lines, None)
                if not header:
                    raise MirrorFileDamaged(name, Text("il est vide", "it is empty"))
                missing = tuple(column for column in columns if column not in header)
                if missing:
                    raise MirrorColumnMissing(name, missing, tuple(header))
                for number, fields in enumerate(lines, start=2):
                    if len(fields) != len(header):
                        raise MirrorFileDamaged(name, _length(len(header), len(fields)), row=number)
                    yield MirrorRow(name, number, dict(zip(header, fields, strict=True)))
        except EOFError as error:
            raise MirrorFileDamaged(name, Text("il est tronqué", "it is truncated")) from error
        except (gzip.BadGzipFile, zlib.error, UnicodeDecodeError, csv.Error) as error:
            raise MirrorFileDamaged(name, verbatim(str(error)), row=number) from error

    def read_json(self, name: str, fields: tuple[str, ...]) -> Iterator[MirrorRow]:
        """Yield the objects of a JSON list; a field that an object does not have is empty.

        Parameters
        ----------
        name : str
        fields : tuple of str
            Texts and numbers that the caller reads; others may be there.

        Yields
        ------
        MirrorRow
            Numbered from 1.

        Raises
        ------
        MirrorMissing
        MirrorFileDamaged
            When the file is not a JSON list of objects in UTF-8.
        MirrorColumnMissing
            When no object has one of the fields.
        """
        try:
            found = json.loads(self.path(name).read_bytes())
        except ValueError as error:
            raise MirrorFileDamaged(name, verbatim(str(error))) from error
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise MirrorFileDamaged(name, _LIST)
        known = tuple(dict.fromkeys(key for one in found for key in one))
        missing = tuple(field for field in fields if field not in known)
        if missing:
            raise MirrorColumnMissing(name, missing, known)
        for number, one in enumerate(found, start=1):
            yield MirrorRow(name, number, {field: _written(one.get(field)) for field in fields})


def _written(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def _length(expected: int, found: int) -> Text:
    return Text(f"{found} champs au lieu de {expected}", f"{found} fields instead of {expected}")
