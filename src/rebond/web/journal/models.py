"""Rows of the journal, the head of its chain, and the erasable content beside it."""

from __future__ import annotations

from django.db import models

from rebond.web.journal.fields import CanonicalJSONField


class Head(models.Model):
    """The last row of the chain; its only row is locked while one is added."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=71, default="")

    def __str__(self) -> str:
        return f"{self.number} {self.digest}"


class Entry(models.Model):
    """One act. Triggers refuse to change or remove it; it holds no personal data."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    """Pseudonym of the person; None for the programme's own clock-work."""
    organisation = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=16, blank=True)
    act = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_reference = models.CharField(max_length=80)
    content_digest = models.CharField(max_length=71)
    previous_digest = models.CharField(max_length=71, blank=True)
    digest = models.CharField(max_length=71)

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["object_type", "object_reference", "number"]),
            models.Index(fields=["act", "number"]),
            models.Index(fields=["organisation", "number"]),
            models.Index(fields=["at", "number"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"


class Content(models.Model):
    """What an act said, with the salt of its digest; erased without breaking the chain."""

    entry = models.OneToOneField(Entry, models.DO_NOTHING, primary_key=True, related_name="content")
    salt = models.CharField(max_length=32)
    value = CanonicalJSONField()

    def __str__(self) -> str:
        return str(self.entry_id)
