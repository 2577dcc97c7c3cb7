from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from rebond.canonical import digest
from rebond.web.journal import triggers
from rebond.web.journal.models import Content, Entry
from rebond.web.notices.models import Notice
from rebond.web.questions import drafting, queries
from rebond.web.questions.errors import (
    EmptyBlock,
    InHand,
    NothingAsked,
    NotInThatState,
    RemarkMissing,
    SamePerson,
    WrittenMeanwhile,
)
from rebond.web.questions.models import Answer, Block
from tests.web.questions.scenes import confirmed, drafted, published, submitted, taken
from tests.web.world import NOW, World


def words(answer: Answer) -> dict[int, tuple[str, str]]:
    return {one.number: (one.text_fr, one.text_en) for one in answer.blocks.all()}


def test_a_draft_answers_each_request_from_the_record_and_says_what_is_not_established(
    world: World,
):
    answer = drafted(world)
    why, proposals = answer.blocks.all()
    assert "écosystème de sous-traitants\u202f; fournisseurs de services" in why.text_fr
    assert "Lisieux Industrie" in why.text_fr
    assert (
        "rien n’établit qu’un site y ait été proposé" in why.text_fr
    )  # of the demonstration, nothing
    assert "n’est pas établi" in why.text_fr
    assert "cahier des charges" in why.text_fr
    assert "si le choix s’est fait sur des propositions des EPCI" in proposals.text_fr
    assert any({"S1", "S2"} <= set(row["sources"]) for row in answer.evidence)
    rows = queries.evidence_of(answer)
    for told in queries.told(answer, "fr"):
        for line, held in told.lines:
            assert not line.is_added
            assert len(held) == len(line.proofs)
            assert set(line.proofs) <= set(rows)


def test_nothing_is_drafted_before_a_person_confirmed_nor_twice_at_once(world: World):
    actor = world.actor("national")
    question = taken(world)
    with pytest.raises(NothingAsked):
        drafting.assemble(actor, question, NOW)
    drafted(world)
    with pytest.raises(InHand):
        drafting.assemble(actor, question, NOW)
    with pytest.raises(PermissionDenied):
        drafting.assemble(world.actor("parliament"), question, NOW)


def test_an_edited_line_is_shown_without_proof_and_an_older_page_does_not_overwrite(world: World):
    actor, answer = world.actor("national"), drafted(world)
    texts = words(answer)
    first, english = texts[1]
    texts[1] = (first + "\nUne phrase à moi.", english + "\nA sentence of mine.")
    saved = drafting.write(actor, answer, texts, answer.version, NOW)
    assert queries.told(saved, "fr")[0].added == 1
    assert queries.told(saved, "en")[0].added == 1
    with pytest.raises(WrittenMeanwhile):
        drafting.write(actor, answer, words(answer), answer.version, NOW)
    with pytest.raises(EmptyBlock):
        drafting.write(actor, saved, {1: (" \n", "")}, saved.version, NOW)


def test_a_second_person_reads_and_validates_and_nobody_alone_publishes(world: World):
    answer = submitted(world)
    first, second = world.actor("national"), world.actor("national_second")
    with pytest.raises(SamePerson):
        drafting.validate(first, answer, NOW)
    with pytest.raises(NotInThatState):
        drafting.publish(second, answer, NOW)
    with pytest.raises(NotInThatState):
        drafting.write(first, answer, words(answer), answer.version, NOW)
    with pytest.raises(RemarkMissing):
        drafting.send_back(second, answer, "non", NOW)
    back = drafting.send_back(second, answer, "Reprenez le premier bloc.", NOW)
    assert (back.state, back.remark) == ("draft", "Reprenez le premier bloc.")
    drafting.submit(first, back, NOW)
    drafting.validate(second, back, NOW)
    done = drafting.publish(first, back, NOW)
    assert done.published_digest == digest(drafting.content_of(done))
    acts = list(
        Entry.objects.filter(object_reference=answer.question.reference)
        .order_by("number")
        .values_list("act", flat=True)
    )
    turns = ("submit", "return", "submit", "validate", "publish")
    assert acts[-5:] == [f"questions.{one}" for one in turns]
    assert not any("(fictif)" in str(one.value) for one in Content.objects.all())


