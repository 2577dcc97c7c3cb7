"""What can go wrong when a place is named, looked up or composed."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from rebond.errors import BadInput, BrokenData
from rebond.texts import Text

SHOWN = 8
"""At most so many proposals or homonyms in one message."""


def _listed(values: Sequence[str]) -> str:
    shown = ", ".join(values[:SHOWN])
    return f"{shown}, …" if len(values) > SHOWN else shown


def _proposal(suggestions: Sequence[str]) -> Text:
    if not suggestions:
        return Text(
            "Cherchez le lieu par son nom (« rebond territory find »).",
            "Look the place up by its name (`rebond territory find`).",
        )
    listed = _listed(suggestions)
    return Text(f"Les plus proches connus : {listed}.", f"Nearest known: {listed}.")


class MalformedKey(BadInput):
    """A place key that has not the form ``kind:code`` or ``perimeter:phase:id``."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            Text(f"« {text} » n’est pas une clé de lieu.", f"'{text}' is not a place key."),
            why=Text(
                "Une clé est « nature:code » (commune:14366) ou, pour un périmètre de programme,"
                " « périmètre:phase:identifiant » (territoire_industrie:1:ti-2805) ; l’identifiant"
                " seul désigne des lieux différents d’une phase à l’autre.",
                "A key is 'kind:code' (commune:14366) or, for a programme perimeter,"
                " 'perimeter:phase:id' (territoire_industrie:1:ti-2805); the id alone means"
                " different places in different phases.",
            ),
            cure=Text(
                "Écrivez la clé sous l’une de ces formes, sans espace, ou cherchez le lieu par son"
                " nom (voir docs/reference/territory.md).",
                "Write the key in one of these forms, without blanks, or look the place up by its"
                " name (see docs/reference/territory.md).",
            ),
        )


class UnknownKind(BadInput):
    """A kind of place that neither the administrative list nor the snapshot has."""

    def __init__(self, kind: str, known: Iterable[str], *, needs_phase: bool = False) -> None:
        self.kind = kind
        self.known = tuple(known)
        close = difflib.get_close_matches(kind, self.known, n=2)
        listed = _listed(close or self.known) if not needs_phase else _listed(self.known)
        why = Text(
            "Hors des natures administratives, la clé d’un périmètre porte sa phase :"
            " « périmètre:phase:identifiant ».",
            "Outside the administrative kinds, the key of a perimeter carries its phase:"
            " 'perimeter:phase:id'.",
        )
        super().__init__(
            Text(
                f"La nature de lieu « {kind} » n’existe pas.",
                f"There is no kind of place '{kind}'.",
            ),
            why=why if needs_phase else None,
            cure=Text(f"Natures possibles : {listed}.", f"Possible kinds: {listed}."),
        )


class UnknownPlace(BadInput):
    """A well-formed key or code under which no place is known."""

    def __init__(
        self, key: str, kind: Text, vintage: Text, suggestions: Sequence[str] = ()
    ) -> None:
        self.key = key
        self.vintage = vintage
        self.suggestions = tuple(suggestions)
        super().__init__(
            Text(
                f"Aucun lieu de nature « {kind.fr} » n’a le code « {key} ».",
                f"No place of kind '{kind.en}' has the code '{key}'.",
            ),
            why=Text(
                f"Référentiel consulté : {vintage.fr}, anciens codes compris.",
                f"Register consulted: {vintage.en}, former codes included.",
            ),
            cure=_proposal(self.suggestions),
        )


class PlaceNotFound(BadInput):
    """A query that matches no place."""

    def __init__(self, query: str, suggestions: Sequence[str] = ()) -> None:
        self.query = query
        self.suggestions = tuple(suggestions)
        super().__init__(
            Text(f"Aucun lieu ne répond à « {query} ».", f"No place matches '{query}'."),
            cure=_proposal(self.suggestions),
        )


