from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from rebond.canonical import digest
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
from rebond.web.questions.models import Answer
from tests.web.questions.scenes import confirmed, drafted, published, submitted, taken
from tests.web.world import NOW, World


def words(answer: Answer) -> dict[int, tuple[str, str]]:
    return {one.number: (one.text_fr, one.text_en) for one in answer.blocks.all()}


def test_a_draft_answers_each_request_from_the_record_and_says_what_is_not_established(
    world: World,
):
    answer = drafted(world)
    why, proposals = answer.blocks.all()
    assert "écosystème de sous-traitants ; fournisseurs de services" in why.text_fr
    assert "Lisieux Industrie" in why.text_fr
    assert "seules des données de démonstration en parlent ici" in why.text_fr
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
    texts[1] = (first + "\nUne phrase à moi.", english)
    saved = drafting.write(actor, answer, texts, answer.version, NOW)
    assert queries.told(saved, "fr")[0].added == 1
    assert queries.told(saved, "en")[0].added == 0
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
    assert "sha256:" in seen
