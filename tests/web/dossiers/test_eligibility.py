from __future__ import annotations

import datetime as dt

from rebond.programme import load_programme, shipped_programmes
from rebond.web.calls.models import Call, Revision
from rebond.web.dossiers.eligibility import eligibility_of, gate_rows

PROGRAMME = load_programme(shipped_programmes()[0])
ON = dt.date(2031, 6, 2)
INSIDE, OUTSIDE = "14366", "75056"


def revision(measure: str) -> Revision:
    one = Revision(call=Call(measure_id=measure), number=1)
    one.__dict__["programme"] = PROGRAMME
    return one


def territory(*codes: str) -> str:
    one = revision("formation")
    form = one.measure.form
    assert form is not None
    found = eligibility_of(one, form, {"commune_implantation": list(codes)}, "commune", ON)
    return {row.id: row.answer for row in gate_rows(one, found)}["territoire_admis"]


def test_a_perimeter_that_holds_each_commune_says_yes_and_none_says_no() -> None:
    assert territory(INSIDE) == "yes"
    assert territory(OUTSIDE) == "no"


def test_a_perimeter_that_holds_a_part_leaves_a_doubt_and_eliminates_nobody() -> None:
    assert territory(INSIDE, OUTSIDE) == "unknown"


def test_without_a_commune_nothing_is_established() -> None:
    assert territory() == "unknown"


def test_one_eliminating_no_is_enough() -> None:
    one = revision("formation")
    assert one.measure.form is not None
    found = eligibility_of(
        one, one.measure.form, {"commune_implantation": [OUTSIDE]}, "commune", ON
    )
    assert found.answer == "no"
    assert [gate.gate for gate in found.failed] == ["territoire_admis"]


def test_gates_that_exclude_nobody_leave_no_doubt() -> None:
    one = revision("site_cle_en_main")
    assert one.measure.form is not None
    assert not any(gate.eliminates is True for gate in one.measure.gates)
    found = eligibility_of(one, one.measure.form, {}, "commune", ON)
    assert found.answer == "yes"
    assert "unknown" in {gate.answer for gate in found.gates}


def test_one_eliminating_gate_that_is_unknown_leaves_the_doubt() -> None:
    one = revision("formation")
    assert one.measure.form is not None
    assert eligibility_of(one, one.measure.form, {}, "commune", ON).answer == "unknown"
    inside = {"commune_implantation": [INSIDE]}
    assert eligibility_of(one, one.measure.form, inside, "commune", ON).answer == "yes"
