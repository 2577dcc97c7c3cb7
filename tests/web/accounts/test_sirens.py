"""The SIREN of an organisation: who registers it, once; who corrects it, with a reason; what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from rebond.web.accounts import actors, errors, services
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind, Role
from rebond.web.accounts.models import Organisation
from rebond.web.accounts.services import sirens
from rebond.web.aids import recruit_queries
from rebond.web.journal.models import Content, Entry
from tests.web.accounts.conftest import opened_by
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db
FIRM, OTHER = "732829320", "552100554"
OWN, NEIGHBOUR = "200069532", "246200364"
"""The SIREN of the first EPCI of the world, and of the second."""


def firm_administrator(world: World) -> Actor:
    """Return who administers the firm, whose SIREN nobody has registered yet."""
    firm = world.organisations["entreprise"]
    Organisation.objects.filter(pk=firm.pk).update(siren="")
    firm.refresh_from_db()
    membership = services.appoint(world.users["nobody"], firm, Role.ADMINISTRATOR, now=NOW)
    return actors.of_membership(membership)


def told() -> tuple[str, str, Any]:
    entry = Entry.objects.order_by("-number")[0]
    return entry.act, entry.object_reference, Content.objects.get(entry=entry).value


def test_an_administrator_registers_the_number_once_and_the_national_team_corrects_it(
    world: World,
) -> None:
    actor, firm = firm_administrator(world), world.organisations["entreprise"]
    assert recruit_queries.siren_wanted(actor) == recruit_queries.SirenWanted(firm.slug, True)
    assert recruit_queries.siren_wanted(world.actor("firm")) == recruit_queries.SirenWanted(
        firm.slug, False
    )
    before = Entry.objects.count()
    services.register_siren(actor, firm, " 732 829 320 ", now=NOW)
    firm.refresh_from_db()
    assert firm.siren == FIRM
    assert told() == ("accounts.siren_registered", firm.slug, {"siren": FIRM})
    assert recruit_queries.siren_wanted(actor) is None
    # Neither twice, nor otherwise.
    for written in (FIRM, OTHER):
        with pytest.raises(errors.SirenAlready, match=FIRM):
            services.register_siren(actor, firm, written, "Une erreur.", now=NOW)
    national = world.actor("national_admin")
    with pytest.raises(errors.ReasonMissing):
        services.register_siren(national, firm, OTHER, "  ", now=NOW)
    services.register_siren(national, firm, OTHER, "Saisi de travers.", now=NOW)
    said = {"before": FIRM, "after": OTHER, "reason": "Saisi de travers."}
    assert told() == ("accounts.siren_corrected", firm.slug, said)
    assert Entry.objects.count() == before + 2


@pytest.mark.parametrize(
    "written", ["", "   ", "732829321", "73282932", "000000000", "٧٣٢٨٢٩٣٢٠", "x"]
)
def test_what_is_no_siren_is_refused(written: str, world: World) -> None:
    actor, firm = firm_administrator(world), world.organisations["entreprise"]
    before = Entry.objects.count()
    with pytest.raises(errors.WrongSiren) as refused:
        services.register_siren(actor, firm, written, now=NOW)
    assert "empty" not in refused.value.message("en")
    firm.refresh_from_db()
    assert (firm.siren, Entry.objects.count()) == ("", before)


@pytest.mark.parametrize("persona", ["firm", "epci_a_admin", "national", "epci_a"])
def test_nobody_else_registers_it(persona: str, world: World) -> None:
    firm_administrator(world)
    with pytest.raises(PermissionDenied):
        services.register_siren(
            world.actor(persona), world.organisations["entreprise"], FIRM, now=NOW
        )


def test_a_number_that_another_has_is_refused_and_only_the_national_team_reads_whose(
    world: World,
) -> None:
    actor, firm = firm_administrator(world), world.organisations["entreprise"]
    national = world.actor("national_admin")
    given = {"name": "Concurrente SAS", "scopes": [("region", "28")], "siren": FIRM, "now": NOW}
    other = services.create_organisation(national, kind=Kind.FIRM, **given)
    with pytest.raises(errors.SirenHeld) as held:
        services.register_siren(actor, firm, FIRM, now=NOW)
    assert "Concurrente" not in held.value.message("fr")
    assert "équipe nationale" in held.value.message("fr")
    with pytest.raises(errors.SirenTaken, match="Concurrente SAS"):
        services.register_siren(national, firm, FIRM, now=NOW)
    # Two of one kind at the same moment: the database keeps one.
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=firm.pk).update(siren=FIRM)
    for may_read, error in ((False, errors.SirenHeld), (True, errors.SirenTaken)):
        with (
            pytest.raises(error) as lost,
            sirens.taken_once(FIRM, Kind.FIRM, may_read=may_read),
        ):
            Organisation.objects.filter(pk=firm.pk).update(siren=FIRM)
        assert ("Concurrente" in lost.value.message("fr")) == may_read
    services.close_organisation(national, other, "Doublon.", now=NOW)
    services.register_siren(actor, firm, FIRM, now=NOW)


def test_a_number_that_gives_a_territory_is_registered_by_who_governs_it(world: World) -> None:
    actor, firm = firm_administrator(world), world.organisations["entreprise"]
    with pytest.raises(errors.SirenOfAuthority):
        services.register_siren(actor, firm, OWN, now=NOW)
    epci, own = world.organisations["epci-a"], world.actor("epci_a_admin")
    for written in (NEIGHBOUR, FIRM):
        with pytest.raises(errors.SirenOfAuthority):
            services.register_siren(own, epci, written, now=NOW)
    services.register_siren(own, epci, OWN, now=NOW)
    services.register_siren(
        world.actor("national_admin"), epci, FIRM, "Fusion de deux EPCI.", now=NOW
    )


def test_the_page_shows_the_form_keeps_what_was_typed_and_leads_there(
    world: World, settings: Any
) -> None:
    firm_administrator(world)
    client = opened_by(world, "nobody", settings)
    own = client.get("/aides/offres/nos-offres/").content.decode()
    assert "/compte/organisations/entreprise/#siren" in own
    page = client.get("/compte/organisations/entreprise/").content.decode()
    assert 'id="siren"' in page
    assert 'name="reason"' not in page
    refused = client.post("/compte/organisations/entreprise/siren/", {"siren": "732829321"})
    assert refused.status_code == 400
    assert 'value="732829321"' in refused.content.decode()
    sent = client.post("/compte/organisations/entreprise/siren/", {"siren": FIRM})
    assert sent.status_code == 302
    page = client.get("/compte/organisations/entreprise/").content.decode()
    assert FIRM in page
    assert 'name="siren"' not in page
    assert "#siren" not in client.get("/aides/offres/nos-offres/").content.decode()
    # An agent of the firm is told who registers it; the national team corrects it with a reason.
    national = opened_by(world, "national_admin", settings)
    page = national.get("/compte/organisations/entreprise/").content.decode()
    assert 'name="reason"' in page
