"""A decision is computed again; one changed byte anywhere is refused and named; signatures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from tests.cli.conftest import Command
from tests.pipeline.conftest import FICTITIOUS


def test_what_was_written_is_what_is_computed_again(rebond: Command, shipped: Path) -> None:
    done = rebond("verify", shipped, "--threads", 2)
    assert (done.code, done.err) == (0, "")
    assert "Vérifié" in done.words
    assert "la même que celle qui est livrée avec Rebond" in done.words


def test_a_policy_that_only_the_file_carries_is_said_to_be_so(
    rebond: Command, fictitious: Path
) -> None:
    done = rebond("verify", fictitious, "--lang", "en")
    assert done.code == 0
    assert "as the file carries it" in done.words
    compared = rebond("verify", fictitious, "--programme", FICTITIOUS, "--lang", "en")
    assert compared.code == 0
    assert "the same as that of" in compared.words


def test_one_changed_byte_anywhere_is_refused(
    rebond: Command, fictitious: Path, tmp_path: Path
) -> None:
    content = fictitious.read_bytes()
    target = tmp_path / "d.json"
    for turn, position in enumerate(range(0, len(content), len(content) // 60)):
        changed = bytearray(content)
        changed[position] = ord("7") if changed[position] != ord("7") else ord("8")
        target.write_bytes(changed)
        # Verifying may compute the whole decision again to name what changed: a few times are enough.
        for done in [rebond("explain", target, "Hangar muet")] + (
            [rebond("verify", target)] if turn % 8 == 0 else []
        ):
            assert (done.code, done.out) == (3, ""), position
            assert str(target) in done.err


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        (b'"produced_at":"2026', b'"produced_at":"2027', "produced_at"),
        (b'"environment":{"highspy":"', b'"environment":{"highspy":"9', "environment"),
        (b'"seal":"sha256:', b'"seal":"sha255:', "/seal"),
        (b'"digest":"sha256:', b'"digest":"sha256;', "digest"),
        (b'"draws":300', b'"draws":301', "« body »"),
        (b'{"body":', b'{"bodz":', "body"),
        (b'"candidates":[', b'"candidates": [', "octet"),
    ],
)
def test_the_part_that_changed_is_named(
    rebond: Command, fictitious: Path, tmp_path: Path, before: bytes, after: bytes, named: str
) -> None:
    content = fictitious.read_bytes()
    assert before in content
    target = tmp_path / "d.json"
    position = content.rfind(before)
    target.write_bytes(content[:position] + after + content[position + len(before) :])
    done = rebond("verify", target)
    assert done.code == 3
    assert named in done.words


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"name,insee\n", b"\xff\xfe", b"[" * 100_000, b"NaN"]
)
def test_a_file_that_is_no_decision_is_refused(
    rebond: Command, tmp_path: Path, content: bytes
) -> None:
    target = tmp_path / "d.json"
    target.write_bytes(content)
    for done in (rebond("verify", target), rebond("explain", target, "A")):
        assert (done.code, done.out) == (3, "")
        assert str(target) in done.err
        assert "Erreur interne" not in done.words


def test_a_truncated_decision_is_refused(rebond: Command, fictitious: Path, tmp_path: Path) -> None:
    target = tmp_path / "d.json"
    content = fictitious.read_bytes()
    for kept in (1, len(content) // 2, len(content) - 1):
        target.write_bytes(content[:kept])
        assert rebond("verify", target).code == 3


def test_a_file_that_cannot_be_read_is_named(rebond: Command, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.json"):
        done = rebond("verify", path)
        assert done.code == 3
        assert str(path) in done.err


def test_another_policy_under_the_same_name_is_not_reproduced(
    rebond: Command, fictitious: Path, tmp_path: Path
) -> None:
    other = tmp_path / FICTITIOUS.name
    shutil.copytree(FICTITIOUS, other)
    measure = other / "measures" / "hangar_partage.yaml"
    measure.write_text(
        measure.read_text(encoding="utf-8").replace("k: 3", "k: 2", 1), encoding="utf-8"
    )
    done = rebond("verify", fictitious, "--programme", other)
    assert (done.code, done.out) == (4, "")
    assert rebond("verify", fictitious, "--programme", tmp_path / "absent").code == 2


# Signatures


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    private, public = tmp_path / "key.pem", tmp_path / "key.pub.pem"
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public.write_bytes(
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    return private, public


def test_a_signed_decision_verifies_with_the_authoritys_key(
    rebond: Command, fictitious: Path, keys: tuple[Path, Path], tmp_path: Path
) -> None:
    signed = tmp_path / "signed.json"
    made = rebond("sign", fictitious, "--key", keys[0], "--out", signed)
    assert made.code == 0
    assert "donnez --key" in made.words
    done = rebond("verify", signed, "--key", keys[1])
    assert done.code == 0
    assert "la clé donnée est celle de la signature" in done.words


def test_signing_without_a_target_replaces_the_file(
    rebond: Command, fictitious: Path, keys: tuple[Path, Path], tmp_path: Path
) -> None:
    target = tmp_path / "d.json"
    shutil.copy(fictitious, target)
    assert rebond("sign", target, "--key", keys[0]).code == 0
    assert b'"signature":' in target.read_bytes()
    again = rebond("sign", target, "--key", keys[0])
    assert again.code == 2
    assert "déjà" in again.words


def test_an_unsigned_decision_and_another_key_are_refused(
    rebond: Command, fictitious: Path, keys: tuple[Path, Path], tmp_path: Path
) -> None:
    assert rebond("verify", fictitious, "--key", keys[1]).code == 3
    other = tmp_path / "other.pem"
    other.write_bytes(
        Ed25519PrivateKey.from_private_bytes(bytes(32))
        .public_key()
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    signed = tmp_path / "signed.json"
    rebond("sign", fictitious, "--key", keys[0], "--out", signed)
    done = rebond("verify", signed, "--key", other)
    assert (done.code, done.out) == (3, "")
    assert "autre clé" in done.words


def test_a_protected_key_is_opened_by_its_variable_and_by_nothing_else(
    rebond: Command, fictitious: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, signed = tmp_path / "key.pem", tmp_path / "signed.json"
    key.write_bytes(
        Ed25519PrivateKey.from_private_bytes(bytes(32)).private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"brume")
        )
    )
    assert rebond("sign", fictitious, "--key", key, "--out", signed).code == 2
    for word, code in (("pluie", 2), ("brume", 0)):
        monkeypatch.setenv("REBOND_KEY_PASSWORD", word)
        assert not signed.exists()
        assert rebond("sign", fictitious, "--key", key, "--out", signed).code == code
    assert signed.exists()


def test_what_is_no_key_leaves_nothing_behind(
    rebond: Command, fictitious: Path, tmp_path: Path
) -> None:
    signed = tmp_path / "signed.json"
    for key in (fictitious, tmp_path / "absent.pem", tmp_path):
        done = rebond("sign", fictitious, "--key", key, "--out", signed)
        assert (done.code, done.out) == (2, "")
    assert not signed.exists()
