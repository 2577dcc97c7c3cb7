"""The national ranks of each kind of place, computed before a visitor asks for the first page of one."""

from __future__ import annotations

import logging
import time

from rebond.territory import PlaceKey
from rebond.web import clock
from rebond.web.territories.facts import facts_of
from rebond.web.territories.ground import ground_of
from rebond.web.territories.places import atlas

log = logging.getLogger(__name__)


def warm() -> None:
    """Compute the values of every place of each kind, from files alone; what fails is left to the first visitor."""
    start = time.perf_counter()
    try:
        day = clock.today()
        keys = first_of_each_kind()
    except Exception:
        log.exception("the pages of territories could not be made ready")
        return
    for key in keys:
        try:
            facts_of(ground_of(key), day)
        except Exception:
            log.exception("the pages of territories like %s could not be made ready", key)
    log.info("pages of territories ready after %.2f s", time.perf_counter() - start)


def first_of_each_kind() -> list[PlaceKey]:
    """Return one place of each kind whose places are compared, the commonest kind first; none of an empty kind."""
    kinds = [("commune", ""), ("epci", ""), ("departement", ""), ("region", ""), ("ept", "")]
    kinds += [(kind, phase) for kind in atlas().kinds for phase in atlas().phases(kind)]
    found = [atlas().keys(kind, phase) for kind, phase in kinds]
    return [keys[0] for keys in found if len(keys)]
