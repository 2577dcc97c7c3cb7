from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rebond.errors import RebondError
from rebond.web.accounts.models import Organisation
from rebond.web.journal.models import Content, Entry
from rebond.web.questions import detecting, queries, taking
from rebond.web.questions.errors import AlreadyTaken, NothingChosen, NothingHanded
from rebond.web.questions.models import Intake, Question
from tests.parliament.given import SEED, content
from tests.web.questions.scenes import TERRITORY, confirmed, taken, written
from tests.web.world import NOW, World

KEY = "an-16-912"


def entries() -> list[str]:
    return list(
        Entry.objects.filter(act__startswith="questions.")
        .order_by("number")
        .values_list("act", flat=True)
    )


def test_a_pasted_text_is_shown_then_recorded_with_one_row(world: World, client: Client):
    client.force_login(world.users["national"])
    sent = client.post(reverse("questions-import"), {"texte": written()})
    assert sent.status_code == 302
    assert not Question.objects.exists()
    shown = client.get(sent["Location"]).content.decode()
    assert "Friches industrielles de la vallée de Brume" in shown
    assert "Mme Odile Fictive" in shown
    done = client.post(sent["Location"], {"question": KEY})
    assert done["Location"] == reverse("question", args=[KEY])
    found = Question.objects.get(reference=KEY)
    assert (found.author, found.is_open, found.group) == (
        "Mme Odile Fictive",
        True,
        "Groupe Imaginaire",
    )
    assert found.due_on is not None
    assert entries() == ["questions.read", "questions.take"]
    assert "Odile" not in str(Content.objects.latest("pk").value)


def test_a_later_text_completes_and_never_doubles(world: World):
    actor = world.actor("national")
    confirmed(world)
    intake = taking.receive(actor, "", written(has_reply=True).encode(), NOW)
    (seen,) = taking.preview(intake)
    assert not seen.is_new
    assert set(seen.merged.completed) == {"replied_on", "replied_page", "reply"}
    done = taking.take(actor, intake, [KEY], NOW)
    assert done.completed == (KEY,)
    found = Question.objects.get()
    assert (found.reply, found.is_open) == ("Les critères furent publiés ici.", False)
    assert found.confirmed_at is not None
    again = taking.receive(actor, "", written(has_reply=True).encode(), NOW)
    assert taking.take(actor, again, [KEY], NOW).same == (KEY,)
    assert entries()[-2:] == ["questions.complete", "questions.read"]


def test_a_differing_text_replaces_only_when_asked_and_undoes_the_confirmation(world: World):
    actor = world.actor("national")
    confirmed(world)
    other = written().replace("Elle souhaite connaître son avis.", "Elle attend.")
    kept = taking.receive(actor, "", other.encode(), NOW)
    assert taking.take(actor, kept, [KEY], NOW).same == (KEY,)
    taken_ = taking.receive(actor, "", other.encode(), NOW)
    taking.take(actor, taken_, [KEY], NOW, replaces=True)
    found = Question.objects.get()
    assert "Elle attend." in found.text
    assert found.confirmed_at is None


def test_what_a_person_chose_for_a_text_does_not_outlive_it(world: World):
    actor = world.actor("national")
    question = confirmed(world)
    question.subjects.create(kind="territory", code="commune:75056")
    words = question.text
    other = taking.receive(actor, "", written().encode(), NOW)
    row = {**other.rows[0], "text": "Un texte tout autre, qui ne nomme aucun lieu.", "title": "X"}
    Intake.objects.filter(pk=other.pk).update(rows=[row])
    taking.take(actor, other, [KEY], NOW, replaces=True)
    found = Question.objects.get()
    assert (found.confirmed_at, found.subjects.count(), found.requests.count()) == (None, 0, 0)
    # A text that names places again is read, for a person to confirm.
    detecting.confirm(actor, found, ["commune:75056"], [], {}, NOW)
    Intake.objects.filter(pk=other.pk).update(rows=[{**row, "text": words}], taken_at=None)
    taking.take(actor, other, [KEY], NOW, replaces=True)
    found = Question.objects.get()
    assert [one.code for one in found.subjects.all()] == [
        "pack_rebond_2020/site_cle_en_main",
        TERRITORY,
    ]
    assert all(one.is_read for one in found.subjects.all())
    assert found.requests.count() == 3


