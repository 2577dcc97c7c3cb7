from __future__ import annotations

from dataclasses import replace

from rebond.parliament.changes import changes
from rebond.parliament.evidence import Evidence, Topic
from rebond.texts import Text


def row(name: str, said: str = "un", *, known: bool = True) -> Evidence:
    return Evidence(name, Topic.STANDING, Text(said, said), ("Q",), is_established=known)


def test_rows_added_removed_and_changed_are_told_apart():
    got = changes(
        [row("a"), row("b", known=False), row("c")], [row("c"), row("b", "deux"), row("d")]
    )
    assert [one.id for one in got.added] == ["d"]
    assert [one.id for one in got.removed] == ["a"]
    assert [(one.before.words.fr, one.after.words.fr) for one in got.changed] == [("un", "deux")]
    assert got.changed[0].became_established
    assert (got.kept, got.count, got.is_empty) == (1, 3, False)


def test_the_same_rows_changed_nothing_wherever_their_pages_stand():
    assert changes([row("a")], [replace(row("a"), address="/ailleurs/")]).is_empty
