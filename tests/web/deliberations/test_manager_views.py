"""The manager's pages: the answer first, what was typed kept, the same queries for three or three hundred."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from rebond.web.committee.models import Declaration
from rebond.web.deliberations import reasons, records
from rebond.web.deliberations.cautions import cautions
from rebond.web.deliberations.models import Decision
from rebond.web.journal.models import Entry
from tests.web.deliberations.scenes import MOTIVE, SENTENCE, add_dossiers, decide, evaluate
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def client(world: World, persona: str = "national") -> Client:
    found = Client()
    found.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return found


def address(name: str, *arguments: Any, language: str = "fr") -> str:
    with translation.override(language):
        return reverse(name, args=["essai-closed", *arguments])


def test_the_board_answers_first(world: World) -> None:
    add_dossiers(world, world.calls["closed"], 12)
    decide(world, world.dossiers["a_filed"])
    decide(world, world.dossiers["b_filed"], is_confirmed=False)
    said = client(world).get(address("deliberation")).content.decode()
    assert "14 dossiers, 1 décision confirmée, 1 à confirmer, 12 à proposer." in said


def test_the_board_asks_as_many_queries_for_three_dossiers_as_for_three_hundred(
    world: World, django_assert_max_num_queries: Any
) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 300)
    evaluate(world, world.calls["closed"], dossiers)
    for one in dossiers[:80]:
        decide(world, one, "not_retained", is_confirmed=one.pk % 2 == 0)
    reader = client(world)
    reader.get(address("deliberation"))
    for standing in ("", "todo", "proposed", "confirmed"):
        with django_assert_max_num_queries(32):
            answered = reader.get(f"{address('deliberation')}?etat={standing}&page=2")
        assert answered.status_code == 200, standing


def test_what_the_engine_says_of_many_is_proposed_at_once(world: World) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 20)
    official = evaluate(world, world.calls["closed"], dossiers)
    wanted = {
        one.reference
        for one in dossiers
        if reasons.from_evaluation(official, one).outcome == "below_cut"
    }
    answered = client(world, "national_second").post(  # the seated agent has not declared
        address("deliberation-propose"),
        {
            "group": "below_cut",
            "outcome": "below_cut",
            "sentence_fr": "Rang {rang} sur {candidats} pour {places} places : sous la coupure.",
            "evaluation": str(official.pk),
        },
    )
    assert answered.status_code == 302
    made = set(Decision.objects.values_list("dossier__reference", flat=True))
    assert made == wanted
    assert Entry.objects.count() == 1


def test_a_refused_bulk_keeps_what_was_typed_and_says_each_row(world: World) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 3)
    decide(world, dossiers[0], is_confirmed=False)
    typed = {
        "chosen": [str(one.pk) for one in dossiers],
        "outcome": "not_retained",
        "sentence_fr": f"<b>{SENTENCE}</b>",
    }
    answered = client(world).post(address("deliberation-propose"), typed)
    said = answered.content.decode()
    assert answered.status_code == 422
    assert "D-N00000" in said
    assert "&lt;b&gt;Une phrase fictive" in said
    assert Decision.objects.count() == 1


def test_an_evaluation_that_came_since_is_told(world: World) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 20)
    evaluate(world, world.calls["closed"], dossiers)
    answered = client(world).post(
        address("deliberation-dossier", dossiers[0].reference),
        {"outcome": "below_cut", "sentence_fr": SENTENCE, "evaluation": ""},
    )
    assert answered.status_code == 422
    assert "n’est pas la dernière évaluation officielle" in answered.content.decode()


def test_the_whole_way_by_the_pages(world: World) -> None:
    first, second = client(world), client(world, "national_second")
    for reference in ("D-AFILED", "D-BFILED"):
        answered = first.post(
            address("deliberation-dossier", reference),
            {"outcome": "not_retained", "sentence_fr": SENTENCE},
        )
        assert answered.status_code == 302
    keys = [str(one.pk) for one in Decision.objects.all()]
    own = first.post(address("deliberation-confirm"), {"chosen": keys})
    assert own.status_code == 422
    assert second.post(address("deliberation-confirm"), {"chosen": keys}).status_code == 302
    refused = first.post(address("deliberation-close"))
    assert refused.status_code == 422
    assert "cochez ce que vous avez lu" in refused.content.decode()
    kinds = [one.kind for one in cautions(world.calls["closed"], NOW)]
    assert "results" in kinds
    assert first.post(address("deliberation-close"), {"lu": kinds}).status_code == 302
    said = Entry.objects.get(act="deliberations.close").content.value
    assert set(said["unfinished"]) == set(kinds) - {"results"}
    world.calls["closed"].refresh_from_db()
    assert world.calls["closed"].deliberated_at == NOW
    act = first.post(
        address("deliberation-act", "D-AFILED"),
        {"act": "review", "outcome": "retained", "motive": MOTIVE, "sentence_fr": SENTENCE},
    )
    assert act.status_code == 302
    waiting = Decision.objects.proposed().get()
    assert first.post(address("deliberation-cancel", waiting.pk)).status_code == 302
    assert not Decision.objects.proposed().exists()


def test_a_member_with_an_interest_sees_neither_dossier_nor_score(world: World) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 20)
    official = evaluate(world, world.calls["closed"], dossiers)
    Declaration.objects.create(
        seat=world.seats["national"], dossier=dossiers[3], has_interest=True, declared_at=NOW
    )
    decide(world, dossiers[3], is_confirmed=False)
    reader = client(world)
    said = reader.get(address("deliberation")).content.decode()
    assert "Site numéro 3<" not in said
    assert "vous y avez déclaré un intérêt" in said
    assert reader.get(address("deliberation-dossier", dossiers[3].reference)).status_code == 404
    assert "Site numéro 3<" not in reader.get(address("deliberation-confirm")).content.decode()
    assert records.read(official).by_dossier[dossiers[3].reference]


def test_a_member_reads_a_proposal_once_he_has_declared(world: World) -> None:
    decide(world, world.dossiers["a_filed"], is_confirmed=False)
    reader, shown = client(world), client(world, "national_second")
    Declaration.objects.filter(seat=world.seats["national"]).delete()
    said = reader.get(address("deliberation-confirm")).content.decode()
    assert SENTENCE not in said
    assert "1 proposition se montrera une fois vos intérêts déclarés." in said
    assert SENTENCE in shown.get(address("deliberation-confirm")).content.decode()
    Declaration.objects.create(
        seat=world.seats["national"],
        dossier=world.dossiers["a_filed"],
        has_interest=False,
        declared_at=NOW,
    )
    said = reader.get(address("deliberation-confirm")).content.decode()
    assert SENTENCE in said
    assert "une fois vos intérêts déclarés" not in said


def test_the_caution_on_a_favourable_decision_says_its_day_and_source(world: World) -> None:
    decide(world, world.dossiers["a_filed"], "retained", at=NOW)
    said = client(world).get(address("deliberation-act", "D-AFILED")).content.decode()
    assert "2\u00a0octobre 2031" in said
    assert "L242-1" in said
    assert "Ce jour est passé" not in said


def test_closing_says_everything_that_is_missing(world: World) -> None:
    answered = client(world).post(address("deliberation-close"))
    said = answered.content.decode()
    assert answered.status_code == 422
    assert "D-AFILED" in said
    assert "D-BFILED" in said


@pytest.mark.parametrize("hostile", ["-1", "9" * 30, "x", "٣", ""])
def test_a_hostile_page_number_shows_the_first_page(world: World, hostile: str) -> None:
    answered = client(world).get(f"{address('deliberation')}?page={hostile}&etat=%00")
    assert answered.status_code == 200
