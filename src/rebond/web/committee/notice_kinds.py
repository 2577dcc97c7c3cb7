"""What people are told about committee."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {
    "committee.appointed": NoticeKind(
        Text("Vous siégez au comité de l’appel {call}", "You sit in the committee of call {call}"),
        Text(
            "Déclarez d’abord, dossier par dossier, un intérêt ou aucun.",
            "First declare, dossier by dossier, an interest or none.",
        ),
    ),
    "committee.ended": NoticeKind(
        Text(
            "Votre siège au comité de l’appel {call} a pris fin",
            "Your seat in the committee of call {call} has ended",
        ),
        Text("Vos appréciations remises restent au dossier.", "Reviews handed in stay on record."),
    ),
    "committee.soon": NoticeKind(
        Text(
            "Le comité de l’appel {call} siège le {day}",
            "The committee of call {call} sits on {day}",
        ),
        Text(
            "Le comité de l’appel {call} siège le {day}. Vos déclarations et vos lectures en attente sont sur votre bureau.",
            "The committee of call {call} sits on {day}. The declarations and readings you still owe are on your desk.",
        ),
    ),
    "committee.recused": NoticeKind(
        Text("Un membre se déporte dans l’appel {call}", "A member steps aside in call {call}"),
        Text("Dossiers : {dossiers}.", "Dossiers: {dossiers}."),
    ),
}
