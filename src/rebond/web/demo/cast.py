"""The cast: fictitious organisations on real places, and people whose addresses can receive no mail."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.web.accounts.kinds import Kind, Role
from rebond.web.accounts.models import Scope

DOMAIN = "demonstration.invalid"
NORMANDIE, HAUTS_DE_FRANCE = "28", "32"


@dataclass(frozen=True, slots=True)
class Part:
    """One organisation of the cast and its people, by the name before the @."""

    slug: str
    kind: str
    name: str
    scope: tuple[str, str]
    people: tuple[tuple[str, str], ...]


def _part(
    slug: str, kind: str, name: str, scope: tuple[str, str], *people: str, reader: bool = False
) -> Part:
    role = Role.READER if reader else Role.AGENT
    given = tuple((one, role) for one in people[1:])
    first = Role.READER if reader else Role.ADMINISTRATOR
    return Part(slug, kind, f"{name} (fictif)", scope, ((people[0], first), *given))


CAST: tuple[Part, ...] = (
    _part(
        "demo-equipe-nationale",
        Kind.NATIONAL_TEAM,
        "Équipe nationale du programme",
        Scope.COUNTRY,
        "national",
        "national.second",
    ),
    _part(
        "demo-prefecture-normandie",
        Kind.PREFECTURE_REGION,
        "Préfecture de région d’essai, Normandie",
        ("region", NORMANDIE),
        "prefecture.normandie",
    ),
    _part(
        "demo-prefecture-hauts-de-france",
        Kind.PREFECTURE_REGION,
        "Préfecture de région d’essai, Hauts-de-France",
        ("region", HAUTS_DE_FRANCE),
        "prefecture.hdf",
    ),
    _part(
        "demo-prefecture-calvados",
        Kind.PREFECTURE_DEPARTEMENT,
        "Préfecture de département d’essai, Calvados",
        ("departement", "14"),
        "prefecture.calvados",
    ),
    _part(
        "demo-dreal-normandie",
        Kind.DREAL,
        "DREAL d’essai, Normandie",
        ("region", NORMANDIE),
        "dreal",
    ),
    _part(
        "demo-drac-normandie", Kind.DRAC, "DRAC d’essai, Normandie", ("region", NORMANDIE), "drac"
    ),
    _part("demo-ddt-calvados", Kind.DDT, "DDTM d’essai, Calvados", ("departement", "14"), "ddtm"),
    _part(
        "demo-dreal-hauts-de-france",
        Kind.DREAL,
        "DREAL d’essai, Hauts-de-France",
        ("region", HAUTS_DE_FRANCE),
        "dreal.hdf",
    ),
    _part(
        "demo-region-normandie",
        Kind.REGION,
        "Conseil régional d’essai, Normandie",
        ("region", NORMANDIE),
        "region",
    ),
    _part(
        "demo-epci-valdorme",
        Kind.EPCI,
        "Communauté d’agglomération de Valdorme",
        ("epci", "200069532"),
        "epci.valdorme",
        "epci.valdorme.second",
    ),
    _part(
        "demo-epci-hautebrume",
        Kind.EPCI,
        "Communauté d’agglomération de Hautebrume",
        ("epci", "246200364"),
        "epci.hautebrume",
    ),
    _part(
        "demo-commune-pontclair",
        Kind.COMMUNE,
        "Commune de Pontclair",
        ("commune", "14118"),
        "commune.pontclair",
    ),
    _part("demo-cnam", Kind.CNAM, "Cnam, équipe d’essai", Scope.COUNTRY, "cnam", "cnam.second"),
    _part(
        "demo-bpifrance", Kind.BPIFRANCE, "Bpifrance, équipe d’essai", Scope.COUNTRY, "bpifrance"
    ),
    _part(
        "demo-banque-des-territoires",
        Kind.BANQUE_DES_TERRITOIRES,
        "Banque des Territoires, équipe d’essai",
        Scope.COUNTRY,
        "banque",
    ),
    _part(
        "demo-action-logement",
        Kind.ACTION_LOGEMENT,
        "Action Logement, équipe d’essai",
        Scope.COUNTRY,
        "action.logement",
    ),
    _part("demo-cerema", Kind.OTHER_SERVICE, "Service associé d’essai", Scope.COUNTRY, "service"),
    _part(
        "demo-entreprise", Kind.FIRM, "Ateliers Brumaire SAS", ("commune", "14366"), "entreprise"
    ),
    _part(
        "demo-agence-normandie",
        Kind.AGENCY,
        "Agence de développement d’essai, Normandie",
        ("region", NORMANDIE),
        "agence",
    ),
    _part("demo-investisseur", Kind.INVESTOR, "Nordwind Holding", Scope.COUNTRY, "investisseur"),
    _part(
        "demo-parlement",
        Kind.PARLIAMENT,
        "Bureau parlementaire d’essai",
        Scope.COUNTRY,
        "parlement",
        reader=True,
    ),
)
"""One part for each kind of role; the places are real, the organisations are not."""
