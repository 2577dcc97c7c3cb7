"""Everything that the page of a territory shows, read in a constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from rebond.opendata.tables import period_notes
from rebond.territory import Place, PlaceKey
from rebond.territory.names import comparable
from rebond.texts import Text, day_text
from rebond.web.accounts.actors import Actor
from rebond.web.decisions.rows import Candidate
from rebond.web.programmes.queries import main_programme
from rebond.web.territories import queries
from rebond.web.territories.facts import Facts, facts_of
from rebond.web.territories.formers import Formers, formers_of
from rebond.web.territories.ground import Ground, day_of, ground_of, moment_of, perimeters_in
from rebond.web.territories.money import MoneyRow, money_of
from rebond.web.territories.places import atlas
from rebond.web.territories.questions_here import QuestionsHere, answer_words, questions_here
from rebond.web.territories.sites_here import Sites, sites_here
from rebond.web.territories.standing import standings
from rebond.web.territories.standing_rows import MeasureStanding
from rebond.web.territories.why import Why, why

MOST_MEMBERS = 400
MOST_PERIMETERS = 60
WIDE = frozenset({"departement", "region"})
HOLDING = frozenset({"commune", "epci", "ept"})
"""Parents whose questions are also about what they hold; a département or a région is too wide for that."""


_NO_COMMUNES = Text(
    "Aucune table à notre disposition ne dit quelles communes en font partie : ce qui s’y trouve, sites, labels ou "
    "lauréats, n’est donc pas établi ici, et leur absence de cette page ne dit rien.",
    "No table at hand says which communes are part of it: what stands there, sites, labels or laureates, is therefore "
    "not established here, and their absence from this page says nothing.",
)


@dataclass(frozen=True, slots=True)
class PerimeterRow:
    """A perimeter that holds the place, or part of it."""

    place: Place
    kind: Text
    is_whole: bool
    in_force: bool | None
    """On the day; None when its dates do not tell."""
    candidate: Candidate | None


@dataclass(frozen=True)
class TerritoryPage:
    """A place on a day, as everyone may read it, and what one reads besides."""

    ground: Ground
    kind: Text
    where: str
    on: date
    is_today: bool
    rows: tuple[MeasureStanding, ...]
    """What the reader may know; more than the public when a row says `is_own`."""
    why: Why
    facts: Facts
    sites: Sites
    money: tuple[MoneyRow, ...]
    questions: QuestionsHere
    parents: tuple[tuple[Text, Place], ...]
    perimeters: tuple[PerimeterRow, ...]
    members: tuple[tuple[str, str], ...]
    former: Formers
    """What it took in, and what it was called."""
    note: Text
    """Where the list of its communes comes from."""

    @property
    def place(self) -> Place:
        """The place."""
        return self.ground.place

    @property
    def key(self) -> PlaceKey:
        """Its key."""
        return self.ground.key

    @property
    def peer_kind(self) -> Text:
        """What the places that it is compared with are."""
        return queries.kind_words(self.facts.of)

    @property
    def answered(self) -> Text | None:
        """When the State was asked about it, and what it answered; None when the register tells neither."""
        row = self.questions.answered
        return answer_words(row, main_programme(), self.why.measure) if row else None

    @property
    def caution(self) -> Text | None:
        """What is established of the days of a perimeter."""
        return period_notes.in_both(self.place.source_note)

    @property
    def existence(self) -> Text | None:
        """What is to be known of a place on a day when it was not, or not known to be, what it is."""
        if self.key.kind == "ept" and not self.ground.communes:
            return _NO_COMMUNES
        first, last = self.place.valid_from, self.place.valid_to
        if not self.key.is_perimeter:
            return None if self.is_today else self.former.on(self.on)
        if first is not None and self.on < first:
            return Text(
                "Ce périmètre n’existait pas encore : son premier jour est le {first}. {caution}",
                "This perimeter did not exist yet: its first day is {first}. {caution}",
            ).filled(first=day_text(first), caution=self.caution or Text("", ""))
        if last is not None and self.on > last:
            return Text(
                "Ce périmètre n’existait plus : son dernier jour est le {last}.",
                "This perimeter existed no more: its last day is {last}.",
            ).filled(last=day_text(last))
        if first is None and not self.is_today:
            return Text(
                "Rien n’établit que ce périmètre existait ce jour-là : son premier jour n’est pas établi.",
                "Nothing establishes that this perimeter existed on that day: its first day is not established.",
            )
        return None

    @property
    def programme_rows(self) -> list[MeasureStanding]:
        """What the shipped programmes did."""
        return [one for one in self.rows if not one.call]

    @property
    def call_rows(self) -> list[MeasureStanding]:
        """What the calls run here did."""
        return [one for one in self.rows if one.call]

    @property
    def evaluated(self) -> list[tuple[Candidate, str]]:
        """The territories of our evaluation that are the place, or touch it, with the page of each.

        The one that holds most of the place comes first; where they are many, they come by name.
        """
        decision = self.why.ours.decision
        if decision is None:
            return []
        found = list(self.why.ours.candidates)
        if self.has_many_evaluated:
            found.sort(key=lambda one: (comparable(one.name), one.id))
        return [(one, decision.code) for one in found]

    @property
    def has_many_evaluated(self) -> bool:
        """Whether more territories of our evaluation touch the place than are told one by one."""
        return not self.why.ours.shown

    @property
    def evaluated_in(self) -> int:
        """How many of them would be retained."""
        decision = self.why.ours.decision
        return (
            sum(one.id in decision.portfolio_ids for one, _code in self.evaluated)
            if decision
            else 0
        )


def page_of(
    key: PlaceKey, actor: Actor | None, now: datetime, day: date | None = None
) -> TerritoryPage:
    """Return the page of a place on a day.

    Raises
    ------
    TerritoryError
        When the key names no place.
    """
    on = day_of(moment_of(day, now))
    ground = ground_of(key, on if day else None)
    public = standings(ground.key, None, now, day)
    rows = standings(ground.key, actor, now, day) if actor is not None else public
    place = ground.place
    where = place.departement_name or place.region_name or ""
    if place.departement_code and place.departement_name:
        where = f"{place.departement_name} ({place.departement_code})"
    told = why(ground.key, now, day, rows=public)
    parents = _parents(place)
    perimeters = _perimeters(ground, on, told, asked=day)
    holding = [one.place for one in perimeters if one.is_whole]
    holding += [one for _kind, one in parents if one.kind in HOLDING]
    return TerritoryPage(
        ground=ground,
        kind=queries.kind_words(ground.key),
        where="" if where.startswith(place.name) else where,
        on=on,
        is_today=day is None,
        rows=rows,
        why=told,
        facts=facts_of(ground, on),
        sites=sites_here(ground),
        money=money_of(ground, now),
        questions=questions_here([place, *holding], on),
        parents=parents,
        perimeters=perimeters,
        members=_members(ground),
        former=formers_of(ground.key),
        note=atlas().composition(ground.key, as_of=day).note,
    )


def _parents(place: Place) -> tuple[tuple[Text, Place], ...]:
    keys = list(place.parents)
    if place.kind == "departement" and place.region_code:
        keys.append(PlaceKey("region", place.region_code))
    if place.kind in {"epci", "ept"} or place.key.is_perimeter:
        if place.departement_code:
            keys.append(PlaceKey("departement", place.departement_code))
        if place.region_code:
            keys.append(PlaceKey("region", place.region_code))
    return tuple((queries.kind_words(key), atlas().place(key)) for key in keys)


def _perimeters(
    ground: Ground, on: date, told: Why, *, asked: date | None
) -> tuple[PerimeterRow, ...]:
    if ground.key.is_perimeter:
        return ()
    decision = told.ours.decision
    size = len(ground.communes)
    rows = []
    for key, held in perimeters_in(ground.key, asked).items():
        place = atlas().place(key)
        in_force = place.in_force(on)
        if asked is not None and in_force is False:
            continue
        candidate = decision.by_id.get(str(key)) if decision else None
        rows.append(PerimeterRow(place, queries.kind_words(key), held == size, in_force, candidate))
    rows.sort(
        key=lambda one: (
            one.in_force is False,
            one.candidate is None,
            comparable(one.place.name),
            one.place.key,
        )
    )
    return tuple(rows[:MOST_PERIMETERS])


def _members(ground: Ground) -> tuple[tuple[str, str], ...]:
    if ground.key.kind in {"commune", "arrondissement", "region"}:
        return _inside(ground)
    members = atlas().members_of(ground.key)
    return tuple((one.name, str(one.key)) for one in members[:MOST_MEMBERS])


def _inside(ground: Ground) -> tuple[tuple[str, str], ...]:
    """Return the arrondissements of a commune, the départements of a région."""
    if ground.key.kind == "region":
        inside = [
            one for one in atlas().places("departement") if one.region_code == ground.key.code
        ]
    elif ground.key.kind == "commune":
        inside = [atlas().place(key) for key in _arrondissements().get(ground.key.code, ())]
    else:
        inside = []
    return tuple((one.name, str(one.key)) for one in inside)


@cache
def _arrondissements() -> Mapping[str, tuple[PlaceKey, ...]]:
    found: dict[str, list[PlaceKey]] = {}
    codes = atlas().gazetteer.compositions.codes.arrondissements
    for code, commune in sorted(codes.items()):
        found.setdefault(commune, []).append(PlaceKey("arrondissement", code))
    return {code: tuple(keys) for code, keys in found.items()}
