from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from PIL import Image

from rebond.procedure.examples import shipped_examples
from rebond.web.cases import services
from rebond.web.cases.errors import (
    AlreadyAParty,
    CaseIsOver,
    EnquiryUnknown,
    FieldMissing,
    LeadStays,
    NotAParty,
    NotInCase,
    NotYet,
    PromiseChanged,
    StateChanged,
    UnknownChoice,
)
from rebond.web.cases.models import Case, Item, Party, Told
from rebond.web.cases.services import Conflict, Line
from rebond.web.dossiers.file_errors import FileTooLarge, WrongExtension, WrongFormat
from rebond.web.enquiries.models import Enquiry, Recipient
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.cases.lines import line_of
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db
TODAY = date(2031, 6, 2)
DAY = timedelta(days=1)


def acts() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("act", flat=True))


def told() -> set[str]:
    found = Notice.objects.values_list("user__email", "kind")
    return {f"{email.split('@')[0]} {kind}" for email, kind in found}


def test_a_prefecture_opens_a_case_on_a_site_of_its_territory_only(world: World) -> None:
    site = world.sites["private"]
    case = services.open_case(
        world.actor("sous_prefet"),
        site,
        " Usine  neuve ",
        promised_on=date(2033, 1, 1),
        enquiry_reference="",
        now=NOW,
    )
    assert (case.title, case.lead.slug, case.state) == ("Usine neuve", "prefecture-14", "open")
    assert [one.part for one in case.parties.all()] == ["lead"]
    entry = Entry.objects.get(act="cases.opened")
    assert "Usine" not in str(entry.content.value)
    for persona in ("prefecture_2", "national", "epci_a", "firm"):
        with pytest.raises(PermissionDenied):
            services.open_case(world.actor(persona), site, "Non", now=NOW)
    with pytest.raises(PermissionDenied):
        services.open_case(world.actor("sous_prefet"), world.sites["other"], "Non", now=NOW)
    with pytest.raises(EnquiryUnknown):
        services.open_case(
            world.actor("sous_prefet"), site, "Non", enquiry_reference="C-FICTIF", now=NOW
        )
    with pytest.raises(FieldMissing):
        services.open_case(world.actor("sous_prefet"), site, "  ", now=NOW)
    # A reference is taken from who received that contact, once the investor confirmed it.
    lead, enquiry = world.actor("sous_prefet"), world.enquiries["public"]
    given = {"enquiry_reference": enquiry.reference, "now": NOW}
    with pytest.raises(EnquiryUnknown):
        services.open_case(lead, world.sites["public"], "Non", **given)
    Recipient.objects.create(
        enquiry=enquiry,
        organisation=world.organisations["prefecture-14"],
        rule=Recipient.Rule.AGENCY,
        sent_at=NOW,
    )
    Enquiry.objects.filter(pk=enquiry.pk).update(confirmed_at=None)
    with pytest.raises(EnquiryUnknown):
        services.open_case(lead, world.sites["public"], "Non", **given)
    Enquiry.objects.filter(pk=enquiry.pk).update(confirmed_at=NOW)
    with transaction.atomic():
        services.open_case(lead, world.sites["public"], "Oui", **given)
        transaction.set_rollback(True)
    assert acts() == ["cases.opened"]


def test_parties_come_and_go_by_the_lead(world: World, case: Case) -> None:
    lead, agency = world.actor("sous_prefet"), world.organisations["agence"]
    party = services.invite(lead, case, agency, "agency", NOW)
    assert told() == {"agency cases.opened"}
    with pytest.raises(AlreadyAParty, match="since 2 June 2031"):
        services.invite(lead, case, agency, "service", NOW)
    with pytest.raises(UnknownChoice):
        services.invite(lead, case, world.organisations["cnam"], "lead", NOW)
    with pytest.raises(PermissionDenied):
        services.invite(world.actor("dreal_1"), case, world.organisations["cnam"], "service", NOW)
    services.leave(lead, case, party.pk, NOW)
    with pytest.raises(NotInCase):
        services.leave(lead, case, party.pk, NOW)
    with pytest.raises(LeadStays):
        services.leave(lead, case, Party.objects.get(case=case, part="lead").pk, NOW)
    again = services.invite(lead, case, agency, "service", NOW)
    assert again.part == "service"
    assert acts() == ["cases.invited", "cases.left", "cases.invited"]


