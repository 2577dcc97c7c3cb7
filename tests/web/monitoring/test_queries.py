"""Whose subjects, and what is still to say this year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rebond.web.desk.piles import waiting
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.monitoring import queries
from rebond.web.monitoring.secrecy import Said
from tests.web.deliberations.scenes import add_dossiers, decide
from tests.web.monitoring.monitoring_world import YEAR, baseline, frozen, observed
from tests.web.world import NOW, World

PACK = "pack_rebond_2020"


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
    assert queries.standing(PACK, NOW) == {}
    owner = f"o{site.manager_id}"
    assert queries.standing(PACK, NOW, is_fictitious=True) == {
        ("jobs", YEAR, "declared"): {f"s{site.pk}": Said(90, owner)}
    }


def test_a_sum_is_of_labelled_sites_and_retained_dossiers_of_one_programme_each_once(
    world: World,
) -> None:
    site, other = world.sites["public"], world.sites["other"]
    Label.objects.create(
        reference="L-AUTRE",
        site=other,
        programme_id="autre_programme",
        measure_id="site_cle_en_main",
        wave="4",
    )
    dossiers = add_dossiers(world, world.calls["closed"], 3)
    outcomes = ("retained", "not_retained", "retained")
    for number, (dossier, outcome) in enumerate(zip(dossiers, outcomes, strict=True)):
        made = decide(world, dossier, outcome)
        baseline(made)
        observed(world, dossier, 10 + number)
        if number == 2:  # its site has the label: the site counts, the dossier does not again
            label = site.labels.get()
            LabelEvent.objects.create(
                label=label,
                number=9,
                kind="reviewed",
                on=NOW.date(),
                decision=made,
                recorded_at=NOW,
            )
    observed(world, site, 120)
    observed(world, other, 70)

    def subjects(programme: str) -> dict[str, int]:
        found = queries.standing(programme, NOW, is_fictitious=True)
        return {name: one.value for name, one in found.get(("jobs", YEAR, "declared"), {}).items()}

    assert subjects(PACK) == {f"s{site.pk}": 120, f"d{dossiers[0].pk}": 10}
    assert subjects("autre_programme") == {f"s{other.pk}": 70}


def test_a_year_is_told_once_with_what_was_recorded_when_it_was_due(world: World) -> None:
    site = world.sites["public"]
    observed(world, site, 120)
    observed(world, site, 90, number=2, reason="Une correction fictive.", recorded_at=NOW)
    observed(world, site, 50, year=YEAR + 1)

    def told(now: datetime) -> dict[int, int]:
        found = queries.standing(PACK, now, is_fictitious=True)
        return {year: one[f"s{site.pk}"].value for (_what, year, _basis), one in found.items()}

    due = datetime(YEAR + 1, 3, 31, 12, tzinfo=UTC)
    assert told(due) == {}
    assert told(due + timedelta(days=1)) == told(NOW) == {YEAR: 120}
