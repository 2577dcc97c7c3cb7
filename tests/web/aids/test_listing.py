"""The page of the aids says each amount, condition and open point with its sources."""

from __future__ import annotations

from datetime import date

from rebond.web.aids.listing import rows


def test_each_aid_says_for_whom_how_much_and_who_pays() -> None:
    found = {row.aid.id: row for row in rows(date(2026, 1, 15))}
    assert found["aide_vte"].amount.fr == (
        "4\u202f000\u00a0€, si la règle lue pour la dernière fois le 20 juillet 2020 vaut encore"
    )
    assert found["aide_vte"].provider.fr == "Bpifrance"
    assert found["aide_logement_vte"].amount.en.startswith("at most €1,200, if the rule last")
    assert found["aide_logement_vte"].beneficiary.en == "the young person"
    for row in found.values():
        assert all(one.sources for one in row.requirements)


def test_what_was_looked_for_without_being_found_is_said() -> None:
    found = {row.aid.id: row for row in rows(date(2026, 1, 15))}
    assert any("plafond après 2020" in one.fr for one in found["aide_logement_vte"].open_points)


def test_an_amount_before_its_first_source_is_not_established() -> None:
    assert [row.amount.en for row in rows(date(2020, 7, 19))] == [
        "amount not established on that day"
    ] * 3