def test_who_edited_a_draft_may_not_be_its_second_reader(world: World):
    answer = drafted(world)
    second = world.actor("national_second")
    texts = words(answer)
    texts[1] = (texts[1][0] + "\nUne phrase de plus.", texts[1][1])
    saved = drafting.write(second, answer, texts, answer.version, NOW)
    drafting.submit(world.actor("national"), saved, NOW)
    with pytest.raises(SamePerson):
        drafting.validate(second, saved, NOW)
    drafting.validate(world.actor("national_admin"), saved, NOW)


def test_whoever_wrote_once_is_no_second_reader_even_where_others_wrote_later(world: World):
    answer = drafted(world)
    first, second = world.actor("national_second"), world.actor("national_admin")
    for actor, line in ((first, "Une phrase du premier."), (second, "Une phrase du second.")):
        texts = words(answer)
        texts[1] = (texts[1][0] + "\n" + line, "")
        answer = drafting.write(actor, answer, texts, answer.version, NOW)
    drafting.submit(world.actor("national"), answer, NOW)
    for actor in (first, second):
        with pytest.raises(SamePerson):
            drafting.validate(actor, answer, NOW)


def test_english_that_no_longer_follows_the_french_is_emptied(world: World):
    actor, answer = world.actor("national"), drafted(world)
    texts = words(answer)
    kept = texts[2]
    texts[1] = (texts[1][0].split("\n", 1)[1], texts[1][1])
    saved = drafting.write(actor, answer, texts, answer.version, NOW)
    assert words(saved) == {1: (texts[1][0], ""), 2: kept}
    assert not queries.told(saved, "en")[0].is_english
    again = drafting.write(actor, saved, {1: (texts[1][0], "In English.")}, saved.version, NOW)
    assert words(again)[1] == (texts[1][0], "In English.")


def test_the_second_reader_sees_both_languages(world: World, client: Client):
    answer = drafted(world)
    texts = words(answer)
    texts[1] = (texts[1][0], texts[1][1] + "\nNobody would have read this.")
    answer = drafting.write(world.actor("national"), answer, texts, answer.version, NOW)
    drafting.submit(world.actor("national"), answer, NOW)
    client.force_login(world.users["national_second"])
    page = client.get(reverse("answer-write", args=[answer.question.reference, answer.number]))
    assert "Nobody would have read this." in page.content.decode()


def test_the_database_refuses_to_change_a_published_answer_or_its_blocks(world: World):
    draft, done = drafted(world), published(world)
    block = done.blocks.first()
    added = Block(answer=done, number=9, kind="other", request="x", text_fr="y")
    tries = [
        lambda: Answer.objects.filter(pk=done.pk).update(as_of=date(2000, 1, 1)),
        lambda: Answer.objects.filter(pk=done.pk).update(state="draft"),
        lambda: Block.objects.filter(pk=block.pk).update(text_en="changed"),
        lambda: Block.objects.filter(pk=block.pk).update(answer=draft, number=9),
        lambda: Block.objects.filter(answer=draft, number=1).update(answer=done, number=9),
        lambda: Block.objects.filter(pk=block.pk)._raw_delete("default"),
        lambda: Answer.objects.filter(pk=done.pk)._raw_delete("default"),
        added.save,
    ]
    for one in tries:
        with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
            one()
    assert Block.objects.filter(answer=draft).update(text_fr="Encore un projet.") == 2
    assert drafting.is_as_published(Answer.objects.get(pk=done.pk))


