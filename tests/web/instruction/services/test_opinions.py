from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation, Scope
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction.errors import (
    BadDueDay,
    OpinionRefused,
    OpinionsNotAsked,
    RequestNotWaiting,
    SentenceMissing,
)
from rebond.web.instruction.models import Opinion, OpinionRequest
from rebond.web.instruction.services import (
    ask_opinion,
    ask_opinions,
    cancel_request,
    give_opinion,
)
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.instruction.conftest import DAY, another
from tests.web.world import NORMANDIE, NOW, World

DUE = NOW + 10 * DAY


def service(slug: str, kind: str, *scope: str) -> Organisation:
    one = Organisation.objects.create(slug=slug, kind=kind, name=f"{slug} (fictif)", created_at=NOW)
    Scope.objects.create(organisation=one, kind=scope[0], code=scope[1])
    return one


@pytest.fixture
def drac(world: World) -> Organisation:
    return service("drac-1", Kind.DRAC, "region", NORMANDIE)


def test_a_service_of_the_territory_is_asked_and_told(world: World, drac: Organisation) -> None:
    one = world.dossiers["a_filed"]
    asked = ask_opinion(world.actor("prefecture_1"), one, drac, " Vestiges ? ", DUE, NOW)
    assert (asked.state, asked.question, asked.due_at) == ("waiting", "Vestiges ?", DUE)
    entry = Entry.objects.get()
    assert (entry.act, entry.object_reference) == (
        "instruction.opinion_asked",
        f"{one.reference}/{asked.pk}",
    )
    assert entry.content.value["service"] == "drac-1"


def test_a_service_of_a_departement_or_of_the_whole_country_covers_the_dossier(
    world: World,
) -> None:
    one, actor = world.dossiers["a_filed"], world.actor("prefecture_1")
    ask_opinion(actor, one, service("ddt-14", Kind.DDT, "departement", "14"), "", DUE, NOW)
    ask_opinion(actor, one, world.organisations["banque"], "", DUE, NOW)
    assert one.opinion_requests.count() == 3


@pytest.mark.parametrize("slug", ["dreal-2", "epci-b", "investisseur"])
def test_a_service_elsewhere_and_one_that_is_no_service_are_refused(
    world: World, slug: str
) -> None:
    with pytest.raises(OpinionsNotAsked) as refused:
        ask_opinion(
            world.actor("prefecture_1"),
            world.dossiers["a_filed"],
            world.organisations[slug],
            "",
            DUE,
            NOW,
        )
    assert len(refused.value.problems) == 1
    assert Entry.objects.count() == 0


def test_a_service_is_not_asked_twice_while_its_opinion_waits(world: World) -> None:
    actor, one = world.actor("prefecture_1"), world.dossiers["a_filed"]
    dreal = world.organisations["dreal-1"]
    with pytest.raises(OpinionsNotAsked, match="already asked"):
        ask_opinion(actor, one, dreal, "", DUE, NOW)
    give_opinion(world.actor("dreal_1"), world.requests["a_filed"], "none", "", NOW)
    assert ask_opinion(actor, one, dreal, "Encore ?", DUE, NOW).state == "waiting"


@pytest.mark.parametrize("persona", ["prefecture_2", "national", "epci_a", "dreal_1", "member"])
def test_only_the_organisation_that_examines_asks(
    world: World, drac: Organisation, persona: str
) -> None:
    with pytest.raises(PermissionDenied):
        ask_opinion(world.actor(persona), world.dossiers["a_filed"], drac, "", DUE, NOW)
    assert OpinionRequest.objects.filter(service=drac).count() == 0


def test_the_day_lies_ahead_and_not_beyond_the_calls_date_unless_said(
    world: World, drac: Organisation
) -> None:
    one, actor = world.dossiers["a_filed"], world.actor("prefecture_1")
    one.call.opinions_due_at = NOW + 5 * DAY
    one.call.save()
    with pytest.raises(BadDueDay, match="has passed"):
        ask_opinion(actor, one, drac, "", NOW, NOW)
    with pytest.raises(BadDueDay, match="date for opinions"):
        ask_opinion(actor, one, drac, "", NOW + 6 * DAY, NOW)
    # The last day itself is inside, to its last minute.
    ask_opinion(actor, one, drac, "", NOW + 5 * DAY + timedelta(hours=12), NOW)
    ddt = service("ddt-14", Kind.DDT, "departement", "14")
    ask_opinion(actor, one, ddt, "", NOW + 6 * DAY, NOW, beyond_opinions_date=True)


def test_several_opinions_are_asked_together_one_row_of_the_journal_each(
    world: World, drac: Organisation
) -> None:
    ddt = service("ddt-14", Kind.DDT, "departement", "14")
    dossiers = [world.dossiers["a_filed"], another(world, "second")]
    asked = ask_opinions(world.actor("prefecture_1"), dossiers, [drac, ddt], "Q ?", DUE, NOW)
    assert len(asked) == 4
    assert Entry.objects.count() == 4


def test_together_is_all_or_nothing_with_the_reason_of_each_row(
    world: World, drac: Organisation
) -> None:
    withdrawn = another(world, "withdrawn", state=Dossier.State.WITHDRAWN)
    dossiers = [world.dossiers["a_filed"], another(world, "second"), withdrawn]
    services = [drac, world.organisations["dreal-1"], world.organisations["dreal-2"]]
    before = OpinionRequest.objects.count()
    with pytest.raises(OpinionsNotAsked) as refused:
        ask_opinions(world.actor("prefecture_1"), dossiers, services, "", DUE, NOW)
    rows = {(p.dossier, p.service.split()[0]) for p in refused.value.problems}
    assert rows == {
        ("D-AFILED", "dreal-1"),
        ("D-AFILED", "dreal-2"),
        ("D-SECOND", "dreal-2"),
        ("D-WITHDRAWN", "drac-1"),
        ("D-WITHDRAWN", "dreal-1"),
        ("D-WITHDRAWN", "dreal-2"),
    }
    assert OpinionRequest.objects.count() == before
    assert Entry.objects.count() == 0
    assert not Notice.objects.filter(kind="instruction.opinion_asked").exists()


