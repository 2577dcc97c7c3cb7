"""A gate is explained with the labels of the form and the names of places, never with ids."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from rebond.programme import load_programme
from rebond.web.calls.models import Call, Revision
from rebond.web.dossiers.eligibility import eligibility_of

ON = dt.date(2031, 6, 2)
LISIEUX, LENS, RURAL = "14366", "62498", "48009"


def revision(measure: str) -> Revision:
    programme = load_programme("pack_rebond_2020")
    return Revision(
        call=Call(reference="essai", measure_id=measure),
        policy=programme.canonical().decode(),
        policy_digest=programme.digest,
    )


def words(measure: str, answers: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    frozen = revision(measure)
    found = eligibility_of(frozen, frozen.measure.form, answers, "epci", ON)
    return {one.gate: (one.answer, one.why.fr, one.why.en) for one in found.gates}


def test_a_statement_is_read_as_answered_or_left_open() -> None:
    found = words("site_cle_en_main", {"foncier_maitrise": False, "terrain_viabilise": True})
    assert found["maitrise_fonciere"] == ("no", "Répondu\u00a0: non.", "Answered: no.")
    assert found["viabilise"] == ("yes", "Répondu\u00a0: oui.", "Answered: yes.")
    answer, french, _english = found["urbanisme_anticipe"]
    assert answer == "unknown"
    assert french.startswith("Pas de réponse à «")


@pytest.mark.parametrize(
    ("communes", "answer", "said"),
    [
        ([LISIEUX], "yes", "Dans"),
        ([RURAL], "no", "aucun"),
        ([LISIEUX, RURAL], "unknown", "une partie"),
        ([], "unknown", "Aucune commune"),
    ],
)
def test_a_perimeter_is_named(communes: list[str], answer: str, said: str) -> None:
    found = words("formation", {"commune_implantation": communes} if communes else {})
    assert found["territoire_admis"][0] == answer
    assert said.lower() in found["territoire_admis"][1].lower()


@pytest.mark.parametrize("measure", ["site_cle_en_main", "formation", "vte"])
@pytest.mark.parametrize("answers", [{}, {"site_communes": [LENS], "surface_brute_ha": "60.00"}])
def test_no_id_and_no_code_word_is_left(measure: str, answers: dict[str, Any]) -> None:
    for answer, french, english in words(measure, answers).values():
        assert answer in {"yes", "no", "unknown"}
        for text in (french, english):
            assert not re.search(r"[a-z]_[a-z]|True|False|None", text), text
