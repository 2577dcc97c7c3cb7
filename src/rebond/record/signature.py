"""Ed25519 signatures of decisions: detached, over the digest, in a domain of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from rebond.canonical import digest_bytes
from rebond.record.errors import (
    AlreadySigned,
    EnvelopeBroken,
    OtherKey,
    SignatureInvalid,
    SignatureMissing,
    UnusableKey,
)
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.record.decision import Record

ALGORITHM = "Ed25519"
DOMAIN = b"rebond-decision-signature/1\n"
"""First bytes of every signed message: a signature made here can serve nowhere else."""

_FIELDS = {
    "algorithm": re.compile(re.escape(ALGORITHM)),
    "key_id": re.compile(r"sha256:[0-9a-f]{64}"),
    "public_key": re.compile(r"[0-9a-f]{64}"),
    "value": re.compile(r"[0-9a-f]{128}"),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Signature of one decision by one key.

    Parameters
    ----------
    key_id : str
        Digest of the public key in DER form (SubjectPublicKeyInfo).
    public_key : str
        Raw public key, 64 hexadecimal digits.
    value : str
        Signature, 128 hexadecimal digits.
    """

    key_id: str
    public_key: str
    value: str

    def as_json(self) -> dict[str, str]:
        """Return the form kept in the file."""
        return {
            "algorithm": ALGORITHM,
            "key_id": self.key_id,
            "public_key": self.public_key,
            "value": self.value,
        }

    @classmethod
    def from_json(cls, value: Any, where: str) -> Signature:
        """Read the form kept in the file, refusing any other."""
        if not isinstance(value, dict) or {*value} != {*_FIELDS}:
            what = Text(
                fr="« signature » doit avoir exactement les clés {keys}.",
                en='"signature" must have exactly the keys {keys}.',
            ).filled(keys=", ".join(_FIELDS))
            raise EnvelopeBroken(where, "signature", what)
        for key, form in _FIELDS.items():
            if not (isinstance(value[key], str) and form.fullmatch(value[key])):
                what = Text(
                    fr="« {key} » de la signature n’a pas la forme attendue ; trouvé : {found}.",
                    en='"{key}" of the signature does not have its form; found: {found}.',
                ).filled(key=key, found=repr(value[key])[:150])
                raise EnvelopeBroken(where, f"signature/{key}", what)
        return cls(value["key_id"], value["public_key"], value["value"])


def signed_message(decision_digest: str) -> bytes:
    """Return the bytes that are signed: the domain, then the digest as it is written."""
    return DOMAIN + decision_digest.encode("ascii")


def sign(record: Record, private_key_pem: bytes, *, password: bytes | None = None) -> Record:
    """Return the record with the signature of the deciding authority.

    Parameters
    ----------
    record : Record
    private_key_pem : bytes
        Ed25519 private key, PEM (PKCS 8).
    password : bytes, optional
        Of the key file, when it is encrypted.

    Returns
    -------
    Record

    Raises
    ------
    AlreadySigned
        When the record carries a signature.
    UnusableKey
        When the key cannot be read or is of another kind.

    References
    ----------
    RFC 8032, Edwards-Curve Digital Signature Algorithm.
    """
    if record.signature is not None:
        raise AlreadySigned(record.signature.key_id)
    signature = sign_bytes(signed_message(record.digest), private_key_pem, password=password)
    return replace(record, signature=signature)


def sign_bytes(
    message: bytes, private_key_pem: bytes, *, password: bytes | None = None
) -> Signature:
    """Sign a message that begins with a domain of its own.

    Parameters
    ----------
    message : bytes
        Domain first: a signature made for one use must serve no other.
    private_key_pem : bytes
        Ed25519 private key, PEM (PKCS 8).
    password : bytes, optional
        Of the key file, when it is encrypted.

    Returns
    -------
    Signature

    Raises
    ------
    UnusableKey
        When the key cannot be read or is of another kind.
    """
    try:
        key = load_pem_private_key(private_key_pem, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnusableKey(str(error)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableKey(f"{type(key).__name__} is not Ed25519")
    public = key.public_key()
    return Signature(key_id(public), _raw(public).hex(), key.sign(message).hex())


def check_signature(record: Record, public_key_pem: bytes) -> str:
    """Check that the holder of a public key signed this decision.

    Parameters
    ----------
    record : Record
    public_key_pem : bytes
        Ed25519 public key, PEM, obtained from the authority by another way than the file.

    Returns
    -------
    str
        Id of the key.

    Raises
    ------
    SignatureMissing, OtherKey, SignatureInvalid, UnusableKey
    """
    expected = public_key_id(public_key_pem)
    if record.signature is None:
        raise SignatureMissing
    if record.signature.key_id != expected:
        raise OtherKey(expected, record.signature.key_id)
    check_self(record.signature, record.digest, "/signature")
    return expected


def public_key_id(public_key_pem: bytes) -> str:
    """Return the id of an Ed25519 public key (PEM); refuse any other file."""
    try:
        public = load_pem_public_key(public_key_pem)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnusableKey(str(error)) from error
    if not isinstance(public, Ed25519PublicKey):
        raise UnusableKey(f"{type(public).__name__} is not Ed25519")
    return key_id(public)


def check_self(signature: Signature, decision_digest: str, where: str) -> None:
    """Check a signature of a decision against the public key that it carries."""
    check_bytes(signature, signed_message(decision_digest), where, decision_digest)


def check_bytes(signature: Signature, message: bytes, where: str, digest: str) -> None:
    """Check a signature of a message against the public key that it carries; `digest` names the message."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.public_key))
    except ValueError as error:
        cause = Text(fr="clé publique illisible", en="unreadable public key")
        raise SignatureInvalid(where, cause) from error
    if key_id(public) != signature.key_id:
        cause = Text(
            fr="« key_id » n’est pas l’empreinte de « public_key »",
            en='"key_id" is not the digest of "public_key"',
        )
        raise SignatureInvalid(where, cause)
    try:
        public.verify(bytes.fromhex(signature.value), message)
    except InvalidSignature as error:
        cause = Text(
            fr="elle ne correspond pas à l’empreinte {digest}",
            en="it does not match the digest {digest}",
        ).filled(digest=digest)
        raise SignatureInvalid(where, cause) from error


def key_id(public: Ed25519PublicKey) -> str:
    """Return the id of a key: the digest of its DER form (SubjectPublicKeyInfo)."""
    return digest_bytes(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def _raw(public: Ed25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)
