from __future__ import annotations

import io
import re

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.calls.models import Call
from rebond.web.dossiers import services
from rebond.web.dossiers.errors import (
    ApplicantNotAdmitted,
    CallNotOpen,
    NothingToCopy,
    TooManyDrafts,
)
from rebond.web.dossiers.models import Dossier
from rebond.web.dossiers.starting import MOST_DRAFTS
from rebond.web.journal.models import Entry
from tests.web.dossiers.drafts import COMPLETE, filled, pdf
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db


def test_a_draft_has_a_reference_that_nobody_guesses_and_a_row_in_the_journal(world: World) -> None:
    one = services.start(world.actor("epci_a"), world.calls["open"], now=NOW)
    assert re.fullmatch(r"D-[2-9A-HJ-NP-Z]{8}", one.reference)
    assert (one.state, one.organisation.slug, one.revision.number) == ("draft", "epci-a", 1)
    entry = Entry.objects.get(act="dossiers.started")
    assert (entry.object_type, entry.object_reference) == ("dossier", one.reference)


def test_an_organisation_may_have_several_drafts_up_to_a_limit(world: World) -> None:
    actor, call = world.actor("epci_a"), world.calls["open"]
    have = Dossier.objects.filter(call=call, organisation_id=actor.organisation_id).count()
    for _ in range(MOST_DRAFTS - have):
        services.start(actor, call, now=NOW)
    with pytest.raises(TooManyDrafts):
        services.start(actor, call, now=NOW)
    services.start(world.actor("epci_b"), call, now=NOW)


@pytest.mark.parametrize(
    "persona", ["epci_a_reader", "prefecture_1", "national", "cnam", "investor", "parliament"]
)
def test_who_does_not_apply_cannot_start(world: World, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        services.start(world.actor(persona), world.calls["open"], now=NOW)


@pytest.mark.parametrize("name", ["draft", "closed"])
def test_a_call_that_is_not_open_takes_no_draft(world: World, name: str) -> None:
    with pytest.raises(CallNotOpen):
        services.start(world.actor("epci_a"), world.calls[name], now=NOW)


def test_the_closing_moment_is_the_first_that_is_too_late(world: World) -> None:
    call = world.calls["open"]
    with pytest.raises(CallNotOpen):
        services.start(world.actor("epci_a"), call, now=call.closes_at)


def test_a_kind_that_the_measure_does_not_admit_is_told_which_are(world: World) -> None:
    Call.objects.filter(pk=world.calls["open"].pk).update(measure_id="vte")
    with pytest.raises(ApplicantNotAdmitted) as caught:
        services.start(world.actor("epci_a"), world.calls["open"], now=NOW)
    assert "entreprise" in caught.value.message("fr")


def test_unknown_kinds_keep_nobody_out(world: World) -> None:
    assert services.start(world.actor("commune_c"), world.calls["training"], now=NOW).pk


def test_an_earlier_dossier_gives_its_answers_items_and_files(world: World) -> None:
    earlier, actor = filled(world), world.actor("epci_a")
    kept = services.attach(actor, earlier, "pieces", "plan.pdf", io.BytesIO(pdf()), NOW)
    services.file(actor, earlier, NOW)
    one = services.start(actor, world.calls["open"], copied_from=earlier, now=NOW + DAY)
    assert (one.title, one.region_code, one.copied_from) == (COMPLETE["site_nom"], "28", earlier)
    copied = dict(one.answers.values_list("path", "value"))
    assert copied == earlier.filings.get().answers
    assert {row.version for row in one.answers.all()} == {1}
    assert one.attachments.get().digest == kept.digest
    content = Entry.objects.filter(act="dossiers.started").latest("number").content.value
    assert (content["copied_from"], content["files_copied"]) == (earlier.reference, 1)
    services.file(actor, one, NOW + DAY)


def test_only_fields_that_mean_the_same_are_copied_into_another_form(world: World) -> None:
    earlier = filled(world)
    one = services.start(
        world.actor("epci_a"), world.calls["training"], copied_from=earlier, now=NOW
    )
    assert set(one.answers.values_list("path", flat=True)) == set()


def test_a_neighbours_dossier_is_not_copied(world: World) -> None:
    earlier = filled(world)
    with pytest.raises(NothingToCopy):
        services.start(world.actor("epci_b"), world.calls["open"], copied_from=earlier, now=NOW)
    assert Dossier.objects.filter(organisation=world.organisations["epci-b"]).count() == 2
