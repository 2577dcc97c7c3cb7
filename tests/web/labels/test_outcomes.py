"""What became of each labelled site: unknown is unknown, corrected facts do not count, private stays private."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from rebond.web.enquiries.models import Enquiry
from rebond.web.labels import services
from rebond.web.labels.asked import asked_of
from rebond.web.labels.coverage import announced_waves, coverage
from rebond.web.labels.models import Label
from rebond.web.labels.outcomes import Outcome, outcomes
from rebond.web.labels.public_views import same_by_chance
from rebond.web.sites import labelled
from rebond.web.sites.models import Consent, Site, SiteEvent
from tests.web.labels.test_services import TITLE, WHY
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
PAGE = "/sites/labellises/"
FILE = "/sites/labellises/labellises.csv"


def happened(world: World, kind: str, on: date, **more: Any) -> SiteEvent:
    given = {"basis": "declared", "recorded_at": NOW, **more}
    return SiteEvent.objects.create(site=world.sites["public"], kind=kind, on=on, **given)


def the_row(on: date = TODAY) -> Outcome:
    return next(one for one in outcomes(on) if one.label.reference == "E-FICTIF")


def rows_of(client: Client, query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(FILE + query).content.decode())))


def test_a_site_of_which_nothing_is_known_says_so(world: World) -> None:
    row = the_row()
    assert (row.stage, row.last, row.jobs.total, row.investment_cents.total) == (
        "",
        None,
        None,
        None,
    )
    assert row.years == 1
    assert row.enquiries is None, "one contact is too few to be told"


def test_what_happened_counts_on_its_day_and_by_what_it_rests_on(world: World) -> None:
    happened(world, "visit", date(2030, 6, 1))
    wrong = happened(world, "in_operation", date(2031, 1, 1), figures={"jobs": 900})
    happened(
        world,
        "in_operation",
        date(2031, 1, 1),
        figures={"jobs": 90, "investment_cents": 1_500_000_000},
        corrects=wrong,
    )
    happened(world, "in_operation", date(2031, 2, 1), basis="checked", figures={"jobs": 10})
    happened(world, "in_operation", date(2031, 3, 1))
    happened(world, "offer", date(2031, 4, 1), is_public=False, figures={"jobs": 5000})
    row = the_row()
    assert (row.stage, row.counts["in_operation"]) == ("in_operation", 3)
    assert (row.jobs.by_basis, row.jobs.unknown) == ({"declared": 90, "checked": 10}, 1)
    assert row.investment_cents.by_basis == {"declared": 1_500_000_000}
    assert "offer" not in row.counts
    earlier = the_row(date(2030, 12, 31))
    assert (earlier.stage, earlier.jobs.total) == ("visit", None)
    for n in range(3):
        happened(world, "closed", date(2031, 5, 1 + n))
    assert the_row().stage == "closed"


def test_contacts_are_counted_from_five_on(world: World) -> None:
    for n in range(4):
        Enquiry.objects.create(
            reference=f"C-{n}",
            token_digest=str(n),
            site=world.sites["public"],
            confidentiality="anonymous",
            created_at=NOW - DAY,
            confirmed_at=NOW - DAY,
        )
    Enquiry.objects.create(
        reference="C-NEVER",
        token_digest="c-never",  # noqa: S106 - of a fictitious enquiry
        site=world.sites["public"],
        confidentiality="open",
        created_at=NOW,
    )
    assert the_row().enquiries == 5
    # Asking for another day tells nothing of the day of a contact.
    assert the_row(date(2031, 5, 1)).enquiries == 5
    Enquiry.objects.filter(site=world.sites["public"]).last().delete()  # type: ignore[union-attr]
    Enquiry.objects.filter(reference="C-0").delete()
    assert the_row().enquiries is None
    Enquiry.objects.all().delete()
    assert the_row().enquiries is None, "none, or a few: both read the same"


def test_a_retraction_that_is_not_public_takes_the_public_fact_away(world: World) -> None:
    opened = happened(world, "in_operation", date(2031, 1, 1), figures={"jobs": 90})
    happened(world, "note", date(2031, 2, 1), corrects=opened, is_public=False)
    assert (the_row().stage, the_row().jobs.total) == ("", None)


def test_private_sites_and_names_without_consent_stay_out_of_page_and_file(
    world: World, client: Client
) -> None:
    actor = world.actor("national")
    services.grant(actor, world.sites["private"], TITLE, TODAY, WHY, NOW)
    services.grant(actor, world.sites["other"], TITLE, TODAY, WHY, NOW)
    Consent.objects.filter(site=world.sites["other"]).update(groups=["areas"])
    for content in (client.get(PAGE).content.decode(), client.get(FILE).content.decode()):
        assert "Parc fictif public" in content
        assert "Parc fictif private" not in content
        assert world.sites["private"].identifier not in content
        assert "Parc fictif other" not in content
        assert world.sites["other"].identifier in content
        assert "contact@exemple.invalid" not in content
        assert "Société fictive" not in content
    hidden = next(one for one in rows_of(client) if one["site"] == world.sites["other"].identifier)
    assert (hidden["name"], hidden["region_code"], hidden["commune_code"]) == ("", "", "")
    assert world.sites["other"].identifier not in {
        one["site"] for one in rows_of(client, "?region=32")
    }


def test_the_real_list_says_how_partial_it_is(world: World, client: Client) -> None:
    labelled.load(NOW)
    rows = rows_of(client)
    assert len(rows) == 67 + 1
    real = [one for one in rows if one["is_fictitious"] == "false"]
    assert {(one["outcome"], one["jobs_declared"], one["visits"]) for one in real} == {("", "", "")}
    assert {one["enquiries"] for one in real} == {"0-4"}
    assert len(rows_of(client, "?vague=3&region=76")) == 3
    assert rows_of(client, "?vague=personne") == []
    assert client.get(FILE + "?vague=personne").content.decode().startswith("label,site,")
    # On the eve of the last wave, its labels did not stand yet.
    assert {one["wave"] for one in rows_of(client, "?au=2024-04-15")} == {"1", "2", "3"}
    found = coverage(one.label for one in outcomes(TODAY))
    assert [(one.known, one.wave.official_total) for one in found] == [
        (7, 12),
        (19, 66),
        (11, 49),
        (30, 55),
    ]
    assert [one.complete_regions for one in found] == [
        tuple(wave.complete) for wave in announced_waves()
    ]
    for address, words in (
        (PAGE, ("67 labels sur 182 annoncés", "n’est pas une région sans site", "non établi")),
        ("/en" + PAGE, ("Les Portes du Tarn",)),
    ):
        page = client.get(address).content.decode()
        second = client.get(address + "?page=2").content.decode()
        assert all(one in page + second for one in words), address
    # A région is whole only while each of its rows stands here.
    lost = Label.objects.filter(wave="4", site__region_code="28").first()
    assert lost is not None
    Site.objects.filter(pk=lost.site_id).update(visibility="private")
    assert "28" not in coverage(one.label for one in outcomes(TODAY))[3].complete_regions


def test_the_page_asks_the_same_queries_of_three_and_of_thirty_sites(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(PAGE)
    labelled.load(NOW)
    with django_assert_num_queries(5):
        client.get(PAGE)


def test_bad_questions_are_left_out(world: World, client: Client) -> None:
    for query in (
        "?au=hier",
        "?au=9999-12-31",
        "?page=0",
        "?page=-3",
        "?page=99999",
        "?region=%00",
    ):
        assert client.get(PAGE + query).status_code == 200
        assert client.get(FILE + query).status_code == 200


def test_the_file_names_every_commune_and_departement_of_a_site(world: World) -> None:
    site = world.sites["public"]
    site.extension = {**site.extension, "other_communes": "62498|14654"}
    site.save()
    row = next(one for one in rows_of(Client()) if one["site"] == site.identifier)
    assert row["commune_codes"] == "14366|62498|14654"
    assert (row["departement_code"], row["departement_codes"]) == ("14", "14|62")
    Consent.objects.filter(site=site).delete()
    row = next(one for one in rows_of(Client()) if one["site"] == site.identifier)
    assert (row["commune_codes"], row["departement_codes"]) == ("", "")


def test_a_number_is_the_same_by_chance_only_where_nothing_is_narrowed() -> None:
    waves = coverage([])
    total, day = waves[0].wave.official_total, date(2031, 6, 2)
    assert same_by_chance(asked_of({}, day), total, waves) == waves[0]
    for given in ({"vague": "1"}, {"region": "28"}, {"au": "2030-01-01"}):
        assert same_by_chance(asked_of(given, day), total, waves) is None
