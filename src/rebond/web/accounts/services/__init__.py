"""Acts on organisations and people: each one transaction and one row of the journal.

Modules: ``organisations`` (create, correct, close), ``invitations`` (invite, revoke, accept),
``sirens`` (register, correct), ``memberships`` (roles, ends, the one acted for), ``people`` (create, tell one's data, erase).
"""

from rebond.web.accounts.services.invitations import (
    INVITATION_DAYS,
    Invited,
    accept,
    invite,
    revoke,
)
from rebond.web.accounts.services.memberships import change_role, choose_membership, end_membership
from rebond.web.accounts.services.organisations import (
    change_scopes,
    close_organisation,
    create_organisation,
)
from rebond.web.accounts.services.people import (
    appoint,
    create_person,
    erase_person,
    export_my_data,
)
from rebond.web.accounts.services.sirens import register_siren

__all__ = [
    "INVITATION_DAYS",
    "Invited",
    "accept",
    "appoint",
    "change_role",
    "change_scopes",
    "choose_membership",
    "close_organisation",
    "create_organisation",
    "create_person",
    "end_membership",
    "erase_person",
    "export_my_data",
    "invite",
    "register_siren",
    "revoke",
]
