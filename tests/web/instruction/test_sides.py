"""Nobody examines his own side's dossier; a région's list is its own until it is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from rebond.web.accounts.models import Membership
from rebond.web.committee.models import Declaration
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import permissions, services
from rebond.web.instruction.errors import OpinionsNotAsked
from rebond.web.instruction.models import Shortlist, ShortlistEntry
from rebond.web.instruction.queries import boards, opinions_of
from tests.web.world import DAY, NORMANDIE, NOW, World

pytestmark = pytest.mark.django_db
SECRET = "phrase que la région seule lit"  # noqa: S105


def client(world: World, persona: str) -> Client:
    one = Client()
    one.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return one


def joins(world: World, persona: str, slug: str) -> Membership:
    return Membership.objects.create(
        user=world.users[persona],
        organisation=world.organisations[slug],
        role="agent",
        started_at=NOW - timedelta(days=400),
    )


def test_an_agent_of_the_applicant_does_not_examine_its_dossier(world: World) -> None:
    one, actor = world.dossiers["a_filed"], world.actor("prefecture_1")
    assert boards.visible(actor).filter(pk=one.pk).exists()
    assert opinions_of(actor, one, NOW)
    joins(world, "prefecture_1", "epci-a")
    Shortlist.objects.update(sent_at=None)
    assert not boards.visible(actor).filter(pk=one.pk).exists()
    assert not opinions_of(actor, one, NOW)
    with pytest.raises(PermissionDenied):
        services.place_on_shortlist(actor, one, 1, "Le premier des sites de la région.", NOW)
    with pytest.raises(PermissionDenied):
        services.reorder(actor, one.call, NORMANDIE, [one.reference], NOW)
    with pytest.raises(PermissionDenied):
        services.write_note(actor, one, "Note.", NOW, base="")
    page = reverse("instruction-dossier", args=[one.reference])
    assert client(world, "prefecture_1").get(page).status_code in {302, 403, 404}


def test_an_applicant_gives_no_opinion_on_itself(world: World) -> None:
    one, service = world.dossiers["a_filed"], world.organisations["dreal-1"]
    Dossier.objects.filter(pk=one.pk).update(organisation=service)
    with pytest.raises(OpinionsNotAsked, match="it filed this dossier"):
        services.ask_opinion(world.actor("prefecture_1"), one, service, "Un avis ?", NOW + DAY, NOW)
    with pytest.raises(PermissionDenied):
        services.give_opinion(
            world.actor("dreal_1"), world.requests["a_filed"], "favourable", "Oui.", NOW
        )
    # Nor does an agent of a service who also acts for the applicant.
    joins(world, "dreal_2", "epci-b")
    with pytest.raises(PermissionDenied):
        services.give_opinion(
            world.actor("dreal_2"), world.requests["b_filed"], "favourable", "Oui.", NOW
        )


def test_the_manager_reads_a_list_once_it_is_sent(world: World) -> None:
    ShortlistEntry.objects.update(sentence=SECRET)
    list_page = reverse("shortlist", args=["essai-closed"]) + f"?region={NORMANDIE}"
    pages = (list_page, reverse("instruction-dossier", args=["D-AFILED"]))
    manager, prefecture = client(world, "national"), client(world, "prefecture_1")
    for page in pages:
        assert SECRET in manager.get(page).content.decode(), page
    Shortlist.objects.filter(region_code=NORMANDIE).update(sent_at=None)
    for page in pages:
        assert SECRET not in manager.get(page).content.decode(), page
        assert SECRET in prefecture.get(page).content.decode(), page


def test_a_recused_manager_reads_neither_list_nor_examination(world: World) -> None:
    ShortlistEntry.objects.update(sentence=SECRET)
    Declaration.objects.create(
        seat=world.seats["national"],
        dossier=world.dossiers["a_filed"],
        has_interest=True,
        sentence="Un intérêt fictif.",
        declared_at=NOW,
    )
    one, actor = world.dossiers["a_filed"], world.actor("national")
    assert permissions.stands_aside(actor, one)
    for page in (
        reverse("shortlist", args=["essai-closed"]) + f"?region={NORMANDIE}",
        reverse("instruction-dossier", args=["D-AFILED"]),
    ):
        answer = client(world, "national").get(page)
        assert answer.status_code == 404
        assert SECRET not in answer.content.decode()


def test_a_cancelled_request_shows_no_dossier(world: World) -> None:
    asked = world.requests["a_filed"]
    page = reverse("opinion", args=[asked.pk])
    assert "Site fictif a_filed" in client(world, "dreal_1").get(page).content.decode()
    services.cancel_request(world.actor("prefecture_1"), asked, "Plus utile.", NOW)
    service = client(world, "dreal_1")
    answer: Any = service.get(page)
    assert answer.status_code == 200
    assert answer.context["parts"] == ()
    closed = service.get(reverse("opinions") + "?etat=closes")
    for one in (answer, closed):
        assert "D-AFILED" in one.content.decode()
        assert "Site fictif a_filed" not in one.content.decode()


def test_a_draft_call_and_none_look_alike(world: World) -> None:
    applicant = client(world, "epci_a")
    for reference in ("essai-draft", "essai-nul"):
        page = reverse("shortlists", args=[reference])
        assert applicant.get(page).status_code == 404
