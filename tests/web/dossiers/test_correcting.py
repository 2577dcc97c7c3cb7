from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.calls.models import Call
from rebond.web.committee import candidates
from rebond.web.committee.models import Declaration
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers import queries, services
from rebond.web.dossiers.errors import (
    BadCorrection,
    CallNotOpen,
    CorrectionLapsed,
    DeliberationBegun,
    NotEditable,
    NotFiled,
    PlacesMissing,
    ReasonMissing,
)
from rebond.web.dossiers.models import CorrectionRequest, Dossier, SetAside
from rebond.web.instruction.models import Instruction
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from rebond.web.territories.places import atlas
from tests.web.deliberations.scenes import decide
from tests.web.dossiers.drafts import filled, pdf
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db

DUE = NOW + 10 * DAY
SENTENCE = "La surface ne correspond pas au plan."


def asked(world: World, *fields: str) -> Dossier:
    one = filled(world)
    services.file(world.actor("epci_a"), one, NOW)
    services.ask_correction(
        world.actor("prefecture_1"), one, fields or ("surface_brute_ha",), SENTENCE, DUE, NOW
    )
    one.refresh_from_db()
    return one


def test_only_the_fields_asked_for_can_be_changed_then_filed_again(world: World) -> None:
    one, actor = asked(world), world.actor("epci_a")
    assert one.state == "correction"
    assert queries.editable_fields(one) == {"surface_brute_ha"}
    with pytest.raises(NotEditable):
        services.save_answer(actor, one, "site_nom", "Autre nom", 1, NOW + DAY)
    services.save_answer(actor, one, "surface_brute_ha", "58", 1, NOW + DAY)
    again = services.file(actor, one, NOW + DAY)
    one.refresh_from_db()
    assert (one.state, one.filed_at, again.number) == ("filed", NOW, 2)
    values = [filing.answers["surface_brute_ha"] for filing in one.filings.order_by("number")]
    assert values == ["60.50", "58.00"]
    assert CorrectionRequest.objects.get().answered_at == NOW + DAY
    assert Notice.objects.filter(kind="dossiers.filed_again").exists()
    assert Instruction.objects.filter(dossier=one).count() == 1


def test_a_list_asked_for_opens_with_its_items(world: World) -> None:
    one, actor = asked(world, "acces"), world.actor("epci_a")
    item = services.add_item(actor, one, "acces", NOW + DAY)
    services.save_answer(actor, one, f"{item}.acces_nom", "Gare", 0, NOW + DAY)
    with pytest.raises(NotEditable):
        services.add_item(actor, one, "reseaux", NOW + DAY)


def test_files_open_like_answers(world: World) -> None:
    one, actor = asked(world, "pieces"), world.actor("epci_a")
    services.attach(actor, one, "pieces", "plan.pdf", io.BytesIO(pdf()), NOW + DAY)
    other = asked(world)
    with pytest.raises(NotEditable):
        services.attach(actor, other, "pieces", "plan.pdf", io.BytesIO(pdf()), NOW + DAY)


@pytest.mark.parametrize(
    "persona", ["prefecture_2", "dreal_1", "epci_a", "member", "cnam", "parliament"]
)
def test_only_who_examines_or_manages_asks(world: World, persona: str) -> None:
    one = world.dossiers["a_filed"]
    with pytest.raises(PermissionDenied):
        services.ask_correction(world.actor(persona), one, ["site_nom"], SENTENCE, DUE, NOW)


def test_the_manager_of_the_call_may_ask(world: World) -> None:
    services.ask_correction(
        world.actor("national"), world.dossiers["a_filed"], ["site_nom"], SENTENCE, DUE, NOW
    )


def test_a_request_names_fields_a_reason_and_a_day_to_come(world: World) -> None:
    one, actor = world.dossiers["a_filed"], world.actor("prefecture_1")
    for fields, sentence, due, error in (
        ([], SENTENCE, DUE, BadCorrection),
        (["inconnu"], SENTENCE, DUE, BadCorrection),
        (["site_nom"], " ", DUE, ReasonMissing),
        (["site_nom"], SENTENCE, NOW, BadCorrection),
    ):
        with pytest.raises(error):
            services.ask_correction(actor, one, fields, sentence, due, NOW)
    assert not CorrectionRequest.objects.exists()


