"""Tokens of the API: an organisation's own systems write with them."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership, Organisation


class Token(models.Model):
    """What an own system shows to write; it acts as the administrator who made it, and never beyond."""

    class Scope(models.TextChoices):
        SITES = "sites:write", _("écrire ses sites")
        REPORTS = "reports:write", _("signaler des erreurs")

    reference = models.CharField(max_length=24, unique=True)
    """Short code, such as ``J-7K3M9QX2``."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="api_tokens")
    made_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    """Whose rights it has: once this membership ends or loses its role, it opens nothing."""
    name = models.CharField(max_length=80)
    """What uses it, as its maker calls it."""
    digest = models.CharField(max_length=71, unique=True)
    """Of the secret, which is shown once and kept nowhere."""
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_used_at = models.DateTimeField(null=True, blank=True)
    """To the hour."""

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-made_at"])]

    def __str__(self) -> str:
        return self.reference

    def is_in_force(self, now: datetime) -> bool:
        """Whether it still opens something."""
        return self.revoked_at is None and now < self.expires_at
