from __future__ import annotations

from typing import Any

import pytest

from rebond.web.dossiers import queries, services
from rebond.web.dossiers.models import Dossier
from rebond.web.dossiers.prefill import beside, offers
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def draft(world: World, **answers: Any) -> tuple[Dossier, dict[str, Any]]:
    one = services.start(world.actor("epci_a"), world.calls["open"], now=NOW)
    for path, raw in answers.items():
        services.save_answer(world.actor("epci_a"), one, path, raw, 0, NOW)
    one = Dossier.objects.select_related("revision__call").get(pk=one.pk)
    return one, queries.answers_of(one)


def test_open_data_offer_what_they_say_with_its_source(world: World) -> None:
    found = {one.path: one for one in offers(*draft(world, site_communes="14366"))}
    assert set(found) == {"sous_traitants", "fournisseurs", "main_oeuvre"}
    one = found["main_oeuvre"]
    assert "Repris des données ouvertes" in one.value
    assert one.source.fr.startswith("repris des données ouvertes")
    assert any(letter.isdigit() for letter in one.said.fr)


def test_nothing_is_offered_without_a_place_or_over_an_answer(world: World) -> None:
    assert offers(*draft(world)) == ()
    found = offers(*draft(world, site_communes="14366", main_oeuvre="Le nôtre."))
    assert "main_oeuvre" not in {one.path for one in found}


def test_what_is_offered_can_be_saved_as_it_is(world: World) -> None:
    one, answers = draft(world, site_communes="14366")
    for offer in offers(one, answers):
        services.save_answer(world.actor("epci_a"), one, offer.path, offer.value, 0, NOW)
    assert queries.answers_of(one)["fournisseurs"]


def test_facts_stand_beside_the_questions_that_document_a_criterion(world: World) -> None:
    found = beside(*draft(world, site_communes="14366"))
    assert {"sous_traitants", "acces", "main_oeuvre"} <= set(found)
    for facts in found.values():
        for fact in facts:
            assert fact.title.fr
            assert (fact.value is None) == (fact.said.fr == "")
            assert fact.value is None or (fact.vintage.fr and fact.source.fr)
    assert beside(*draft(world)) == {}
