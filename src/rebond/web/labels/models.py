"""Labels: what a programme said of a site, wave by wave, as events that are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership
from rebond.web.deliberations.models import Decision
from rebond.web.sites.models import Site


class Label(models.Model):
    """A label that a site received in one wave of a programme; a site may hold several."""

    reference = models.CharField(max_length=24, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="labels")
    programme_id = models.CharField(max_length=80, blank=True)
    """Empty where the wave belongs to no programme of this installation."""
    measure_id = models.CharField(max_length=80)
    wave = models.CharField(max_length=40)
    """As the programme numbers or names it, such as ``2``."""
    title_fr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)

    class Meta:
        ordering = ["wave", "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "programme_id", "measure_id", "wave"], name="one_label_a_wave"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class LabelEvent(models.Model):
    """One event of a label; what a label is on a day is folded from its events (`labels.folding`)."""

    class Kind(models.TextChoices):
        GRANTED = "granted", _("attribué")
        REVIEWED = "reviewed", _("examiné, maintenu")
        SUSPENDED = "suspended", _("suspendu")
        REINSTATED = "reinstated", _("rétabli")
        WITHDRAWN = "withdrawn", _("retiré")
        EXPIRED = "expired", _("échu")
        CORRECTED = "corrected", _("corrigé")

    label = models.ForeignKey(Label, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    on = models.DateField()
    """Day of effect."""
    review_on = models.DateField(null=True, blank=True)
    """Day of the next promised review; None: none was promised, or none is known."""
    ends_on = models.DateField(null=True, blank=True)
    corrects = models.PositiveIntegerField(null=True, blank=True)
    """For a correction: the number of the event that it replaces, wherever that one stands in time."""
    stands_as = models.CharField(max_length=12, choices=Kind.choices, blank=True)
    """For a correction: the kind that stands instead; empty strikes the event out."""
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="label_events"
    )
    reason = models.TextField(blank=True)
    """Mandatory for every kind but a grant read from a public page."""
    source_url = models.TextField(blank=True)
    """Public pages, separated by « ; »."""
    confidence = models.CharField(max_length=8, blank=True)
    """high, medium or low, for what comes from public pages."""
    recorded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["label", "number"]
        constraints = [models.UniqueConstraint(fields=["label", "number"], name="one_label_event")]
        indexes = [models.Index(fields=["review_on"])]

    def __str__(self) -> str:
        return f"{self.label_id} {self.number} {self.kind}"
