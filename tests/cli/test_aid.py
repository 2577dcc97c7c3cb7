"""`rebond aid list|simulate|cases`: the answer first, the rule that decides, the same for every case."""

from __future__ import annotations

import json

from rebond.aid.cases import facts_of, play, shipped_cases
from rebond.aid.loading import shipped_aid
from tests.cli.conftest import Command

HOUSING = ("aid", "simulate", "aide_logement_vte", "--on", "2020-09-01")


def test_the_housing_aid_is_a_ceiling_with_its_computation(rebond: Command) -> None:
    facts = {
        "est_vte": "oui",
        "contrat_logement": "cdi",
        "salaire_brut_mensuel": "2 000,00 €",
        "employeur_prive_non_agricole": "oui",
        "autre_dossier_ouvert": "non",
        "loyer_mensuel": "42,50",
        "logement_mois": "10",
    }
    done = rebond(*HOUSING, *(f"--fact={name}={value}" for name, value in facts.items()))
    assert done.code == 0
    said = "Oui : 425 €, si la règle lue pour la dernière fois le 20 juillet 2020 vaut encore."
    assert done.words.startswith(said)
    again = rebond(
        *HOUSING, *(f"--fact={name}={value}" for name, value in facts.items()), "--format=json"
    )
    read = json.loads(again.out)
    assert read["last_read"] == {"first": "2020-07-20", "last": "2020-07-20"}
    assert read["sentence"]["fr"].replace("\u202f", " ").replace("\xa0", " ") == said
    assert "42,50 € par mois" in done.words


def test_what_is_missing_is_asked_for(rebond: Command) -> None:
    done = rebond("--lang", "en", *HOUSING, "--fact", "est_vte=yes")
    assert done.words.startswith("It cannot be said yet.")
    assert "loyer_mensuel: Monthly rent to bear" in done.words
    assert "(not stated)" in done.words


def test_a_wrong_fact_is_refused_with_what_is_allowed(rebond: Command) -> None:
    wrong = rebond(*HOUSING, "--fact", "contrat_logement=stage")
    assert wrong.code == 2
    assert "alternance, cdd, cdi, autre" in wrong.err
    assert rebond(*HOUSING, "--fact", "contrat_logement").code == 2
    assert rebond("aid", "simulate", "aide_perdue", "--on", "2020-09-01").code == 2


def test_the_command_answers_a_case_as_the_cases_do(rebond: Command) -> None:
    for name, file in shipped_cases():
        aid = shipped_aid(file.aid)
        one = play(name, file)[1]
        typed = []
        for fact, value in facts_of(file, one.case).items():
            written = "?" if value is None else str(value)
            if aid.fact(fact).kind == "money" and isinstance(value, int):
                written = f"{value // 100}.{value % 100:02d}"
            typed.append(f"--fact={fact}={written}")
        day = one.case.filed_on.isoformat()
        done = rebond("aid", "simulate", aid.id, "--on", day, *typed, "--format", "json")
        said = json.loads(done.out)
        assert said["answer"] == one.answer.answer
        assert said["amount"]["low_cents"] == one.answer.amount.low
        assert said["amount"]["high_cents"] == one.answer.amount.high


def test_every_shipped_case_agrees(rebond: Command) -> None:
    done = rebond("aid", "cases", "--format", "json")
    assert done.code == 0
    rows = json.loads(done.out)
    assert len(rows) >= 60
    assert not any(row["differs"] for row in rows)


def test_the_list_names_the_questions_of_each_aid(rebond: Command) -> None:
    done = rebond("aid", "list")
    assert "aide_vte_vert" in done.out
    assert "bac | bac2 | bac3 | bac4 | bac5" in done.out
