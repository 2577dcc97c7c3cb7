"""Who may open the addresses of jobs."""

from __future__ import annotations

from typing import Any

from rebond.web.jobs.models import Job
from tests.web.doors import Door
from tests.web.world import NOW, World

NATIONAL = frozenset({"national", "national_second", "national_admin"})


def failed_job(_world: World) -> list[Any]:
    job, _is_new = Job.objects.get_or_create(
        kind="essai",
        defaults={"created_at": NOW, "state": Job.State.FAILED, "error_fr": "x", "error_en": "x"},
    )
    return [job.pk]


DOORS = {
    "jobs": Door(NATIONAL),
    "job-restart": Door(NATIONAL, failed_job, method="POST", is_page=False),
}
