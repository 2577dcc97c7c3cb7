"""What people are told about labels; the reason is read on the site's page."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

CHANGED = "labels.changed"

KINDS: dict[str, NoticeKind] = {
    CHANGED: NoticeKind(
        Text("Label du site {site} : {what}", "Label of the site {site}: {what}"),
        Text(
            "Label « {title} » du site {site} : {what}, avec effet au {on}. La raison est sur la page du site.",
            "Label “{title}” of the site {site}: {what}, with effect on {on}. The reason is on the site’s page.",
        ),
    ),
}
