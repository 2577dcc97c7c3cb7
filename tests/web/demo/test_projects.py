"""The fictitious project shows what a préfecture follows, and what each part does not see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from rebond.web.accounts import actors
from rebond.web.accounts.models import Membership
from rebond.web.cases import board, queries
from rebond.web.demo import filling, projects, registry
from rebond.web.demo.cast import DOMAIN

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)


def test_the_project_is_at_risk_and_the_firm_does_not_see_the_services_note(
    settings: Any, tmp_path: Any
) -> None:
    settings.CLOCK, settings.FILES_FOLDER = (lambda: NOW), tmp_path
    filling._create_cast(NOW)
    found = Membership.objects.select_related("user", "organisation")
    cast = {one.user.email.removesuffix(f"@{DOMAIN}"): actors.of_membership(one) for one in found}
    registry.play(NOW, cast)
    case = projects.play(NOW, cast)
    assert case.is_fictitious
    (row,) = board.every(cast[projects.LEAD], board.Asked(), NOW)
    assert row.risk.level == board.GRAVE + 1
    assert row.simulated is not None
    assert row.risk.unknown
    seen = {
        person: set(queries.items(cast[person]).values_list("title", flat=True))
        for person in projects.PEOPLE
    }
    inner = "Point entre services (fictif)"
    assert {person for person in seen if inner in seen[person]} == {
        projects.LEAD,
        projects.DREAL,
        projects.DDT,
    }
    assert all("ficti" in title for title in seen[projects.LEAD])
