"""The decision file: sealed once, read back only when every byte is the one that was sealed."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rebond.canonical import DIGEST_PREFIX, canonical_bytes, digest, digest_bytes, replace_file
from rebond.errors import refusal
from rebond.record.errors import (
    DigestMismatch,
    EnvelopeBroken,
    RecordNotCanonical,
    RecordNotJson,
    RecordTooLarge,
    RecordUnreadable,
    SealMismatch,
    UnfitForRecord,
    UnknownFormat,
    UnusableMoment,
)
from rebond.record.signature import Signature, check_self
from rebond.texts import Text

FORMAT = "rebond-decision/1"
FORMATS = (FORMAT,)
MAX_BYTES = 256 * 1024 * 1024
LARGEST_INTEGER = 2**53 - 1
ENVELOPE_KEYS = ("body", "digest", "environment", "produced_at", "seal")
SHORT_ID = 12
EXCERPT = 24

SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a character: no UTF-8 writes it."""
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Record:
    """One decision with its envelope.

    Parameters
    ----------
    body : dict
        The decision: inputs by digest, results, reasons. Everything that `verify` computes again.
    digest : str
        Digest of the canonical body.
    environment : dict
        Software that produced the file; outside the digest.
    produced_at : str
        ISO 8601 moment in UTC; outside the digest.
    seal : str
        Digest of digest, environment and produced_at together.
    signature : Signature, optional
        Ed25519 signature over the digest.
    """

    body: dict[str, Any]
    digest: str
    environment: dict[str, Any]
    produced_at: str
    seal: str
    signature: Signature | None = None

    @property
    def decision_id(self) -> str:
        """Short name of the decision: the first twelve hexadecimal digits of its digest."""
        return self.digest.removeprefix(DIGEST_PREFIX)[:SHORT_ID]

    def to_bytes(self) -> bytes:
        """Return the bytes of the file."""
        envelope: dict[str, Any] = {
            "body": self.body,
            "digest": self.digest,
            "environment": self.environment,
            "produced_at": self.produced_at,
            "seal": self.seal,
        }
        if self.signature is not None:
            envelope["signature"] = self.signature.as_json()
        return canonical_bytes(envelope)

    def unsigned(self) -> Record:
        """Return the same record without its signature."""
        return replace(self, signature=None)


def seal(body: dict[str, Any], produced_at: datetime | str, environment: dict[str, Any]) -> bytes:
    """Return the bytes of the decision file for `body`.

    Parameters
    ----------
    body : dict
        Decision in the format `FORMAT` (its key ``format`` says so).
    produced_at : datetime or str
        Moment with its offset from UTC; kept outside the digest, so that two runs give one digest.
    environment : dict
        Software and versions; outside the digest too.

    Returns
    -------
    bytes
        Canonical JSON (RFC 8785), without a final newline.

    Raises
    ------
    UnknownFormat
        When ``body["format"]`` is not one that this version writes.
    UnfitForRecord
        For NaN, infinities, integers beyond 2**53 - 1, keys that are not strings, unknown types.
    UnusableMoment
        When `produced_at` has no offset.
    """
    return sealed_record(body, produced_at, environment).to_bytes()


def sealed_record(
    body: dict[str, Any], produced_at: datetime | str, environment: dict[str, Any]
) -> Record:
    """Return the record that `seal` writes, for a caller that signs it next."""
    if body.get("format") not in FORMATS:
        raise UnknownFormat("/body/format", body.get("format"), FORMATS)
    refuse_unfit(body, "/body")
    refuse_unfit(environment, "/environment")
    moment = _moment(produced_at)
    stated = digest(body)
    return Record(body, stated, environment, moment, _seal_of(stated, environment, moment))


