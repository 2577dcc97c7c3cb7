"""A panel from a CSV file: one row a candidate and year; an empty cell is missing, never zero."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from rebond.impact.errors import FileUnfit, NotANumber, UnitTwice
from rebond.impact.panel import Panel, panel
from rebond.texts import Text

REQUIRED = ("unit", "retained", "year", "outcome")
YES = frozenset({"1", "yes", "true", "oui", "vrai"})
NO = frozenset({"0", "no", "false", "non", "faux"})
MOST_ROWS = 200_000
EARLIEST, LATEST = 1900, 2200


def read_panel(path: Path, *, first_after: int) -> Panel:
    """Read observations from a CSV file (UTF-8, comma or semicolon).

    Parameters
    ----------
    path : Path
        Columns ``unit``, ``retained`` (yes or no), ``year``, ``outcome``; every other column is a fact, the same on
        each row of its candidate.
    first_after : int
        First year that counts as after the decision.

    Returns
    -------
    Panel

    Raises
    ------
    FileUnfit, NotANumber, UnitTwice, YearsUnfit
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnfit(
            Text("le fichier ne se lit pas en UTF-8.", "the file cannot be read as UTF-8."),
            str(path),
        ) from error
    head, _, _ = text.partition("\n")
    separator = ";" if head.count(";") > head.count(",") else ","
    return panel_of(csv.DictReader(text.splitlines(), delimiter=separator), first_after=first_after)


def panel_of(rows: Iterable[dict[str, str]], *, first_after: int) -> Panel:
    """Return the panel of rows already split into cells; see `read_panel`.

    Raises
    ------
    FileUnfit, NotANumber, UnitTwice, YearsUnfit
    """
    retained: dict[str, bool] = {}
    facts: dict[str, dict[str, float]] = {}
    observed: dict[tuple[str, int], float] = {}
    names: list[str] | None = None
    for number, row in enumerate(rows, start=2):
        where = f"ligne {number}"
        if number > MOST_ROWS:
            raise FileUnfit(Text(f"plus de {MOST_ROWS} lignes.", f"more than {MOST_ROWS} rows."))
        cells = {str(key).strip(): (value or "").strip() for key, value in row.items() if key}
        if names is None:
            missing = [one for one in REQUIRED if one not in cells]
            if missing:
                raise FileUnfit(
                    Text("colonnes absentes : {names}.", "missing columns: {names}.").filled(
                        names=", ".join(missing)
                    )
                )
            names = [one for one in cells if one not in REQUIRED]
        unit, year = cells["unit"], _year(cells["year"], where)
        if not unit:
            raise FileUnfit(Text("l’identifiant manque.", "the id is missing."), where)
        if (unit, year) in observed:
            raise UnitTwice(f"{unit} ({year})")
        _same(retained, unit, _yes_no(cells["retained"], where), where)
        known = {name: _number(name, cells.get(name, ""), where) for name in names}
        _same_facts(facts, unit, known, where)
        observed[unit, year] = _number("outcome", cells["outcome"], where)
    if not observed or names is None:
        raise FileUnfit(Text("le fichier n’a aucune ligne.", "the file has no row."))
    units, years = sorted(retained), sorted({year for _, year in observed})
    return panel(
        units,
        [retained[one] for one in units],
        names,
        np.array([[facts[one][name] for name in names] for one in units]).reshape(
            len(units), len(names)
        ),
        years,
        np.array([[observed.get((one, year), math.nan) for year in years] for one in units]),
        first_after=first_after,
    )


def _same(kept: dict[str, bool], unit: str, value: bool, where: str) -> None:  # noqa: FBT001
    if kept.setdefault(unit, value) is not value:
        raise FileUnfit(
            Text(
                "{unit} est retenu sur une ligne et non retenu sur une autre.",
                "{unit} is retained on one row and not retained on another.",
            ).filled(unit=unit),
            where,
        )


def _same_facts(
    kept: dict[str, dict[str, float]], unit: str, known: dict[str, float], where: str
) -> None:
    """Refuse a fact that changes over the years: facts are those of the day of the decision."""
    first = kept.setdefault(unit, known)
    for name, value in known.items():
        if value != first[name] and not (math.isnan(value) and math.isnan(first[name])):
            raise FileUnfit(
                Text(
                    "le fait {name} de {unit} change d’une ligne à l’autre ; les faits sont ceux du jour de la décision.",
                    "fact {name} of {unit} changes from row to row; facts are those of the day of the decision.",
                ).filled(name=name, unit=unit),
                where,
            )


def _yes_no(written: str, where: str) -> bool:
    if written.casefold() in YES | NO:
        return written.casefold() in YES
    raise FileUnfit(
        Text(
            "retained : « {value} » n’est ni oui ni non.",
            "retained: “{value}” is neither yes nor no.",
        ).filled(value=written),
        where,
    )


def _year(written: str, where: str) -> int:
    if written.isascii() and written.isdigit() and EARLIEST <= int(written[:6]) <= LATEST:
        return int(written)
    raise NotANumber("year", written, where)


def _number(name: str, written: str, where: str) -> float:
    if not written:
        return math.nan
    try:
        value = float(written.replace(",", "."))
    except ValueError:
        raise NotANumber(name, written, where) from None
    if not math.isfinite(value):
        raise NotANumber(name, written, where)
    return value
