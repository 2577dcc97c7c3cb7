"""One fictitious project on a fictitious site: parties, procedures, a late task, notes that each part sees or not."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime, timedelta

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.cases import services
from rebond.web.cases.models import Case, Item, Party
from rebond.web.cases.services import Line
from rebond.web.clock import today
from rebond.web.demo.answers import fictitious_pdf
from rebond.web.demo.registry import PARKS, identifier
from rebond.web.sites.models import Site

DAY = timedelta(days=1)
LEAD, FIRM, LOCAL, DREAL, DDT = (
    "prefecture.calvados",
    "entreprise",
    "epci.valdorme",
    "dreal",
    "ddtm",
)
PEOPLE = (LEAD, FIRM, LOCAL, DREAL, DDT)
PARTS = {
    FIRM: Party.Part.FIRM,
    LOCAL: Party.Part.LOCAL_AUTHORITY,
    DREAL: Party.Part.SERVICE,
    DDT: Party.Part.SERVICE,
}
EVERYONE = ("firm", "local_authority", "service")


def play(now: datetime, actors: Mapping[str, Actor]) -> Case:
    """Open a project, invite its parties and let each write its lines."""
    site = Site.objects.get(identifier=identifier(PARKS[0]))
    lead, day = actors[LEAD], today(now)
    case = services.open_case(
        lead,
        site,
        "Usine fictive de pompes à chaleur",
        promised_on=day + 900 * DAY,
        now=now - 150 * DAY,
    )
    for person, part in PARTS.items():
        organisation = Organisation.objects.get(pk=actors[person].organisation_id)
        services.invite(lead, case, organisation, part, now - 149 * DAY)
    _procedures(case, actors, now)
    _lines(case, actors, now)
    return case


def _procedures(case: Case, actors: Mapping[str, Actor], now: datetime) -> None:
    lead, day = actors[LEAD], today(now)

    def procedure(procedure_id: str, line: Line) -> None:
        services.add(
            lead, case, Item.Kind.PROCEDURE, line, now - 10 * DAY, procedure_id=procedure_id
        )

    procedure(
        "permis_de_construire",
        Line(
            "Permis de construire (fictif)",
            state=Item.State.UNDER_WAY,
            started_on=day - 97 * DAY,
            events={"filed": (day - 110 * DAY).isoformat()},
            promised_on=day - 15 * DAY,
            assigned_to=actors[LOCAL].organisation_id,
            seen_by=EVERYONE,
        ),
    )
    procedure(
        "autorisation_environnementale",
        Line(
            "Autorisation environnementale (fictive)",
            state=Item.State.UNDER_WAY,
            started_on=day - 40 * DAY,
            events={"filed": (day - 75 * DAY).isoformat()},
            promised_on=day + 160 * DAY,
            assigned_to=actors[DREAL].organisation_id,
            seen_by=EVERYONE,
        ),
    )
    procedure(
        "loi_eau_declaration",
        Line(
            "Déclaration au titre de la loi sur l’eau (fictive)",
            state=Item.State.DONE,
            started_on=day - 140 * DAY,
            done_on=day - 90 * DAY,
            promised_on=day - 85 * DAY,
            assigned_to=actors[DDT].organisation_id,
            seen_by=EVERYONE,
        ),
    )
    procedure(
        "icpe_enregistrement",
        Line(
            "Enregistrement de la chaufferie (fictif)",
            state=Item.State.UNDER_WAY,
            started_on=day - 30 * DAY,
            assigned_to=actors[DREAL].organisation_id,
            seen_by=EVERYONE,
        ),
    )


def _lines(case: Case, actors: Mapping[str, Actor], now: datetime) -> None:
    lead, day = actors[LEAD], today(now)
    late = Line(
        "Relevé topographique du lot (fictif)",
        promised_on=day - 5 * DAY,
        assigned_to=actors[FIRM].organisation_id,
        seen_by=["local_authority"],
    )
    services.add(lead, case, Item.Kind.TASK, late, now - 9 * DAY)
    coming = Line(
        "Convention de raccordement électrique (fictive)",
        promised_on=day + 20 * DAY,
        assigned_to=actors[LOCAL].organisation_id,
        seen_by=["firm"],
    )
    services.add(lead, case, Item.Kind.TASK, coming, now - 9 * DAY)
    inner = Line(
        "Point entre services (fictif)",
        "Note fictive : la zone humide au nord du lot reste à éviter.",
        seen_by=["service"],
    )
    services.add(actors[DREAL], case, Item.Kind.NOTE, inner, now - 6 * DAY)
    shared = Line(
        "Calendrier de l’entreprise (fictif)",
        "Note fictive : la ligne de production est commandée pour la fin de l’an prochain.",
        seen_by=["local_authority", "service"],
    )
    services.add(actors[FIRM], case, Item.Kind.NOTE, shared, now - 4 * DAY)
    plan = Line("Plan masse (fictif)", seen_by=["local_authority", "service"])
    services.attach(
        actors[FIRM],
        case,
        plan,
        "plan-masse.pdf",
        io.BytesIO(fictitious_pdf("Plan masse fictif")),
        now - 3 * DAY,
    )
