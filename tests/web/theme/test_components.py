"""Every component in every state, on its page; absent unless asked for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.test import Client, RequestFactory
from django.utils import translation

from rebond.web.decisions.rows import Fact
from rebond.web.theme import views
from rebond.web.theme.datasets import snapshot
from rebond.web.theme.gallery import INDICATOR
from rebond.web.theme.statuses import STATUSES
from rebond.web.theme.templatetags import rebond as tags


def test_the_page_shows_every_status(client: Client) -> None:
    text = client.get("/composants/").content.decode()
    for status in STATUSES.values():
        assert f"<span>{status.word}</span>" in text


def test_the_page_is_absent_unless_asked_for(client: Client, settings: Any) -> None:
    settings.SHOW_COMPONENTS = False
    assert client.get("/composants/").status_code == 404


def test_each_status_has_a_sign_of_its_own() -> None:
    signs = [status.sign for status in STATUSES.values()]
    assert len(set(signs)) == len(signs)


def test_a_value_that_is_not_there_is_never_a_number() -> None:
    for status in ("missing", "not_applicable"):
        shown = tags.value(Fact(status, None, None, None, None), INDICATOR)  # type: ignore[arg-type]
        assert shown["shown"] == ""
    assert tags.value(Fact("known", 0.0, None, None, None), INDICATOR)["shown"] != ""


def test_bounds_are_shown_only_when_they_say_something() -> None:
    with translation.override("fr"):
        same = tags.value(Fact("known", 2.0, 2.0, 2.0, None), INDICATOR)
        apart = tags.value(Fact("known", 2.0, 1.0, 3.0, None), INDICATOR)
    assert same["bounds"] == ""
    assert apart["bounds"] == "de 1,0 à 3,0"


def test_datasets_are_called_by_their_titles() -> None:
    name = snapshot().names[0]
    title = snapshot().dataset(name).title
    with translation.override("en"):
        assert tags.dataset_title(name) == title.en
        assert tags.dataset_title(f"{name} + {name}") == f"{title.en}, {title.en}"
        assert tags.dataset_title("inconnu") == "inconnu"


def test_punctuation_follows_the_language() -> None:
    with translation.override("fr"):
        assert (tags.colon(), tags.semicolon()) == ("\u00a0: ", "\u202f; ")
    with translation.override("en"):
        assert (tags.colon(), tags.semicolon()) == (": ", "; ")


def test_numbers_for_programs_have_no_locale() -> None:
    with translation.override("fr"):
        assert tags.raw(0.5) == "0.5"
        assert tags.raw(1234567) == "1234567"


def test_a_weight_is_one_share_or_two() -> None:
    class Interval:
        low, high = 0.1, 0.4

    with translation.override("en"):
        assert tags.interval_of({"a": Interval}, "a") == "from 10% to 40%"
        assert tags.interval_of({}, "a") == "from 0% to 100%"


def test_an_error_page_of_ours_stands_without_anything_else() -> None:
    answer = views.server_error(RequestFactory().get("/en/x"))
    assert answer.status_code == 500
    assert "The fault is ours." in answer.content.decode()


def test_the_weights_of_the_one_score_are_named() -> None:
    with translation.override("en"):
        assert tags.at_central(SimpleNamespace(has_equal_weights=True)) == "under equal weights"
        assert tags.at_central(SimpleNamespace(has_equal_weights=False)) == "under the mean weights"
