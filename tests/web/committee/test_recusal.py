"""A member who declares an interest is shut out of the dossier everywhere, whatever address he tries."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory

from rebond.web.accounts.models import Membership
from rebond.web.committee import permissions, queries, scores, services
from rebond.web.committee.models import Declaration, Evaluation, Review
from rebond.web.committee.templatetags.committee_blocks import committee_block
from rebond.web.dossiers.models import Dossier
from rebond.web.journal.models import Entry
from tests.web.committee.conftest import evaluated
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db

People = Callable[[str], Client]
SECRET = "Mot que seul le comité lit"  # noqa: S105


@pytest.fixture
def reviewed(world: World, official: Evaluation) -> Evaluation:
    for persona in ("member", "national"):
        for name in ("a_filed", "b_filed"):
            services.submit_review(
                world.actor(persona),
                world.dossiers[name],
                services.Written({"transport": "7,3"}, {}, f"{SECRET} {name}"),
                now=NOW,
            )
    services.submit_review(
        world.actor("recused"), world.dossiers["b_filed"], services.Written({}, {}, "Lu."), now=NOW
    )
    return official


def test_every_address_keeps_the_dossier_shut(
    world: World, as_person: People, reviewed: Evaluation
) -> None:
    client, base = as_person("recused"), "/comite/essai-closed/"
    chance = "sous la coupure"
    for prefix in ("", "/en"):
        for path in (
            "",
            "D-AFILED/",
            "comparaison/",
            "comparaison.csv",
            "declarations/",
            f"evaluation/{reviewed.pk}/",
            f"evaluation/{reviewed.pk}/etat/",
        ):
            answer = client.get(f"{prefix}{base}{path}")
            assert answer.status_code == 200, path
            text = answer.content.decode()
            assert f"{SECRET} a_filed" not in text, path
            assert chance not in text, path
            assert "own:1" not in text, path
    assert client.get(f"{base}evaluation/{reviewed.pk}/fichier/").status_code == 403


def test_the_table_shows_his_dossier_by_its_title_only(world: World, as_person: People) -> None:
    text = as_person("recused").get("/comite/essai-closed/").content.decode()
    assert "déport" in text
    row = text[text.index("Site fictif a_filed") :]
    row = row[: row.index("</tr>")]
    assert "<a " not in row
    assert "epci-a" not in row
    assert "1er" not in row
    assert "D-BFILED" in text


def test_the_export_holds_the_other_dossiers_only(
    world: World, as_person: People, reviewed: Evaluation
) -> None:
    answer = as_person("recused").get("/comite/essai-closed/comparaison.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["dossier"] for row in rows] == ["D-BFILED"]
    assert (rows[0]["transport_median"], rows[0]["transport_count"]) == ("7.3", "2")
    assert rows[0]["clusters_median"] == ""


def test_ranks_and_outcomes_that_would_tell_are_left_out_of_the_evaluation(
    world: World, as_person: People, reviewed: Evaluation
) -> None:
    address = f"/comite/essai-closed/evaluation/{reviewed.pk}/"
    shut, whole = (as_person(p).get(address).content.decode() for p in ("recused", "member"))
    assert "Site fictif a_filed" in whole
    assert "Le classement" in whole
    assert "La sélection sous les règles" in whole
    assert "Site fictif a_filed" not in shut
    assert "Site fictif b_filed" in shut
    for word in ("Le classement", "La sélection sous les règles", "retenu<", "/fichier/"):
        assert word not in shut


def test_he_cannot_score_it_nor_through_the_service(world: World, as_person: People) -> None:
    answer = as_person("recused").post(
        "/comite/essai-closed/D-AFILED/appreciation/", {"note_transport": "9", "acte": "remettre"}
    )
    assert answer.status_code == 403
    with pytest.raises(PermissionDenied):
        services.submit_review(
            world.actor("recused"),
            world.dossiers["a_filed"],
            services.Written({"transport": "9"}),
            now=NOW,
        )
    assert not Review.objects.exists()
    assert not Entry.objects.exists()


def test_an_interest_follows_the_person_under_another_role_and_after_the_seat(
    world: World,
) -> None:
    other = Membership.objects.create(
        user=world.users["recused"],
        organisation=world.organisations["equipe-nationale"],
        role="agent",
        started_at=NOW,
    )
    services.end(world.actor("national"), world.seats["recused"], now=NOW)
    from rebond.web.accounts.actors import of_membership

    actor = of_membership(other)
    a, b = world.dossiers["a_filed"], world.dossiers["b_filed"]
    assert permissions.may_manage(actor, world.calls["closed"])
    assert queries.is_recused(actor, a)
    assert not queries.is_recused(actor, b)
    assert not permissions.may_read_reviews(actor, a)
    assert permissions.may_read_reviews(actor, b)
    assert set(queries.recused_dossiers(actor)) == {a}


def test_whoever_acts_for_an_applicant_is_shut_out_of_the_whole_call(
    world: World, as_person: People, official: Evaluation
) -> None:
    """An organisation may file after one of its people was appointed."""
    Membership.objects.create(
        user=world.users["member"],
        organisation=world.organisations["epci-b"],
        role="agent",
        started_at=NOW,
    )
    for name in ("a_filed", "b_filed"):
        assert queries.is_recused(world.actor("member"), world.dossiers[name])
    client = as_person("member")
    for path in ("comparaison/", "comparaison.csv", f"evaluation/{official.pk}/"):
        assert client.get(f"/comite/essai-closed/{path}").status_code == 404
    assert client.get("/comite/essai-closed/et-si/").status_code == 403


def test_an_applicant_without_seat_is_not_said_to_be_recused(world: World) -> None:
    assert not queries.is_recused(world.actor("epci_a"), world.dossiers["a_filed"])


def test_a_later_declaration_prevails(world: World) -> None:
    actor, dossier = world.actor("recused"), world.dossiers["a_filed"]
    services.declare(actor, dossier, has_interest=False, now=NOW)
    assert not queries.is_recused(actor, dossier)
    services.declare(actor, dossier, has_interest=True, sentence="Retrouvé.", now=NOW + DAY)
    assert queries.is_recused(actor, dossier)


def test_nothing_is_open_before_a_declaration(world: World, as_person: People) -> None:
    Declaration.objects.filter(seat=world.seats["member"]).delete()
    actor = world.actor("member")
    assert not queries.has_declared(actor, world.dossiers["a_filed"])
    with pytest.raises(PermissionDenied):
        services.save_review(
            actor, world.dossiers["a_filed"], services.Written({"transport": "5"}), now=NOW
        )
    page = as_person("member").get("/comite/essai-closed/D-AFILED/").content.decode()
    assert "Déclarez d’abord un intérêt" in page
    assert "Premier de la liste fictive" not in page


def test_a_member_of_another_call_opens_nothing_here(
    world: World, as_person: People, official: Evaluation
) -> None:
    services.appoint(
        world.actor("cnam"), world.calls["training"], world.memberships["dreal_2"], now=NOW
    )
    client = as_person("dreal_2")
    assert client.get("/comite/").status_code == 200
    for path in ("", "D-AFILED/", "comparaison/", f"evaluation/{official.pk}/", "et-si/"):
        assert client.get(f"/comite/essai-closed/{path}").status_code == 404
    foreign = client.get(f"/comite/essai-training/evaluation/{official.pk}/")
    assert foreign.status_code == 404


def test_a_trial_is_read_by_its_author_and_the_chair_only(world: World, as_person: People) -> None:
    trial = evaluated(world, "member", "trial", k=1)
    address = f"/comite/essai-closed/evaluation/{trial.pk}/"
    codes = {
        persona: as_person(persona).get(address).status_code
        for persona in ("member", "national", "recused", "national_second", "epci_a")
    }
    assert codes == {
        "member": 200,
        "national": 200,
        "recused": 404,
        "national_second": 404,
        "epci_a": 404,
    }
    for persona, code in codes.items():
        assert permissions.may_read_evaluation(world.actor(persona), trial) == (code == 200)


def test_the_block_on_other_pages_says_as_little(
    world: World, rf: RequestFactory, reviewed: Evaluation
) -> None:
    for persona, expected in (("recused", (True, False, False)), ("member", (False, True, True))):
        request = rf.get("/")
        request._rebond_actor = world.actor(persona)
        shown = committee_block({"request": request}, world.dossiers["a_filed"])
        assert (shown["is_recused"], shown["is_open"], shown["may_read"]) == expected
        assert ("candidate" in shown) == expected[1]
    request._rebond_actor = world.actor("epci_a")
    assert committee_block({"request": request}, world.dossiers["a_filed"]) == {"is_in": False}


def test_an_interest_sets_the_review_aside_and_a_later_none_brings_it_back(
    world: World, reviewed: Evaluation
) -> None:
    actor, dossier = world.actor("member"), world.dossiers["a_filed"]

    def count() -> int:
        return len(scores.counted([dossier.pk]))

    assert count() == 2
    services.declare(actor, dossier, has_interest=True, sentence="Un lien.", now=NOW)
    assert count() == 1
    kept = Review.objects.get(seat=world.seats["member"], dossier=dossier)
    assert kept.set_aside_at == NOW
    assert kept.comment == f"{SECRET} a_filed"
    row = Entry.objects.filter(act="committee.declare").latest("number")
    assert row.content.value["reviews_set_aside"] == ["D-AFILED"]
    assert "Un lien" not in str(row.content.value)
    services.declare(actor, dossier, has_interest=False, now=NOW + DAY)
    assert count() == 2
    assert Dossier.objects.get(pk=dossier.pk).saved_at == dossier.saved_at
