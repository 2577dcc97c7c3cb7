from __future__ import annotations

import pytest

from rebond.procedure.assumptions import CHANGED, Days, assumptions_of, with_changes
from rebond.procedure.errors import SiteInvalid
from rebond.procedure.examples import shipped_example
from rebond.procedure.planning import plan_site
from rebond.procedure.site_model import ReadSite, read_site
from tests.procedure.world import TODAY, site


def found(read: ReadSite) -> dict[str, object]:
    plan = plan_site(read, as_of=TODAY, draws=1, with_order=False)
    return {one.name: one for one in assumptions_of(plan, read.site)}


def test_only_what_the_dates_rest_on_is_listed() -> None:
    names = found(read_site(site()))
    assert set(names) == {
        "contested",
        "permit_file",
        "permit_complete",
        "litigation",
        "works",
        "commissioning",
    }


def test_a_legal_delay_is_no_assumption() -> None:
    names = found(read_site(site(activity={"icpe_regime": "autorisation"})))
    assert "env_file" in names
    assert not {"permit", "appeal_time", "env_examination", "env_decision"} & set(names)


def test_a_delay_read_in_a_source_names_it() -> None:
    one = found(read_site(site(facts={"zoning": "modification_simplifiee"})))["plu_simple"]
    assert one.basis == "source"  # type: ignore[attr-defined]
    assert one.sources == ("S74",)  # type: ignore[attr-defined]


def test_an_unknown_fact_gives_a_chance_of_being_needed() -> None:
    one = found(read_site(site(facts={"soil_to_clean": "unknown"})))["depollution"]
    assert one.chance == 0.3  # type: ignore[attr-defined]
    assert one.duration is None  # type: ignore[attr-defined]
    assert "needed" in one.title.en  # type: ignore[attr-defined]


def test_a_study_whose_scope_is_unknown_gives_a_chance_of_being_done_again() -> None:
    described = site(
        facts={"natural_land": True},
        tasks={
            "etude_faune_flore": {
                "state": "done",
                "done_on": "2026-01-15",
                "expires_on": "never",
                "scope": "unknown",
            }
        },
    )
    one = found(read_site(described))["etude_faune_flore"]
    assert one.chance == 0.5  # type: ignore[attr-defined]
    assert "again" in one.title.en  # type: ignore[attr-defined]


def test_what_the_site_settles_is_not_listed() -> None:
    described = site(
        activity={"environmental_assessment": "case_by_case"}, outcomes={"impact_required": True}
    )
    assert "impact_required" not in found(read_site(described))
    systematic = site(activity={"environmental_assessment": "systematic"})
    assert "impact_required" not in found(read_site(systematic))
    asked = site(activity={"environmental_assessment": "case_by_case"})
    assert "impact_required" in found(read_site(asked))


def test_a_value_of_the_site_is_its_own() -> None:
    one = found(shipped_example("friche_fictive").read)["clean_up"]
    assert one.basis == "user"  # type: ignore[attr-defined]
    assert "Devis" in one.why.fr  # type: ignore[attr-defined]


def test_changes_replace_durations_and_chances() -> None:
    read = read_site(site())
    changed = with_changes(read, {"works": Days(10, 20, 30, "pert"), "contested": 0.75})
    names = found(changed)
    works, contested = names["works"], names["contested"]
    duration = works.duration  # type: ignore[attr-defined]
    assert (duration.kind, duration.low, duration.mode, duration.high) == ("pert", 10, 20, 30)
    assert works.why == CHANGED  # type: ignore[attr-defined]
    assert contested.chance == 0.75  # type: ignore[attr-defined]
    assert contested.why == CHANGED  # type: ignore[attr-defined]
    assert changed.digest != read.digest
    assert read.site.assumptions == {}


def test_a_shorter_building_time_ends_sooner_and_a_sure_lawsuit_later() -> None:
    read = read_site(site())
    base = plan_site(read, as_of=TODAY, draws=400, with_order=False)
    quick = with_changes(read, {"works": Days(10, 20, 30)})
    sued = with_changes(read, {"contested": 1.0})
    sooner = plan_site(quick, as_of=TODAY, draws=400, with_order=False)
    later = plan_site(sued, as_of=TODAY, draws=400, with_order=False)
    assert sooner.dates.p50 < base.dates.p50 < later.dates.p50


def test_changes_keep_those_of_the_site_and_the_places_of_its_tasks() -> None:
    read = shipped_example("friche_fictive").read
    changed = with_changes(read, {"works": Days(100, 200, 300)})
    assert set(changed.site.assumptions) == {"depollution", "clean_up", "works"}
    assert changed.places == read.places
    assert with_changes(read, {}) is read


@pytest.mark.parametrize("change", [{"works": Days(30, 20, 10)}, {"nulle_part": 0.5}])
def test_what_makes_no_sense_is_refused(change: dict[str, Days | float]) -> None:
    with pytest.raises(SiteInvalid):
        with_changes(read_site(site()), change)
