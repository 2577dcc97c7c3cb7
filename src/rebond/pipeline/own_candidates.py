"""Reading a user's own candidates: a CSV, then each row checked, all problems at once."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence

from rebond.errors import BadInput
from rebond.evidence import Point
from rebond.pipeline.candidates import Candidate, CandidateSet
from rebond.pipeline.errors import BadCandidatesFile, RowProblem, UnreadableCandidatesFile
from rebond.programme import Measure
from rebond.territory import Atlas, PlaceKey
from rebond.texts import Text

LOCATION_COLUMNS = ("name", "insee", "lon", "lat")
FILE_LIMIT_BYTES = 20_000_000


def from_rows(
    rows: Sequence[Mapping[str, str]],
    *,
    source: str,
    indicators: Sequence[str],
    facts: Mapping[str, str],
    atlas: Atlas,
    first_row: int = 2,
) -> CandidateSet:
    """Check the rows of a user's own candidates, all problems at once.

    Parameters
    ----------
    rows : sequence of mappings
        Cells as text: ``name``, then ``insee`` or ``lon`` and ``lat``, then any indicator.
    source : str
        Shown in messages and kept in the decision.
    indicators : sequence of str
        Identifiers that the grid knows.
    facts : mapping of str to {"number", "boolean", "text"}
        Fields of the form that gates and rules look at.
    atlas : Atlas
    first_row : int, default 2
        Number of the first row, for messages (a header stands above).

    Returns
    -------
    CandidateSet

    Raises
    ------
    BadCandidatesFile
        With every cell that cannot be used.
    """
    problems: list[RowProblem] = []
    known = set(indicators)
    for column in rows[0] if rows else ():
        if column not in known and column not in facts and column not in LOCATION_COLUMNS:
            problems.append(_unknown_column(column, [*indicators, *facts], first_row - 1))
    candidates: list[Candidate] = []
    seen: dict[str, int] = {}
    for offset, row in enumerate(rows):
        number = first_row + offset
        name = (row.get("name") or "").strip()
        if not name:
            problems.append(
                RowProblem(
                    number,
                    "name",
                    "",
                    Text("le nom manque.", "the name is missing."),
                    Text("Donnez un nom.", "Give a name."),
                )
            )
        elif name in seen:
            problems.append(
                RowProblem(
                    number,
                    "name",
                    name,
                    Text("nom déjà donné ligne {row}.", "name already given in row {row}.").filled(
                        row=seen[name]
                    ),
                    Text("Distinguez-les.", "Make them differ."),
                )
            )
        seen.setdefault(name, number)
        place = _place(row, number, name, atlas, problems)
        given = {
            column: value
            for column in row
            if column in known and (value := _number(row, number, column, problems)) is not None
        }
        stated = {
            column: answer
            for column, kind in facts.items()
            if (answer := _stated(row, number, column, kind, problems)) is not None
        }
        if place is not None:
            candidates.append(
                Candidate(f"own:{offset + 1}", name, "own", "candidate", place, given, stated)
            )
    if problems:
        raise BadCandidatesFile(source, problems)
    return CandidateSet(source, tuple(candidates), tuple(dict(row) for row in rows))


def read_csv(content: bytes, source: str) -> list[dict[str, str]]:
    """Read a CSV of candidates: UTF-8 (with or without mark), comma or semicolon.

    Raises
    ------
    UnreadableCandidatesFile
        Not UTF-8, no header, no row, a row longer than the header, or too large.
    """
    if len(content) > FILE_LIMIT_BYTES:
        raise UnreadableCandidatesFile(
            source,
            Text("Le fichier dépasse 20 Mo.", "The file is larger than 20 MB."),
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableCandidatesFile(
            source,
            Text(
                "L’octet {position} n’est pas de l’UTF-8.", "Byte {position} is not UTF-8."
            ).filled(position=error.start),
        ) from error
    header = text.split("\n", 1)[0]
    separator = ";" if header.count(";") > header.count(",") else ","
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        columns = [column.strip() for column in reader.fieldnames or ()]
        reader.fieldnames = columns
        rows = []
        for row in reader:
            if None in row:
                raise UnreadableCandidatesFile(
                    source,
                    Text(
                        "La ligne {row} a plus de cellules que l’en-tête.",
                        "Row {row} has more cells than the header.",
                    ).filled(row=reader.line_num),
                )
            rows.append({key: (value or "").strip() for key, value in row.items()})
    except csv.Error as error:
        raise UnreadableCandidatesFile(
            source,
            Text(
                "CSV illisible vers la ligne {row} : {reason}.",
                "Unreadable CSV near row {row}: {reason}.",
            ).filled(row=reader.line_num, reason=error),
        ) from error
    if "name" not in columns or len(set(columns)) != len(columns) or not rows:
        raise UnreadableCandidatesFile(
            source,
            Text(
                "Il faut un en-tête avec « name », des colonnes distinctes et au moins une ligne ; en-tête lu : {columns}.",
                "A header with “name”, distinct columns and at least one row are needed; header read: {columns}.",
            ).filled(columns=", ".join(columns) or "—"),
        )
    return rows


def _place(
    row: Mapping[str, str], number: int, name: str, atlas: Atlas, problems: list[RowProblem]
) -> PlaceKey | Point | None:
    """Read where a row's candidate stands."""
    insee = row.get("insee") or ""
    if insee:
        try:
            return PlaceKey("commune", atlas.resolve_commune(insee).code)
        except BadInput as error:
            problems.append(
                RowProblem(number, "insee", insee, error.what, error.cure or Text("", ""))
            )
            return None
    lon, lat = (_number(row, number, column, problems) for column in ("lon", "lat"))
    if lon is None or lat is None:
        if not any(
            problem.row == number and problem.field in {"lon", "lat"} for problem in problems
        ):
            problems.append(
                RowProblem(
                    number,
                    "insee",
                    "",
                    Text(
                        "aucun lieu : ni insee, ni lon et lat.",
                        "no place: neither insee nor lon and lat.",
                    ),
                    Text("Donnez l’un ou l’autre.", "Give one or the other."),
                )
            )
        return None
    try:
        atlas.find_point(lon, lat)
    except BadInput as error:
        problems.append(
            RowProblem(number, "lon, lat", f"{lon}, {lat}", error.what, error.cure or Text("", ""))
        )
        return None
    return Point(lon, lat, name)


