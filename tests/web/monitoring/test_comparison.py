"""The comparison on the record, and its form on invented data that says that it is invented."""

from __future__ import annotations

from datetime import date

import numpy as np
from django.test import Client

from rebond.impact import Strength
from rebond.impact.synthetic import MEASURED
from rebond.web.calls.models import Call
from rebond.web.dossiers.models import Dossier
from rebond.web.monitoring import comparison
from tests.web.deliberations.scenes import add_dossiers, decide, published
from tests.web.monitoring.monitoring_world import baseline, observed
from tests.web.world import World

SITE = "site_cle_en_main"


def test_without_real_candidates_nothing_can_be_computed(world: World) -> None:
    published(world)
    assert comparison.measures() == ()
    assert comparison.real("jobs", SITE) is None
    assert comparison.held(SITE) == comparison.Held(0, 0, 0, 0)


def test_real_candidates_are_compared_by_years_since_their_decision_and_few_forbid_a_claim(
    world: World,
) -> None:
    call = world.calls["closed"]
    Call.objects.filter(pk=call.pk).update(is_fictitious=False)
    for number, dossier in enumerate(add_dossiers(world, call, 6)):
        made = decide(world, dossier, "retained" if number % 2 else "not_retained")
        baseline(made, decided_on=date(2028, 3, 1), access=number + 0.5 if number else None)
        for year in (2026, 2027, 2028, 2030):
            observed(world, dossier, 10 * year - 20_000 + number, year=year)
        observed(world, dossier, 999_999, year=2030, basis="checked")
    data = comparison.real_panel("jobs", SITE)
    assert data is not None
    assert data.years == (-2, -1, 2)  # the year of the decision is on neither side
    assert data.first_after == 1
    assert np.isnan(data.facts[0]).all()
    assert data.outcomes[0].tolist() == [260.0, 270.0, 300.0]
    assert set(data.groups) == {call.reference}
    shown = comparison.real("jobs", SITE)
    assert shown is not None
    assert shown.found.strength is Strength.NONE
    assert not any(letter.isdigit() for letter in shown.answer.fr)
    assert comparison.held(SITE).observations == 30
    assert comparison.real("relocations", SITE) is None
    assert comparison.real("jobs", "vte") is None


def test_who_was_retained_later_is_no_candidate_without_the_measure(
    world: World, client: Client
) -> None:
    call = world.calls["closed"]
    Call.objects.filter(pk=call.pk).update(is_fictitious=False)
    refused, again, copied, plain, kept = add_dossiers(world, call, 5)
    for number, (dossier, outcomes) in enumerate(
        {
            refused: ("not_retained",),
            again: ("deferred", "retained"),
            copied: ("retained",),
            plain: ("not_retained",),
            kept: ("retained", "not_retained"),
        }.items()
    ):
        for later, outcome in enumerate(outcomes):
            made = decide(world, dossier, outcome, number=later + 1)
            baseline(made, decided_on=date(2028 + later, 3, 1), access=float(number))
    Dossier.objects.filter(pk=copied.pk).update(copied_from=refused)
    found, later = comparison._candidates(SITE)
    assert {one.dossier_id: one.is_retained for one in found} == {
        copied.pk: True,
        plain.pk: False,
        kept.pk: True,
    }
    assert (later, comparison.held(SITE).later) == (2, 2)
    assert [one.id for one in comparison.measures()] == [SITE]
    page = client.get("/resultats/comparaison/?mesure=tout-autre").content.decode()
    assert "2 candidats retenus plus tard ne sont d’aucun côté" in page
    assert "Sites industriels clés en main" in page
    Call.objects.filter(pk=call.pk).update(programme_id="autre_programme")
    assert comparison.held(SITE) == comparison.Held(0, 0, 0, 0)


def test_the_page_takes_its_rates_from_what_the_tests_compute_again(
    world: World, client: Client
) -> None:
    page = client.get("/resultats/comparaison/").content.decode()
    for one in (*MEASURED["no effect"], MEASURED["shocks by region"][0]):
        assert str(one).replace(".", ",") in page
    assert "tenus pour indépendants" in page


def test_the_invented_comparison_recovers_the_effect_that_was_put_in_it() -> None:
    shown = comparison.invented()
    assert shown.is_invented
    one = shown.found.estimate
    assert one is not None
    assert one.low is not None
    assert one.high is not None
    assert one.low <= comparison.INVENTED.effect <= one.high
    assert shown.found.strength is not Strength.NONE
    assert [year for year, _x in shown.ticks] == [-3, -2, -1, 1, 2, 3]
    assert len(shown.points) == 5
