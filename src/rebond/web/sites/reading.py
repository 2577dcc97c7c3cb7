"""A delivered file as the engine reads it: found in the store by its digest, under the name it was sent with."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rebond.web.dossiers import files
from rebond.web.territories.places import atlas

if TYPE_CHECKING:
    from rebond.web.sites.models import Delivery


LONGEST = 60
"""Characters of a name that a file system takes, however they are encoded."""


@contextmanager
def opened(delivery: Delivery, *, on_progress: Callable[..., None] | None = None) -> Iterator[Any]:
    """Open a delivery's rows; raises RebondError when the file cannot be read at all."""
    from rebond.sitefiles import open_rows  # noqa: PLC0415

    with tempfile.TemporaryDirectory(dir=files.incoming()) as folder:
        # The geographic library looks at the end of the name, and remarks name the file; the store keeps digests.
        name = Path(delivery.file_name)
        link = Path(folder) / f"{name.stem[:LONGEST]}{name.suffix.lower()}"
        link.symlink_to(files.path_of(delivery.digest))
        yield open_rows(
            link, table=delivery.table or None, communes=atlas(), on_progress=on_progress
        )
