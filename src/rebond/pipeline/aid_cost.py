"""What the aids to recruitments in Territoires d'industrie would cost, territory by territory, under named assumptions.

No register of recruitments is established, so recruitments are drawn: their number is the announced one, their places
follow the jobs of each territory, their facts follow shares that anyone can change. Every assumption stands in the
result; none of them is a fact about a territory.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rebond.aid.columns import UNBOUNDED, UNKNOWN, FactColumn, answers
from rebond.aid.loading import shipped_aid
from rebond.errors import BadInput
from rebond.opendata import Snapshot
from rebond.territory import Atlas
from rebond.texts import Text, day_text, money

VERSION = "1.0.0"
FIRM_AID, HOUSING_AID = "aide_vte", "aide_logement_vte"
MOST = 10_000_000
FIRST_DAY, LAST_DAY = datetime.date(2018, 1, 1), datetime.date(2050, 12, 31)
"""Filing days that may be asked: the VTE was announced in November 2018, and no rule is told for ever."""
TWELVE_MONTHS = 12


class UnusableAssumption(BadInput):
    """An assumption out of its range."""

    def __init__(self, name: str, value: object, allowed: Text) -> None:
        self.name = name
        super().__init__(
            Text("{name} ne peut pas valoir {value}", "{name} cannot be {value}").filled(
                name=name, value=value
            ),
            cure=Text("Donnez {allowed}.", "Give {allowed}.").filled(allowed=allowed),
        )


class UnknownAssumption(BadInput):
    """A name that no assumption has."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = ", ".join(known)
        super().__init__(
            Text("« {name} » n’est pas une hypothèse", "“{name}” is no assumption").filled(
                name=name[:60]
            ),
            cure=Text(
                "Changez l’une de celles-ci\u00a0: {names}.", "Change one of: {names}."
            ).filled(names=names),
        )


HUNDRED, THOUSAND, LARGE = 100_00, 1_000_00, 100_000_00
"""Euros, in cents."""


class UnusableDay(BadInput):
    """A filing day of which nothing can be simulated."""

    def __init__(self, day: datetime.date) -> None:
        super().__init__(
            Text("aucun coût ne se simule au {day}", "no cost can be simulated on {day}").filled(
                day=day_text(day)
            ),
            cure=Text(
                "Donnez un jour du {first} au {last}.", "Give a day from {first} to {last}."
            ).filled(first=day_text(FIRST_DAY), last=day_text(LAST_DAY)),
        )


@dataclass(frozen=True, slots=True)
class Assumption:
    """One number that the simulation supposes.

    Parameters
    ----------
    name : str
    value : float
    words : Text
        What it means.
    basis : {"announced", "assumption"}
    source : str
        Id of the source of an announced number; empty otherwise.
    """

    name: str
    value: float
    words: Text
    basis: str
    source: str = ""


DEFAULTS: tuple[Assumption, ...] = (
    Assumption(
        "recruitments",
        1000,
        Text("volontaires recrutés en tout", "volunteers recruited in all"),
        "announced",
        "CP",
    ),
    Assumption(
        "eligible_share",
        1.0,
        Text(
            "part des recrutements qui remplissent toutes les conditions de l’entreprise",
            "share of recruitments that meet every condition of the firm",
        ),
        "assumption",
    ),
    Assumption(
        "housing_share",
        0.5,
        Text(
            "part des jeunes qui demandent l’aide au logement", "share who ask for the housing aid"
        ),
        "assumption",
    ),
    Assumption(
        "rent_low",
        0,
        Text("loyer à charge le plus bas, euros par mois", "lowest rent to bear, euros a month"),
        "assumption",
    ),
    Assumption(
        "rent_high",
        600,
        Text("loyer à charge le plus haut, euros par mois", "highest rent to bear, euros a month"),
        "assumption",
    ),
    Assumption(
        "months_low",
        6,
        Text("nombre de mois de loyer le plus petit", "fewest months of rent"),
        "assumption",
    ),
    Assumption(
        "paid_under_ceiling",
        0.95,
        Text("part des salaires sous le plafond", "share of pay under the ceiling"),
        "assumption",
    ),
)
SHARES = frozenset({"eligible_share", "housing_share", "paid_under_ceiling"})


@dataclass(frozen=True, slots=True)
class TerritoryCost:
    """What one territory would receive.

    Parameters
    ----------
    id, name : str
    jobs : int
    recruitments : int
    firm_cents, housing_cents : int
        If the rules first read later already held on the day.
    """

    id: str
    name: str
    jobs: int
    recruitments: int
    firm_cents: int
    housing_cents: int


