"""Addresses that notices carry: paths without language."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation


def path_of(name: str, *arguments: object) -> str:
    """Return the French path of a page, which is the one without prefix."""
    with translation.override("fr"):
        return reverse(name, args=arguments)
