"""Fictitious people write nothing of what is real: every act, by the journal that each of them adds to."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory

import rebond.web
from rebond.web.accounts.models import Organisation
from rebond.web.accounts.services import organisations
from rebond.web.cases import services as cases
from rebond.web.clock import today
from rebond.web.enquiries import services as enquiries
from rebond.web.enquiries.services import Contact
from rebond.web.journal import reality
from rebond.web.journal.acts import all_acts
from rebond.web.journal.errors import RealObject
from rebond.web.journal.middleware import RealObjects
from rebond.web.journal.models import Content, Entry
from rebond.web.journal.queries import OBJECT_TYPES
from rebond.web.journal.services import append, erase
from rebond.web.labels import services as labels
from rebond.web.labels.checks import Title
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.ledger import services as ledger
from rebond.web.ledger.errors import NotOfOneWorld
from rebond.web.ledger.models import Fund
from rebond.web.monitoring import services as monitoring
from rebond.web.monitoring.services import Said
from rebond.web.sites import services as sites
from rebond.web.sites.models import Consent, ErrorReport, Site, SiteEvent
from rebond.web.sites.services.records import Given
from rebond.web.training import history
from rebond.web.training import services as training
from rebond.web.training.models import Laureate, PathStep
from rebond.web.training.services import Told
from tests.web.ledger.funds import vte
from tests.web.world import DAY, NOW, World, be_real, make_world

pytestmark = pytest.mark.django_db
DAY_OF = NOW.date()
WHY = "Une raison fictive, assez longue pour dire ce qui a décidé."
TITLE = Title("site_cle_en_main", "7", "Label fictif de la vague 7", "Fictitious label, wave 7")
SOURCE = "https://exemple.invalid/page"


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> World:
    """A world whose public site, with all that stands on it, is real, and whose people are not."""
    settings.CLOCK = lambda: NOW
    settings.FILES_FOLDER = tmp_path
    made = make_world(NOW)
    Site.objects.filter(pk=made.sites["public"].pk).update(is_fictitious=False)
    made.sites["public"].refresh_from_db()
    return made


def test_every_type_of_object_says_where_its_mark_stands_or_why_it_needs_none(world: World) -> None:
    assert set(reality.MARKS) | set(reality.UNMARKED) == set(OBJECT_TYPES)
    assert not set(reality.MARKS) & set(reality.UNMARKED)
    for mark in reality.MARKS.values():
        assert apps.get_model(mark.model).objects.filter(**{mark.path: True}).count() >= 0
        assert isinstance(mark.example(), str)


def test_every_act_of_the_code_names_a_type_that_the_rule_knows() -> None:
    known = set(reality.MARKS) | set(reality.UNMARKED)
    named = set(_named_types())
    assert {"site", "label", "laureate", "enquiry", "case", "fund"} <= named
    assert named <= known


def _named_types() -> Iterator[str]:
    """Return the types of object that calls of `append` name where they stand."""
    for path in sorted(Path(rebond.web.__file__).parent.rglob("*.py")):
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(one, ast.Call) or len(one.args) != 4:
                continue
            name = (
                one.func.attr
                if isinstance(one.func, ast.Attribute)
                else getattr(one.func, "id", "")
            )
            about = one.args[2]
            if name == "append" and isinstance(about, ast.Tuple):
                head = about.elts[0]
                assert isinstance(head, ast.Constant), path
                yield str(head.value)


def test_no_act_whatever_its_name_is_told_of_something_real(world: World) -> None:
    actor, real = world.actor("national"), world.sites["public"].identifier
    before = Entry.objects.count()
    for act in all_acts():
        with pytest.raises(RealObject), transaction.atomic():
            append(actor, act, ("site", real), {}, now=NOW)
    assert Entry.objects.count() == before
    with transaction.atomic():
        append(actor, "sites.edited", ("site", world.sites["other"].identifier), {}, now=NOW)
        append(None, "sites.edited", ("site", real), {}, now=NOW)
    be_real()
    with transaction.atomic():
        append(actor, "sites.edited", ("site", real), {}, now=NOW)


def _contact() -> Contact:
    return Contact("Personne fictive", "a@exemple.invalid", "Société", "FR", "Bonjour.", "open")


ACTS: dict[str, Callable[[World], Any]] = {
    "grant": lambda w: labels.grant(
        w.actor("national"), w.sites["public"], TITLE, DAY_OF, WHY, NOW
    ),
    "review": lambda w: labels.review(w.actor("national"), w.labels["public"], DAY_OF, WHY, NOW),
    "suspend": lambda w: labels.suspend(w.actor("national"), w.labels["public"], DAY_OF, WHY, NOW),
    "withdraw": lambda w: labels.withdraw(
        w.actor("national"), w.labels["public"], DAY_OF, WHY, NOW
    ),
    "expire": lambda w: labels.expire(w.actor("national"), w.labels["public"], DAY_OF, WHY, NOW),
    "correct": lambda w: labels.correct(
        w.actor("national"), w.labels["public"], 1, DAY_OF, WHY, NOW
    ),
    "edit": lambda w: sites.edit(
        w.actor("epci_a"),
        w.sites["public"],
        {"power_mva": "40"},
        Given("Une source fictive", DAY_OF),
        NOW,
    ),
    "consent": lambda w: sites.give_consent(
        w.actor("epci_a"), w.sites["public"], ["identity", "prices"], NOW
    ),
    "consent taken back": lambda w: sites.withdraw_consent(
        w.actor("epci_a"), w.sites["public"], NOW
    ),
    "event": lambda w: sites.record_event(
        w.actor("epci_a"), w.sites["public"], "visit", DAY_OF, now=NOW
    ),
    "report": lambda w: sites.report_error(
        w.sites["public"], "Cette page se trompe de surface.", now=NOW, by=w.actor("firm")
    ),
    "indicator": lambda w: monitoring.declare(
        w.actor("epci_a"),
        w.sites["public"],
        Said(NOW.year - 1, {"jobs": 12}, "Une source fictive", DAY_OF),
        NOW,
    ),
    "enquiry": lambda w: enquiries.ask(
        [w.sites["public"]], _contact(), by=w.actor("investor"), now=NOW
    ),
    "answer": lambda w: enquiries.answer(
        w.actor("epci_a"), w.enquiries["public"], "Une réponse fictive.", now=NOW
    ),
    "case": lambda w: cases.open_case(
        w.actor("sous_prefet"),
        w.sites["public"],
        "Usine fictive",
        promised_on=date(2033, 1, 1),
        now=NOW,
    ),
}


@pytest.mark.parametrize("name", sorted(ACTS))
def test_an_act_on_a_real_site_is_refused_and_nothing_of_it_stays(world: World, name: str) -> None:
    # What is tried is the act, not whether it would be refused anyway: the same passes once all are real.
    counted = (Label, LabelEvent, Consent, SiteEvent, ErrorReport, Entry)
    before = [model.objects.count() for model in counted]
    row = Site.objects.filter(pk=world.sites["public"].pk)
    was = row.values().get()
    with pytest.raises(RealObject):
        ACTS[name](world)
    assert [model.objects.count() for model in counted] == before
    assert row.values().get() == was
    be_real()
    ACTS[name](world)


def test_the_refusal_says_where_to_try_and_the_page_says_so_in_the_place_of_its_form(
    world: World,
) -> None:
    tried = Label.objects.create(
        reference="E-ESSAI",
        site=world.sites["other"],
        measure_id="site_cle_en_main",
        wave="8",
        title_fr="Label fictif",
        title_en="Fictitious label",
    )
    with pytest.raises(RealObject) as fault:
        labels.withdraw(world.actor("national"), world.labels["public"], DAY_OF, WHY, NOW)
    assert "« E-FICTIF » est réel, et votre organisation est fictive" in fault.value.message("fr")
    assert "par exemple « E-ESSAI »" in fault.value.message("fr")
    assert "for example “E-ESSAI”" in fault.value.message("en")
    client = Client()
    user = world.users["national"]
    client.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    page = client.get("/administration/labels/E-FICTIF/").content.decode()
    assert 'name="reason"' not in page
    assert f"/administration/labels/{tried.reference}/" in page
    given = {"act": "withdraw", "on": DAY_OF.isoformat(), "reason": WHY}
    assert client.post("/administration/labels/E-FICTIF/", given).status_code == 422
    assert world.labels["public"].events.count() == 1


def test_a_real_laureate_is_told_of_by_nobody_fictitious(world: World) -> None:
    history.load(NOW)
    one = Laureate.objects.get(reference="ami-2-creil")
    told = Told("engineering", today(NOW), "Une étape fictive, dite pour essayer.", None, SOURCE)
    steps = PathStep.objects.count()
    for act in (
        lambda: training.record(world.actor("national"), one, told, NOW),
        lambda: training.record(world.actor("cnam"), one, told, NOW),
        lambda: training.attach(world.actor("cnam"), one, "epci-a", NOW),
    ):
        with pytest.raises(RealObject):
            act()
    assert PathStep.objects.count() == steps
    client = Client()
    client.force_login(world.users["cnam"], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(f"/formation/laureats/{one.reference}/").content.decode()
    assert "votre organisation est fictive" in page
    assert 'name="kind"' not in page


def test_what_fictitious_people_add_is_marked_whatever_they_say(world: World) -> None:
    given = Given("Une source fictive", DAY_OF)
    cells = {
        "site_id": "14366_SITE-ECO_77777",
        "site_nom": "Parc sans mot",
        "site_comm_insee": "14366",
    }
    assert sites.create(world.actor("epci_a"), cells, given, NOW).is_fictitious
    assert vte(world, is_fictitious=False).is_fictitious is False  # the scene marks it by hand
    one = organisations.create_organisation(
        world.actor("national_admin"),
        kind="epci",
        name="Une communauté sans mot",
        scopes=[("epci", "200069532")],
        now=NOW + DAY,
    )
    assert one.is_fictitious
    assert Organisation.objects.filter(is_fictitious=False).count() == 0
    assert Fund.objects.count() == 1


def test_a_view_that_expects_no_refusal_still_answers_in_words(world: World, settings: Any) -> None:
    label = world.labels["public"]
    request = RequestFactory().post("/")
    request.user = world.users["national"]
    refused = RealObject("label", label.reference, "")
    answer = RealObjects(lambda _request: HttpResponse()).process_exception(request, refused)
    assert answer is not None
    assert answer.status_code == 422
    assert "votre organisation est fictive" in answer.content.decode()
    assert (
        RealObjects(lambda _request: HttpResponse()).process_exception(request, KeyError()) is None
    )


def test_no_money_moves_between_what_is_real_and_what_is_not(world: World) -> None:
    invented, real = vte(world), vte(world, reference="vte-reel", is_fictitious=False)
    Fund.objects.filter(pk=real.pk).update(is_fictitious=False)
    real.refresh_from_db()
    for one, other in ((invented, real), (real, invented)):
        with pytest.raises((RealObject, NotOfOneWorld)):
            ledger.move(world.actor("national"), one, other, 100, WHY, NOW)
    be_real()
    Fund.objects.filter(pk=invented.pk).update(is_fictitious=True)
    for one, other in ((invented, real), (real, invented)):
        with pytest.raises(NotOfOneWorld):
            ledger.move(world.actor("national"), one, other, 100, WHY, NOW)
    assert Fund.objects.get(pk=real.pk).left == real.left
    assert Fund.objects.get(pk=invented.pk).left == invented.left


def test_what_a_row_says_of_something_real_is_erased_by_nobody_fictitious(world: World) -> None:
    site, national = world.sites["public"], world.actor("national_admin")
    with transaction.atomic():
        of_site = append(None, "sites.edited", ("site", site.identifier), {"a": 1}, now=NOW)
        of_system = append(None, "questions.load", ("question", "an-15-31804"), {}, now=NOW)
        own = append(national, "journal.tried", ("question", "an-16-1"), {}, now=NOW)
    for row in (of_site, of_system):
        with pytest.raises(RealObject):
            erase(national, row.number, WHY, now=NOW)
        assert Content.objects.filter(entry_id=row.number).exists()
    erase(national, own.number, WHY, now=NOW)
    assert not Content.objects.filter(entry_id=own.number).exists()
    be_real()
    erase(world.actor("national_admin"), of_site.number, WHY, now=NOW)
    assert not Content.objects.filter(entry_id=of_site.number).exists()


def test_an_act_on_a_type_that_nobody_placed_is_a_fault_of_ours(world: World) -> None:
    with pytest.raises(AssertionError, match="boat"), transaction.atomic():
        append(None, "boats.sail", ("boat", "1"), {}, now=NOW)