def test_what_fictitious_people_take_in_is_marked_on_every_page(world: World, client: Client):
    question = confirmed(world)
    assert question.is_fictitious
    (named,) = queries.naming([TERRITORY], NOW.date())
    assert named.is_fictitious
    client.force_login(world.users["national"])
    for address in (
        reverse("questions"),
        reverse("question", args=[KEY]),
        reverse("question-subjects", args=[KEY]),
    ):
        assert "fictif" in client.get(address).content.decode().partition("<main")[2], address
    Organisation.objects.update(is_fictitious=False)
    assert not taken(world, 950).is_fictitious


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "ni texte ni fichier"),
        ("Bonjour.", "ni assemblée, ni numéro"),
        (written().replace("912", ""), "numéro de la question manque"),
        (written().replace("16ème législature", ""), "législature manque"),
        (written(has_reply=True).replace("2031-06-01", "2031-04-01"), "ne se suivent pas"),
        (written().replace("2031-05-03", "2032-05-03"), "à venir"),
    ],
)
def test_a_bad_text_is_refused_in_words_and_kept_on_the_page(
    world: World, client: Client, given: str, words: str
):
    client.force_login(world.users["national"])
    page = client.post(reverse("questions-import"), {"texte": given})
    assert page.status_code == 422
    said = page.content.decode()
    assert words in said
    assert not Intake.objects.exists()
    assert given[:30] in said


def test_files_of_open_data_are_read(world: World, client: Client):
    client.force_login(world.users["national"])
    for name, count in (("question.json", 1), ("questions.xml", 2), ("questions.csv", 2)):
        sent = SimpleUploadedFile(name, content(name))
        answer = client.post(reverse("questions-import"), {"fichier": sent})
        assert answer.status_code == 302, answer.content.decode()[:500]
        assert len(Intake.objects.latest("pk").rows) == count
    actor = world.actor("national")
    senate = Intake.objects.latest("pk")
    taking.take(actor, senate, ["senat-2025-5975", "senat-2025-5976"], NOW)
    assert set(Question.objects.values_list("chamber", flat=True)) == {"senat"}
    assert client.get(reverse("question", args=["senat-2025-5975"])).status_code == 200


def test_an_intake_is_taken_once_with_something_ticked_and_by_the_team_alone(world: World):
    actor = world.actor("national")
    intake = taking.receive(actor, "", written().encode(), NOW)
    with pytest.raises(NothingChosen):
        taking.take(actor, intake, ["an-16-1"], NOW)
    taking.take(actor, intake, [KEY], NOW)
    with pytest.raises(AlreadyTaken):
        taking.take(actor, intake, [KEY], NOW)
    with pytest.raises(NothingHanded):
        taking.receive(actor, "", b" ", NOW)
    for persona in ("parliament", "epci_a", "prefecture_1"):
        with pytest.raises(PermissionDenied):
            taking.receive(world.actor(persona), "", written().encode(), NOW)


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_the_seed_question_enters_the_register_with_its_119_days(world: World, client: Client):
    actor = world.actor("national")
    intake = taking.receive(actor, SEED.name, SEED.read_bytes(), NOW)
    taking.take(actor, intake, ["an-15-31804"], NOW)
    page = client.get(reverse("question", args=["an-15-31804"])).content.decode()
    for said in (
        "Répondue en 119 jours",
        "page 8965",
        "page 5370",
        "Mme Nathalie Porte",
        "Les Républicains",
    ):
        assert said in page


def test_long_fields_are_cut_and_hostile_text_never_breaks_the_page(world: World, client: Client):
    client.force_login(world.users["national"])
    hostile = written().replace("Friches industrielles", "<script>alert(1)</script>" + "x" * 500)
    sent = client.post(reverse("questions-import"), {"texte": hostile + "\x00"})
    client.post(sent["Location"], {"question": KEY})
    page = client.get(reverse("question", args=[KEY]))
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    assert len(Question.objects.get().title) <= 400
    assert isinstance(taken(world), Question)
    assert issubclass(NothingHanded, RebondError)
