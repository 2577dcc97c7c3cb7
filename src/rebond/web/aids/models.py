"""VTE from the offer to the payment, and the housing aid beside it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership, Organisation, User


class Offer(models.Model):
    """A firm's transformation mission for a young person."""

    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        OPEN = "open", _("ouverte")
        FILLED = "filled", _("pourvue")
        CLOSED = "closed", _("fermée")

    reference = models.CharField(max_length=24, unique=True)
    programme_id = models.CharField(max_length=80)
    measure_id = models.CharField(max_length=80)
    """The measure whose form, operators and aids apply."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="offers")
    siren = models.CharField(max_length=9)
    title = models.CharField(max_length=200)
    mission = models.TextField()
    skills = models.JSONField(default=list)
    """Ids of `aids.skills`."""
    level = models.CharField(max_length=8, blank=True)
    """Least level asked, an option of the measure's form; empty: none."""
    commune_code = models.CharField(max_length=5)
    contract = models.CharField(max_length=24)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    monthly_pay = models.PositiveBigIntegerField(null=True, blank=True)
    """Gross, in cents; None is not said."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    is_fictitious = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    """Until when an open offer is shown and answered; set when it opens."""

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "commune_code"]),
            models.Index(fields=["state", "closes_at"]),
        ]

    def __str__(self) -> str:
        return self.reference


class Profile(models.Model):
    """A young person's profile, shown to firms only by consent, until it expires."""

    reference = models.CharField(max_length=24, unique=True)
    user = models.OneToOneField(User, models.CASCADE, related_name="young_profile")
    skills = models.JSONField(default=list)
    level = models.CharField(max_length=8, blank=True)
    situation = models.CharField(max_length=40, blank=True)
    graduated_on = models.DateField(null=True, blank=True)
    places = models.JSONField(default=list)
    """Communes or départements wanted, as ``[kind, code]``."""
    range_km = models.PositiveIntegerField(default=30)
    available_from = models.DateField(null=True, blank=True)
    text = models.TextField(blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    """When the person agreed to be shown; None or withdrawn: nobody sees it."""
    expires_at = models.DateTimeField(db_index=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    """When the person was told that the profile expires soon."""
    is_fictitious = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference


class Charter(models.Model):
    """A text of the charter as it was signed, kept whatever becomes of the file that it came from."""

    version = models.CharField(max_length=32)
    digest = models.CharField(max_length=71, unique=True)
    text = models.JSONField()
    """Title, articles and their basis in both languages."""
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.version


class Recruitment(models.Model):
    """A young person and a firm on one offer: the charter signed by both, the label, the contract."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposé")
        SIGNED = "signed", _("charte signée par les deux")
        LABELLED = "labelled", _("labellisé")
        BROKEN = "broken", _("contrat rompu")
        ENDED = "ended", _("contrat achevé")
        DECLINED = "declined", _("refusé")

    class Side(models.TextChoices):
        FIRM = "firm", _("l’entreprise")
        PERSON = "person", _("le jeune")
        OPERATOR = "operator", _("l’opérateur")
        RULE = "rule", _("la règle")

    class Break(models.TextChoices):
        TRIAL = "trial", _("fin de la période d’essai")
        PERSON = "person", _("départ du jeune")
        FIRM = "firm", _("décision de l’entreprise")
        BOTH = "both", _("d’un commun accord")
        OTHER = "other", _("autre cause")

    reference = models.CharField(max_length=24, unique=True)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="recruitments")
    person = models.ForeignKey(User, models.PROTECT, related_name="recruitments")
    proposed_by = models.CharField(max_length=8, choices=Side.choices, default=Side.FIRM)
    answered_at = models.DateTimeField(null=True, blank=True)
    """When the person agreed to be known to this firm; before, the firm reads neither name nor address."""
    person_key = models.CharField(max_length=71, blank=True, db_index=True)
    """Keyed digest of the normalised name and birth date, from the person's signature on: the same person
    typed twice has the same key."""
    level = models.CharField(max_length=8, blank=True)
    """Level, situation and day of the diploma as the person agreed to tell them with the signature: what an
    aid reads of the person, never their profile."""
    situation = models.CharField(max_length=40, blank=True)
    graduated_on = models.DateField(null=True, blank=True)
    contract_key = models.CharField(max_length=71, blank=True)
    """Keyed digest of firm (SIREN), person and first day of the contract, once both have signed."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    firm_signed_at = models.DateTimeField(null=True, blank=True)
    firm_signed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    person_signed_at = models.DateTimeField(null=True, blank=True)
    charter = models.ForeignKey(
        Charter, models.PROTECT, null=True, blank=True, related_name="recruitments"
    )
    signed_digest = models.CharField(max_length=71, blank=True)
    """Digest of the charter, the offer and the contract's days, as the first signature fixed them."""
    labelled_at = models.DateTimeField(null=True, blank=True)
    labelled_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    broken_on = models.DateField(null=True, blank=True)
    broken_reason = models.CharField(max_length=8, choices=Break.choices, blank=True)
    declined_by = models.CharField(max_length=8, choices=Side.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """When it was declined, broken or ended."""
    sentence = models.TextField(blank=True)
    """Why the operator labelled or declined."""
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "person"], name="one_recruitment_a_person"),
            models.UniqueConstraint(
                fields=["contract_key"],
                condition=~models.Q(contract_key=""),
                name="one_recruitment_a_contract",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "created_at"]),
            models.Index(fields=["person", "state"]),
        ]

    def __str__(self) -> str:
        return self.reference


