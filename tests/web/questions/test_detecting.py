from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from rebond.web.questions import detecting
from rebond.web.questions.errors import NoSuchPlace
from rebond.web.questions.models import Question
from tests.web.questions.scenes import TERRITORY, confirmed, taken
from tests.web.world import World


def test_the_text_proposes_and_a_homonym_is_ticked_by_nobody(world: World):
    seen = detecting.detect(taken(world))
    named = {one.found.written: [on for _place, on in one.places] for one in seen.territories}
    assert named["Lisieux Industrie"] == [True]
    assert len(named["Saint-Denis"]) > 1
    assert not any(named["Saint-Denis"])
    assert [one.measure for one, _title in seen.measures] == ["site_cle_en_main"]
    assert [str(one.kind) for one in seen.asks] == ["why_chosen", "proposals", "opinion"]


def test_the_page_keeps_what_was_ticked_and_confirms(world: World, client: Client):
    question = taken(world)
    client.force_login(world.users["national"])
    page = reverse("question-subjects", args=[question.reference])
    assert "lieux de ce nom" in client.get(page).content.decode()
    sent = {
        "territoire": [TERRITORY],
        "autre_territoire": "Saint-Denis",
        "demande": ["1", "2"],
        "genre_1": "why_chosen",
        "genre_2": "figures",
    }
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "lieux" in refused.content.decode()
    assert Question.objects.get().confirmed_at is None
    done = client.post(page, {**sent, "autre_territoire": "commune:93066 ; Calvados"})
    assert done.status_code == 302
    found = Question.objects.get()
    assert [one.code for one in found.subjects.all()] == [
        TERRITORY,
        "commune:93066",
        "departement:14",
    ]
    assert [(one.number, one.kind) for one in found.requests.all()] == [
        (1, "why_chosen"),
        (2, "figures"),
    ]
    again = client.get(page).content.decode()
    assert "commune:93066" in again


@pytest.mark.parametrize(
    "written", ["Saint-Denis", "Nulle-Part", "commune:99999", ":::", "territoire_industrie:9:x"]
)
def test_a_place_that_is_none_or_several_is_refused(world: World, written: str):
    with pytest.raises(NoSuchPlace):
        detecting.place_named(written)


def test_hostile_forms_confirm_nothing_they_should_not(world: World, client: Client):
    question = confirmed(world)
    client.force_login(world.users["national"])
    page = reverse("question-subjects", args=[question.reference])
    sent = {
        "demande": ["1", "99", "x", "²"],
        "genre_1": "absent",
        "mesure": ["x/y", ""],
        "territoire": ["commune:٣"],
    }
    assert client.post(page, sent).status_code == 422
    assert client.post(page, {**sent, "territoire": []}).status_code == 302
    assert not question.requests.exists()