def read_record(source: Path | str | bytes, *, max_bytes: int = MAX_BYTES) -> Record:
    """Read a decision file and check that every byte is the one that was sealed.

    Parameters
    ----------
    source : Path, str or bytes
        Path of the file, or its content.
    max_bytes : int, default 256 MiB

    Returns
    -------
    Record

    Raises
    ------
    RecordUnreadable, RecordTooLarge, RecordNotJson, RecordNotCanonical, UnknownFormat,
    EnvelopeBroken, DigestMismatch, SealMismatch, SignatureInvalid
        Each names the part that is wrong. A signature is checked against the key that the file
        itself carries; `check_signature` says whose key that is.
    """
    content, where = _content(source, max_bytes)
    value = _parsed(content, where)
    envelope = _envelope(value, where)
    signature = _signature(envelope, where)
    record = Record(
        envelope["body"],
        envelope["digest"],
        envelope["environment"],
        envelope["produced_at"],
        envelope["seal"],
        signature,
    )
    if record.body.get("format") not in FORMATS:
        raise UnknownFormat(f"{where}, /body/format", record.body.get("format"), FORMATS)
    canonical_body = _refuse_other_bytes(record, content, where)
    _refuse_other_digest(record, digest_bytes(canonical_body), where)
    if signature is not None:
        check_self(signature, record.digest, where)
    return record


def write_record(path: Path, record: Record | bytes) -> Record:
    """Write a decision file whole or not at all, after reading it back.

    Returns
    -------
    Record
        The record as a reader will find it.

    Raises
    ------
    RebondError
        Whatever `read_record` finds; the target is then untouched.
    OSError
        When the folder cannot be written.
    """
    content = record if isinstance(record, bytes) else record.to_bytes()
    checked = read_record(content)
    replace_file(path, content)
    return checked


def refuse_unfit(value: Any, path: str) -> None:
    """Refuse the first value that canonical JSON does not have, naming its place."""
    if not _is_plain(value):
        _refuse_at(value, path)


def _is_plain(value: Any) -> bool:
    """Say that a value is fit, several times faster than looking for the place of what is not.

    One that is fit in an unusual way (a kind of string, a kind of list) is not plain.
    """
    kind = type(value)
    if kind is str:
        return value.isascii() or SURROGATE.search(value) is None
    if kind is float:
        return math.isfinite(value)
    if kind is dict:
        return all(type(key) is str and _is_plain(item) for key, item in value.items())
    if kind is list:
        return all(map(_is_plain, value))
    if kind is int:
        return bool(-LARGEST_INTEGER <= value <= LARGEST_INTEGER)
    return value is None or kind is bool


def _refuse_at(value: Any, path: str) -> None:
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _refuse_at(item, f"{path}/{index}")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                cause = Text("clé qui n’est pas un texte", "key that is not a string")
                raise UnfitForRecord(path, repr(key), cause)
            _refuse_at(item, f"{path}/{key.replace('~', '~0').replace('/', '~1')}")
    else:
        cause_or_none = _scalar_fault(value)
        if cause_or_none is not None:
            raise UnfitForRecord(path, ascii(value)[:EXCERPT], cause_or_none)


