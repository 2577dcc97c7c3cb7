"""What search engines are told to read: the public pages, the territories of the programme, real sites and laureates.

A page that shows made-up things is not among them, nor one that answers a question of its address.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from rebond.web.legal import site_map
from rebond.web.programmes.queries import main_programme
from rebond.web.sites.models import Site
from rebond.web.territories.places import atlas
from rebond.web.training.models import Laureate

MOST = 50_000
"""Addresses of one file, in sitemaps.org 0.9."""
REGION = "region"


def addresses() -> list[str]:
    """Return the addresses of the pages, in French, at most `MOST`."""
    with override(settings.LANGUAGE_CODE):
        return [address for address, _n in zip(_addresses(), range(MOST), strict=False)]


def sitemap() -> str:
    """Return the file: each page in French, with the same in English beside it."""
    base = settings.BASE_URL
    rows = "".join(
        f"<url><loc>{escape(base + one)}</loc>"
        f'<xhtml:link rel="alternate" hreflang="en" href="{escape(f"{base}/en{one}")}"/></url>\n'
        for one in addresses()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{rows}</urlset>\n'
    )


def _addresses() -> Iterator[str]:
    for part in site_map.parts():
        yield from (entry.address for entry in part.entries)
    declared = main_programme()
    perimeters = {(one.perimeter, one.phase) for one in declared.perimeters} if declared else set()
    for kind, phase in (*sorted(perimeters), (REGION, "")):
        yield from (reverse("place", args=[str(one.key)]) for one in atlas().places(kind, phase))
    public = Site.objects.filter(visibility=Site.Visibility.PUBLIC, is_fictitious=False)
    for identifier in public.order_by("identifier").values_list("identifier", flat=True):
        yield reverse("site-page", args=[identifier])
    laureates = Laureate.objects.filter(is_fictitious=False).order_by("reference")
    for reference in laureates.values_list("reference", flat=True):
        yield reverse("laureate", args=[reference])
