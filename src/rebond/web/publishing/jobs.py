"""Long work of what leaves for reuse: the files of large datasets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rebond.web.jobs.models import Job
from rebond.web.jobs.registry import Progress
from rebond.web.publishing import features, kept
from rebond.web.publishing.datasets import datasets


def prepare(parameters: dict[str, Any], on_progress: Progress, now: datetime) -> dict[str, Any]:
    """Make a file of the present state; a state that is past is made no more."""
    dataset, form = datasets()[parameters["dataset"]], parameters["form"]
    if form == features.FORM:
        path = features.make(dataset, now, on_progress)
    else:
        path = kept.make(dataset, form, now, on_progress)
    on_progress(1, 1)
    return {"file": path.name}


def stands(job: Job) -> bool:
    """Whether the file that a job made is still there."""
    return (kept.folder() / str(job.result["file"])).is_file()