def _scalar_fault(value: Any) -> Text | None:
    """Say why a value is not a JSON scalar; None when it is one."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        return Text("texte coupé", "broken text") if SURROGATE.search(value) else None
    if isinstance(value, float):
        return None if math.isfinite(value) else Text("nombre non fini", "not a finite number")
    if isinstance(value, int):
        small = abs(value) <= LARGEST_INTEGER
        return None if small else Text("entier au-delà de 2^53 - 1", "integer beyond 2^53 - 1")
    return Text("type inconnu de JSON", "type unknown to JSON")


def _moment(produced_at: datetime | str) -> str:
    moment: datetime | None
    if isinstance(produced_at, str):
        try:
            moment = datetime.fromisoformat(produced_at)
        except ValueError:
            moment = None
    else:
        moment = produced_at
    if moment is None or moment.tzinfo is None:
        raise UnusableMoment(produced_at)
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _seal_of(stated: str, environment: dict[str, Any], produced_at: str) -> str:
    return digest({"digest": stated, "environment": environment, "produced_at": produced_at})


def _content(source: Path | str | bytes, max_bytes: int) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        content, where = source, "decision"
    else:
        where = str(source)
        try:
            with Path(source).open("rb") as stream:
                content = stream.read(max_bytes + 1)
        except OSError as error:
            raise RecordUnreadable(where, refusal(error)) from error
    if len(content) > max_bytes:
        raise RecordTooLarge(where, len(content), max_bytes)
    return content, where


def _parsed(content: bytes, where: str) -> Any:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        raise RecordNotJson(where, *_place(before), "invalid UTF-8") from error
    try:
        return json.loads(text, parse_int=_integer, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise RecordNotJson(where, error.lineno, error.colno, error.msg) from error
    except RecursionError as error:
        raise RecordNotJson(where, 1, 1, "nested too deeply") from error
    except ValueError as error:
        constant = str(error)
        raise RecordNotJson(where, *_place(text[: text.find(constant)]), constant) from error


def _place(before: str) -> tuple[int, int]:
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _integer(digits: str) -> int | float:
    # RFC 8785 writes large floats without exponent; beyond 2**53 - 1 they are floats again.
    whole = float(digits)
    return whole if abs(whole) > LARGEST_INTEGER else int(digits)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _envelope(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        what = Text(
            fr="Une décision est un objet JSON ; trouvé : {kind}.",
            en="A decision is a JSON object; found: {kind}.",
        ).filled(kind=type(value).__name__)
        raise EnvelopeBroken(where, "", what)
    for key in sorted({*ENVELOPE_KEYS} - {*value}):
        what = Text(fr="La clé « {key} » manque.", en='The key "{key}" is missing.').filled(key=key)
        raise EnvelopeBroken(where, key, what)
    for key in sorted({*value} - {*ENVELOPE_KEYS, "signature"}):
        what = Text(fr="Clé inconnue : « {key} ».", en='Unknown key: "{key}".').filled(key=key)
        raise EnvelopeBroken(where, key, what)
    for key in ("body", "environment"):
        if not isinstance(value[key], dict):
            what = Text(fr="« {key} » doit être un objet.", en='"{key}" must be an object.').filled(
                key=key
            )
            raise EnvelopeBroken(where, key, what)
    for key in ("digest", "seal"):
        if not (isinstance(value[key], str) and _DIGEST.fullmatch(value[key])):
            what = Text(
                fr="« {key} » doit être « sha256: » suivi de 64 chiffres hexadécimaux ; trouvé : {found}.",
                en='"{key}" must be "sha256:" and 64 hexadecimal digits; found: {found}.',
            ).filled(key=key, found=repr(value[key])[:100])
            raise EnvelopeBroken(where, key, what)
    if not isinstance(value["produced_at"], str):
        what = Text(fr="« produced_at » doit être un texte.", en='"produced_at" must be a string.')
        raise EnvelopeBroken(where, "produced_at", what)
    return value


def _signature(envelope: dict[str, Any], where: str) -> Signature | None:
    if "signature" not in envelope:
        return None
    return Signature.from_json(envelope["signature"], where)


def _refuse_other_bytes(record: Record, content: bytes, where: str) -> bytes:
    """Check that the file is canonical; return the canonical body, serialised once."""
    try:
        canonical_body = canonical_bytes(record.body)
        rest = canonical_bytes(
            {
                "digest": record.digest,
                "environment": record.environment,
                "produced_at": record.produced_at,
                "seal": record.seal,
                **({} if record.signature is None else {"signature": record.signature.as_json()}),
            }
        )
    except (ValueError, RecursionError) as error:
        raise RecordNotJson(where, 1, 1, str(error)) from error
    # "body" sorts before every other key of the envelope.
    expected = b'{"body":' + canonical_body + b"," + rest[1:]
    if expected != content:
        offset = next(
            (i for i, (x, y) in enumerate(zip(expected, content, strict=False)) if x != y),
            min(len(expected), len(content)),
        )
        raise RecordNotCanonical(
            where, offset, _excerpt(expected, offset), _excerpt(content, offset)
        )
    return canonical_body


def _excerpt(content: bytes, offset: int) -> str:
    return content[offset : offset + EXCERPT].decode("utf-8", errors="replace")


def _refuse_other_digest(record: Record, computed: str, where: str) -> None:
    if computed != record.digest:
        part = "body or digest"
        if _seal_of(record.digest, record.environment, record.produced_at) == record.seal:
            part = "body"
        elif _seal_of(computed, record.environment, record.produced_at) == record.seal:
            part = "digest"
        raise DigestMismatch(where, part, record.digest, computed)
    resealed = _seal_of(record.digest, record.environment, record.produced_at)
    if resealed != record.seal:
        raise SealMismatch(where, record.seal, resealed)
