"""Names as everyone may read them: a site whose identity is public, an organisation that is no private owner."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation
from rebond.web.sites import queries as sites
from rebond.web.sites.models import Site


def public_name(site: Site) -> str:
    """Return a site's name where it is public, else its identifier, on one line."""
    name = sites.public_identity(site)["name"] or site.identifier
    return " ".join(str(name).split())


def public_organisation(organisation: Organisation) -> str:
    """Return an organisation's name; a private owner's is not told, for it may be a person's."""
    if organisation.kind == Kind.PROPRIETAIRE_PRIVE:
        return _("un propriétaire privé")
    return organisation.name
