"""Rules of the two aids over a million firms × contracts, beside OpenFisca-core under the same rules on the same arrays.

Every fact is known, since OpenFisca knows no third value; ours carries it all the same. OpenFisca's clock starts when its
inputs are set; its system and its simulation are built before.
"""

from __future__ import annotations

import datetime
import time
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks._measure import Row, arguments, deliver, describe, peak_mib, timed
from rebond.aid.columns import UNBOUNDED, YES, FactColumn, answers
from rebond.aid.evaluating import answer
from rebond.aid.loading import shipped_aid
from rebond.aid.model import Aid

SEED = 20200720
ON = datetime.date(2020, 9, 1)
PERIOD = "2020-09"
CHECKED = 300
WORDS = ("no", "yes", "unknown")
FIRM, HOUSING = "aide_vte", "aide_logement_vte"


def drawn(aid: Aid, count: int, rng: np.random.Generator) -> dict[str, np.ndarray[Any, Any]]:
    """Draw each fact of an aid; ranges straddle every threshold."""
    found: dict[str, np.ndarray[Any, Any]] = {}
    for fact in aid.facts:
        if fact.kind == "yes_no":
            found[fact.id] = rng.random(count) < 0.9
        elif fact.kind == "choice":
            found[fact.id] = rng.integers(0, len(fact.options), count)
        elif fact.id == "salaire_brut_mensuel":
            found[fact.id] = rng.integers(150_000, 400_000, count)
        elif fact.kind == "money":
            found[fact.id] = rng.integers(0, 60_000, count)
        else:
            found[fact.id] = rng.integers(1, 13, count)
    return found


def one_by_one(
    aid: Aid, columns: dict[str, Any], rows: np.ndarray[Any, Any]
) -> list[tuple[Any, ...]]:
    """Answer some cases with the slow, obvious evaluation."""
    told = []
    for row in rows:
        facts: dict[str, Any] = {}
        for fact in aid.facts:
            value = columns[fact.id][row]
            facts[fact.id] = (
                fact.options[int(value)].id
                if fact.kind == "choice"
                else bool(value)
                if fact.kind == "yes_no"
                else int(value)
            )
        said = answer(aid, facts, on=ON)
        told.append((said.supposed, said.answer, said.amount.low, said.amount.high))
    return told


def open_fisca() -> Any:
    """Return the same rules as a tax and benefit system, amounts in cents."""
    from openfisca_core.entities import Entity
    from openfisca_core.parameters import ParameterNode
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    contract = Entity("contract", "contracts", "Contract", "")
    system = TaxBenefitSystem([contract])
    since = "2020-07-20"
    dated = {
        "firm_amount": 400_000,
        "pay_ceiling": 307_884,
        "rent_least": 1_000,
        "rent_most": 10_000,
        "months_most": 12,
        "total_most": 120_000,
    }
    since_month = f"{since[:8]}01"
    system.parameters = ParameterNode(
        "", data={name: {"values": {since_month: {"value": one}}} for name, one in dated.items()}
    )

    def variable(name: str, kind: type, formula: Any = None) -> None:
        body: dict[str, Any] = {
            "value_type": kind,
            "entity": contract,
            "definition_period": DateUnit.MONTH,
            "label": name,
        }
        if formula is not None:
            body["formula"] = formula
        system.add_variable(type(name, (Variable,), body))

    for aid in (shipped_aid(FIRM), shipped_aid(HOUSING)):
        for fact in aid.facts:
            variable(fact.id, bool if fact.kind == "yes_no" else int)

    def firm_eligible(contracts: Any, period: Any) -> Any:
        return (
            contracts("dans_ti_2020", period)
            * (contracts("taille_entreprise", period) <= 1)
            * contracts("siege_en_france", period)
            * (contracts("situation_jeune", period) <= 1)
            * (contracts("niveau_jeune", period) >= 1)
            * contracts("mission_de_transformation", period)
            * (contracts("contrat", period) <= 2)
            * contracts("charte_signee", period)
        )

    def firm_amount(contracts: Any, period: Any, parameters: Any) -> Any:
        return contracts("firm_eligible", period) * parameters(period).firm_amount

    def housing_eligible(contracts: Any, period: Any, parameters: Any) -> Any:
        return (
            contracts("est_vte", period)
            * (contracts("contrat_logement", period) <= 2)
            * (contracts("salaire_brut_mensuel", period) <= parameters(period).pay_ceiling)
            * contracts("employeur_prive_non_agricole", period)
            * np.logical_not(contracts("autre_dossier_ouvert", period))
        )

    def housing_amount(contracts: Any, period: Any, parameters: Any) -> Any:
        given = parameters(period)
        rent = contracts("loyer_mensuel", period)
        months = np.minimum(contracts("logement_mois", period), given.months_most)
        paid = np.minimum(np.minimum(rent, given.rent_most) * months, given.total_most)
        return contracts("housing_eligible", period) * np.where(rent < given.rent_least, 0, paid)

    variable("firm_eligible", bool, firm_eligible)
    variable("firm_amount", int, firm_amount)
    variable("housing_eligible", bool, housing_eligible)
    variable("housing_amount", int, housing_amount)
    return system