def test_a_draft_and_a_correction_under_way_are_not_asked_again(world: World) -> None:
    actor = world.actor("national")
    for one in (world.dossiers["a_draft"], asked(world)):
        with pytest.raises(NotFiled):
            services.ask_correction(actor, one, ["site_nom"], SENTENCE, DUE, NOW)


def test_a_correction_not_filed_in_time_lapses_and_its_words_are_kept_aside(world: World) -> None:
    one, actor = asked(world), world.actor("epci_a")
    services.save_answer(actor, one, "surface_brute_ha", "12", 1, NOW + DAY)
    with pytest.raises(CorrectionLapsed):
        services.file(actor, one, DUE)
    assert services.lapse_corrections(DUE - DAY) == 0
    assert services.lapse_corrections(DUE) == 1
    assert services.lapse_corrections(DUE) == 0
    one.refresh_from_db()
    assert one.state == "filed"
    assert queries.last_filing(one).number == 1
    assert queries.answers_of(one)["surface_brute_ha"] == "60.50"
    assert SetAside.objects.get(path="surface_brute_ha").value == "12.00"
    assert Entry.objects.get(act="dossiers.correction_lapsed").actor is None


def test_a_second_request_starts_from_what_was_filed(world: World) -> None:
    one, actor = asked(world, "pieces"), world.actor("epci_a")
    added = services.attach(actor, one, "pieces", "plan.pdf", io.BytesIO(pdf()), NOW + DAY)
    services.lapse_corrections(DUE)
    services.ask_correction(
        world.actor("prefecture_1"), one, ["site_nom"], SENTENCE, DUE + 9 * DAY, DUE
    )
    services.save_answer(actor, one, "site_nom", "Corrigé", 1, DUE)
    filing = services.file(actor, one, DUE)
    assert filing.files == []
    added.refresh_from_db()
    assert added.removed_at == DUE


def test_places_are_corrected_by_the_national_team_with_a_reason(world: World) -> None:
    one = filled(world)
    services.file(world.actor("epci_a"), one, NOW)
    filing = queries.last_filing(one)
    for persona in ("prefecture_1", "cnam", "epci_a"):
        with pytest.raises(PermissionDenied):
            services.correct_places(world.actor(persona), one, ["62498"], "Erreur.", NOW)
    actor = world.actor("national")
    with pytest.raises(ReasonMissing):
        services.correct_places(actor, one, ["62498"], "", NOW)
    with pytest.raises(PlacesMissing):
        services.correct_places(actor, one, [" "], "Erreur.", NOW)
    services.correct_places(actor, one, ["62498"], "Code saisi à la place d’un autre.", NOW)
    one.refresh_from_db()
    assert (one.commune_code, one.region_code) == ("62498", "32")
    assert Instruction.objects.get(dossier=one).organisation.slug == "prefecture-2"
    assert queries.last_filing(one).answers == filing.answers
    content = Entry.objects.get(act="dossiers.places_corrected").content.value
    assert (content["before"], content["after"]) == (["14366"], ["62498"])


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_nothing_is_asked_nor_filed_once_a_decision_stands(
    world: World, *, is_confirmed: bool
) -> None:
    one, actor = asked(world), world.actor("epci_a")
    services.save_answer(actor, one, "surface_brute_ha", "999", 1, NOW + DAY)
    decision = decide(world, one, at=NOW + DAY, is_confirmed=is_confirmed)
    with pytest.raises(DeliberationBegun):
        services.file(actor, one, NOW + DAY)
    filed = world.dossiers["a_filed"]
    decide(world, filed, is_confirmed=is_confirmed)
    with pytest.raises(DeliberationBegun):
        services.ask_correction(
            world.actor("prefecture_1"), filed, ["site_nom"], SENTENCE, DUE, NOW + DAY
        )
    if not is_confirmed:
        Decision.objects.filter(pk=decision.pk).update(cancelled_at=NOW + DAY)
        assert services.file(actor, one, NOW + DAY).number == 2


@pytest.mark.parametrize("ends", [{"cancelled_at": NOW}, {"deliberated_at": NOW}])
def test_nothing_is_filed_in_a_call_that_is_over(world: World, ends: dict[str, Any]) -> None:
    one = asked(world)
    Call.objects.filter(pk=one.call_id).update(**ends)
    with pytest.raises((CallNotOpen, DeliberationBegun)):
        services.file(world.actor("epci_a"), one, NOW + DAY)
    assert one.filings.count() == 1


