"""Short codes of the registry that nobody can guess from another."""

from __future__ import annotations

import secrets

from django.db.models import Model

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_reference(model: type[Model], letter: str) -> str:
    """Return a reference that no row of a model has."""
    while True:
        reference = f"{letter}-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
        if not model._default_manager.filter(reference=reference).exists():
            return reference
