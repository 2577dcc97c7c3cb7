"""A signature proves who decided, for this decision and in this domain only."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from rebond.record import FORMAT, Record, check_signature, read_record, sealed_record, sign
from rebond.record.errors import (
    AlreadySigned,
    EnvelopeBroken,
    OtherKey,
    SignatureInvalid,
    SignatureMissing,
    UnusableKey,
)
from rebond.record.signature import DOMAIN, Signature, check_self, signed_message

PKCS8, SPKI = PrivateFormat.PKCS8, PublicFormat.SubjectPublicKeyInfo


def pem(seed: int) -> tuple[bytes, bytes]:
    """Return a private and a public key, the same for the same seed."""
    key = Ed25519PrivateKey.from_private_bytes(bytes([seed] * 32))
    return (
        key.private_bytes(Encoding.PEM, PKCS8, NoEncryption()),
        key.public_key().public_bytes(Encoding.PEM, SPKI),
    )


@pytest.fixture
def record() -> Record:
    return sealed_record({"format": FORMAT, "k": 78}, "2026-11-21T10:00:00Z", {})


def test_a_signed_decision_is_checked_with_the_public_key(record: Record) -> None:
    private, public = pem(1)
    again = read_record(sign(record, private).to_bytes())
    assert again.signature is not None
    assert check_signature(again, public) == again.signature.key_id


def test_a_signature_changes_neither_digest_nor_seal(record: Record) -> None:
    signed = sign(record, pem(1)[0])
    assert (signed.digest, signed.seal) == (record.digest, record.seal)
    assert signed.unsigned() == record


def test_signing_twice_gives_the_same_bytes(record: Record) -> None:
    assert sign(record, pem(1)[0]).to_bytes() == sign(record, pem(1)[0]).to_bytes()


def test_the_message_carries_its_domain(record: Record) -> None:
    signed = sign(record, pem(1)[0])
    assert signed.signature is not None
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed.signature.public_key))
    public.verify(bytes.fromhex(signed.signature.value), DOMAIN + record.digest.encode())
    assert signed_message(record.digest).startswith(b"rebond-decision-signature/1\n")
    outside = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)).sign(record.digest.encode())
    with pytest.raises(SignatureInvalid):
        check_self(replace(signed.signature, value=outside.hex()), record.digest, "")


def test_another_key_is_named(record: Record) -> None:
    with pytest.raises(OtherKey, match="another key") as caught:
        check_signature(sign(record, pem(1)[0]), pem(2)[1])
    assert caught.value.expected != caught.value.found


def test_the_signature_of_another_decision_is_refused(record: Record) -> None:
    other = sealed_record({"format": FORMAT, "k": 77}, "2026-11-21T10:00:00Z", {})
    moved = replace(record, signature=sign(other, pem(1)[0]).signature)
    with pytest.raises(SignatureInvalid, match="does not match"):
        read_record(moved.to_bytes())
    with pytest.raises(SignatureInvalid):
        check_signature(moved, pem(1)[1])


def test_a_key_id_that_is_not_the_digest_of_the_key_is_refused(record: Record) -> None:
    signed = sign(record, pem(1)[0])
    assert signed.signature is not None
    false = replace(signed.signature, key_id="sha256:" + "0" * 64)
    with pytest.raises(SignatureInvalid, match="key_id"):
        read_record(replace(signed, signature=false).to_bytes())


def test_an_unsigned_decision_is_said_to_be_unsigned(record: Record) -> None:
    with pytest.raises(SignatureMissing, match="not signed"):
        check_signature(record, pem(1)[1])


def test_a_signed_decision_is_not_signed_again_in_silence(record: Record) -> None:
    signed = sign(record, pem(1)[0])
    with pytest.raises(AlreadySigned):
        sign(signed, pem(2)[0])
    assert sign(signed.unsigned(), pem(2)[0]).signature != signed.signature


def test_an_encrypted_key_needs_its_password(record: Record) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32))
    locked = key.private_bytes(Encoding.PEM, PKCS8, BestAvailableEncryption(b"secret"))
    with pytest.raises(UnusableKey):
        sign(record, locked)
    with pytest.raises(UnusableKey):
        sign(record, locked, password=b"wrong")
    assert sign(record, locked, password=b"secret") == sign(record, pem(1)[0])


def test_a_key_of_another_kind_is_refused(record: Record) -> None:
    key = generate_private_key(SECP256R1())
    with pytest.raises(UnusableKey, match="not Ed25519"):
        sign(record, key.private_bytes(Encoding.PEM, PKCS8, NoEncryption()))
    with pytest.raises(UnusableKey, match="not Ed25519"):
        check_signature(record, key.public_key().public_bytes(Encoding.PEM, SPKI))


@pytest.mark.parametrize("content", [b"", b"not a key", pem(1)[1][:40]])
def test_a_file_that_is_no_key_is_refused(record: Record, content: bytes) -> None:
    with pytest.raises(UnusableKey):
        sign(record, content)
    with pytest.raises(UnusableKey):
        check_signature(record, content)


@pytest.mark.parametrize(
    "change",
    [
        {"algorithm": "ed25519"},
        {"public_key": "AB" * 32},
        {"value": "0" * 127},
        {"key_id": None},
        {"more": 1},
    ],
)
def test_a_signature_in_another_form_is_refused(record: Record, change: dict[str, object]) -> None:
    signed = sign(record, pem(1)[0])
    assert signed.signature is not None
    with pytest.raises(EnvelopeBroken, match="signature"):
        Signature.from_json({**signed.signature.as_json(), **change}, "d.json")
