"""A decision rests on one filing: a correction under way ends before it, a later one changes nothing."""

from __future__ import annotations

import pytest

from rebond.web.deliberations import results, services
from rebond.web.deliberations.errors import NotTheMoment
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.proposals import digest_of
from rebond.web.desk import deciders
from rebond.web.dossiers.models import CorrectionRequest, Dossier, Filing
from tests.web.deliberations.scenes import ENGLISH, SENTENCE, decide
from tests.web.world import DAY, NOW, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world(NOW)


def corrects(world: World, dossier: Dossier) -> None:
    CorrectionRequest.objects.create(
        dossier=dossier,
        fields=["site_nom"],
        sentence="Corrigez.",
        asked_by=world.memberships["prefecture_1"],
        asked_at=NOW - DAY,
        due_at=NOW + 300 * DAY,
    )
    Dossier.objects.filter(pk=dossier.pk).update(state=Dossier.State.CORRECTION)


def files_again(world: World, dossier: Dossier) -> None:
    Filing.objects.create(
        dossier=dossier,
        number=2,
        revision=dossier.revision,
        answers={"surface_brute_ha": "999.00"},
        files=[],
        digest="sha256:" + "2" * 64,
        filed_by=world.memberships["epci_a"],
        filed_at=NOW,
    )


def proposed(world: World) -> Decision:
    return services.propose(
        world.actor("national"),
        world.dossiers["a_filed"],
        "retained",
        {"kind": "committee"},
        SENTENCE,
        ENGLISH,
        None,
        NOW,
    )


def test_a_proposal_ends_the_correction_and_names_its_filing(world: World) -> None:
    one = world.dossiers["a_filed"]
    corrects(world, one)
    decision = proposed(world)
    one.refresh_from_db()
    assert one.state == Dossier.State.FILED
    assert decision.reason["filing"] == {"number": 1, "digest": "sha256:" + "0" * 64}
    before = digest_of(decision)
    decision.reason["filing"]["number"] = 2
    assert digest_of(decision) != before


def test_a_proposal_on_an_older_filing_is_not_confirmed(world: World) -> None:
    decision = proposed(world)
    files_again(world, world.dossiers["a_filed"])
    with pytest.raises(NotTheMoment):
        services.confirm(world.actor("national_second"), decision, NOW)


def test_results_are_read_from_the_filing_that_was_decided(world: World) -> None:
    one = world.dossiers["a_filed"]
    decision = proposed(world)
    services.confirm(world.actor("national_second"), decision, NOW)
    decision.refresh_from_db()
    files_again(world, one)
    found = results._answers([one], {one.pk: decision})
    assert found[one.pk]["surface_brute_ha"] == "60.00"
    assert results._answers([one], {})[one.pk]["surface_brute_ha"] == "999.00"


def test_closing_ends_the_corrections_that_are_left(world: World) -> None:
    for name in ("a_filed", "b_filed"):
        decide(world, world.dossiers[name])
    corrects(world, world.dossiers["b_filed"])
    services.close(world.actor("national"), world.calls["closed"], NOW)
    world.dossiers["b_filed"].refresh_from_db()
    assert world.dossiers["b_filed"].state == Dossier.State.FILED


def test_a_region_kept_back_is_never_alone() -> None:
    assert results.kept_back({"28": 3, "32": 0}) == {"28", "32"}
    assert results.kept_back({"28": 3, "32": 9, "44": 0}) == {"28", "32"}
    assert results.kept_back({"28": 9, "32": 0}) == set()


def test_the_desk_asks_to_close_only_once_all_is_confirmed(world: World) -> None:
    def tasks() -> list[str]:
        piles = {one.code: one for one in deciders.manager(world.actor("national"), NOW)}
        return [one.title for one in piles["deliberations"].tasks]

    decide(world, world.dossiers["a_filed"])
    # Proposed by himself: nothing for him to do, and nothing to close either.
    waiting = decide(world, world.dossiers["b_filed"], is_confirmed=False)
    assert "Délibération à clore" not in tasks()
    Decision.objects.filter(pk=waiting.pk).update(
        confirmed_by=world.memberships["national_second"], confirmed_at=NOW
    )
    assert "Délibération à clore" in tasks()
