"""How addresses, days and sums of labels are shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from rebond.web.labels.places import region_name
from rebond.web.labels.wording import amount
from rebond.web.sites.models import SiteEvent
from rebond.web.theme import writing

register = template.Library()
register.filter("region_name", region_name)


@register.filter
def addresses(written: str) -> list[str]:
    """Return the addresses of pages written with « ; » between them, those of the web alone."""
    found = [one.strip() for one in written.split(" ; ")]
    return [one for one in found if one.startswith(("https://", "http://"))]


@register.filter
def host(address: str) -> str:
    """Write the site that an address leads to."""
    return urlsplit(address).netloc.removeprefix("www.")


@register.filter
def localdate(moment: datetime) -> Any:
    """Return the day of a moment in the programme's time zone."""
    return timezone.localtime(moment).date()


@register.filter
def outcome(kind: str) -> str:
    """Write a kind of event of a site."""
    return str(SiteEvent.Kind(kind).label)


@register.filter
def by_basis(figure: Any) -> list[tuple[str, str]]:
    """Write a sum by what it rests on: number, then basis."""
    words = {
        SiteEvent.Basis.DECLARED: _("déclarés"),
        SiteEvent.Basis.CHECKED: _("vérifiés"),
        SiteEvent.Basis.PUBLIC_PAGE: _("d’après une page publique"),
    }
    return [
        (writing.written(figure.by_basis[basis]), words[basis])
        for basis in words
        if basis in figure.by_basis
    ]


@register.filter
def euros_by_basis(figure: Any) -> list[tuple[str, str]]:
    """Write a sum of money by what it rests on."""
    words = {
        SiteEvent.Basis.DECLARED: _("déclaré"),
        SiteEvent.Basis.CHECKED: _("vérifié"),
        SiteEvent.Basis.PUBLIC_PAGE: _("d’après une page publique"),
    }
    return [
        (amount(figure.by_basis[basis]), words[basis])
        for basis in words
        if basis in figure.by_basis
    ]
