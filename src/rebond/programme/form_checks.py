"""What a form must not contradict: ids, bounds, choices, conditions, depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.programme.complaints import (
    Complaint,
    KeyPath,
    listed,
    quoted,
    repeated_ids,
    unknown_reference,
)
from rebond.programme.errors import ProblemKind
from rebond.programme.forms import BooleanField, GroupField, ListField
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rebond.programme.forms import Form

DEEPEST = 4

_BOUNDS = (
    ("minimum", "maximum"),
    ("minimum_cents", "maximum_cents"),
    ("earliest", "latest"),
    ("min_items", "max_items"),
)


def form_complaints(form: Form, below: KeyPath) -> list[Complaint]:
    """Return everything a form contradicts.

    Parameters
    ----------
    form : Form
    below : tuple of str or int
        Path of the form.

    Returns
    -------
    list of Complaint
    """
    complaints: list[Complaint] = []
    places: dict[str, KeyPath] = {}
    for path, one, siblings in _placed(form.fields, (*below, "fields")):
        if one.id in places:
            complaints.append(_same_id(one.id, (*path, "id")))
        places.setdefault(one.id, path)
        complaints += _bounds(one, path) + _options(one, path) + _condition(one, path, siblings)
        if _depth(path, below) > DEEPEST:
            complaints.append(_too_deep(path))
    return complaints


def _placed(
    fields: tuple[Any, ...], below: KeyPath
) -> Iterator[tuple[KeyPath, Any, tuple[Any, ...]]]:
    for position, one in enumerate(fields):
        path = (*below, position)
        yield path, one, fields[:position]
        if isinstance(one, (GroupField, ListField)):
            yield from _placed(one.fields, (*path, "fields"))


def _depth(path: KeyPath, below: KeyPath) -> int:
    return sum(part == "fields" for part in path[len(below) :])


def _same_id(name: str, at: KeyPath) -> Complaint:
    return Complaint(
        ProblemKind.DUPLICATE_ID,
        at,
        Text(
            "le champ {name} figure déjà dans ce formulaire", "field {name} is already in this form"
        ).filled(name=quoted(name)),
        Text(
            "Donnez à chaque champ son propre nom, groupes et listes compris.",
            "Give each field its own name, groups and lists included.",
        ),
    )


def _too_deep(at: KeyPath) -> Complaint:
    return Complaint(
        ProblemKind.TOO_DEEP,
        at,
        Text(
            f"ce champ est au-delà du niveau {DEEPEST}", f"this field stands below level {DEEPEST}"
        ),
        Text("Rapprochez-le de la surface.", "Bring it nearer the surface."),
    )


def _bounds(one: Any, path: KeyPath) -> list[Complaint]:
    complaints = []
    for low_name, high_name in _BOUNDS:
        low, high = getattr(one, low_name, None), getattr(one, high_name, None)
        if low is not None and high is not None and low > high:
            complaints.append(
                Complaint(
                    ProblemKind.OUT_OF_RANGE,
                    (*path, high_name),
                    Text(
                        f"{high_name} ({high}) est inférieur à {low_name} ({low})",
                        f"{high_name} ({high}) is below {low_name} ({low})",
                    ),
                    Text("Échangez ou corrigez les bornes.", "Swap or correct the bounds."),
                )
            )
    return complaints


def _options(one: Any, path: KeyPath) -> list[Complaint]:
    options = getattr(one, "options", ())
    return repeated_ids([option.id for option in options], (*path, "options"))


def _condition(one: Any, path: KeyPath, siblings: tuple[Any, ...]) -> list[Complaint]:
    if one.asked_if is None:
        return []
    askable = {
        sibling.id: sibling
        for sibling in siblings
        if isinstance(sibling, BooleanField) or hasattr(sibling, "options")
    }
    other = askable.get(one.asked_if.field)
    if other is None:
        noun = Text("le champ à choix précédent", "the preceding choice field")
        return [unknown_reference(one.asked_if.field, askable, (*path, "asked_if", "field"), noun)]
    accepted: tuple[object, ...] = (
        (True, False)
        if isinstance(other, BooleanField)
        else tuple(option.id for option in other.options)
    )
    return [
        Complaint(
            ProblemKind.UNKNOWN_REFERENCE,
            (*path, "asked_if", "is_one_of", position),
            Text(
                "{value} n’est pas une réponse de {field}", "{value} is not an answer of {field}"
            ).filled(value=quoted(value), field=quoted(other.id)),
            Text("Choisissez une réponse de ce champ.", "Choose an answer of that field."),
            listed(
                str(choice).lower() if isinstance(choice, bool) else str(choice)
                for choice in accepted
            ),
        )
        for position, value in enumerate(one.asked_if.is_one_of)
        if not any(type(value) is type(choice) and value == choice for choice in accepted)
    ]
