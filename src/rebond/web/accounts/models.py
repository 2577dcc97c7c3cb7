"""People, organisations, territorial scopes, memberships and invitations."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.kinds import Kind, Role


class UserManager(BaseUserManager["User"]):
    """Makes people; an address is one whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person with a hashed password, or with none that works."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person; whatever the journal chains about them is `reference`, never a name."""

    class Mailing(models.TextChoices):
        AT_ONCE = "at_once", _("à chaque événement")
        DAILY = "daily", _("un résumé par jour")
        NONE = "none", _("jamais")

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="fr")
    mailing = models.CharField(max_length=8, choices=Mailing.choices, default=Mailing.AT_ONCE)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class Organisation(models.Model):
    """A body that acts in the programme, with the territory where it may."""

    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    name = models.CharField(max_length=200)
    siren = models.CharField(max_length=9, blank=True)
    former_sirens = models.JSONField(default=list, blank=True)
    """Numbers registered before a correction: an offer signed under one is of this organisation's present number."""
    is_fictitious = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["kind"])]
        constraints = [
            models.UniqueConstraint(
                fields=["siren", "kind"],
                condition=models.Q(closed_at=None) & ~models.Q(siren=""),
                name="one_siren_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Scope(models.Model):
    """One place where an organisation may act: a place key, or the whole country."""

    COUNTRY = ("pays", "FR")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="scopes")
    kind = models.CharField(max_length=16)
    code = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "code"], name="one_scope_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Named sets of memberships."""

    def in_force(self) -> MembershipQuerySet:
        """Memberships that nobody has ended, in organisations that are not closed."""
        return self.filter(ended_at=None, organisation__closed_at=None, user__is_active=True)


class Membership(models.Model):
    """A person's role in an organisation, from a day to a day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(ended_at=None),
                name="one_membership_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"


class Invitation(models.Model):
    """An offer of a role, sent by mail; only the digest of its token is kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=Role.choices)
    token_digest = models.CharField(max_length=71, unique=True)
    invited_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation_id} ({self.role})"

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be accepted."""
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at
