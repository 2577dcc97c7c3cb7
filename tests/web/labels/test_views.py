"""The national team's pages: the month's reviews, the late ones, acts by form; the desk's pile."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from rebond.web.desk import piles
from rebond.web.labels import queries, services
from rebond.web.labels.checks import Title
from rebond.web.labels.models import Label
from rebond.web.sites.models import Site
from tests.web.deliberations.scenes import published
from tests.web.labels.doors import a_grant
from tests.web.labels.test_services import WHY
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LIST = "/administration/labels/"


def more_labels(world: World, count: int, review_on: date, *, first: int = 0) -> None:
    for n in range(first, first + count):
        services.grant(
            world.actor("national"),
            world.sites["other"],
            Title("site_cle_en_main", f"w{n}", f"Label fictif {n}", f"Fictitious label {n}"),
            date(2030, 1, 1),
            WHY,
            NOW,
            review_on=review_on,
        )


@pytest.fixture
def team(world: World, client: Client, settings: Any) -> Client:
    client.force_login(world.users["national"], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_the_list_of_the_month_holds_what_is_due_and_what_is_late(
    world: World, team: Client
) -> None:
    more_labels(world, 1, date(2031, 5, 20))
    more_labels(world, 1, date(2031, 7, 1), first=1)
    more_labels(world, 1, date(2031, 6, 1), first=2)
    found = queries.to_review(TODAY, TODAY)
    assert [one.label.wave for one in found.late] == ["w0", "w2"]
    assert [one.label.wave for one in found.due] == ["essai"]
    page = team.get(LIST).content.decode()
    assert "3 labels à réexaminer ce mois" in page
    assert "en retard" in page
    july = team.get(f"{LIST}?mois=2031-07").content.decode()
    assert "Label fictif 1" in july
    pile = next(one for one in piles.waiting(world.actor("national"), NOW) if one.code == "labels")
    assert (pile.total, pile.late, pile.title) == (3, 2, "3 labels à réexaminer ce mois")
    assert not [one for one in piles.waiting(world.actor("epci_a"), NOW) if one.code == "labels"]
    services.withdraw(world.actor("national"), world.labels["public"], TODAY, WHY, NOW)
    assert queries.to_review(TODAY, TODAY).total == 2


def test_the_list_asks_the_same_queries_of_three_and_of_thirty_labels(
    world: World, team: Client, django_assert_num_queries: Any
) -> None:
    more_labels(world, 3, date(2031, 6, 20))
    team.get(LIST)
    with django_assert_num_queries(10):
        team.get(LIST)
    more_labels(world, 30, date(2031, 6, 20), first=3)
    with django_assert_num_queries(10):
        team.get(LIST)


def test_an_act_by_form_is_kept_or_refused_with_what_was_typed(world: World, team: Client) -> None:
    address = f"{LIST}E-FICTIF/"
    short = team.post(address, {"act": "suspend", "on": "2031-06-02", "reason": "trop court"})
    assert short.status_code == 422
    page = short.content.decode()
    assert "30 au moins" in page
    assert "trop court" in page
    for bad in ({"on": "demain"}, {"on": ""}, {"on": "2031-06-02", "review_on": "31/12/2031"}):
        assert team.post(address, {"act": "suspend", "reason": WHY, **bad}).status_code == 422
    assert (
        team.post(address, {"act": "abolir", "on": "2031-06-02", "reason": WHY}).status_code == 404
    )
    done = team.post(address, {"act": "suspend", "on": "2031-06-02", "reason": WHY}, follow=True)
    assert "Label suspendu depuis le 2\u00a0juin 2031" in done.content.decode()
    assert "L’acte est enregistré et le gestionnaire prévenu." in done.content.decode()
    corrected = team.post(
        address,
        {"act": "correct", "on": "2031-06-02", "reason": WHY, "corrects": "2", "stands_as": ""},
        follow=True,
    )
    assert "l’événement n°\u00a02 est rayé" in corrected.content.decode().replace(
        "n° 2", "n°\u00a02"
    )
    assert Label.objects.get(reference="E-FICTIF").events.count() == 3

    Site.objects.filter(pk=world.sites["public"].pk).update(manager=None)
    nobody = team.post(address, {"act": "suspend", "on": "2031-06-02", "reason": WHY}, follow=True)
    assert "Ce site n’a pas de gestionnaire à prévenir." in nobody.content.decode()
    assert "gestionnaire prévenu" not in nobody.content.decode()


def test_a_label_is_granted_from_the_page_of_a_decision(world: World, team: Client) -> None:
    published(world)
    listed = team.get(f"{LIST}attribuer/").content.decode()
    assert "Site fictif a_filed" in listed
    assert "Site fictif b_filed" not in listed
    key = world.dossiers["a_filed"].decisions.get().pk
    address = f"{LIST}attribuer/{key}/"
    assert "Parc fictif public" in team.get(address).content.decode()
    refused = team.post(address, {**a_grant(world), "wave": ""})
    assert refused.status_code == 422
    assert team.post(address, {**a_grant(world), "site": "nulle-part"}).status_code == 404
    done = team.post(address, a_grant(world))
    label = Label.objects.get(wave="fictive")
    assert done.url == f"{LIST}{label.reference}/"
    assert team.get(address).status_code == 404
