"""Which keys may stand at a place of a policy, read from the models themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from rebond.programme.policy_model import (
    NOT_APPLICABLE_TAG,
    UNKNOWN_TAG,
    VALUE_TAG,
    BilingualShape,
    NotApplicable,
    Unknown,
)
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def models_in(annotation: Any) -> set[type[BaseModel]]:
    """Return every model that an annotation mentions, through lists, unions and choices."""
    found: set[type[BaseModel]] = set()
    pending = [annotation]
    while pending:
        current = pending.pop()
        if current is Text:
            found.add(BilingualShape)
        elif isinstance(current, type) and issubclass(current, BaseModel):
            found.add(current)
        elif get_origin(current) is not Literal:
            pending.extend(get_args(current))
    return found


def kinds_of(model: type[BaseModel]) -> set[str]:
    """Return the values by which a union tells this model from others (``type`` or ``kind``)."""
    if model is Unknown:
        return {UNKNOWN_TAG}
    if model is NotApplicable:
        return {NOT_APPLICABLE_TAG}
    for name in ("type", "kind"):
        field = model.model_fields.get(name)
        if field is not None and get_origin(field.annotation) is Literal:
            return set(get_args(field.annotation))
    return set()


def _narrowed(models: set[type[BaseModel]], part: str | int) -> set[type[BaseModel]]:
    if part == VALUE_TAG:
        return models - {Unknown, NotApplicable}
    return {model for model in models if part in kinds_of(model)} or models


def models_at(root: type[BaseModel], loc: Iterable[str | int]) -> set[type[BaseModel]]:
    """Return the models that may stand at a pydantic location.

    Parameters
    ----------
    root : type of model
    loc : iterable of str or int
        Keys, list positions, and the kinds that pydantic names on its way.

    Returns
    -------
    set of type of model
    """
    models = {root}
    for part in loc:
        holders = [model for model in models if part in model.model_fields]
        if holders:
            models = set().union(
                *(models_in(model.model_fields[str(part)].annotation) for model in holders)
            )
        elif isinstance(part, str):
            models = _narrowed(models, part)
    return models


def allowed_keys(root: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """Return the keys that may stand at a pydantic location, in the order of the models."""
    ordered = sorted(models_at(root, loc), key=lambda model: model.__name__)
    return list(dict.fromkeys(name for model in ordered for name in model.model_fields))
