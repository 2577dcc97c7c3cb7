"""The national ranks of each kind of place, computed before a visitor asks for the first page of one."""

from __future__ import annotations

import logging
import time

from rebond.territory import PlaceKey
from rebond.web import clock
from rebond.web.territories.facts import facts_of
from rebond.web.territories.ground import ground_of
from rebond.web.territories.places import atlas

A_FORMER_NAME = "Amareins"
"""Looking it up builds the indexes of names, those of former times too."""

log = logging.getLogger(__name__)


def warm() -> None:
    """Compute the values of every place of each kind, from files alone; what fails is left to the first visitor."""
    start = time.perf_counter()
    try:
        day = clock.today()
        for key in first_of_each_kind():
            facts_of(ground_of(key), day)
        atlas().find(A_FORMER_NAME)
    except Exception:
        log.exception("the pages of territories could not be made ready")
    else:
        log.info("pages of territories ready after %.2f s", time.perf_counter() - start)


def first_of_each_kind() -> list[PlaceKey]:
    """Return one place of each kind whose places are compared, the commonest kind first."""
    kinds = [("commune", ""), ("epci", ""), ("departement", ""), ("region", "")]
    kinds += [(kind, phase) for kind in atlas().kinds for phase in atlas().phases(kind)]
    return [atlas().keys(kind, phase)[0] for kind, phase in kinds]