def test_the_promised_day_is_set_once_by_one_of_two(world: World, case: Case) -> None:
    lead = world.actor("sous_prefet")
    services.promise(lead, case, date(2032, 1, 1), date(2033, 1, 1), NOW)
    with pytest.raises(PromiseChanged, match="1 January 2032"):
        services.promise(lead, case, date(2034, 1, 1), date(2033, 1, 1), NOW)
    case.refresh_from_db()
    assert case.promised_on == date(2032, 1, 1)
    assert told() == {
        f"{one} cases.promised"
        for one in ("firm", "dreal_1", "epci_a", "epci_a_second", "epci_a_reader", "epci_a_admin")
    }
    assert acts() == ["cases.promised"]


def test_a_case_moves_with_a_reason_and_never_twice_alike(world: World, case: Case) -> None:
    lead = world.actor("sous_prefet")
    with pytest.raises(FieldMissing):
        services.move(lead, case, "paused", " ", NOW)
    services.move(lead, case, "paused", "Attente du financement.", NOW)
    with pytest.raises(StateChanged, match="paused, by prefecture-14"):
        services.move(lead, case, "paused", "Encore.", NOW)
    with pytest.raises(FieldMissing):
        services.move(lead, case, "done", "Fini.", NOW)
    with pytest.raises(NotYet):
        services.move(lead, case, "done", "Fini.", NOW, done_on=TODAY + DAY)
    services.move(lead, case, "done", "Fini.", NOW, done_on=TODAY)
    case.refresh_from_db()
    assert (case.done_on, case.closed_at) == (TODAY, NOW)
    with pytest.raises(CaseIsOver):
        services.add(lead, case, "task", Line("Trop tard"), NOW)
    services.move(lead, case, "open", "Repris.", NOW)
    case.refresh_from_db()
    assert (case.done_on, case.closed_at) == (None, None)
    with pytest.raises(PermissionDenied):
        services.move(world.actor("national"), case, "paused", "Non.", NOW)


def test_the_plan_is_simulated_when_it_is_given_and_taken_back(world: World, case: Case) -> None:
    lead, read = world.actor("sous_prefet"), shipped_examples()[2].read
    services.set_plan(lead, case, read, NOW)
    case.refresh_from_db()
    assert case.simulated["as_of"] == "2031-06-02"
    assert case.simulated["p50"] <= case.simulated["p90"]
    assert case.simulated["path"][0]["title"]["en"]
    services.set_plan(lead, case, None, NOW)
    case.refresh_from_db()
    assert (case.plan, case.simulated) == (None, {})


def procedure(**changes: Any) -> Line:
    return Line("Permis de construire", started_on=date(2031, 4, 30), state="under_way", **changes)


def test_a_procedure_has_the_day_that_the_law_gives_and_its_reasons(
    world: World, case: Case
) -> None:
    lead = world.actor("sous_prefet")
    line = procedure(
        circumstances=["abf"], assigned_to=world.organisations["dreal-1"].pk, seen_by=["firm"]
    )
    item = services.add(lead, case, "procedure", line, NOW, procedure_id="permis_de_construire")
    assert item.legal_on == date(2031, 8, 30)
    assert item.legal_why["silence_effect"] == "granted"
    assert told() == {"dreal_1 cases.assigned", "firm cases.shared"}
    with pytest.raises(NotYet):
        services.edit(lead, item, procedure(done_on=TODAY + DAY), item.version, NOW)
    done = services.edit(
        world.actor("dreal_1"), item, procedure(circumstances=["abf"], done_on=TODAY), 1, NOW
    )
    assert isinstance(done, Item)
    assert (done.state, done.done_on, done.version) == ("done", TODAY, 2)
    # Who edits but may not share leaves who sees and who examines as they were.
    assert (done.seen_by, done.assigned_to) == (["firm"], world.organisations["dreal-1"])
    assert acts() == ["cases.line_added", "cases.line_changed"]