@dataclass(frozen=True, slots=True)
class AidCost:
    """The whole cost.

    Parameters
    ----------
    on : datetime.date
    seed : int
    territories : tuple of TerritoryCost
        In the order of their ids.
    sure_cents : int
        The same draw by the rules already read on that day alone.
    supposed_cents : int
        The same if the rules first read later already held.
    most_cents : int or None
        If every case that is not refused received the most; None when nothing bounds it.
    unsettled : int
        How many applications (of either aid) the established rules leave open.
    assumptions : tuple of Assumption
    version : str
    """

    on: datetime.date
    seed: int
    territories: tuple[TerritoryCost, ...]
    sure_cents: int
    supposed_cents: int
    most_cents: int | None
    unsettled: int
    assumptions: tuple[Assumption, ...]
    version: str = VERSION


def aid_cost(
    snapshot: Snapshot,
    atlas: Atlas,
    *,
    on: datetime.date,
    changes: Mapping[str, float] | None = None,
    seed: int = 0,
    perimeter: str = "territoire_industrie",
    phase: str = "1",
) -> AidCost:
    """Simulate the cost of the aids to VTE recruitments.

    Parameters
    ----------
    snapshot : Snapshot
    atlas : Atlas
    on : datetime.date
        Filing day of every application, `FIRST_DAY` to `LAST_DAY`.
    changes : mapping of str to float, optional
        Assumptions to change, by name.
    seed : int, default 0
        Of the drawn facts; the same seed gives the same cents.
    perimeter, phase : str
        The territories.

    Returns
    -------
    AidCost

    Raises
    ------
    UnknownAssumption, UnusableAssumption, UnusableDay
    """
    if not FIRST_DAY <= on <= LAST_DAY:
        raise UnusableDay(on)
    assumptions = _assumed(changes or {})
    given = {one.name: one.value for one in assumptions}
    places = atlas.places(perimeter, phase)
    jobs_by_code = {
        row["commune_code"]: row["jobs"] or 0 for row in snapshot.table("jobs_2020").to_pylist()
    }
    codes = np.array([jobs_by_code.get(code, 0) for code in atlas.communes.code], dtype=np.int64)
    jobs = np.array([codes[atlas.communes_of(place.key)].sum() for place in places], np.int64)
    counts = shared_out(int(given["recruitments"]), jobs)
    total = int(counts.sum())
    where = np.repeat(np.arange(len(places)), counts)
    draws = np.random.Generator(np.random.Philox(seed))
    firm, housing = _firms(given, total, draws), _homes(given, total, draws)
    asks = draws.random(total) < given["housing_share"]
    sure, most, unsettled = 0, 0, 0
    is_bounded = True
    supposed = []
    for name, facts, chosen in ((FIRM_AID, firm, None), (HOUSING_AID, housing, asks)):
        aid = shipped_aid(name)
        kept = np.ones(total, dtype=np.bool_) if chosen is None else chosen
        strict = answers(aid, facts, count=total, on=on)
        loose = answers(aid, facts, count=total, on=on, suppose=True)
        sure += int(strict.low[kept & (strict.answers == 1)].sum())
        high = strict.high[kept & (strict.answers != 0)]
        is_bounded &= not bool((high == UNBOUNDED).any())
        most += int(high[high != UNBOUNDED].sum())
        unsettled += int((kept & (strict.answers == UNKNOWN)).sum())
        paid = np.where(kept & (loose.answers == 1), loose.low, 0)
        supposed.append(np.bincount(where, weights=paid, minlength=len(places)).astype(np.int64))
    rows = tuple(
        TerritoryCost(
            place.key.code,
            place.name,
            int(jobs[index]),
            int(counts[index]),
            int(supposed[0][index]),
            int(supposed[1][index]),
        )
        for index, place in enumerate(places)
    )
    whole = int(supposed[0].sum() + supposed[1].sum())
    bound = most if is_bounded else None
    return AidCost(on, seed, rows, sure, whole, bound, unsettled, assumptions)