def peer_runs(columns: dict[str, Any], count: int, runs: int) -> tuple[list[float], dict[str, Any]]:
    """Time OpenFisca, a new simulation each run since it keeps what it computed."""
    from openfisca_core.simulations import SimulationBuilder

    system = open_fisca()
    times, results = [], {}
    for run in range(runs + 1):
        simulation = SimulationBuilder().build_default_simulation(system, count)
        for name, values in columns.items():
            simulation.set_input(name, PERIOD, values)
        start = time.perf_counter()
        results = {
            name: simulation.calculate(name, PERIOD)
            for name in ("firm_eligible", "firm_amount", "housing_eligible", "housing_amount")
        }
        if run:
            times.append(time.perf_counter() - start)
    return times, results


def main() -> None:
    """Compare."""
    given = arguments(__doc__).parse_args()
    count = 20_000 if given.quick else 1_000_000
    rng = np.random.default_rng(SEED)
    aids = {name: shipped_aid(name) for name in (FIRM, HOUSING)}
    columns = {name: drawn(aid, count, rng) for name, aid in aids.items()}
    facts = {
        name: {fact: FactColumn(values) for fact, values in of.items()}
        for name, of in columns.items()
    }

    def ours() -> dict[str, Any]:
        return {
            name: answers(aid, facts[name], count=count, on=ON, suppose=True)
            for name, aid in aids.items()
        }

    describe(**{fact: values for of in columns.values() for fact, values in of.items()})
    timing = timed("ours, both aids", ours, given.runs)
    memory, said = peak_mib(), ours()
    rows = rng.choice(count, CHECKED, replace=False)
    differ = 0
    for name, aid in aids.items():
        strict = answers(aid, facts[name], count=count, on=ON)
        for row, slow in zip(rows, one_by_one(aid, columns[name], rows), strict=True):
            fast = (
                WORDS[said[name].answers[row]],
                WORDS[strict.answers[row]],
                strict.low[row],
                None if strict.high[row] == UNBOUNDED else strict.high[row],
            )
            differ += fast != slow
    exactness = f"{differ} of {2 * CHECKED} cases differ from the evaluation one by one"
    peer, peer_s = None, None
    if find_spec("openfisca_core"):
        times, found = peer_runs(
            {fact: values for of in columns.values() for fact, values in of.items()},
            count,
            given.runs,
        )
        peer, peer_s = "OpenFisca-core", sorted(times)[len(times) // 2]
        other = sum(
            int(np.count_nonzero((said[name].answers == YES) != found[f"{short}_eligible"]))
            + int(np.count_nonzero(said[name].high != found[f"{short}_amount"]))
            for name, short in ((FIRM, "firm"), (HOUSING, "housing"))
        )
        exactness += f"; {other} of {4 * count} answers and amounts differ from OpenFisca"
    ratio = None if peer_s is None else peer_s / timing.median
    deliver(
        [
            Row(
                work="aid rules, eligibility and amount of two aids, three-valued",
                size=f"{count} firms × contracts",
                ours_s=timing.median,
                peer=peer,
                peer_s=peer_s,
                ratio=ratio,
                per_thread_ratio=ratio,
                exactness=exactness,
                peak_mib=memory,
            )
        ],
        given.json,
    )


if __name__ == "__main__":
    main()
