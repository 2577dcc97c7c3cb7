"""What pydantic refused, said with file, line, key path, value found, what is allowed, and the cure."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rebond.programme.complaints import ContentError, KeyPath, guess, listed, quoted
from rebond.programme.errors import Problem, ProblemKind
from rebond.programme.key_names import allowed_keys
from rebond.programme.yaml_values import path_text
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails

    from rebond.programme.complaints import Complaint
    from rebond.programme.yaml_values import Mark, YamlSource

_EXPECTED: Mapping[str, Text] = {
    "string_type": Text(
        "un texte\u202f; un code s’écrit entre guillemets",
        "a text; a code is written between quotes",
    ),
    "int_type": Text("un nombre entier", "a whole number"),
    "bool_type": Text("true ou false", "true or false"),
    "date_type": Text("un jour AAAA-MM-JJ, sans guillemets", "a day YYYY-MM-DD, without quotes"),
    "tuple_type": Text("une liste", "a list"),
    "mapping_type": Text("des clés", "keys"),
    "dict_type": Text("des clés", "keys"),
    "model_type": Text("des clés", "keys"),
    "model_attributes_type": Text("des clés", "keys"),
    "union_tag_invalid": Text("des clés", "keys"),
    "union_tag_not_found": Text("des clés", "keys"),
    "number_type": Text("un nombre", "a number"),
    "share_type": Text(
        'une part entre 0 et 1, en décimal (0.25) ou en fraction ("1/3"), six décimales au plus',
        'a share between 0 and 1, decimal (0.25) or fraction ("1/3"), six decimals at most',
    ),
}

_PATTERNS: Mapping[str, Text] = {
    r"\S": Text("un texte non vide", "a text that is not blank"),
    r"^[a-z][a-z0-9_]*$": Text(
        "des minuscules sans accent, des chiffres et des tirets bas",
        "small letters without accents, digits and underscores",
    ),
    r"^[A-Z][A-Z0-9_]*$": Text(
        "des capitales et des chiffres, comme S81", "capitals and digits, such as S81"
    ),
    r"^[0-9A-Za-z][0-9A-Za-z_-]*$": Text('un code, comme "2A"', 'a code, such as "2A"'),
    r"^https?://[^\s<>\"]+$": Text("une adresse http(s)", "an http(s) address"),
    r"^(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])$": Text(
        'un mois entre guillemets, "AAAA-MM"', 'a month between quotes, "YYYY-MM"'
    ),
    r"^(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?$": Text(
        'un mois ou une année entre guillemets, "AAAA-MM" ou "AAAA"',
        'a month or a year between quotes, "YYYY-MM" or "YYYY"',
    ),
    r"^[0-9]+\.[0-9]+\.[0-9]+$": Text("trois nombres, comme 1.0.0", "three numbers, such as 1.0.0"),
}

_LIMITS = {
    "greater_than_equal": ("ge", Text("au moins {limit}", "at least {limit}")),
    "greater_than": ("gt", Text("plus que {limit}", "more than {limit}")),
    "less_than_equal": ("le", Text("au plus {limit}", "at most {limit}")),
    "less_than": ("lt", Text("moins que {limit}", "less than {limit}")),
    "too_short": ("min_length", Text("au moins {limit} éléments", "at least {limit} items")),
    "too_long": ("max_length", Text("au plus {limit} éléments", "at most {limit} items")),
    "string_too_long": (
        "max_length",
        Text("au plus {limit} caractères", "at most {limit} characters"),
    ),
}

_WRITE_AS_ALLOWED = Text("Écrivez ce qui est permis.", "Write what is allowed.")


def found_text(value: Any) -> Text:
    """Return how a found value is shown."""
    if value is None:
        return Text("rien", "nothing")
    if isinstance(value, dict):
        return Text("des clés ({keys})", "keys ({keys})").filled(
            keys=", ".join(str(key) for key in list(value)[:5]) or "—"
        )
    if isinstance(value, (tuple, list)):
        return Text(f"une liste de {len(value)}", f"a list of {len(value)}")
    if isinstance(value, bool):
        return quoted(str(value).lower())
    if isinstance(value, (str, int, float, Decimal, datetime.date)):
        return quoted(value)
    return quoted(type(value).__name__)


def problems_of(error: ValidationError, root: type[BaseModel], source: YamlSource) -> list[Problem]:
    """Return the problems of one file, those under an unreadable value left out.

    Parameters
    ----------
    error : ValidationError
    root : type of model
        The model that was being read.
    source : YamlSource
        The file, whose unreadable values have their problems already.

    Returns
    -------
    list of Problem
    """
    broken = source.broken_paths()
    problems = []
    for details in error.errors(include_url=False):
        path = key_path(details["loc"], source.value, is_missing=details["type"] == "missing")
        if any(path[: len(bad)] == bad for bad in broken):
            continue
        problems += _translate(details, path, root, source)
    return problems


def key_path(loc: Sequence[str | int], value: Any, *, is_missing: bool) -> KeyPath:
    """Return the path in the file of a pydantic location, which also names the kinds it tried."""
    path: list[str | int] = []
    current = value
    for position, part in enumerate(loc):
        is_last = position == len(loc) - 1
        if _holds(current, part):
            path.append(part)
            current = current[part]
        elif is_last and is_missing:
            path.append(part)
    return tuple(path)


def _holds(current: Any, part: str | int) -> bool:
    if isinstance(current, tuple):
        return isinstance(part, int) and part < len(current)
    return isinstance(current, dict) and part in current


def complaint_problem(complaint: Complaint, base: KeyPath, source: YamlSource) -> Problem:
    """Give a complaint its file, line and column."""
    path = (*base, *complaint.at)
    return _problem(
        complaint.kind,
        path,
        source,
        what=complaint.what,
        cure=complaint.cure,
        allowed=complaint.allowed,
    )


def _problem(
    kind: ProblemKind,
    path: KeyPath,
    source: YamlSource,
    *,
    what: Text,
    cure: Text,
    allowed: Text | None = None,
    mark: Mark | None = None,
) -> Problem:
    at = mark or source.mark_of(path)
    return Problem(
        kind,
        source.file,
        at.line,
        at.column,
        path_text(path),
        what=what,
        allowed=allowed,
        cure=cure,
    )


def _translate(
    details: ErrorDetails, path: KeyPath, root: type[BaseModel], source: YamlSource
) -> list[Problem]:
    context = details.get("ctx") or {}
    kind = details["type"]
    raised = context.get("error")
    if isinstance(raised, ContentError):
        return [complaint_problem(complaint, path, source) for complaint in raised.complaints]
    if kind == "missing":
        return [_missing(path, source)]
    if kind == "extra_forbidden":
        return [_extra(details, path, root, source)]
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return [_tag(details, path, source)]
    return [_value(details, path, source)]


def _missing(path: KeyPath, source: YamlSource) -> Problem:
    return _problem(
        ProblemKind.MISSING_KEY,
        path,
        source,
        mark=source.holder_of(path[:-1]),
        what=Text("la clé {key} manque", "the key {key} is missing").filled(key=quoted(path[-1])),
        cure=Text(
            "Ajoutez-la\u202f; une valeur officielle introuvable s’écrit «\u202fstatus: unknown\u202f» avec looked_for.",
            "Add it; an official value that cannot be found is written “status: unknown” with looked_for.",
        ),
    )


def _extra(
    details: ErrorDetails, path: KeyPath, root: type[BaseModel], source: YamlSource
) -> Problem:
    known = allowed_keys(root, details["loc"][:-1])
    name = str(path[-1])
    return _problem(
        ProblemKind.UNKNOWN_KEY,
        path,
        source,
        mark=source.keys.get(path),
        what=Text("la clé {key} n’existe pas ici", "the key {key} does not exist here").filled(
            key=quoted(name)
        ),
        allowed=listed(known),
        cure=guess(name, known),
    )


def _tag(details: ErrorDetails, path: KeyPath, source: YamlSource) -> Problem:
    context = details.get("ctx") or {}
    key = str(context.get("discriminator", "")).strip("'")
    value = details.get("input")
    if not isinstance(value, dict):
        return _value(details, path, source)
    if details["type"] == "union_tag_not_found":
        return _missing((*path, key), source)
    tags = _choices(str(context.get("expected_tags", "")))
    found = value.get(key)
    return _problem(
        ProblemKind.NOT_ALLOWED,
        (*path, key),
        source,
        what=Text(
            "{found} n’est pas une des possibilités", "{found} is not one of the possibilities"
        ).filled(found=found_text(found)),
        allowed=listed(tags),
        cure=guess(str(found), tags),
    )


def _value(details: ErrorDetails, path: KeyPath, source: YamlSource) -> Problem:
    found = details.get("input")
    kind, allowed, cure = _reading_of(details)
    if found == "unknown":
        cure = Text(
            "Une valeur inconnue s’écrit {status: unknown, looked_for: {fr: …, en: …}}.",
            "An unknown value is written {status: unknown, looked_for: {fr: …, en: …}}.",
        )
    return _problem(
        kind,
        path,
        source,
        what=Text("{found} ne convient pas", "{found} is not accepted").filled(
            found=found_text(found)
        ),
        allowed=allowed,
        cure=cure,
    )


def _reading_of(details: ErrorDetails) -> tuple[ProblemKind, Text, Text]:
    kind, context = details["type"], details.get("ctx") or {}
    as_is = Text(details["msg"], details["msg"])
    if kind in ("literal_error", "enum"):
        choices = _choices(str(context.get("expected", "")))
        return ProblemKind.NOT_ALLOWED, listed(choices), guess(str(details.get("input")), choices)
    if kind in _LIMITS:
        name, template = _LIMITS[kind]
        limit = template.filled(limit=context.get(name))
        return ProblemKind.OUT_OF_RANGE, limit, _WRITE_AS_ALLOWED
    if kind == "share_range":
        return ProblemKind.OUT_OF_RANGE, Text("entre 0 et 1", "between 0 and 1"), _WRITE_AS_ALLOWED
    if kind == "finite_number":
        return ProblemKind.NOT_FINITE, Text("un nombre fini", "a finite number"), _WRITE_AS_ALLOWED
    if kind == "string_pattern_mismatch":
        pattern = _PATTERNS.get(str(context.get("pattern")), as_is)
        return ProblemKind.BAD_FORMAT, pattern, _WRITE_AS_ALLOWED
    return ProblemKind.WRONG_TYPE, _EXPECTED.get(kind, as_is), _WRITE_AS_ALLOWED


def _choices(expected: str) -> list[str]:
    return [part.strip(" '") for part in expected.replace(" or ", ", ").split(",") if part.strip()]
