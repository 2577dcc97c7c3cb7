"""Nobody outside the rule sees the investor: every persona, every level, everywhere it could show."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from rebond.web.enquiries import mailing, queries, services, tokens
from rebond.web.enquiries.models import Enquiry, Recipient
from rebond.web.journal.models import Content, Entry
from rebond.web.notices import mailing as notices
from rebond.web.notices.models import Notice
from rebond.web.sites.models import SiteEvent
from tests.web.enquiries.conftest import (
    COMPANY,
    EMAIL,
    NAME,
    SECRETS,
    contact,
    received,
    unmanaged,
)
from tests.web.enquiries.doors import DESKS, MANAGERS, NATIONAL, RECEIVERS
from tests.web.world import CAST, NOBODY, NOW, VISITOR, World

SignIn = Callable[[str], Client]
KNOWS_WHO = {"open": RECEIVERS, "manager": MANAGERS, "anonymous": frozenset()}
READS_WHAT = {"open": RECEIVERS, "manager": MANAGERS, "anonymous": RECEIVERS}
ANSWER, NOTE = "Réponse à Kwarzit Holding.", "Zoltan Verhaeghe a rappelé."


def places(persona: str, site: str, words: list[str]) -> list[str]:
    """Return the addresses where a contact could show: public ones once, one's own to each persona."""
    own = [reverse("notices"), reverse("desk")]
    own += [reverse("enquiries"), reverse("enquiries-csv"), reverse("enquiries-follow-up")]
    public = [reverse("enquiry-new", args=[site]), f"/sites/{site}/", f"/sites/{site}/fiche.pdf"]
    public += ["/sites/", "/projets/", f"/registre/{site}/"]
    searched = [
        f"{reverse(name)}?q={word}"
        for word in words
        for name in ("enquiries", "enquiries-csv", "dossier-search", "dossier-search-csv")
    ]
    acts = [reverse("journal-acts"), reverse("journal-acts") + "?objet=enquiry"]
    if persona == VISITOR:
        return public
    if persona in {"agency", "national", "parliament"}:
        return [*own, *searched, *acts]
    return own


def told_by(client: Client, address: str) -> str:
    response = client.get(address)
    body = (
        b"".join(response.streaming_content)
        if getattr(response, "streaming", False)
        else response.content
    )
    if response.get("Content-Type", "").startswith("application/pdf"):
        return pdf_text(body)
    # What the reader asked for stands in the search field, and in the address of the files of the list.
    text = body.decode("utf-8", "replace")
    asked = address.partition("?q=")[2]
    return text.replace(f'value="{asked}"', "").replace(f"?q={asked}", "") if asked else text


def pdf_text(body: bytes) -> str:
    import io

    from pypdf import PdfReader

    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)


def told(world: World, level: str, word: str) -> Enquiry:
    """Return a contact in which everybody wrote the one word that names its investor."""
    said = contact(
        level,
        name=f"Zoltan {word}",
        email=f"{word}@exemple.invalid".lower(),
        company=f"{word} Holding",
        message=f"Vingt hectares pour {word}.",
    )
    (asked,) = services.ask([world.sites["public"]], said, now=NOW)
    one = asked.enquiry
    services.confirm(one, now=NOW)
    manager = world.actor("epci_a")
    services.answer(manager, one, f"Réponse à {word}.", now=NOW)
    services.note(manager, one, f"Zoltan {word} a rappelé.", now=NOW)
    services.note(world.actor("agency"), one, f"Note de l’agence sur {level}.", now=NOW)
    services.write(one, f"De nouveau {word}.", now=NOW)
    outcome = services.Outcome(figures={"jobs": 120}, is_public=True, text=f"Merci {word}.")
    services.move(manager, one, "visit", outcome, seen="answered", now=NOW)
    return one


