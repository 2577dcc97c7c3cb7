"""Keeping a need: asked, confirmed by a link, stopped by a link; only the digest of the link is kept."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac

from rebond.canonical import digest
from rebond.web.journal.services import append
from rebond.web.needs.errors import BadAddress, NothingAsked, WatchOver
from rebond.web.needs.models import SavedNeed
from rebond.web.needs.query import InvestorNeed, to_query

SALT = "rebond.web.needs.watch"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DAYS_TO_CONFIRM = 7
MONTHS_WATCHED = 12
LONGEST_ADDRESS = 254


def ask(email: str, need: InvestorNeed, language: str, *, now: datetime) -> SavedNeed:
    """Keep a need until its address is confirmed; nothing is mailed of it before.

    Raises
    ------
    BadAddress, NothingAsked
    """
    address = email.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise BadAddress(address) from None
    if len(address) > LONGEST_ADDRESS:
        raise BadAddress(address)
    if need.is_empty:
        raise NothingAsked
    reference = "B-" + "".join(secrets.choice(ALPHABET) for _ in range(16))
    return SavedNeed.objects.create(
        reference=reference,
        token_digest=digest(token_of(reference)),
        email=address,
        language="en" if language == "en" else "fr",
        query=to_query(need),
        created_at=now,
        expires_at=now + timedelta(days=DAYS_TO_CONFIRM),
    )


@transaction.atomic
def confirm(saved: SavedNeed, *, now: datetime) -> SavedNeed:
    """Begin to watch a need; what matches today is what the first mail is compared with.

    Raises
    ------
    WatchOver
    """
    held = SavedNeed.objects.select_for_update().get(pk=saved.pk)
    if held.state == SavedNeed.State.WATCHING:
        return held
    if held.state == SavedNeed.State.ENDED or held.expires_at <= now:
        raise WatchOver
    twins = SavedNeed.objects.filter(
        state=SavedNeed.State.WATCHING, email=held.email, query=held.query
    )
    for twin in twins:
        _end(twin, now)
    held.state = SavedNeed.State.WATCHING
    held.confirmed_at = now
    held.expires_at = now + relativedelta(months=MONTHS_WATCHED)
    held.registry_number = 0
    held.save()
    append(None, "needs.watched", ("need", held.reference), {"query": held.query}, now=now)
    return held


@transaction.atomic
def stop(saved: SavedNeed, *, now: datetime) -> SavedNeed:
    """Stop watching a need and erase its address; stopping twice is stopping once."""
    held = SavedNeed.objects.select_for_update().get(pk=saved.pk)
    if held.state != SavedNeed.State.ENDED:
        _end(held, now)
        append(None, "needs.stopped", ("need", held.reference), {}, now=now)
    return held


def end_stale(now: datetime) -> int:
    """End what is past its time; return how many addresses were erased."""
    ended = 0
    for key in list(
        SavedNeed.objects.exclude(state=SavedNeed.State.ENDED)
        .filter(expires_at__lte=now)
        .values_list("pk", flat=True)
    ):
        with transaction.atomic():
            held = SavedNeed.objects.select_for_update().get(pk=key)
            if held.state != SavedNeed.State.ENDED and held.expires_at <= now:
                _end(held, now)
                ended += 1
    return ended


def _end(held: SavedNeed, now: datetime) -> None:
    held.state, held.email, held.ended_at = SavedNeed.State.ENDED, "", now
    held.matched = {}
    held.save()


def token_of(reference: str) -> str:
    """Return the secret of the links of a need: the installation's key makes it again for each mail."""
    made = salted_hmac(SALT, reference, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def with_token(token: str) -> SavedNeed | None:
    """Return the need that a link names."""
    return SavedNeed.objects.filter(token_digest=digest(token[:100])).first()
