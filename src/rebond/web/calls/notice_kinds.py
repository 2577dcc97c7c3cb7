"""What people are told about calls."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {
    "calls.date_moved": NoticeKind(
        subject=Text("{title_fr} : une date change", "{title_en}: a date changes"),
        line=Text(
            "{date_fr} : {after_fr}, au lieu de {before_fr}. Motif : {reason}",
            "{date_en}: {after_en}, instead of {before_en}. Reason: {reason}",
        ),
    ),
    "calls.revised": NoticeKind(
        subject=Text("{title_fr} : nouvelle révision", "{title_en}: new revision"),
        line=Text(
            "La révision {number} est publiée. Votre brouillon la suivra ; un dossier déposé garde la sienne. Motif : {reason}",
            "Revision {number} is published. Your draft will follow it; a filed dossier keeps its own. Reason: {reason}",
        ),
    ),
    "calls.cancelled": NoticeKind(
        subject=Text("{title_fr} : appel annulé", "{title_en}: call cancelled"),
        line=Text(
            "L’appel est annulé. Vos réponses restent lisibles. Motif : {reason}",
            "The call is cancelled. Your answers can still be read. Reason: {reason}",
        ),
    ),
}
