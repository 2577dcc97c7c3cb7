"""Notices to people."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One thing that one person is told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_reference = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    address = models.CharField(max_length=200, blank=True)
    """Path of the page to open, without language."""
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_claimed_at = models.DateTimeField(null=True, blank=True)
    """When a worker took it to mail it; taken again when it has not left long after."""
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "read_at", "-created_at"]),
            models.Index(fields=["mailed_at", "created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"
