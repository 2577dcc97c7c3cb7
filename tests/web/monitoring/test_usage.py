"""The use of the service is counted from the record, small numbers are kept back, and nobody invented counts."""

from __future__ import annotations

from rebond.web.accounts.models import Organisation
from rebond.web.calls.models import Call
from rebond.web.monitoring import services, usage
from tests.web.monitoring.test_services import SAID
from tests.web.world import NOW, World


def figures(world: World) -> dict[str, usage.Figure]:
    return {one.code: one for part in usage.parts(NOW) for one in part.figures}


def test_fictitious_rows_never_count_and_small_counts_are_kept_back(world: World) -> None:
    found = figures(world)
    assert {found[code].value for code in ("calls", "dossiers", "public", "organisations")} == {0.0}
    assert (found["enquiries"].value, found["enquiries"].is_few) == (None, True)
    assert (found["wait"].value, found["wait"].is_few) == (None, False)


def test_real_calls_count(world: World) -> None:
    Call.objects.update(is_fictitious=False)
    found = figures(world)
    assert found["calls"].value == 3  # the draft is not open
    assert found["dossiers"].value == 2


def test_each_figure_has_a_definition_in_both_languages(world: World) -> None:
    for one in figures(world).values():
        assert one.definition.fr
        assert one.definition.en


def test_acts_are_counted_by_year_without_fictitious_organisations(world: World) -> None:
    services.declare(world.actor("epci_a"), world.sites["public"], SAID, NOW)
    assert usage.by_year(NOW) == ()
    Organisation.objects.filter(slug="epci-a").update(is_fictitious=False)
    assert usage.by_year(NOW) == (usage.YearActs(2031, 1, 1),)
