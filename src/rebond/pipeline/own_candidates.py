"""Reading a user's own candidates: a CSV, then each row checked, all problems at once."""

from __future__ import annotations

import csv
import difflib
import io
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence

from rebond.errors import BadInput
from rebond.evidence import Point
from rebond.evidence.catalogue import Indicator
from rebond.pipeline.candidates import Candidate, CandidateSet
from rebond.pipeline.errors import BadCandidatesFile, RowProblem, UnreadableCandidatesFile
from rebond.programme import Measure
from rebond.territory import Atlas, Place, PlaceKey
from rebond.texts import Text

LOCATION_COLUMNS = ("name", "insee", "lon", "lat")
FILE_LIMIT_BYTES = 20_000_000
LONGEST_CELL = 1_000
SHORT_CODE_DIGITS = 4
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""Unicode categories that a cell cannot hold: controls, invisible formats, line and paragraph ends."""
SEPARATORS = (",", ";", "\t")

_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]{1,3})?", re.ASCII)
_BLANKS = str.maketrans("", "", "\u202f\u00a0 ")


def from_rows(
    rows: Sequence[Mapping[str, str]],
    *,
    source: str,
    indicators: Sequence[Indicator],
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
    indicators : sequence of Indicator
        Those that the grid weighs.
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
    known = [*(indicator.id for indicator in indicators), *facts]
    columns = dict.fromkeys(column for row in rows for column in row)
    problems = _unknown_columns(
        [one for one in columns if one not in known and one not in LOCATION_COLUMNS],
        known,
        first_row - 1,
    )
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
                    Text("nom déjà donné ligne {row}.", "name already given on line {row}.").filled(
                        row=seen[name]
                    ),
                    Text("Distinguez-les.", "Make them differ."),
                )
            )
        seen.setdefault(name, number)
        place = _place(row, number, name, atlas, problems)
        given = _given(row, number, indicators, problems)
        stated = {
            column: answer
            for column, kind in facts.items()
            if (answer := _stated(row, number, column, kind, problems)) is not None
        }
        if place is not None:
            candidates.append(
                Candidate(
                    f"own:{offset + 1}",
                    name,
                    "own",
                    "candidate",
                    place,
                    given,
                    stated,
                    asked_code=(row.get("insee") or "").strip() or None,
                )
            )
    if problems:
        raise BadCandidatesFile(source, problems)
    return CandidateSet(source, tuple(candidates), tuple(dict(row) for row in rows))


def read_csv(content: bytes, source: str) -> list[dict[str, str]]:
    """Read a CSV of candidates: UTF-8 (with or without mark); comma, semicolon or tab.

    Row n of the result stands on line n + 1 of the file, so that messages name lines.

    Parameters
    ----------
    content : bytes
    source : str
        Name to show in messages.

    Returns
    -------
    list of dict
        Cells as text without blanks around; an empty cell is an empty text.

    Raises
    ------
    UnreadableCandidatesFile
        Too large, not UTF-8, without header or row, with a row of another length than the header, an
        empty line between rows, or a cell that holds a line break or another control character.
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
    records = _records(text, source)
    columns = records[0] if records else []
    if "name" not in columns or len(set(columns)) != len(columns) or len(records) == 1:
        raise UnreadableCandidatesFile(
            source,
            Text(
                "Il faut un en-tête avec « name », des colonnes distinctes et au moins une ligne ; en-tête lu : {columns}.",
                "A header with “name”, distinct columns and at least one row are needed; header read: {columns}.",
            ).filled(columns=", ".join(columns) or "—"),
        )
    return [dict(zip(columns, record, strict=True)) for record in records[1:]]


def _records(text: str, source: str) -> list[list[str]]:
    """Split a CSV into records of equal length, one a line."""
    header = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=header.count)
    reader = csv.reader(
        io.StringIO(text.rstrip("\r\n"), newline=""), delimiter=separator, strict=True
    )
    records: list[list[str]] = []
    try:
        for record in reader:
            cells = [cell.strip() for cell in record]
            fault = _fault(cells, records[0] if records else cells)
            if fault is not None:
                raise UnreadableCandidatesFile(source, fault.filled(line=len(records) + 1))
            records.append(cells)
    except csv.Error as error:
        raise UnreadableCandidatesFile(
            source,
            Text(
                "CSV illisible vers la ligne {line} (guillemets ?) : {reason}.",
                "Unreadable CSV near line {line} (quotes?): {reason}.",
            ).filled(line=reader.line_num, reason=error),
        ) from error
    return records


def _fault(cells: list[str], header: list[str]) -> Text | None:
    """Say what is wrong with the layout of one line; None when it is a row like the others."""
    if not any(cells):
        return Text("La ligne {line} est vide.", "Line {line} is empty.")
    if len(cells) != len(header):
        return Text(
            f"La ligne {{line}} a {len(cells)} cellules, l’en-tête en a {len(header)}.",
            f"Line {{line}} has {len(cells)} cells, the header has {len(header)}.",
        )
    if any(unicodedata.category(letter) in UNSEEN for cell in cells for letter in cell):
        return Text(
            "La ligne {line} contient un retour à la ligne ou un caractère de contrôle dans une cellule.",
            "Line {line} holds a line break or a control character inside a cell.",
        )
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return Text(
            f"La ligne {{line}} a une cellule de plus de {LONGEST_CELL} caractères.",
            f"Line {{line}} has a cell of more than {LONGEST_CELL} characters.",
        )
    return None


