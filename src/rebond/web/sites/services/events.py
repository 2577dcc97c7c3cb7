"""The history of a site: each fact a row with its source, corrected by another row and never changed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.journal.services import append
from rebond.web.sites import permissions
from rebond.web.sites.errors import BadEvent
from rebond.web.sites.models import Site, SiteEvent

FIGURES = {"jobs": 1e6, "investment_cents": 1e14, "area_ha": 1e6}
"""The most that each may be: a million jobs, a thousand billion euros, a million hectares."""
MOST_URL = 500
MOST_SENTENCE = 2_000


@transaction.atomic
def record_event(
    actor: Actor | None,
    site: Site,
    kind: str,
    on: date,
    *,
    now: datetime,
    basis: str = SiteEvent.Basis.DECLARED,
    figures: Mapping[str, float] | None = None,
    sentence: str = "",
    source_url: str = "",
    enquiry_reference: str = "",
    is_public: bool = True,
    corrects: SiteEvent | None = None,
) -> SiteEvent:
    """Add a line to the history of a site.

    Who manages the site may; so may who answers an enquiry about it, which the enquiries app has checked
    and names in `enquiry_reference`. What a project brought, `figures`, leaves out what is unknown.
    """
    if not enquiry_reference and (actor is None or not permissions.may_edit(actor, site)):
        raise PermissionDenied
    given = _checked(site, kind, on, basis, figures or {}, sentence, source_url, corrects, now)
    event = SiteEvent.objects.create(
        site=site,
        kind=kind,
        on=on,
        basis=basis,
        figures=given,
        sentence=sentence.strip(),
        source_url=source_url.strip(),
        enquiry_reference=enquiry_reference,
        is_public=is_public,
        corrects=corrects,
        recorded_by_id=actor.membership_id if actor else None,
        recorded_at=now,
    )
    content: dict[str, Any] = {
        "event": event.pk,
        "kind": str(kind),
        "on": on.isoformat(),
        "basis": str(basis),
        "figures": given,
        "is_public": is_public,
        "corrects": corrects.pk if corrects else None,
        "enquiry": enquiry_reference,
    }
    append(actor, "sites.event_recorded", ("site", site.identifier), content, now=now)
    return event


def _checked(
    site: Site,
    kind: str,
    on: date,
    basis: str,
    figures: Mapping[str, float],
    sentence: str,
    source_url: str,
    corrects: SiteEvent | None,
    now: datetime,
) -> dict[str, float]:
    if kind not in SiteEvent.Kind.values or basis not in SiteEvent.Basis.values:
        raise BadEvent(Text("cette sorte de fait n’existe pas.", "there is no such kind of fact."))
    if on > today(now):
        raise BadEvent(
            Text("ce jour n’est pas encore venu.", "this day has not come yet."),
            Text("Notez ce qui s’est passé, pas ce qui est prévu.", "Record what happened."),
        )
    if corrects is not None and corrects.site_id != site.pk:
        raise BadEvent(Text("ce fait est d’un autre site.", "this fact is of another site."))
    if corrects is not None and SiteEvent.objects.filter(corrects=corrects).exists():
        raise BadEvent(
            Text("ce fait est déjà corrigé.", "this fact is corrected already."),
            Text("Corrigez la dernière version.", "Correct the latest version."),
        )
    _checked_page(source_url)
    if len(sentence) > MOST_SENTENCE:
        raise BadEvent(
            Text(
                f"la phrase compte {len(sentence)} caractères.",
                f"the sentence has {len(sentence)} characters.",
            ),
            Text(f"{MOST_SENTENCE} au plus.", f"At most {MOST_SENTENCE}."),
        )
    unknown = set(figures) - set(FIGURES)
    if unknown or any(not _fits(value, FIGURES[name]) for name, value in figures.items()):
        raise BadEvent(
            Text("un chiffre ne convient pas.", "a figure cannot be used."),
            Text(
                "Laissez vide ce qui n’est pas connu\u202f; un chiffre n’est ni négatif, ni hors de toute mesure.",
                "Leave empty what is not known; a figure is neither negative nor out of all proportion.",
            ),
        )
    return dict(figures)


def _fits(value: float | None, most: float) -> bool:
    return value is not None and math.isfinite(value) and 0 <= value <= most


def _checked_page(written: str) -> None:
    """Refuse addresses of pages that are too long together, or that are none."""
    said = written.strip()
    if len(said) > MOST_URL:
        raise BadEvent(
            Text(
                f"l’adresse de la page compte {len(said)} caractères.",
                f"the page’s address has {len(said)} characters.",
            ),
            Text(f"{MOST_URL} au plus.", f"At most {MOST_URL}."),
        )
