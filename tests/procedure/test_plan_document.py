from __future__ import annotations

import datetime
import re
import zlib
from typing import Any

import pytest

from rebond.procedure.examples import shipped_example, shipped_examples
from rebond.procedure.law_book import shipped_law
from rebond.procedure.plan_document import LABELS, document_of, plan_pdf
from rebond.procedure.plan_result import SitePlan
from rebond.procedure.planning import plan_site
from rebond.procedure.site_model import ReadSite, read_site
from rebond.texts import LANGS, Lang
from tests.procedure.world import TODAY, site


@pytest.fixture(scope="module")
def read() -> ReadSite:
    return shipped_example("friche_fictive").read


@pytest.fixture(scope="module")
def brownfield(read: ReadSite) -> SitePlan:
    return plan_site(read, as_of=TODAY, draws=500)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("example", [one.id for one in shipped_examples()])
def test_each_example_becomes_a_tagged_document_in_both_languages(example: str, lang: Lang) -> None:
    found = shipped_example(example)
    plan = plan_site(found.read, as_of=TODAY, draws=100)
    content = plan_pdf(plan, found.read, lang)
    assert content.startswith(b"%PDF-")
    metadata = readable(content)
    assert b"pdfuaid" in metadata
    assert f"<rdf:li>{lang}</rdf:li>".encode() in metadata
    assert len(re.findall(rb"/Type ?/Page\b", metadata)) >= 4


def readable(content: bytes) -> bytes:
    """Return the document with its streams opened."""
    streams = [
        zlib.decompress(found)
        for found in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, flags=re.DOTALL)
        if found[:1] == b"x"
    ]
    return content + b"".join(streams)


def test_the_same_plan_gives_the_same_bytes(brownfield: SitePlan, read: ReadSite) -> None:
    assert plan_pdf(brownfield, read, "fr") == plan_pdf(brownfield, read, "fr")
    assert plan_pdf(brownfield, read, "fr") != plan_pdf(brownfield, read, "en")


def test_nothing_is_fetched_and_no_font_of_the_machine_is_used(
    brownfield: SitePlan, read: ReadSite
) -> None:
    names = set(
        re.findall(
            rb"/BaseFont ?/[A-Z]{6}\+([A-Za-z]+)", readable(plan_pdf(brownfield, read, "fr"))
        )
    )
    assert names
    assert all(name.startswith((b"Libertinus", b"DejaVu")) for name in names)


def test_it_says_the_answer_the_warning_the_sources_and_the_digests(
    brownfield: SitePlan, read: ReadSite
) -> None:
    found = document_of(brownfield, read, "fr")
    assert "P50" in found["answer"]
    assert "Un label n’est pas un permis" in found["warning"]
    assert "fictif" in found["nature"]
    digests = {line["value"] for line in found["digests"]}
    assert {brownfield.site_digest, brownfield.law_digest, brownfield.graph_digest} <= digests
    names = {line["name"] for line in found["sources"]}
    assert {"S41", "S31", "S8"} <= names
    assert all(line["url"].startswith("http") for line in found["sources"])
    assert names - {""} <= set(shipped_law().sources)


def test_it_holds_the_order_the_tiers_and_the_assumptions(
    brownfield: SitePlan, read: ReadSite
) -> None:
    found = document_of(brownfield, read, "en")
    assert found["order"][0]["title"] == "Fauna and flora study over four seasons"
    assert found["order"][0]["cost"] == "€55,000"
    assert found["order"][-1]["cost"] == "not given"
    assert {line["status"] for line in found["ladder"]} >= {"met", "expired", "not met"}
    assert any("contested" in line["what"].lower() for line in found["assumptions"])
    assert found["missing"]
    assert len(found["chances"]) == len(brownfield.promises) + 1


def test_no_label_is_left_in_the_other_language(brownfield: SitePlan, read: ReadSite) -> None:
    assert set(document_of(brownfield, read, "fr")["labels"]) == set(LABELS)
    same = {key for key, text in LABELS.items() if text.fr == text.en}
    assert same <= {"page", "chances", "trace", "sources"}


def test_bars_stand_inside_the_calendar(brownfield: SitePlan, read: ReadSite) -> None:
    schedule: dict[str, Any] = document_of(brownfield, read, "fr")["schedule"]
    for task in schedule["tasks"]:
        for bar in task["bars"]:
            assert 0 <= bar["from"] <= bar["start"] <= bar["end"] <= bar["to"] <= 1


@pytest.mark.parametrize(
    "name", ['#eval("1") $x$ *b* \\', "</text>]]>", "日本語 🚀", "x" * 300, "\u0627\u0644"]
)
def test_a_name_is_drawn_and_never_run(name: str) -> None:
    described = read_site(site() | {"name": name})
    plan = plan_site(described, as_of=TODAY, draws=50)
    assert plan_pdf(plan, described, "fr").startswith(b"%PDF-")
    assert document_of(plan, described, "fr")["name"] == name


def test_a_day_of_reading_before_computers_still_gives_a_document() -> None:
    described = read_site(
        site(
            facts={"natural_land": True},
            tasks={"etude_faune_flore": {"state": "required", "cost_eur": 0}},
        )
    )
    plan = plan_site(described, as_of=datetime.date(2018, 1, 5), draws=50)
    assert plan_pdf(plan, described, "en").startswith(b"%PDF-")


def test_a_plan_without_order_says_that_nothing_was_looked_for(read: ReadSite) -> None:
    plan = plan_site(read, as_of=TODAY, draws=50, with_order=False)
    assert document_of(plan, read, "fr")["order"] == []
