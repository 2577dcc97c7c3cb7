"""What the simulator reads: as the command for every case, and an address that tells nothing about anyone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.http import QueryDict

from rebond.aid.cases import AidCase, CaseFile, facts_of, shipped_cases
from rebond.aid.evaluating import answer
from rebond.aid.loading import shipped_aid
from rebond.aid.reporting import answer_json
from rebond.web.aids import simulator, simulator_results
from rebond.web.aids.simulator_fields import CONTRACT_FACTS, aids, asked_by, fields
from tests.web.aids.telling import told

TODAY = date(2026, 1, 15)
CASES = [(file, case) for _name, file in shipped_cases() for case in file.cases]


def query(typed: Mapping[str, str | list[str]]) -> QueryDict:
    made = QueryDict(mutable=True)
    for key, value in typed.items():
        made.setlist(key, value if isinstance(value, list) else [value])
    return made


def read(**typed: Any) -> simulator.Told:
    return simulator.read(query(typed), TODAY)


def answer_of(aid: str, found: simulator.Told) -> dict[str, Any]:
    return next(answer_json(one) for one in simulator_results.answers(found) if one.aid == aid)


@pytest.mark.parametrize(("file", "case"), CASES, ids=lambda one: getattr(one, "case", ""))
def test_each_case_gets_the_answer_of_the_command(file: CaseFile, case: AidCase) -> None:
    facts = facts_of(file, case)
    expected = answer_json(answer(shipped_aid(file.aid), facts, on=case.filed_on))
    found = simulator.read(query(told(facts, case.filed_on)), TODAY)
    assert found.faults == {}
    assert answer_of(file.aid, found) == expected
    again = simulator.read(QueryDict(simulator.to_query(found)), TODAY)
    assert again.faults == {}
    shared = answer_of(file.aid, again)
    for key in ("answer", "supposed", "deciding", "missing", "amount", "on"):
        assert shared[key] == expected[key], key


def test_every_fact_of_every_aid_is_asked_in_one_place() -> None:
    for aid in aids():
        for fact in aid.facts:
            assert fact.id in asked_by(fact.id).facts
    assert len({one.key for one in fields().values()}) == len(fields())
    for name in CONTRACT_FACTS["cdi"]:
        known = {
            option.id for aid in aids() for f in aid.facts if f.id == name for option in f.options
        }
        assert {one[name] for one in CONTRACT_FACTS.values()} - {None} == known


def test_a_contract_of_unknown_length_is_known_to_the_housing_aid_only() -> None:
    facts = simulator.facts(read(contrat="cdd"))
    assert facts == {"contrat_logement": "cdd"}


def test_an_address_holds_no_siren_and_no_exact_pay() -> None:
    found = read(
        siren="200 069 532",
        salaire="2 345,67",
        loyer="612",
        effectif="31",
        ca="3 141 592",
        mois="7",
    )
    assert found.faults == {}
    assert found.has_siren
    address = simulator.to_query(found)
    assert address == ("salaire=3078.84&effectif=49&ca=10000000&loyer=100&mois=7&jour=2026-01-15")
    assert "200069532" not in repr(found.values)


@pytest.mark.parametrize(
    "written", ["200069533", "20006953", "٢٠٠٠٦٩٥٣٢", "abcdefghi", "-00069532"]
)
def test_a_siren_is_checked_by_its_key(written: str) -> None:
    found = read(siren=written)
    assert set(found.faults) == {"siren"}
    assert not found.has_siren


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("salaire", "-1"),
        ("salaire", "9" * 60),
        ("salaire", "1e9"),
        ("salaire", "٣٠٠٠"),
        ("salaire", "12,345"),
        ("salaire", "1000000,01"),
        ("loyer", "<b>"),
        ("mois", "0"),
        ("mois", "13"),
        ("mois", "1,5"),
        ("effectif", "-3"),
        ("effectif", "9" * 17),
        ("ca", "beaucoup"),
        ("niveau", "bac9"),
        ("taille", "PME; DROP TABLE"),
        ("charte", "peut-être"),
        ("jour", "2020-02-30"),
        ("jour", "1999-01-01"),
        ("jour", "9999-12-31"),
        ("commune", "Zzyzx"),
        ("commune", "99999"),
        ("commune", "!!!"),
        ("commune", "A" * 120),
        ("commune", "{0.__class__}"),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field_and_counts_as_unknown(
    key: str, written: str
) -> None:
    found = read(**{key: written})
    assert set(found.faults) == {key}
    assert key not in found.values
    assert found.typed[key] == written
    fault = found.faults[key]
    assert fault.fr
    assert fault.en
    assert fault.fr != fault.en


@pytest.mark.parametrize("written", ["", "  ", "?", "inconnu", "unknown"])
def test_an_empty_answer_is_unknown_not_zero(written: str) -> None:
    found = read(salaire=written, loyer=written)
    assert found.faults == {}
    assert found.values == {}


def test_figures_tell_the_size_and_a_class_told_otherwise_is_refused() -> None:
    assert simulator.facts(read(effectif="249", ca="60000000", bilan="43000000")) == {
        "taille_entreprise": "pme"
    }
    assert simulator.facts(read(effectif="249", ca="60000000")) == {}
    assert read(effectif="249", ca="60000000").sizes == ("moyenne", "eti")
    assert simulator.facts(read(effectif="249", ca="60000000", taille="eti")) == {
        "taille_entreprise": "eti"
    }
    clash = read(effectif="300", ca="60000000", taille="pme")
    assert set(clash.faults) == {"taille"}
    assert simulator.facts(clash) == {"taille_entreprise": "eti"}


def test_a_proposal_that_is_chosen_goes_before_what_was_typed() -> None:
    found = read(commune=["Saint-Denis", "Saint-Denis (La Réunion, 97411)"])
    assert found.values["commune"] == "97411"
    assert read(commune=["Lisieux", ""]).values["commune"] == "14366"


def test_the_filing_day_is_today_unless_told() -> None:
    assert read().on == TODAY
    assert not read().is_asked
    assert read(jour="2020-09-01").on == date(2020, 9, 1)
    assert read(jour="hier").on == TODAY
