"""The lines by which a third party verifies the journal do find what our own code finds."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from rebond.web.journal import services, triggers
from rebond.web.journal.models import Head
from tests.web.world import NOW

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "reference" / "journal.md").read_text(encoding="utf-8")


def verified(file: Path) -> tuple[int, str]:
    found = re.search(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)
    assert found is not None
    command = [sys.executable, "-c", found[1], str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    return ran.returncode, (ran.stdout + ran.stderr).strip()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the lines read a SQLite copy")
@pytest.mark.django_db(transaction=True)
def test_the_lines_of_the_reference_verify_a_copy_and_name_an_altered_row(tmp_path: Path) -> None:
    for number in range(6):
        at = NOW.replace(microsecond=number * 1000)
        services_append(f'c{number}"é\\', {"n": number, "é": "\n"}, at)
    services_append("1", {}, NOW, act="journal.erase", kind="journal")
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_content WHERE entry_id = 1")
    file = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
    assert verified(file) == (0, Head.objects.get().digest)
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.execute("UPDATE journal_entry SET object_reference = 'x' WHERE number = 4")
    assert verified(file) == (1, "row 4 does not hold")
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.execute("DELETE FROM journal_content WHERE entry_id = 2")
        copy.execute("DELETE FROM journal_entry WHERE number >= 4")
    assert verified(file) == (1, "row 1 has lost its content")


def services_append(
    reference: str,
    content: dict[str, object],
    at: object,
    act: str = "calls.open",
    kind: str = "call",
) -> None:
    from django.db import transaction

    with transaction.atomic():
        services.append(None, act, (kind, reference), content, now=at)  # type: ignore[arg-type]