def test_one_dossier_of_another_region_refuses_the_whole_batch(
    world: World, drac: Organisation
) -> None:
    dossiers = [world.dossiers["a_filed"], world.dossiers["b_filed"]]
    with pytest.raises(PermissionDenied):
        ask_opinions(world.actor("prefecture_1"), dossiers, [drac], "", DUE, NOW)
    assert OpinionRequest.objects.filter(service=drac).count() == 0


def test_a_given_opinion_closes_the_request_and_is_told_to_who_has_the_dossier(
    world: World,
) -> None:
    request = world.requests["a_filed"]
    given = give_opinion(world.actor("dreal_1"), request, "reserved", "Le réseau manque.", NOW)
    request.refresh_from_db()
    assert (request.state, given.sense) == ("given", "reserved")
    assert {n.user for n in Notice.objects.filter(kind="instruction.opinion_given")} == {
        world.users["prefecture_1"]
    }
    assert Entry.objects.get().content.value == {
        "sense": "reserved",
        "text": "Le réseau manque.",
        "number": 1,
        "is_late": False,
        "is_after_sending": True,
    }


def test_an_opinion_says_why_unless_the_service_has_none(world: World) -> None:
    actor, request = world.actor("dreal_1"), world.requests["a_filed"]
    with pytest.raises(SentenceMissing):
        give_opinion(actor, request, "favourable", " \n ", NOW)
    with pytest.raises(SentenceMissing):
        give_opinion(actor, request, "enthusiastic", "Oui.", NOW)
    assert Opinion.objects.count() == 0
    assert give_opinion(actor, request, "none", "", NOW).text == ""


def test_a_later_opinion_replaces_the_first_without_removing_it(world: World) -> None:
    actor, request = world.actor("dreal_1"), world.requests["a_filed"]
    give_opinion(actor, request, "favourable", "Oui.", NOW)
    give_opinion(actor, request, "unfavourable", "Non, après visite.", NOW + DAY)
    assert [o.sense for o in request.opinions.all()] == ["favourable", "unfavourable"]
    assert Entry.objects.get(number=2).content.value["number"] == 2


def test_an_opinion_after_its_day_is_accepted_and_marked_late(world: World) -> None:
    give_opinion(world.actor("dreal_1"), world.requests["a_filed"], "none", "", NOW + 4 * DAY)
    assert Entry.objects.get().content.value["is_late"] is True


def test_no_opinion_on_a_cancelled_request_a_withdrawn_dossier_or_a_closed_deliberation(
    world: World,
) -> None:
    actor, request = world.actor("dreal_1"), world.requests["a_filed"]
    call = world.calls["closed"]
    call.deliberated_at = NOW
    call.save()
    with pytest.raises(OpinionRefused, match="deliberation is closed"):
        give_opinion(actor, request, "favourable", "Oui.", NOW)
    call.deliberated_at = None
    call.save()
    Dossier.objects.filter(pk=request.dossier_id).update(state=Dossier.State.WITHDRAWN)
    with pytest.raises(OpinionRefused, match="withdrawn"):
        give_opinion(actor, request, "favourable", "Oui.", NOW)
    Dossier.objects.filter(pk=request.dossier_id).update(state=Dossier.State.FILED)
    cancel_request(world.actor("prefecture_1"), request, "Sans objet.", NOW)
    with pytest.raises(OpinionRefused, match="cancelled"):
        give_opinion(actor, request, "favourable", "Oui.", NOW)
    assert Opinion.objects.count() == 0


@pytest.mark.parametrize("persona", ["dreal_2", "prefecture_1", "epci_a", "national", "member"])
def test_only_the_service_asked_answers(world: World, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        give_opinion(world.actor(persona), world.requests["a_filed"], "favourable", "Oui.", NOW)


def test_cancelling_needs_a_reason_and_a_request_that_waits(world: World) -> None:
    actor, request = world.actor("prefecture_1"), world.requests["a_filed"]
    with pytest.raises(SentenceMissing):
        cancel_request(actor, request, "  ", NOW)
    with pytest.raises(PermissionDenied):
        cancel_request(world.actor("prefecture_2"), request, "Non.", NOW)
    cancel_request(actor, request, "Doublon.", NOW)
    assert {n.user for n in Notice.objects.filter(kind="instruction.request_cancelled")} == {
        world.users["dreal_1"]
    }
    with pytest.raises(RequestNotWaiting, match="cancelled on 2 June 2031"):
        cancel_request(actor, request, "Encore.", NOW)


def test_an_opinion_given_first_wins_over_its_cancelling(world: World) -> None:
    stale = OpinionRequest.objects.get(pk=world.requests["a_filed"].pk)
    give_opinion(world.actor("dreal_1"), world.requests["a_filed"], "favourable", "Oui.", NOW)
    with pytest.raises(RequestNotWaiting, match="the opinion is given"):
        cancel_request(world.actor("prefecture_1"), stale, "Trop tard.", NOW)
    assert OpinionRequest.objects.get(pk=stale.pk).state == "given"