def drawn_sum(cents: int) -> Text:
    r"""Write a sum of a draw to the thousand euros, to the hundred below a hundred thousand: it has no cents.

    Examples
    --------
    >>> drawn_sum(438_615_512).en
    '€4,386,000'
    >>> drawn_sum(1_25_000).en
    '€1,300'
    >>> drawn_sum(99).en
    'less than €100'
    """
    if 0 < cents < HUNDRED:
        return Text("moins de {least}", "less than {least}").filled(least=money(HUNDRED))
    step = THOUSAND if cents >= LARGE else HUNDRED
    return money((cents + step // 2) // step * step)


def shared_out(total: int, weights: NDArray[np.int64]) -> NDArray[np.int64]:
    """Share whole units in proportion to weights, by largest remainder; equal remainders go to the first.

    Parameters
    ----------
    total : int
        At least 0.
    weights : array, shape (n,), int64
        At least 0, not all 0.

    Returns
    -------
    array, shape (n,), int64
        Adds up to `total`.

    Examples
    --------
    >>> shared_out(10, np.array([1, 1, 1])).tolist()
    [4, 3, 3]
    """
    whole = int(weights.sum())
    exact = [divmod(total * int(weight), whole) for weight in weights]
    shares = np.array([quotient for quotient, _rest in exact], dtype=np.int64)
    order = sorted(range(len(exact)), key=lambda place: (-exact[place][1], place))
    for place in order[: total - int(shares.sum())]:
        shares[place] += 1
    return shares


def _assumed(changes: Mapping[str, float]) -> tuple[Assumption, ...]:
    known = [one.name for one in DEFAULTS]
    for name in changes:
        if name not in known:
            raise UnknownAssumption(name, known)
    found = tuple(
        Assumption(one.name, changes[one.name], one.words, "assumption")
        if one.name in changes
        else one
        for one in DEFAULTS
    )
    by_name = {one.name: one.value for one in found}
    for name, value in by_name.items():
        top = 1 if name in SHARES else (MOST if name == "recruitments" else 10_000)
        if not 0 <= value <= top:
            raise UnusableAssumption(
                name, value, Text(f"un nombre de 0 à {top}", f"a number from 0 to {top}")
            )
    if by_name["months_low"] > TWELVE_MONTHS or by_name["rent_low"] > by_name["rent_high"]:
        name = "months_low" if by_name["months_low"] > TWELVE_MONTHS else "rent_low"
        raise UnusableAssumption(
            name, by_name[name], Text("moins que le plus haut", "less than the highest")
        )
    return found


def _firms(
    given: Mapping[str, float], total: int, draws: np.random.Generator
) -> dict[str, FactColumn]:
    """Draw the facts of the firm's aid: all conditions met, or the size condition failed."""
    aid = shipped_aid(FIRM_AID)
    sizes = [option.id for option in aid.fact("taille_entreprise").options]
    is_eligible = draws.random(total) < given["eligible_share"]
    size = np.where(is_eligible, sizes.index("pme"), sizes.index("grande")).astype(np.int64)
    facts = {"taille_entreprise": FactColumn(size)}
    best = {"situation_jeune": "alternance", "niveau_jeune": "bac5", "contrat": "cdi"}
    for fact in aid.facts:
        if fact.id in best:
            place = [option.id for option in fact.options].index(best[fact.id])
            facts[fact.id] = FactColumn(np.full(total, place, dtype=np.int64))
        elif fact.kind == "yes_no":
            facts[fact.id] = FactColumn(np.ones(total, dtype=np.bool_))
    return facts


def _homes(
    given: Mapping[str, float], total: int, draws: np.random.Generator
) -> dict[str, FactColumn]:
    """Draw the facts of the housing aid: rent and months uniform between their ends."""
    aid = shipped_aid(HOUSING_AID)
    contracts = [option.id for option in aid.fact("contrat_logement").options]
    rent = draws.uniform(given["rent_low"], given["rent_high"], total)
    is_under = draws.random(total) < given["paid_under_ceiling"]
    months = draws.integers(int(given["months_low"]), TWELVE_MONTHS + 1, total)
    return {
        "est_vte": FactColumn(np.ones(total, dtype=np.bool_)),
        "contrat_logement": FactColumn(np.full(total, contracts.index("cdi"), dtype=np.int64)),
        "salaire_brut_mensuel": FactColumn(np.where(is_under, 200_000, 400_000).astype(np.int64)),
        "employeur_prive_non_agricole": FactColumn(np.ones(total, dtype=np.bool_)),
        "autre_dossier_ouvert": FactColumn(np.zeros(total, dtype=np.bool_)),
        "loyer_mensuel": FactColumn((rent * 100).astype(np.int64)),
        "logement_mois": FactColumn(months.astype(np.int64)),
    }
