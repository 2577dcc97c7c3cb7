"""Money and quotas of measures: funds, who funds them in which share, and a double-entry ledger that balances."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership, Organisation


class Fund(models.Model):
    """What one measure has to give in one year: money, places or days; the row that a reservation locks.

    `left`, `reserved`, `committed`, `paid` and `recovered` are kept beside the ledger so that one conditional
    statement grants or refuses; they always equal the balances of the accounts (`ledger.checking`).
    """

    class Unit(models.TextChoices):
        CENTS = "cents", _("euros")
        DAYS = "days", _("jours de conseil")

    reference = models.CharField(max_length=40, unique=True)
    """Such as ``vte-2031``."""
    manager = models.ForeignKey(Organisation, models.PROTECT, related_name="funds")
    """Who examines and reserves."""
    programme_id = models.CharField(max_length=80)
    measure_id = models.CharField(max_length=80)
    award_id = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    place_kind = models.CharField(max_length=16, default="pays")
    place_code = models.CharField(max_length=16, default="FR")
    """Territory that the fund is kept for; the country by default."""
    unit = models.CharField(max_length=5, choices=Unit.choices, default=Unit.CENTS)
    has_quota = models.BooleanField(default=False)
    places = models.BigIntegerField(default=0)
    """Places of the quota, free or not; not read without a quota."""
    places_left = models.BigIntegerField(default=0)
    """Places of the quota still free; not read without a quota."""
    granted = models.BigIntegerField(default=0)
    """How many reservations it ever granted; the number of the next is one more."""
    waiting = models.BigIntegerField(default=0)
    """How many wait; while somebody does, a newcomer never passes before those in front of him."""
    last_number = models.BigIntegerField(default=0)
    """Of its last transaction."""
    left = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    committed = models.BigIntegerField(default=0)
    paid = models.BigIntegerField(default=0)
    recovered = models.BigIntegerField(default=0)
    is_fictitious = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "reference"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left__gte=0)
                & Q(reserved__gte=0)
                & Q(committed__gte=0)
                & Q(paid__gte=0)
                & Q(recovered__gte=0)
                & Q(places_left__gte=0)
                & Q(waiting__gte=0),
                name="no_fund_below_zero",
            )
        ]
        indexes = [models.Index(fields=["programme_id", "measure_id", "year"])]

    def __str__(self) -> str:
        return self.reference


class FundShare(models.Model):
    """Which part of a fund an organisation pays, as a fraction; the parts of a fund make one."""

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="shares")
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="fund_shares")
    numerator = models.PositiveIntegerField()
    denominator = models.PositiveIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    """Cents that do not divide go to the first funders in this order."""

    class Meta:
        ordering = ["fund", "position"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "funder"], name="one_share_a_funder"),
            models.CheckConstraint(
                condition=Q(denominator__gte=1) & Q(numerator__lte=F("denominator")),
                name="a_share_is_at_most_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.funder_id} {self.numerator}/{self.denominator}"


class Reservation(models.Model):
    """A place and an amount set aside for one application, until committed, paid, or given back."""

    class State(models.TextChoices):
        WAITING = "waiting", _("en liste d’attente")
        RESERVED = "reserved", _("réservé")
        COMMITTED = "committed", _("engagé")
        PAID = "paid", _("payé")
        CANCELLED = "cancelled", _("annulé")

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="reservations", db_index=False)
    subject_type = models.CharField(max_length=24)
    """What it is for: ``aid_application``, ``decision`` …"""
    subject_reference = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    priority = models.PositiveSmallIntegerField(default=0)
    """Of the waiting list: lower first, then by key, whatever clocks said; the rule is written in the docs."""
    number = models.PositiveBigIntegerField(null=True, blank=True)
    """Its place in the order of grants of the fund, from 1; None while it waits."""
    territory_kind = models.CharField(max_length=24, blank=True)
    territory_code = models.CharField(max_length=24, blank=True)
    """Territory of the case, which every movement of it bears."""
    asked_at = models.DateTimeField()
    reserved_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # The same application sent twenty times holds one reservation.
            models.UniqueConstraint(
                fields=["subject_type", "subject_reference", "fund"], name="one_reservation"
            ),
            models.UniqueConstraint(fields=["fund", "number"], name="one_grant_a_number"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="no_empty_reservation"),
        ]
        indexes = [models.Index(fields=["fund", "state", "priority", "id"])]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_reference} ({self.state})"


class Transaction(models.Model):
    """One movement of one fund; its postings add up to zero. Never changed, answered by another."""

    class Kind(models.TextChoices):
        ALLOCATED = "allocated", _("enveloppe ouverte ou relevée")
        REDUCED = "reduced", _("enveloppe réduite")
        MOVED = "moved", _("enveloppe déplacée")
        RESERVED = "reserved", _("réservé")
        COMMITTED = "committed", _("engagé")
        PAID = "paid", _("payé")
        CANCELLED = "cancelled", _("annulé")
        RECOVERED = "recovered", _("recouvré")
        RETURNED = "returned", _("remis à l’enveloppe")

    number = models.PositiveBigIntegerField()
    """From 1 in each fund, without a hole; it gives the order, whatever clocks said."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    key = models.CharField(max_length=120, unique=True)
    """What makes the movement one: a replayed order or file finds it and does nothing."""
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="transactions", db_index=False)
    reservation = models.ForeignKey(
        Reservation, models.PROTECT, null=True, blank=True, related_name="transactions"
    )
    reason = models.TextField(blank=True)
    acted_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["fund", "number"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "number"], name="one_movement_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Posting(models.Model):
    """One side of a movement: an account of a funder in a fund, in cents or days."""

    class Account(models.TextChoices):
        SOURCE = "source", _("dotation")
        AVAILABLE = "available", _("disponible")
        RESERVED = "reserved", _("réservé")
        COMMITTED = "committed", _("engagé")
        PAID = "paid", _("payé")
        RECOVERED = "recovered", _("recouvré")

    transaction = models.ForeignKey(Transaction, models.PROTECT, related_name="postings")
    # Each index is written with each reservation: there are those that queries use, and no other.
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="postings", db_index=False)
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    account = models.CharField(max_length=10, choices=Account.choices)
    amount = models.BigIntegerField()
    """Debit above zero, credit below."""
    territory_kind = models.CharField(max_length=24, blank=True)
    territory_code = models.CharField(max_length=24, blank=True)
    """Territory of the case, such as a Territoire d'industrie; empty for movements of the envelope."""

    class Meta:
        # By fund alone, whose postings come one behind the other: with the funder and the account, each of the
        # four postings of a reservation would be written on another page.
        indexes = [models.Index(fields=["fund"])]

    def __str__(self) -> str:
        return f"{self.account} {self.amount}"


