"""The atlas: every place of a snapshot, found by code, name or point, on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rebond.territory.codes import CommuneCodes
from rebond.territory.columns import IntArray, TableSource
from rebond.territory.communes import Communes, Resolution
from rebond.territory.compositions import Compositions
from rebond.territory.errors import ShareUnknown
from rebond.territory.former import FormerNames
from rebond.territory.found import Found, Match, Rank
from rebond.territory.gazetteer import Gazetteer
from rebond.territory.keys import COMMUNE, DEPARTEMENT, REGION, PlaceKey, kind_text
from rebond.territory.perimeters import read_perimeters
from rebond.territory.places import Composition, Member, Place, Shares
from rebond.territory.point import CentreIndex
from rebond.territory.registers import read_registers
from rebond.territory.search import LIMIT, Search
from rebond.texts import Text

AMBIGUOUS_DISTANCE_RATIO = 1.25
"""A point is between two communes when the second centre is less than 25 % farther."""


@dataclass(frozen=True, eq=False)
class Atlas:
    """All places of a snapshot.

    Parameters
    ----------
    gazetteer : Gazetteer

    Examples
    --------
    >>> from rebond.opendata import Snapshot
    >>> atlas = Atlas.from_snapshot(Snapshot.open())
    >>> atlas.find("14366").only().name
    'Lisieux'
    >>> atlas.resolve_commune("75116").code
    '75056'
    """

    gazetteer: Gazetteer

    @classmethod
    def from_snapshot(cls, snapshot: TableSource) -> Atlas:
        """Read the places of a snapshot.

        Parameters
        ----------
        snapshot : TableSource
            A `rebond.opendata.Snapshot`, or anything with the same ``table`` and ``dataset``.

        Returns
        -------
        Atlas

        Raises
        ------
        MissingColumn, WrongColumnType, DuplicateCode, BrokenDate, BrokenReference
            When a table is not what this version reads, or points at a place it does not have.
        """
        communes = Communes.from_source(snapshot)
        codes = CommuneCodes.from_source(snapshot, communes)
        registers = read_registers(snapshot)
        perimeters = read_perimeters(snapshot, codes.row)
        compositions = Compositions.build(snapshot, codes, registers, perimeters)
        return cls(Gazetteer(compositions))

    @staticmethod
    def shared(snapshot: TableSource) -> Atlas:
        """Return the atlas of a snapshot that whoever asks with the same object shares; see `from_snapshot`."""
        return _shared(snapshot)  # type: ignore[arg-type]  # told apart by identity

    @property
    def communes(self) -> Communes:
        """Return the communes as frozen columns; `communes_of` gives rows of them."""
        return self.gazetteer.communes

    @property
    def vintage(self) -> Text:
        """Return the state of the world of the register of communes."""
        return self.gazetteer.compositions.register_vintage

    @property
    def former_names(self) -> FormerNames:
        """Return the names and codes that communes no longer have."""
        return self.gazetteer.compositions.codes.names

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return all kinds of places: the administrative ones, then the perimeters."""
        return self.gazetteer.kinds

    def phases(self, kind: str) -> tuple[str, ...]:
        """Return the phases of a kind of perimeter; none for an administrative kind.

        Raises
        ------
        UnknownKind
        """
        self.gazetteer.check_kind(kind)
        return self.gazetteer.phases.get(kind, ())

    @cached_property
    def _search(self) -> Search:
        return Search(self.gazetteer)

    @cached_property
    def _centres(self) -> CentreIndex:
        return CentreIndex.build(self.communes)

    def find(
        self,
        query: str,
        *,
        kinds: Collection[str] | None = None,
        as_of: dt.date | None = None,
        limit: int = LIMIT,
    ) -> Found:
        """Return the places that a key, a code or a name can mean.

        Parameters
        ----------
        query : str
            ``14366``, ``200069532``, ``ti-2805``, ``commune:14366``, ``Lisieux``, ``st denis 974``…
            Case, accents, hyphens, apostrophes, ligatures, «St» for «Saint» and articles are free. A name
            of former times leads to the commune of today, and `Match.former` tells which it was.
        kinds : collection of str, optional
            Kinds to look among; all but ``zone_emploi`` by default.
        as_of : date, optional
            Leaves out the perimeters known not to be in force on that day.
        limit : int, default 20
            Most matches returned; `Found.total` counts them all.

        Returns
        -------
        Found
            Without any match when nothing answers; approximate matches only when nothing else does.

        Raises
        ------
        EmptyQuery, QueryTooLong, UnknownKind
        """
        return self._search.find(query, kinds=kinds, as_of=as_of, limit=limit)

    def named(
        self,
        name: str,
        *,
        kinds: Collection[str] | None = None,
        as_of: dt.date | None = None,
    ) -> tuple[PlaceKey, ...]:
        """Return every place of exactly this name; nothing approximate, no code, no part of a name.

        Parameters
        ----------
        name : str
            Case, accents, hyphens and apostrophes are free; articles and legal form are, where no name
            is written with them.
        kinds : collection of str, optional
            Kinds to look among; all but ``zone_emploi`` by default.
        as_of : date, optional
            Leaves out the perimeters known not to be in force on that day.

        Returns
        -------
        tuple of PlaceKey
            Communes first, by falling population; empty when nothing has that name.

        Examples
        --------
        A homonym stands as several keys, and it is for the caller not to guess.
        """
        return self._search.named(name, kinds=kinds, as_of=as_of)

    def find_point(self, lon: float, lat: float) -> Found:
        """Return the communes whose centres are nearest to a point.

        Parameters
        ----------
        lon, lat : float
            WGS84 degrees, longitude first.

        Returns
        -------
        Found
            At most three matches with `Match.distance_km`, nearest first. The nearest centre is not
            always that of the commune that holds the point; the answer is ambiguous when the second
            centre is less than 25 % farther than the first.

        Raises
        ------
        CoordinatesOutOfRange, SwappedCoordinates, PointTooFar
        """
        near = self._centres.nearest(lon, lat)
        asked = f"{lon} {lat}"
        codes = self.communes.code
        matches = tuple(
            Match(
                self.gazetteer.place(PlaceKey(COMMUNE, str(codes[row]))),
                Rank.POINT,
                asked=asked,
                distance_km=distance,
            )
            for row, distance in near
        )
        is_ambiguous = len(near) > 1 and near[1][1] < AMBIGUOUS_DISTANCE_RATIO * near[0][1]
        return Found(asked, matches, is_ambiguous, len(matches))

    def place(self, key: PlaceKey) -> Place:
        """Return the place of a key; the key of a former commune gives its successor.

        Raises
        ------
        UnknownKind, UnknownPlace
        """
        return self.gazetteer.place(self.gazetteer.require(key))

    def places(self, kind: str, phase: str = "") -> tuple[Place, ...]:
        """Return all places of a kind, by code; of all phases when none is given.

        Raises
        ------
        UnknownKind
        """
        self.gazetteer.check_kind(kind)
        return tuple(map(self.gazetteer.place, self.gazetteer.keys(kind, phase)))

    def keys(self, kind: str, phase: str = "") -> tuple[PlaceKey, ...]:
        """Return the keys of all places of a kind, by code; of all phases when none is given.

        Raises
        ------
        UnknownKind
        """
        self.gazetteer.check_kind(kind)
        return tuple(self.gazetteer.keys(kind, phase))

    def resolve_commune(self, code: str) -> Resolution:
        """Return the commune that a current, former or arrondissement code means today.

        Raises
        ------
        UnknownPlace
            With the nearest known codes.
        """
        try:
            return self.gazetteer.compositions.codes.resolve(code)
        except KeyError:
            raise self.gazetteer.unknown_commune(code) from None

    def composition(self, key: PlaceKey, *, as_of: dt.date | None = None) -> Composition:
        """Return the communes of a place, with the source and vintage of the list.

        Parameters
        ----------
        key : PlaceKey
        as_of : date, optional
            On a day up to the end of the year of a dated list of communes, that list holds; on a
            later day, without a list, or by default, the members resolved on the register hold.

        Returns
        -------
        Composition

        Raises
        ------
        UnknownKind, UnknownPlace
        """
        return self.gazetteer.compositions.of(self.gazetteer.require(key), as_of)

    def communes_of(self, key: PlaceKey, *, as_of: dt.date | None = None) -> IntArray:
        """Return the rows of `communes` that a place is made of (see `composition`).

        Returns
        -------
        array, int64, ascending, read-only

        Raises
        ------
        UnknownKind, UnknownPlace
        """
        return self.composition(key, as_of=as_of).rows

    def members_of(self, key: PlaceKey) -> tuple[Member, ...]:
        """Return the members of a perimeter (EPCI, EPT, communes), or the communes of another place.

        Raises
        ------
        UnknownKind, UnknownPlace
        """
        return self.gazetteer.compositions.members(self.gazetteer.require(key))

    def perimeters_of(self, commune_code: str, as_of: dt.date | None = None) -> tuple[Place, ...]:
        """Return the perimeters that hold a commune, by key.

        Parameters
        ----------
        commune_code : str
            Current, former or arrondissement code.
        as_of : date, optional
            Leaves out the perimeters known not to be in force on that day. One whose dates do not
            tell stays, and `Place.in_force` answers None for it.

        Returns
        -------
        tuple of Place

        Raises
        ------
        UnknownPlace
        """
        row = self.communes.rows[self.resolve_commune(commune_code).code]
        keys = self.gazetteer.compositions.perimeters_of(row, as_of)
        places = (self.gazetteer.place(key) for key in keys)
        return tuple(p for p in places if as_of is None or p.in_force(as_of) is not False)

    def shares_of(self, key: PlaceKey, level: str, *, as_of: dt.date | None = None) -> Shares:
        """Return how the known population of a place divides between régions or départements.

        Parameters
        ----------
        key : PlaceKey
        level : {"region", "departement"}
        as_of : date, optional

        Returns
        -------
        Shares

        Raises
        ------
        UnknownKind, UnknownPlace
        """
        communes = self.communes
        codes = communes.region if level == REGION else communes.departement
        return self.gazetteer.shares(self.communes_of(key, as_of=as_of), codes)

    def region_of(self, key: PlaceKey, *, as_of: dt.date | None = None) -> Place:
        """Return the région with the largest known share of a place's population, ties by code.

        Raises
        ------
        UnknownKind, UnknownPlace
        ShareUnknown
            When the place covers several and no population is known, or it has no commune.
        """
        return self._largest(key, REGION, as_of)

    def departement_of(self, key: PlaceKey, *, as_of: dt.date | None = None) -> Place:
        """Return the département with the largest known share of population, ties by code.

        Raises
        ------
        UnknownKind, UnknownPlace
        ShareUnknown
            When the place covers several and no population is known, or it has no commune.
        """
        return self._largest(key, DEPARTEMENT, as_of)

    def _largest(self, key: PlaceKey, level: str, as_of: dt.date | None) -> Place:
        shares = self.shares_of(key, level, as_of=as_of)
        if not shares.shares or not shares.codes[0]:
            raise ShareUnknown(str(key), kind_text(level), [code for code in shares.codes if code])
        return self.place(PlaceKey(level, shares.codes[0]))


@lru_cache(maxsize=2)
def _shared(snapshot: TableSource) -> Atlas:
    return Atlas.from_snapshot(snapshot)
