"""A null character in an address, a query or a form: answered, never stored, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from rebond.web.aids.models import Offer
from rebond.web.theme import null_letters
from tests.web import aids_world
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(db: None, settings: Any) -> Callable[[str], Client]:
    settings.CLOCK = lambda: NOW
    world: World = make_cast(NOW)
    aids_world.fill(world, NOW)

    def signed(persona: str) -> Client:
        client = Client()
        client.force_login(world.users[persona], backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return signed


def test_an_address_with_one_is_none(sign_in: Callable[[str], Client]) -> None:
    firm = sign_in("firm")
    for address in (
        "/aides/offres/%00/",
        "/aides/recrutements/R-%00/",
        "/aides/demandes/%00/",
        "/aides/demandes/nouvelle/x%00/aide_vte/",
        "/en/formation/laureats/%00/",
        "/%00",
    ):
        assert firm.get(address).status_code == 404, address
        assert firm.post(address, {"acte": "refuser"}).status_code == 404, address


def test_a_query_and_a_form_lose_it(sign_in: Callable[[str], Client]) -> None:
    firm = sign_in("firm")
    assert firm.get("/aides/recrutements/?page=1%00&etat=%00signed").status_code == 200
    assert firm.get("/aides/demandes/?q=%%0000&q%00=x").status_code == 200
    typed = {"title": "Titre\0 gardé", "siren\0": "900\x00000001", "skills": ["robotique\0"]}
    assert firm.post("/aides/offres/nouvelle/", typed).status_code == 302
    assert Offer.objects.get(title="Titre gardé").skills == ["robotique"]
    reason = {"acte": "rompre", "on": "2031\0-06-01", "reason": "both\0"}
    assert firm.post("/aides/recrutements/R-LABELLISE/", reason).status_code == 302


def test_what_is_sent_keeps_its_order_and_cannot_be_changed() -> None:
    kept = null_letters.without(QueryDict("a=1%00&b=%0000&a=2"))
    assert list(kept.lists()) == [("a", ["1", "2"]), ("b", ["00"])]
    with pytest.raises(AttributeError, match="immutable"):
        kept["a"] = "3"
