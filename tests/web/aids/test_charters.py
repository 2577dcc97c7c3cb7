"""The charter that is signed is kept word for word, whatever its file becomes."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.canonical import digest
from rebond.web.aids import charters
from rebond.web.aids.models import Charter
from tests.web import aids_world
from tests.web.world import NOW, make_cast

pytestmark = pytest.mark.django_db


def test_what_was_signed_is_read_and_not_what_the_file_says_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = make_cast(NOW)
    aids_world.fill(world, NOW)
    kept = charters.keep(NOW)
    assert charters.keep(NOW).pk == kept.pk
    before = charters.of_today()
    assert (kept.digest, kept.version) == (before.digest, before.version)
    other: dict[str, Any] = {**charters._written(), "version": "9.9", "articles": []}
    monkeypatch.setattr(charters, "_written", lambda: other)
    one = world.recruitments["answered"]
    assert charters.of(one).version == "9.9"
    one.charter = kept
    assert charters.of(one) == before
    assert charters.keep(NOW).digest == digest(other)
    assert Charter.objects.filter(pk=kept.pk).exists()


def test_each_article_binds_somebody_and_says_its_source_or_that_it_has_none() -> None:
    shown = charters.of_today()
    assert {one.by for one in shown.articles} <= {"firm", "person", "both"}
    assert any(one.sources for one in shown.articles)
    for text in (shown.title, shown.basis, *(one.text for one in shown.articles)):
        assert text.fr
        assert text.en
        assert text.fr != text.en
