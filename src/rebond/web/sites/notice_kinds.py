"""What people are told about the registry of sites."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {
    "sites.error_reported": NoticeKind(
        Text("Erreur signalée\u202f: {title}", "Error reported: {title}"),
        Text(
            "Quelqu’un signale une erreur sur la page du site {title} (signalement {report}).",
            "Somebody reports an error on the page of site {title} (report {report}).",
        ),
    ),
    "sites.taken": NoticeKind(
        Text("{organisation} gère {title}", "{organisation} manages {title}"),
        Text(
            "Personne ne gérait ce site\u202f: {title}. {organisation} en répond désormais et reçoit ses contacts.",
            "Nobody managed this site: {title}. {organisation} answers for it now and receives its contacts.",
        ),
    ),
}
