"""Assignments, opinion requests and opinions, regional shortlists."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership, Organisation
from rebond.web.calls.models import Call
from rebond.web.dossiers.models import Dossier


class Instruction(models.Model):
    """The examination of one dossier by its préfecture de région, or by the call's manager."""

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="instruction")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    assigned_to = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.dossier_id)


class OpinionRequest(models.Model):
    """A service asked for its opinion on a dossier, before a day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("attendu")
        GIVEN = "given", _("rendu")
        CANCELLED = "cancelled", _("annulé")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="opinion_requests")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="opinion_requests")
    question = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["service", "state", "due_at"]),
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["dossier", "state", "due_at"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "service"],
                condition=models.Q(state="waiting"),
                name="one_request_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.service_id}"


class Opinion(models.Model):
    """The opinion given; a later one replaces it without removing it."""

    class Sense(models.TextChoices):
        FAVOURABLE = "favourable", _("favorable")
        RESERVED = "reserved", _("favorable avec réserves")
        UNFAVOURABLE = "unfavourable", _("défavorable")
        NONE = "none", _("sans avis")

    request = models.ForeignKey(OpinionRequest, models.PROTECT, related_name="opinions")
    sense = models.CharField(max_length=12, choices=Sense.choices)
    text = models.TextField()
    given_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at", "pk"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.sense}"


class Shortlist(models.Model):
    """The dossiers that one région sends to the national committee, in its order, with its reasons."""

    call = models.ForeignKey(Call, models.PROTECT, related_name="shortlists")
    region_code = models.CharField(max_length=3)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "region_code"], name="one_shortlist_a_region")
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.region_code}"


class ShortlistEntry(models.Model):
    """One dossier of a région's list: sent or not, in which place, and why."""

    shortlist = models.ForeignKey(Shortlist, models.CASCADE, related_name="entries")
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="shortlist_entry")
    position = models.PositiveIntegerField(null=True, blank=True)
    """Place in the list; None when the région does not send the dossier."""
    sentence = models.TextField()

    class Meta:
        ordering = ["shortlist", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.shortlist_id} {self.dossier_id}"
