"""Mail: at once, or one summary a day at seven, or never, as each person chose.

A notice is taken first (committed), mailed, then marked. A worker that dies in between leaves it taken but
not marked, and another mails it after ten minutes: nothing is lost, and a mail leaves twice only when the
worker dies in the instant between the mail server's answer and the mark. Both copies then carry the same
Message-ID, by which mail programs show one.
"""

from __future__ import annotations

import hashlib
import logging
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from rebond.texts import Lang, Text
from rebond.web.accounts.models import User
from rebond.web.notices import wording
from rebond.web.notices.models import Notice

log = logging.getLogger(__name__)

TAKEN_AGAIN_AFTER = timedelta(minutes=10)
OLDEST = timedelta(days=3)
"""Older notices stay on the desk only: a person who turns mail on is not sent the past."""
DIGEST_HOUR = 7
MOST_PEOPLE = 200
MOST_LINES = 100
AT_ONCE_MINUTES, DIGEST_MINUTES = 1, 10
_SUBJECT_LENGTH = 180


def send_at_once(now: datetime) -> int:
    """Mail what is new to those who asked for it at once; return how many mails left."""
    return _send(User.Mailing.AT_ONCE, now, before=now)


def send_digest(now: datetime) -> int:
    """Mail one summary of what came before seven o'clock to those who asked for one a day."""
    local = timezone.localtime(now)
    seven = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    if local < seven:
        seven -= timedelta(days=1)
    return _send(User.Mailing.DAILY, now, before=seven)


def run_at_once(now: datetime) -> None:
    """Run every minute, in one worker."""
    send_at_once(now)


def run_digest(now: datetime) -> None:
    """Run every ten minutes, in one worker; only what came before seven leaves."""
    send_digest(now)


def _send(mailing: str, now: datetime, *, before: datetime) -> int:
    waiting = _waiting(now, before).filter(user__mailing=mailing)
    people = waiting.order_by("user_id").values_list("user_id", flat=True).distinct()
    sent = 0
    for user in list(people[:MOST_PEOPLE]):
        taken = _take(user, now, before)
        if taken:
            sent += _mail(taken, now)
    return sent


def _waiting(now: datetime, before: datetime) -> QuerySet[Notice]:
    is_free = Q(mail_claimed_at=None) | Q(mail_claimed_at__lt=now - TAKEN_AGAIN_AFTER)
    return Notice.objects.filter(
        is_free,
        mailed_at=None,
        read_at=None,
        created_at__lte=before,
        created_at__gt=now - OLDEST,
        user__is_active=True,
        user__erased_at=None,
    ).exclude(user__email="")


def _take(user: int, now: datetime, before: datetime) -> list[Notice]:
    """Take a person's notices for this worker; another that comes at the same moment gets none."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user)
        found = _waiting(now, before).filter(user=user).select_related("user")
        notices = list(found.order_by("created_at", "pk")[:MOST_LINES])
        keys = [notice.pk for notice in notices]
        Notice.objects.filter(pk__in=keys).update(mail_claimed_at=now)
    return notices


def _mail(notices: Sequence[Notice], now: datetime) -> bool:
    keys = [notice.pk for notice in notices]
    try:
        message(notices).send()
    except (OSError, smtplib.SMTPException):
        # They stay taken for ten minutes: a mail server that is away is not asked again each minute.
        log.exception("notices %s could not leave", keys)
        return False
    Notice.objects.filter(pk__in=keys).update(mailed_at=now)
    return True


def message(notices: Sequence[Notice]) -> EmailMessage:
    """Return the mail that tells one person these notices, in that person's language."""
    user = notices[0].user
    lang: Lang = "en" if user.language == "en" else "fr"
    told = [
        {
            "subject": wording.subject(notice).of(lang),
            "line": wording.line(notice).of(lang),
            "link": link(notice.address, lang) if notice.address else "",
        }
        for notice in notices
    ]
    facts = {
        "notices": told,
        "desk": link(_path("notices"), lang),
        "settings": link(_path("my-account"), lang),
    }
    many = Text("{n} avis de Rebond", "{n} notices from Rebond").filled(n=len(told)).of(lang)
    subject = told[0]["subject"] if len(told) == 1 else many
    with translation.override(lang):
        body = render_to_string("notices/mail/notices.txt", facts)
    return EmailMessage(
        " ".join(subject.split())[:_SUBJECT_LENGTH],
        body.strip() + "\n",
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
        headers={"Message-ID": _message_id(notices), "Auto-Submitted": "auto-generated"},
    )


def link(path: str, lang: Lang) -> str:
    """Return the whole address of a page, in a language; `path` is the one without language."""
    return settings.BASE_URL + ("/en" if lang == "en" else "") + path


def _path(name: str) -> str:
    with translation.override("fr"):
        return reverse(name)


def _message_id(notices: Sequence[Notice]) -> str:
    told = ",".join(str(notice.pk) for notice in notices) + settings.SECRET_KEY
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<notices.{hashlib.sha256(told.encode()).hexdigest()[:32]}@{host}>"
