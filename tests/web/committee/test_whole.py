"""Chances sum to K: whoever has a dossier closed to him reads no chance at all, on any page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from rebond.web.committee import queries, services
from rebond.web.committee.models import Declaration, Evaluation
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db

People = Callable[[str], Client]
FIGURES = re.compile(r"des \d+ tirages|parmi les premiers dans|premiers dans|chance-bar|<dt>Rang")


def pages(official: Evaluation) -> tuple[str, ...]:
    base = "/comite/essai-closed/"
    return (
        f"{base}evaluation/{official.pk}/",
        f"{base}comparaison/",
        f"{base}D-BFILED/",
    )


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_recused_read_no_chance_of_the_others(
    world: World, as_person: People, official: Evaluation, lang: str
) -> None:
    for page in pages(official):
        text = as_person("recused").get(lang + page).content.decode()
        assert "D-BFILED" in text, page
        assert not FIGURES.search(text), (page, FIGURES.search(text))
        assert 'data-label="Chance' not in text, page
    with pytest.raises(PermissionDenied):
        services.ask_evaluation(
            world.actor("recused"), world.calls["closed"], "trial", {"draws": 100}, now=NOW
        )
    whole = as_person("member").get(pages(official)[0]).content.decode()
    assert 'data-label="Chance' in whole


def test_the_board_shows_no_figure_to_a_seated_agent_who_has_not_declared(
    world: World, as_person: People, official: Evaluation
) -> None:
    base = "/deliberations/essai-closed/"
    seated, other = as_person("national"), as_person("national_second")
    assert other.get(base).context["board"].suggested
    Declaration.objects.filter(
        seat=world.seats["national"], dossier=world.dossiers["b_filed"]
    ).delete()
    board = seated.get(base).context["board"]
    assert not board.suggested
    assert all(row.suggestion.outcome is None for row in board.rows)
    page = seated.get(f"{base}dossiers/D-AFILED/")
    assert page.context["suggestion"].outcome is None
    assert page.context["suggested_rows"] in ((), [])
    assert other.get(f"{base}dossiers/D-AFILED/").context["suggestion"].outcome


def test_the_board_shows_medians_once_ones_own_review_is_handed_in(
    world: World, as_person: People, official: Evaluation
) -> None:
    one, page = world.dossiers["a_filed"], "/deliberations/essai-closed/dossiers/D-AFILED/"
    criterion = queries.choices.current(one.call).criteria[0].id
    services.submit_review(
        world.actor("member"), one, services.Written({criterion: "7"}), now=NOW - DAY
    )
    seated = as_person("national")
    assert seated.get(page).context["reviews"] is None
    services.submit_review(
        world.actor("national"), one, services.Written({criterion: "5"}), now=NOW
    )
    assert seated.get(page).context["reviews"] == 2