class Application(models.Model):
    """An application for one aid, with the facts and the rules of its filing day frozen."""

    class State(models.TextChoices):
        FILED = "filed", _("déposée")
        RESERVED = "reserved", _("aide réservée")
        WAITING = "waiting", _("en liste d’attente")
        GRANTED = "granted", _("accordée")
        REFUSED = "refused", _("refusée")
        PAID = "paid", _("payée")
        RECOVERING = "recovering", _("à rembourser")
        RECOVERED = "recovered", _("remboursée")
        WITHDRAWN = "withdrawn", _("retirée")

    UNDECIDED = (State.FILED, State.RESERVED, State.WAITING)
    """Before the decision; only these may be withdrawn."""
    reference = models.CharField(max_length=24, unique=True)
    aid_id = models.CharField(max_length=80)
    aid_version = models.CharField(max_length=32)
    aid_digest = models.CharField(max_length=71)
    aid = models.JSONField()
    """The aid as data on the filing day, whatever becomes of it."""
    recruitment = models.ForeignKey(Recruitment, models.PROTECT, related_name="applications")
    firm = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="aid_applications"
    )
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="aid_applications"
    )
    """The beneficiary: a firm or a person."""
    operator = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    fund = models.ForeignKey("ledger.Fund", models.PROTECT, related_name="aid_applications")
    """What pays it: the fund of the filing day."""
    siren = models.CharField(max_length=9, blank=True)
    facts = models.JSONField()
    """As filed; personal ones are erased with the person's data, the answer stays."""
    answer = models.JSONField()
    """Of the rules to these facts on the filing day."""
    territory_kind = models.CharField(max_length=24, blank=True)
    territory_code = models.CharField(max_length=24, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)
    """Granted, in cents; None before."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.FILED)
    sentence = models.TextField(blank=True)
    """Reason of the decision, in words."""
    filed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """When it was refused, withdrawn or ended with its recruitment: nothing comes of it any more."""
    practice = models.JSONField(default=dict)
    """What is done where no rule is established, as it stood on the filing day (`rebond.aid.practice`)."""
    asked = models.JSONField(default=list)
    """Facts that the operator asked for and that are not told yet."""
    settled = models.JSONField(default=dict)
    """By condition that no source establishes: the reason for which the operator holds it as met."""
    proof_due_on = models.DateField(null=True, blank=True)
    """First day on which a proof that the contract runs is of use."""
    proof = models.CharField(max_length=200, blank=True)
    """Number or kind of the document shown; the document stays with the operator."""
    proved_on = models.DateField(null=True, blank=True)
    """Day on which, by that proof, the contract ran."""
    proof_given_at = models.DateTimeField(null=True, blank=True)
    proof_accepted_at = models.DateTimeField(null=True, blank=True)
    proof_accepted_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    broken_on = models.DateField(null=True, blank=True)
    """Last day of a contract that ended before its time."""
    due_back = models.BigIntegerField(null=True, blank=True)
    """To be paid back, in cents: proposed by the practice until `due_back_set_at`, then as the operator said."""
    due_back_set_at = models.DateTimeField(null=True, blank=True)
    is_fictitious = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True, blank=True)
    """When the personal facts went; the answer stays."""

    class Meta:
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recruitment", "aid_id"],
                condition=~models.Q(state__in=["refused", "withdrawn"]),
                name="one_standing_application",
            )
        ]
        indexes = [
            models.Index(fields=["aid_id", "state", "filed_at"]),
            models.Index(fields=["operator", "state", "filed_at"]),
            models.Index(fields=["siren"]),
        ]

    def __str__(self) -> str:
        return self.reference


class Entitlement(models.Model):
    """What may be had once: a contract, a person or a firm holds one aid in one period."""

    aid_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=10)
    """contract, person or firm."""
    key = models.CharField(max_length=80)
    """Digest of the contract or person; SIREN of the firm."""
    period = models.CharField(max_length=16, default="")
    """Such as ``2031/2``, the second of the year; empty: once for all."""
    application = models.ForeignKey(Application, models.CASCADE, related_name="entitlements")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["aid_id", "kind", "key", "period"], name="once_only")
        ]

    def __str__(self) -> str:
        return f"{self.aid_id} {self.kind}"