class AmbiguousPlace(BadInput):
    """A query that several places answer equally well."""

    def __init__(self, query: str, candidates: Sequence[tuple[str, str]]) -> None:
        self.query = query
        self.candidates = tuple(candidates)
        listed = _listed([f"{label} [{key}]" for key, label in self.candidates])
        super().__init__(
            Text(
                f"« {query} » peut désigner plusieurs lieux : {listed}.",
                f"'{query}' can mean several places: {listed}.",
            ),
            why=Text(
                "Choisir l’un d’eux serait deviner.",
                "Choosing one of them would be a guess.",
            ),
            cure=Text(
                f"Donnez la clé du lieu voulu, par exemple « {self.candidates[0][0]} », ou limitez"
                " la recherche à une nature de lieu.",
                f"Give the key of the place you mean, for example '{self.candidates[0][0]}', or"
                " limit the search to one kind of place.",
            ),
        )


class EmptyQuery(BadInput):
    """A look-up without any letter or digit."""

    def __init__(self, query: str) -> None:
        self.query = query
        super().__init__(
            Text(
                f"La recherche « {query} » ne contient ni lettre ni chiffre.",
                f"The query '{query}' holds no letter and no digit.",
            ),
            cure=Text(
                "Donnez un nom ou un code : « Lisieux », « 14366 », « 200069532 ».",
                "Give a name or a code: 'Lisieux', '14366', '200069532'.",
            ),
        )


class QueryTooLong(BadInput):
    """A look-up longer than any name of a place."""

    def __init__(self, length: int, longest: int) -> None:
        self.length = length
        self.longest = longest
        super().__init__(
            Text(
                f"La recherche compte {length} caractères ; le maximum est {longest}.",
                f"The query has {length} characters; the most is {longest}.",
            ),
            cure=Text(
                "Donnez le nom ou le code d’un seul lieu.",
                "Give the name or the code of one place only.",
            ),
        )


class CoordinatesOutOfRange(BadInput):
    """A longitude or latitude that does not exist on Earth."""

    def __init__(self, lon: float, lat: float, *, looks_projected: bool) -> None:
        self.lon = lon
        self.lat = lat
        self.looks_projected = looks_projected
        projected = Text(
            "Ces nombres ressemblent à des mètres Lambert-93 : convertissez-les en WGS84.",
            "These numbers look like Lambert-93 metres: convert them to WGS84.",
        )
        plain = Text(
            "Donnez des degrés décimaux WGS84, la longitude d’abord : 0.2270 49.1466.",
            "Give WGS84 decimal degrees, longitude first: 0.2270 49.1466.",
        )
        super().__init__(
            Text(
                f"La longitude {lon} ou la latitude {lat} est hors des bornes.",
                f"Longitude {lon} or latitude {lat} is out of range.",
            ),
            why=Text(
                "Une longitude va de -180 à 180 degrés, une latitude de -90 à 90.",
                "A longitude goes from -180 to 180 degrees, a latitude from -90 to 90.",
            ),
            cure=projected if looks_projected else plain,
        )


class SwappedCoordinates(BadInput):
    """A point that lies in France only when longitude and latitude change places."""

    def __init__(self, lon: float, lat: float, nearest: str) -> None:
        self.lon = lon
        self.lat = lat
        self.nearest = nearest
        super().__init__(
            Text(
                f"Le point de longitude {lon} et de latitude {lat} est loin de toute commune.",
                f"The point at longitude {lon} and latitude {lat} is far from any commune.",
            ),
            why=Text(
                f"Longitude et latitude semblent échangées : dans l’autre ordre, le point est près"
                f" de {nearest}.",
                f"Longitude and latitude seem swapped: the other way round, the point is near"
                f" {nearest}.",
            ),
            cure=Text(
                f"Donnez la longitude d’abord : {lat} {lon}.",
                f"Give the longitude first: {lat} {lon}.",
            ),
        )


class PointTooFar(BadInput):
    """A point too far from every commune to be attached to one."""

    def __init__(
        self, lon: float, lat: float, nearest: str, distance_km: float, limit_km: float
    ) -> None:
        self.lon = lon
        self.lat = lat
        self.nearest = nearest
        self.distance_km = distance_km
        self.limit_km = limit_km
        super().__init__(
            Text(
                f"Le point de longitude {lon} et de latitude {lat} est à {distance_km:.0f} km du"
                f" centre de commune le plus proche ({nearest}).",
                f"The point at longitude {lon} and latitude {lat} is {distance_km:.0f} km from the"
                f" nearest commune centre ({nearest}).",
            ),
            why=Text(
                f"Au-delà de {limit_km:.0f} km pour cette commune, le point n’est pas rattaché :"
                " il est en mer ou à l’étranger.",
                f"Beyond {limit_km:.0f} km for this commune the point is not attached: it lies at"
                " sea or abroad.",
            ),
            cure=Text(
                "Vérifiez les coordonnées (WGS84, longitude d’abord). Les communes des"
                " collectivités d’outre-mer n’ont pas de coordonnées ici : donnez leur code.",
                "Check the coordinates (WGS84, longitude first). Communes of the overseas"
                " collectivités have no coordinates here: give their code.",
            ),
        )


