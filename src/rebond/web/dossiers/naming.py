"""The title of a dossier, read from the field of the form that names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rebond.programme.forms import Form
from rebond.web.dossiers.models import Dossier
from rebond.web.dossiers.places import name_field

TITLE_LENGTH = 200


def rename(dossier: Dossier, form: Form, answers: Mapping[str, Any]) -> None:
    """Set the title from the answers; the caller saves the dossier."""
    name = name_field(form)
    value = answers.get(name) if name else None
    dossier.title = value[:TITLE_LENGTH] if isinstance(value, str) else ""
