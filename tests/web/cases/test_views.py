from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rebond.web.cases.models import Case, Item, Party
from rebond.web.desk import piles
from rebond.web.sites.models import Consent
from tests.web.cases.lines import line_of
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db
TODAY = date(2031, 6, 2)
DAY = timedelta(days=1)


def sign_in(client: Client, world: World, persona: str) -> None:
    client.force_login(world.users[persona])


def another(world: World, number: int, **changes: Any) -> Case:
    fields = {"title": f"Projet {number}", "opened_at": NOW - 30 * DAY, **changes}
    case = Case.objects.create(
        reference=f"P-{number:04d}",
        site=world.sites["public"],
        lead=world.organisations["prefecture-14"],
        **fields,
    )
    Party.objects.create(
        case=case, organisation=case.lead, part=Party.Part.LEAD, joined_at=case.opened_at
    )
    return case


def test_a_sous_prefet_follows_a_project_from_its_opening_to_its_start(
    world: World, client: Client
) -> None:
    sign_in(client, world, "sous_prefet")
    site = world.sites["private"].identifier
    assert site in client.get(reverse("case-new")).content.decode()
    sent = {"site": site, "titre": "Usine <b>neuve</b>", "promis": "2031-12-01"}
    answer = client.post(reverse("case-new"), sent)
    case = Case.objects.get(title="Usine <b>neuve</b>")
    assert answer["Location"] == reverse("case-conduct", args=[case.reference])
    conduct = reverse("case-conduct", args=[case.reference])
    assert "entreprise (fictif)" in client.get(conduct, {"q": "entreprise"}).content.decode()
    firm = world.organisations["entreprise"]
    client.post(conduct, {"acte": "inviter", "organisation": firm.pk, "part": "firm"})
    add = reverse("case-line-new", args=[case.reference])
    form = client.get(add, {"nature": "procedure", "procedure": "permis_de_construire"})
    assert 'name="e.filed"' in form.content.decode()
    sent = {
        "nature": "procedure",
        "procedure": "permis_de_construire",
        "titre": "Permis",
        "etat": "under_way",
        "depart": "2031-01-31",
        "e.filed": "2031-01-15",
        "promis": "2031-05-01",
        "vu": ["firm"],
    }
    assert client.post(add, sent).status_code == 302
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "30\u00a0avril 2031" in page
    assert "33 jours de retard" in page
    assert "Usine &lt;b&gt;neuve&lt;/b&gt;" in page
    assert "<svg" in page
    assert "Jour légal passé sans décision depuis 33 j" in page
    item = case.items.get()
    line = reverse("case-line", args=[case.reference, item.reference])
    done = {**sent, "version": "1", "fin": "2031-05-20", "etat": "done"}
    assert client.post(line, done).status_code == 302
    assert "20 jours de retard" in client.get(line).content.decode()
    sent = {"acte": "etat", "etat": "done", "motif": "En service.", "service": "2031-06-01"}
    assert client.post(conduct, sent).status_code == 302
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "183 jours d’avance" in page


def test_a_refused_form_keeps_what_was_typed_and_changes_nothing(
    world: World, case: Case, client: Client
) -> None:
    sign_in(client, world, "sous_prefet")
    add = reverse("case-line-new", args=[case.reference])
    sent = {"nature": "task", "titre": "", "texte": "Tout ce texte", "promis": "2031-13-45"}
    answer = client.post(add, sent)
    assert answer.status_code == 400
    assert "Tout ce texte" in answer.content.decode()
    sent = {
        "nature": "procedure",
        "procedure": "permis_de_construire",
        "titre": "Permis",
        "depart": "2031-05-01",
        "fin": "2031-04-01",
    }
    answer = client.post(add, sent)
    assert answer.status_code == 400
    assert "2031-04-01" in answer.content.decode()
    fake = SimpleUploadedFile("faux.pdf", b"<html>")
    assert client.post(add, {"nature": "document", "fichier": fake}).status_code == 400
    assert client.post(add, {"nature": "document"}).status_code == 400
    broken = {"acte": "plan", "plan": "format: rebond-site/1\nname: x\n"}
    conduct = reverse("case-conduct", args=[case.reference])
    answer = client.post(conduct, broken)
    assert answer.status_code == 400
    assert "name: x" in answer.content.decode()
    assert not case.items.exists()