class ShareUnknown(BadInput):
    """A place whose largest share of population cannot be told."""

    def __init__(self, key: str, level: Text, codes: Sequence[str]) -> None:
        self.key = key
        self.codes = tuple(codes)
        listed = _listed(self.codes)
        super().__init__(
            Text(
                f"On ne peut dire de quelle {level.fr} relève surtout « {key} »."
                if level.fr == "région"
                else f"On ne peut dire de quel {level.fr} relève surtout « {key} ».",
                f"It cannot be told to which {level.en} '{key}' mostly belongs.",
            ),
            why=Text(
                f"La population de ses communes manque et elles sont dans : {listed}."
                if codes
                else "Aucune commune ne lui est rattachée dans le référentiel.",
                f"The population of its communes is missing and they lie in: {listed}."
                if codes
                else "No commune is attached to it in the register.",
            ),
            cure=Text(
                "Travaillez sur ses communes une à une.",
                "Work with its communes one by one.",
            ),
        )


class MissingColumn(BrokenData):
    """A snapshot table without a column that places are built from."""

    def __init__(self, table: str, column: str, found: Sequence[str]) -> None:
        self.table = table
        self.column = column
        self.found = tuple(found)
        super().__init__(
            Text(
                f"La colonne « {column} » manque (colonnes trouvées : {', '.join(found)}).",
                f"Column '{column}' is missing (columns found: {', '.join(found)}).",
            ),
            where=table,
            cure=_REBUILD,
        )


class WrongColumnType(BrokenData):
    """A snapshot column of another type: a code read as a number has lost its zeros."""

    def __init__(self, table: str, column: str, found: str, expected: str) -> None:
        self.table = table
        self.column = column
        self.found = found
        self.expected = expected
        super().__init__(
            Text(
                f"La colonne « {column} » est de type {found} ; il faut {expected}.",
                f"Column '{column}' has type {found}; it must be {expected}.",
            ),
            where=table,
            cure=_REBUILD,
        )


class DuplicateCode(BrokenData):
    """Two rows of a snapshot table under one code."""

    def __init__(self, table: str, code: str) -> None:
        self.table = table
        self.code = code
        super().__init__(
            Text(f"Le code « {code} » figure deux fois.", f"Code '{code}' stands twice."),
            where=table,
            why=Text(
                "On ne saurait laquelle des deux lignes décrit le lieu.",
                "Nobody could tell which of the two rows describes the place.",
            ),
            cure=_REBUILD,
        )


class BrokenDate(BrokenData):
    """A date of a perimeter that is not an ISO date, or a period that ends before it begins."""

    def __init__(self, table: str, row: str, column: str, found: str) -> None:
        self.table = table
        self.row = row
        self.column = column
        self.found = found
        super().__init__(
            Text(
                f"« {found} » n’est pas une date possible pour « {column} ».",
                f"'{found}' is not a possible date for '{column}'.",
            ),
            where=f"{table}, {row}",
            cure=_REBUILD,
        )


class BrokenReference(BrokenData):
    """A row that points at a place that the register does not have."""

    def __init__(self, table: str, row: str, column: str, found: str) -> None:
        self.table = table
        self.row = row
        self.column = column
        self.found = found
        super().__init__(
            Text(
                f"« {found} » (colonne « {column} ») ne désigne aucun lieu du référentiel.",
                f"'{found}' (column '{column}') is no place of the register.",
            ),
            where=f"{table}, {row}",
            cure=_REBUILD,
        )


_REBUILD = Text(
    "Reconstruisez l’instantané de données : « rebond data build ».",
    "Rebuild the data snapshot: `rebond data build`.",
)
