"""Checks that run twice, and deliveries that meet."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import IntegrityError

from rebond.web.dossiers import files
from rebond.web.sites import services
from rebond.web.sites.errors import MovedSinceCheck
from rebond.web.sites.models import Delivery, Lot, Site
from rebond.web.sites.services import applying, deliveries
from tests.web.sites.given_files import applied, as_csv, deliver, lot_row, site_row
from tests.web.world import NOW, World


def test_a_second_run_of_the_check_leaves_the_rows_of_the_first(world: World) -> None:
    content = io.BytesIO(as_csv("site-eco", [site_row(1)]))
    received = services.receive(world.actor("epci_a"), content, "sites.csv", None, NOW)
    late = Delivery.objects.select_related("organisation").get(pk=received.pk)
    first = deliveries.check(received, NOW)
    again = deliveries.check(late, NOW)
    assert again.summary == first.summary
    assert files.path_of(first.summary["staged"]).is_file()
    done = services.apply(world.actor("epci_a"), first, NOW)
    assert done.summary["applied"]["created"] == 1


def test_records_are_locked_before_they_are_judged_and_a_race_is_told_in_words(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(world, "epci_a", "site-eco", [site_row(1)])
    rows = [lot_row(1, "14366_SITE-ECO_00001")]
    delivery = deliver(world, "epci_a", as_csv("terrain-eco", rows))
    order: list[str] = []
    lock, judge = applying.lock, applying.Judge.judge

    def locking(table: str, rows: Any) -> None:
        order.append("lock")
        lock(table, rows)

    def judging(self: Any, rows: Any) -> Any:
        order.append("judge")
        return judge(self, rows)

    def racing(_self: Any, _rows: Any) -> None:
        raise IntegrityError("duplicate")

    monkeypatch.setattr(applying, "lock", locking)
    monkeypatch.setattr(applying.Judge, "judge", judging)
    with monkeypatch.context() as raced:
        raced.setattr(applying.Writer, "write", racing)
        with pytest.raises(MovedSinceCheck) as fault:
            services.apply(world.actor("epci_a"), delivery, NOW)
    assert "en même temps" in fault.value.message("fr") or "même moment" in fault.value.message(
        "fr"
    )
    assert not Lot.objects.filter(identifier=rows[0]["terr_id"]).exists()
    assert order == ["lock", "judge"]
    services.apply(world.actor("epci_a"), delivery, NOW)
    assert Site.objects.get(identifier="14366_SITE-ECO_00001").lots.count() == 1