def test_an_answer_changed_behind_the_guard_is_said_to_be_altered(world: World, client: Client):
    answer = published(world)
    page = reverse("answer", args=[answer.question.reference, answer.number])
    said = "n’est pas celui qui fut publié"
    shown = client.get(page).content.decode()
    assert said not in shown
    title, _end, body = shown.partition("</title>")
    assert "de l’équipe du programme, et non du ministre" in title
    opening = body.partition("On demandait")[0]
    assert "ce n’est pas la réponse du ministre" in opening
    assert '<span class="fictitious">fictif</span>' in opening
    triggers.remove(connection)
    try:
        answer.blocks.filter(number=1).update(text_fr="Une autre phrase.")
        assert said in client.get(page).content.decode()
    finally:
        triggers.install(connection)


def test_what_is_published_never_changes(world: World):
    answer = published(world)
    actor = world.actor("national")
    for act in (drafting.submit, drafting.validate, drafting.publish, drafting.abandon):
        with pytest.raises(NotInThatState):
            act(actor, answer, NOW)
    with pytest.raises(NotInThatState):
        drafting.write(actor, answer, words(answer), answer.version, NOW)
    later = drafting.assemble(actor, answer.question, NOW + timedelta(days=1))
    assert later.number == answer.number + 1
    assert Answer.objects.get(pk=answer.pk).published_digest == answer.published_digest


def test_people_are_told_of_each_turn_and_never_of_their_own(world: World):
    answer = submitted(world)
    told = Notice.objects.filter(
        kind="questions.submitted", object_reference=answer.question.reference
    )
    assert {one.user_id for one in told} == {
        world.users[p].pk for p in ("national_second", "national_admin")
    }
    drafting.validate(world.actor("national_second"), answer, NOW)
    told = Notice.objects.filter(kind="questions.validated")
    assert {one.user_id for one in told} == {world.users["national"].pk}


def test_the_pages_lead_through_the_whole_way(world: World, client: Client):
    question = confirmed(world)
    client.force_login(world.users["national"])
    made = client.post(reverse("answer-new", args=[question.reference]))
    page = made["Location"]
    answer = question.answers.get()
    shown = client.get(page).content.decode()
    assert 'name="fr_1"' in shown
    stale = {"acte": "enregistrer", "version": "99", "fr_1": "Texte gardé.", "fr_2": "Autre."}
    refused = client.post(page, stale)
    assert refused.status_code == 422
    assert "Texte gardé." in refused.content.decode()
    assert client.post(page, {"acte": "rien"}).status_code == 404
    assert client.post(page, {"acte": "soumettre"}).status_code == 302
    assert client.post(page, {"acte": "valider"}).status_code == 422
    client.force_login(world.users["national_second"])
    assert "Valider" in client.get(page).content.decode()
    assert client.post(page, {"acte": "valider"}).status_code == 302
    done = client.post(page, {"acte": "publier"})
    assert done["Location"] == reverse("answer", args=[question.reference, answer.number])
    client.logout()
    seen = client.get(done["Location"]).content.decode()
    assert "Écosystème" in seen or "écosystème" in seen
    # First what was asked and the first sentence of each answer, then the day; sources in words, not by code alone.
    opening = seen.partition('class="opening')[2].partition("</section>")[0] or seen
    asked, said = opening.index("On demandait"), opening.index("Les critères de choix")
    assert asked < said < opening.index("sur l’état du registre au")
    assert "preuves\u00a0: Assemblée nationale, question écrite n°" in seen.replace(
        "n°\u00a0", "n° "
    )
    assert "source 38\u00a0: " in seen
    # Each leads to what it is: the document, or the measure's own part of the page of its programme.
    assert 'href="/programmes/pack_rebond_2020/#source-Q"' in seen
    assert "/programmes/pack_rebond_2020/#mesure-site_cle_en_main" in seen
    assert '"/programmes/pack_rebond_2020/">voir la page' not in seen
    page = client.get("/programmes/pack_rebond_2020/").content.decode()
    assert 'id="mesure-site_cle_en_main"' in page
    assert "(Q, S38)" not in seen
    assert "sha256:" in seen
