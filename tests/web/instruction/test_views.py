from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from rebond.web.dossiers.models import CorrectionRequest
from rebond.web.instruction.models import Instruction, Opinion, OpinionRequest, ShortlistEntry
from rebond.web.instruction.services import ask_opinion, give_opinion, place_on_shortlist
from rebond.web.journal.models import Entry
from tests.web.instruction.conftest import DAY, another
from tests.web.world import NOW, World

BOARD = "/instruction/"
DOSSIER = "/instruction/dossiers/D-AFILED/"
LIST = "/instruction/appels/essai-closed/liste/"
HOSTILE = "<script>alert(1)</script>\"'{{ 7*7 }}\u202e\x00\x1b[31m"


@pytest.fixture
def sign_in(world: World, settings: Any) -> Any:
    def signed(persona: str) -> Client:
        client = Client()
        client.force_login(world.users[persona], backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return signed


def text(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", "", response.content.decode())
    return " ".join(plain.split())


def test_the_board_answers_first_what_waits(unsent: World, sign_in: Any) -> None:
    another(unsent, "second")
    late = unsent.requests["a_filed"]
    late.due_at = NOW - DAY
    late.save()
    page = text(sign_in("prefecture_1").get(BOARD))
    assert "2 dossiers à examiner, 1 avis en retard." in page
    assert "Site fictif b_filed" not in page


def test_the_board_narrows_to_what_was_asked(unsent: World, sign_in: Any) -> None:
    another(unsent, "eligible")
    another(unsent, "out", eligibility="no")
    client = sign_in("prefecture_1")
    for query, shown in (
        ("eligibilite=no", {"out"}),
        ("eligibilite=yes", {"eligible"}),
        ("departement=14", {"a_filed", "eligible", "out"}),
        ("departement=27", set()),
        ("appel=essai-open", set()),
        ("a_moi=1", set()),
        ("etat=avis-attendus", {"a_filed"}),
        ("etat=retires", set()),
        ("etat=nulle-part&eligibilite=peut-etre&departement=%00&apres=@@@", None),
    ):
        response = client.get(f"{BOARD}?{query}")
        found = {row.dossier.title.split()[-1] for row in response.context["board"].rows}
        assert found == (shown if shown is not None else {"a_filed", "eligible", "out"}), query


def test_every_act_of_the_page_is_done_and_said(unsent: World, sign_in: Any) -> None:
    client, one = sign_in("prefecture_1"), unsent.dossiers["a_filed"]
    banque = str(unsent.organisations["banque"].pk)
    waiting = str(unsent.requests["a_filed"].pk)
    for sent in (
        {"acte": "agent", "agent": str(unsent.memberships["prefecture_1"].pk)},
        {"acte": "note", "note": "À revoir.", "note_lue": ""},
        {"acte": "avis", "service": [banque], "echeance": "2031-06-20", "question": "Prêt ?"},
        {"acte": "annuler", "demande": waiting, "motif": "Sans objet."},
        {"acte": "liste", "place": "1", "phrase": "Le plus mûr de la région."},
    ):
        response = client.post(DOSSIER, sent)
        assert response.status_code == 302, sent
    instruction = Instruction.objects.get(dossier=one)
    assert (instruction.assigned_to_id, instruction.note) == (
        unsent.memberships["prefecture_1"].pk,
        "À revoir.",
    )
    asked = OpinionRequest.objects.get(service=unsent.organisations["banque"])
    assert asked.due_at.isoformat() == "2031-06-20T21:59:00+00:00"
    assert OpinionRequest.objects.get(pk=waiting).state == "cancelled"
    assert ShortlistEntry.objects.get(dossier=one).sentence == "Le plus mûr de la région."
    assert Entry.objects.count() == 5


def test_a_correction_is_asked_through_the_dossier(unsent: World, sign_in: Any) -> None:
    sent = {
        "acte": "correction",
        "champ": ["surface_brute_ha"],
        "phrase": "La surface manque.",
        "echeance": "2031-06-20",
    }
    assert sign_in("prefecture_1").post(DOSSIER, sent).status_code == 302
    assert CorrectionRequest.objects.get().fields == ["surface_brute_ha"]


def test_a_refused_act_changes_nothing_and_keeps_what_was_typed(
    unsent: World, sign_in: Any
) -> None:
    client = sign_in("prefecture_1")
    sent = {"acte": "avis", "service": [], "question": "Le réseau ?", "echeance": "hier"}
    response = client.post(DOSSIER, sent)
    assert response.status_code == 400
    assert "«\u00a0hier\u00a0» n’est pas un jour." in response.content.decode()
    assert "Le réseau ?" in response.content.decode()
    response = client.post(DOSSIER, {"acte": "liste", "place": "première", "phrase": "Oui."})
    assert response.status_code == 400
    assert "Oui." in response.content.decode()
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    "sent",
    [
        {"acte": "annuler", "demande": "9" * 40, "motif": "x"},
        {"acte": "agent", "agent": "9" * 40},
        {"acte": "annuler", "demande": "١", "motif": "x"},
    ],
)
def test_a_key_that_names_nothing_is_not_found(
    world: World, sign_in: Any, sent: dict[str, str]
) -> None:
    assert sign_in("prefecture_1").post(DOSSIER, sent).status_code == 404


def test_a_request_of_another_dossier_cannot_be_cancelled_from_this_page(
    world: World, sign_in: Any
) -> None:
    other = str(world.requests["b_filed"].pk)
    sent = {"acte": "annuler", "demande": other, "motif": "Pas à moi."}
    assert sign_in("prefecture_1").post(DOSSIER, sent).status_code == 404
    assert OpinionRequest.objects.get(pk=other).state == "waiting"


def test_another_region_gets_the_same_answer_as_for_a_dossier_that_does_not_exist(
    world: World, sign_in: Any
) -> None:
    client = sign_in("prefecture_2")
    assert client.get(DOSSIER).status_code == 404
    assert client.get("/instruction/dossiers/D-NONE/").status_code == 404
    assert client.post(DOSSIER, {"acte": "note", "note": "x"}).status_code == 404
    assert client.get(f"{LIST}?region=28").status_code == 404


def test_a_draft_is_not_under_examination_even_for_its_own_region(
    world: World, sign_in: Any
) -> None:
    assert sign_in("prefecture_1").get("/instruction/dossiers/D-ADRAFT/").status_code == 404


def test_a_request_guessed_by_its_key_is_not_found(world: World, sign_in: Any) -> None:
    mine, other = world.requests["a_filed"].pk, world.requests["b_filed"].pk
    client = sign_in("dreal_1")
    assert client.get(f"/instruction/avis/{mine}/").status_code == 200
    for key in (other, 999_999, 9**25):
        assert client.get(f"/instruction/avis/{key}/").status_code == 404
        sent = {"sens": "favourable", "texte": "Oui."}
        assert client.post(f"/instruction/avis/{key}/", sent).status_code == 404
    assert Opinion.objects.count() == 0


def test_a_service_answers_and_a_refused_answer_keeps_its_text(world: World, sign_in: Any) -> None:
    path = f"/instruction/avis/{world.requests['a_filed'].pk}/"
    client = sign_in("dreal_1")
    refused = client.post(path, {"sens": "enthusiastic", "texte": "Un long avis."})
    assert refused.status_code == 400
    assert "Un long avis." in refused.content.decode()
    assert client.post(path, {"sens": "reserved", "texte": "Sous réserve."}).status_code == 302
    page = text(client.get(path))
    assert "Votre avis favorable avec réserves est rendu" in page
    assert "après la transmission de la liste de la région" in page


def test_the_internal_note_stays_inside_the_organisation(world: World, sign_in: Any) -> None:
    Instruction.objects.update(note="À ne pas ébruiter.")
    mine = world.requests["a_filed"].pk
    for persona, path in (
        ("national", DOSSIER),
        ("dreal_1", f"/instruction/avis/{mine}/"),
        ("epci_a", "/dossiers/D-AFILED/"),
        ("member", "/dossiers/D-AFILED/"),
    ):
        response = sign_in(persona).get(path)
        assert response.status_code == 200, persona
        assert "ébruiter" not in response.content.decode(), persona
    assert "ébruiter" in sign_in("prefecture_1").get(DOSSIER).content.decode()


def test_the_page_of_a_dossier_shows_opinions_to_those_who_may_read_them(
    world: World, sign_in: Any
) -> None:
    ask_opinion(
        world.actor("prefecture_1"),
        world.dossiers["a_filed"],
        world.organisations["banque"],
        "",
        NOW + DAY,
        NOW,
    )
    request = world.requests["a_filed"]
    give_opinion(world.actor("dreal_1"), request, "unfavourable", "Zone inondable.", NOW)
    for persona, is_shown in (
        ("prefecture_1", True),
        ("national", True),
        ("member", True),
        ("dreal_1", True),
        ("epci_a", False),
    ):
        response = sign_in(persona).get("/dossiers/D-AFILED/")
        assert ("Zone inondable." in response.content.decode()) is is_shown, persona


def test_hostile_text_is_kept_harmless(unsent: World, sign_in: Any) -> None:
    path = f"/instruction/avis/{unsent.requests['a_filed'].pk}/"
    assert sign_in("dreal_1").post(path, {"sens": "none", "texte": HOSTILE}).status_code == 302
    client = sign_in("prefecture_1")
    for sent in (
        {"acte": "note", "note": HOSTILE, "note_lue": ""},
        {"acte": "liste", "place": "1", "phrase": HOSTILE},
    ):
        assert client.post(DOSSIER, sent).status_code == 302
    assert "\x00" not in Opinion.objects.get().text
    for page in (DOSSIER, LIST, BOARD + "?etat=classes"):
        content = client.get(page).content.decode()
        assert "<script>alert" not in content
        assert "\x1b" not in content
        assert "{{ 7*7 }}" in content or page.startswith(BOARD + "?")


def test_a_list_is_ordered_by_buttons_by_number_and_sent_with_a_confirmation(
    unsent: World, sign_in: Any
) -> None:
    actor = unsent.actor("prefecture_1")
    second = another(unsent, "second")
    place_on_shortlist(actor, unsent.dossiers["a_filed"], 1, "Un, le premier de la liste.", NOW)
    place_on_shortlist(actor, second, 2, "Deux, le second de la liste.", NOW)
    client = sign_in("prefecture_1")
    order = {"acte": "deplacer", "region": "28", "ordre": ["D-AFILED", "D-SECOND"]}
    assert client.post(LIST, {**order, "vers": "haut:D-SECOND"}).status_code == 302
    assert ShortlistEntry.objects.get(dossier=second).position == 1
    assert client.post(LIST, {**order, "vers": "haut:D-AUTRE"}).status_code == 400
    place = {
        "acte": "placer",
        "region": "28",
        "dossier": "D-SECOND",
        "phrase": "Deux, le second de la liste.",
    }
    assert client.post(LIST, {**place, "place": "2"}).status_code == 302
    assert ShortlistEntry.objects.get(dossier=second).position == 2
    send = {"acte": "transmettre", "region": "28"}
    refused = client.post(LIST, send)
    assert refused.status_code == 400
    assert "Un avis est encore attendu." in text(refused)
    assert client.post(LIST, {**send, "confirme": "oui"}).status_code == 302
    assert client.post(LIST, {**send, "confirme": "oui"}).status_code == 400
    assert "2 dossiers transmis au comité" in text(client.get(LIST))


def test_several_dossiers_and_services_are_asked_from_one_page(unsent: World, sign_in: Any) -> None:
    another(unsent, "second")
    client = sign_in("prefecture_1")
    services = [str(unsent.organisations[one].pk) for one in ("banque", "dreal-1")]
    both = {"dossier": ["D-AFILED", "D-SECOND"], "echeance": "2031-06-20"}
    refused = client.post("/instruction/avis/demander/", {**both, "service": services})
    assert refused.status_code == 400
    assert "D-AFILED, dreal-1 (fictif)" in text(refused)
    assert OpinionRequest.objects.count() == 2
    done = client.post("/instruction/avis/demander/", {**both, "service": services[:1]})
    assert done.status_code == 302
    assert OpinionRequest.objects.count() == 4


def test_the_committee_reads_lists_once_sent_without_what_it_stands_aside_from(
    world: World, sign_in: Any
) -> None:
    path = "/instruction/appels/essai-closed/listes/"
    left = another(world, "left")
    ShortlistEntry.objects.create(
        shortlist=world.dossiers["a_filed"].shortlist_entry.shortlist,
        dossier=left,
        position=None,
        sentence="Pas mûr du tout.",
    )
    member = text(sign_in("member").get(path))
    assert "Site fictif a_filed" in member
    assert "Pas mûr du tout." not in member
    recused = text(sign_in("recused").get(path))
    assert "Site fictif a_filed" not in recused
    assert "Site fictif b_filed" in recused
    assert "1 dossier n’est pas montré" in recused
    assert "Pas mûr du tout." in text(sign_in("national").get(path))


@pytest.mark.parametrize(
    ("persona", "path"),
    [
        ("prefecture_1", BOARD + "?etat=tous"),
        ("prefecture_1", LIST),
        ("dreal_1", "/instruction/avis/"),
        ("national", "/instruction/appels/essai-closed/listes/"),
    ],
)
def test_a_page_asks_as_many_queries_for_thirty_dossiers_as_for_three(
    unsent: World,
    sign_in: Any,
    persona: str,
    path: str,
    django_assert_num_queries: Any,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def fill(count: int, start: int) -> None:
        for n in range(start, start + count):
            one = another(unsent, f"n{n}")
            ask = OpinionRequest.objects.create(
                dossier=one,
                service=unsent.organisations["dreal-1"],
                asked_by=unsent.memberships["prefecture_1"],
                asked_at=NOW,
                due_at=NOW + DAY,
            )
            assert ask.pk
            place_on_shortlist(
                unsent.actor("prefecture_1"), one, n + 1, "Oui, prêt à être transmis.", NOW
            )

    client = sign_in(persona)
    fill(3, 0)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(path).status_code == 200
    fill(27, 3)
    with django_assert_num_queries(len(few)):
        assert client.get(path).status_code == 200


def test_of_many_left_out_those_of_the_region_asked_for_are_shown(
    world: World, sign_in: Any
) -> None:
    path = "/instruction/appels/essai-closed/listes/"
    shortlist = world.dossiers["a_filed"].shortlist_entry.shortlist
    for number in range(51):
        ShortlistEntry.objects.create(
            shortlist=shortlist,
            dossier=another(world, f"left{number}"),
            position=None,
            sentence="Pas mûr du tout.",
        )
    client = sign_in("national")
    closed = text(client.get(path))
    assert "51 dossiers non transmis" in closed
    assert "Pas mûr du tout." not in closed
    asked = text(client.get(f"{path}?region={shortlist.region_code}"))
    assert asked.count("Pas mûr du tout.") == 51
