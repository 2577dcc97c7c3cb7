"""The registry: records of the CNIG standards with who vouches for them, deliveries, consents, reports."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Membership, Organisation


class Delivery(models.Model):
    """A file received, or an entry by hand: where records come from, and what was said of each row."""

    class State(models.TextChoices):
        RECEIVED = "received", _("reçu, à contrôler")
        CHECKED = "checked", _("contrôlé, à appliquer")
        REFUSED = "refused", _("refusé")
        APPLIED = "applied", _("appliqué")
        ABANDONED = "abandoned", _("abandonné")

    class Origin(models.TextChoices):
        FILE = "file", _("fichier")
        HAND = "hand", _("saisie")
        OPEN_DATA = "open_data", _("pages publiques")

    reference = models.CharField(max_length=24, unique=True)
    """Short code, such as ``L-7K3M9QX2``."""
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.FILE)
    table = models.CharField(max_length=24, blank=True)
    """Table of `rebond.sitefiles`, such as ``site-eco``."""
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="deliveries"
    )
    """Who vouches for what the file says; None for what public pages say."""
    received_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=71, blank=True)
    byte_count = models.PositiveBigIntegerField(default=0)
    source = models.TextField(blank=True)
    stated_on = models.DateField(null=True, blank=True)
    """Day of what the file says, as who delivers it states; rows that date themselves keep their own."""
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    summary = models.JSONField(default=dict)
    """Counts of rows accepted, corrected, refused; format, separator, encoding; the first notes."""
    report_digest = models.CharField(max_length=71, blank=True)
    """Digest of the whole report, kept as a file beside the one received."""
    received_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return self.reference


class Record(models.Model):
    """One row of a CNIG table, as it stands now.

    `values` holds what cells say, by the standard's field names: text, number, ISO date; an empty cell is
    absent, while «inconnu» and «sans objet» stay as written. The whole row comes from `delivery` and is of
    `stated_on`; `provenance` names the fields that come from elsewhere: ``{field: {source, url, stated_on,
    vouched_by}}`` (slug of an organisation).
    """

    identifier = models.CharField(max_length=80, unique=True)
    values = models.JSONField(default=dict)
    provenance = models.JSONField(default=dict, blank=True)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+")
    stated_on = models.DateField(null=True, blank=True)
    number = models.PositiveIntegerField(default=1)
    """How many times the row was written; earlier ones are in `Superseded`."""
    shape = models.BinaryField(null=True, blank=True)
    """WKB, WGS 84 longitude and latitude."""
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["identifier"]

    def __str__(self) -> str:
        return self.identifier


class Pole(Record):
    """A pole: sites that work together (table ``pole-eco``)."""


class Site(Record):
    """A site (table ``site-eco``), with Rebond's extension and what searches read."""

    class Visibility(models.TextChoices):
        PRIVATE = "private", _("visible de ses gestionnaires")
        PUBLIC = "public", _("public")

    pole = models.ForeignKey(Pole, models.SET_NULL, null=True, blank=True, related_name="sites")
    manager = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="sites"
    )
    """Who answers for the site and its enquiries; None while nobody does."""
    extension = models.JSONField(default=dict, blank=True)
    """Fields of the table ``rebond-extension``, same rules as `values`."""
    visibility = models.CharField(
        max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    is_fictitious = models.BooleanField(default=False)
    public_pages = models.JSONField(default=dict, blank=True)
    """What public pages say, whoever manages the site since: ``{name, communes, departements, region, area_ha,
    area_kind, site_type, source_url, confidence}``, and ``plan`` where we described the procedures from them, with
    assumptions that nobody vouches for; empty when none is known to name it."""
    plan = models.JSONField(null=True, blank=True)
    """The site's procedures as `rebond.procedure.site_model` reads them; None when no manager described them."""
    # What follows is derived from values, extension, lots and plan by `sites.deriving`; never typed in.
    name = models.CharField(max_length=200, blank=True)
    commune_code = models.CharField(max_length=5, blank=True)
    """Main commune, as it exists today; every commune is a SitePlace."""
    departement_code = models.CharField(max_length=3, blank=True)
    region_code = models.CharField(max_length=3, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    is_located_by_commune = models.BooleanField(default=False)
    """Whether the point is the commune's centre, for want of the site's own."""
    gross_ha = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    sellable_ha = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    free_ha = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    largest_lot_ha = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    is_brownfield = models.BooleanField(null=True, blank=True)
    tier = models.PositiveSmallIntegerField(null=True, blank=True)
    """Maturity tier of the plan; None without a plan."""
    ready_on = models.JSONField(default=list, blank=True)
    """Days by which the site is ready with 5 %, 10 % … 95 % chance (19 ISO dates); empty without a plan."""
    planned_as_of = models.DateField(null=True, blank=True)

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["visibility", "region_code", "name"]),
            models.Index(fields=["manager", "name"]),
            models.Index(fields=["commune_code"]),
        ]

    def __str__(self) -> str:
        return self.name or self.identifier


