"""The secret link: what the investor reads, downloads, writes and takes back; how long data stays."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from rebond.procedure.legal_time import add_months
from rebond.web.enquiries import mailing, retention, services, tokens
from rebond.web.enquiries.models import Enquiry, Message
from rebond.web.enquiries.services.reminding import remind
from rebond.web.jobs import registry
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.enquiries.conftest import COMPANY, DAY, EMAIL, MESSAGE, NAME, SECRETS, received
from tests.web.world import NOW, World

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "reference" / "personal-data.md"


def link(one: Enquiry) -> str:
    return f"/contacts/{tokens.token_of(one.reference)}/"


def everything(one: Enquiry) -> str:
    """Return all that the database holds of a contact and of its lines."""
    rows: list[Any] = [
        list(Enquiry.objects.filter(pk=one.pk).values()),
        list(Message.objects.filter(enquiry=one).values()),
    ]
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_the_page_shows_both_sides_and_no_note(world: World) -> None:
    one, client = received(world, "anonymous"), Client()
    manager = world.actor("epci_a")
    services.answer(manager, one, "Oui, dès 2032.", now=NOW)
    services.note(manager, one, "Entre nous.", now=NOW)
    assert client.post(link(one), {"acte": "ecrire", "texte": "Merci."}).status_code == 302
    body = client.get(link(one)).content.decode()
    for shown in (MESSAGE, "Oui, dès 2032.", "Merci.", "epci-a (fictif)"):
        assert shown in body
    for hidden in ("Entre nous.", "epci_a (fictif)", EMAIL):
        assert hidden not in body
    assert client.post(link(one), {"acte": "ecrire", "texte": " "}).status_code == 400
    assert client.post(link(one), {"acte": "reveler"}).status_code == 302
    one.refresh_from_db()
    assert one.revealed_at == NOW
    assert "Dire à tous" not in client.get(link(one)).content.decode()
    count = Entry.objects.count()
    client.post(link(one), {"acte": "reveler"})
    assert Entry.objects.count() == count


def test_the_investor_takes_away_all_that_is_held(world: World) -> None:
    one = received(world, "manager")
    services.answer(world.actor("epci_a"), one, "Oui.", now=NOW)
    services.note(world.actor("epci_a"), one, "Entre nous.", now=NOW)
    response = Client().get(link(one) + "mes-donnees.json")
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    held = json.loads(response.content)
    assert held["contact"] == {
        "name": NAME,
        "email": EMAIL,
        "company": COMPANY,
        "country": "HU",
        "organisation": "",
    }
    assert [one["text"] for one in held["messages"]] == [MESSAGE, "Oui."]
    assert {one["rule"] for one in held["recipients"]} == {"manager", "agency", "national"}


def test_withdrawing_erases_at_once_and_leaves_figures(world: World) -> None:
    one = received(world, "open")
    services.answer(world.actor("epci_a"), one, f"À {NAME}.", now=NOW)
    services.note(world.actor("agency"), one, f"{COMPANY} a rappelé.", now=NOW)
    assert Client().post(link(one), {"acte": "retirer"}).status_code == 302
    held = everything(one)
    assert [secret for secret in SECRETS if secret in held] == []
    one.refresh_from_db()
    assert (one.state, one.figures["jobs"], one.withdrawn_at) == ("answered", 120, NOW)
    body = Client().get(link(one)).content.decode()
    assert "Vous avez retiré ce contact" in body
    assert "acte" not in body.split("<main")[1].split("</main>")[0]
    assert mailing.send_answers(NOW + timedelta(minutes=1)) == 0
    assert mail.outbox == []
    services.withdraw(one, now=NOW + DAY)
    one.refresh_from_db()
    assert one.withdrawn_at == NOW


def test_a_contact_withdrawn_before_it_is_confirmed_leaves_no_trace(world: World) -> None:
    from tests.web.enquiries.conftest import contact

    (asked,) = services.ask([world.sites["public"]], contact("open"), now=NOW)
    response = Client().post(f"/contacts/{asked.token}/", {"acte": "retirer"})
    assert "Rien n’en avait été transmis" in response.content.decode()
    assert not Enquiry.objects.filter(pk=asked.enquiry.pk).exists()
    assert Entry.objects.count() == 0


def moment(months: int, days: int) -> datetime:
    reached = add_months(NOW.date(), months) + timedelta(days=days)
    return datetime.combine(reached, NOW.timetz())


def test_data_stays_two_years_after_the_end_or_the_last_line(world: World) -> None:
    closed, open_one = received(world, "open"), received(world, "open")
    actor = world.actor("epci_a")
    services.close(actor, closed, "cost", seen="received", now=NOW)
    Enquiry.objects.filter(reference="C-FICTIF").delete()
    assert retention.erase_stale(moment(24, 0)).enquiries == 0
    later = NOW + 100 * DAY
    services.write(open_one, f"Encore {COMPANY}.", now=later)
    assert retention.erase_stale(moment(24, 1)).enquiries == 1
    assert [secret for secret in SECRETS if secret in everything(closed)] == []
    closed.refresh_from_db()
    assert (closed.state, closed.lost_reason, closed.figures["area_ha"]) == ("lost", "cost", 20)
    assert COMPANY in everything(open_one)
    assert retention.erase_stale(moment(24, 102)).enquiries == 1
    assert COMPANY not in everything(open_one)
    assert retention.erase_stale(moment(30, 0)).enquiries == 0
    assert Entry.objects.filter(act="enquiries.erased", actor=None).count() == 2


def test_the_table_of_personal_data_says_the_same() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| contacts of investors"))
    assert f"{retention.MONTHS_KEPT} months" in row
    names = {one.name for one in registry.periodic()}
    assert {
        "enquiries.retention.run",
        "enquiries.mailing.run",
        "enquiries.services.reminding.run",
        "enquiries.services.handing.run",
    } <= names


def test_reminders_are_sent_once_each_and_stop_with_the_answer(world: World) -> None:
    Enquiry.objects.filter(reference="C-FICTIF").delete()
    one = received(world, "manager")  # due on Monday 9 June
    due = one.answer_due_at
    assert due is not None
    Notice.objects.all().delete()

    def told(now: datetime) -> tuple[int, set[str]]:
        Notice.objects.all().delete()
        done = remind(now)
        organisations = Notice.objects.values_list("user__memberships__organisation__slug")
        return done, {slug for (slug,) in organisations}

    friday = NOW + 4 * DAY
    assert told(NOW + 3 * DAY) == (0, set())
    assert told(friday) == (1, {"epci-a"})
    assert told(friday + timedelta(hours=1)) == (0, set())
    assert told(due + DAY) == (1, {"epci-a", "agence", "equipe-nationale"})
    assert told(due + 2 * DAY) == (0, set())
    assert told(due + 8 * DAY) == (1, {"epci-a"})
    services.answer(world.actor("epci_a"), one, "Oui.", now=due + 9 * DAY)
    assert told(due + 30 * DAY) == (0, set())
    assert Entry.objects.filter(act="enquiries.reminded", actor=None).count() == 3


class Broken(EmailBackend):
    def send_messages(self, _messages: Any) -> int:
        raise OSError("no server")


def test_an_answer_leaves_once_the_mail_server_is_back(
    world: World, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    one = received(world, "open")
    services.answer(world.actor("epci_a"), one, "Oui.", now=NOW)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    assert mailing.send_answers(NOW) == 0
    assert EMAIL not in caplog.text
    settings.EMAIL_BACKEND = backend
    assert mailing.send_answers(NOW + timedelta(minutes=5)) == 0  # still taken
    assert mailing.send_answers(NOW + timedelta(minutes=11)) == 1
    assert mailing.send_answers(NOW + timedelta(minutes=30)) == 0


def test_pages_ask_as_much_of_the_database_for_many_as_for_few(world: World, settings: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(world.users["epci_a"], backend=settings.AUTHENTICATION_BACKENDS[0])
    one = received(world, "open")
    addresses = ("/demandes/", f"/demandes/{one.reference}/", link(one), "/demandes/contacts.csv")

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as found:
            response = client.get(address)
            if getattr(response, "streaming", False):
                list(response.streaming_content)
        return len(found)

    for address in addresses:
        asked(address)
    few = {address: asked(address) for address in addresses}
    for number in range(30):
        other = received(world, "open")
        services.write(one, f"Message {number}.", now=NOW)
        services.answer(world.actor("epci_a"), other, "Oui.", now=NOW)
    assert {address: asked(address) for address in addresses} == few
    assert few["/demandes/"] <= 14
