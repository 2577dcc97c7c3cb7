"""Cases: one shared timeline per project on a site; each party sees its part."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership, Organisation
from rebond.web.sites.models import Site


class Case(models.Model):
    """A project on a site, followed by a préfecture from the first contact to the start of operation."""

    class State(models.TextChoices):
        OPEN = "open", _("en cours")
        PAUSED = "paused", _("suspendu")
        DONE = "done", _("abouti")
        ABANDONED = "abandoned", _("abandonné")

    reference = models.CharField(max_length=24, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="cases")
    title = models.CharField(max_length=200)
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="led_cases")
    """The préfecture whose sous-préfet leads."""
    leader = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    enquiry_reference = models.CharField(max_length=24, blank=True)
    is_fictitious = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    plan = models.JSONField(null=True, blank=True)
    """Project and procedures as `rebond.procedure.site_model` reads them; None: the site's own plan."""
    promised_on = models.DateField(null=True, blank=True)
    """Day promised to the firm for the start of operation."""
    simulated = models.JSONField(default=dict, blank=True)
    """Days read off the plan by `cases.planning`, with the day of reading; empty without a plan."""
    state_reason = models.TextField(blank=True)
    """Why the case is paused, abandoned or closed, in the words of the lead."""
    state_at = models.DateTimeField(null=True, blank=True)
    state_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    done_on = models.DateField(null=True, blank=True)
    """Day on which the operation started, of a case that succeeded."""
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["state", "lead"])]

    def __str__(self) -> str:
        return self.reference


class Party(models.Model):
    """An organisation in a case, in one part."""

    class Part(models.TextChoices):
        LEAD = "lead", _("préfecture")
        FIRM = "firm", _("entreprise")
        LOCAL_AUTHORITY = "local_authority", _("collectivité")
        SERVICE = "service", _("service de l’État")
        AGENCY = "agency", _("agence")

    case = models.ForeignKey(Case, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="case_parts")
    part = models.CharField(max_length=16, choices=Part.choices)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=models.Q(left_at=None),
                name="one_part_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.part}"


class Item(models.Model):
    """A line of the timeline: a procedure, a task, a document or a note, with who sees it."""

    class Kind(models.TextChoices):
        PROCEDURE = "procedure", _("procédure")
        TASK = "task", _("tâche")
        DOCUMENT = "document", _("document")
        NOTE = "note", _("note")

    class State(models.TextChoices):
        TO_DO = "to_do", _("à faire")
        UNDER_WAY = "under_way", _("en cours")
        DONE = "done", _("fait")
        DROPPED = "dropped", _("sans objet")
        BLOCKED = "blocked", _("bloqué")
        CONTESTED = "contested", _("contesté")

    case = models.ForeignKey(Case, models.CASCADE, related_name="items")
    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.TO_DO)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    procedure_id = models.CharField(max_length=80, blank=True)
    """Procedure of the law book; the legal day is computed from its start event."""
    circumstances = models.JSONField(default=list, blank=True)
    events = models.JSONField(default=dict, blank=True)
    """Days of the procedure's other events, by the law book's names: ``{"filed": "2031-03-01"}``."""
    assigned_to = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seen_by = models.JSONField(default=list)
    """Parts (`Party.Part`) that see the line, beside the lead and whom it is assigned to; the lead always does."""
    audience = models.CharField(max_length=80, blank=True, editable=False)
    """`seen_by` between commas, written by `save`, so that both databases can search it."""
    started_on = models.DateField(null=True, blank=True)
    """Start event of a procedure (complete file), or of a task."""
    promised_on = models.DateField(null=True, blank=True)
    legal_on = models.DateField(null=True, blank=True)
    """Computed by `rebond.procedure`; None where the law gives no day or a fact is missing."""
    legal_why = models.JSONField(default=dict, blank=True)
    done_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    """Last day of validity of a decision, computed; None where the law gives none or a fact is missing."""
    file_name = models.CharField(max_length=200, blank=True)
    file_digest = models.CharField(max_length=71, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    file_bytes = models.PositiveBigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "pk"]
        indexes = [models.Index(fields=["case", "state"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what searches read in step with `seen_by`."""
        self.audience = "".join(f",{part}," for part in sorted(self.seen_by))
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "audience"}
        super().save(*args, **kwargs)

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is awaited of the line."""
        return self.state in {self.State.DONE, self.State.DROPPED}


class Told(models.Model):
    """An alert that was sent, so that no one is told twice of one thing on one day of the law."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="told")
    item = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, related_name="told")
    key = models.CharField(max_length=120)
    """Kind of alert, line and day: ``legal_near 3f… 2031-06-01``."""
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="one_alert_told_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.key}"
