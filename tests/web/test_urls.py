"""Every address answers, in both languages, with the headers that protect it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

import rebond.web
from rebond.web.decisions.rows import Decision
from rebond.web.jobs.models import Job
from tests.web.addresses import OTHERS, PAGES, address
from tests.web.doors import all_doors

pytestmark = pytest.mark.django_db

REDIRECTS = {"latest", "places"}
QUERIES = {"healthz": 1, "sitemap": 2}
"""Of pages that are not read from files alone."""
ABSENT_UNLESS_SET = {"security-txt"}


@pytest.fixture
def job(decision: Decision) -> Job:
    return Job.objects.create(
        question_digest=str(uuid4()),
        kind="decisions.recalculate",
        parameters={"decision": decision.code, "parameters": {}},
        created_at=timezone.now(),
    )


def named_patterns(resolver: URLResolver) -> set[str]:
    names: set[str] = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, pattern
            names.add(pattern.name)
        else:
            names |= named_patterns(pattern)
    return names


def test_each_pattern_is_visited_by_these_tests() -> None:
    assert named_patterns(get_resolver()) == set(PAGES) | set(OTHERS) | set(all_doors())


@pytest.mark.parametrize("name", PAGES + OTHERS)
def test_each_address_answers(name: str, client: Client, decision: Decision, job: Job) -> None:
    response = client.get(address(name, decision, job=job.id))
    expected = 302 if name in REDIRECTS else 404 if name in ABSENT_UNLESS_SET else 200
    assert response.status_code == expected


@pytest.mark.parametrize("name", PAGES)
def test_each_page_exists_in_english_and_names_both_languages(
    name: str, client: Client, decision: Decision, job: Job
) -> None:
    french = address(name, decision, job=job.id)
    response = client.get(f"/en{french}")
    text = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="en">' in text
    assert f'hreflang="fr" href="http://testserver{french.split("?")[0]}"' in text
    assert f'hreflang="en" href="http://testserver/en{french.split("?")[0]}"' in text


@pytest.mark.parametrize("name", PAGES)
def test_no_french_text_of_ours_is_left_on_an_english_page(
    name: str, client: Client, decision: Decision, job: Job
) -> None:
    text = client.get(f"/en{address(name, decision, job=job.id)}").content.decode()
    visible = Words(text).joined()
    for word in ("pondération", "Évaluation", "Méthode", "Aucun ", " sont ", "Critère ", "établi"):
        assert word not in visible.replace("Français", ""), word


# What the policy itself says is checked where the policy is.
OUR_WORDS = [name for name in PAGES if name not in {"programme", "method"}]


@pytest.mark.parametrize("name", OUR_WORDS)
def test_french_punctuation_never_starts_a_line(
    name: str, client: Client, decision: Decision, job: Job
) -> None:
    visible = Words(client.get(address(name, decision, job=job.id)).content.decode()).joined()
    assert re.findall(r".{0,30}\w [;:!?»].{0,10}", visible) == []
    assert re.findall(r"« .{0,20}", visible) == []


def test_french_punctuation_never_starts_a_line_in_any_template() -> None:
    for path in Path(rebond.web.__file__).parent.rglob("templates/**/*.html"):
        words = re.sub(r"\{%-?\s*\w+\s*[^\"'%]*%\}|<[^>]*>", "", path.read_text(encoding="utf-8"))
        assert re.findall(r".{0,30}[\w»] [;!?»](?![\w=]).{0,10}", words) == [], path.name
        assert re.findall(r"« .{0,20}", words) == [], path.name


@pytest.mark.parametrize("name", [n for n in PAGES + OTHERS if n not in {"healthz", "robots"}])
def test_each_answer_carries_a_strict_policy(
    name: str, client: Client, decision: Decision, job: Job
) -> None:
    headers = client.get(address(name, decision, job=job.id)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_holds_inline_style_or_script_or_a_foreign_resource(
    name: str, client: Client, decision: Decision, job: Job
) -> None:
    text = client.get(address(name, decision, job=job.id)).content.decode()
    assert " style=" not in text
    assert "<style" not in text
    assert re.findall(r"\son\w+=", text) == []
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag
    assert re.findall(r'(?:src|srcset)="(?:https?:)?//', text) == []


@pytest.mark.parametrize(
    ("name", "most"),
    [
        (name, 3 if name in {"job", "job-state"} else QUERIES.get(name, 0))
        for name in PAGES + OTHERS
    ],
)
def test_pages_are_read_from_files_not_from_the_database(
    name: str,
    most: int,
    client: Client,
    decision: Decision,
    job: Job,
    django_assert_max_num_queries: Any,
) -> None:
    with django_assert_max_num_queries(most):
        client.get(address(name, decision, job=job.id))


@pytest.mark.parametrize(
    "path",
    [
        "/nope/",
        "/en/nope/",
        "/decisions/000000000000/",
        "/decisions/000000000000/liste.csv",
        "/programmes/absent/",
        "/programmes/absent/methode/",
        "/territoires/commune:00000/",
        "/territoires/nimporte/",
        "/calculs/00000000-0000-4000-8000-000000000000/",
        "/decisions/../../etc/passwd/",
    ],
)
def test_an_unknown_address_is_said_in_words_with_a_way_on(path: str, client: Client) -> None:
    response = client.get(path)
    text = response.content.decode()
    assert response.status_code == 404
    if path.startswith("/en/"):
        assert "Nothing stands at this address." in text
    else:
        assert "Rien ne se trouve à cette adresse." in text
    assert 'role="search"' in text


HOSTILE = (
    "%00",
    "%FF%FE",
    "'; DROP TABLE decisions_job; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "-1",
    "1e999",
    "NaN",
    "٣",
    "９",
    "a" * 5000,
    "%F0%9F%92%A3",
    "../../../etc/passwd",
)


READ = {
    "evaluation": ("tri", "region", "statut", "nom", "poids_tissu", "poids_acces"),
    "search": ("q",),
    "suggestions": ("q",),
    "candidate": ("poids_tissu",),
    "recalculate": ("poids_tissu",),
}


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_queries_never_break_a_page(value: str, client: Client, decision: Decision) -> None:
    """In each of the fields that a page reads alone, and in all the fields of all pages at once."""
    every = sorted({"ordre", *(field for fields in READ.values() for field in fields)})
    for name, fields in READ.items():
        base = address(name, decision).split("?")[0]
        for asked in [[field] for field in fields] + [every]:
            response = client.get(f"{base}?{'&'.join(f'{one}={value}' for one in asked)}")
            assert response.status_code in {200, 400}, (name, asked)
            assert b"<script>alert(1)" not in response.content


class Words(HTMLParser):
    """The visible words of a page, block by block."""

    SKIPPED = frozenset({"script", "style", "code", "pre", "title"})
    INLINE = frozenset({"span", "strong", "small", "a", "abbr", "em", "code", "output"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.depth = 0
        self.feed(text)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag in self.SKIPPED
        if tag not in self.INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in self.SKIPPED
        if tag not in self.INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.parts.append(data)

    def joined(self) -> str:
        return "\n".join(
            re.sub(r"[ \t\n]+", " ", part).strip() for part in "".join(self.parts).split("\n")
        )
