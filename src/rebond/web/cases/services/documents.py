"""Documents of a case: judged by their content, kept once under their digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import Sum

from rebond.web.accounts.actors import Actor
from rebond.web.cases.models import Case, Item
from rebond.web.cases.services.lines import Line, added_to, record_added, write
from rebond.web.dossiers import files
from rebond.web.dossiers.file_errors import FileRefused, QuotaReached
from rebond.web.dossiers.file_names import agreed, clean
from rebond.web.dossiers.judging import format_of_name, judge

MEGABYTE = 1_000_000
MOST_BYTES = 50 * MEGABYTE
QUOTA_BYTES = 500 * MEGABYTE
ACCEPTED = ("pdf", "jpeg", "png", "csv", "xlsx", "ods", "odt", "docx", "geojson", "gpkg")


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as the store gives it back."""

    name: str
    digest: str
    format: str


def attach(
    actor: Actor, case: Case, line: Line, name: str, stream: BinaryIO, now: datetime
) -> Item:
    """Add a document; its title is the name of the file when none is given.

    Raises what `lines.add` raises, and FileRefused (EmptyFile, FileTooLarge, WrongFormat, WrongExtension, BrokenFile,
    QuotaReached).
    """
    # Looked at before anything is read, and again under the lock once the file has been judged.
    with transaction.atomic():
        added_to(actor, case)
    shown = clean(name)
    try:
        with files.received(stream, shown, MOST_BYTES) as one:
            found = judge(one.path, format_of_name(shown), ACCEPTED)
            shown = agreed(shown, found, ACCEPTED)
            with transaction.atomic():
                return _listed(actor, case, line, (shown, found, one), now)
    except FileRefused as error:
        error.where = error.where or shown
        raise


def _listed(
    actor: Actor, case: Case, line: Line, seen: tuple[str, str, files.Received], now: datetime
) -> Item:
    held_case = added_to(actor, case)
    name, found, one = seen
    held = Item.objects.filter(case=held_case).aggregate(weight=Sum("file_bytes"))["weight"] or 0
    if held + one.size > QUOTA_BYTES:
        raise QuotaReached(held, QUOTA_BYTES)
    item = Item(
        case=held_case,
        kind=Item.Kind.DOCUMENT,
        file_name=name,
        file_digest=one.digest,
        file_type=found,
        file_bytes=one.size,
        written_by_id=actor.membership_id,
        written_at=now,
    )
    titled = Line(line.title if line.title.strip() else name, line.text, seen_by=line.seen_by)
    write(item, titled, now)
    files.keep(one)
    item.save()
    record_added(actor, item, now)
    return item


def kept(item: Item) -> Kept:
    """Return a document as the store gives it back."""
    return Kept(item.file_name, item.file_digest, item.file_type)
