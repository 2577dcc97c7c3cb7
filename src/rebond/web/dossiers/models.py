"""Dossiers, their answers and files while drafted, and what was filed."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership, Organisation
from rebond.web.calls.models import Call, Revision


class Dossier(models.Model):
    """One applicant's dossier in one call."""

    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        FILED = "filed", _("déposé")
        CORRECTION = "correction", _("correction demandée")
        WITHDRAWN = "withdrawn", _("retiré")

    reference = models.CharField(max_length=24, unique=True)
    """Public code, not guessable from another: such as ``D-7K3M9QX2``."""
    call = models.ForeignKey(Call, models.PROTECT, related_name="dossiers")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="dossiers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="dossiers")
    title = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True)
    region_code = models.CharField(max_length=3, blank=True)
    """Région of the first commune named, which examines the dossier."""
    commune_code = models.CharField(max_length=5, blank=True)
    """First commune named."""
    corrected_communes = models.JSONField(default=list, blank=True)
    """Communes that the national team put in the place of those filed; empty: as filed."""
    eligibility = models.CharField(max_length=8, blank=True)
    """Answer of the gates on the filing day: yes, no or unknown."""
    failed_gates = models.JSONField(default=list)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    """Last change of an answer or a file."""
    filed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    """Last reminder of a draft before the call closes."""
    reminded_for = models.DateTimeField(null=True, blank=True)
    """Closing that it told."""

    class Meta:
        ordering = ["-saved_at", "-pk"]
        indexes = [
            models.Index(fields=["call", "state", "region_code", "filed_at"]),
            models.Index(fields=["organisation", "state", "-saved_at"]),
            models.Index(fields=["region_code", "state", "-filed_at"]),
        ]

    def __str__(self) -> str:
        return self.reference


class DossierPlace(models.Model):
    """A place that a dossier touches, at every level, so that a territory's services find it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="places")
    kind = models.CharField(max_length=16)
    """A kind of the atlas (``commune``, ``epci``…), or ``perimetre`` for one of the programme."""
    code = models.CharField(max_length=80)
    """National code, or the policy's own id of a perimeter."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kind", "code"], name="one_place_once")
        ]
        indexes = [models.Index(fields=["kind", "code", "dossier"])]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class Answer(models.Model):
    """The answer to one field of a draft, with its version, so that two writers do not erase each other.

    `path` is the field's id; inside a list, ``<list>.<item>.<field>`` where item is a short random id.
    """

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="answers")
    path = models.CharField(max_length=200)
    value = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    edited_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "path"], name="one_answer")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.path}"


class SetAside(models.Model):
    """What somebody wrote over a field that somebody else had changed meanwhile: kept, not applied."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="set_aside")
    path = models.CharField(max_length=200)
    value = models.JSONField(null=True)
    base_version = models.PositiveIntegerField()
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.path}"


class Attachment(models.Model):
    """A file of a dossier: judged by content, kept under its digest, outside what the web server serves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="attachments")
    path = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=12)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=71)
    added_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.name


class Filing(models.Model):
    """What was filed: frozen answers and list of files, with their digest; never changed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="filings")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    answers = models.JSONField()
    files = models.JSONField()
    digest = models.CharField(max_length=71)
    is_in_grace = models.BooleanField(default=False)
    """Filed after the deadline under the written rule for drafts of the last day."""
    filed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        ordering = ["dossier", "number"]
        constraints = [models.UniqueConstraint(fields=["dossier", "number"], name="one_filing")]

    def __str__(self) -> str:
        return f"{self.dossier_id} ({self.number})"


class CorrectionRequest(models.Model):
    """What an instructor asks the applicant to complete, and until when."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="correction_requests")
    fields = models.JSONField(default=list)
    sentence = models.TextField()
    asked_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.asked_at:%Y-%m-%d}"
