"""Lines of the test world's case, made row by row, and the store where documents stand."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings

from rebond.canonical import DIGEST_PREFIX
from rebond.web.cases.models import Item
from tests.web.world import NOW, World

CONTENT = b"nom,valeur\nfictif,1\n"


def line_of(world: World, kind: str, title: str = "Ligne fictive", **changes: Any) -> Item:
    """Add a line written by the lead, unless told otherwise."""
    fields: dict[str, Any] = {
        "case": world.cases["public"],
        "kind": kind,
        "title": title,
        "written_by": world.memberships["sous_prefet"],
        "written_at": NOW,
        **changes,
    }
    return Item.objects.create(**fields)


def document_of(world: World, title: str = "Document fictif", **changes: Any) -> Item:
    """Add a document whose file stands in the store."""
    digest = hashlib.sha256(CONTENT).hexdigest()
    place = Path(settings.FILES_FOLDER) / digest[:2]
    place.mkdir(parents=True, exist_ok=True)
    (place / digest).write_bytes(CONTENT)
    return line_of(
        world,
        Item.Kind.DOCUMENT,
        title,
        state=Item.State.DONE,
        file_name="releve.csv",
        file_digest=DIGEST_PREFIX + digest,
        file_type="csv",
        file_bytes=len(CONTENT),
        **changes,
    )
