"""`rebond journal`: the chain verified, its head exported and checked, a row altered by hand named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)
from django.db import connection

from rebond.record.journal_head import read_head
from rebond.web.journal import services, triggers
from tests.cli.conftest import Command

pytestmark = pytest.mark.django_db

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)


@pytest.fixture
def rows(db: None) -> Iterator[None]:
    for number in range(9):
        services.append(None, "calls.open", ("call", f"c{number}"), {"n": number}, now=NOW)
    triggers.remove(connection)
    yield
    triggers.install(connection)


def alter(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_whole_journal_is_said_so_in_both_languages(rebond: Command, rows: None) -> None:
    done = rebond("journal", "verify")
    assert done.code == 0
    assert "Les 9 lignes du journal se suivent et aucune n’a changé." in done.words
    assert "The 9 rows of the journal follow" in rebond("journal", "verify", "--lang", "en").words


def test_an_empty_journal_is_said_so(rebond: Command, db: None) -> None:
    assert rebond("journal", "verify").words == "Le journal est vide."


def test_a_row_altered_by_hand_is_named_with_exit_code_3(rebond: Command, rows: None) -> None:
    alter("UPDATE journal_entry SET object_reference = 'autre' WHERE number = 4")
    done = rebond("journal", "verify")
    assert (done.code, done.out) == (3, "")
    assert "La ligne 4 du journal a été modifiée" in done.words


def test_erased_contents_are_counted(rebond: Command, rows: None) -> None:
    alter("DELETE FROM journal_content WHERE entry_id = 2")
    assert rebond("journal", "verify").code == 3
    services.append(None, "journal.erase", ("journal", "2"), {}, now=NOW)
    assert "Contenus effacés par un acte du journal : 1." in rebond("journal", "verify").words


def test_a_signed_head_is_exported_and_the_journal_continues_it(
    rebond: Command, rows: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, out = Ed25519PrivateKey.generate(), tmp_path / "head.json"
    password = b"mot de passe fictif"
    private, public = tmp_path / "key.pem", tmp_path / "public.pem"
    sealed = BestAvailableEncryption(password)
    private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealed))
    public.write_bytes(
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    monkeypatch.setenv("REBOND_KEY_PASSWORD", password.decode())
    done = rebond("journal", "head", "--out", out, "--sign", private)
    assert done.code == 0, done.err
    assert "signée" in done.words
    assert read_head(out.read_bytes(), "head.json").number == 9
    services.append(None, "calls.open", ("call", "later"), {}, now=NOW)
    checked = rebond("journal", "check-head", out, "--key", public)
    assert checked.code == 0, checked.err
    assert "ligne 9. La clé donnée l’a signée." in checked.words
    for table in ("journal_content", "journal_entry", "journal_head"):
        alter(f"DELETE FROM {table}")  # noqa: S608 - fixed names
    for number in range(10):
        services.append(None, "calls.open", ("call", f"forged{number}"), {}, now=NOW)
    assert rebond("journal", "verify").code == 0
    found = rebond("journal", "check-head", out)
    assert found.code == 3
    assert "La ligne 9 du journal n’est plus celle de la tête exportée" in found.words


def test_what_is_no_head_or_is_not_signed_is_refused(
    rebond: Command, rows: None, tmp_path: Path
) -> None:
    out = tmp_path / "head.json"
    assert rebond("journal", "check-head", out).code == 2
    out.write_text("{}")
    done = rebond("journal", "check-head", out)
    assert done.code == 2
    assert "Ce n’est pas une tête de journal" in done.words


def test_a_database_without_a_journal_is_said_with_what_to_do(rebond: Command, db: None) -> None:
    alter("ALTER TABLE journal_head RENAME TO journal_head_elsewhere")
    done = rebond("journal", "verify")
    assert done.code == 1
    assert "Le journal ne peut pas être lu dans la base" in done.words
    assert "rebond serve" in done.words
