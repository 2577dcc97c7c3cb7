from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rebond.programme.answers import AnswerFault
from rebond.web.calls.models import Revision
from rebond.web.dossiers import services
from rebond.web.dossiers.errors import (
    AlreadyFiled,
    CallNotOpen,
    DeliberationBegun,
    Incomplete,
    Ineligible,
    NotEditable,
    ReasonMissing,
    RevisionChanged,
    TooLate,
)
from rebond.web.dossiers.filings import digest_of
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.instruction.models import Instruction
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.dossiers.drafts import COMPLETE, filled
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db


def test_a_complete_draft_is_filed_frozen_journalled_and_examined(world: World) -> None:
    draft = filled(world)
    filing = services.file(world.actor("epci_a"), draft, NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.filed_at, draft.title) == ("filed", NOW, COMPLETE["site_nom"])
    assert filing.number == 1
    assert filing.answers["surface_brute_ha"] == "60.50"
    assert filing.answers["site_communes"] == ["14366"]
    assert filing.digest == digest_of(Filing.objects.get(pk=filing.pk))
    entry = Entry.objects.get(act="dossiers.filed")
    assert entry.object_reference == draft.reference
    assert entry.content.value["digest"] == filing.digest
    assert COMPLETE["porteur_contact"] not in str(entry.content.value)
    assert Instruction.objects.get(dossier=draft).organisation.slug == "prefecture-1"
    told = set(Notice.objects.filter(kind="dossiers.filed").values_list("user__email", flat=True))
    assert "epci_a_second@exemple.invalid" in told
    assert "epci_b@exemple.invalid" not in told


def test_everything_missing_is_said_at_once_and_nothing_changes(world: World) -> None:
    draft = services.start(world.actor("epci_a"), world.calls["open"], now=NOW)
    with pytest.raises(Incomplete) as caught:
        services.file(world.actor("epci_a"), draft, NOW)
    missing = {one.path for one in caught.value.problems}
    assert {*COMPLETE, "acces"} - {"usage_precisions"} == missing
    assert {one.fault for one in caught.value.problems} == {AnswerFault.MISSING}
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert not Entry.objects.filter(act="dossiers.filed").exists()
    assert "Nom du site" in caught.value.message("fr") or "site" in caught.value.message("fr")


def test_hidden_and_blank_answers_are_not_filed(world: World) -> None:
    draft = filled(world, usage_precisions="Ancienne usine", surface_libre_ha="12")
    actor = world.actor("epci_a")
    services.save_answer(actor, draft, "surface_libre_ha", "", 1, NOW)
    filing = services.file(actor, draft, NOW)
    assert "usage_precisions" not in filing.answers
    assert "surface_libre_ha" not in filing.answers


def test_a_reader_and_a_neighbour_cannot_file(world: World) -> None:
    draft = filled(world)
    for persona in ("epci_a_reader", "epci_b", "prefecture_1", "national"):
        with pytest.raises(PermissionDenied):
            services.file(world.actor(persona), draft, NOW)


def test_the_second_to_file_is_told_who_filed(world: World) -> None:
    draft = filled(world)
    services.file(world.actor("epci_a"), draft, NOW)
    with pytest.raises(AlreadyFiled) as caught:
        services.file(world.actor("epci_a_second"), draft, NOW + timedelta(minutes=1))
    assert "epci-a" in caught.value.message("fr")
    assert draft.filings.count() == 1


def refused_gate(world: World) -> None:
    """Make one gate of the open call eliminate, as the choices of a call do."""
    call = world.calls["open"]
    revision = call.revisions.get()
    policy = json.loads(revision.policy)
    measure = next(m for m in policy["measures"] if m["id"] == "site_cle_en_main")
    gate = next(g for g in measure["gates"] if g["id"] == "maitrise_fonciere")
    gate["eliminates"] = True
    Revision.objects.create(
        call=call,
        number=2,
        policy=json.dumps(policy, ensure_ascii=False),
        policy_digest="sha256:" + "1" * 64,
        settings={},
        created_at=NOW,
        published_at=NOW,
    )
    call.__dict__.pop("revision", None)


def test_an_ineligible_dossier_is_filed_only_knowingly(world: World) -> None:
    refused_gate(world)
    draft = filled(world, foncier_maitrise="non")
    actor = world.actor("epci_a")
    with pytest.raises(Ineligible) as caught:
        services.file(actor, draft, NOW)
    assert len(caught.value.gates) == 1
    services.file(actor, draft, NOW, confirms_ineligible=True)
    draft.refresh_from_db()
    assert (draft.eligibility, draft.failed_gates) == ("no", ["maitrise_fonciere"])


