"""What a région's list still lacks before it can be sent, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rebond.texts import Text
from rebond.web.calls.models import Call
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import levels
from rebond.web.instruction.errors import moment_text
from rebond.web.instruction.models import OpinionRequest, Shortlist

EXAMINED = (Dossier.State.FILED, Dossier.State.CORRECTION)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a list can be sent: what forbids it, and what the sender must have read."""

    ranked: int
    left_out: int
    without_sentence: int
    least: int | None
    most: int | None
    blocking: tuple[Text, ...]
    warnings: tuple[Text, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing forbids sending."""
        return not self.blocking


def sendable_from(call: Call) -> datetime | None:
    """Return the moment when no dossier can be filed any more, the late rule included."""
    if call.closes_at is None:
        return None
    return call.closes_at + timedelta(hours=levels.choices_of(call).grace_hours)


def readiness(shortlist: Shortlist, now: datetime) -> Readiness:
    """Return what the list of a région lacks."""
    call = shortlist.call
    choices = levels.choices_of(call)
    dossiers = Dossier.objects.filter(
        call=call, region_code=shortlist.region_code, state__in=EXAMINED
    )
    ranked = dossiers.filter(shortlist_entry__position__isnull=False).count()
    left_out = dossiers.filter(
        shortlist_entry__isnull=False, shortlist_entry__position=None
    ).count()
    missing = dossiers.filter(shortlist_entry=None).count()
    corrections = dossiers.filter(state=Dossier.State.CORRECTION).count()
    awaited = OpinionRequest.objects.filter(
        dossier__in=dossiers, state=OpinionRequest.State.WAITING
    ).count()
    blocking = [
        *_too_early(call, now),
        *_without_sentence(missing),
        *_too_many(ranked, choices.shortlist_max),
    ]
    warnings = [
        *_too_few(ranked, choices.shortlist_min),
        *_awaited(awaited),
        *_corrections(corrections),
    ]
    return Readiness(
        ranked,
        left_out,
        missing,
        choices.shortlist_min,
        choices.shortlist_max,
        tuple(blocking),
        tuple(warnings),
    )


def _too_early(call: Call, now: datetime) -> list[Text]:
    opens = sendable_from(call)
    if opens is not None and now >= opens:
        return []
    if opens is None:
        return [Text("L’appel n’a pas de date de clôture.", "The call has no closing date.")]
    when = moment_text(opens)
    return [
        Text(
            f"Des dossiers peuvent encore être déposés jusqu’au {when.fr}.",
            f"Dossiers can still be filed until {when.en}.",
        )
    ]


def _without_sentence(missing: int) -> list[Text]:
    if not missing:
        return []
    if missing == 1:
        return [
            Text(
                "Un dossier n’a ni place ni phrase.", "One dossier has neither place nor sentence."
            )
        ]
    return [
        Text(
            f"{missing} dossiers n’ont ni place ni phrase.",
            f"{missing} dossiers have neither place nor sentence.",
        )
    ]


def _too_many(ranked: int, most: int | None) -> list[Text]:
    if most is None or ranked <= most:
        return []
    return [
        Text(
            f"La liste compte {ranked} dossiers ; l’appel en prend {most} au plus.",
            f"The list holds {ranked} dossiers; the call takes {most} at most.",
        )
    ]


def _too_few(ranked: int, least: int | None) -> list[Text]:
    if ranked == 0:
        return [Text("La liste ne transmet aucun dossier.", "The list sends no dossier.")]
    if least is None or ranked >= least:
        return []
    return [
        Text(
            f"Nombre de dossiers transmis : {ranked}. L’appel en attend {least} au moins.",
            f"Dossiers sent: {ranked}. The call expects {least} at least.",
        )
    ]


def _awaited(awaited: int) -> list[Text]:
    if not awaited:
        return []
    if awaited == 1:
        return [Text("Un avis est encore attendu.", "One opinion is still awaited.")]
    return [Text(f"{awaited} avis sont encore attendus.", f"{awaited} opinions are still awaited.")]


def _corrections(corrections: int) -> list[Text]:
    if not corrections:
        return []
    if corrections == 1:
        return [
            Text(
                "Une correction est demandée et pas encore déposée.",
                "One correction is asked and not filed yet.",
            )
        ]
    return [
        Text(
            f"{corrections} corrections sont demandées et pas encore déposées.",
            f"{corrections} corrections are asked and not filed yet.",
        )
    ]