def test_of_two_who_change_a_line_one_wins_and_the_other_loses_nothing(
    world: World, case: Case
) -> None:
    item = line_of(world, "task", seen_by=["firm"], assigned_to=world.organisations["dreal-1"])
    first = services.edit(world.actor("dreal_1"), item, Line("Celle de la DREAL"), 1, NOW)
    assert isinstance(first, Item)
    second = services.edit(world.actor("sous_prefet"), item, Line("Celle du préfet"), 1, NOW)
    assert isinstance(second, Conflict)
    assert second.stands.title == "Celle de la DREAL"
    item.refresh_from_db()
    assert (item.title, item.version) == ("Celle de la DREAL", 2)
    assert acts() == ["cases.line_changed"]
    nothing = services.edit(
        world.actor("sous_prefet"),
        item,
        Line("Celle de la DREAL", seen_by=["firm"], assigned_to=item.assigned_to_id),
        2,
        NOW,
    )
    assert isinstance(nothing, Item)
    assert acts() == ["cases.line_changed"]


def test_what_cannot_be_is_refused_and_leaves_nothing(world: World, case: Case) -> None:
    lead = world.actor("sous_prefet")
    firm = world.organisations["entreprise"].pk
    for wrong, kind, line in (
        (UnknownChoice, "note", Line("Note", assigned_to=firm)),
        (UnknownChoice, "note", Line("Note", seen_by=["everyone"])),
        (UnknownChoice, "document", Line("Document")),
        (UnknownChoice, "task", Line("Tâche", state="finished")),
        (NotAParty, "task", Line("Tâche", assigned_to=world.organisations["cnam"].pk)),
        (FieldMissing, "task", Line("  ")),
    ):
        with pytest.raises(wrong):
            services.add(lead, case, kind, line, NOW)
    for persona in ("national", "prefecture_1", "agency", "epci_a_reader"):
        with pytest.raises(PermissionDenied):
            services.add(world.actor(persona), case, "task", Line("Tâche"), NOW)
    item = line_of(world, "task", seen_by=["firm"])
    with pytest.raises(PermissionDenied):
        services.edit(world.actor("firm"), item, Line("À moi"), 1, NOW)
    assert acts() == []
    assert Notice.objects.count() == 0


def test_documents_are_judged_by_what_they_hold(world: World, case: Case, settings: Any) -> None:
    actor = world.actor("firm")

    def send(name: str, content: bytes) -> Item:
        line = Line("", seen_by=["service"])
        return services.attach(actor, case, line, name, io.BytesIO(content), NOW)

    item = send("../relevé.csv", b"a,b\n1,2\n")
    assert (item.title, item.file_name, item.file_type) == ("relevé.csv", "relevé.csv", "csv")
    assert item.file_digest.startswith("sha256:")
    for wrong, name, content in (
        (WrongFormat, "page.pdf", b"<html><script>alert(1)</script></html>"),
        (WrongExtension, "image.pdf", png()),
        (FileTooLarge, "grand.csv", b"a" * 50_000_001),
    ):
        with pytest.raises(wrong):
            send(name, content)
    assert Item.objects.count() == 1
    assert "relevé" not in str(Entry.objects.get().content.value)


def png() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (2, 2)).save(target, "png")
    return target.getvalue()


def test_alerts_are_told_once_to_those_who_see_the_line(world: World, case: Case) -> None:
    line_of(
        world,
        "procedure",
        "Permis",
        procedure_id="permis_de_construire",
        legal_on=TODAY + 10 * DAY,
        legal_why={"silence_effect": "granted", "silence": {"fr": "accord", "en": "consent"}},
        seen_by=["firm"],
    )
    line_of(
        world,
        "task",
        "Relevé",
        promised_on=TODAY - DAY,
        assigned_to=world.organisations["dreal-1"],
        seen_by=["local_authority"],
    )
    assert services.remind(NOW) == 2
    assert told() == {
        "sous_prefet cases.alert",
        "firm cases.alert",
        "dreal_1 cases.alert",
    }
    assert services.remind(NOW) == 0
    later = NOW + 10 * DAY
    assert services.remind(later) == 1
    assert Told.objects.count() == 3
    assert "means: consent" in str(Notice.objects.filter(created_at=later).first().facts)
    assert acts() == ["cases.alerted", "cases.alerted"]
    services.move(world.actor("sous_prefet"), case, "abandoned", "Fin.", later)
    assert services.remind(later + 30 * DAY) == 0
