"""Who may apply, and where."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from rebond.programme.policy_model import (
    Bilingual,
    Code,
    Day,
    OrUnknown,
    PolicyModel,
    Sentence,
    Slug,
    SourceId,
)
from rebond.texts import Text


class ApplicantType(StrEnum):
    """Kinds of applicant, by their French legal names."""

    COMMUNE = "commune"
    EPCI = "epci"
    EPT = "ept"
    DEPARTEMENT = "departement"
    REGION = "region"
    SYNDICAT_MIXTE = "syndicat_mixte"
    SEM = "sem"
    SPL = "spl"
    ETABLISSEMENT_PUBLIC = "etablissement_public"
    PORT = "port"
    AMENAGEUR = "amenageur"
    PROPRIETAIRE_PRIVE = "proprietaire_prive"
    ENTREPRISE = "entreprise"
    PERSONNE = "personne"


# A strict enumeration would want the Python member; a file gives its name.
ApplicantName = Annotated[ApplicantType, Field(strict=False)]
"""A kind of applicant, by its name."""

APPLICANT_TITLES: dict[ApplicantType, Text] = {
    ApplicantType.COMMUNE: Text("commune", "commune"),
    ApplicantType.EPCI: Text("intercommunalité (EPCI)", "inter-municipal body (EPCI)"),
    ApplicantType.EPT: Text(
        "établissement public territorial (EPT)", "territorial public body (EPT)"
    ),
    ApplicantType.DEPARTEMENT: Text("conseil départemental", "département council"),
    ApplicantType.REGION: Text("conseil régional", "regional council"),
    ApplicantType.SYNDICAT_MIXTE: Text("syndicat mixte", "joint public syndicate"),
    ApplicantType.SEM: Text("société d’économie mixte", "semi-public company (SEM)"),
    ApplicantType.SPL: Text("société publique locale", "local public company (SPL)"),
    ApplicantType.ETABLISSEMENT_PUBLIC: Text("établissement public", "public establishment"),
    ApplicantType.PORT: Text("port", "port"),
    ApplicantType.AMENAGEUR: Text("aménageur", "land developer"),
    ApplicantType.PROPRIETAIRE_PRIVE: Text("propriétaire privé", "private owner"),
    ApplicantType.ENTREPRISE: Text("entreprise", "firm"),
    ApplicantType.PERSONNE: Text("particulier", "private person"),
}


class Perimeter(PolicyModel):
    """A list of places that the policy refers to, at one phase of its life."""

    id: Slug
    """How the policy cites it."""
    perimeter: Slug
    """Name of the list in the territorial data, such as ``territoire_industrie``."""
    phase: Code
    """Phase of that list in the territorial data, such as ``"1"``."""
    title: Bilingual
    """What a reader calls it."""
    in_force_from: OrUnknown[Day] | None = None
    """First day of the list in force; left out when the policy does not need it."""
    note: Bilingual | None = None
    """How the list at hand differs from the one in force."""
    sources: tuple[SourceId, ...] = ()
    """Sources."""


class Actor(PolicyModel):
    """An institution with a part in the programme."""

    id: Slug
    """How the policy cites it."""
    name: Bilingual
    """Its name."""
    acronym: Sentence | None = None
    """Its usual acronym."""
    note: Bilingual | None = None
    """What the reader should know."""
    sources: tuple[SourceId, ...] = ()
    """Sources."""


class RegionName(PolicyModel):
    """A region that rules may name."""

    code: Code
    """Its national code, as text."""
    name: Sentence
    """Its name."""


class Applicants(PolicyModel):
    """Who may apply to a measure."""

    types: OrUnknown[tuple[ApplicantName, ...]]
    """Kinds of applicant accepted."""
    perimeters: OrUnknown[tuple[Slug, ...]] = ()
    """Perimeters of which one at least must hold the place; empty: anywhere."""
    note: Bilingual | None = None
    """What the reader should know."""
    sources: tuple[SourceId, ...] = ()
    """Sources."""


class Task(PolicyModel):
    """What an actor does in a measure."""

    actor: Slug
    """The actor."""
    does: Bilingual
    """What it does."""
    sources: tuple[SourceId, ...] = ()
    """Sources."""