def test_a_decision_ends_the_correction_under_way_and_the_last_filing_stands(world: World) -> None:
    one, actor = asked(world), world.actor("epci_a")
    services.save_answer(actor, one, "surface_brute_ha", "999", 1, NOW + DAY)
    services.end_correction(one, NOW + DAY)
    services.end_correction(one, NOW + DAY)
    assert (one.state, Dossier.objects.get(pk=one.pk).state) == ("filed", "filed")
    assert queries.answers_of(one)["surface_brute_ha"] == "60.50"
    assert CorrectionRequest.objects.get().answered_at == NOW + DAY
    assert Entry.objects.filter(act="dossiers.correction_ended").count() == 1
    assert Notice.objects.filter(kind="dossiers.correction_ended").exists()
    assert services.lapse_corrections(DUE) == 0


def test_the_time_given_ends_before_the_committee_and_the_results(world: World) -> None:
    one, actor = world.dossiers["a_filed"], world.actor("prefecture_1")
    results = one.call.results_at
    with pytest.raises(BadCorrection):
        services.ask_correction(actor, one, ["site_nom"], SENTENCE, results + DAY, NOW)
    Call.objects.filter(pk=one.call_id).update(committee_at=NOW + 5 * DAY)
    with pytest.raises(BadCorrection):
        services.ask_correction(actor, one, ["site_nom"], SENTENCE, NOW + 6 * DAY, NOW)
    services.ask_correction(actor, one, ["site_nom"], SENTENCE, NOW + 5 * DAY, NOW)


def test_a_dossier_under_correction_stands_as_filed_until_it_is_filed_again(world: World) -> None:
    one, actor = asked(world, "site_nom", "site_communes"), world.actor("epci_a")
    services.save_answer(actor, one, "site_nom", "Titre non déposé", 1, NOW + DAY)
    services.save_answer(actor, one, "site_communes", "62498", 1, NOW + DAY)
    was = ("Site fictif des Peupliers", "14366", "28")

    def stands() -> tuple[str, str, str]:
        one.refresh_from_db()
        return one.title, one.commune_code, one.region_code

    assert stands() == was
    field = candidates.rows([one], {one.pk: one.filings.get()}, one.revision.measure, atlas())
    assert field.rows[0]["insee"] == "14366"
    # A row that an earlier version moved is put back with the rest.
    Dossier.objects.filter(pk=one.pk).update(title="Autre", commune_code="62498", region_code="32")
    services.lapse_corrections(DUE)
    assert stands() == was
    assert set(one.places.filter(kind="commune").values_list("code", flat=True)) == {"14366"}


def test_communes_corrected_stand_before_those_filed_until_others_are_filed(world: World) -> None:
    one, actor = filled(world), world.actor("epci_a")
    services.file(actor, one, NOW)
    services.correct_places(world.actor("national"), one, ["62498"], "Erreur de code.", NOW)
    manager = world.actor("national")

    def standing(version: int, path: str, raw: str) -> str:
        services.ask_correction(manager, one, [path], SENTENCE, DUE, NOW)
        services.save_answer(actor, one, path, raw, version, NOW)
        filing = services.file(actor, one, NOW)
        one.refresh_from_db()
        field = candidates.rows([one], {one.pk: filing}, one.revision.measure, atlas())
        assert field.rows[0]["insee"] == one.commune_code
        return one.commune_code

    assert standing(1, "site_nom", "Autre nom") == "62498"
    assert standing(1, "site_communes", "14118") == "14118"


def test_places_are_not_corrected_after_deliberation_nor_by_who_stands_aside(world: World) -> None:
    one, actor = world.dossiers["a_filed"], world.actor("national")
    interest = Declaration.objects.create(
        seat=world.seats["national"],
        dossier=one,
        has_interest=True,
        sentence="Un lien.",
        declared_at=NOW - DAY,
    )
    with pytest.raises(PermissionDenied):
        services.correct_places(actor, one, ["62498"], "Erreur.", NOW)
    interest.delete()
    Call.objects.filter(pk=one.call_id).update(deliberated_at=NOW)
    with pytest.raises(DeliberationBegun):
        services.correct_places(actor, one, ["62498"], "Erreur.", NOW)
