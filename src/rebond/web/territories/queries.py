"""Finding a place and what is evaluated about it."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.errors import RebondError
from rebond.territory import Place, PlaceKey, kind_text
from rebond.territory.former import FormerName
from rebond.texts import Text
from rebond.web.decisions import queries as decisions
from rebond.web.decisions.asking import folded
from rebond.web.decisions.rows import Candidate, Decision
from rebond.web.programmes.queries import candidate_kind, perimeter_title
from rebond.web.territories.places import atlas

SUGGESTED = 8
LISTED = 40
LEAST_LETTERS = 2
SMALL_KINDS = frozenset({"commune", "arrondissement", "epci", "ept"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that answers a search, with its candidate in the current evaluation if it has one."""

    name: str
    kind: Text
    where: str
    key: str
    candidate: Candidate | None
    decision: Decision | None
    is_place: bool = True
    """Whether the register knows it, so that it has a page of its own."""
    former: FormerName | None = None
    """The name or code of former times that it was found by."""

    @property
    def former_words(self) -> Text:
        """How it was found: by which former name, and until when that was one; empty for a name of today."""
        if self.former is None:
            return Text("", "")
        words = _HAD if self.former.went_on else _TOOK_IN
        return words.filled(former=self.former.name, code=self.former.code, when=self.former.when)

    @property
    def former_short(self) -> Text:
        """The former name alone; empty for a name of today."""
        if self.former is None:
            return Text("", "")
        return Text("autrefois {name}", "formerly {name}").filled(name=self.former.name)


_HAD = Text("s’est appelée {former} ({code}), {when}", "was called {former} ({code}), {when}")
_TOOK_IN = Text(
    "réunit l’ancienne commune {former} ({code}), {when}",
    "holds the former commune {former} ({code}), {when}",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found."""

    query: str
    evaluated: tuple[Hit, ...]
    places: tuple[Hit, ...]
    total: int
    fault: RebondError | None
    is_ambiguous: bool = False
    is_approximate: bool = False


def search(query: str, limit: int = LISTED) -> Answer:
    """Return the places that a name or a code can mean, the evaluated ones apart and first.

    A commune or an EPCI brings the evaluated territory that holds it. A refused query carries its reason.
    """
    decision = decisions.current()
    named = _candidates_named(decision, query)
    try:
        found = atlas().find(query, limit=limit)
    except RebondError as fault:
        return Answer(query, named, (), len(named), None if named else fault)
    hits = tuple(_hit(match.place, decision, match.former) for match in found.matches)
    holding = _holding(found.matches[0].place, decision) if found.matches else ()
    evaluated = {hit.key: hit for hit in (*hits, *holding, *named) if hit.candidate is not None}
    is_approximate = found.is_approximate and not named
    return Answer(
        query=query,
        evaluated=tuple(evaluated.values()),
        places=tuple(hit for hit in hits if hit.candidate is None),
        total=found.total + len(evaluated.keys() - {hit.key for hit in hits}),
        fault=None,
        is_ambiguous=found.is_ambiguous,
        is_approximate=is_approximate,
    )


def suggestions(query: str) -> tuple[Hit, ...]:
    """Return the first places to propose while someone types; evaluated ones come first."""
    if len(query.strip()) < LEAST_LETTERS:
        return ()
    answer = search(query, limit=SUGGESTED)
    return (*answer.evaluated, *answer.places)[:SUGGESTED]


def commune_suggestions(query: str) -> tuple[Hit, ...]:
    """Return the first communes to propose while someone types the answer to a form."""
    if len(query.strip()) < LEAST_LETTERS:
        return ()
    try:
        found = atlas().find(query, kinds={"commune"}, limit=SUGGESTED)
    except RebondError:
        return ()
    return tuple(_hit(match.place, None, match.former) for match in found.matches)


def commune_name(code: str) -> str:
    """Return the name of a commune and its département; empty for a code that names none."""
    try:
        place = atlas().place(PlaceKey("commune", code))
    except (RebondError, ValueError):
        return ""
    return f"{place.name} ({place.departement_name})" if place.departement_name else place.name


def _perimeters(place: Place, decision: Decision | None) -> tuple[Hit, ...]:
    rows = atlas().communes_of(place.key)
    codes = atlas().communes.code
    found: dict[PlaceKey, Place] = {}
    for row in rows:
        for perimeter in atlas().perimeters_of(str(codes[row])):
            found[perimeter.key] = perimeter
    hits = [_hit(found[key], decision) for key in sorted(found)]
    return tuple(sorted(hits, key=lambda hit: hit.candidate is None))


def _holding(place: Place, decision: Decision | None) -> tuple[Hit, ...]:
    """Return the evaluated territories that hold the best match."""
    if decision is None or place.kind not in SMALL_KINDS:
        return ()
    return tuple(hit for hit in _perimeters(place, decision) if hit.candidate is not None)


def _hit(place: Place, decision: Decision | None, former: FormerName | None = None) -> Hit:
    key = str(place.key)
    where = place.departement_name or place.region_name or ""
    if place.departement_code and place.departement_name:
        where = f"{place.departement_name} ({place.departement_code})"
    return Hit(
        name=place.name,
        kind=kind_words(place.key),
        where=where,
        key=key,
        candidate=decision.by_id.get(key) if decision else None,
        decision=decision,
        former=former,
    )


def _candidates_named(decision: Decision | None, query: str) -> tuple[Hit, ...]:
    wanted = folded(query.strip())
    if decision is None or len(wanted) < LEAST_LETTERS:
        return ()
    return tuple(
        Hit(
            name=one.name,
            kind=candidate_kind(one),
            where=one.region,
            key=one.id,
            candidate=one,
            decision=decision,
            is_place=is_place(one.id),
        )
        for one in decision.everyone
        if wanted in folded(one.name)
    )


def is_place(key: str) -> bool:
    """Return whether a text is the key of a place of the register."""
    try:
        atlas().place(PlaceKey.parse(key))
    except (RebondError, ValueError):
        return False
    return True


def kind_words(key: PlaceKey) -> Text:
    """Return the kind of a place in words; a perimeter is called as its programme calls it."""
    return perimeter_title(key.kind, key.phase) if key.is_perimeter else kind_text(key.kind)
