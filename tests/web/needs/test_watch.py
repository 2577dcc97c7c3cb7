"""A need kept with an address: confirmed by an act, told of changes, stopped and erased."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from rebond.web.journal.models import Entry
from rebond.web.needs import retention, services, telling
from rebond.web.needs.models import SavedNeed
from rebond.web.sites.changes import bump
from rebond.web.sites.models import Consent, Site
from tests.web.posting import post_as_browser, strict_client
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LINK = re.compile(r"http://\S+/sites/suivre/[\w-]+/")


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def path_in(body: str) -> str:
    return "/" + LINK.search(body)[0].split("/", 3)[3]  # type: ignore[index]


def test_a_watch_is_confirmed_by_an_act_tells_changes_once_and_ends(world: World) -> None:
    client = Client(enforce_csrf_checks=False)
    asked = client.post("/en/sites/suivre/?lot=20&puissance=10", {"email": "a@exemple.invalid"})
    assert asked.status_code == 200
    assert len(mail.outbox) == 1
    assert "20\u00a0ha in one piece, 10\u00a0MVA" in mail.outbox[0].body
    link = path_in(mail.outbox[0].body)
    assert link.startswith("/en/")
    saved = SavedNeed.objects.get()
    assert link.split("/")[-2] not in (saved.token_digest, saved.reference)
    assert telling.tell(NOW) == 0
    client.get(link)
    saved.refresh_from_db()
    assert saved.state == SavedNeed.State.WAITING
    client.post(link, {"acte": "confirm"})
    client.post(link, {"acte": "confirm"})
    saved.refresh_from_db()
    assert saved.state == SavedNeed.State.WATCHING
    assert Entry.objects.filter(act="needs.watched").count() == 1
    # The first match is what later ones are compared with.
    assert telling.tell(NOW) == 0
    assert telling.tell(NOW) == 0
    bump(NOW)
    assert telling.tell(NOW) == 0
    site = world.sites["other"]
    site.extension = {"power_mva": 3}
    site.save()
    fresh = world.sites["private"]
    fresh.visibility = Site.Visibility.PUBLIC
    fresh.save()
    bump(NOW)
    assert telling.tell(NOW) == 1
    assert telling.tell(NOW) == 0
    told = mail.outbox[-1]
    assert told.to == ["a@exemple.invalid"]
    assert site.identifier in told.body  # gone: less power than asked
    assert fresh.identifier in told.body  # new, though what it has must be checked
    assert "lot=20&puissance=10" in told.body
    client.post(path_in(told.body), {"acte": "stop"})
    saved.refresh_from_db()
    assert (saved.state, saved.email, saved.matched) == (SavedNeed.State.ENDED, "", {})
    bump(NOW)
    assert telling.tell(NOW) == 0
    assert client.post(link, {"acte": "confirm"}).status_code == 422
    assert "a@exemple" not in str(list(Entry.objects.values()))


def test_the_forms_of_the_link_pass_the_protection_of_forms_in_a_browser(world: World) -> None:
    Client().post("/sites/suivre/?lot=20", {"email": "a@exemple.invalid"})
    saved, link, client = SavedNeed.objects.get(), path_in(mail.outbox[0].body), strict_client()
    assert client.get(link).headers["Referrer-Policy"] == "strict-origin"
    for act, state in (("confirm", SavedNeed.State.WATCHING), ("stop", SavedNeed.State.ENDED)):
        assert post_as_browser(client, link, {"acte": act}).status_code == 302
        saved.refresh_from_db()
        assert saved.state == state


def test_a_site_behind_the_first_ones_is_neither_gone_nor_new_when_it_comes_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST_MATCHED", 2)
    Client().post("/sites/suivre/?lot=20", {"email": "a@exemple.invalid"})
    saved = services.confirm(SavedNeed.objects.get(), now=NOW)
    assert telling.tell(NOW) == 0
    first = world.sites["public"]
    consent = Consent.objects.get(site=first)
    first.pk, first.identifier, consent.pk = None, "00000_SITE-ECO_first", None
    first.save()
    consent.site = first
    consent.save()
    bump(NOW)
    assert telling.tell(NOW) == 1
    body = mail.outbox[-1].body
    assert "00000_SITE-ECO_first" in body
    assert "Ne répondent plus" not in body
    assert world.sites["other"].identifier not in body
    Site.objects.filter(pk=first.pk).update(visibility=Site.Visibility.PRIVATE)
    bump(NOW)
    assert telling.tell(NOW) == 1
    body = mail.outbox[-1].body
    assert "- 00000_SITE-ECO_first" in body.split("Ne répondent plus")[1]
    assert "Nouveaux" not in body
    saved.refresh_from_db()
    assert len(saved.matched) == 2


def test_a_need_that_cannot_be_matched_does_not_stop_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    for lot in (20, 21):
        client.post(f"/sites/suivre/?lot={lot}", {"email": "a@exemple.invalid"})
    for one in SavedNeed.objects.all():
        services.confirm(one, now=NOW)
    real = telling.matches

    def broken(text: str, *rest: Any) -> Any:
        if text == "lot=20":
            raise ValueError(text)
        return real(text, *rest)

    monkeypatch.setattr(telling, "matches", broken)
    assert telling.tell(NOW) == 0
    matched = dict(SavedNeed.objects.values_list("query", "matched_at"))
    assert matched == {"lot=20": None, "lot=21": NOW}
    assert "could not be matched" in caplog.text


def test_time_ends_a_watch_and_erases_its_address(world: World) -> None:
    client = Client()
    for email in ("a@exemple.invalid", "b@exemple.invalid"):
        client.post("/sites/suivre/?lot=20", {"email": email})
    first = SavedNeed.objects.get(email="a@exemple.invalid")
    services.confirm(first, now=NOW)
    assert retention.erase(NOW + 8 * DAY) == 1
    assert SavedNeed.objects.filter(email="b@exemple.invalid").count() == 0
    assert retention.erase(NOW + 364 * DAY) == 0
    assert retention.erase(NOW + 367 * DAY) == 1
    assert SavedNeed.objects.exclude(email="").count() == 0
    retention.erase(NOW + 800 * DAY)
    assert SavedNeed.objects.count() == 0


def test_bad_addresses_empty_needs_and_floods_are_refused_in_words(world: World) -> None:
    client = Client()
    bad = client.post("/sites/suivre/?lot=20", {"email": "pas une adresse"})
    assert bad.status_code == 422
    assert "pas une adresse" in bad.content.decode()
    assert client.post("/sites/suivre/", {"email": "a@exemple.invalid"}).status_code == 422
    codes = [
        client.post(f"/sites/suivre/?lot={lot}", {"email": "a@exemple.invalid"}).status_code
        for lot in range(1, 9)
    ]
    assert codes[0] == 200
    assert codes[-1] == 422
    assert SavedNeed.objects.count() == len(mail.outbox) <= 5
    assert client.get("/sites/suivre/nobody/").status_code == 404
    assert client.post("/sites/suivre/%00/", {"acte": "stop"}).status_code == 404


def test_asking_twice_leaves_one_watch(world: World) -> None:
    client = Client()
    for _ in range(2):
        client.post("/sites/suivre/?lot=20", {"email": "a@exemple.invalid"})
    for one in SavedNeed.objects.order_by("pk"):
        services.confirm(one, now=NOW)
    states = list(SavedNeed.objects.order_by("pk").values_list("state", "email"))
    assert states == [("ended", ""), ("watching", "a@exemple.invalid")]
