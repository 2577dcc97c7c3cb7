"""What nobody should wait for: the API of a process described before its first request, the rows of a new day prepared ahead."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from rebond.errors import RebondError

log = logging.getLogger(__name__)
EVERY_MINUTES = 10
FIRST = ("communes", "epci", "perimeters")
"""Datasets of the shipped tables alone: prepared once, before anybody asks."""
AHEAD = (*FIRST, "commune-facts", "facts")
"""Datasets whose rows take seconds to prepare, and that change with the day or the shipped tables alone."""


def warm() -> None:
    """Build both OpenAPI documents; what fails is left to the first visitor."""
    start = time.perf_counter()
    try:
        from rebond.web.publishing.ogc import document as ogc  # noqa: PLC0415 - heavy
        from rebond.web.publishing.v1 import document as v1  # noqa: PLC0415

        v1.document_bytes()
        ogc.document_bytes()
    except Exception:
        log.exception("the API could not be made ready")
    else:
        log.info("API ready after %.2f s", time.perf_counter() - start)


def prepare_again(now: datetime) -> None:
    """Prepare the rows of places, and those of the day that somebody read here before, so that nobody waits."""
    from rebond.web.publishing import features, kept  # noqa: PLC0415 - heavy
    from rebond.web.publishing.datasets import datasets  # noqa: PLC0415

    for name in AHEAD:
        is_read = any(kept.folder().glob(f"{name}~*.{features.FORM}"))
        if not is_read and name not in FIRST:
            continue
        try:
            features.make(datasets()[name], now)
        except RebondError as error:
            log.error("rows of %s could not be prepared: %s", name, error)  # noqa: TRY400 - its words say it all
