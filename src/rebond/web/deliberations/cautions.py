"""What is not finished when a deliberation closes: nothing forbids it, whoever closes ticks each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from rebond.texts import Text, day_text
from rebond.web.calls.models import Call
from rebond.web.committee.models import Declaration, Review, Seat
from rebond.web.deliberations.sittings import to_decide
from rebond.web.instruction.models import OpinionRequest


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing that is not finished, and how many."""

    kind: str
    count: int
    words: Text


def cautions(call: Call, now: datetime) -> list[Caution]:
    """Return what is not finished, in the order in which a call runs; constant queries for each member."""
    kept = to_decide(call)
    found = []
    waiting = OpinionRequest.objects.filter(
        dossier__in=kept, state=OpinionRequest.State.WAITING
    ).count()
    if waiting:
        found.append(Caution("opinions", waiting, _counted(waiting, "opinions")))
    sent = Q(
        shortlist_entry__position__isnull=False, shortlist_entry__shortlist__sent_at__isnull=False
    )
    listed = kept.filter(sent)
    undeclared = unread = 0
    for seat in Seat.objects.filter(call=call, ended_at=None):
        declared = Declaration.objects.filter(seat=seat, dossier=OuterRef("pk"))
        given = Review.objects.filter(seat=seat, dossier=OuterRef("pk"), submitted_at__isnull=False)
        undeclared += listed.exclude(Exists(declared)).exists()
        unread += (
            listed.exclude(Exists(given))
            .exclude(Exists(declared.filter(has_interest=True)))
            .exists()
        )
    if undeclared:
        found.append(Caution("declarations", undeclared, _counted(undeclared, "declarations")))
    if unread:
        found.append(Caution("reviews", unread, _counted(unread, "reviews")))
    if call.committee_at is not None and call.committee_at > now:
        day = day_text(timezone.localtime(call.committee_at).date())
        found.append(
            Caution(
                "committee",
                1,
                Text(
                    "Le comité doit encore se réunir, le {day}.",
                    "The committee is still to meet, on {day}.",
                ).filled(day=day),
            )
        )
    if call.results_at is not None:
        day = day_text(timezone.localtime(call.results_at).date())
        found.append(
            Caution(
                "results",
                1,
                Text(
                    "Les résultats seront lus par tous le {day}.",
                    "Everyone will read the results on {day}.",
                ).filled(day=day),
            )
        )
    return found


_WORDS = {
    "opinions": (
        Text("Un avis est encore attendu.", "One opinion is still awaited."),
        Text("{n} avis sont encore attendus.", "{n} opinions are still awaited."),
    ),
    "declarations": (
        Text(
            "Un membre du comité n’a pas déclaré ses intérêts sur tous les dossiers.",
            "One member of the committee has not declared interests on every dossier.",
        ),
        Text(
            "{n} membres du comité n’ont pas déclaré leurs intérêts sur tous les dossiers.",
            "{n} members of the committee have not declared interests on every dossier.",
        ),
    ),
    "reviews": (
        Text(
            "Un membre du comité n’a pas rendu toutes ses lectures.",
            "One member of the committee has not handed in every review.",
        ),
        Text(
            "{n} membres du comité n’ont pas rendu toutes leurs lectures.",
            "{n} members of the committee have not handed in every review.",
        ),
    ),
}


def _counted(count: int, kind: str) -> Text:
    one, many = _WORDS[kind]
    return (one if count == 1 else many).filled(n=count)
