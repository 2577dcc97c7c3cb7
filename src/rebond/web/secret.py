"""The signing key of this installation, kept in a file only its owner can read."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

FILE_NAME = "secret_key"


def signing_key(folder: Path) -> str:
    """Return the key kept in `folder`, made on the first call.

    Two processes that start together agree: the file is created exclusively, and the one that loses
    reads what the other wrote.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE_NAME
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    fresh = secrets.token_urlsafe(64)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{FILE_NAME}.")
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(fresh)
    with contextlib.suppress(FileExistsError):
        os.link(temporary, path)
    Path(temporary).unlink()
    return path.read_text(encoding="ascii").strip()
