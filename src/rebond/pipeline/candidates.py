"""Who is evaluated: the places of a perimeter, the known labelled sites, or rows of a user's own file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rebond.canonical import digest
from rebond.evidence import Point
from rebond.opendata import Snapshot
from rebond.territory import Atlas, PlaceKey

Role = Literal["candidate", "reference"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that is scored.

    Parameters
    ----------
    id : str
        Stable identifier: a place key, ``site:<id>`` or ``own:<row>``.
    name : str
    kind : str
        ``territoire_industrie``, ``labelled_site``, ``own``…
    role : {"candidate", "reference"}
        A reference is compared with the candidates, entered alone among them, and takes nobody's place.
    place : PlaceKey or Point
        Where its facts are read.
    given : mapping of str to float
        Indicator values that its owner states; they replace what the snapshot says.
    stated : mapping of str to object
        Answers to the policy's form that its gates and rules look at.
    label : mapping, optional
        For a labelled site: its wave, date and source.
    asked_code : str, optional
        Code of a commune as the row wrote it, be it former or an arrondissement.
    """

    id: str
    name: str
    kind: str
    role: Role
    place: PlaceKey | Point
    given: Mapping[str, float] = field(default_factory=dict)
    stated: Mapping[str, object] = field(default_factory=dict)
    label: Mapping[str, object] | None = None
    asked_code: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return what identifies the candidate in a digest."""
        return {
            "id": self.id,
            "name": self.name,
            "place": str(self.place) if isinstance(self.place, PlaceKey) else self.place.as_json(),
            "given": dict(self.given),
            "stated": dict(self.stated),
        }


@dataclass(frozen=True, slots=True)
class CandidateSet:
    """Candidates with where they come from; rows of an own file are kept so that anyone can run it again."""

    source: str
    candidates: tuple[Candidate, ...]
    own_rows: tuple[Mapping[str, str], ...] = ()

    @property
    def digest(self) -> str:
        """Digest of the list, order included."""
        return digest([candidate.as_json() for candidate in self.candidates])


def from_perimeter(atlas: Atlas, perimeter: str, phase: str) -> CandidateSet:
    """Take every place of a perimeter, or of a kind without phases, as one candidate, by key."""
    places = sorted(atlas.places(perimeter, phase=phase), key=lambda place: str(place.key))
    return CandidateSet(
        f"{perimeter}:{phase}" if phase else perimeter,
        tuple(
            Candidate(str(place.key), place.name, place.kind, "candidate", place.key)
            for place in places
        ),
    )


def labelled_sites(snapshot: Snapshot, atlas: Atlas) -> tuple[Candidate, ...]:
    """Return the known labelled sites that name a commune, each at the centre of its first commune.

    Notes
    -----
    The position of a site inside its commune is not established in the sources, and a site over several
    communes is read at the first one named. Rows that name no commune cannot be evaluated.
    """
    rows = snapshot.table("labelled_sites").to_pylist()
    sites = []
    for row in rows:
        codes = [code for code in (row["commune_codes"] or "").split(";") if code]
        if not codes:
            continue
        commune = atlas.resolve_commune(codes[0]).code
        sites.append(
            Candidate(
                id=f"site:{row['id']}",
                name=row["name"] or _commune_name(atlas, commune),
                kind="labelled_site",
                role="reference",
                place=PlaceKey("commune", commune),
                label={
                    "wave": row["wave"],
                    "announced_on": str(row["announced_on"]),
                    "commune_codes": [atlas.resolve_commune(code).code for code in codes],
                    "confidence": row["confidence"],
                    "source_url": row["source_url"],
                },
            )
        )
    return tuple(sites)


def _commune_name(atlas: Atlas, code: str) -> str:
    """Return the current name of a commune."""
    return atlas.place(PlaceKey("commune", code)).name
