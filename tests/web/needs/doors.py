"""Who may open the addresses of needs and the search of sites."""

from __future__ import annotations

from rebond.web.needs import query, services
from rebond.web.needs.models import SavedNeed
from tests.web.doors import Door
from tests.web.world import NOW, World


def _followed(_world: World) -> list[str]:
    """Return the secret of a need that waits, always the same one."""
    found = SavedNeed.objects.first() or services.ask(
        "a@exemple.invalid", query.read(_Values()), "fr", now=NOW
    )
    return [services.token_of(found.reference)]


def _kept(world: World) -> list[str]:
    """Return the secret of a need that waits for its confirmation."""
    need = query.read(_Values())
    return [services.token_of(services.ask("a@exemple.invalid", need, "fr", now=NOW).reference)]


class _Values:
    """The query of a need."""

    def getlist(self, key: str) -> list[str]:
        return ["20"] if key == "lot" else []


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "site-map": Door(),
    "map-points": Door(is_page=False),
    "site-search": Door(query="?lot=20&rail=5"),
    "site-export-csv": Door(is_page=False),
    "site-export-geojson": Door(is_page=False),
    "site-compare": Door(query="?site=14366_SITE-ECO_public&site=62498_SITE-ECO_other&lot=20"),
    "need-watch": (
        Door(query="?lot=20"),
        Door(
            method="POST",
            query="?lot=20",
            data=lambda _world: {"email": "a@exemple.invalid"},
            is_own=True,
        ),
    ),
    "need-follow": (
        Door(arguments=_followed),
        Door(arguments=_kept, method="POST", data=lambda _world: {"acte": "confirm"}, is_own=True),
    ),
}
