"""An evaluation whose job was given up says so."""

from __future__ import annotations

import pytest

from rebond.web.committee import services
from rebond.web.committee.given_up import fail_given_up
from rebond.web.committee.models import Evaluation
from rebond.web.jobs.models import Job
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def test_it_fails_with_the_words_of_its_job_and_others_wait(world: World) -> None:
    asked = [
        services.ask_evaluation(
            world.actor("national"), world.calls["closed"], "trial", {"draws": draws}, now=NOW
        )
        for draws in (100, 200)
    ]
    Job.objects.filter(parameters={"evaluation": str(asked[0].pk)}).update(
        state=Job.State.FAILED, error_fr="Abandonné.", error_en="Given up."
    )
    fail_given_up(NOW)
    given_up, waiting = (Evaluation.objects.get(pk=one.pk) for one in asked)
    assert given_up.state == Evaluation.State.FAILED
    assert (given_up.error_fr, given_up.error_en) == ("Abandonné.", "Given up.")
    assert given_up.finished_at == NOW
    assert waiting.state == Evaluation.State.WAITING