class SitePlace(models.Model):
    """A place that a site touches, at every level: commune, epci, departement, region."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="places")
    kind = models.CharField(max_length=16)
    code = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "kind", "code"], name="one_site_place")
        ]
        indexes = [models.Index(fields=["kind", "code"])]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


class Lot(Record):
    """A terrain of a site (table ``terrain-eco``)."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="lots")
    gross_ha = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    is_free = models.BooleanField(null=True, blank=True)
    """For sale and not occupied, derived from the stages; None when that is not known."""


class Establishment(Record):
    """An establishment (table ``etablissement``); its lots are named in `values`."""

    site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="establishments"
    )


class Brownfield(Record):
    """A brownfield (CNIG Friches); `site` when the registry holds it as a site too."""

    site = models.ForeignKey(
        Site, models.SET_NULL, null=True, blank=True, related_name="brownfields"
    )
    commune_code = models.CharField(max_length=5, blank=True)


class Superseded(models.Model):
    """What a record said before it was written again; never changed."""

    table = models.CharField(max_length=24)
    identifier = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    values = models.JSONField()
    extension = models.JSONField(default=dict, blank=True)
    provenance = models.JSONField(default=dict, blank=True)
    plan = models.JSONField(null=True, blank=True)
    public_pages = models.JSONField(default=dict, blank=True)
    shape = models.BinaryField(null=True, blank=True)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="+")
    stated_on = models.DateField(null=True, blank=True)
    superseded_at = models.DateTimeField()
    superseded_by = models.ForeignKey(Delivery, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["table", "identifier", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["table", "identifier", "number"], name="one_superseded_record"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.identifier} ({self.number})"


class Consent(models.Model):
    """A local authority's agreement to make a site public, for groups of fields."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    groups = models.JSONField(default=list)
    """Groups of `sites.groups.GROUPS` that may be read by everyone."""
    given_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.site_id} ({self.organisation_id})"


class SiteEvent(models.Model):
    """What happened on a site: a line of its history with its source; never changed, answered by another."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("visite d’un investisseur")
        OFFER = "offer", _("offre faite")
        PERMIT_FILED = "permit_filed", _("permis déposé")
        LOT_SOLD = "lot_sold", _("lot vendu")
        IN_OPERATION = "in_operation", _("établissement en activité")
        LOST = "lost", _("projet perdu")
        CLOSED = "closed", _("établissement fermé")
        NOTE = "note", _("fait noté")

    class Basis(models.TextChoices):
        DECLARED = "declared", _("déclaré")
        CHECKED = "checked", _("vérifié")
        PUBLIC_PAGE = "public_page", _("page publique")

    site = models.ForeignKey(Site, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    on = models.DateField()
    basis = models.CharField(max_length=12, choices=Basis.choices)
    figures = models.JSONField(default=dict, blank=True)
    """``jobs``, ``investment_cents``, ``area_ha``; absent is unknown."""
    sentence = models.TextField(blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    enquiry_reference = models.CharField(max_length=24, blank=True)
    """The enquiry it came from; never shown to the public."""
    is_public = models.BooleanField(default=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    recorded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["site", "-on"])]

    def __str__(self) -> str:
        return f"{self.site_id} {self.kind} {self.on}"


class ErrorReport(models.Model):
    """Somebody says that the page of a site is wrong; its manager answers."""

    class State(models.TextChoices):
        OPEN = "open", _("à traiter")
        ACCEPTED = "accepted", _("corrigé")
        REJECTED = "rejected", _("sans suite")

    reference = models.CharField(max_length=24, unique=True)
    site = models.ForeignKey(Site, models.CASCADE, related_name="error_reports")
    field = models.CharField(max_length=60, blank=True)
    sentence = models.TextField()
    email = models.EmailField(blank=True)
    """Personal: only to answer; erased a year after the answer."""
    language = models.CharField(max_length=2, default="fr")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    answer = models.TextField(blank=True)
    reported_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-reported_at", "-pk"]

    def __str__(self) -> str:
        return self.reference


class RegistryState(models.Model):
    """One row that each change of what searches read moves on, so that every process knows its index is old."""

    number = models.PositiveBigIntegerField(default=0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.number)
