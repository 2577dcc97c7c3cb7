"""Needs that investors keep: matched again when sites change, with a mail to those who asked for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedNeed(models.Model):
    """An investor's need with the address that wants to hear of changes; confirmed by a link before any mail."""

    class State(models.TextChoices):
        WAITING = "waiting", _("à confirmer")
        WATCHING = "watching", _("suivi")
        ENDED = "ended", _("arrêté")

    reference = models.CharField(max_length=24, unique=True)
    """Short code, such as ``B-7K3M9QX2``; the secret of the links is made from it and the installation's key."""
    token_digest = models.CharField(max_length=71, unique=True)
    """Of the secret in the links of the mails."""
    email = models.EmailField(blank=True)
    """Personal: erased when the watch ends."""
    language = models.CharField(max_length=2, default="fr")
    query = models.TextField()
    """Canonical query string of the search page, without paging; the same need makes the same text."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    matched = models.JSONField(default=dict)
    """Identifier of each site last seen to match -> digest of what was said of it."""
    registry_number = models.PositiveBigIntegerField(default=0)
    """State of the registry at the last match."""
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    matched_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "registry_number"])]

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"
