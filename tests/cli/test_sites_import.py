"""`rebond sites import` and `rebond sites load-labelled`: what enters the registry without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rebond.web.journal.models import Entry
from rebond.web.sites.models import Delivery, Site
from tests.cli.conftest import Command
from tests.web.sites.given_files import LENS, as_csv, site_row
from tests.web.world import NOW, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trial(db: None, settings: Any, tmp_path: Path) -> None:
    """An installation with folders of its own; its static files are of no use here."""
    settings.CLOCK = lambda: NOW
    settings.DEBUG = True
    settings.DECISIONS_FOLDER = tmp_path / "decisions"
    settings.FILES_FOLDER = tmp_path / "files"


def test_a_file_is_checked_then_applied_for_an_organisation(
    rebond: Command, tmp_path: Path
) -> None:
    make_world(NOW)
    path = tmp_path / "sites.csv"
    path.write_bytes(as_csv("site-eco", [site_row(1), site_row(2), site_row(3, LENS)]))
    checked = rebond("--lang", "en", "sites", "import", str(path), "--as", "epci-a", "--check-only")
    assert (checked.code, "2 rows accepted, 1 refused." in checked.words) == (0, True)
    assert not Site.objects.filter(identifier__contains="SITE-ECO_0000").exists()

    done = rebond(
        "sites", "import", str(path), "--as", "epci-a", "--source", "Inventaire", "--lang", "en"
    )
    assert done.code == 0, done.err
    assert "2 new, 0 changed, 0 unchanged." in done.words
    sites = Site.objects.filter(identifier__contains="SITE-ECO_0000")
    assert {site.manager.slug for site in sites} == {"epci-a"}
    delivery = Delivery.objects.get(state=Delivery.State.APPLIED, source="Inventaire")
    acts = Entry.objects.filter(object_reference=delivery.reference).values_list("act", flat=True)
    assert sorted(acts) == ["sites.applied", "sites.delivered"]


def test_what_cannot_be_imported_is_said_with_an_exit_code_and_changes_nothing(
    rebond: Command, tmp_path: Path
) -> None:
    make_world(NOW)
    before = list(Site.objects.order_by("pk").values())
    path = tmp_path / "sites.csv"
    path.write_bytes(as_csv("site-eco", [site_row(1, LENS)]))
    assert rebond("--lang", "en", "sites", "import", str(path), "--as", "epci-a").code == 2
    nobody = rebond("--lang", "en", "sites", "import", str(path), "--as", "personne")
    assert nobody.code == 2
    assert "No organisation is named “personne”." in nobody.words
    path.write_bytes(b"a,b\n1,2\n")
    unread = rebond("--lang", "fr", "sites", "import", str(path), "--as", "epci-a")
    assert unread.code == 2
    assert "sites.csv" in unread.words
    assert list(Site.objects.order_by("pk").values()) == before


def test_labelled_sites_are_loaded_and_the_second_time_nothing_is_new(rebond: Command) -> None:
    first = rebond("--lang", "en", "sites", "load-labelled")
    assert (first.code, first.words) == (0, "66 labelled sites, 67 labels; new: 66 sites.")
    again = rebond("--lang", "fr", "sites", "load-labelled")
    assert again.words == "66 sites labellisés, 67 labels ; nouveaux : 0 sites."
