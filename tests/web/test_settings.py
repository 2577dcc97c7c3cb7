"""Each setting is documented, and the defaults are safe."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from rebond.web import settings

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(settings.__file__).read_text(encoding="utf-8")
DOCUMENT = ROOT / "docs" / "reference" / "settings.md"


def read_by_settings() -> set[str]:
    return set(re.findall(r'"((?:REBOND_|DATABASE_)[A-Z_]+)"', SOURCE))


def test_each_variable_has_its_heading_and_no_heading_is_left_over() -> None:
    headings = set(re.findall(r"^### `([A-Z_]+)`$", DOCUMENT.read_text(encoding="utf-8"), re.M))
    assert headings == read_by_settings()


def loaded(folder: Path, **variables: str) -> dict[str, object]:
    """Return the settings as another process reads them from its environment."""
    names = (
        "DEBUG HTTPS SECURE_HSTS_SECONDS CSRF_COOKIE_SECURE ALLOWED_HOSTS SHOW_COMPONENTS DATABASES"
    )
    code = (
        "import json; from rebond.web import settings as s;"
        f"print(json.dumps({{n: getattr(s, n) for n in '{names}'.split()}}, default=str))"
    )
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("REBOND_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**clean, "REBOND_VAR": str(folder), **variables},
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_without_any_variable_the_platform_is_closed_and_local(tmp_path: Path) -> None:
    found = loaded(tmp_path)
    assert found["DEBUG"] is False
    assert found["SHOW_COMPONENTS"] is False
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    database = found["DATABASES"]["default"]  # type: ignore[index]
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_https_makes_cookies_and_transport_strict(tmp_path: Path) -> None:
    found = loaded(tmp_path, REBOND_HTTPS="1", REBOND_ALLOWED_HOSTS="exemple.fr")
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["ALLOWED_HOSTS"] == ["exemple.fr"]


def test_postgresql_is_taken_from_its_address(tmp_path: Path) -> None:
    found = loaded(tmp_path, DATABASE_URL="postgres://u:p@127.0.0.1:5432/rebond")
    database = found["DATABASES"]["default"]  # type: ignore[index]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert "OPTIONS" not in database or "init_command" not in database["OPTIONS"]
