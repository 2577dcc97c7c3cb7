"""Telling people what happens to a dossier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from rebond.web.dossiers.models import Dossier
from rebond.web.notices.services import tell_organisation


def path_of(name: str, *arguments: object) -> str:
    """Return the French path of a page, which is the one without prefix."""
    with translation.override("fr"):
        return reverse(name, args=arguments)


def _facts(dossier: Dossier, more: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": dossier.title or dossier.reference, "dossier": dossier.reference, **more}


def tell_applicant(
    dossier: Dossier, kind: str, now: datetime, more: Mapping[str, Any] | None = None
) -> None:
    """Tell everyone who acts for the applicant."""
    tell_organisation(
        dossier.organisation_id,
        kind,
        ("dossier", dossier.reference),
        address=path_of("dossier", dossier.reference),
        facts=_facts(dossier, more or {}),
        now=now,
    )


def tell_examiner(
    dossier: Dossier, kind: str, now: datetime, more: Mapping[str, Any] | None = None
) -> None:
    """Tell everyone who acts for the organisation that examines the dossier."""
    instruction = getattr(dossier, "instruction", None)
    if instruction is None:
        return
    tell_organisation(
        instruction.organisation_id,
        kind,
        ("dossier", dossier.reference),
        address=path_of("instruction-dossier", dossier.reference),
        facts=_facts(dossier, more or {}),
        now=now,
    )
