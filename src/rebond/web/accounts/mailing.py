"""The mail that carries an invitation; the token is nowhere else."""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from rebond.texts import day_text
from rebond.web import clock
from rebond.web.accounts.models import Invitation


def send_invitation(invitation: Invitation, address: str) -> bool:
    """Send it in French and in English, whose reader we do not know; return whether it left."""
    until = day_text(clock.today(invitation.expires_at))
    facts = {
        "organisation": invitation.organisation.name,
        "address": address,
        "until_fr": until.fr,
        "until_en": until.en,
    }
    try:
        send_mail(
            f"Rebond – {invitation.organisation.name}",
            render_to_string("accounts/mail/invitation.txt", facts),
            settings.DEFAULT_FROM_EMAIL,
            [invitation.email],
        )
    except (OSError, smtplib.SMTPException):
        logging.getLogger(__name__).exception("invitation %s could not leave", invitation.pk)
        return False
    return True
