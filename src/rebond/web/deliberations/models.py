"""Decisions: one row an act, never edited once confirmed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership
from rebond.web.calls.models import Call
from rebond.web.committee.models import Evaluation
from rebond.web.dossiers.models import Dossier


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Named sets of decisions."""

    def confirmed(self) -> DecisionQuerySet:
        """Acts that a second person confirmed."""
        return self.filter(confirmed_at__isnull=False)

    def proposed(self) -> DecisionQuerySet:
        """Proposals that wait for a second person."""
        return self.filter(confirmed_at=None, cancelled_at=None)

    def last_of_each(self) -> DecisionQuerySet:
        """Keep the act of greatest number of each dossier, among those of this set."""
        newest = (
            self.filter(dossier=models.OuterRef("dossier")).order_by("-number").values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest))


class Decision(models.Model):
    """What is decided on one dossier, and why; a later act replaces it without changing it."""

    class Act(models.TextChoices):
        DECISION = "decision", _("décision")
        CORRECTION = "correction", _("rectification")
        REVIEW = "review", _("réexamen")
        WITHDRAWAL = "withdrawal", _("retrait de la décision")

    class Outcome(models.TextChoices):
        RETAINED = "retained", _("retenu")
        BELOW_CUT = "below_cut", _("sous la coupure")
        KEPT_OUT = "kept_out", _("écarté par une règle")
        INELIGIBLE = "ineligible", _("non éligible")
        DEFERRED = "deferred", _("reporté")
        NOT_RETAINED = "not_retained", _("non retenu")
        """After the committee's reading, without a ranking."""
        NONE = "none", _("sans décision")
        """After a withdrawal."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="decisions")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="decisions")
    act = models.CharField(max_length=12, choices=Act.choices, default=Act.DECISION)
    number = models.PositiveIntegerField(default=1)
    """First decision 1, each later act one more."""
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    reason = models.JSONField(default=dict)
    """Structured: ``{"kind": "gate"|"rank"|"constraint"|"deferred"|"committee", …}``."""
    sentence = models.TextField()
    sentence_en = models.TextField(blank=True)
    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    proposed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    visible_from = models.DateTimeField(null=True, blank=True)
    """Set at confirmation for later acts; None: with the call's results."""
    cancelled_at = models.DateTimeField(null=True, blank=True)
    """A proposal taken back before confirmation."""
    cancelled_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["dossier", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "number"],
                condition=models.Q(cancelled_at=None),
                name="one_decision_a_number",
            )
        ]
        indexes = [
            models.Index(fields=["call", "outcome"]),
            models.Index(fields=["call", "confirmed_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.act} {self.number}"

    @property
    def name(self) -> str:
        """The reference of the act: that of the dossier and its number."""
        return f"{self.dossier.reference}/{self.number}"


class Announcement(models.Model):
    """A decision that its applicant has been told of, once."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="announcement")
    announced_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.decision_id)
