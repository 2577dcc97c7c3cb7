"""What lists and searches read of a filed dossier, its title and its places: from what was filed, never a draft."""

from __future__ import annotations

from rebond.web.dossiers.locking import form_of
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.dossiers.naming import rename
from rebond.web.dossiers.places import communes_in, set_places


def stand_as_filed(dossier: Dossier, filing: Filing) -> None:
    """Set title and places from a filing; the caller holds the lock and saves the dossier.

    Communes that the national team corrected stand before those filed.
    """
    form = form_of(filing.revision)
    rename(dossier, form, filing.answers)
    set_places(dossier, dossier.corrected_communes or communes_in(form, filing.answers))
