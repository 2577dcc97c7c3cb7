"""The head of a day is written once, signed when there is a key, and the chain is verified against it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connection
from django.test import Client

from rebond.record.journal_errors import ChainBroken
from rebond.record.journal_head import read_head
from rebond.web.journal import checking, heads, services, triggers
from tests.web.world import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.JOURNAL_HEADS = tmp_path / "journal" / "heads"
    settings.CLOCK = lambda: NOW
    return settings.JOURNAL_HEADS


def act(reference: str = "c") -> None:
    services.append(None, "calls.open", ("call", reference), {}, now=NOW)


def test_a_day_s_head_is_written_once_and_given_to_all(folder: Path, client: Client) -> None:
    act()
    heads.export_daily(NOW)
    act()
    heads.export_daily(NOW + timedelta(hours=2))
    heads.export_daily(NOW + DAY)
    assert [(one.day, one.head.number) for one in heads.exported()] == [
        ("2031-06-03", 2),
        ("2031-06-02", 1),
    ]
    answer = client.get("/journal/tetes/2031-06-02.json")
    assert read_head(answer.content, "x").number == 1
    assert "attachment" in answer["Content-Disposition"]
    assert client.get("/journal/tetes/2031-06-09.json").status_code == 404
    assert client.get("/journal/tetes/..%2Fverification.json").status_code == 404


def test_the_day_is_that_of_paris(folder: Path) -> None:
    heads.export_daily(NOW.replace(hour=23))
    assert [one.day for one in heads.exported()] == ["2031-06-03"]


def test_a_head_is_signed_when_a_key_is_named(settings: Any, tmp_path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(pem)
    settings.JOURNAL_KEY = str(tmp_path / "key.pem")
    act()
    heads.export_daily(NOW)
    assert heads.exported()[0].head.signature is not None


def test_a_journal_that_was_cut_exports_no_new_head(folder: Path) -> None:
    act()
    act()
    heads.export_daily(NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_head SET number = 1")
    with pytest.raises(ChainBroken):
        heads.export_daily(NOW + DAY)
    assert len(heads.exported()) == 1


def test_a_file_that_is_no_head_is_left_out(folder: Path) -> None:
    heads.export_daily(NOW)
    (folder / "2031-06-01.json").write_text("{}")
    assert [one.day for one in heads.exported()] == ["2031-06-02"]


def test_the_page_tells_what_the_last_verification_found(client: Client, folder: Path) -> None:
    assert checking.last() is None
    act()
    checking.check_daily(NOW)
    act()
    checking.check_daily(NOW + timedelta(hours=2))
    last = checking.last()
    assert last is not None
    assert (last.number, last.fault) == (1, None)
    assert "elle tient" in client.get("/journal/").content.decode()
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET role = 'reader' WHERE number = 2")
    checking.check_daily(NOW + DAY)
    text = client.get("/journal/").content.decode()
    assert "Le journal ne tient plus" in text
    assert "La ligne 2 du journal a été modifiée" in text


def test_the_daily_verification_knows_the_exported_heads(folder: Path) -> None:
    act("honest")
    heads.export_daily(NOW)
    triggers.remove(connection)
    with connection.cursor() as cursor:
        for table in ("journal_content", "journal_entry", "journal_head"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed names
    act("forged")
    fault = checking.check(NOW).fault
    assert fault is not None
    assert "tête exportée" in fault.fr
