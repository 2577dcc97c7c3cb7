"""Who runs this installation, as its settings say; what they leave out is said to be missing, never made up."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Operator:
    """Each part is empty when the settings leave it out."""

    name: str
    address: str
    director: str
    hosting: str
    contact: str
    privacy: str
    security: str
    data_protection_officer: str
    legal_basis: str


def operator() -> Operator:
    """Return who runs this installation."""
    return Operator(
        name=settings.OPERATOR,
        address=settings.OPERATOR_ADDRESS,
        director=settings.PUBLICATION_DIRECTOR,
        hosting=settings.HOSTING,
        contact=settings.CONTACT,
        privacy=settings.PRIVACY_CONTACT or settings.CONTACT,
        security=settings.SECURITY_CONTACT,
        data_protection_officer=settings.DATA_PROTECTION_OFFICER,
        legal_basis=settings.LEGAL_BASIS,
    )
