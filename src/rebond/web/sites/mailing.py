"""The mail that answers who reported an error and left an address."""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from rebond.web.sites.models import ErrorReport


def mail_answer(report: ErrorReport) -> bool:
    """Send the answer in the language of the report; return whether it left."""
    with translation.override(report.language):
        facts = {"report": report, "site": report.site, "base": settings.BASE_URL}
        subject = f"Rebond – {report.site.name or report.site.identifier}"
        body = render_to_string("sites/mail/answer.txt", facts)
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [report.email])
    except (OSError, smtplib.SMTPException):
        logging.getLogger(__name__).exception("the answer to %s could not leave", report.reference)
        return False
    return True
