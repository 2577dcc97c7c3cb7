"""Every persona before every line: the matrix of docs/reference/cases.md."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from rebond.web.cases import board, queries, services
from rebond.web.cases.models import Case, Item, Party
from rebond.web.notices.models import Notice
from tests.web.cases.lines import CONTENT, document_of, line_of
from tests.web.world import CAST, NOW, World

pytestmark = pytest.mark.django_db

LEAD = {"sous_prefet"}
FIRM, SERVICE = {"firm"}, {"dreal_1"}
EPCI = {"epci_a", "epci_a_second", "epci_a_reader", "epci_a_admin"}
WATCHING = {"national", "national_second", "national_admin", "prefecture_1"}


@pytest.fixture
def lines(world: World) -> dict[str, Item]:
    every = ["firm", "local_authority", "service"]
    return {
        "note_services": line_of(world, "note", "note-services", seen_by=["service"]),
        "note_lead": line_of(world, "note", "note-prefecture"),
        "note_dreal": line_of(world, "note", "note-dreal", written_by=world.memberships["dreal_1"]),
        "note_firm": line_of(world, "note", "note-entreprise", seen_by=["firm"]),
        "task_epci": line_of(
            world, "task", "tache-epci", assigned_to=world.organisations["epci-a"]
        ),
        "task_all": line_of(world, "task", "tache-tous", seen_by=every),
        "examined": line_of(
            world,
            "procedure",
            "procedure-examinee",
            procedure_id="permis_de_construire",
            assigned_to=world.organisations["dreal-1"],
        ),
        "document_firm": document_of(world, "document-entreprise", seen_by=["firm"]),
        "document_services": document_of(world, "document-services", seen_by=["service"]),
        "assigned_outside": line_of(
            world, "task", "tache-agence", assigned_to=world.organisations["agence"]
        ),
    }


SEEN: dict[str, set[str]] = {
    "note_services": LEAD | SERVICE,
    "note_lead": LEAD,
    "note_dreal": LEAD | SERVICE,
    "note_firm": LEAD | FIRM,
    "task_epci": LEAD | EPCI | WATCHING,
    "task_all": LEAD | EPCI | FIRM | SERVICE | WATCHING,
    "examined": LEAD | SERVICE | WATCHING,
    "document_firm": LEAD | FIRM,
    "document_services": LEAD | SERVICE,
    # Assigned, but no party: only a part in force opens a case.
    "assigned_outside": LEAD | WATCHING,
}


def test_each_persona_sees_its_lines_on_every_page_and_no_other(
    world: World, lines: dict[str, Item], client: Client
) -> None:
    case, opened = world.cases["public"], set()
    for persona in CAST:
        actor = world.actor(persona)
        expected = {name for name, who in SEEN.items() if persona in who}
        seen = set(queries.items(actor).values_list("pk", flat=True))
        assert {name for name, item in lines.items() if item.pk in seen} == expected, persona
        if actor.organisation in opened:
            continue
        opened.add(actor.organisation)
        client.force_login(world.users[persona])
        page = client.get(reverse("case", args=[case.reference]))
        is_known = bool(expected)
        assert page.status_code == (200 if is_known else 404), persona
        if not is_known:
            continue
        said = page.content.decode()
        for name, item in lines.items():
            assert (item.title in said) == (name in expected), (persona, name)
            one = client.get(reverse("case-line", args=[case.reference, item.reference]))
            assert one.status_code == (200 if name in expected else 404), (persona, name)
        # The words asked for stand in their own field; no line of another may.
        found = client.get(reverse("case", args=[case.reference]), {"q": "note-"}).context
        named = {one.item.title for one in found["moments"] if one.item is not None}
        assert named <= {lines[name].title for name in expected}, persona
        for name in ("document_firm", "document_services"):
            address = reverse("case-document", args=[case.reference, lines[name].reference])
            answer = client.get(address)
            assert answer.status_code == (200 if name in expected else 404), (persona, name)
            if name in expected:
                assert b"".join(answer.streaming_content) == CONTENT
                assert answer["Content-Disposition"].startswith("attachment")
                assert answer["X-Content-Type-Options"] == "nosniff"


def test_who_is_told_is_who_sees(world: World, case: Case) -> None:
    note = services.Line("Note entre services", "Confidentiel.", seen_by=["service"])
    services.add(world.actor("dreal_1"), case, "note", note, NOW)
    told = set(Notice.objects.values_list("user__email", flat=True))
    assert told == {"sous_prefet@exemple.invalid"}
    assert all("Confidentiel" not in str(one.facts) for one in Notice.objects.all())


def test_the_risk_that_a_party_reads_rests_on_what_it_sees_only(world: World, case: Case) -> None:
    line_of(
        world,
        "procedure",
        "procedure-secrete",
        procedure_id="permis_de_construire",
        legal_on=NOW.date().replace(year=2030),
        seen_by=["service"],
    )

    def level(persona: str) -> int:
        (row,) = board.every(world.actor(persona), board.Asked(), NOW)
        assert ("procedure-secrete" in str(row.risk.reasons)) == (row.risk.level == 6)
        return row.risk.level

    assert [level(one) for one in ("sous_prefet", "dreal_1", "prefecture_1", "national")] == [6] * 4
    assert level("firm") == level("epci_a") == 0


def test_who_leaves_sees_nothing_more_and_is_told(world: World, case: Case) -> None:
    line_of(world, "note", "pour l’entreprise", seen_by=["firm"])
    party = Party.objects.get(case=case, part="firm")
    services.leave(world.actor("sous_prefet"), case, party.pk, NOW)
    actor = world.actor("firm")
    assert not queries.visible(actor).exists()
    assert not queries.items(actor).exists()
    assert Notice.objects.get().user == world.users["firm"]


def test_each_sees_the_cases_of_its_territory_or_its_own(world: World) -> None:
    seen = {persona for persona in CAST if queries.visible(world.actor(persona)).exists()}
    assert seen == LEAD | FIRM | SERVICE | EPCI | WATCHING


def test_an_english_page_is_whole(world: World, lines: dict[str, Item], client: Client) -> None:
    client.force_login(world.users["sous_prefet"])
    with translation.override("en"):
        address = reverse("case", args=[world.cases["public"].reference])
    assert address.startswith("/en/")
    assert client.get(address).status_code == 200
