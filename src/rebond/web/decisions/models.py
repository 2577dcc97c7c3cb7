"""Recalculations asked by visitors: one row each, so that any process can see how far it is."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(seconds=60)


class JobQuerySet(models.QuerySet["Job"]):
    """Named sets of jobs."""

    def waiting(self) -> JobQuerySet:
        """Jobs that nobody has started."""
        return self.filter(state=Job.State.WAITING)

    def unfinished(self) -> JobQuerySet:
        """Jobs that wait or run."""
        return self.filter(state__in=[Job.State.WAITING, Job.State.RUNNING])

    def finished(self) -> JobQuerySet:
        """Jobs that are done or failed."""
        return self.filter(state__in=[Job.State.DONE, Job.State.FAILED])

    def claimable(self, now: datetime) -> JobQuerySet:
        """Jobs that wait, or whose worker stopped renewing its lease."""
        return self.filter(
            models.Q(state=Job.State.WAITING)
            | models.Q(state=Job.State.RUNNING, lease_until__lt=now)
        )


class Job(models.Model):
    """One recalculation: what was asked, how far it is, what came out."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Le calcul attend son tour.")
        RUNNING = "running", _("Le calcul est en cours.")
        DONE = "done", _("Le calcul est terminé.")
        FAILED = "failed", _("Le calcul s’est interrompu.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The same question gets the same row: its digest is unique.
    question_digest = models.CharField(max_length=71, unique=True)
    decision_code = models.CharField(max_length=12)
    parameters = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    result_code = models.CharField(max_length=12, blank=True)
    error_fr = models.TextField(blank=True)
    error_en = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["state", "created_at"])]

    def __str__(self) -> str:
        return f"{self.id} ({self.state})"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to this job."""
        return self.state in {self.State.DONE, self.State.FAILED}
