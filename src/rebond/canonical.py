"""Canonical JSON (RFC 8785), digests, and files that are replaced whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from json.encoder import encode_basestring
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
    parts: list[str] = []
    try:
        _write(value, parts.append)
        return "".join(parts).encode()
    except (_LeftToTheLibrary, TypeError, UnicodeEncodeError):
        return rfc8785.dumps(value)


class _LeftToTheLibrary(Exception):
    """A value that is not plainly of JSON, or a number too large for it."""


def _write(value: Any, put: Callable[[str], None]) -> None:
    """Write what nearly every value is, several times faster than the library does."""
    kind = type(value)
    if kind is str:
        put(encode_basestring(value))
    elif kind is dict:
        separator = "{"
        for key in _in_order(value):
            put(separator)
            put(encode_basestring(key))
            put(":")
            _write(value[key], put)
            separator = ","
        put("}" if value else "{}")
    elif kind is list or kind is tuple:
        separator = "["
        for one in value:
            put(separator)
            _write(one, put)
            separator = ","
        put("]" if value else "[]")
    elif kind is float:
        put(_number(value))
    elif value is None:
        put("null")
    elif kind is bool:
        put("true" if value else "false")
    elif kind is int and -(2**53) < value < 2**53:
        put(str(value))
    else:
        raise _LeftToTheLibrary


def _in_order(value: dict[str, Any]) -> list[str]:
    """Return the keys in the order of their UTF-16 units; of ASCII, that is the order of the characters."""
    keys = sorted(value)
    if all(map(str.isascii, keys)):
        return keys
    return sorted(keys, key=lambda key: key.encode("utf-16be"))


def _number(value: float) -> str:
    """Return a number as ECMAScript writes it, which Python does too where neither needs an exponent."""
    text = repr(value)
    if text.endswith(".0"):
        return text[:-2] if value else "0"
    if "e" in text or "n" in text:  # an exponent, « inf » or « nan »
        return rfc8785.dumps(value).decode()
    return text


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
