"""What people are told about accounts."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {
    "accounts.joined": NoticeKind(
        subject=Text("Une personne a rejoint {organisation}", "Someone has joined {organisation}"),
        line=Text(
            "Une personne que vous aviez invitée a rejoint {organisation}.",
            "Someone you had invited has joined {organisation}.",
        ),
    ),
    "accounts.role_changed": NoticeKind(
        subject=Text(
            "Votre rôle dans {organisation} change", "Your role in {organisation} changes"
        ),
        line=Text(
            "Votre rôle dans {organisation} est désormais\u00a0: {role_fr}.",
            "Your role in {organisation} is now: {role_en}.",
        ),
    ),
    "accounts.membership_ended": NoticeKind(
        subject=Text("Vous n’êtes plus dans {organisation}", "You are no longer in {organisation}"),
        line=Text(
            "Vous n’agissez plus pour {organisation}.", "You no longer act for {organisation}."
        ),
    ),
}
