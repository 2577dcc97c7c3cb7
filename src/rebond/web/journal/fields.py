"""JSON kept as the text whose digest is chained: both databases give back the same characters."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from rebond.canonical import canonical_bytes


class CanonicalJSONField(models.TextField):
    """A JSON value, stored in canonical form (RFC 8785); a JSON column would write it its own way."""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        """Read the value."""
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str:
        """Write the value."""
        return canonical_bytes(value).decode()

    def to_python(self, value: Any) -> Any:
        """Keep the value: it is any JSON, so a text is one already."""
        return value
