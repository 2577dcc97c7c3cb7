"""Programme perimeters: which territories, who their members are, and since when.

Identifiers of Territoires d'industrie change between phases, so a perimeter is named by programme,
phase and identifier. A member that is a commune stands for that commune alone, never for its EPCI.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from rebond.opendata.csvtable import Row
from rebond.opendata.tables import period_notes
from rebond.opendata.tables.communes import EPCI
from rebond.opendata.tables.sources import Sources
from rebond.texts import Text

TI_MEMBERS = "ti/ti_membres.csv"
TI_COMMUNES = "ti/ti_communes_derive_cog2026.csv.gz"
TI_LIST_2020 = "ti/ti_phase1_communes_2020.csv.gz"
ACV_2025 = "acv/acv_2025.csv"

TERRITOIRE_INDUSTRIE = "territoire_industrie"
ACTION_COEUR_DE_VILLE = "action_coeur_de_ville"
ACV_PHASE = "2025"
LIST_VINTAGE = "2020"

# Only what a public page establishes; every other day of entry stays empty.
ESTABLISHED = {("1", "ti-2805"): (dt.date(2018, 11, 30), period_notes.LISIEUX)}
PHASE_2_FROM = dt.date(2023, 11, 9)


def perimeters(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``perimeters``."""
    listed = {
        list_id(row.code("code_terrind"))
        for row in sources.mirror.read(TI_LIST_2020, ("code_terrind",))
    }
    names: dict[tuple[str, str], str] = {}
    for row in sources.mirror.read(TI_MEMBERS, ("phase", "id_ti", "lib_ti")):
        key, name = (row.code("phase"), row.code("id_ti")), row.required_text("lib_ti")
        if names.setdefault(key, name) != name:
            raise row.wrong("lib_ti", Text(f"« {names[key]} »", f"“{names[key]}”"))
    for (phase, identifier), name in names.items():
        valid_from, note = _territoire_period(phase, identifier, is_listed=identifier in listed)
        yield {
            "perimeter": TERRITOIRE_INDUSTRIE,
            "phase": phase,
            "id": identifier,
            "name": name,
            "valid_from": valid_from,
            "valid_to": None,
            "source_note": note.fr,
        }
    towns: dict[str, list[str]] = {}
    for row in sources.mirror.read(ACV_2025, ("id_acv", "nom")):
        towns.setdefault(row.code("id_acv"), []).append(row.required_text("nom"))
    for identifier, town_names in towns.items():
        yield {
            "perimeter": ACTION_COEUR_DE_VILLE,
            "phase": ACV_PHASE,
            "id": identifier,
            "name": " - ".join(town_names),
            "valid_from": None,
            "valid_to": None,
            "source_note": period_notes.ACV.fr,
        }


def _territoire_period(
    phase: str, identifier: str, *, is_listed: bool
) -> tuple[dt.date | None, Text]:
    if (phase, identifier) in ESTABLISHED:
        return ESTABLISHED[phase, identifier]
    if phase == "2":
        return PHASE_2_FROM, period_notes.PHASE_2
    return None, period_notes.PHASE_1_LISTED if is_listed else period_notes.PHASE_1_LATER


def list_id(code: str) -> str:
    """Return the identifier of a territory that the list of 2020 names by its number alone."""
    return f"ti-{code}"


def perimeter_members(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``perimeter_members``; an EPCI that the list does not name gets its own name."""
    official = {
        row.code("siren"): row.text("nom") for row in sources.mirror.read(EPCI, ("siren", "nom"))
    }
    columns = ("phase", "id_ti", "membre_nom", "membre_code", "membre_type", "insee")
    for row in sources.mirror.read(TI_MEMBERS, columns):
        kind = row.code("membre_type")
        if kind not in {"epci", "commune", "ept"}:
            raise row.wrong("membre_type", Text("epci, commune ou ept", "epci, commune or ept"))
        is_commune = kind == "commune"
        yield {
            "perimeter": TERRITOIRE_INDUSTRIE,
            "phase": row.code("phase"),
            "id": row.code("id_ti"),
            "member_type": kind,
            "member_code": sources.succession.resolve(row, "insee")
            if is_commune
            else row.code("membre_code"),
            "member_name": row.text("membre_nom") or official.get(row.code("membre_code")),
        }
    for row in sources.mirror.read(ACV_2025, ("insee", "id_acv", "nom")):
        yield {
            "perimeter": ACTION_COEUR_DE_VILLE,
            "phase": ACV_PHASE,
            "id": row.code("id_acv"),
            "member_type": "commune",
            "member_code": sources.succession.resolve(row, "insee"),
            "member_name": row.required_text("nom"),
        }


def perimeter_communes(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``perimeter_communes``: the list of 2020, on present communes."""
    members = {
        (list_id(row.code("code_terrind")), sources.succession.resolve(row, "insee"))
        for row in sources.mirror.read(TI_LIST_2020, ("insee", "code_terrind"))
    }
    for identifier, commune in members:
        yield {
            "perimeter": TERRITOIRE_INDUSTRIE,
            "phase": "1",
            "id": identifier,
            "commune_code": commune,
            "vintage": LIST_VINTAGE,
        }


def perimeter_lists(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``perimeter_lists``: the names of the list of 2020."""
    names: dict[str, str] = {}
    for row in sources.mirror.read(TI_LIST_2020, ("code_terrind", "lib_terrind")):
        identifier, name = list_id(row.code("code_terrind")), row.required_text("lib_terrind")
        if names.setdefault(identifier, name) != name:
            raise row.wrong(
                "lib_terrind", Text(f"« {names[identifier]} »", f"“{names[identifier]}”")
            )
    for identifier, name in names.items():
        yield {
            "perimeter": TERRITOIRE_INDUSTRIE,
            "phase": "1",
            "id": identifier,
            "vintage": LIST_VINTAGE,
            "name": name,
        }


def ept_communes(sources: Sources) -> Iterator[Row]:
    """Yield the rows of ``ept_communes``.

    The source gives the communes that a territory reaches through an EPT without naming the EPT, so a
    territory with exactly one EPT among its members tells that EPT's communes; with several it tells
    nothing.
    """
    bodies: dict[tuple[str, str], set[str]] = {}
    for row in sources.mirror.read(TI_MEMBERS, ("phase", "id_ti", "membre_code", "membre_type")):
        if row.code("membre_type") == "ept":
            key = (row.code("phase"), row.code("id_ti"))
            bodies.setdefault(key, set()).add(row.code("membre_code"))
    pairs: set[tuple[str, str]] = set()
    for row in sources.mirror.read(TI_COMMUNES, ("insee", "id_ti", "via", "phase")):
        if row.code("via") == "ept":
            names = bodies.get((row.code("phase"), row.code("id_ti")), set())
            if len(names) == 1:
                pairs.add((next(iter(names)), row.code("insee")))
    for body, commune in pairs:
        yield {"ept_code": body, "commune_code": commune}
