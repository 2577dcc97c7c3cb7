from __future__ import annotations

import pytest
from django.db import connection

from rebond.web.jobs import registry, statistics
from tests.web.world import NOW, World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world(NOW)


def test_the_database_counts_its_tables(world: World) -> None:
    statistics.gather_now(NOW)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
        else:
            cursor.execute("SELECT relname FROM pg_class WHERE reltuples > 0")
        counted = {row[0] for row in cursor.fetchall()}
    assert {"dossiers_dossier", "accounts_organisation", "instruction_instruction"} <= counted


def test_it_is_counted_again_every_few_hours() -> None:
    assert "jobs.statistics.gather_now" in {one.name for one in registry.periodic()}
