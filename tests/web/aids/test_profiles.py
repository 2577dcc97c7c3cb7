"""A young person's profile: nobody sees it without consent, and it goes at its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rebond.errors import RebondError
from rebond.web.accounts.services import people
from rebond.web.aids import profiles, suggesting
from rebond.web.aids.models import Profile, Recruitment
from rebond.web.aids.profiles import Writing
from rebond.web.journal.models import Content, Entry
from rebond.web.notices.models import Notice
from tests.web import aids_world
from tests.web.world import NOBODY, NOW, YOUNG, World, make_cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAID = Writing(
    skills=("soudage",),
    level="bac2",
    situation="alternance",
    places=("Lisieux", "Calvados [departement:14]", "14366", "62"),
    range_km="50",
    available_from="2031-09-01",
    text="Un texte\r\navec une \x07ligne.",
)


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    return made


def test_a_profile_is_written_shown_by_consent_withdrawn_and_erased(world: World) -> None:
    user = world.users[NOBODY]
    made = profiles.save(user, SAID, now=NOW)
    assert made.places == [["commune", "14366"], ["departement", "14"], ["departement", "62"]]
    assert made.text == "Un texte\navec une ligne."
    assert made not in profiles.shown(NOW)
    assert made.expires_at.isoformat() == "2032-06-02T11:00:00+02:00"
    profiles.consent(user, now=NOW + DAY)
    shown = profiles.shown(NOW + DAY).get(pk=made.pk)
    assert shown.expires_at == made.expires_at + DAY
    assert shown not in profiles.shown(shown.expires_at)
    # Edited, it stays shown: consent is on being shown, and one's own words change.
    profiles.save(user, replace(SAID, text="Autre"), now=NOW + DAY)
    profiles.withdraw_consent(user, now=NOW + 2 * DAY)
    assert not profiles.shown(NOW + 2 * DAY).filter(pk=made.pk).exists()
    profiles.erase(user, now=NOW + 2 * DAY)
    assert not Profile.objects.filter(user=user).exists()
    with pytest.raises(RebondError, match="no profile"):
        profiles.consent(user, now=NOW + 2 * DAY)
    # The journal tells the acts and nobody.
    entries = Entry.objects.filter(object_type="profile", object_reference=made.reference)
    assert entries.count() == 5
    assert set(entries.values_list("actor", "organisation")) == {(None, "")}
    assert all(one == {} for one in Content.objects.values_list("value", flat=True))


UNFIT: list[tuple[Any, ...]] = [
    ({"skills": ("vol_de_nuit",)}, "skills"),
    ({"level": "bac9"}, "level"),
    ({"situation": "x"}, "situation"),
    ({"places": ("Nulle-Part-sur-Rien",)}, "places"),
    ({"places": ("region:28",)}, "places"),
    ({"places": ("x" * 300,)}, "places"),
    ({"places": ("14",) * 6}, "places"),
    ({"range_km": "-1"}, "range_km"),
    ({"range_km": "1001"}, "range_km"),
    ({"range_km": "٣"}, "range_km"),
    ({"available_from": "demain"}, "available_from"),
    ({"graduated_on": "2090-01-01"}, "graduated_on"),
    ({"text": "ô" * 2001}, "text"),
]


def test_what_cannot_be_is_refused_and_the_profile_stays(world: World) -> None:
    for changed, field in UNFIT:
        with pytest.raises(RebondError) as refused:
            profiles.save(world.users[YOUNG], replace(SAID, **changed), now=NOW)
        assert refused.value.field == field  # type: ignore[attr-defined]
        assert world.profiles["young"] == Profile.objects.get()
        assert Profile.objects.get().skills == ["automatisme", "conception_cao"]


def test_an_expired_profile_is_announced_then_erased_by_the_worker(
    world: World, settings: Any
) -> None:
    made = world.profiles["young"]
    profiles.run(made.expires_at - 31 * DAY)
    assert not Notice.objects.exists()
    for _twice in range(2):
        profiles.run(made.expires_at - 29 * DAY)
    assert [one.kind for one in Notice.objects.all()] == ["aids.profile_expires"]
    profiles.run(made.expires_at)
    assert not Profile.objects.exists()
    assert Notice.objects.filter(kind="aids.profile_expired").count() == 1
    assert Entry.objects.filter(act="aids.profile_erased").count() == 1
    settings.PROFILE_MONTHS = 1
    assert profiles.save(world.users[YOUNG], SAID, now=NOW).expires_at == NOW + 30 * DAY


def test_a_firm_is_shown_consenting_profiles_that_it_has_not_met(world: World) -> None:
    offer = world.offers["open"]
    found = suggesting.profiles_for(offer, NOW)
    ((profile, match),) = found.rows
    assert (profile.reference, match.shared, match.missing) == (
        "J-FICTIF",
        ("automatisme",),
        ("maintenance_industrielle",),
    )
    assert suggesting.profiles_for(world.offers["proposed"], NOW).rows == ()
    profiles.withdraw_consent(world.users[YOUNG], now=NOW)
    assert suggesting.profiles_for(offer, NOW).compared == 0


def test_two_questions_whatever_the_number_of_profiles(
    world: World, django_assert_num_queries: Any
) -> None:
    suggesting.profiles_for(world.offers["open"], NOW)
    with django_assert_num_queries(2):
        suggesting.profiles_for(world.offers["open"], NOW)
    for persona in ("epci_a", "epci_b", "cnam", "member", NOBODY):
        profiles.save(world.users[persona], SAID, now=NOW)
        profiles.consent(world.users[persona], now=NOW)
    with django_assert_num_queries(2):
        assert suggesting.profiles_for(world.offers["open"], NOW).compared == 6


def test_an_erased_person_leaves_no_profile_and_no_proposal_and_reads_it_all_before(
    world: World,
) -> None:
    user = world.users[YOUNG]
    held = people.export_my_data(user, now=NOW)["aids"]
    assert held["profile"]["skills"] == ["automatisme", "conception_cao"]
    assert len(held["recruitments"]) == 4
    people.erase_person(user, by=None, now=NOW)
    assert not Profile.objects.exists()
    states = dict(Recruitment.objects.values_list("reference", "state"))
    assert states == {
        "R-PROPOSE": "declined",
        "R-REPONDU": "declined",
        "R-SIGNE": "declined",
        "R-LABELLISE": "labelled",
    }
    assert Recruitment.objects.exclude(state="labelled").exclude(person_key="").count() == 0
