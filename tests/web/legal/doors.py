"""Who may open the legal pages: everyone."""

from __future__ import annotations

from tests.web.doors import Door

DOORS: dict[str, Door | tuple[Door, ...]] = {
    "accessibility": Door(),
    "legal-notices": Door(),
    "privacy": Door(),
    "algorithms": Door(),
    "contact": Door(),
    "site-map-of-pages": Door(),
}
