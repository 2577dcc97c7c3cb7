"""Enquiries: an investor's contact about a site, who receives it by rule, and what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership, Organisation
from rebond.web.sites.models import Site


class Enquiry(models.Model):
    """One contact about one site."""

    class State(models.TextChoices):
        RECEIVED = "received", _("reçu")
        ANSWERED = "answered", _("répondu")
        VISIT = "visit", _("visite")
        OFFER = "offer", _("offre")
        PERMIT_FILED = "permit_filed", _("permis déposé")
        IN_OPERATION = "in_operation", _("en activité")
        LOST = "lost", _("perdu")

    class Confidentiality(models.TextChoices):
        OPEN = "open", _("les destinataires voient qui je suis")
        MANAGER = "manager", _("seul le gestionnaire du site voit qui je suis")
        ANONYMOUS = "anonymous", _("personne ne voit qui je suis tant que je ne l’ai pas accepté")

    class Lost(models.TextChoices):
        AREA = "area", _("surface insuffisante")
        DATE = "date", _("prêt trop tard")
        POWER = "power", _("puissance électrique insuffisante")
        COST = "cost", _("coût")
        ACCESS = "access", _("desserte")
        WORKFORCE = "workforce", _("main-d’œuvre")
        PERMITS = "permits", _("procédures ou recours")
        NO_ANSWER = "no_answer", _("sans réponse du site")
        ELSEWHERE_FRANCE = "elsewhere_france", _("choisi ailleurs en France")
        ELSEWHERE = "elsewhere", _("choisi hors de France")
        ABANDONED = "abandoned", _("projet abandonné")
        OTHER = "other", _("autre")

    reference = models.CharField(max_length=24, unique=True)
    token_digest = models.CharField(max_length=71, unique=True)
    """Of the secret with which the investor follows the enquiry without an account."""
    site = models.ForeignKey(Site, models.PROTECT, related_name="enquiries")
    investor = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="own_enquiries"
    )
    """The organisation of a signed-in investor."""
    confidentiality = models.CharField(max_length=10, choices=Confidentiality.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    lost_reason = models.CharField(max_length=20, choices=Lost.choices, blank=True)
    need = models.TextField(blank=True)
    """Query string of the search that led here."""
    language = models.CharField(max_length=2, default="fr")
    # Personal data of the contact; erased by `enquiries.retention`.
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    company = models.CharField(max_length=160, blank=True)
    country = models.CharField(max_length=2, blank=True)
    message = models.TextField(blank=True)
    figures = models.JSONField(default=dict, blank=True)
    """Of the project, as typed: ``area_ha``, ``power_mva``, ``jobs``, ``investment_cents``; absent is unknown."""
    batch = models.CharField(max_length=24, blank=True, db_index=True)
    """Reference of the first enquiry of the same form: one confirmation holds for all of them."""
    revealed_at = models.DateTimeField(null=True, blank=True)
    """When an anonymous investor accepted to be named."""
    confirmed_at = models.DateTimeField(null=True, blank=True)
    """When the link sent to the address was opened; nothing is passed on before."""
    created_at = models.DateTimeField()
    answer_due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    """When those who answer were last reminded."""
    closed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """When the investor took it back; its personal data went with it."""
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-created_at"]),
            models.Index(fields=["state", "answer_due_at"]),
        ]

    def __str__(self) -> str:
        return self.reference


class Recipient(models.Model):
    """An organisation that an enquiry goes to, and by which rule."""

    class Rule(models.TextChoices):
        MANAGER = "manager", _("gestionnaire du site")
        AGENCY = "agency", _("agence de la région")
        NATIONAL = "national", _("équipe du programme")

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="recipients")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="enquiries")
    rule = models.CharField(max_length=10, choices=Rule.choices)
    sent_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "organisation"], name="one_recipient")
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.organisation_id}"


class Message(models.Model):
    """One line of an enquiry: what one side wrote, or the new state it reached."""

    enquiry = models.ForeignKey(Enquiry, models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """None: the investor."""
    state = models.CharField(max_length=12, choices=Enquiry.State.choices, blank=True)
    text = models.TextField(blank=True)
    is_internal = models.BooleanField(default=False)
    """Between recipients only."""
    at = models.DateTimeField()
    mail_claimed_at = models.DateTimeField(null=True, blank=True)
    """When a worker took it to mail it to the investor."""
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["enquiry", "number"]
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "number"], name="one_enquiry_message")
        ]
        indexes = [
            models.Index(
                fields=["at"],
                name="message_to_mail",
                condition=models.Q(mailed_at=None, is_internal=False, membership__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.number}"
