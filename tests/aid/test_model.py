"""What an aid must hold together."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.aid.errors import AidInvalid
from rebond.aid.evaluating import aid_digest
from rebond.aid.loading import AIDS_FOLDER, load_aid, shipped_aid, shipped_aids
from rebond.aid.model import Aid


def test_a_rule_that_reads_an_undeclared_fact_is_refused(tmp_path: Path) -> None:
    text = (AIDS_FOLDER / "aide_logement_vte.yaml").read_text(encoding="utf-8")
    path = tmp_path / "aide.yaml"
    path.write_text(text.replace("fact: est_vte", "fact: est_vtt", 1), encoding="utf-8")
    with pytest.raises(AidInvalid, match="est_vtt"):
        load_aid(path)


def test_a_fact_declared_twice_is_refused(tmp_path: Path) -> None:
    text = (AIDS_FOLDER / "aide_logement_vte.yaml").read_text(encoding="utf-8")
    path = tmp_path / "aide.yaml"
    path.write_text(text.replace("- id: est_vte", "- id: contrat_logement", 1), encoding="utf-8")
    with pytest.raises(AidInvalid, match="contrat_logement"):
        load_aid(path)


def test_an_aid_tells_what_it_reads_and_how_it_asks() -> None:
    aid = shipped_aid("aide_logement_vte")
    assert aid.read[-2:] == ("loyer_mensuel", "logement_mois")
    assert aid.fact("logement_mois").greatest == 12
    assert aid.fact("loyer_mensuel").is_personal


def test_an_aid_names_the_award_that_pays_it_and_its_digest_does_not_move_with_it() -> None:
    awards = {one.id: one.award for one in shipped_aids()}
    assert awards == {
        "aide_vte": "aide_entreprise",
        "aide_logement_vte": "aide_logement",
        "aide_vte_vert": None,
    }
    for one in shipped_aids():
        assert '"award"' not in one.model_dump_json()
        assert aid_digest(Aid.model_validate_json(one.model_dump_json())) == aid_digest(one)