def _number(
    row: Mapping[str, str], number: int, column: str, problems: list[RowProblem]
) -> float | None:
    """Read a number; an empty cell is missing, never zero."""
    written = (row.get(column) or "").replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    if not written:
        return None
    try:
        value = float(written.replace(",", "."))
    except ValueError:
        value = math.nan
    if math.isfinite(value):
        return value
    problems.append(
        RowProblem(
            number,
            column,
            row[column],
            Text("ce n’est pas un nombre fini.", "this is not a finite number."),
            Text(
                "Écrivez un nombre, ou laissez la cellule vide si la valeur manque.",
                "Write a number, or leave the cell empty if the value is missing.",
            ),
        )
    )
    return None


def _unknown_column(column: str, indicators: Sequence[str], row: int) -> RowProblem:
    """Say that a column is neither a place nor an indicator."""
    return RowProblem(
        row,
        column,
        column,
        Text("colonne inconnue.", "unknown column."),
        Text(
            "Colonnes permises : name, insee, lon, lat, {names}.",
            "Allowed columns: name, insee, lon, lat, {names}.",
        ).filled(names=", ".join(indicators)),
    )


def policy_facts(measure: Measure) -> dict[str, str]:
    """Return the fields of the form that gates and selection rules look at, with their kind."""
    facts: dict[str, str] = {}
    for gate in measure.gates:
        name = getattr(gate.test, "fact", None)
        if name is not None:
            facts[name] = {"stated": "boolean", "one_of": "text"}.get(gate.test.kind, "number")
    if measure.selection is not None:
        if measure.selection.budget is not None:
            facts[measure.selection.budget.cost] = "number"
        for rule in measure.selection.shares:
            is_boolean = all(isinstance(value, bool) for value in rule.values)
            facts.setdefault(rule.fact, "boolean" if is_boolean else "text")
    return facts


def _stated(
    row: Mapping[str, str], number: int, column: str, kind: str, problems: list[RowProblem]
) -> object:
    """Read an answer of the form; an empty cell is not an answer."""
    written = row.get(column) or ""
    if not written or kind == "text":
        return written or None
    if kind == "number":
        return _number(row, number, column, problems)
    answer = _BOOLEANS.get(written.lower())
    if answer is None:
        problems.append(
            RowProblem(
                number,
                column,
                written,
                Text("ce n’est ni oui ni non.", "this is neither yes nor no."),
                Text("Écrivez oui, non, yes ou no.", "Write oui, non, yes or no."),
            )
        )
    return answer


_BOOLEANS = {"oui": True, "yes": True, "true": True, "non": False, "no": False, "false": False}
