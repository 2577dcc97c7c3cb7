"""The public reads what the policy publishes, and nothing from which the rest could be found."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from rebond.canonical import digest
from rebond.web.calls.models import Call, Revision
from rebond.web.deliberations import exports, results, sittings
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.results_map import results_map
from rebond.web.dossiers.models import Dossier
from rebond.web.journal import triggers
from rebond.web.publishing.datasets import datasets
from tests.web.deliberations.scenes import (
    HIDDEN_WORD,
    add_dossiers,
    decide,
    deliberated,
    evaluate,
)
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db


def publish(world: World, *, retained: list[str], others: list[str]) -> None:
    """Write another rule of publication into the call's policy."""
    revision = world.calls["closed"].revisions.get(number=1)
    policy = json.loads(revision.policy)
    measure = next(one for one in policy["measures"] if one["id"] == "site_cle_en_main")
    measure["publication"] |= {"retained": retained, "others": others}
    Revision.objects.create(
        call=world.calls["closed"],
        number=2,
        policy=json.dumps(policy, ensure_ascii=False),
        policy_digest=digest({"retained": retained, "others": others}),
        created_at=NOW - 60 * DAY,
        published_at=NOW - 60 * DAY,
    )


def shown(world: World, now: Any = NOW) -> results.Results:
    call = Call.objects.get(pk=world.calls["closed"].pk)
    found = results.results_of(call, now)
    assert found is not None
    return found


def test_nothing_before_the_day(world: World) -> None:
    call = deliberated(world, results_at=NOW + DAY)
    assert results.results_of(call, NOW) is None
    assert results.results_of(call, NOW + DAY) is not None


def test_the_policy_decides_what_is_public(world: World) -> None:
    deliberated(world, results_at=NOW)
    found = shown(world)
    [kept], [left] = found.retained, found.others
    assert (kept.name, kept.commune_code) == ("Site fictif a_filed", "14366")
    assert [value for _label, value in kept.area] == ["60.00"]
    assert (kept.applicant, kept.reason, kept.score, kept.facts) == (None, None, None, ())
    assert left.outcome == "below_cut"
    assert left.reason == {"kind": "rank"}
    assert (left.name, left.commune_code, left.region_code) == (None, None, None)
    assert (left.sentence, left.score, left.area) == (None, None, ())


def test_what_is_kept_back_is_nowhere_in_the_exports(world: World) -> None:
    deliberated(world, results_at=NOW)
    call, found = world.calls["closed"], shown(world)
    files = exports.as_csv(found) + json.dumps(exports.as_json(call, found), ensure_ascii=False)
    for word in ("b_filed", "D-BFILED", "62498", "epci-b", "0.4321", HIDDEN_WORD, "D-AFILED"):
        assert word not in files
    assert "Site fictif a_filed" in files


def test_personal_answers_are_never_public(world: World) -> None:
    publish(world, retained=["name", "facts", "score", "reason"], others=["name", "facts"])
    [one] = add_dossiers(world, world.calls["closed"], 1)
    decide(world, one, "retained")
    deliberated(world, results_at=NOW)
    said = json.dumps(exports.as_json(world.calls["closed"], shown(world)), ensure_ascii=False)
    assert "Site numéro 0" in said
    assert "Nom Secret" not in said
    assert "41.50" in said


def test_a_sentence_is_public_only_where_name_and_score_are(world: World) -> None:
    publish(world, retained=["name"], others=["name", "outcome", "reason", "score"])
    deliberated(world, results_at=NOW)
    [left] = shown(world).others
    assert left.sentence is not None
    assert HIDDEN_WORD in left.sentence.fr
    assert left.score == 0.4321
    assert left.reason is not None
    assert left.reason["rank"] == 41


def test_a_private_owner_is_not_named(world: World) -> None:
    publish(world, retained=["applicant"], others=[])
    deliberated(world, results_at=NOW)
    assert shown(world).retained[0].applicant == "epci-a (fictif)"
    world.organisations["epci-a"].kind = "proprietaire_prive"
    world.organisations["epci-a"].save()
    later = NOW + timedelta(minutes=1)
    assert shown(world, later).retained[0].applicant is None
    assert shown(world, later).others == ()


