"""The journal read from the command line, without the web server."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from rebond.errors import RebondError
from rebond.record.journal import Walk
from rebond.record.journal_head import JournalHead
from rebond.texts import Text, verbatim

if TYPE_CHECKING:
    from rebond.web.journal.agreement import Agreement

SETTINGS = "rebond.web.settings"


class JournalUnreachable(RebondError):
    """The database does not answer, or holds no journal."""

    def __init__(self, cause: object) -> None:
        super().__init__(
            Text(
                "Le journal ne peut pas être lu dans la base : {cause}.",
                "The journal cannot be read in the database: {cause}.",
            ).filled(cause=verbatim(str(cause).strip().rstrip("."))),
            cure=Text(
                "Vérifiez DATABASE_URL et REBOND_VAR, puis démarrez une fois « rebond serve », qui prépare la base.",
                "Check DATABASE_URL and REBOND_VAR, then start “rebond serve” once, which prepares the database.",
            ),
        )


def verify(known: Mapping[int, str] | None, on_progress: Callable[[int, int], None]) -> Walk:
    """Walk along the chain of the configured database.

    Raises
    ------
    ChainBroken, JournalUnreachable
    """
    _set_up()
    from django.db import Error  # noqa: PLC0415

    from rebond.web.journal import chain  # noqa: PLC0415

    try:
        return chain.verify(known=known, on_progress=on_progress)
    except Error as error:
        raise JournalUnreachable(error) from error


def compare() -> Agreement:
    """Compare the frozen rows of the configured database with what its journal chained of them.

    Raises
    ------
    RowDiffers, JournalUnreachable
    """
    _set_up()
    from django.db import Error  # noqa: PLC0415

    from rebond.web.journal import agreement  # noqa: PLC0415

    try:
        return agreement.verify()
    except Error as error:
        raise JournalUnreachable(error) from error


def current_head() -> JournalHead:
    """Return the head of the configured database's journal, now.

    Raises
    ------
    JournalUnreachable
    """
    _set_up()
    from django.db import Error  # noqa: PLC0415

    from rebond.web import clock  # noqa: PLC0415
    from rebond.web.journal import heads  # noqa: PLC0415

    try:
        return heads.current(clock.now())
    except Error as error:
        raise JournalUnreachable(error) from error


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django  # noqa: PLC0415

    django.setup()
