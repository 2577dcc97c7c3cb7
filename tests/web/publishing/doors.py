"""Who may open the addresses of what leaves for reuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rebond.web.publishing.models import Token
from tests.web.doors import Door
from tests.web.world import NOW, World

ADMINISTRATORS = frozenset({"epci_a_admin", "national_admin"})


def a_token(world: World) -> list[Any]:
    """Make a token of each organisation that has an administrator here; the first is named."""
    token, _is_new = Token.objects.get_or_create(
        reference="J-FICTIF",
        defaults={
            "organisation": world.organisations["epci-a"],
            "made_by": world.memberships["epci_a_admin"],
            "name": "Système fictif",
            "digest": "sha256:" + "0" * 64,
            "scopes": ["sites:write"],
            "made_at": NOW,
            "expires_at": NOW + timedelta(days=90),
        },
    )
    return [token.reference]


def a_new_token(_world: World) -> dict[str, Any]:
    return {"name": "Système fictif", "scope": ["sites:write"], "days": "90"}


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "open-data": Door(),
    "dataset": Door(arguments=lambda _world: ["sites"]),
    "dataset-file": Door(arguments=lambda _world: ["labels", "csv"], is_page=False),
    "dataset-schema": Door(arguments=lambda _world: ["sites"], is_page=False),
    "catalogue": Door(is_page=False),
    "api": Door(),
    "api-rest": Door(arguments=lambda _world: ["v1/datasets"], is_page=False),
    "api-tokens": (
        Door(ADMINISTRATORS),
        Door(ADMINISTRATORS, method="POST", data=a_new_token),
    ),
    "api-token-revoke": Door(frozenset({"epci_a_admin"}), a_token, method="POST", redirects=True),
}
