"""Jobs, and the last time that each periodic task ran."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

LEASE = timedelta(seconds=60)


class JobQuerySet(models.QuerySet["Job"]):
    """Named sets of jobs."""

    def of_kind(self, kind: str) -> JobQuerySet:
        """Jobs of one kind."""
        return self.filter(kind=kind)

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
    """One piece of long work: what was asked, how far it is, what came out."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Le calcul attend son tour.")
        RUNNING = "running", _("Le calcul est en cours.")
        DONE = "done", _("Le calcul est terminé.")
        FAILED = "failed", _("Le calcul s’est interrompu.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    question_digest = models.CharField(max_length=71, unique=True, null=True, blank=True)
    """Of kind and parameters: the same question gets the same row. None: asked for once each time."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)
    error_fr = models.TextField(blank=True)
    error_en = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(fields=["state", "created_at"]),
            models.Index(fields=["kind", "state", "finished_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id} ({self.state})"

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to this job."""
        return self.state in {self.State.DONE, self.State.FAILED}


class Period(models.Model):
    """A periodic task: when it last began, so that one worker only runs each period."""

    name = models.CharField(max_length=120, primary_key=True)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    error = models.TextField(blank=True)
    """What stopped the last run; empty when it ended."""

    def __str__(self) -> str:
        return self.name
