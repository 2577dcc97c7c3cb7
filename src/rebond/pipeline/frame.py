"""The tables that the places themselves are built from, which no date of an indicator shows.

Facts are chosen by the day of the decision; the communes that carry them, their centres and the people
that weigh them come in one vintage only. Whatever is later than that day is listed here with what it can
change.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from rebond.opendata import Snapshot
from rebond.pipeline.running import RunResult
from rebond.pipeline.standing import COMMUNE_KINDS
from rebond.territory import PlaceKey
from rebond.texts import Text

ZONE_COLUMN = "employment_zone_code"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that places are built from.

    Parameters
    ----------
    id : str
    title : Text
    dataset : str
        Table that it is read from.
    why : Text
        Why no other vintage is used, and what this one can change.
    """

    id: str
    title: Text
    dataset: str
    why: Text


CODES = Part(
    "commune_codes",
    Text("Communes et leurs codes", "Communes and their codes"),
    "communes",
    Text(
        "Aucun millésime antérieur n’est à disposition. Les lieux sont décrits sur les communes de ce "
        "millésime : une fusion ou une scission survenue depuis déplace la limite entre deux communes.",
        "No earlier vintage is at hand. Places are described on the communes of this vintage: a merger or a "
        "split since then moves the limit between two communes.",
    ),
)
CENTRES = Part(
    "commune_centres",
    Text("Centres des communes", "Centres of the communes"),
    "communes",
    Text(
        "Aucun millésime antérieur n’est à disposition. Les distances partent de ces centres : celui d’une "
        "commune fusionnée depuis n’est plus celui de l’époque.",
        "No earlier vintage is at hand. Distances start from these centres: that of a commune merged since "
        "then is no longer that of the time.",
    ),
)
PEOPLE = Part(
    "population_weights",
    Text("Populations des communes", "Populations of the communes"),
    "communes",
    Text(
        "Aucun millésime antérieur n’est à disposition, et la source ne dit pas l’année. Elles pèsent les communes "
        "d’un territoire dans la médiane et les bornes de ses faits, et dans son centre.",
        "No earlier vintage is at hand, and the source does not say the year. They weigh the communes of a "
        "territory in the median and the bounds of its facts, and in its centre.",
    ),
)
LISTS = Part(
    "perimeter_list",
    Text("Périmètres, commune par commune", "Perimeters, commune by commune"),
    "perimeter_communes",
    Text(
        "C’est la seule liste de l’époque à disposition, et son jour exact n’est pas dit. Une commune entrée ou "
        "sortie entre la décision et cette liste change les faits de son territoire.",
        "It is the only list of the time at hand, and its exact day is not said. A commune that joined or left "
        "between the decision and this list changes the facts of its territory.",
    ),
)
MEMBERS = Part(
    "perimeter_members",
    Text("Périmètres, par leurs membres", "Perimeters, by their members"),
    "perimeter_members",
    Text(
        "Ces périmètres ne sont dans aucune liste de l’époque à disposition : leurs membres sont répartis en "
        "communes sur le référentiel actuel, et la composition du jour de la décision peut avoir été autre.",
        "These perimeters are in no list of the time at hand: their members are resolved to communes on the "
        "present register, and the composition on the day of the decision may have been another.",
    ),
)
ZONES = Part(
    "employment_zones",
    Text("Zones d’emploi", "Employment zones"),
    "employment_zones",
    Text(
        "Le zonage en vigueur avant celui de 2020 n’est pas à disposition. Une commune passée d’une zone à "
        "l’autre prend le taux de sa zone actuelle.",
        "The zoning in force before that of 2020 is not at hand. A commune that moved from one zone to another "
        "takes the rate of its present zone.",
    ),
)


def frame(result: RunResult, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return what the places of a run are built from, with whether it is later than the day of the run."""
    as_of = result.plan.as_of
    return [_as_json(part, snapshot, as_of) for part in _parts(result, snapshot)]


def _parts(result: RunResult, snapshot: Snapshot) -> list[Part]:
    composed = {one.composed.source for one in result.standings}
    holds_several = any(
        isinstance(one.place, PlaceKey) and one.place.kind not in COMMUNE_KINDS
        for one in result.candidates
    )
    read = {name for indicator in result.evidence.indicators for name in indicator.datasets}
    parts = [CODES, CENTRES]
    if holds_several:
        parts.append(PEOPLE)
    if "dated_list" in composed:
        parts.append(LISTS)
    if "members" in composed:
        parts.append(MEMBERS)
    if any(ZONE_COLUMN in snapshot.dataset(name).column_names for name in sorted(read)):
        parts.append(ZONES)
    return parts


def _as_json(part: Part, snapshot: Snapshot, as_of: dt.date) -> dict[str, Any]:
    dataset = snapshot.dataset(part.dataset)
    return {
        "id": part.id,
        "title": part.title.as_json(),
        "dataset": part.dataset,
        "vintage": dataset.vintage.as_json(),
        "observed_until": dataset.observed_until.isoformat(),
        "is_later": dataset.observed_until > as_of,
        "why": part.why.as_json(),
    }