class PaymentOrder(models.Model):
    """An order to one funder to pay its share; executed once, whatever is replayed."""

    class State(models.TextChoices):
        ISSUED = "issued", _("émis")
        EXECUTED = "executed", _("exécuté")
        REJECTED = "rejected", _("rejeté")

    reference = models.CharField(max_length=40, unique=True)
    reservation = models.ForeignKey(Reservation, models.PROTECT, related_name="orders")
    funder = models.ForeignKey(Organisation, models.PROTECT, related_name="payment_orders")
    amount = models.BigIntegerField()
    is_recovery = models.BooleanField(default=False)
    """Whether it asks money back."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.ISSUED)
    reason = models.TextField(blank=True)
    issued_at = models.DateTimeField()
    executed_at = models.DateTimeField(null=True, blank=True)
    executed_on = models.DateField(null=True, blank=True)
    """Day of the payment as the funder says."""
    called_back_on = models.DateField(null=True, blank=True)
    """Day on which it was taken back unpaid: a payment of that day or before may still be said."""
    proof = models.CharField(max_length=80, blank=True)
    """The funder's own number of the payment."""

    class Meta:
        ordering = ["issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reservation", "funder"],
                condition=Q(is_recovery=False) & ~Q(state="rejected"),
                name="one_order_a_funder",
            ),
            models.UniqueConstraint(
                fields=["funder", "proof"], condition=~Q(proof=""), name="one_order_a_proof"
            ),
            models.CheckConstraint(condition=Q(amount__gte=1), name="no_empty_order"),
        ]
        indexes = [models.Index(fields=["funder", "state"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_called_back(self) -> bool:
        """Whether it was taken back, and nobody has said since that it had been paid."""
        return self.state == self.State.REJECTED and self.called_back_on is not None


class Check(models.Model):
    """The last proof of the books: one row; what does not agree is shown to the national team."""

    checked_at = models.DateTimeField()
    differences = models.JSONField(default=list)
    """Each as ``{"fund": …, "fr": …, "en": …}``."""

    def __str__(self) -> str:
        return f"{self.checked_at} {len(self.differences)}"