def test_a_revision_published_later_never_changes_what_was_filed(world: World) -> None:
    draft = filled(world)
    filing = services.file(world.actor("epci_a"), draft, NOW)
    refused_gate(world)
    draft.refresh_from_db()
    assert draft.revision.number == 1
    assert not services.bring_up_to_date(world.actor("epci_a"), draft, NOW)
    assert digest_of(Filing.objects.get(pk=filing.pk)) == filing.digest


def test_a_draft_moves_to_the_new_revision_with_its_answers(world: World) -> None:
    draft = filled(world)
    refused_gate(world)
    assert services.bring_up_to_date(world.actor("epci_a"), draft, NOW)
    draft.refresh_from_db()
    assert draft.revision.number == 2
    assert draft.answers.get(path="site_nom").value == COMPLETE["site_nom"]
    assert not services.bring_up_to_date(world.actor("epci_a"), draft, NOW)


def test_a_draft_of_the_last_day_is_filed_late_as_it_was_saved(world: World) -> None:
    closes = world.calls["open"].closes_at
    draft = filled(world, now=closes - timedelta(hours=1))
    actor, late = world.actor("epci_a"), closes + timedelta(hours=11)
    with pytest.raises(CallNotOpen):
        services.save_answer(actor, draft, "site_nom", "Autre nom", 1, late)
    filing = services.file(actor, draft, late)
    assert filing.is_in_grace
    assert filing.answers["site_nom"] == COMPLETE["site_nom"]


def test_a_draft_of_the_day_before_is_too_late(world: World) -> None:
    closes = world.calls["open"].closes_at
    draft = filled(world, now=closes - timedelta(days=1))
    with pytest.raises(TooLate):
        services.file(world.actor("epci_a"), draft, closes)


def test_a_draft_of_the_last_day_is_too_late_after_the_hours_of_the_rule(world: World) -> None:
    closes = world.calls["open"].closes_at
    draft = filled(world, now=closes - timedelta(hours=1))
    with pytest.raises(TooLate):
        services.file(world.actor("epci_a"), draft, closes + timedelta(hours=12, seconds=1))


def test_a_filed_form_cannot_be_changed(world: World) -> None:
    draft = filled(world)
    actor = world.actor("epci_a")
    services.file(actor, draft, NOW)
    for change in (
        lambda: services.save_answer(actor, draft, "site_nom", "Autre", 1, NOW),
        lambda: services.add_item(actor, draft, "acces", NOW),
    ):
        with pytest.raises(NotEditable):
            change()


def test_a_dossier_is_withdrawn_with_a_reason_and_once(world: World) -> None:
    draft = filled(world)
    actor = world.actor("epci_a")
    services.file(actor, draft, NOW)
    with pytest.raises(ReasonMissing):
        services.withdraw(actor, draft, "  ", NOW)
    services.withdraw(actor, draft, "Le projet est abandonné.", NOW)
    draft.refresh_from_db()
    assert (draft.state, draft.withdrawn_at) == (Dossier.State.WITHDRAWN, NOW)
    assert Entry.objects.get(act="dossiers.withdrawn").content.value["reason"].startswith("Le")
    with pytest.raises(AlreadyFiled):
        services.withdraw(actor, draft, "Encore.", NOW)


def test_a_dossier_is_not_withdrawn_once_deliberated(world: World) -> None:
    call = world.calls["closed"]
    call.deliberated_at = NOW
    call.save()
    with pytest.raises(DeliberationBegun):
        services.withdraw(world.actor("epci_a"), world.dossiers["a_filed"], "Trop tard.", NOW + DAY)


def test_a_draft_is_filed_under_the_revision_in_force_only(world: World) -> None:
    draft, actor = filled(world), world.actor("epci_a")
    refused_gate(world)
    draft = Dossier.objects.get(pk=draft.pk)
    with pytest.raises(RevisionChanged):
        services.file(actor, draft, NOW)
    services.bring_up_to_date(actor, draft, NOW)
    assert services.file(actor, draft, NOW).revision.number == 2


def test_in_grace_a_draft_is_filed_under_the_revision_it_had(world: World) -> None:
    closes = world.calls["open"].closes_at
    draft = filled(world, now=closes - timedelta(hours=1))
    refused_gate(world)
    assert services.file(world.actor("epci_a"), draft, closes).revision.number == 1


def test_a_line_added_by_mistake_is_not_filed_and_blocks_nothing(world: World) -> None:
    draft = filled(world)
    actor = world.actor("epci_a")
    item = services.add_item(actor, draft, "proprietaires", NOW)
    filing = services.file(actor, draft, NOW, confirms_ineligible=True)
    assert not any(path.startswith(item) for path in filing.answers)
