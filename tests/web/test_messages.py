"""Every text of the pages has its English, and none is left over."""

from __future__ import annotations

import re

import pytest

from rebond.web import messages


def test_every_text_is_translated_and_none_is_left_over() -> None:
    assert messages.faults() == []


def test_texts_of_templates_and_of_code_are_found() -> None:
    found = {m.id for m in messages.extracted() if isinstance(m.id, str)}
    assert "Aller au contenu" in found
    assert "retenu" in found


def test_translations_keep_the_places_to_fill_in() -> None:
    for message in messages.kept():
        if not message.id:
            continue
        french = message.id if isinstance(message.id, tuple) else (message.id,)
        english = message.string if isinstance(message.string, tuple) else (message.string,)
        places = set(re.findall(r"%\((\w+)\)s|\{(\w+)\}", " ".join(french)))
        assert set(re.findall(r"%\((\w+)\)s|\{(\w+)\}", " ".join(english))) <= places, french
        tags = sorted(re.findall(r"</?\w+", french[0]))
        assert sorted(re.findall(r"</?\w+", english[0])) == tags, french


def test_english_follows_english_punctuation() -> None:
    for message in messages.kept():
        if not message.id:
            continue
        english = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in english:
            assert "«" not in text
            assert re.findall(r"\w[\s\u00a0\u202f][:;!?]", text) == [], text


def test_an_unknown_action_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["publish"]) == 2
    assert "update|compile" in capsys.readouterr().err
