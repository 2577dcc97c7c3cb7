"""Laureates of the calls for training: known history, and the path from engineering to opening."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership, Organisation
from rebond.web.dossiers.models import Dossier


class Laureate(models.Model):
    """A territory retained in a call for training."""

    reference = models.CharField(max_length=40, unique=True)
    call_name = models.CharField(max_length=80)
    """Such as ``AMI 1 (2019)``, an id of ``history.yaml``; or the reference of a call of this installation."""
    place_kind = models.CharField(max_length=16, blank=True)
    place_code = models.CharField(max_length=16, blank=True)
    """Empty when the source names no place that could be settled."""
    name = models.CharField(max_length=200)
    """As the source writes it."""
    retained_on = models.DateField(null=True, blank=True)
    dossier = models.OneToOneField(
        Dossier, models.PROTECT, null=True, blank=True, related_name="laureate"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="laureates"
    )
    source_url = models.TextField(blank=True)
    is_fictitious = models.BooleanField(default=False)

    class Meta:
        ordering = ["call_name", "name"]

    def __str__(self) -> str:
        return self.name


class PathStep(models.Model):
    """One step of a laureate's path, as declared or read; never changed, answered by another."""

    class Kind(models.TextChoices):
        ENGINEERING = "engineering", _("ingénierie du Cnam")
        SUPPORT = "support", _("accompagnement de la Banque des Territoires")
        OPENING = "opening", _("ouverture")
        ENROLLED = "enrolled", _("inscrits")
        COMPLETED = "completed", _("parcours achevés")
        CLOSING = "closing", _("fermeture")

    laureate = models.ForeignKey(Laureate, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField(null=True, blank=True)
    count = models.PositiveIntegerField(null=True, blank=True)
    """People, for enrolled and completed; None is not said."""
    sentence = models.TextField(blank=True)
    source_url = models.TextField(blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    """The earlier step that this one answers; that one stays to be read, and counts no more."""
    is_withdrawal = models.BooleanField(default=False)
    """Whether it only takes back the step that it answers, and says why."""
    recorded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["laureate", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_withdrawal=False) | models.Q(replaces__isnull=False),
                name="a_withdrawal_answers_a_step",
            )
        ]

    def __str__(self) -> str:
        return f"{self.laureate_id} {self.kind}"
