"""Mail at once, once a day or never; nothing is lost when a worker dies, nothing leaves twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from rebond.texts import Text
from rebond.web.accounts.models import User
from rebond.web.notices import kinds, mailing, services, wording
from rebond.web.notices.models import Notice

pytestmark = pytest.mark.django_db

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KINDS = {
    "essai.due": kinds.NoticeKind(
        Text("Avis attendu : {title}", "Opinion due: {title}"),
        Text("Répondez avant le {due}.", "Answer before {due}."),
    )
}


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(wording, "all_kinds", lambda: KINDS)
    settings.BASE_URL = "https://rebond.example.fr"


def person(name: str, mailing: str = User.Mailing.AT_ONCE, **fields: Any) -> User:
    user = User(email=f"{name}@exemple.invalid", name=name, mailing=mailing, **fields)
    user.set_unusable_password()
    user.save()
    return user


def tell(user: User, at: datetime = NOW, title: str = "Site fictif") -> None:
    services.tell(
        [user.pk],
        "essai.due",
        ("dossier", "D-1"),
        address="/dossiers/D-1/",
        facts={"title": title, "due": "2031-06-30"},
        now=at,
    )


def test_a_notice_leaves_at_once_in_the_person_s_language_with_its_link() -> None:
    tell(person("a"))
    tell(person("b", language="en"))
    assert mailing.send_at_once(NOW + MINUTE) == 2
    french, english = mail.outbox
    assert french.to == ["a@exemple.invalid"]
    assert french.subject == "Avis attendu : Site fictif"
    assert "Répondez avant le 30 juin 2031." in french.body
    assert "https://rebond.example.fr/dossiers/D-1/\n" in french.body
    assert "https://rebond.example.fr/compte/\n" in french.body
    assert english.subject == "Opinion due: Site fictif"
    assert "Answer before 30 June 2031." in english.body
    assert "https://rebond.example.fr/en/dossiers/D-1/\n" in english.body
    assert mailing.send_at_once(NOW + 2 * MINUTE) == 0


def test_several_notices_of_one_person_leave_in_one_mail() -> None:
    user = person("a")
    for n in range(3):
        tell(user, title=f"Site {n}")
    assert mailing.send_at_once(NOW) == 1
    assert mail.outbox[0].subject == "3 avis de Rebond"
    assert [f"Site {n}" in mail.outbox[0].body for n in range(3)] == [True] * 3
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_what_was_read_is_old_or_is_not_wanted_does_not_leave() -> None:
    tell(person("never", User.Mailing.NONE))
    tell(person("gone", is_active=False))
    tell(person("erased", erased_at=NOW))
    tell(person("old"), NOW - timedelta(days=4))
    reader = person("reader")
    tell(reader)
    services.mark_all_read(reader.pk, 2**31, now=NOW)
    assert mailing.send_at_once(NOW) == mailing.send_digest(NOW) == 0


def test_the_summary_leaves_once_a_day_from_seven_o_clock_in_paris() -> None:
    user = person("a", User.Mailing.DAILY)
    seven = datetime(2031, 6, 3, 5, tzinfo=UTC)  # 7:00 in summer
    tell(user, NOW)
    tell(user, NOW + MINUTE)
    assert mailing.send_at_once(seven) == 0
    assert mailing.send_digest(seven - MINUTE) == 0
    assert mailing.send_digest(seven + 5 * MINUTE) == 1
    tell(user, seven + 6 * MINUTE)
    assert mailing.send_digest(seven + 15 * MINUTE) == 0
    assert mailing.send_digest(seven + timedelta(days=1)) == 1
    assert len(mail.outbox) == 2


def test_the_summary_leaves_at_seven_in_winter_too() -> None:
    six = datetime(2031, 1, 10, 6, tzinfo=UTC)
    tell(person("a", User.Mailing.DAILY), six - timedelta(hours=10))
    assert mailing.send_digest(six - MINUTE) == 0
    assert mailing.send_digest(six) == 1


class Away(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, _messages: Any) -> int:
        raise ConnectionRefusedError


@pytest.fixture
def away(settings: Any) -> Callable[[], None]:
    before = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    return lambda: setattr(settings, "EMAIL_BACKEND", before)


def test_a_mail_server_that_is_away_is_tried_again_ten_minutes_later(
    away: Callable[[], None],
) -> None:
    tell(person("a"))
    assert mailing.send_at_once(NOW) == 0
    away()
    assert mailing.send_at_once(NOW + 5 * MINUTE) == 0
    assert mailing.send_at_once(NOW + 11 * MINUTE) == 1


def test_a_notice_taken_by_a_worker_that_died_leaves_later_with_the_same_identity() -> None:
    user = person("a")
    tell(user)
    taken = mailing._take(user.pk, NOW, NOW)
    identity = mailing.message(taken).extra_headers["Message-ID"]
    assert mailing.send_at_once(NOW + MINUTE) == 0
    assert mailing.send_at_once(NOW + 11 * MINUTE) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == identity


def test_a_title_with_a_line_break_makes_no_header() -> None:
    tell(person("a"), title="Site\r\nBcc: victime@exemple.invalid")
    assert mailing.send_at_once(NOW) == 1
    assert mail.outbox[0].subject == "Avis attendu : Site Bcc: victime@exemple.invalid"
    assert mail.outbox[0].recipients() == ["a@exemple.invalid"]
