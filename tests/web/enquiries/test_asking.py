"""The investor's form, the mail that confirms, and the limits."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from rebond.web.enquiries import limits, retention, services
from rebond.web.enquiries.errors import ConfirmationOver
from rebond.web.enquiries.models import Enquiry, Message, Recipient
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.enquiries.conftest import contact, unmanaged
from tests.web.enquiries.doors import SAID
from tests.web.world import NOW, World

FORM = "/sites/14366_SITE-ECO_public/contact/"
MANY = "/contacts/nouveau/"
LINK = re.compile(r"http://127.0.0.1:8000((?:/en)?/contacts/[\w-]+/)")
HOSTILE = "=cmd|' /C calc'!A0<script>alert(1)</script>\u202e\x00\x1b[31m\r\nBcc: a@b.invalid"


def sent_link() -> str:
    """Return the link of the last mail."""
    found = LINK.search(mail.outbox[-1].body)
    assert found is not None
    return found[1]


def page(response: Any) -> str:
    plain = re.sub(r"<[^>]+>", "", response.content.decode())
    return " ".join(plain.split())


def test_a_contact_is_passed_on_by_the_button_of_the_page_that_the_mail_leads_to(
    world: World,
) -> None:
    before = Enquiry.objects.count()
    assert Client().post(FORM, {**SAID, "emplois": "1 200"}).status_code == 200
    one = Enquiry.objects.latest("pk")
    assert Enquiry.objects.count() == before + 1
    (sent,) = mail.outbox
    assert sent.to == ["contact@exemple.invalid"]
    assert sent.subject == "Rebond – confirm your contact"
    link = sent_link()
    client = Client()
    opened = client.get(link)
    assert opened.status_code == 200
    assert opened["Referrer-Policy"] == "strict-origin"
    assert "noindex" in opened["X-Robots-Tag"]
    assert "no-store" in opened["Cache-Control"]
    one.refresh_from_db()
    assert one.confirmed_at is None
    assert (Recipient.objects.filter(enquiry=one).count(), Notice.objects.count()) == (0, 0)
    assert Entry.objects.count() == 0
    assert client.post(link, {"acte": "confirmer"}).status_code == 302
    one.refresh_from_db()
    assert one.confirmed_at == NOW
    # The day itself does not count, were it no holiday (Whit Monday).
    assert one.answer_due_at is not None
    assert one.answer_due_at.date().isoformat() == "2031-06-09"
    assert one.figures == {"jobs": 1200}
    rules = set(one.recipients.values_list("organisation__slug", "rule"))
    assert rules == {("epci-a", "manager"), ("agence", "agency"), ("equipe-nationale", "national")}
    assert list(Entry.objects.values_list("act", "actor")) == [("enquiries.received", None)]
    assert Message.objects.get(enquiry=one).text == SAID["message"]
    # Once more changes nothing.
    client.post(link, {"acte": "confirmer"})
    assert (Entry.objects.count(), one.messages.count()) == (1, 1)


def test_one_form_reaches_five_sites_and_one_confirmation_passes_all_on(world: World) -> None:
    unmanaged(world)
    sites = [world.sites[one].identifier for one in ("public", "other", "private")]
    query = "&".join(f"site={one}" for one in [*sites, "nowhere", sites[0]])
    form = Client().get(f"{MANY}?{query}")
    assert [one.identifier for one in form.context["sites"]] == sites[:2]
    assert "Personne ne gère ce site" in page(form)
    Client().post(MANY, {**SAID, "site": [*sites, "nowhere", sites[0]]})
    first, second = Enquiry.objects.order_by("-pk")[:2][::-1]
    assert [first.site.identifier, second.site.identifier] == sites[:2]
    assert len(set(LINK.findall(mail.outbox[-1].body))) == 2
    Client().post(sent_link(), {"acte": "confirmer"})
    assert Enquiry.objects.filter(confirmed_at=NOW).count() == 2
    assert set(second.recipients.values_list("rule", flat=True)) == {"national"}
    assert second.batch == first.batch == first.reference
    assert first.token_digest != second.token_digest


def test_a_private_site_is_not_written_to_and_not_named(world: World, sign_in: Any) -> None:
    address = f"/sites/{world.sites['private'].identifier}/contact/"
    for client in (Client(), sign_in("epci_a"), sign_in("national")):
        assert client.get(address).status_code == 404
        assert client.post(address, SAID).status_code == 404
    assert Client().get(f"{MANY}?site={world.sites['private'].identifier}").status_code == 404
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nom": "  "}, "Il manque"),
        ({"courriel": "pas une adresse"}, "n’est pas une adresse électronique"),
        ({"courriel": "a@b.invalid\nBcc: c@d.invalid"}, "n’est pas une adresse électronique"),
        ({"pays": "ZZ"}, "Ce pays n’est pas connu"),
        ({"niveau": "secret"}, "Choisissez qui saura"),
        ({"message": "\x00\u202e "}, "Il manque"),
        ({"surface": "vingt"}, "ne convient pas"),
        ({"surface": "-4"}, "ne convient pas"),
        ({"surface": "1e999"}, "ne convient pas"),
        ({"emplois": "NaN"}, "ne convient pas"),
        ({"emplois": "1,5"}, "ne convient pas"),
    ],
)
def test_what_cannot_be_sent_is_said_and_what_was_typed_stays(
    changes: dict[str, str], said: str, world: World
) -> None:
    before = Enquiry.objects.count()
    response = Client().post(FORM, {**SAID, "societe": "Société <b>gardée</b>", **changes})
    assert response.status_code == 400
    assert said in page(response)
    assert "Société &lt;b&gt;gardée&lt;/b&gt;" in response.content.decode()
    assert (Enquiry.objects.count(), mail.outbox) == (before, [])


def test_the_managers_level_needs_a_manager(world: World) -> None:
    unmanaged(world)
    address = f"/sites/{world.sites['other'].identifier}/contact/"
    response = Client().post(address, {**SAID, "niveau": "manager"})
    assert response.status_code == 400
    assert "personne ne gère Parc fictif other" in page(response)
    assert Client().post(address, {**SAID, "niveau": "anonymous"}).status_code == 200


def test_hostile_words_are_kept_as_words(world: World, sign_in: Callable[[str], Client]) -> None:
    said = {**SAID, "nom": HOSTILE, "societe": HOSTILE, "message": HOSTILE, "besoin": HOSTILE}
    assert Client().post(FORM, said).status_code == 200
    link = sent_link()
    Client().post(link, {"acte": "confirmer"})
    one = Enquiry.objects.latest("pk")
    assert "\x00" not in one.message + one.contact_name + one.company + one.need
    assert "\u202e" not in one.message + one.contact_name + one.company
    assert "\n" not in one.contact_name + one.company
    client = sign_in("epci_a")
    for address in (link, f"/demandes/{one.reference}/", "/demandes/"):
        body = client.get(address).content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(1)" in body
    file = b"".join(client.get("/demandes/contacts.csv").streaming_content).decode()
    assert "cmd" not in file
    site = world.sites["public"]
    site.name = "=1+1"
    site.save()
    file = b"".join(client.get("/demandes/contacts.csv").streaming_content).decode()
    assert "'=1+1" in file
    site.name = "Parc\nBcc: a@b.invalid"
    site.save()
    services.answer(world.actor("epci_a"), one, "Bonjour.", now=NOW)
    from rebond.web.enquiries import mailing

    assert mailing.send_answers(NOW) == 1
    assert mail.outbox[-1].subject == "Rebond – answer about Parc Bcc: a@b.invalid"


def test_an_address_and_a_place_are_written_to_so_often_only(world: World, settings: Any) -> None:
    cache.clear()
    answers = [Client().post(FORM, SAID) for _each in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 400]
    assert "Trop de messages" in page(answers[-1])
    # Another address from another place is not held back.
    other = {**SAID, "courriel": "autre@exemple.invalid"}
    assert Client(REMOTE_ADDR="192.0.2.9").post(FORM, other).status_code == 200
    # Neither is anything kept of what was refused, and a place has its own limit.
    count = Enquiry.objects.count()
    codes = [
        Client(REMOTE_ADDR="192.0.2.7")
        .post(FORM, {**SAID, "courriel": f"{n}@exemple.invalid"})
        .status_code
        for n in range(21)
    ]
    assert codes == [200] * 20 + [400]
    assert Enquiry.objects.count() == count + 20
    assert limits.RATES["ask"] == "20/h/ip"
    cache.clear()


class Broken(EmailBackend):
    def send_messages(self, _messages: Any) -> int:
        raise OSError("no server")


def test_a_mail_that_cannot_leave_keeps_nothing_and_gives_the_text_back(
    world: World, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    before = Enquiry.objects.count()
    response = Client().post(FORM, SAID)
    assert response.status_code == 400
    assert "n’a pas pu partir" in page(response)
    assert SAID["message"] in response.content.decode()
    assert Enquiry.objects.count() == before
    assert SAID["courriel"] not in caplog.text


def test_a_link_holds_a_week_then_what_was_not_confirmed_is_deleted(world: World) -> None:
    (asked,) = services.ask([world.sites["public"]], contact("open"), now=NOW)
    late = NOW + timedelta(days=7, minutes=1)
    with pytest.raises(ConfirmationOver):
        services.confirm(asked.enquiry, now=late)
    assert retention.erase_stale(late).unconfirmed == 0
    assert retention.erase_stale(NOW + timedelta(days=9)).unconfirmed == 1
    assert Client().get(f"/contacts/{asked.token}/").status_code == 404
    for wrong in ("x", "é", "a" * 300, asked.token[:-1]):
        assert Client().get(f"/contacts/{wrong}/").status_code == 404


def test_a_signed_in_investors_organisation_is_linked_and_no_other(world: World) -> None:
    for persona, linked in (("investor", "investisseur"), ("epci_b", None), ("firm", "entreprise")):
        (asked,) = services.ask(
            [world.sites["public"]], contact("open"), by=world.actor(persona), now=NOW
        )
        found = asked.enquiry.investor
        assert (found.slug if found is not None else None) == linked
