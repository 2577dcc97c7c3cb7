"""What a filing freezes, its bytes and its digest: anyone who holds the bytes can check the digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from rebond.canonical import canonical_bytes, digest_bytes
from rebond.programme.answers import FileSeen, blank_items, is_inside, is_item_path, questions
from rebond.programme.forms import FileField, Form
from rebond.web.dossiers.models import Attachment, Filing

FORMAT = "rebond-filing/1"


def kept_answers(
    form: Form, answers: Mapping[str, Any], attachments: Iterable[Attachment] = ()
) -> dict[str, Any]:
    """Return what is filed: answers given to questions asked, and the items that hold them or a file."""
    blank = blank_items(form, answers, files_seen(attachments))
    asked = {one.path for one in questions(form, answers)}
    kept: dict[str, Any] = {}
    for path, value in answers.items():
        if value is None or is_inside(path, blank):
            continue
        if is_item_path(path):
            if path.rpartition(".")[0] in asked:
                kept[path] = value
        elif path in asked:
            kept[path] = value
    return kept


def kept_files(
    form: Form, answers: Mapping[str, Any], attachments: Iterable[Attachment]
) -> list[dict[str, Any]]:
    """Return the files that are filed, with their digests, in the order of the form then of arrival."""
    order = {
        one.path: place
        for place, one in enumerate(questions(form, answers))
        if isinstance(one.field, FileField)
    }
    rows = sorted(
        (one for one in attachments if one.path in order),
        key=lambda one: (order[one.path], one.added_at, str(one.pk)),
    )
    return [
        {
            "id": str(one.pk),
            "path": one.path,
            "name": one.name,
            "format": one.format,
            "size": one.size,
            "digest": one.digest,
        }
        for one in rows
    ]


def files_seen(attachments: Iterable[Attachment]) -> dict[str, list[FileSeen]]:
    """Return files as the check of a form looks at them."""
    found: dict[str, list[FileSeen]] = {}
    for one in attachments:
        found.setdefault(one.path, []).append(FileSeen(one.name, one.format, one.size))
    return found


def body(filing: Filing) -> dict[str, Any]:
    """Return everything that a filing's digest covers, as JSON values."""
    dossier = filing.dossier
    return {
        "format": FORMAT,
        "dossier": dossier.reference,
        "call": dossier.call.reference,
        "organisation": dossier.organisation.slug,
        "number": filing.number,
        "revision": filing.revision.number,
        "policy_digest": filing.revision.policy_digest,
        "filed_at": filing.filed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "is_in_grace": filing.is_in_grace,
        "answers": filing.answers,
        "files": filing.files,
    }


def filed_bytes(filing: Filing) -> bytes:
    """Return the canonical file of a filing: its SHA-256 is the digest on the receipt."""
    return canonical_bytes(body(filing))


def digest_of(filing: Filing) -> str:
    """Return the digest of a filing, from what it holds now."""
    return digest_bytes(filed_bytes(filing))