def test_two_who_save_a_line_see_both_texts_and_the_second_may_insist(
    world: World, case: Case, client: Client
) -> None:
    item = line_of(world, "task", "Première", text="Au début.")
    line = reverse("case-line", args=[case.reference, item.reference])
    sign_in(client, world, "sous_prefet")
    one = {"titre": "Deuxième", "texte": "Le sien.", "version": "1", "etat": "to_do"}
    assert client.post(line, one).status_code == 302
    mine = {"titre": "Troisième", "texte": "Le mien.", "version": "1", "etat": "to_do"}
    answer = client.post(line, mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Le sien." in page
    assert "Le mien." in page
    assert 'name="version" value="2"' in " ".join(page.split())
    assert client.post(line, {**mine, "version": "2"}).status_code == 302
    item.refresh_from_db()
    assert (item.text, item.version) == ("Le mien.", 3)


def test_a_firm_edits_the_task_that_it_has_and_shares_nothing_more(
    world: World, case: Case, client: Client
) -> None:
    item = line_of(world, "task", assigned_to=world.organisations["entreprise"])
    line = reverse("case-line", args=[case.reference, item.reference])
    sign_in(client, world, "firm")
    assert 'name="vu"' not in client.get(line).content.decode()
    sent = {"titre": item.title, "version": "1", "etat": "done", "vu": ["service"]}
    assert client.post(line, sent).status_code == 302
    item.refresh_from_db()
    assert (item.state, item.done_on, item.seen_by) == ("done", TODAY, [])


def test_the_board_puts_the_gravest_first_and_its_file_says_the_same(
    world: World, client: Client
) -> None:
    grave = another(world, 1, promised_on=TODAY + 400 * DAY)
    line_of(
        world,
        "procedure",
        case=grave,
        procedure_id="permis_de_construire",
        legal_on=TODAY - 3 * DAY,
    )
    late = another(world, 2, title="=danger()")
    line_of(world, "task", "Relevé", case=late, promised_on=TODAY - 9 * DAY)
    another(world, 3, state=Case.State.PAUSED)
    another(world, 4, promised_on=TODAY - DAY)
    sign_in(client, world, "sous_prefet")
    page = client.get(reverse("cases")).content.decode()
    order = [page.index(f"P-{name}") for name in ("0001", "0004", "0002", "FICTIF")]
    assert order == sorted(order)
    file = client.get(reverse("cases-csv"))
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("reference,title,site,")
    assert lines[1].split(",")[0] == "P-0001"
    assert ",'=danger()," in "".join(lines)
    found = client.get(reverse("cases"), {"q": "Projet 4"}).content.decode()
    assert "P-0004" in found
    assert "P-0001" not in found
    (pile,) = [
        one
        for one in piles.waiting(world.actor("sous_prefet"), NOW)
        if one.code == "projets-a-risque"
    ]
    assert [task.title for task in pile.tasks] == ["Projet 1", "Projet 4"]


def test_the_board_asks_as_little_of_many_cases_as_of_few(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, world, "national")
    address = reverse("cases")
    client.get(address)
    for number in range(60):
        line_of(world, "task", case=another(world, number), promised_on=TODAY)
    with django_assert_max_num_queries(14) as seen:
        answer = client.get(address)
    assert "page=2" in answer.content.decode()
    with django_assert_max_num_queries(len(seen.captured_queries)):
        client.get(address, {"q": "FICTIF"})


def test_a_page_of_a_case_asks_as_little_of_many_lines_as_of_few(
    world: World, case: Case, client: Client
) -> None:
    sign_in(client, world, "sous_prefet")
    address = reverse("case", args=[case.reference])
    client.get(address)

    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen.captured_queries)

    line_of(world, "task", assigned_to=world.organisations["dreal-1"])
    few = asked()
    for number in range(30):
        line_of(
            world,
            "procedure",
            f"Ligne {number}",
            procedure_id="permis_de_construire",
            assigned_to=world.organisations["dreal-1"],
            legal_on=TODAY,
        )
    assert asked() == few