def test_where_outcomes_are_not_public_only_two_numbers_are(world: World) -> None:
    publish(world, retained=["name"], others=[])
    deliberated(world, results_at=NOW)
    assert shown(world).by_outcome == {"retained": 1, "not_retained": 1}


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ("sites_pilotes", "La politique n’établit pas ce qui est public"),
        ("ingenierie_relocalisation", "La politique n’établit pas ce qui est public"),
        ("vte", "La politique ne publie la liste d’aucun dossier"),
    ],
)
def test_where_nothing_is_listed_the_page_and_the_files_hold_numbers_alone(
    world: World, measure: str, says: str
) -> None:
    call = deliberated(world, results_at=NOW)
    Call.objects.filter(pk=call.pk).update(measure_id=measure)
    [gone] = add_dossiers(world, call, 1)
    Dossier.objects.filter(pk=gone.pk).update(state="withdrawn")
    client = Client()
    page = client.get("/appels/essai-closed/resultats/").content.decode().replace("\xa0", " ")
    assert says in page
    assert "1 dossier est retenu sur 2 déposés." in page
    assert 'id="liste"' not in page
    assert 'id="autres"' not in page
    regions = page[page.index('id="regions"') : page.index('id="methode"')]
    # One retained in Normandie and one not in Hauts-de-France: each number would tell of somebody.
    assert regions.count("non publié</td>") == 6
    listed = client.get("/appels/essai-closed/resultats.csv").content.decode()
    assert listed == "outcome,dossiers\nnot_retained,1\nretained,1\n"
    whole = client.get("/appels/essai-closed/resultats.json").json()
    assert whole["dossiers"] == []
    for said in (page, json.dumps(whole)):
        assert "Site fictif" not in said
        assert "14366" not in said


def test_one_dossier_filed_is_said_in_the_singular(world: World) -> None:
    deliberated(world, results_at=NOW)
    Dossier.objects.filter(pk=world.dossiers["b_filed"].pk).update(state="withdrawn")
    page = Client().get("/appels/essai-closed/resultats/").content.decode()
    assert "1 dossier est retenu sur 1 déposé." in page


def test_none_is_said_where_the_policy_lists_the_others_and_there_are_none(world: World) -> None:
    deliberated(world, results_at=NOW)
    Dossier.objects.filter(pk=world.dossiers["b_filed"].pk).update(state="withdrawn")
    page = Client().get("/appels/essai-closed/resultats/").content.decode()
    others = page[page.index('id="autres"') : page.index('id="regions"')]
    assert "Aucun." in others
    assert "que le nombre" not in others


def test_rows_without_names_stand_in_no_telling_order(world: World) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 6)
    gates = [{"kind": "gate", "gate": name} for name in "cabfed"]
    for one, gate in zip(dossiers, gates, strict=True):
        decide(world, one, "ineligible", reason=gate)
    deliberated(world, results_at=NOW)
    seen = [one.reason["gate"] for one in shown(world).others if one.outcome == "ineligible"]
    assert seen == sorted("cabfed")


def test_small_numbers_are_kept_back_with_another_that_would_betray_them() -> None:
    assert results.kept_back({"a": 0, "b": 9, "c": 12}) == set()
    assert results.kept_back({"a": 3, "b": 9, "c": 12}) == {"a", "b"}
    assert results.kept_back({"a": 3, "b": 4, "c": 12}) == {"a", "b"}
    assert results.kept_back({"a": 3}) == {"a"}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30), min_size=2))
def test_no_small_number_is_found_by_subtraction(counts: dict[str, int]) -> None:
    hidden = results.kept_back(counts)
    assert all(counts[one] == 0 or counts[one] >= 5 for one in counts if one not in hidden)
    others = [one for one in counts if counts[one]]
    assert len(hidden) != 1 or len(others) == 1


