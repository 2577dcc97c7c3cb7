"""Levels of confidentiality and recipients in words, for the form and the pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts.models import Organisation
from rebond.web.enquiries import rules
from rebond.web.enquiries.addressing import parties_of
from rebond.web.enquiries.models import Enquiry, Recipient
from rebond.web.enquiries.naming import public_organisation
from rebond.web.enquiries.permissions import is_managed
from rebond.web.sites.models import Site

MEANINGS: dict[str, Promise] = {
    Enquiry.Confidentiality.OPEN: _(
        "Le gestionnaire, l’agence et l’équipe du programme lisent votre nom, votre société et vos messages."
    ),
    Enquiry.Confidentiality.MANAGER: _(
        "L’agence et l’équipe du programme savent seulement qu’un contact existe, ses dates et ses chiffres."
    ),
    Enquiry.Confidentiality.ANONYMOUS: _(
        "Tous lisent vos messages, sans nom, société, pays ni adresse, jusqu’à ce que vous vous nommiez."
    ),
}

TOLD: dict[str, Promise] = {
    Enquiry.Confidentiality.OPEN: _("Tous ceux qui ont reçu ce contact savent qui écrit."),
    Enquiry.Confidentiality.MANAGER: _("Seul le gestionnaire du site sait qui écrit."),
    Enquiry.Confidentiality.ANONYMOUS: _(
        "Personne ne sait qui écrit, jusqu’à ce que l’investisseur se nomme."
    ),
}
"""The same to those who received it."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A level on the form, and whether the sites chosen admit it."""

    value: str
    label: str
    meaning: Promise
    is_open: bool


@dataclass(frozen=True, slots=True)
class Receivers:
    """Who receives a contact about a site."""

    site: Site
    is_managed: bool
    rows: tuple[tuple[str, str], ...]
    """The rule in words, and the organisation's name."""


def offered(sites: Iterable[Site]) -> tuple[Offered, ...]:
    """Return the levels; the manager's alone is closed where a site has no manager."""
    is_everywhere_managed = all(is_managed(one) for one in sites)
    return tuple(
        Offered(
            value,
            str(label),
            MEANINGS[value],
            is_everywhere_managed or value != Enquiry.Confidentiality.MANAGER,
        )
        for value, label in Enquiry.Confidentiality.choices
    )


def receivers(site: Site) -> Receivers:
    """Return who would receive a contact about a site, by the rule."""
    chosen = rules.recipients(parties_of(site), Enquiry.Confidentiality.OPEN)
    names = Organisation.objects.in_bulk([one.organisation for one in chosen])
    return Receivers(
        site,
        is_managed(site),
        tuple(
            (str(Recipient.Rule(one.rule).label), public_organisation(names[one.organisation]))
            for one in chosen
        ),
    )
