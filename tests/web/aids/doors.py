"""Who may open the addresses of aids."""

from __future__ import annotations

from tests.web.aids.application_doors import APPLICATIONS
from tests.web.aids.recruiting_doors import RECRUITING
from tests.web.doors import Door
from tests.web.world import EVERYONE

TOLD = "?commune=14366&contrat=cdi&taille=pme&salaire=3078.84&niveau=bac3&loyer=100&jour=2020-09-01"

DOORS: dict[str, Door | tuple[Door, ...]] = {
    **RECRUITING,
    **APPLICATIONS,
    "aids": Door(),
    "aid-simulator": (
        Door(),
        Door(query=TOLD),
        Door(
            method="POST",
            data=lambda _world: {"commune": "Saint-Denis", "salaire": "beaucoup"},
            is_page=False,
            is_own=True,
            idle=EVERYONE,
            note="nothing told to the simulator is kept",
        ),
    ),
    "aid-cost": (Door(), Door(query="?recruitments=-1")),
    "aid-cost-export": Door(is_page=False),
    "aid-simulator-export": Door(query=TOLD, is_page=False),
}
