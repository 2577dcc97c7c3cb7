"""A decision, a filing or a revision altered by hand is found, although the chain holds."""

# ruff: noqa: S608 - statements by hand are what is tried here

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from rebond.web.deliberations import services
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers import filings
from rebond.web.dossiers.models import Filing
from rebond.web.journal import agreement, chain, checking, triggers
from rebond.web.journal.errors import RowDiffers
from rebond.web.journal.models import Entry
from rebond.web.journal.services import append
from tests.web.deliberations.scenes import SENTENCE
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Any) -> World:
    """Whose filing and revisions entered the journal, and one decision was confirmed."""
    settings.CLOCK = lambda: NOW
    settings.JOURNAL_HEADS = tmp_path / "heads"
    made = make_world(NOW)
    triggers.remove(connection)
    for filing in Filing.objects.select_related("dossier"):
        filing.digest = filings.digest_of(filing)
        filing.save()
        if not Entry.objects.filter(
            act="dossiers.filed", object_reference=filing.dossier.reference
        ):
            content = {"number": filing.number, "digest": filing.digest}
            append(None, "dossiers.filed", ("dossier", filing.dossier.reference), content, now=NOW)
    chain_revisions()
    first, second = made.actor("national"), made.actor("national_second")
    one = made.dossiers["a_filed"]
    proposed = services.propose(
        first, one, "not_retained", {"kind": "committee"}, SENTENCE, "", None, NOW
    )
    services.confirm(second, proposed, NOW)
    return made


def chain_revisions() -> None:
    from rebond.canonical import digest, digest_bytes
    from rebond.web.calls.models import Revision

    for one in Revision.objects.filter(published_at__isnull=False).select_related("call"):
        one.policy_digest = digest_bytes(one.policy.encode())
        one.save()
        content = {
            "revision": one.number,
            "policy_digest": one.policy_digest,
            "settings_digest": digest(one.settings),
            "choices": one.choices,
            "settings": one.settings,
            "reason": one.reason,
        }
        append(None, "calls.published", ("call", one.call.reference), content, now=NOW)


def alter(statement: str) -> RowDiffers:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    chain.verify()
    with pytest.raises(RowDiffers) as caught:
        agreement.verify()
    assert caught.value.exit_code == 3
    return caught.value


def test_what_nobody_altered_agrees(world: World) -> None:
    found = agreement.verify()
    assert found.compared >= 3
    assert found.not_comparable == ()


@pytest.mark.parametrize("change", ["outcome = 'retained'", "sentence = 'Une autre phrase.'"])
def test_a_decision_altered_by_hand_is_named_with_its_row(world: World, change: str) -> None:
    reference = world.dossiers["a_filed"].reference
    found = alter(f"UPDATE deliberations_decision SET {change}")
    entry = Entry.objects.get(act="deliberations.confirm")
    assert (found.kind, found.reference, found.number) == (
        "decision",
        f"{reference}/1",
        entry.number,
    )
    assert f"ligne {entry.number} du journal" in found.message("fr")
    said = checking.check(NOW)
    assert (said.number, said.fault is not None) == (entry.number, True)


def test_a_filing_and_a_revision_altered_by_hand_are_named(world: World) -> None:
    filed = world.dossiers["a_filed"]
    found = alter(f"UPDATE dossiers_filing SET answers = '{{}}' WHERE dossier_id = {filed.pk}")
    assert (found.kind, found.reference) == ("filing", f"{filed.reference}/1")


def test_a_revision_altered_by_hand_is_named(world: World) -> None:
    key = world.calls["closed"].revisions.get(number=1).pk
    found = alter(f"UPDATE calls_revision SET policy = '{{}}' WHERE id = {key}")
    assert (found.kind, found.reference) == ("revision", "essai-closed/1")


def test_a_decision_without_an_act_and_an_act_without_its_decision_are_named(world: World) -> None:
    found = alter("UPDATE deliberations_decision SET number = 2")
    assert found.reference.endswith("/1")
    Decision.objects.update(number=1)
    assert agreement.verify()
    kept = Decision.objects.get()
    kept.pk, kept.number = None, 2
    kept.save()
    with pytest.raises(RowDiffers) as caught:
        agreement.verify()
    assert caught.value.number == 0


def test_rows_of_an_erased_act_are_not_comparable(world: World) -> None:
    entry = Entry.objects.get(act="deliberations.confirm")
    entry.content.delete()
    assert agreement.verify().not_comparable == (entry.number,)
