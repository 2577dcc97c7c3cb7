"""The published questions of the package: loaded once, never over what the register knows, confirmed by nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from rebond.parliament.published import published
from rebond.web.journal.models import Entry
from rebond.web.questions import detecting, drafting, loading, taking
from rebond.web.questions.errors import NothingAsked
from rebond.web.questions.models import Intake, Question, Subject
from tests.web.questions.scenes import TERRITORY
from tests.web.world import NOW, World

KEY = "an-15-31804"
MEASURE = "pack_rebond_2020/site_cle_en_main"


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
    actor = world.actor("national")
    intake = Intake.objects.create(
        reference="Q-T",
        form="json",
        rows=[row],
        received_by_id=actor.membership_id,
        received_at=NOW,
    )
    taking.take(actor, intake, [KEY], NOW)
    assert loading.load(NOW) == loading.Loaded(1, 0, 1)
    one = Question.objects.get(reference=KEY)
    assert (one.title, one.replied_page) == ("Le titre du registre", "8965")
    assert one.reply == value.reply
    assert one.taken_by_id == actor.membership_id
    assert one.subjects.count() == 2
    assert Entry.objects.get(act="questions.load").content.value["fields"] == [
        "replied_page",
        "reply",
        "source_url",
    ]


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
