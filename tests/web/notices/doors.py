"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from typing import Any

from rebond.web.notices.models import Notice
from tests.web.doors import Door
from tests.web.world import NOW, SIGNED_IN, World


def notice_of_a(world: World) -> list[Any]:
    user = world.users["epci_a"]
    notice, _is_new = Notice.objects.get_or_create(
        user=user, kind="essai", defaults={"created_at": NOW}
    )
    return [notice.pk]


def one_each(world: World) -> dict[str, Any]:
    """Give everyone a notice, and return what asks to read them all."""
    last = 0
    for user in world.users.values():
        last = Notice.objects.create(user=user, kind="essai", created_at=NOW).pk
    return {"jusqu_a": str(last)}


DOORS: dict[str, Door] = {
    "notices": Door(SIGNED_IN),
    "notices-read": Door(SIGNED_IN, method="POST", data=one_each, is_page=False),
    "notice-read": Door(
        frozenset({"epci_a"}), notice_of_a, method="POST", is_page=False, is_own=True
    ),
}
