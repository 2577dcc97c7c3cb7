"""The test world is the same every time that it is asked for, and nobody else's rows are written over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from rebond.web.accounts.models import Organisation
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1000)


def everything() -> dict[str, list[dict[str, Any]]]:
    models = [one for one in apps.get_models() if one._meta.app_label != "contenttypes"]
    return {one._meta.label: list(one._default_manager.order_by("pk").values()) for one in models}


def made_and_taken_back() -> tuple[World, dict[str, list[dict[str, Any]]]]:
    with transaction.atomic():
        found = make_world(LATER), everything()
        transaction.set_rollback(True)
    return found


def test_a_world_written_again_is_the_same() -> None:
    first, rows = made_and_taken_back()
    again, rows_again = made_and_taken_back()
    assert rows_again == rows
    assert rows["accounts.User"]
    assert again.users == first.users
    assert again.users["national"] is not first.users["national"]
    assert again.memberships["national"].user is again.users["national"]


def test_beside_rows_of_a_test_the_world_is_made_row_by_row() -> None:
    made_and_taken_back()
    one = Organisation.objects.create(slug="autre", kind="epci", name="Autre", created_at=NOW)
    world = make_world(LATER)
    assert Organisation.objects.get(pk=one.pk).slug == "autre"
    assert one.pk not in {other.pk for other in world.organisations.values()}
