"""Acts on calls: who may, what is frozen, what applicants are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rebond.programme import load_programme, thaw_programme
from rebond.programme.call_choices import ChoicesInvalid
from rebond.web.calls import queries, services
from rebond.web.calls.errors import (
    BadReference,
    BadTitle,
    DateRefused,
    DraftExists,
    MovedMeanwhile,
    NoDraft,
    NoSuchMeasure,
    NotReady,
    ReasonMissing,
    SettingsInvalid,
    TooLate,
)
from rebond.web.calls.models import Call, DateMove
from rebond.web.calls.moments import moment_text
from rebond.web.calls.settings import settings_of
from rebond.web.committee.models import Review
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction.models import Shortlist
from rebond.web.journal.models import Content, Entry
from rebond.web.notices.models import Notice
from tests.web.deliberations.scenes import decide
from tests.web.world import DAY, NOW, World, make_world

pytestmark = pytest.mark.django_db
PACK, SITE, TRAINING = "pack_rebond_2020", "site_cle_en_main", "formation"
TITLES = {"fr": "Appel d’essai", "en": "Trial call"}
WHY = "Les services demandent un mois de plus."
FICTITIOUS = Path(__file__).parents[2] / "programmes" / "iles_de_brume_2031"
CHOICES = {
    "gates": {
        "surface_minimale": {
            "eliminates": True,
            "threshold": {"value": 30, "valid_from": "2031-06-01"},
        }
    },
    "selection": {"k": 20, "covered_regions_min": 5},
}


@pytest.fixture
def world() -> World:
    return make_world(NOW)


def prepared(world: World, persona: str = "national", measure: str = SITE, **given: Any) -> Call:
    given = {"reference": "site-2031-9", "titles": TITLES, "now": NOW, **given}
    return services.prepare(world.actor(persona), PACK, measure, **given)


def published(world: World) -> Call:
    call = prepared(world)
    actor = world.actor("national")
    services.save_choices(actor, call, CHOICES, {}, NOW)
    dates = {"opens": NOW + DAY, "closes": NOW + 30 * DAY, "results": NOW + 90 * DAY}
    services.set_dates(actor, call, dates, "Calendrier de départ.", NOW)
    services.publish(actor, call, "", NOW)
    return Call.objects.get(pk=call.pk)


def last_content() -> Any:
    return Content.objects.order_by("-pk").first().value


def test_a_call_is_prepared_with_the_policy_and_one_row_in_the_journal(world: World) -> None:
    before = Entry.objects.count()
    call = prepared(world)
    assert call.stage(NOW) == Call.Stage.DRAFT
    assert call.is_fictitious
    revision = call.revisions.get()
    assert revision.published_at is None
    assert revision.policy_digest == load_programme(PACK).digest
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.order_by("-number").first()
    assert (entry.act, entry.object_type, entry.object_reference) == (
        "calls.prepared",
        "call",
        "site-2031-9",
    )


@pytest.mark.parametrize(
    "persona", ["cnam", "epci_a", "prefecture_1", "dreal_1", "member", "investor", "parliament"]
)
def test_those_who_do_not_run_the_measure_prepare_nothing(world: World, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        prepared(world, persona)
    assert Entry.objects.count() == 0


def test_an_operator_runs_its_own_measure_and_its_own_calls_only(world: World) -> None:
    call = prepared(world, "cnam", TRAINING, reference="cnam-2031")
    assert call.manager.slug == "cnam"
    actor = world.actor("cnam")
    later = NOW + 40 * DAY
    with pytest.raises(PermissionDenied):
        services.move_date(actor, world.calls["open"], "closes", later, WHY, NOW)
    services.move_date(world.actor("national"), call, "closes", later, WHY, NOW)


@pytest.mark.parametrize(
    "reference", ["", "ab", "Site-1", "a" * 25, "-abc", "abc-", "a b c", "x/../y", "é-2031"]
)
def test_a_reference_that_cannot_stand_in_an_address_is_refused(
    world: World, reference: str
) -> None:
    with pytest.raises(BadReference):
        prepared(world, reference=reference)


def test_a_taken_reference_a_blank_title_and_an_unknown_measure_are_refused(world: World) -> None:
    with pytest.raises(BadReference):
        prepared(world, reference="essai-open")
    with pytest.raises(BadTitle):
        prepared(world, titles={"fr": "Titre", "en": "  "})
    for measure in ("nope", "../x", ""):
        with pytest.raises(NoSuchMeasure):
            prepared(world, measure=measure)
    with pytest.raises(NoSuchMeasure):
        services.prepare(
            world.actor("national"), "../etc", SITE, reference="abc", titles=TITLES, now=NOW
        )


def test_saved_choices_make_the_policy_again_from_its_base(world: World) -> None:
    call, actor = prepared(world), world.actor("national")
    one = services.save_choices(actor, call, CHOICES, {"opinion_days": 45}, NOW)
    assert thaw_programme(one.policy.encode()).digest == one.policy_digest
    assert settings_of(one).k == 20
    assert settings_of(one).opinion_days == 45
    two = services.save_choices(actor, call, {}, {}, NOW)
    assert two.policy_digest == load_programme(PACK).digest
    assert settings_of(two).k == 78
    assert last_content()["policy_digest"] == two.policy_digest


def test_refused_choices_change_nothing(world: World) -> None:
    call, actor = prepared(world), world.actor("national")
    before = Entry.objects.count()
    with pytest.raises(ChoicesInvalid):
        services.save_choices(actor, call, {"applicants": {"types": ["epci"]}}, {}, NOW)
    with pytest.raises(SettingsInvalid) as caught:
        services.save_choices(actor, call, {}, {"opinion_days": 0, "nope": 1, "draws": "x"}, NOW)
    assert [name for name, _text in caught.value.problems] == ["nope", "opinion_days", "draws"]
    assert Entry.objects.count() == before


def test_a_call_without_dates_or_with_a_past_closing_is_not_published(world: World) -> None:
    call, actor = prepared(world), world.actor("national")
    with pytest.raises(NotReady) as caught:
        services.publish(actor, call, "", NOW)
    assert len(caught.value.missing) == 2
    dates = {"opens": NOW - 5 * DAY, "closes": NOW - DAY}
    services.set_dates(actor, call, dates, "Calendrier de départ.", NOW)
    with pytest.raises(NotReady):
        services.publish(actor, call, "", NOW)


def test_publication_freezes_policy_settings_and_days_and_tells_their_digests(
    world: World,
) -> None:
    call = published(world)
    revision = call.revision
    assert revision.programme.digest == revision.policy_digest
    content = last_content()
    assert content["policy_digest"] == revision.policy_digest
    assert content["settings_digest"].startswith("sha256:")
    days = {one.kind: one.day for one in revision.measure.calendar if "APPEL" in one.sources}
    assert days["opens"] == date(2031, 6, 3)
    assert call.stage(NOW) == Call.Stage.ANNOUNCED
    with pytest.raises(NoDraft):
        services.publish(world.actor("national"), call, "", NOW)
    with pytest.raises(NoDraft):
        services.save_choices(world.actor("national"), call, {}, {}, NOW)


def test_a_new_revision_wants_a_reason_and_never_changes_a_filed_dossier(world: World) -> None:
    call, actor = published(world), world.actor("national")
    first = call.revision
    filed = Dossier.objects.create(
        reference="D-ESSAI",
        call=call,
        revision=first,
        organisation=world.organisations["epci-a"],
        state=Dossier.State.FILED,
        created_at=NOW,
        saved_at=NOW,
        filed_at=NOW,
    )
    with pytest.raises(ReasonMissing):
        services.new_revision(actor, call, "court", NOW)
    draft = services.new_revision(actor, call, WHY, NOW)
    with pytest.raises(DraftExists):
        services.new_revision(actor, call, WHY, NOW)
    services.save_choices(actor, call, {"selection": {"k": 5, "covered_regions_min": 0}}, {}, NOW)
    Notice.objects.all().delete()
    services.publish(actor, call, WHY, NOW + DAY)
    call = Call.objects.get(pk=call.pk)
    assert call.revision.number == draft.number == 2
    assert call.revision.measure.selection.k == 5
    filed = Dossier.objects.get(pk=filed.pk)
    assert filed.revision_id == first.pk
    assert filed.revision.policy_digest == first.policy_digest
    assert filed.revision.measure.selection.k == 20
    told = set(Notice.objects.filter(kind="calls.revised").values_list("user_id", flat=True))
    ours = {"epci_a", "epci_a_second", "epci_a_reader", "epci_a_admin"}
    assert told == {world.users[name].pk for name in ours}


def test_no_revision_after_the_closing(world: World) -> None:
    with pytest.raises(TooLate):
        services.new_revision(world.actor("national"), world.calls["closed"], WHY, NOW)


def test_a_moved_date_leaves_its_reason_a_row_and_a_notice(world: World) -> None:
    call, actor = world.calls["open"], world.actor("national")
    before, after = call.closes_at, call.closes_at + 30 * DAY
    move = services.move_date(actor, call, "closes", after, WHY, NOW)
    assert (move.before, move.after, move.reason) == (before, after, WHY)
    assert Call.objects.get(pk=call.pk).closes_at == after
    assert last_content()["moves"][0]["was_past"] is False
    told = Notice.objects.filter(kind="calls.date_moved")
    assert {one.user_id for one in told} == {
        world.users[name].pk
        for name in ("epci_a", "epci_a_second", "epci_a_reader", "epci_a_admin", "epci_b")
    }
    assert told[0].facts["after_fr"] == moment_text(after).fr
    assert told[0].address == "/appels/essai-open/"


def test_a_reason_of_a_few_letters_moves_nothing(world: World) -> None:
    call = world.calls["open"]
    for reason in ("", "   ", "retard", "x" * 3000):
        with pytest.raises(ReasonMissing):
            services.move_date(
                world.actor("national"), call, "closes", call.closes_at + DAY, reason, NOW
            )
    assert DateMove.objects.count() == 0


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("opens", 1),  # already open
        ("closes", 10),  # brought forward while drafts exist
        ("closes", 101),  # after the results
        ("results", 5),  # before the closing
        ("committee", -1),  # in the past
        ("nope", 5),
    ],
)
def test_a_date_that_would_wrong_applicants_is_refused(world: World, date: str, days: int) -> None:
    call = world.calls["open"]
    with pytest.raises(DateRefused):
        services.move_date(world.actor("national"), call, date, NOW + days * DAY, WHY, NOW)
    assert Entry.objects.count() == 0


def test_the_closing_may_be_brought_forward_when_nobody_counts_on_it(world: World) -> None:
    call = world.calls["training"]
    services.move_date(world.actor("cnam"), call, "closes", NOW + 10 * DAY, WHY, NOW)
    assert Call.objects.get(pk=call.pk).closes_at == NOW + 10 * DAY


def test_a_past_closing_may_be_put_off_and_the_journal_says_so(world: World) -> None:
    call = world.calls["closed"]
    Shortlist.objects.filter(call=call).update(sent_at=None, sent_by=None)
    services.move_date(world.actor("national"), call, "closes", NOW + 5 * DAY, WHY, NOW)
    assert last_content()["moves"][0]["was_past"] is True
    assert Call.objects.get(pk=call.pk).stage(NOW) == Call.Stage.OPEN
    Call.objects.filter(pk=call.pk).update(deliberated_at=NOW)
    with pytest.raises(DateRefused):
        services.move_date(
            world.actor("national"),
            Call.objects.get(pk=call.pk),
            "closes",
            NOW + 6 * DAY,
            WHY,
            NOW,
        )


@pytest.mark.parametrize("what", ["list", "review", "proposal"])
def test_a_call_does_not_open_again_once_its_dossiers_are_examined(world: World, what: str) -> None:
    call, dossier = world.calls["closed"], world.dossiers["a_filed"]
    if what == "list":
        region = dossier.region_code
        Shortlist.objects.filter(call=call, region_code=region).delete()
        Shortlist.objects.create(
            call=call,
            region_code=region,
            organisation=world.organisations["prefecture-1"],
            sent_at=NOW,
            sent_by=world.memberships["prefecture_1"],
        )
    elif what == "review":
        Review.objects.create(
            dossier=dossier,
            seat=world.seats["national"],
            comment="Bien.",
            saved_at=NOW,
            submitted_at=NOW,
        )
    else:
        decide(world, dossier, is_confirmed=False)
    with pytest.raises(DateRefused):
        services.move_date(world.actor("national"), call, "closes", NOW + 5 * DAY, WHY, NOW)
    assert Call.objects.get(pk=call.pk).stage(NOW) == Call.Stage.CLOSED


def test_of_two_who_move_the_same_date_the_second_is_told(world: World) -> None:
    one = Call.objects.get(pk=world.calls["open"].pk)
    other = Call.objects.get(pk=one.pk)
    services.move_date(world.actor("national"), one, "closes", one.closes_at + DAY, WHY, NOW)
    with pytest.raises(MovedMeanwhile) as caught:
        services.move_date(
            world.actor("national_second"), other, "closes", other.closes_at + 2 * DAY, WHY, NOW
        )
    assert "equipe-nationale" in caught.value.message("fr")
    assert DateMove.objects.count() == 1


def test_a_cancelled_call_no_longer_changes(world: World) -> None:
    call, actor = world.calls["open"], world.actor("national")
    services.cancel(actor, call, "La mesure est abandonnée.", NOW)
    call = Call.objects.get(pk=call.pk)
    assert call.stage(NOW) == Call.Stage.CANCELLED
    assert Notice.objects.filter(kind="calls.cancelled").count() == 5
    for act in (
        lambda: services.cancel(actor, call, "La mesure est abandonnée.", NOW),
        lambda: services.move_date(actor, call, "closes", NOW + 50 * DAY, WHY, NOW),
        lambda: services.new_revision(actor, call, WHY, NOW),
    ):
        with pytest.raises(TooLate):
            act()


def test_a_reader_of_the_national_team_changes_nothing(world: World) -> None:
    world.memberships["national"].role = "reader"
    with pytest.raises(PermissionDenied):
        services.move_date(
            world.actor("national"), world.calls["open"], "closes", NOW + 50 * DAY, WHY, NOW
        )


def test_another_policy_runs_a_call_too(world: World) -> None:
    policy = load_programme(FICTITIOUS)
    call = prepared(world, measure="hangar_partage", policy=policy, reference="brume-1")
    actor = world.actor("national")
    chosen = {"selection": {"k": 2, "covered_regions_min": 1}}
    services.save_choices(actor, call, chosen, {"has_regional_stage": False}, NOW)
    dates = {"opens": NOW + DAY, "closes": NOW + 9 * DAY}
    services.set_dates(actor, call, dates, "Calendrier de départ.", NOW)
    revision = services.publish(actor, call, "", NOW)
    assert revision.measure.selection.k == 2
    assert call.is_fictitious
    assert settings_of(revision).has_regional_stage is False


def test_who_sees_which_calls(world: World) -> None:
    def references(persona: str | None) -> set[str]:
        actor = world.actor(persona) if persona else None
        return set(queries.visible(actor, NOW).values_list("reference", flat=True))

    public = {"essai-open", "essai-closed", "essai-training"}
    assert references(None) == references("epci_a") == references("cnam") == public
    assert references("national") == public | {"essai-draft"}
    mine = queries.managed(world.actor("cnam"))
    assert {one.reference for one in mine} == {"essai-training"}
