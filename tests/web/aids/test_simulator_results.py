"""The answers as they are shown: the deciding rule with its source, what is missing, what would hold otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

from rebond.canonical import digest
from rebond.web.aids import simulator, simulator_results
from rebond.web.aids.simulator_results import Result
from tests.web.aids.test_simulator import read

FIRM: dict[str, Any] = {
    "commune": "14366",
    "contrat": "cdi",
    "taille": "pme",
    "siege": "oui",
    "mission": "oui",
    "charte": "oui",
    "situation": "alternance",
    "niveau": "bac3",
    "jour": "2023-12-31",
}


def result(aid: str, **typed: Any) -> Result:
    found = simulator_results.results(read(**typed))
    return next(one for one in found if one.aid.id == aid)


def test_a_refusal_names_its_rule_its_source_and_its_date() -> None:
    found = result("aide_vte", **{**FIRM, "taille": "grande"})
    assert found.answer.answer == "no"
    (rule,) = found.because
    assert rule.id == "taille"
    assert "Fiche technique de Cap Métiers (décembre 2021)" in {
        one.title.fr for one in rule.sources
    }
    assert rule.dates[0].fr.startswith("depuis le 20 juillet 2020")
    assert found.missing == ()
    assert found.if_yes is None


def test_what_is_missing_leads_to_its_question() -> None:
    found = result("aide_vte", **{**FIRM, "niveau": "", "commune": ""})
    assert found.answer.answer == "unknown"
    assert [one.key for one in found.missing] == ["commune", "niveau"]
    assert found.because == ()
    assert found.if_yes is not None
    assert found.if_yes.en == "€4,000, if the rule last read on 20 July 2020 still holds"


def test_what_the_sources_do_not_establish_is_apart_from_what_is_missing() -> None:
    found = result("aide_vte", **{**FIRM, "jour": "2021-12-31"})
    assert [one.id for one in found.because] == ["contrat", "charte_signee"]
    assert found.missing == ()
    assert found.supposed is not None
    # One amount in one result, under one condition.
    assert found.if_yes is not None
    assert found.supposed.fr.endswith(f"\u00a0: oui, {found.if_yes.fr}.")
    assert "vaut encore" in found.if_yes.fr


def test_a_condition_that_was_two_rules_says_which_was_applied() -> None:
    def applied(day: str) -> str:
        found = result("aide_vte", **{**FIRM, "jour": day}).conditions
        (said,) = (one.applied.fr for one in found if one.applied is not None)
        return said

    assert applied("2026-11-22") == "appliqué ce jour-là\u00a0: Bac + 3, Bac + 4, Bac + 5 ou plus"
    assert applied("2022-06-01").startswith("l’une des deux\u00a0: Bac + 2, Bac + 3")
    # The programme's own day: the rule was read later, and nothing is known to have been applied.
    assert applied("2020-09-01").startswith("première version lue\u00a0: Bac + 2, Bac + 3")


def test_a_size_that_does_not_matter_is_said() -> None:
    typed = {**FIRM, "taille": "", "effectif": "249", "ca": "60000000"}
    found = result("aide_vte", **typed)
    assert found.answer.answer == "unknown"
    assert found.whatever is not None
    assert "Oui\u202f: 4\u202f000\u00a0€" in found.whatever.fr
    assert result("aide_vte", **{**typed, "ca": ""}).whatever is None
    assert result("aide_vte", **FIRM).whatever is None


def test_aids_that_may_be_had_together_say_so() -> None:
    (beside,) = result("aide_vte", **FIRM).beside
    assert beside.aid_id == "aide_vte_vert"
    assert beside.words.en == "May be had with"
    assert beside.sources


def test_the_computation_has_the_source_of_its_rule() -> None:
    (line,) = result("aide_vte", **FIRM).computation
    assert [one.id for one in line.sources] == ["CP"]
    assert result("aide_vte", **{**FIRM, "jour": "2020-07-19"}).computation == ()


def test_the_headline_counts_the_answers() -> None:
    found = simulator_results.results(read(**FIRM))
    said = simulator_results.headline(found)
    assert (
        said.fr
        == "Sur 3 aides, au 31 décembre 2023\u00a0: oui pour une, on ne peut pas encore le dire pour deux."
    )
    assert said.en == "Of 3 aids, on 31 December 2023: yes for one, cannot say yet for two."


def test_the_file_carries_its_digest_and_the_version_of_the_method() -> None:
    told = read(**FIRM, siren="200069532", salaire="2100")
    content = simulator_results.export(told, "https://exemple.invalid/")
    sealed = content.pop("digest")
    assert sealed == digest(content)
    assert content["method_version"] == "1.0.0"
    assert [one["aid"] for one in content["answers"]] == [
        "aide_vte",
        "aide_vte_vert",
        "aide_logement_vte",
    ]
    assert content["perimeters"][0]["answer"] is True
    assert told.on == date(2023, 12, 31)
    assert "200069532" not in str(content["told"])
    assert content["told"] == dict(simulator.pairs(told))
