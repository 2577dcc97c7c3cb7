from __future__ import annotations

from datetime import date

import pytest

from rebond.parliament.errors import LegislatureMissing, PublicationMissing
from rebond.parliament.question import FIELD_TEXTS, Chamber, WrittenQuestion, merged, missing
from tests.parliament.given import asked


def test_the_key_tells_legislatures_of_one_chamber_and_years_of_the_other_apart():
    assert asked().key == "an-15-31804"
    assert WrittenQuestion(Chamber.SENAT, 5, published_on=date(2025, 1, 2)).key == "senat-2025-5"
    with pytest.raises(LegislatureMissing):
        _ = WrittenQuestion(Chamber.ASSEMBLEE, 1).key
    with pytest.raises(PublicationMissing):
        _ = WrittenQuestion(Chamber.SENAT, 1).key


def test_a_later_text_completes_and_never_overwrites_unless_asked():
    known = asked(title="Ancien", author="Mme Fictive")
    new = asked(title="Nouveau", reply="Oui.", replied_on=date(2020, 12, 8))
    kept = merged(known, new, replace_differing=False)
    assert kept.question.title == "Ancien"
    assert kept.question.author == "Mme Fictive"
    assert kept.question.reply == "Oui."
    assert set(kept.completed) == {"reply", "replied_on"}
    assert kept.differing == ("title",)
    assert merged(known, new, replace_differing=True).question.title == "Nouveau"
    assert merged(known, known, replace_differing=True).is_same


def test_what_was_not_read_is_named_and_each_field_has_words():
    assert "author" in missing(asked(title="x"))
    assert "title" not in missing(asked(title="x"))
    assert set(missing(asked())) <= set(FIELD_TEXTS)


def test_the_digest_follows_every_field():
    assert asked().digest == asked().digest
    assert asked().digest != asked(reply="Oui.").digest
