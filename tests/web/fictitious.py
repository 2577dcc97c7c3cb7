"""A fictitious decision: sixty invented territories, computed here so that its numbers agree.

Nothing in it describes a real place. It has every state that the pages must show: missing and not
applicable facts, candidates never first, kept out by a rule, deferred, references, a known label.
"""

from __future__ import annotations

import math
import random
from typing import Any

from rebond.canonical import digest
from rebond.record import seal

CRITERIA = ("tissu", "services", "acces", "competences", "partenariats")
TITLES = {
    "tissu": ("Tissu de sous-traitants", "Subcontractors"),
    "services": ("Fournisseurs de services", "Service suppliers"),
    "acces": ("Accès et réseaux", "Access and networks"),
    "competences": ("Main-d’œuvre et formation", "Workforce and training"),
    "partenariats": ("Partenariats avec des pôles", "Partnerships with clusters"),
}
INDICATORS = {
    "tissu": [("etablissements_20km", "établissements", "establishments", 0)],
    "services": [("emplois_30km", "emplois", "jobs", 0)],
    "acces": [("gare_fret_km", "km", "km", 1), ("fibre_part", "%", "%", 1)],
    "competences": [("chomage", "%", "%", 1), ("lycees_professionnels", "lycées", "schools", 0)],
    "partenariats": [("pole_km", "km", "km", 1)],
}
NAMES = ("Val", "Plaine", "Rives", "Monts", "Bassin", "Marais")
REGIONS = tuple((f"F{n}", f"Région fictive {n}") for n in range(1, 7))
DRAWS = 400
PRODUCED_AT = "2026-01-15T09:30:00Z"


def territory_id(index: int) -> str:
    return f"territoire_industrie:1:ti-fictif-{index:02d}"