def test_only_those_whom_the_level_names_read_who_asks(world: World, sign_in: SignIn) -> None:
    words = {"open": "Kwarzit", "manager": "Bryndzaform", "anonymous": "Ombrelune"}
    contacts = {level: told(world, level, word) for level, word in words.items()}
    site = world.sites["public"].identifier
    for persona in (*CAST, NOBODY, VISITOR):
        client = Client() if persona == VISITOR else sign_in(persona)
        bodies = {
            address: told_by(client, address)
            for address in places(persona, site, list(words.values()))
        }
        for level, one in contacts.items():
            word, page = words[level], reverse("enquiry", args=[one.reference])
            for address, body in bodies.items():
                is_list = address.split("?")[0] == reverse("enquiries")
                if persona not in KNOWS_WHO[level] or not is_list:
                    assert word.lower() not in body.lower(), (persona, address)
            detail = client.get(page)
            assert (detail.status_code == 200) == (persona in RECEIVERS), persona
            body = detail.content.decode()
            assert (f"{word}@exemple.invalid".lower() in body) == (persona in KNOWS_WHO[level])
            assert (f"{word} Holding" in body) == (persona in KNOWS_WHO[level]), persona
            reads = persona in READS_WHAT[level]
            for text in ("Vingt hectares pour", "Réponse à", "Merci", "De nouveau"):
                assert (f"{text} {word}." in body) == reads, (persona, level, text)
            assert (f"Zoltan {word} a rappelé." in body) == reads, (persona, level)
            assert (f"Note de l’agence sur {level}." in body) == (persona in RECEIVERS), persona
            if not reads:
                assert word not in body, (persona, level)


def test_an_anonymous_contact_without_a_name_in_it_shows_none_until_revealed(
    world: World, sign_in: SignIn
) -> None:
    said = contact("anonymous", message="Vingt hectares, prêts en 2033.")
    (asked,) = services.ask([world.sites["public"]], said, by=world.actor("investor"), now=NOW)
    services.confirm(asked.enquiry, now=NOW)
    page = reverse("enquiry", args=[asked.enquiry.reference])
    linked = world.organisations["investisseur"].name
    hidden = (*SECRETS, linked, "Hongrie", "HU</")
    for persona in sorted(RECEIVERS):
        body = sign_in(persona).get(page).content.decode()
        assert "Vingt hectares, prêts en 2033." in body
        assert [one for one in hidden if one in body] == [], persona
    services.reveal(asked.enquiry, now=NOW)
    for persona in sorted(RECEIVERS):
        body = sign_in(persona).get(page).content.decode()
        assert NAME in body, persona
        assert COMPANY in body, persona
        assert "Hongrie" in body, persona


@pytest.mark.parametrize("level", Enquiry.Confidentiality.values)
def test_journal_notices_mails_and_the_sites_history_name_nobody(level: str, world: World) -> None:
    before = Entry.objects.count()
    (asked,) = services.ask(
        [world.sites["public"]], contact(level), by=world.actor("investor"), now=NOW
    )
    one = asked.enquiry
    services.confirm(one, now=NOW)
    services.write(one, f"De nouveau {COMPANY}.", now=NOW)
    services.reveal(one, now=NOW)
    investors_own = Entry.objects.filter(number__gt=before)
    assert {(row.actor, row.organisation) for row in investors_own} == {(None, "")}
    manager = world.actor("epci_a")
    services.answer(manager, one, ANSWER, now=NOW)
    services.note(manager, one, NOTE, now=NOW)
    outcome = services.Outcome(figures={"jobs": 120}, is_public=True, text=f"Merci {NAME}.")
    services.move(manager, one, "offer", outcome, seen="answered", now=NOW)
    services.withdraw(one, now=NOW)
    kept = json.dumps(
        [
            [one.value for one in Content.objects.filter(entry__number__gt=before)],
            list(Entry.objects.filter(number__gt=before).values("act", "object_reference")),
            list(Notice.objects.values("kind", "facts", "object_reference", "address")),
            list(SiteEvent.objects.values("kind", "figures", "sentence", "source_url")),
        ],
        ensure_ascii=False,
        default=str,
    )
    hidden = (*SECRETS, world.organisations["investisseur"].name, "Zoltan")
    assert [secret for secret in hidden if secret in kept] == []
    assert Notice.objects.filter(object_reference=one.reference).exists()
    mail.outbox.clear()
    notices.send_at_once(NOW)
    sent = "".join(f"{m.subject}\n{m.body}\n{m.to}" for m in mail.outbox)
    assert one.reference in sent
    assert [secret for secret in hidden if secret in sent] == []


def test_what_is_not_confirmed_reaches_nobody(world: World, sign_in: SignIn) -> None:
    (asked,) = services.ask([world.sites["public"]], contact("open"), now=NOW)
    page = reverse("enquiry", args=[asked.enquiry.reference])
    assert Client().get(f"/contacts/{asked.token}/").status_code == 200
    assert Notice.objects.count() == 0
    for persona in sorted(DESKS):
        assert sign_in(persona).get(page).status_code == 404
        assert COMPANY not in sign_in(persona).get(reverse("enquiries")).content.decode()


