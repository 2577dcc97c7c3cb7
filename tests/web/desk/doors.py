"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from tests.web.doors import Door
from tests.web.world import MEMBERS, SIGNED_IN

DOORS: dict[str, Door] = {
    "desk": Door(allowed=SIGNED_IN),
    "dossier-search": Door(allowed=MEMBERS, query="?q=fictif&tri=reference"),
    "dossier-search-csv": Door(allowed=MEMBERS, is_page=False),
    "dossier-search-xlsx": Door(allowed=MEMBERS, is_page=False),
}
