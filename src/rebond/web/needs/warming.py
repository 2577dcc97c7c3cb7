"""The first search of a process, made before any visitor asks for one."""

from __future__ import annotations

import logging
import time

from django.db import connections

from rebond.web import clock
from rebond.web.needs import index, searching
from rebond.web.needs.query import InvestorNeed

log = logging.getLogger(__name__)


def warm() -> None:
    """Compile the search, or read it compiled, and read the public sites; what fails is left to the first visitor."""
    start = time.perf_counter()
    try:
        searching.search(InvestorNeed(), index.standing(clock.today()))
    except Exception:
        log.exception("the search could not be made ready")
    else:
        log.info("search ready after %.2f s", time.perf_counter() - start)
    finally:
        connections.close_all()
