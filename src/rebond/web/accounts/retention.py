"""How long data about people is kept, applied once a day; the table is docs/reference/personal-data.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q

from rebond.web.accounts.errors import ErasureWaits
from rebond.web.accounts.models import Invitation, User
from rebond.web.accounts.services.people import erase_person
from rebond.web.notices.models import Notice

UNUSED_ACCOUNT = timedelta(days=3 * 365)
UNCONFIRMED_ACCOUNT = timedelta(days=30)
OLD_INVITATION = timedelta(days=30)
OLD_NOTICE = timedelta(days=365)
AT_ONCE = 500
EVERY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Erased:
    """How many of each were erased."""

    people: int
    invitations: int
    notices: int


def erase_stale(now: datetime) -> Erased:
    """Erase what is past its time: accounts unused for three years or never confirmed, old invitations.

    An invitation leaves no personal data behind: what the journal keeps of it is its number and its role.
    """
    unused = User.objects.filter(erased_at=None).filter(
        Q(last_login__lt=now - UNUSED_ACCOUNT)
        | Q(last_login=None, created_at__lt=now - UNUSED_ACCOUNT)
        | Q(
            last_login=None,
            created_at__lt=now - UNCONFIRMED_ACCOUNT,
            emailaddress__verified=False,
            memberships=None,
        )
    )
    erased = 0
    for user in unused.distinct().order_by("pk"):
        if erased == AT_ONCE:
            break
        try:
            erase_person(user, by=None, now=now, is_stale=True)
        except ErasureWaits:
            continue  # asked again tomorrow; the others do not wait behind
        erased += 1
    over = now - OLD_INVITATION
    invitations, _by_kind = Invitation.objects.filter(
        Q(expires_at__lt=over) | Q(accepted_at__lt=over) | Q(revoked_at__lt=over)
    ).delete()
    notices, _by_kind = Notice.objects.filter(created_at__lt=now - OLD_NOTICE).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    return Erased(erased, invitations, notices)


def run(now: datetime) -> None:
    """Apply the rule, as the worker calls it."""
    erase_stale(now)
