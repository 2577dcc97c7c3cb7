"""Labelled turnkey sites: a label is an event, so a site labelled twice has two rows."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from rebond.opendata.csvtable import Row
from rebond.opendata.mirror import MirrorRow
from rebond.opendata.tables.sources import Sources
from rebond.texts import Text

SITES = "domain/sites_cles_en_main.csv"
SITES_2021 = "sites_cles_en_main/sites_2021_par_region.csv"

_DAY = Text("un jour AAAA-MM-JJ", "a day YYYY-MM-DD")
_PRESENT_CODES = Text("des codes de communes actuelles", "codes of present communes")


def labelled_sites(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``labelled_sites``."""
    columns = (
        "wave", "announced", "name", "communes", "commune_names", "departement", "region",
        "area_ha", "area_kind", "site_type", "source_url", "confidence",
    )  # fmt: skip
    for row in sources.mirror.read(SITES, columns):
        codes = row.optional_code("communes")
        if codes is not None and not sources.succession.present.issuperset(codes.split(";")):
            raise row.wrong("communes", _PRESENT_CODES)
        yield {
            "id": site_id(row),
            "wave": row.count("wave"),
            "announced_on": _day(row, "announced"),
            "name": row.text("name"),
            "commune_codes": codes,
            "commune_names": row.text("commune_names"),
            "departement_code": row.optional_code("departement"),
            "region_name": row.required_text("region"),
            "area_ha": row.number("area_ha"),
            "area_kind": row.optional_code("area_kind"),
            "site_type": row.text("site_type"),
            "source_url": row.required_text("source_url"),
            "confidence": row.code("confidence"),
        }


def site_id(row: MirrorRow) -> str:
    """Return our identifier of a labelled site: its wave, then its name, or its communes without one."""
    label = row.text("name") or row.required_text("commune_names")
    return f"v{row.code('wave')}-{slug(label)}"


def slug(label: str) -> str:
    """Return `label` without accents, in lower case, with hyphens.

    Examples
    --------
    >>> slug("Pôle d'activité Haute-Picardie")
    'pole-d-activite-haute-picardie'
    """
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _day(row: MirrorRow, field: str) -> dt.date:
    try:
        return dt.date.fromisoformat(row.code(field))
    except ValueError:
        raise row.wrong(field, _DAY) from None


def labelled_sites_2021_by_region(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``labelled_sites_2021_by_region``."""
    for row in sources.mirror.read(SITES_2021, ("region", "n_sites_2021", "source_url")):
        yield {
            "region_name": row.required_text("region"),
            "count": row.count("n_sites_2021"),
            "source_url": row.required_text("source_url"),
        }
