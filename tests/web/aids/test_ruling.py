"""Rules frozen on a filing day are read for years: the files here were written by the first version and never change."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rebond.aid.loading import shipped_aid
from rebond.web.aids import ruling
from rebond.web.aids.contract_errors import FrozenUnreadable
from rebond.web.aids.models import Application

FROZEN = sorted((Path(__file__).parent / "frozen").glob("*.json"))
"""Written before frozen aids bore the version of their form, and before practices said what becomes of the unpaid."""


@pytest.mark.parametrize("path", FROZEN, ids=lambda one: one.stem)
def test_what_was_frozen_by_the_first_version_still_answers_the_same(path: Path) -> None:
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    one = Application(aid=kept["aid"], practice=kept["practice"], facts=kept["facts"])
    found = ruling.ruled(ruling.aid_of(one), one.facts, date.fromisoformat(kept["on"]))
    told = ruling.told(found)
    assert (told["answer"], told["amount"]) == (kept["answer"], kept["amount"])
    assert [step["met"] for step in told["steps"]] == kept["steps"]
    practice = ruling.practice_of(one)
    assert practice.aid == kept["aid"]["id"]
    assert practice.recovery.reference_days == 365
    assert ruling.personal(one)


def test_what_is_frozen_bears_the_version_of_its_form_and_another_is_refused() -> None:
    aid = shipped_aid("aide_vte")
    kept = ruling.frozen(aid)
    assert kept["schema"] == ruling.SCHEMA
    assert ruling.frozen(ruling.aid_of(Application(aid=kept))) == kept
    with pytest.raises(FrozenUnreadable, match="of the form 2"):
        ruling.aid_of(Application(aid=kept | {"schema": 2}))


def test_both_forms_are_there() -> None:
    assert [one.stem for one in FROZEN] == ["aide_logement_vte", "aide_vte"]
