"""What is followed after a decision: baselines frozen on its day, and observations that are only ever added."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership, Organisation
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier
from rebond.web.sites.models import Site


class Baseline(models.Model):
    """The facts of a candidate on the day its decision was published, retained or not; never changed."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="baseline")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="baselines")
    measure_id = models.CharField(max_length=80)
    decided_on = models.DateField()
    is_retained = models.BooleanField()
    content = models.JSONField()
    """What `rebond.impact.Baseline.as_json` returns: each fact with status, value, dataset and vintage."""
    digest = models.CharField(max_length=71)
    frozen_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_on", "pk"]
        indexes = [models.Index(fields=["measure_id", "decided_on"])]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.decided_on}"


class Observation(models.Model):
    """One number said of a site or a dossier for a year, by who declares it or by who checks it.

    A number is never written over: a later one of the same kind has a greater `number` and says why.
    """

    class Quantity(models.TextChoices):
        JOBS = "jobs", _("emplois présents au 31 décembre")
        INVESTMENT = "investment", _("investissements réalisés dans l’année")
        RELOCATIONS = "relocations", _("productions relocalisées dans l’année")

    class Basis(models.TextChoices):
        DECLARED = "declared", _("déclaré")
        CHECKED = "checked", _("vérifié")

    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    dossier = models.ForeignKey(
        Dossier, models.PROTECT, null=True, blank=True, related_name="observations"
    )
    quantity = models.CharField(max_length=12, choices=Quantity.choices)
    year = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=8, choices=Basis.choices)
    number = models.PositiveIntegerField(default=1)
    value = models.BigIntegerField()
    """Jobs, cents of euro, or productions."""
    source = models.CharField(max_length=300)
    """Where the number comes from, such as « déclaration sociale nominative »."""
    source_url = models.URLField(max_length=500, blank=True)
    stated_on = models.DateField()
    """Day of what the source says."""
    reason = models.TextField(blank=True)
    """Why it replaces the one before it; empty for a first one."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["year", "quantity", "basis", "number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(site__isnull=False, dossier__isnull=True)
                | models.Q(site__isnull=True, dossier__isnull=False),
                name="observation_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0), name="observation_not_negative"
            ),
            models.UniqueConstraint(
                fields=["site", "quantity", "year", "basis", "number"],
                condition=models.Q(site__isnull=False),
                name="one_observation_of_a_site",
            ),
            models.UniqueConstraint(
                fields=["dossier", "quantity", "year", "basis", "number"],
                condition=models.Q(dossier__isnull=False),
                name="one_observation_of_a_dossier",
            ),
        ]
        indexes = [models.Index(fields=["year", "quantity", "basis"])]

    def __str__(self) -> str:
        return f"{self.site_id or self.dossier_id} {self.quantity} {self.year}"