def test_the_sites_own_plan_is_read_by_a_party_only_where_it_is_public_or_its_own_site(
    world: World, client: Client
) -> None:
    case, site = world.cases["public"], world.sites["public"]
    site.ready_on = [(date(2032, 1, 1) + step * 20 * DAY).isoformat() for step in range(19)]
    site.planned_as_of = TODAY
    site.save()
    page, board, file = (
        reverse("case", args=[case.reference]),
        reverse("cases"),
        reverse("cases-csv"),
    )

    def reads(persona: str) -> list[bool]:
        sign_in(client, world, persona)
        told = [
            client.get(one).getvalue().decode().replace("\u00a0", " ")
            for one in (page, board, file)
        ]
        return ["29 juin 2032" in one or "2032-06-29" in one for one in told]

    assert reads("firm") == [True] * 3
    Consent.objects.filter(site=site).update(groups=["identity", "areas"])
    assert reads("firm") == [False] * 3
    assert reads("epci_a") == reads("sous_prefet") == [True] * 3
    case.simulated = {
        "p50": "2032-06-29",
        "p90": "2033-01-01",
        "as_of": "2031-06-02",
        "is_own": False,
        "path": [],
    }
    case.save()
    assert reads("firm") == [False] * 3
    case.simulated["is_own"] = True
    case.save()
    assert reads("firm") == [True] * 3


def test_the_timeline_is_one_list_by_day_and_narrows(
    world: World, case: Case, client: Client
) -> None:
    line_of(world, "task", "Relevé topographique", promised_on=TODAY + DAY)
    line_of(world, "note", "Visite faite", state=Item.State.DONE)
    line_of(
        world,
        "procedure",
        "Permis",
        procedure_id="permis_de_construire",
        started_on=TODAY - 10 * DAY,
        legal_on=TODAY + 60 * DAY,
        events={"filed": "2031-04-01"},
    )
    sign_in(client, world, "sous_prefet")
    address = reverse("case", args=[case.reference])
    moments = client.get(address).context["moments"]
    days = [one.on for one in moments]
    assert days == sorted(days)
    assert [one.what.en for one in moments][:2] == ["Filing", "Project opened"]
    assert "Task due on 3 June 2031: Relevé topographique." in [one.what.en for one in moments]
    for query, kinds in (
        ({"nature": "note"}, {"note"}),
        ({"nature": "alert"}, {"alert"}),
        ({"q": "topographique"}, {"task", "alert"}),
        ({"ouvert": "1", "nature": "note"}, set()),
        (
            {"nature": "inconnue", "confie": "9" * 30},
            {"task", "note", "procedure", "alert", "date", "today"},
        ),
    ):
        found = client.get(address, query).context["moments"]
        assert {one.kind for one in found} == kinds, query


def test_a_settled_line_is_news_but_bears_no_risk(world: World, client: Client) -> None:
    case = another(world, 7, opened_at=NOW - 90 * DAY)
    done = {"state": Item.State.DONE, "done_on": TODAY, "promised_on": TODAY - 60 * DAY}
    line_of(world, "task", case=case, written_at=NOW - 50 * DAY, **done)
    sign_in(client, world, "sous_prefet")

    def rules() -> list[str]:
        rows = client.get(reverse("cases"), {"q": "P-0007"}).context["board"].rows
        page = client.get(reverse("case", args=[case.reference])).context["row"]
        assert page.risk == rows[0].risk
        return [one.rule for one in rows[0].risk.reasons]

    assert rules() == ["no_news"]
    line_of(world, "note", case=case, written_at=NOW - 2 * DAY)
    assert rules() == []