def fictitious_body(count: int = 60, *, seed: int = 7) -> dict[str, Any]:
    """Return the body of a decision on `count` invented territories and three invented sites."""
    source = random.Random(seed)  # noqa: S311
    places = [_place(index, source) for index in range(count)]
    references = [_place(count + index, source) for index in range(3)]
    draws = [_weights(source) for _ in range(DRAWS)]
    ranks = _ranks(places, draws)
    mean = {
        c: math.fsum(0.2 * place["criteria"][c]["mid"] for place in places) / count
        for c in CRITERIA
    }
    by_score = sorted(places, key=lambda place: -_score(place, "mid"))
    position = {place["id"]: rank for rank, place in enumerate(by_score, start=1)}
    rows = [_row(place, ranks[place["id"]], position[place["id"]], count) for place in places]
    rows += [_reference(place, places, draws) for place in references]
    cut = by_score[count // 2 - 1]
    return {
        "format": "rebond-decision/1",
        "programme": {
            "id": "programme_fictif",
            "version": "1.0.0",
            "digest": digest("programme fictif"),
            "title": {"fr": "Programme fictif", "en": "Fictitious programme"},
            "measure": "sites_fictifs",
            "measure_title": {"fr": "Sites fictifs", "en": "Fictitious sites"},
            "is_fictitious": True,
            "decision_on": "2020-07-20",
            "as_of": "2020-07-20",
        },
        "policy": {"measures": [{"id": "sites_fictifs", "grid": {"weights": "unknown"}}]},
        "frame": [
            {
                "id": "communes",
                "title": {"fr": "Communes (fictif)", "en": "Communes (fictitious)"},
                "dataset": "jeu_fictif",
                "vintage": {"fr": "2026", "en": "2026"},
                "observed_until": "2026-01-01",
                "is_later": True,
                "why": {"fr": "Cadre fictif.", "en": "Fictitious frame."},
            }
        ],
        "parameters": {
            "k": count // 2,
            "covered_regions_min": None,
            "as_of": "2020-07-20",
            "draws": DRAWS,
            "seed": seed,
            "later_vintages": "as_policy",
            "weights": {"origin": "policy", "intervals": {}, "orderings": []},
            "rules": [],
            "candidates": {
                "source": "territoire_industrie:1",
                "digest": digest([place["id"] for place in places]),
                "count": count,
                "own_rows": [],
            },
        },
        "snapshot": {"digest": digest("instantané fictif"), "tables": {}, "sources": {}},
        "methods": {"weighted_sum": "1.0.0", "smaa2": "1.0.0", "portfolio": "1.0.0"},
        "criteria": [_criterion(c) for c in CRITERIA],
        "weights": dict.fromkeys(CRITERIA, 0.2),
        "mean_contributions": mean,
        "candidates": rows,
        "portfolio": {
            "objective": 17.25,
            "chosen": [row["id"] for row in rows if row["portfolio"]["chosen"]],
            "rules": [
                {
                    "id": "au_moins_un_par_region",
                    "title": {"fr": "Au moins un par région", "en": "At least one per region"},
                    "bound": 6,
                    "value": 6,
                    "binding": True,
                }
            ],
        },
        "cut": {"score": _score(cut, "mid"), "id": cut["id"]},
    }


ENVIRONMENT = {"rebond": "0.1.0", "python": "3.11"}


def fictitious_file(count: int = 60, *, seed: int = 7, produced_at: str = PRODUCED_AT) -> bytes:
    """Return the sealed file of that decision."""
    return seal(fictitious_body(count, seed=seed), produced_at, ENVIRONMENT)


def _place(index: int, source: random.Random) -> dict[str, Any]:
    criteria = {}
    for c in CRITERIA:
        mid = round(source.betavariate(2, 2), 6)
        spread = 0.5 if c == "partenariats" else round(source.uniform(0, 0.15), 6)
        criteria[c] = {
            "low": max(0.0, mid - spread),
            "mid": mid,
            "high": min(1.0, mid + spread),
            "documented": 0.0 if c == "partenariats" else 1.0,
        }
    region = REGIONS[index % len(REGIONS)]
    return {
        "id": territory_id(index),
        "name": f"{NAMES[index % len(NAMES)]}-d’Exemple {index + 1:02d}",
        "region_code": region[0],
        "region": region[1],
        "departement_code": f"F{index % 20:02d}",
        "lon": round(source.uniform(-1.0, 6.0), 4),
        "lat": round(source.uniform(43.8, 49.5), 4),
        "population": None if index == 5 else source.randrange(18_000, 240_000),
        "criteria": criteria,
        "facts": _facts(source, index),
    }


def _facts(source: random.Random, index: int) -> dict[str, Any]:
    facts = {}
    for items in INDICATORS.values():
        for name, _unit, _en, digits in items:
            value = round(source.uniform(2, 90), digits)
            facts[name] = {
                "status": "known",
                "value": value,
                "low": round(value * 0.8, digits),
                "high": round(value * 1.2, digits),
                "u": [0.2, 0.7],
                "dataset": "jeu_fictif",
                "note": None,
            }
    blank = {
        "value": None,
        "low": None,
        "high": None,
        "u": None,
        "dataset": "jeu_fictif",
        "note": None,
    }
    facts["lycees_professionnels"] = {"status": "missing", **blank}
    if index == 3:
        facts["gare_fret_km"] = {"status": "not_applicable", **blank}
    return facts


def _weights(source: random.Random) -> list[float]:
    drawn = [source.expovariate(1) for _ in CRITERIA]
    return [value / math.fsum(drawn) for value in drawn]


def _score(place: dict[str, Any], bound: str) -> float:
    return math.fsum(0.2 * place["criteria"][c][bound] for c in CRITERIA)


def _values(place: dict[str, Any], weights: list[float]) -> float:
    return math.fsum(
        w * place["criteria"][c]["mid"] for w, c in zip(weights, CRITERIA, strict=True)
    )


def _ranks(places: list[dict[str, Any]], draws: list[list[float]]) -> dict[str, list[int]]:
    ranks: dict[str, list[int]] = {place["id"]: [] for place in places}
    for weights in draws:
        order = sorted(places, key=lambda place: -_values(place, weights))
        for rank, place in enumerate(order, start=1):
            ranks[place["id"]].append(rank)
    return {key: sorted(values) for key, values in ranks.items()}


def _outcome(ranks: list[int], k: int) -> dict[str, Any]:
    return {
        "chance": sum(rank <= k for rank in ranks) / len(ranks),
        "rank": {
            "low": ranks[int(0.05 * len(ranks))],
            "median": ranks[len(ranks) // 2],
            "high": ranks[int(0.95 * len(ranks))],
        },
    }


def _row(place: dict[str, Any], ranks: list[int], position: int, count: int) -> dict[str, Any]:
    index = int(place["id"][-2:])
    status = "retained" if position <= count // 2 else "below_cut"
    special = {7: "kept_out", 11: "deferred", 13: "ineligible", 17: "never_proposed"}
    status = special.get(index, status)
    retained = status == "retained"
    outcome = _outcome(ranks, count // 2)
    never = outcome["chance"] == 0.0
    return {
        **place,
        "kind": "territoire_industrie",
        "role": "candidate",
        "score": {bound: _score(place, bound) for bound in ("low", "mid", "high")},
        "reliability": 0.7,
        **outcome,
        "central_weights": None if never else dict.fromkeys(CRITERIA, 0.2),
        "confidence": None if never else 0.6,
        "status": status,
        "portfolio": {
            "chosen": retained,
            "core": "all" if position < 12 else "some" if position < 45 else "none",
            "by_score_rank": position,
            "rule": "au_moins_un_par_region" if status == "kept_out" else None,
        },
        "reason": {
            "fr": f"Le score de ce territoire fictif le place au rang {position} sur {count}.",
            "en": f"The score of this fictitious territory ranks it {position} of {count}.",
        },
        "contributions": {c: 0.2 * place["criteria"][c]["mid"] for c in CRITERIA},
        "changes": []
        if retained
        else [
            {
                "kind": "criterion",
                "criterion": "acces",
                "from": place["criteria"]["acces"]["mid"],
                "to": min(1.0, place["criteria"]["acces"]["mid"] + 0.2),
            },
            {"kind": "rule", "rule": "au_moins_un_par_region", "from": 6, "to": 5},
        ]
        if status != "ineligible"
        else [
            {
                "kind": "gate",
                "gate": "surface_minimale",
                "from": None,
                "to": None,
                "title": {"fr": "Surface d’au moins 30 ha", "en": "Area of at least 30 ha"},
            }
        ],
        "composition": {
            "source": "members" if index == 4 else "dated_list",
            "vintage": {"fr": "2026", "en": "2026"} if index == 4 else {"fr": "2020", "en": "2020"},
            "in_force": index != 4,
            "note": {"fr": "Composition fictive.", "en": "Fictitious composition."},
        },
        "history": {
            "proposed": "unknown",
            "labels": [
                {
                    "site": "site:fictif-1",
                    "name": "Site d’Exemple 1",
                    "wave": "2",
                    "announced_on": "2020-07-20",
                    "source_url": "https://exemple.invalid/annonce",
                }
            ]
            if index == 2
            else [],
        },
    }


def _reference(
    place: dict[str, Any],
    places: list[dict[str, Any]],
    draws: list[list[float]],
) -> dict[str, Any]:
    ranks = sorted(
        1 + sum(_values(other, weights) > _values(place, weights) for other in places)
        for weights in draws
    )
    row = _row(place, ranks, ranks[len(ranks) // 2], len(places))
    number = int(place["id"][-2:]) - len(places) + 1
    return {
        **row,
        "id": f"site:fictif-{number}",
        "name": f"Site d’Exemple {number}",
        "kind": "labelled_site",
        "role": "reference",
        "status": "reference",
        "changes": [],
        "portfolio": {"chosen": False, "core": None, "by_score_rank": None, "rule": None},
        "history": {
            "proposed": "yes",
            "labels": [
                {
                    "site": f"site:fictif-{number}",
                    "name": f"Site d’Exemple {number}",
                    "wave": "2",
                    "announced_on": "2020-07-20",
                    "source_url": "https://exemple.invalid/annonce",
                }
            ],
        },
    }


def _criterion(c: str) -> dict[str, Any]:
    items = INDICATORS[c]
    return {
        "id": c,
        "title": {"fr": TITLES[c][0], "en": TITLES[c][1]},
        "statement": {"fr": "Énoncé fictif.", "en": "Fictitious statement."},
        "indicators": [
            {
                "id": name,
                "title": {"fr": f"Mesure « {name} »", "en": f"Measure “{name}”"},
                "unit": {"fr": unit, "en": unit_en},
                "digits": digits,
                "dataset": "jeu_fictif",
                "vintage": {"fr": "2018", "en": "2018"},
                "share": 1 / len(items),
                "value_function": {"kind": "linear", "points": [[0, 0], [90, 1]]},
                "as_of_state": "unavailable" if name == "lycees_professionnels" else "in_time",
                "why": {"fr": "", "en": ""},
                "filled_by": {
                    "fr": "Annuaire de l’éducation (fictif)",
                    "en": "Education directory (fictitious)",
                }
                if name == "lycees_professionnels"
                else None,
            }
            for name, unit, unit_en, digits in items
        ],
    }
