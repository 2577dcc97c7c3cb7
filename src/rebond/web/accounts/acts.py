"""Acts of accounts that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "accounts.organisation_created": Text("crée une organisation", "creates an organisation"),
    "accounts.scopes_changed": Text(
        "corrige le territoire d’une organisation", "corrects an organisation’s territory"
    ),
    "accounts.siren_registered": Text(
        "enregistre le SIREN d’une organisation", "registers an organisation’s SIREN"
    ),
    "accounts.siren_corrected": Text(
        "corrige le SIREN d’une organisation", "corrects an organisation’s SIREN"
    ),
    "accounts.organisation_closed": Text("ferme une organisation", "closes an organisation"),
    "accounts.invited": Text("invite une personne", "invites a person"),
    "accounts.invitation_revoked": Text("retire une invitation", "revokes an invitation"),
    "accounts.joined": Text("rejoint une organisation", "joins an organisation"),
    "accounts.role_changed": Text("change le rôle d’une personne", "changes a person’s role"),
    "accounts.membership_ended": Text(
        "met fin à l’appartenance d’une personne", "ends a person’s membership"
    ),
    "accounts.person_erased": Text("efface les données d’une personne", "erases a person’s data"),
}
