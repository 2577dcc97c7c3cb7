"""The outcomes a candidate can have, each with its word, its sign and its colour."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Status:
    """How an outcome is shown: `sign` names a shape, so that colour is never alone."""

    code: str
    word: str | Promise
    sign: str
    tone: str
    meaning: str | Promise


STATUSES = {
    one.code: one
    for one in (
        Status(
            "retained",
            _("retenu par ce calcul"),
            "full",
            "is-accent",
            _("figure dans la sélection calculée, une fois les règles appliquées"),
        ),
        Status(
            "below_cut",
            _("sous la coupure"),
            "empty",
            "",
            _("éligible, mais son score le place après le dernier retenu"),
        ),
        Status(
            "kept_out",
            _("écarté par une règle"),
            "barred",
            "is-caution",
            _("son score suffisait ; une règle nommée a donné la place à un autre"),
        ),
        Status(
            "ineligible",
            _("non éligible"),
            "crossed",
            "is-caution",
            _("une condition d’accès nommée n’est pas remplie"),
        ),
        Status(
            "deferred",
            _("reporté"),
            "half",
            "",
            _("renvoyé à une vague suivante"),
        ),
        Status(
            "never_proposed",
            _("jamais proposé"),
            "void",
            "",
            _("aucun dossier n’a été déposé"),
        ),
        Status(
            "reference",
            _("site labellisé connu"),
            "square",
            "",
            _("comparé aux candidats sans prendre la place d’aucun"),
        ),
    )
}