def test_a_manager_that_no_longer_manages_reads_nothing_and_the_new_one_does(
    world: World, sign_in: SignIn
) -> None:
    from rebond.web.enquiries.services.handing import hand_over

    one = received(world, "manager")
    page = reverse("enquiry", args=[one.reference])
    site = world.sites["public"]
    site.manager = world.organisations["epci-b"]
    site.save()
    assert sign_in("epci_a").get(page).status_code == 404
    # The site's other contact, of the test world, goes over too; a second run adds nothing.
    assert (hand_over(NOW), hand_over(NOW)) == (2, 0)
    assert EMAIL in sign_in("epci_b").get(page).content.decode()
    assert sign_in("epci_a").get(page).status_code == 404
    assert EMAIL not in sign_in("national").get(page).content.decode()


def test_handing_over_leaves_an_agencys_rule_and_what_was_closed_or_erased_meanwhile(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rebond.web.enquiries.services import handing

    one = received(world, "manager")
    agency = world.organisations["agence"]
    site = world.sites["public"]
    site.manager = agency
    site.save()
    Recipient.objects.update_or_create(
        enquiry=one, organisation=agency, defaults={"rule": "agency", "sent_at": NOW}
    )
    handing.hand_over(NOW)
    assert Recipient.objects.get(enquiry=one, organisation=agency).rule == "agency"
    assert handing.hand_over(NOW) == 0
    site.manager = world.organisations["epci-b"]
    site.save()
    for name in ("closed_at", "erased_at"):
        Enquiry.objects.filter(pk=one.pk).update(
            **{"closed_at": None, "erased_at": None, name: NOW}
        )
        # As when somebody closes it between the list and the lock.
        assert handing._hand_over(one.pk, NOW) == 0
    assert not one.recipients.filter(organisation=site.manager).exists()


def test_a_site_without_manager_is_the_teams_and_no_authoritys(
    world: World, sign_in: SignIn
) -> None:
    site = unmanaged(world)
    one = received(world, "open", site="other")
    page = reverse("enquiry", args=[one.reference])
    seen = {persona for persona in CAST if sign_in(persona).get(page).status_code == 200}
    assert seen == NATIONAL  # the agency of the test world works in the other région
    assert "Personne ne gère ce site" in sign_in("national").get(page).content.decode()
    assert queries.acted_on(world.actor("national")).filter(site=site).count() == 1
    assert queries.acted_on(world.actor("agency")).count() == 0


def test_the_answer_is_mailed_to_the_investor_alone_with_the_link(world: World) -> None:
    one = received(world, "anonymous")
    services.answer(world.actor("epci_a"), one, "Oui, dès 2032.", now=NOW)
    services.note(world.actor("agency"), one, "Entre nous.", now=NOW)
    mail.outbox.clear()
    assert (mailing.send_answers(NOW), mailing.send_answers(NOW)) == (1, 0)
    (sent,) = mail.outbox
    assert sent.to == [EMAIL]
    assert "Oui, dès 2032." in sent.body
    assert "Entre nous." not in sent.body
    assert f"/contacts/{tokens.token_of(one.reference)}/" in sent.body


def test_the_database_keeps_no_link(world: World) -> None:
    one = received(world, "open")
    row: dict[str, Any] = Enquiry.objects.filter(pk=one.pk).values().get()
    assert tokens.token_of(one.reference) not in json.dumps(row, default=str)
    assert tokens.current_token(one) == tokens.token_of(one.reference)
    one.token_digest = "sha256:" + "0" * 64
    assert tokens.current_token(one) == ""


def test_a_private_owner_and_a_name_without_consent_are_told_to_nobody(world: World) -> None:
    site, owner = world.sites["public"], world.organisations["epci-a"]
    owner.kind, owner.name = "proprietaire_prive", "Madame Ombrelune"
    owner.save()
    one = received(world, "open")
    services.answer(world.actor("epci_a"), one, "Oui.", now=NOW)
    mail.outbox.clear()
    mailing.send_answers(NOW)
    token = tokens.token_of(one.reference)
    pages = (f"/sites/{site.identifier}/contact/", f"/contacts/{token}/")
    data = f"/contacts/{token}/mes-donnees.json"
    told = [told_by(Client(), page) for page in (*pages, data)] + [mail.outbox[0].body]
    assert [text for text in told if "Ombrelune" in text] == []
    assert [text for text in told if "un propriétaire privé" not in text] == []
    site.consents.all().delete()
    told = [told_by(Client(), page) for page in pages]
    assert [text for text in told if site.name in text] == []