def test_a_withdrawn_dossier_is_counted_and_not_listed(world: World) -> None:
    [gone] = add_dossiers(world, world.calls["closed"], 1)
    Dossier.objects.filter(pk=gone.pk).update(state="withdrawn")
    deliberated(world, results_at=NOW)
    found = shown(world)
    assert (found.filed, found.withdrawn) == (2, 1)


def test_the_digest_is_that_of_the_closing(world: World) -> None:
    call = deliberated(world, results_at=NOW)
    before = shown(world)
    assert (before.digest, before.decisions) == sittings.digest_of_call(call)
    decide(
        world,
        world.dossiers["a_filed"],
        "not_retained",
        act="review",
        number=2,
        visible_from=NOW,
    )
    after = shown(world)
    assert after.digest == before.digest
    assert after.is_corrected
    assert after.retained == ()


def test_the_file_of_the_evaluation_stays_back_unless_all_of_it_is_public(world: World) -> None:
    call = world.calls["closed"]
    assert results.record_refusal(call, None) is not None
    official = evaluate(world, call, [world.dossiers["a_filed"], world.dossiers["b_filed"]])
    assert results.record_refusal(call, official) is not None
    everything = ["name", "place", "score", "facts", "outcome", "reason"]
    publish(world, retained=everything, others=everything)
    assert results.record_refusal(call, official) is None


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(world: World) -> None:
    Dossier.objects.filter(pk=world.dossiers["a_filed"].pk).update(title="=cmd()")
    deliberated(world, results_at=NOW)
    rows = list(csv.DictReader(io.StringIO(exports.as_csv(shown(world)))))
    assert rows[0]["name"] == "'=cmd()"
    assert rows[1]["name"] == ""


def test_the_map_shows_public_places_only(world: World) -> None:
    deliberated(world, results_at=NOW)
    found = shown(world)
    drawn = results_map(found.retained + found.others)
    assert drawn is not None
    assert [mark.name for mark in drawn.marks] == ["Site fictif a_filed"]
    assert results_map(found.others) is None


@pytest.mark.parametrize("is_later", [False, True])
def test_a_decision_altered_by_hand_leaves_a_caution_and_no_list(
    world: World, client: Client, *, is_later: bool
) -> None:
    call = deliberated(world, results_at=NOW - DAY)
    before = shown(world)
    assert before.is_agreed
    act = call.decisions.get(dossier=world.dossiers["b_filed"])
    if is_later:
        act = decide(world, act.dossier, "below_cut", number=2, act="correction", at=NOW - DAY)
    triggers.remove(connection)
    Decision.objects.filter(pk=act.pk).update(outcome="retained")
    results._kept.cache_clear()
    found = shown(world)
    assert (found.is_agreed, found.retained, found.others) == (False, (), ())
    assert found.digest == before.digest
    page = client.get(f"/appels/{call.reference}/resultats/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "ne sont plus celles qui sont entrées au journal" in text
    assert before.digest in text
    assert world.dossiers["a_filed"].title not in text
    assert client.get(f"/appels/{call.reference}/resultats.json").status_code == 404


def test_the_code_of_a_public_row_says_nothing_of_a_dossier_that_is_not_named(
    world: World,
) -> None:
    publish(world, retained=["name"], others=["outcome", "reason"])
    deliberated(world, results_at=NOW)
    Call.objects.update(is_fictitious=False)
    rows = list(datasets()["decisions"].rows(NOW))
    codes = [one.id.rpartition("/")[2] for one in rows]
    assert codes == sorted(codes)
    assert len({len(one) for one in codes}) == len(set(codes)) - 1 == 1
    assert not any(one.isdigit() and int(one) < 1000 for one in codes)
    [kept], [left] = shown(world).retained, shown(world).others
    dossier = Dossier.objects.get(title=kept.name)
    refused = Decision.objects.exclude(dossier=dossier).get().dossier
    again = {False: left.code, True: kept.code}
    for is_named in (False, True):
        act = Decision(pk=99_999)
        moved = results._code(dossier if is_named else refused, act, is_named=is_named)
        # A decision corrected keeps the code of a dossier that is named; no other is tied to what it was.
        assert (moved == again[is_named]) is is_named
