"""Reviews: a blank is not a zero, what is handed in stays, and nobody reads the others first."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from rebond.web.committee import choices, permissions, scores, services
from rebond.web.committee.errors import (
    BadScores,
    CommitteeClosed,
    EmptyReview,
    ReviewChanged,
    ReviewSubmitted,
)
from rebond.web.committee.models import CriterionScore, Review
from rebond.web.committee.reviewing import read_score
from rebond.web.committee.services import Written
from rebond.web.dossiers.models import Dossier
from rebond.web.journal.models import Entry
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
People = Callable[[str], Client]
ADDRESS = "/comite/essai-closed/D-AFILED/appreciation/"


def submit(world: World, persona: str, **typed: str) -> Review:
    return services.submit_review(
        world.actor(persona), world.dossiers["a_filed"], Written(typed), now=NOW
    )


@pytest.mark.parametrize(
    ("typed", "tenths"),
    [("0", 0), ("10", 100), ("7,5", 75), ("7.5", 75), (" 3 ", 30), ("", None), ("10,0", 100)],
)
def test_scores_are_read_in_tenths(typed: str, tenths: int | None) -> None:
    assert read_score(typed) == tenths


@pytest.mark.parametrize(
    "typed", ["10,1", "11", "-1", "7,55", "٧", "1e1", "sept", "NaN", "7 5", "100", "+3", "٠"]
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        read_score(typed)


def test_a_blank_is_kept_as_nothing_and_a_zero_as_a_zero(world: World) -> None:
    review = submit(world, "member", transport="0", workforce="")
    assert dict(review.scores.values_list("criterion", "score")) == {"transport": 0}
    submit(world, "national", transport="8", workforce="6")
    found = scores.of_dossier(
        world.dossiers["a_filed"], scores.counted([world.dossiers["a_filed"].pk])
    )
    cells = {cell.criterion.id: cell.spread for cell in found.cells}
    assert cells["transport"].median == 4.0  # type: ignore[union-attr]
    assert (cells["workforce"].count, cells["workforce"].median) == (1, 6.0)  # type: ignore[union-attr]
    assert cells["clusters"] is None


def test_a_draft_counts_for_nobody(world: World) -> None:
    services.save_review(
        world.actor("member"), world.dossiers["a_filed"], Written({"transport": "5"}), now=NOW
    )
    assert scores.counted([world.dossiers["a_filed"].pk]) == []


def test_the_others_open_only_once_ones_own_is_handed_in(world: World, as_person: People) -> None:
    submit(world, "national", transport="8,7")
    dossier, page = world.dossiers["a_filed"], "/comite/essai-closed/D-AFILED/"
    client = as_person("member")

    def reads() -> bool:
        texts = [
            client.get(path).content.decode()
            for path in (page, "/comite/essai-closed/comparaison/")
        ]
        table = client.get("/comite/essai-closed/comparaison.csv").content.decode()
        shown = {"8,7" in texts[0], "8,7" in texts[1], "8.7" in table}
        assert len(shown) == 1
        return shown.pop()

    assert not reads()
    draft = services.save_review(
        world.actor("member"), dossier, Written({"transport": "5"}), now=NOW
    )
    assert not reads()
    services.submit_review(
        world.actor("member"), dossier, Written({"transport": "5"}), base=draft.saved_at, now=NOW
    )
    assert reads()


def test_a_manager_without_seat_reads_without_anchoring_anyone(world: World) -> None:
    assert permissions.may_read_reviews(world.actor("national_second"), world.dossiers["a_filed"])
    assert not permissions.may_read_reviews(world.actor("national"), world.dossiers["a_filed"])


def test_what_is_handed_in_no_longer_changes(world: World) -> None:
    first = submit(world, "member", transport="5")
    with pytest.raises(ReviewSubmitted):
        services.save_review(
            world.actor("member"),
            world.dossiers["a_filed"],
            Written({"transport": "9"}),
            base=first.saved_at,
            now=NOW + DAY,
        )
    assert CriterionScore.objects.get().score == 50


def test_two_windows_do_not_erase_each_other(world: World, as_person: People) -> None:
    actor, dossier = world.actor("member"), world.dossiers["a_filed"]
    first = services.save_review(actor, dossier, Written({"transport": "5"}), now=NOW)
    services.save_review(
        actor,
        dossier,
        Written({"transport": "6"}),
        base=first.saved_at,
        now=NOW + timedelta(minutes=1),
    )
    with pytest.raises(ReviewChanged):
        services.save_review(
            actor, dossier, Written({"transport": "7"}), base=NOW, now=NOW + timedelta(minutes=2)
        )
    answer = as_person("member").post(
        ADDRESS, {"note_transport": "7", "ensemble_mot": "Ma phrase", "base": NOW.isoformat()}
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Ma phrase" in text
    assert 'value="7"' in text
    assert CriterionScore.objects.get().score == 60


def test_every_fault_is_told_at_once_and_what_was_typed_stays(
    world: World, as_person: People
) -> None:
    hostile = '"><script>alert(1)</script>'
    answer = as_person("member").post(
        ADDRESS,
        {
            "note_transport": "11",
            "note_workforce": hostile,
            "mot_clusters": "sans note",
            "inconnu": "x",
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count('class="form-error" id="faute-') + text.count('id="faute-') >= 3
    assert "<script>alert" not in text
    assert "sans note" in text
    assert not Review.objects.exists()
    assert not Entry.objects.exists()
    with pytest.raises(BadScores) as refused:
        submit(world, "member", transport="11", workforce="x")
    assert set(refused.value.faults) == {"transport", "workforce"}


def test_an_empty_review_is_not_handed_in(world: World) -> None:
    with pytest.raises(EmptyReview):
        submit(world, "member")
    assert not Review.objects.exists()


@pytest.mark.parametrize(
    "persona", ["national_second", "epci_a", "prefecture_1", "cnam", "dreal_1"]
)
def test_only_members_score(world: World, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        submit(world, persona, transport="5")


def test_a_dossier_that_no_region_sent_is_not_before_the_committee(world: World) -> None:
    world.dossiers["a_filed"].shortlist_entry.shortlist.entries.update(position=None)
    with pytest.raises(PermissionDenied):
        submit(world, "member", transport="5")


def test_scoring_ends_with_the_deliberation(world: World) -> None:
    world.calls["closed"].deliberated_at = NOW
    world.calls["closed"].save()
    world.dossiers["a_filed"] = Dossier.objects.get(reference="D-AFILED")
    with pytest.raises(CommitteeClosed):
        submit(world, "member", transport="5")


def test_the_journal_holds_a_digest_and_no_score(world: World) -> None:
    services.submit_review(
        world.actor("member"),
        world.dossiers["a_filed"],
        Written({"transport": "7"}, {}, "Ma phrase"),
        now=NOW,
    )
    row = Entry.objects.get()
    assert (row.act, row.object_type) == ("committee.submit_review", "review")
    assert set(row.content.value) == {"call", "dossier", "digest"}


def test_a_measure_without_grid_is_read_as_a_whole(world: World) -> None:
    (only,) = choices.current(world.calls["training"]).criteria
    assert only.id == "ensemble"
