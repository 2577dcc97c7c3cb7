"""Canonical JSON (RFC 8785), digests, and files that are replaced whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import rfc8785

DIGEST_PREFIX = "sha256:"


def canonical_bytes(value: Any) -> bytes:
    """Return the canonical JSON bytes of `value`.

    Parameters
    ----------
    value : JSON value
        Dicts with string keys, lists, strings, booleans, None, integers within ±(2**53 - 1), finite floats.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        For NaN, infinities, too large integers or values that JSON does not have.

    References
    ----------
    RFC 8785, JSON Canonicalization Scheme.

    Examples
    --------
    >>> canonical_bytes({"b": 1.0, "a": "é"}).decode()
    '{"a":"é","b":1}'
    """
    return rfc8785.dumps(value)


def digest_bytes(content: bytes) -> str:
    """Return ``sha256:`` and the hexadecimal SHA-256 of `content`."""
    return DIGEST_PREFIX + hashlib.sha256(content).hexdigest()


def digest(value: Any) -> str:
    """Return the digest of the canonical form of a JSON value."""
    return digest_bytes(canonical_bytes(value))


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that a reader sees the old file or the new one, never a part.

    Parameters
    ----------
    path : Path
        Target; its folder must exist.
    content : bytes

    Raises
    ------
    OSError
        When the folder cannot be written; the old file is then intact.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
