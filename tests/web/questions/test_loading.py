"""The published questions of the package: loaded once, never over what the register knows, confirmed by nobody."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from rebond.parliament.published import published
from rebond.web.accounts.models import Organisation
from rebond.web.journal.models import Entry
from rebond.web.questions import detecting, drafting, loading, queries, taking
from rebond.web.questions.errors import NothingAsked, RealQuestion
from rebond.web.questions.models import Intake, Question, Subject
from rebond.web.sites.references import new_reference
from tests.web.questions.scenes import TERRITORY
from tests.web.world import NOW, World

KEY = "an-15-31804"
MEASURE = "pack_rebond_2020/site_cle_en_main"


def handed(world: World, row: dict[str, Any], *, replaces: bool = False) -> Question:
    """Have the fictitious national team take in a question."""
    actor = world.actor("national")
    intake = Intake.objects.create(
        reference=new_reference(Intake, "Q"),
        form="json",
        rows=[row],
        received_by_id=actor.membership_id,
        received_at=NOW,
    )
    taking.take(actor, intake, [KEY], NOW, replaces=replaces)
    return Question.objects.get(reference=KEY)


def test_it_is_loaded_once_with_its_clock_and_what_its_text_names(world: World) -> None:
    assert loading.load(NOW) == loading.Loaded(1, 1, 0)
    one = Question.objects.get(reference=KEY)
    assert (one.due_on, one.is_open, one.is_fictitious) == (date(2020, 11, 12), False, False)
    assert one.source_url == published()[0].source_url
    assert set(one.subjects.values_list("kind", "code")) == {
        (Subject.Kind.TERRITORY, TERRITORY),
        (Subject.Kind.MEASURE, MEASURE),
    }
    kinds = list(one.requests.values_list("kind", flat=True))
    assert kinds == ["why_chosen", "proposals", "opinion"]
    # Nobody took it in and nobody confirmed anything.
    assert (one.taken_by, one.confirmed_by, one.confirmed_at) == (None, None, None)
    entry = Entry.objects.get(act="questions.load")
    assert loading.load(NOW + timedelta(days=1)) == loading.Loaded(1, 0, 0)
    assert Entry.objects.get(act="questions.load") == entry


def test_no_draft_is_assembled_before_a_person_confirmed_what_it_is_about(world: World) -> None:
    loading.load(NOW)
    question = Question.objects.get(reference=KEY)
    with pytest.raises(NothingAsked):
        drafting.assemble(world.actor("national"), question, NOW)
    kinds = {1: "why_chosen", 2: "proposals", 3: "opinion"}
    detecting.confirm(world.actor("national"), question, [TERRITORY], [MEASURE], kinds, NOW)
    loading.load(NOW)
    question.refresh_from_db()
    assert question.confirmed_at == NOW, "a second load takes nothing back"
    assert drafting.assemble(world.actor("national"), question, NOW).number == 1


def test_a_question_of_the_register_is_completed_and_never_overwritten(world: World) -> None:
    value = published()[0].question
    row = {**value.as_json(), "title": "Le titre du registre", "reply": "", "replied_page": ""}
    handed(world, row)
    # The register of a real team: what fictitious people invent under this number is told below.
    Question.objects.update(is_fictitious=False)
    assert loading.load(NOW) == loading.Loaded(1, 0, 1)
    one = Question.objects.get(reference=KEY)
    assert (one.title, one.replied_page) == ("Le titre du registre", "8965")
    assert one.reply == value.reply
    assert one.taken_by_id == world.actor("national").membership_id
    assert one.subjects.count() == 2
    fields = Entry.objects.get(act="questions.load").content.value["fields"]
    assert fields == ["replied_page", "reply"]
    assert not one.source_url, "it says another title than the published page"


def test_the_page_says_that_it_is_real_who_read_it_and_that_no_answer_is_validated(
    world: World, client: Client
) -> None:
    loading.load(NOW)
    page = client.get(reverse("question", args=[KEY])).content.decode()
    assert "Question réelle" in page
    assert f'href="{published()[0].source_url}"' in page
    assert "en 119 jours" in page
    assert "26 jours après l’échéance du 12 novembre 2020." in page.replace("\u00a0", " ")
    assert "58 jours" not in page.replace("\u00a0", " ")
    assert "Nathalie Porte" in page
    assert "Personne ne l’a encore confirmé" in page
    assert f'href="{reverse("place", args=[TERRITORY])}"' in page
    assert "Aucune réponse tirée du registre n’a été validée" in page
    assert "Ces sites répondent donc à un cahier des charges précis" in page
    listed = client.get(reverse("questions")).content.decode()
    assert "31804" in listed


def test_what_demonstrations_hold_is_told_apart(world: World, client: Client) -> None:
    loading.load(NOW)
    Question.objects.filter(reference=KEY).update(is_fictitious=True)
    page = client.get(reverse("question", args=[KEY])).content.decode()
    assert "Question réelle" not in page


def test_the_shipped_words_are_real_whoever_takes_them_in_and_become_so_when_completed(
    world: World, client: Client
) -> None:
    row = published()[0].question.as_json()
    assert not handed(world, row).is_fictitious
    Question.objects.all().delete()
    part = {**row, "reply": "", "replied_page": "", "replied_on": None}
    assert handed(world, part).is_fictitious, "what it says is not what was published"
    assert "Question réelle" not in client.get(reverse("question", args=[KEY])).content.decode()
    assert loading.load(NOW) == loading.Loaded(1, 0, 1)
    one = Question.objects.get(reference=KEY)
    assert (one.is_fictitious, one.value) == (False, published()[0].question)
    assert "Question réelle" in client.get(reverse("question", args=[KEY])).content.decode()


def test_installations_of_before_are_marked_and_the_shipped_words_become_real_again(
    world: World,
) -> None:
    mark = import_module("rebond.web.questions.migrations.0003_fictitious").mark
    handed(world, published()[0].question.as_json())
    mark(apps, None)
    assert Question.objects.get(reference=KEY).is_fictitious
    assert loading.load(NOW) == loading.Loaded(1, 0, 1)
    one = Question.objects.get(reference=KEY)
    assert (one.is_fictitious, one.source_url) == (False, published()[0].source_url)
    Organisation.objects.update(is_fictitious=False)
    mark(apps, None)
    assert not Question.objects.get(reference=KEY).is_fictitious


def test_an_invented_text_under_the_number_of_a_real_one_is_not_vouched_for(
    world: World, client: Client
) -> None:
    row = published()[0].question.as_json()
    false = {**row, "text": "Texte inventé.", "reply": "Réponse inventée.", "rubric": ""}
    one = handed(world, false)
    assert one.is_fictitious
    assert loading.load(NOW) == loading.Loaded(1, 0, 0), "it takes nothing of the real one"
    page = client.get(reverse("question", args=[KEY])).content.decode()
    assert "fictif" in page
    assert "Réponse inventée pour la démonstration." in page
    # The same in the register of a real team: completed, and not said to be the words of the Journal officiel.
    Question.objects.update(is_fictitious=False)
    assert loading.load(NOW) == loading.Loaded(1, 0, 1)
    one.refresh_from_db()
    assert (one.rubric, one.source_url) == (row["rubric"], "")
    for address in ("", published()[0].source_url):
        Question.objects.update(source_url=address)
        page = client.get(reverse("question", args=[KEY])).content.decode()
        assert "Question réelle" not in page
        assert "telle qu’elle a paru" not in page
        assert ("elle n’a pas pu être vérifiée" in page) is bool(address)


def test_fictitious_people_change_nothing_of_a_real_question(world: World) -> None:
    loading.load(NOW)
    row = published()[0].question.as_json()
    for changed, replaces in (
        ({"author_reference": "PA1"}, False),
        ({"reply": "Réponse inventée."}, True),
    ):
        with pytest.raises(RealQuestion):
            handed(world, {**row, **changed}, replaces=replaces)
    one = Question.objects.get(reference=KEY)
    assert (one.value, one.is_fictitious) == (published()[0].question, False)


def test_what_fictitious_people_say_that_a_real_question_names_stays_on_its_page(
    world: World, client: Client
) -> None:
    loading.load(NOW)
    question = Question.objects.get(reference=KEY)
    paris, day = "commune:75056", date(2026, 1, 1)
    detecting.confirm(
        world.actor("national"), question, [TERRITORY, paris], [], {1: "why_chosen"}, NOW
    )
    (told,) = queries.naming([TERRITORY, paris], day)
    assert [one.code for one in told.subjects.all()] == [TERRITORY]
    assert not told.is_confirmed
    assert not queries.naming([paris], day)
    assert not queries.register(None, queries.Asked(place=paris), day).rows
    page = client.get(reverse("question", args=[KEY])).content.decode()
    assert "pour la démonstration, par une organisation fictive" in page
    assert "Confirmé par l’équipe" not in page
    Organisation.objects.update(is_fictitious=False)
    (told,) = queries.naming([paris], day)
    assert told.is_confirmed
    page = client.get(reverse("question", args=[KEY])).content.decode()
    assert "Confirmé par l’équipe" in page


def test_what_was_read_of_the_text_is_read_again_where_it_was_asked_alone(world: World) -> None:
    loading.load(NOW)
    question = Question.objects.get(reference=KEY)
    question.subjects.all().delete()
    Question.objects.update(source_url="")
    later = NOW + timedelta(hours=1)
    assert loading.load(later) == loading.Loaded(1, 0, 1)
    question.refresh_from_db()
    assert question.changed_at == later, "files made before are made again"
    assert (question.subjects.count(), question.requests.count()) == (2, 3)
