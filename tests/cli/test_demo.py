"""`rebond demo`: who may sign in is printed in either language; a real platform is left alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from rebond.web.accounts.models import Organisation, User
from rebond.web.accounts.services import create_person
from rebond.web.demo import filling
from tests.cli.conftest import Command

pytestmark = pytest.mark.django_db

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)


@pytest.fixture
def trial(db: None, settings: Any, tmp_path: Path) -> None:
    """An installation to try things on, in folders of its own; its static files are of no use here."""
    settings.CLOCK = lambda: NOW
    settings.DEBUG = True
    settings.DECISIONS_FOLDER = tmp_path / "decisions"
    settings.FILES_FOLDER = tmp_path / "files"
    settings.DEMO = True


def test_each_person_is_printed_with_a_password_that_opens(trial: None, rebond: Command) -> None:
    """As on a later run, when the cast is there: `demo.test_filling` tries what the first one plays."""
    filling._create_cast(NOW)
    create_person(filling.YOUNG)
    done = rebond("--lang", "en", "demo")
    assert done.code == 0, done.err
    assert "everything in it is fictitious" in done.words
    printed = set(re.findall(r"^ {4}(\S+@\S+) +\S", done.out, flags=re.MULTILINE))
    assert printed == set(User.objects.values_list("email", flat=True))
    password = re.search(r"^ {4}(\S[^@\n]*)$", done.out, flags=re.MULTILINE)
    assert password
    someone = authenticate(
        RequestFactory().get("/"), username=min(printed), password=password[1].strip()
    )
    assert someone is not None


def test_a_platform_that_did_not_ask_for_it_is_left_empty(
    trial: None, rebond: Command, settings: Any
) -> None:
    settings.DEMO = False
    done = rebond("--lang", "fr", "demo")
    assert done.code == 2
    assert "la démonstration n’est pas installée ici" in done.words
    assert "REBOND_DEMO" in done.words
    assert not Organisation.objects.exists()
