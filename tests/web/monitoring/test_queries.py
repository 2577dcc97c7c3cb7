"""Whose subjects, and what is still to say this year."""

from __future__ import annotations

from rebond.web.desk.piles import waiting
from rebond.web.monitoring import queries
from tests.web.monitoring.monitoring_world import YEAR, frozen, observed
from tests.web.world import NOW, World


def names(world: World, persona: str) -> set[str]:
    return {one.reference for one in queries.followed(world.actor(persona))}


def test_one_follows_labelled_sites_and_decided_dossiers_of_ones_own_or_territory(
    world: World,
) -> None:
    site = world.sites["public"].identifier
    assert names(world, "epci_a") == {site}
    frozen(world, "a_filed")
    frozen(world, "b_filed")
    assert names(world, "epci_a") == {site, "D-AFILED"}
    assert names(world, "epci_b") == {"D-BFILED"}
    assert names(world, "sous_prefet") == {site, "D-AFILED"}
    assert names(world, "prefecture_2") == {"D-BFILED"}
    assert names(world, "national") == {site, "D-AFILED", "D-BFILED"}
    assert queries.subject_of(world.actor("epci_b"), "dossier", "D-AFILED") is None
    assert queries.subject_of(world.actor("epci_a"), "label", site) is None


def test_the_desk_asks_the_manager_to_declare_then_the_service_to_check(world: World) -> None:
    site = world.sites["public"]

    def piles(persona: str) -> dict[str, int]:
        found = waiting(world.actor(persona), NOW)
        return {one.code: one.late for one in found if one.code.startswith("outcomes_")}

    assert piles("epci_a") == {"outcomes_to_declare": 1}  # the last day, 31 March, is past
    assert piles("epci_a_reader") == {}
    assert piles("sous_prefet") == {}
    observed(world, site, 120, year=YEAR - 1)
    assert piles("epci_a") == {"outcomes_to_declare": 1}
    observed(world, site, 120)
    assert piles("epci_a") == {}
    assert piles("sous_prefet") == {"outcomes_to_check": 0}  # until 30 June
    observed(world, site, 118, basis="checked")
    assert piles("sous_prefet") == {}


def test_what_stands_is_the_last_number_of_each_subject_and_never_mixes_real_with_fictitious(
    world: World,
) -> None:
    site = world.sites["public"]
    observed(world, site, 120)
    observed(world, site, 90, number=2, reason="Une correction fictive.")
    assert queries.standing() == {}
    assert queries.standing(is_fictitious=True) == {("jobs", YEAR, "declared"): {f"s{site.pk}": 90}}
