from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from rebond.procedure.errors import LawInvalid, LawMissing, NoVersionInForce, UnknownProcedure
from rebond.procedure.graph_model import MODEL_FOLDER
from rebond.procedure.law_book import LAW_FOLDER, LawBook, load_law, period_text, shipped_law
from rebond.programme.policy_model import Unknown
from tests.procedure.world import UNKNOWN, law_text, version_text

SOURCES = 'read_on: 2026-11-21\nsources: [{id: S1, urls: ["https://example.org/a"]}]\n'


def book(folder: Path, versions: str, **more: str) -> LawBook:
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (folder / "essai.yaml").write_bytes(law_text(versions, **more))
    return load_law(folder)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_the_shipped_law_holds_the_procedures_of_an_industrial_site() -> None:
    assert {
        "permis_de_construire", "permis_amenager", "autorisation_environnementale",
        "icpe_enregistrement", "icpe_declaration", "examen_cas_par_cas",
        "avis_autorite_environnementale", "etude_faune_flore", "derogation_especes_protegees",
        "archeologie_diagnostic", "archeologie_convention", "archeologie_fouille",
        "enquete_publique", "defrichement", "loi_eau_declaration", "plu_modification",
        "plu_revision", "certificat_projet_friches",
    } <= set(shipped_law().procedures)  # fmt: skip


def test_every_source_is_cited_and_every_citation_is_a_source() -> None:
    law = shipped_law()
    files = [*LAW_FOLDER.glob("*.yaml"), MODEL_FOLDER / "graph.yaml"]
    text = "".join(
        path.read_text(encoding="utf-8") for path in files if path.name != "sources.yaml"
    )
    cited = set(re.findall(r"[A-Z][0-9]+", text))
    assert set(law.sources) - cited == set()
    assert all(source.urls for source in law.sources.values())


def test_what_is_not_established_is_never_a_number() -> None:
    law = shipped_law()
    for procedure_id in (
        "icpe_enregistrement",
        "derogation_especes_protegees",
        "plu_revision",
        "seveso",
    ):
        clocks = {clock.id: clock for clock in law.procedures[procedure_id].versions[-1].clocks}
        assert isinstance(clocks["total"].delay, Unknown)
    now = law.procedures["autorisation_environnementale"].versions[-1]
    assert isinstance(now.silence, Unknown)


def test_every_text_of_the_law_stands_in_both_languages() -> None:
    for procedure in shipped_law().procedures.values():
        assert procedure.title.fr
        assert procedure.title.en


def test_the_digest_changes_with_any_word(tmp_path: Path) -> None:
    one = book(tmp_path, version_text("a", "2001-01-01"))
    two = book(tmp_path, version_text("a", "2001-01-01").replace("Art. 1", "Art. 3"))
    assert one.digest != two.digest
    assert one.digest == book(tmp_path, version_text("a", "2001-01-01")).digest


def test_a_citation_without_a_source_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(LawInvalid) as refused:
        book(tmp_path, version_text("a", "2001-01-01", more="    sources: [S9]\n"))
    problem = refused.value.problems[0]
    assert problem.key == "versions[0].sources[0]"
    assert problem.line is not None


def test_a_file_bears_the_name_of_its_procedure(tmp_path: Path) -> None:
    with pytest.raises(LawInvalid, match="differs from the name of the file"):
        book(tmp_path, version_text("a", "2001-01-01"), procedure_id="autre")


def test_a_folder_without_law_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawMissing):
        load_law(tmp_path)


def test_a_broken_file_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    (tmp_path / "essai.yaml").write_text("id: essai\ntitle: {fr: [\n", encoding="utf-8")
    with pytest.raises(LawInvalid) as refused:
        load_law(tmp_path)
    assert refused.value.problems[0].line is not None


def test_an_unknown_procedure_offers_the_nearest_name() -> None:
    with pytest.raises(UnknownProcedure) as refused:
        shipped_law().procedure("permis_de_construir")
    assert "“permis_de_construire”" in refused.value.message("en")


def test_the_version_is_that_of_the_day(tmp_path: Path) -> None:
    law = book(
        tmp_path, version_text("a", "2001-01-01", "2010-06-30") + version_text("b", "2010-07-01")
    )
    procedure = law.procedure("essai")
    assert law.held_on(procedure, day("2010-06-30")).version.id == "a"
    held = law.held_on(procedure, day("2010-07-01"))
    assert (held.version.id, held.certainty, held.note) == ("b", "established", None)


def test_days_without_a_version_are_refused_with_file_line_and_reason(tmp_path: Path) -> None:
    gap = "gaps: [{first: 2010-07-01, last: 2010-07-31, why: {fr: Vide., en: Void.}}]"
    versions = version_text("a", "2001-01-01", "2010-06-30") + version_text(
        "b", "2010-08-01", "2012-12-31"
    )
    law = book(tmp_path, versions, gaps=gap)
    procedure = law.procedure("essai")
    for when in ("2000-12-31", "2010-07-15", "2013-01-01"):
        with pytest.raises(NoVersionInForce) as refused:
            law.held_on(procedure, day(when))
        assert refused.value.day == day(when)
        assert "essai.yaml:" in refused.value.file
    with pytest.raises(NoVersionInForce, match="Void"):
        law.held_on(procedure, day("2010-07-15"))


def test_between_two_versions_whose_bounds_are_not_known_nothing_is_settled(tmp_path: Path) -> None:
    versions = version_text("a", UNKNOWN, UNKNOWN, more="    seen: [2009-01-01, 2010-12-31]\n")
    versions += version_text("b", UNKNOWN, more="    seen: [2026-11-21]\n")
    law = book(tmp_path, versions)
    procedure = law.procedure("essai")
    held = law.held_on(procedure, day("2015-01-01"))
    assert [version.id for version in held.versions] == ["a", "b"]
    assert held.certainty == "not_settled"
    assert law.held_on(procedure, day("2010-01-01")).certainty == "established"
    assert law.held_on(procedure, day("2030-01-01")).version.id == "b"
    before = law.held_on(procedure, day("2005-01-01"))
    assert (before.version.id, before.certainty) == ("a", "presumed")


def test_a_start_that_is_not_known_makes_a_version_presumed(tmp_path: Path) -> None:
    law = book(tmp_path, version_text("a", UNKNOWN, more="    not_before: 2009-01-01\n"))
    procedure = law.procedure("essai")
    with pytest.raises(NoVersionInForce):
        law.held_on(procedure, day("2008-12-31"))
    law = book(tmp_path, version_text("a", UNKNOWN))
    held = law.held_on(law.procedure("essai"), day("1950-01-01"))
    assert held.certainty == "presumed"
    assert held.note is not None
    assert "Looked for." in held.note.en


def test_periods_are_written_in_both_languages() -> None:
    versions = shipped_law().procedures["autorisation_environnementale"].versions
    assert period_text(versions[0]).en == "2017-03: 2017-03-01 → 2024-10-21"
    assert period_text(versions[1]).fr.endswith("2024-10-22 → en vigueur")
    assert "not established" in period_text(shipped_law().procedures["seveso"].versions[0]).en
