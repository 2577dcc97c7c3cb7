"""Calls, their frozen revisions, and the moves of their dates."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.programme import Measure, Programme
from rebond.texts import Text
from rebond.web.accounts.models import Membership, Organisation
from rebond.web.calls.policies import thawed

OPENS, CLOSES, OPINIONS, SHORTLISTS, COMMITTEE, RESULTS = (
    "opens",
    "closes",
    "opinions",
    "shortlists",
    "committee",
    "results",
)


class Call(models.Model):
    """One measure opened to applicants by one organisation."""

    class Stage(models.TextChoices):
        """Where a call stands; read from its dates and acts, never stored."""

        DRAFT = "draft", _("en préparation")
        ANNOUNCED = "announced", _("annoncé")
        OPEN = "open", _("ouvert")
        CLOSED = "closed", _("clos, en instruction")
        DELIBERATED = "deliberated", _("délibéré, résultats à venir")
        PUBLISHED = "published", _("résultats publiés")
        CANCELLED = "cancelled", _("annulé")

    reference = models.CharField(max_length=24, unique=True)
    """Short public code, such as ``site-2031-1``."""
    manager = models.ForeignKey(Organisation, models.PROTECT, related_name="calls")
    programme_id = models.CharField(max_length=80)
    measure_id = models.CharField(max_length=80)
    title_fr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    is_fictitious = models.BooleanField(default=False)
    # Dates in force; each move is a row of DateMove with its reason.
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    opinions_due_at = models.DateTimeField(null=True, blank=True)
    shortlists_due_at = models.DateTimeField(null=True, blank=True)
    committee_at = models.DateTimeField(null=True, blank=True)
    results_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    # Set by the act that ends deliberation: every dossier has a confirmed decision.
    deliberated_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-opens_at", "-pk"]

    def __str__(self) -> str:
        return self.reference

    @cached_property
    def revision(self) -> Revision | None:
        """The revision in force; None before the first publication."""
        published = self.revisions.filter(published_at__isnull=False)
        # The policy before the choices weighs as much as the one in force, and only a revision reads it.
        return published.defer("base_policy").order_by("-number").first()

    def stage(self, now: datetime) -> Call.Stage:
        """Return where the call stands at a moment."""
        if self.cancelled_at is not None:
            return self.Stage.CANCELLED
        if self.revision is None or self.opens_at is None or self.closes_at is None:
            return self.Stage.DRAFT
        if now < self.closes_at:
            return self.Stage.ANNOUNCED if now < self.opens_at else self.Stage.OPEN
        if self.deliberated_at is None:
            return self.Stage.CLOSED
        if self.results_at is None or now < self.results_at:
            return self.Stage.DELIBERATED
        return self.Stage.PUBLISHED


class Revision(models.Model):
    """The policy and the choices of a call, frozen when published; a filed dossier keeps its own."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    policy = models.TextField()
    """Canonical JSON of the programme with the call's choices applied; `thaw_programme` reads it."""
    policy_digest = models.CharField(max_length=71)
    base_policy = models.TextField(blank=True)
    """Canonical JSON of the programme before the call's choices; empty when there are none."""
    choices = models.JSONField(default=dict)
    """What the call decided; `rebond.programme.call_choices` reads it."""
    settings = models.JSONField(default=dict)
    """Choices of the call that are not policy: levels, delays, late rule; see ``calls.settings``."""
    reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["call", "number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="one_revision")]

    def __str__(self) -> str:
        return f"{self.call_id} ({self.number})"

    @cached_property
    def programme(self) -> Programme:
        """The policy as this revision froze it."""
        return thawed(self.policy)

    @cached_property
    def base(self) -> Programme:
        """The policy before the call's choices."""
        return thawed(self.base_policy or self.policy)

    @cached_property
    def measure(self) -> Measure:
        """The measure that is called."""
        return self.programme.measure(self.call.measure_id)


class DateMove(models.Model):
    """A date of a call set or moved, with who and why."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="date_moves")
    date = models.CharField(max_length=12)
    """One of ``opens``, ``closes``, ``opinions``, ``shortlists``, ``committee``, ``results``."""
    before = models.DateTimeField(null=True, blank=True)
    after = models.DateTimeField()
    reason = models.TextField()
    moved_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["moved_at", "pk"]

    def __str__(self) -> str:
        return f"{self.call_id} {self.date}"

    @property
    def date_text(self) -> Text:
        """Return which date it is, in both languages."""
        from rebond.web.calls.stages import DATES  # noqa: PLC0415 - the words name the model's constants

        return DATES[self.date]
