"""References that people can read aloud."""

from __future__ import annotations

import secrets

from django.db.models import Model

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the letters and digits that people mistake for one another."""


def new_reference(prefix: str, model: type[Model]) -> str:
    """Return a reference that no row of the model has."""
    while True:
        reference = f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
        if not model._default_manager.filter(reference=reference).exists():
            return reference