def _place(
    row: Mapping[str, str], number: int, name: str, atlas: Atlas, problems: list[RowProblem]
) -> PlaceKey | Point | None:
    """Read where a row's candidate stands."""
    before = len(problems)
    insee = (row.get("insee") or "").strip()
    commune = _commune(insee, number, atlas, problems)
    lon, lat = (_number(row, number, column, problems) for column in ("lon", "lat"))
    if len(problems) > before:
        return None
    if lon is None and lat is None and commune is not None:
        return commune
    if lon is None or lat is None:
        problems.append(_half_a_place(number, insee))
        return None
    try:
        near = [match.place for match in atlas.find_point(lon, lat).matches]
    except BadInput as error:
        why = Text("{what} {why}", "{what} {why}").filled(
            what=error.what, why=error.why or Text("", "")
        )
        cure = error.cure or Text("", "")
        problems.append(RowProblem(number, "lon, lat", f"{lon}, {lat}", why, cure))
        return None
    if commune is not None and commune not in [place.key for place in near]:
        problems.append(_elsewhere(number, insee, (lon, lat), near))
        return None
    return Point(lon, lat, name)


def _commune(insee: str, number: int, atlas: Atlas, problems: list[RowProblem]) -> PlaceKey | None:
    """Read the commune that a row names; None when it names none, or none that is known."""
    if not insee:
        return None
    try:
        return PlaceKey("commune", atlas.resolve_commune(insee).code)
    except BadInput as error:
        cure = _lost_zero(insee) or error.cure or Text("", "")
        problems.append(RowProblem(number, "insee", insee, error.what, cure))
        return None


def _half_a_place(number: int, insee: str) -> RowProblem:
    """Say that a row gives no place, or one coordinate of the two."""
    if insee:
        what = Text("une coordonnée sur deux.", "one coordinate of the two.")
        cure = Text("Donnez lon et lat, ou aucun des deux.", "Give lon and lat, or neither.")
        return RowProblem(number, "lon, lat", "", what, cure)
    what = Text("aucun lieu : ni insee, ni lon et lat.", "no place: neither insee nor lon and lat.")
    cure = Text("Donnez l’un ou l’autre.", "Give one or the other.")
    return RowProblem(number, "insee", "", what, cure)


def _elsewhere(
    number: int, insee: str, point: tuple[float, float], near: Sequence[Place]
) -> RowProblem:
    """Say that a point is not near the commune that its row names."""
    named = ", ".join(f"{place.name} ({place.key.code})" for place in near)
    return RowProblem(
        number,
        "lon, lat",
        f"{point[0]}, {point[1]}",
        Text(
            f"ce point n’est pas près de la commune {insee} ; les plus proches : {named}.",
            f"this point is not near commune {insee}; the nearest: {named}.",
        ),
        Text(
            "Corrigez le code ou le point, ou gardez l’un des deux.",
            "Correct the code or the point, or keep one of the two.",
        ),
    )


def _lost_zero(insee: str) -> Text | None:
    """Recognise a code whose first zero a spreadsheet has dropped; it is proposed, not guessed."""
    if len(insee) != SHORT_CODE_DIGITS or not insee.isdigit():
        return None
    return Text(
        f"Un tableur a sans doute ôté le zéro initial : écrivez 0{insee}.",
        f"A spreadsheet probably dropped the first zero: write 0{insee}.",
    )


def _number(
    row: Mapping[str, str], number: int, column: str, problems: list[RowProblem]
) -> float | None:
    """Read a number with a decimal point or comma; an empty cell is missing, never zero."""
    cell = row.get(column) or ""
    written = cell.translate(_BLANKS)
    if not written:
        return None
    value = float(written.replace(",", ".")) if _NUMBER.fullmatch(written) else math.nan
    if math.isfinite(value):
        return value
    problems.append(
        RowProblem(
            number,
            column,
            cell,
            Text("ce n’est pas un nombre fini.", "this is not a finite number."),
            Text(
                "Écrivez un nombre, ou laissez la cellule vide si la valeur manque.",
                "Write a number, or leave the cell empty if the value is missing.",
            ),
        )
    )
    return None


def _given(
    row: Mapping[str, str],
    number: int,
    indicators: Sequence[Indicator],
    problems: list[RowProblem],
) -> dict[str, float]:
    """Read the indicators that a row gives, each inside the range of its definition."""
    given: dict[str, float] = {}
    for indicator in indicators:
        value = _number(row, number, indicator.id, problems)
        if value is None:
            continue
        least = -math.inf if indicator.minimum is None else indicator.minimum
        most = math.inf if indicator.maximum is None else indicator.maximum
        if least <= value <= most:
            given[indicator.id] = value
            continue
        unit = indicator.unit_text
        problems.append(
            RowProblem(
                number,
                indicator.id,
                row[indicator.id],
                Text("hors des bornes de l’indicateur.", "outside the indicator's range."),
                Text(
                    f"Donnez une valeur de {least:g} à {most:g} ({unit.fr}).",
                    f"Give a value from {least:g} to {most:g} ({unit.en}).",
                ),
            )
        )
    return given


def _unknown_columns(columns: Sequence[str], known: Sequence[str], row: int) -> list[RowProblem]:
    """Say which columns are neither a place, nor an indicator, nor a fact of the form."""
    allowed = [*LOCATION_COLUMNS, *known]
    problems: list[RowProblem] = []
    for column in columns:
        near = difflib.get_close_matches(column, allowed, n=2)
        # The whole list is long: it is said once.
        listed = near or ([] if problems else allowed)
        cure = Text(
            "Retirez-la{names}.".format(
                names=f", ou écrivez {', '.join(listed)}" if listed else ""
            ),
            "Remove it{names}.".format(names=f", or write {', '.join(listed)}" if listed else ""),
        )
        unknown = Text("colonne inconnue.", "unknown column.")
        problems.append(RowProblem(row, column, column, unknown, cure))
    return problems


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
