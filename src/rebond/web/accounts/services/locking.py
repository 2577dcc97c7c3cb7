"""The lock that an act on an organisation takes."""

from __future__ import annotations

from rebond.web.accounts import errors
from rebond.web.accounts.models import Organisation


def lock_open(organisation: Organisation) -> Organisation:
    """Return an organisation locked for an act; a closed one is refused."""
    one = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if one.closed_at is not None:
        raise errors.OrganisationClosed(one.name, one.closed_at)
    return one
