"""Every remark speaks both languages and names the same places."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import rebond.sitefiles
from rebond.sitefiles.phrases import PHRASES

SOURCES = Path(rebond.sitefiles.__file__).parent


@pytest.mark.parametrize("code", sorted(PHRASES))
def test_both_languages_name_the_same_values(code: str) -> None:
    phrase = PHRASES[code]
    assert phrase.fr != phrase.en
    assert set(re.findall(r"{(\w+)}", phrase.fr)) == set(re.findall(r"{(\w+)}", phrase.en))


def test_every_phrase_is_said_somewhere() -> None:
    code = "".join(
        path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py") if path.stem != "phrases"
    )
    assert [one for one in PHRASES if f'"{one}"' not in code] == []
