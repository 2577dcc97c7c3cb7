"""What people are told about the calls for training; references, nobody's name."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

ADMITTED = "training.admitted"
STEP = "training.step"
DETACHED = "training.detached"

KINDS: dict[str, NoticeKind] = {
    ADMITTED: NoticeKind(
        Text(
            "Lauréat {laureate}\u202f: son parcours commence",
            "Laureate {laureate}: its path begins",
        ),
        Text(
            "Le lauréat {laureate} est suivi ici\u202f: chacun y dit ce qu’il a fait, étape par étape.",
            "The laureate {laureate} is followed here: each says there what was done, step by step.",
        ),
    ),
    DETACHED: NoticeKind(
        Text(
            "Lauréat {laureate}\u202f: rattachement défait",
            "Laureate {laureate}: attachment undone",
        ),
        Text(
            "Le rattachement au lauréat {laureate} était une erreur et est défait\u202f; "
            "ce qui y a été dit reste lisible.",
            "The attachment to the laureate {laureate} was a mistake and is undone; "
            "what was said there stays to be read.",
        ),
    ),
    STEP: NoticeKind(
        Text("Lauréat {laureate}\u202f: {what}", "Laureate {laureate}: {what}"),
        Text(
            "Lauréat {laureate}, nouvelle étape\u202f: {what}.",
            "Laureate {laureate}, new step: {what}.",
        ),
    ),
}
