from __future__ import annotations

import datetime
from typing import Any, get_args

import pytest

from rebond.canonical import canonical_bytes
from rebond.procedure.errors import ModelInvalid
from rebond.procedure.maturity import (
    STATUS_TEXTS,
    Maturity,
    Status,
    maturity_of,
    read_ladder,
    shipped_ladder,
)
from rebond.procedure.needs import needs_of
from tests.procedure.world import TODAY, case, site

PERMIT = {"permis_de_construire": {"state": "purged", "scope": "any", "expires_on": "never"}}


def tier(as_of: datetime.date = TODAY, **described: Any) -> Maturity:
    found = case(site(**described), as_of)
    return maturity_of(found, needs_of(found))


def test_the_five_tiers_are_reached_one_after_the_other() -> None:
    assert tier(facts={"land_control": "none"}).tier == 1
    assert tier(facts={"zoning": "modification"}).tier == 2
    assert tier(facts={"electricity": False}).tier == 3
    assert tier().tier == 4
    assert tier(tasks=PERMIT).tier == 5


def test_a_lower_requirement_that_is_not_met_holds_the_site_down() -> None:
    found = tier(facts={"land_control": "partial"}, tasks=PERMIT)
    assert found.tier == 1
    assert [item.requirement for item in found.next_needs] == ["control"]


def test_what_is_not_known_never_lifts_a_site_and_is_shown() -> None:
    found = tier(facts={"archaeology_case": "unknown", "natural_land": "unknown"}, tasks=PERMIT)
    assert (found.tier, found.possible_tier) == (2, 5)
    assert {item.requirement for item in found.unknown} == {"dig", "excavation", "fauna"}
    assert {item.requirement for item in found.next_needs} == {"dig", "excavation", "fauna"}


def test_expiry_brings_a_site_down_by_itself() -> None:
    described: dict[str, Any] = {
        "facts": {"natural_land": True},
        "tasks": {
            "etude_faune_flore": {"state": "done", "scope": "any", "expires_on": "2027-06-30"}
        },
    }
    assert tier(datetime.date(2027, 6, 30), **described).tier == 4
    fallen = tier(datetime.date(2027, 7, 1), **described)
    assert fallen.tier == 2
    assert [item.status for item in fallen.next_needs] == ["expired"]


def test_a_contested_permit_is_not_in_place() -> None:
    contested = {
        "permis_de_construire": {"state": "contested", "scope": "any", "expires_on": "never"}
    }
    assert tier(tasks=contested).tier == 4


def test_a_network_is_there_or_has_been_brought() -> None:
    assert tier(facts={"broadband": False}).tier == 3
    brought = {
        "viabilisation": {"state": "done", "scope": "any", "expires_on": "never", "evidence": "PV"}
    }
    found = tier(facts={"broadband": False}, tasks=brought)
    assert found.tier == 4
    evidence = next(item for item in found.evidence if item.requirement == "broadband")
    assert (evidence.status, evidence.evidence) == ("met", "PV")


def test_every_requirement_has_its_evidence_in_both_languages() -> None:
    found = tier()
    asked = [item.id for level in shipped_ladder().tiers for item in level.requirements]
    assert [item.requirement for item in found.evidence] == asked
    assert all(item.why and item.title.fr and item.title.en for item in found.evidence)
    assert set(STATUS_TEXTS) == set(get_args(Status))
    assert canonical_bytes(found.as_json())


@pytest.mark.parametrize("done", ["etude_faune_flore", "archeologie_diagnostic", "depollution"])
def test_doing_a_study_never_lowers_the_tier(done: str) -> None:
    facts = {"natural_land": True, "archaeology_case": True, "soil_to_clean": True}
    before = tier(facts=facts)
    entry = {done: {"state": "done", "scope": "any", "expires_on": "never"}}
    after = tier(facts=facts, tasks=entry)
    assert after.tier >= before.tier
    assert after.possible_tier >= before.possible_tier


HEAD = 'version: "1.0.0"\ntiers:\n  - {tier: 1, title: {fr: Un, en: One}}\n'


@pytest.mark.parametrize(
    "tail",
    [
        "  - {tier: 3, title: {fr: Trois, en: Three}}\n",
        "  - tier: 2\n    title: {fr: D, en: T}\n    requirements: [{id: a, title: {fr: A, en: A}}]\n",
        "  - tier: 2\n    title: {fr: D, en: T}\n    requirements: [{id: a, title: {fr: A, en: A}, task: sieste}]\n",
        "  - tier: 2\n    title: {fr: D, en: T}\n    requirements: [{id: a, title: {fr: A, en: A}, fact: zoning}]\n",
    ],
)
def test_a_broken_ladder_is_refused_with_its_line(tail: str) -> None:
    with pytest.raises(ModelInvalid) as refused:
        read_ladder((HEAD + tail).encode())
    assert refused.value.problems[0].line is not None
