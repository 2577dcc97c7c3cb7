"""Seats, declarations of interest, reviews, and the engine's evaluations of a call's dossiers."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership
from rebond.web.calls.models import Call
from rebond.web.dossiers.models import Dossier


class Seat(models.Model):
    """A person's seat in the committee of a call."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="seats")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="seats")
    is_chair = models.BooleanField(default=False)
    appointed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    """Last reminder of the committee's day."""
    reminded_for = models.DateTimeField(null=True, blank=True)
    """Day that it told."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["call", "membership"],
                condition=models.Q(ended_at=None),
                name="one_seat_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.membership_id}"


class Declaration(models.Model):
    """What a member declares on one dossier: an interest, which recuses, or none. Later ones prevail."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="declarations")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="declarations")
    has_interest = models.BooleanField()
    sentence = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["declared_at", "pk"]
        indexes = [models.Index(fields=["seat", "dossier", "declared_at"])]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.dossier_id}"


class Review(models.Model):
    """One member's reading of one dossier."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="reviews")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="reviews")
    comment = models.TextField(blank=True)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    """Since when it is kept without counting: its author declared an interest after writing it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "dossier"], name="one_review")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.dossier_id}"


class CriterionScore(models.Model):
    """A score on one criterion, in tenths from 0 to 100; a criterion left blank has no row."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=80)
    score = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(condition=models.Q(score__lte=100), name="score_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.criterion}"


class Evaluation(models.Model):
    """One run of the engine on a call's dossiers: official, or tried without touching anything."""

    class Purpose(models.TextChoices):
        OFFICIAL = "official", _("évaluation versée à la délibération")
        TRIAL = "trial", _("essai, sans effet")
        SIMULATION = "simulation", _("grille en projet sur des dossiers passés")

    class State(models.TextChoices):
        WAITING = "waiting", _("en attente")
        DONE = "done", _("terminée")
        FAILED = "failed", _("interrompue")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="evaluations")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    parameters = models.JSONField()
    """What was asked: k, weights, draws, seed, dossiers in order."""
    record = models.BinaryField(null=True)
    """The sealed decision file, byte for byte."""
    record_digest = models.CharField(max_length=71, blank=True)
    error_fr = models.TextField(blank=True)
    error_en = models.TextField(blank=True)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["call", "purpose", "-asked_at"])]

    def __str__(self) -> str:
        return f"{self.call_id} {self.purpose}"
