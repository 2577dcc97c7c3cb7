"""The styles and the script: there, small, and whole under manifest storage."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from rebond.web.bundle import BUNDLE, BundleMissing, require_bundle


def test_a_missing_bundle_is_said_with_the_command_that_builds_it(tmp_path: Path) -> None:
    (tmp_path / "app.css").write_text("")
    with pytest.raises(BundleMissing) as caught:
        require_bundle(tmp_path)
    assert caught.value.missing == ("app.js", "draft.js", "map.css", "map.js", "map-worker.js")
    assert "npm run build" in caught.value.message("fr")
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(("name", "most"), [("app.js", 8_000), ("app.css", 20_000)])
def test_the_bundle_stays_small(name: str, most: int) -> None:
    assert len(gzip.compress((BUNDLE / name).read_bytes())) < most


def test_nothing_in_the_bundle_names_another_host() -> None:
    for name in ("app.js", "app.css"):
        text = (BUNDLE / name).read_text(encoding="utf-8")
        assert "http:" not in text.replace("http://www.w3.org/2000/svg", "")
        assert "https:" not in text


def test_fonts_come_with_their_licence() -> None:
    names = {path.name for path in (BUNDLE / "fonts").iterdir()}
    assert {"source-sans-3-LICENSE.txt", "source-serif-4-LICENSE.txt"} <= names
    for path in (BUNDLE / "fonts").glob("*-LICENSE.txt"):
        assert "SIL OPEN FONT LICENSE" in path.read_text(encoding="utf-8").upper()


def test_manifest_storage_takes_the_bundle_with_its_source_map(
    settings: Any, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "collected" / "staticfiles.json").is_file()
    script = next((tmp_path / "collected" / "bundle").glob("app.*.js"))
    assert "sourceMappingURL=app.js." in script.read_text(encoding="utf-8")
