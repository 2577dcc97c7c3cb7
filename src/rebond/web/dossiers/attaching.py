"""Adding and removing files, and reading a geometry from one."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import Count, Sum

from rebond.programme.answers import is_item_path, locate
from rebond.programme.forms import FileField, GeometryField
from rebond.web.accounts.actors import Actor
from rebond.web.dossiers import files
from rebond.web.dossiers.drafting import require_items, save_answer
from rebond.web.dossiers.file_errors import FieldFull, FileRefused, NotAFileField, QuotaReached
from rebond.web.dossiers.file_names import agreed, clean
from rebond.web.dossiers.judging import format_of_name, judge
from rebond.web.dossiers.judging_geo import geometry_of
from rebond.web.dossiers.locking import form_of, held_by, require_open
from rebond.web.dossiers.models import Attachment, Dossier
from rebond.web.dossiers.results import Conflict, Saved
from rebond.web.journal.services import append

MEGABYTE = 1_000_000
QUOTA_BYTES = 500 * MEGABYTE
QUOTA_FILES = 300
GEOMETRY_FORMATS = ("geojson", "gpkg")
GEOMETRY_BYTES = 20 * MEGABYTE


def attach(
    actor: Actor, dossier: Dossier, path: str, name: str, stream: BinaryIO, now: datetime
) -> Attachment:
    """Add a file to a field; its content is judged, its name cleaned.

    Raises FileRefused (EmptyFile, FileTooLarge, WrongFormat, WrongExtension, BrokenFile, QuotaReached,
    FieldFull), NotAFileField, and what `save_answer` raises when the dossier may not change.
    """
    # Looked at before anything is written, and again under the lock once the file has been read.
    with transaction.atomic():
        field = _field(actor, dossier, path, now)
    shown = clean(name)
    try:
        with files.received(stream, shown, field.max_megabytes * MEGABYTE) as one:
            found = judge(one.path, format_of_name(shown), field.formats)
            shown = agreed(shown, found, field.formats)
            with transaction.atomic():
                field = _field(actor, dossier, path, now)
                files.keep(one)
                return _listed(actor, dossier, path, (shown, found, one), now)
    except FileRefused as error:
        error.where = error.where or shown
        raise


def _field(actor: Actor, dossier: Dossier, path: str, now: datetime) -> FileField:
    """Return the field, once everything that may refuse a file is checked but its content."""
    held = held_by(actor, dossier)
    field = locate(form_of(held.revision), path).field
    if is_item_path(path) or not isinstance(field, FileField):
        raise NotAFileField(path)
    require_open(held, field.id, path, now)
    require_items(held, path)
    there = Attachment.objects.filter(dossier=held, removed_at=None)
    if there.filter(path=path).count() >= field.max_files:
        raise FieldFull(field.max_files)
    return field


def _listed(
    actor: Actor,
    dossier: Dossier,
    path: str,
    seen: tuple[str, str, files.Received],
    now: datetime,
) -> Attachment:
    name, found, one = seen
    held = Attachment.objects.filter(dossier=dossier, removed_at=None).aggregate(
        weight=Sum("size"), count=Count("pk")
    )
    weight = held["weight"] or 0
    if weight + one.size > QUOTA_BYTES or held["count"] >= QUOTA_FILES:
        raise QuotaReached(weight, QUOTA_BYTES)
    attachment = Attachment.objects.create(
        dossier=dossier,
        path=path,
        name=name,
        format=found,
        size=one.size,
        digest=one.digest,
        added_by_id=actor.membership_id,
        added_at=now,
    )
    Dossier.objects.filter(pk=dossier.pk).update(saved_at=now)
    append(
        actor,
        "dossiers.file_added",
        ("dossier", dossier.reference),
        # The name stays out: people write names of people in it.
        {
            "file": str(attachment.pk),
            "field": path,
            "format": found,
            "size": one.size,
            "digest": one.digest,
        },
        now=now,
    )
    return attachment


def remove_file(actor: Actor, attachment: Attachment, now: datetime) -> None:
    """Take a file out of the draft; a filing that lists it keeps it."""
    with transaction.atomic():
        held = held_by(actor, attachment.dossier)
        one = Attachment.objects.select_for_update().get(pk=attachment.pk)
        field = one.path.split(".")[-1]
        require_open(held, field, one.path, now)
        if one.removed_at is not None:
            return
        one.removed_at = now
        one.save(update_fields=["removed_at"])
        Dossier.objects.filter(pk=held.pk).update(saved_at=now)
        append(
            actor,
            "dossiers.file_removed",
            ("dossier", held.reference),
            {"file": str(one.pk), "field": one.path, "digest": one.digest},
            now=now,
        )


def read_geometry(
    actor: Actor,
    dossier: Dossier,
    path: str,
    name: str,
    stream: BinaryIO,
    base_version: int,
    now: datetime,
) -> Saved | Conflict:
    """Read the geometry of a GeoJSON or GeoPackage file into a geometry field; the file is not kept."""
    with transaction.atomic():
        held = held_by(actor, dossier)
        field = locate(form_of(held.revision), path).field
        if is_item_path(path) or not isinstance(field, GeometryField):
            raise NotAFileField(path)
        require_open(held, field.id, path, now)
    shown = clean(name)
    try:
        with files.received(stream, shown, GEOMETRY_BYTES) as one:
            found = judge(one.path, format_of_name(shown), GEOMETRY_FORMATS)
            value = geometry_of(one.path, found)
    except FileRefused as error:
        error.where = error.where or shown
        raise
    return save_answer(actor, dossier, path, value, base_version, now)
