"""The head of a journal as a small file: its last number and digest on a day, signed or not.

Whoever can write to the database can also write the whole chain again, digests included. A head that was
handed out before tells it: the chain that replaces it cannot have the same digest at that row.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from rebond.canonical import canonical_bytes, digest_bytes
from rebond.record.errors import OtherKey
from rebond.record.journal_errors import HeadNotSigned, HeadUnreadable
from rebond.record.signature import Signature, check_bytes, public_key_id, sign_bytes
from rebond.texts import Text

HEAD_FORMAT = "rebond-journal-head/1"
DOMAIN = b"rebond-journal-head-signature/1\n"
MAX_BYTES = 4096

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
_KEYS = {"format", "number", "digest", "at"}


@dataclass(frozen=True, slots=True)
class JournalHead:
    """The last row of a journal when it was exported.

    Parameters
    ----------
    number : int
        Of the last row; 0 for an empty journal.
    digest : str
        Of the last row; empty for an empty journal.
    at : str
        When it was exported, UTC, six decimals, ``Z``.
    signature : Signature, optional
    """

    number: int
    digest: str
    at: str
    signature: Signature | None = None

    def signed_message(self) -> bytes:
        """Return the bytes that are signed: the domain, then the head in canonical form."""
        return DOMAIN + canonical_bytes(self._body())

    def to_bytes(self) -> bytes:
        """Return the file: canonical JSON."""
        body = self._body()
        if self.signature is not None:
            body["signature"] = self.signature.as_json()
        return canonical_bytes(body)

    def _body(self) -> dict[str, Any]:
        return {
            "format": HEAD_FORMAT,
            "number": self.number,
            "digest": self.digest,
            "at": self.at,
        }


def sign_head(
    head: JournalHead, private_key_pem: bytes, *, password: bytes | None = None
) -> JournalHead:
    """Return the head with a signature (Ed25519).

    Raises
    ------
    UnusableKey
        When the key cannot be read or is of another kind.
    """
    return replace(
        head, signature=sign_bytes(head.signed_message(), private_key_pem, password=password)
    )


def read_head(content: bytes, where: str, *, public_key_pem: bytes | None = None) -> JournalHead:
    """Read an exported head and check its signature.

    Parameters
    ----------
    content : bytes
        The file.
    where : str
        Its name, for errors.
    public_key_pem : bytes, optional
        Key that must have signed it, obtained by another way than the file.

    Returns
    -------
    JournalHead

    Raises
    ------
    HeadUnreadable, HeadNotSigned, OtherKey, SignatureInvalid, UnusableKey
    """
    value = _parsed(content, where)
    stated = value.pop("signature", None)
    if {*value} != _KEYS or value["format"] != HEAD_FORMAT:
        raise HeadUnreadable(
            where, Text(f"format attendu : {HEAD_FORMAT}", f"format {HEAD_FORMAT} needed")
        )
    number, digest, at = value["number"], value["digest"], value["at"]
    is_empty = number == 0 and digest == ""
    if isinstance(number, bool) or not isinstance(number, int) or number < 0:
        raise HeadUnreadable(where, Text("« number » n’est pas un nombre", '"number" is no number'))
    if not (is_empty or (isinstance(digest, str) and _DIGEST.fullmatch(digest))):
        raise HeadUnreadable(where, Text("« digest » n’est pas une empreinte", '"digest" is none'))
    if not (isinstance(at, str) and _MOMENT.fullmatch(at)):
        raise HeadUnreadable(where, Text("« at » n’est pas un moment", '"at" is no moment'))
    signature = None if stated is None else Signature.from_json(stated, where)
    head = JournalHead(number, digest, at, signature)
    if signature is not None:
        message = head.signed_message()
        check_bytes(signature, message, f"{where}#/signature", digest_bytes(message))
    if public_key_pem is not None:
        _check_key(head, public_key_pem, where)
    return head


def _parsed(content: bytes, where: str) -> dict[str, Any]:
    if len(content) > MAX_BYTES:
        raise HeadUnreadable(where, Text("fichier trop long", "file too long"))
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise HeadUnreadable(where, Text("pas du JSON", "no JSON")) from error
    if not isinstance(value, dict):
        raise HeadUnreadable(where, Text("pas un objet JSON", "no JSON object"))
    return value


def _check_key(head: JournalHead, public_key_pem: bytes, where: str) -> None:
    expected = public_key_id(public_key_pem)
    if head.signature is None:
        raise HeadNotSigned(where)
    if head.signature.key_id != expected:
        raise OtherKey(expected, head.signature.key_id)
