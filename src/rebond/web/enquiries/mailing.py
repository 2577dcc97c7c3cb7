"""What leaves for the investor: the link to confirm, at once; answers, by the worker, until they have left.

An answer is taken first (committed), mailed, then marked, as notices are: a worker that dies in between
leaves it taken, and another mails it after ten minutes with the same Message-ID.
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
from django.utils import translation

from rebond.texts import Lang, Text, day_text
from rebond.web import clock
from rebond.web.enquiries import tokens
from rebond.web.enquiries.models import Enquiry, Message
from rebond.web.enquiries.naming import public_name, public_organisation
from rebond.web.enquiries.services.asking import DAYS_TO_CONFIRM, Asked

log = logging.getLogger(__name__)

EVERY_MINUTES = 1
TAKEN_AGAIN_AFTER = timedelta(minutes=10)
OLDEST = timedelta(days=14)
AT_ONCE = 200
_SUBJECT_LENGTH = 180
CONFIRM = Text("Rebond – confirmez votre contact", "Rebond – confirm your contact")
ANSWER = Text("Rebond – réponse au sujet de {site}", "Rebond – answer about {site}")


def send_confirmation(asked: Sequence[Asked]) -> bool:
    """Send the one mail of a form: the link to confirm, then the link that follows each contact.

    Return whether it left.
    """
    first = asked[0].enquiry
    lang = _language(first)
    with translation.override(lang):
        until = day_text(clock.today(first.created_at + timedelta(days=DAYS_TO_CONFIRM))).of(lang)
        facts = {
            "sites": [
                {"name": public_name(one.enquiry.site), "link": _link(one.token, lang)}
                for one in asked
            ],
            "confirm": _link(asked[0].token, lang),
            "until": until,
        }
        body = render_to_string("enquiries/mail/confirm.txt", facts)
    mail = _mail(CONFIRM.of(lang), body, first.contact_email, f"confirm.{first.reference}")
    try:
        mail.send()
    except (OSError, smtplib.SMTPException):
        # The address stays out of the log.
        log.exception("confirmation of %s could not leave", first.reference)
        return False
    return True


def send_answers(now: datetime) -> int:
    """Mail the answers that have not left; return how many did."""
    sent = 0
    for key in list(_waiting(now).order_by("at", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        sent += _send(key, now)
    return sent


def run(now: datetime) -> None:
    """Run every minute, in one worker."""
    send_answers(now)


def answer_mail(message: Message) -> EmailMessage:
    """Return the mail that carries an answer, its frame in the investor's language."""
    enquiry = message.enquiry
    lang = _language(enquiry)
    token = tokens.current_token(enquiry)
    by = message.membership
    with translation.override(lang):
        facts = {
            "organisation": public_organisation(by.organisation) if by is not None else "",
            "site": public_name(enquiry.site),
            "text": message.text,
            "link": _link(token, lang) if token else "",
        }
        body = render_to_string("enquiries/mail/answer.txt", facts)
    subject = ANSWER.filled(site=public_name(enquiry.site)).of(lang)
    return _mail(
        subject, body, enquiry.contact_email, f"answer.{enquiry.reference}.{message.number}"
    )


def _waiting(now: datetime) -> QuerySet[Message]:
    is_free = Q(mail_claimed_at=None) | Q(mail_claimed_at__lt=now - TAKEN_AGAIN_AFTER)
    return Message.objects.filter(
        is_free,
        membership__isnull=False,
        is_internal=False,
        mailed_at=None,
        at__gt=now - OLDEST,
        enquiry__erased_at=None,
    ).exclude(text="")


def _send(key: int, now: datetime) -> bool:
    with transaction.atomic():
        message = (
            Message.objects.select_for_update(of=("self",))
            .select_related("enquiry__site", "membership__organisation")
            .get(pk=key)
        )
        if not _waiting(now).filter(pk=key).exists():
            return False
        Message.objects.filter(pk=key).update(mail_claimed_at=now)
    try:
        answer_mail(message).send()
    except (OSError, smtplib.SMTPException):
        log.exception("answer %s of %s could not leave", message.number, message.enquiry.reference)
        return False
    Message.objects.filter(pk=key).update(mailed_at=now)
    return True


def _mail(subject: str, body: str, to: str, name: str) -> EmailMessage:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    made = hashlib.sha256((name + settings.SECRET_KEY).encode()).hexdigest()[:32]
    return EmailMessage(
        " ".join(subject.split())[:_SUBJECT_LENGTH],
        body.strip() + "\n",
        settings.DEFAULT_FROM_EMAIL,
        [to],
        headers={"Message-ID": f"<enquiries.{made}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _link(token: str, lang: Lang) -> str:
    with translation.override("fr"):
        path = reverse("enquiry-follow", args=[token])
    return settings.BASE_URL + ("/en" if lang == "en" else "") + path


def _language(enquiry: Enquiry) -> Lang:
    return "en" if enquiry.language == "en" else "fr"
