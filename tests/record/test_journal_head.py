"""An exported head: one form, signed or not, refused when it is anything else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from rebond.record.errors import OtherKey, SignatureInvalid, UnusableKey
from rebond.record.journal_errors import HeadNotSigned, HeadUnreadable
from rebond.record.journal_head import JournalHead, read_head, sign_head

HEAD = JournalHead(12, "sha256:" + "a" * 64, "2031-06-02T09:00:00.000000Z")


def key_pair() -> tuple[bytes, bytes]:
    key = Ed25519PrivateKey.generate()
    return (
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    )


def test_a_head_is_written_and_read_back() -> None:
    assert read_head(HEAD.to_bytes(), "h.json") == HEAD
    empty = JournalHead(0, "", HEAD.at)
    assert read_head(empty.to_bytes(), "h.json") == empty


def test_a_signed_head_holds_for_its_signer_only() -> None:
    private, public = key_pair()
    signed = sign_head(HEAD, private)
    assert read_head(signed.to_bytes(), "h.json", public_key_pem=public) == signed
    with pytest.raises(OtherKey):
        read_head(signed.to_bytes(), "h.json", public_key_pem=key_pair()[1])
    with pytest.raises(HeadNotSigned):
        read_head(HEAD.to_bytes(), "h.json", public_key_pem=public)
    with pytest.raises(UnusableKey):
        sign_head(HEAD, b"rien")


@pytest.mark.parametrize(
    "change", [{"number": 13}, {"digest": "sha256:" + "b" * 64}, {"at": "2032" + HEAD.at[4:]}]
)
def test_a_signed_head_that_was_changed_is_refused(change: dict[str, object]) -> None:
    signed = sign_head(HEAD, key_pair()[0])
    changed = replace(signed, **change)
    with pytest.raises(SignatureInvalid):
        read_head(changed.to_bytes(), "h.json")


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b"[" * 4000,
        b" " * 5000,
        {"format": "autre"},
        {"number": -1},
        {"number": True},
        {"number": "12"},
        {"digest": "sha256:AA"},
        {"digest": ""},
        {"at": "2031-06-02"},
        {"more": 1},
        {"signature": {"value": "x"}},
    ],
)
def test_what_is_no_head_is_refused_in_words(value: bytes | dict[str, object]) -> None:
    if isinstance(value, dict):
        value = json.dumps(json.loads(HEAD.to_bytes()) | value).encode()
    with pytest.raises((HeadUnreadable, Exception)) as caught:
        read_head(value, "h.json")
    assert "h.json" in str(caught.value)
