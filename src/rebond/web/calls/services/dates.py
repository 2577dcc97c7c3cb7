"""Setting and moving the dates of a call, each time with a reason.

The order always holds: opens < closes ≤ opinions ≤ shortlists ≤ committee ≤ results. Once the call is
published, a date goes to a moment still to come. An opening that is past and results that are visible do not
move; a closing that is past may be put off, which opens the call again, as long as no list is sent, no review
handed in and no decision proposed.
While the call is open and somebody has a draft or a dossier, the closing may only be put off.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise

from django.db import transaction

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.calls.errors import DateRefused, MovedMeanwhile, TooLate
from rebond.web.calls.models import CLOSES, OPENS, RESULTS, Call, DateMove
from rebond.web.calls.moments import moment_text
from rebond.web.calls.services.locking import locked, reason_of, refuse_over
from rebond.web.calls.services.telling import tell_applicants
from rebond.web.calls.stages import DATES, FIELDS, stage_text
from rebond.web.journal.services import append

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
NOT_SET = Text("non fixée", "not set")


def move_date(
    actor: Actor, call: Call, date: str, after: datetime, reason: str, now: datetime
) -> DateMove:
    """Set or move one date."""
    return set_dates(actor, call, {date: after}, reason, now)[0]


@transaction.atomic
def set_dates(
    actor: Actor, call: Call, dates: Mapping[str, datetime], reason: str, now: datetime
) -> list[DateMove]:
    """Set or move several dates for one reason; those that stay where they are are left out.

    `call` is as the actor saw it: a date that somebody moved meanwhile is refused.
    """
    seen, call = call, locked(actor, call)
    refuse_over(call, now)
    why = reason_of(reason)
    stage = call.stage(now)
    if stage == Call.Stage.PUBLISHED:
        raise TooLate(
            stage_text(stage),
            Text(
                "Les résultats sont visibles : aucune date ne change plus.",
                "The results are visible: no date changes any more.",
            ),
        )
    moves = []
    for date, after in dates.items():
        _check_moment(date, after)
        before = getattr(call, FIELDS[date])
        if before != getattr(seen, FIELDS[date]):
            raise _moved_meanwhile(call, date, before)
        if before == after:
            continue
        if call.revision is not None:
            _check_published(call, date, before, after, now)
        moves.append((date, before, after))
    for date, _before, after in moves:
        setattr(call, FIELDS[date], after)
    _check_order(call)
    if not moves:
        date = next(iter(dates), OPENS)
        raise DateRefused(
            DATES[date],
            Text("rien ne change.", "nothing changes."),
            Text("Donnez un autre moment.", "Give another moment."),
        )
    call.save(update_fields=[FIELDS[date] for date, _before, _after in moves])
    kept = [
        DateMove.objects.create(
            call=call,
            date=date,
            before=before,
            after=after,
            reason=why,
            moved_by_id=actor.membership_id,
            moved_at=now,
        )
        for date, before, after in moves
    ]
    content = {
        "reason": why,
        "moves": [
            {
                "date": one.date,
                "before": one.before.isoformat() if one.before else None,
                "after": one.after.isoformat(),
                "was_past": one.before is not None and one.before <= now,
            }
            for one in kept
        ],
    }
    append(actor, "calls.date_moved", ("call", call.reference), content, now=now)
    if call.revision is not None:
        for one in kept:
            tell_applicants(call, "calls.date_moved", _facts(one), now=now)
    return kept


def _facts(move: DateMove) -> dict[str, str]:
    title, after = DATES[move.date], moment_text(move.after)
    before = moment_text(move.before) if move.before else NOT_SET
    return {
        "date_fr": title.fr,
        "date_en": title.en,
        "after_fr": after.fr,
        "after_en": after.en,
        "before_fr": before.fr,
        "before_en": before.en,
        "reason": move.reason,
    }


def _check_moment(date: str, after: datetime) -> None:
    if date not in FIELDS:
        raise DateRefused(
            Text("Date", "Date"),
            Text("cette date n’existe pas.", "there is no such date."),
            Text("Choisissez dans la liste.", "Choose in the list."),
        )
    if after.tzinfo is None or not EARLIEST <= after < LATEST:
        raise DateRefused(
            DATES[date],
            Text("ce moment est hors du calendrier.", "this moment is outside the calendar."),
            Text("Donnez un jour entre 2000 et 2199.", "Give a day between 2000 and 2199."),
        )


def _check_published(
    call: Call, date: str, before: datetime | None, after: datetime, now: datetime
) -> None:
    is_past = before is not None and before <= now
    if is_past and date == OPENS:
        raise DateRefused(
            DATES[date],
            Text("l’appel est déjà ouvert.", "the call is open already."),
            Text("Une ouverture passée ne change pas.", "A past opening does not change."),
        )
    if call.deliberated_at is not None and date != RESULTS:
        raise DateRefused(
            DATES[date],
            Text("la délibération est close.", "deliberation has ended."),
            Text(
                "Seule la date des résultats peut changer.",
                "Only the date of the results may change.",
            ),
        )
    if after <= now:
        raise DateRefused(
            DATES[date],
            Text("ce moment est déjà passé.", "this moment is already past."),
            Text("Donnez un moment à venir.", "Give a moment still to come."),
        )
    if date == CLOSES and is_past and _is_examined(call):
        raise DateRefused(
            DATES[date],
            Text(
                "une liste est transmise, une évaluation rendue ou une décision proposée.",
                "a list is sent, a review handed in or a decision proposed.",
            ),
            Text(
                "L’appel ne rouvre plus\u202f: ouvrez-en un autre.",
                "The call does not open again: open another one.",
            ),
        )
    is_open = call.opens_at is not None and call.opens_at <= now
    is_sooner = before is not None and after < before
    if (
        date == CLOSES
        and is_open
        and is_sooner
        and call.dossiers.filter(withdrawn_at=None).exists()
    ):
        raise DateRefused(
            DATES[date],
            Text(
                "des candidats comptent sur la date annoncée.",
                "applicants count on the announced date.",
            ),
            Text(
                "Une clôture peut être reculée, pas avancée, dès qu’un brouillon existe.",
                "A closing may be put off, not brought forward, once a draft exists.",
            ),
        )


def _is_examined(call: Call) -> bool:
    """Whether somebody has sent a list, handed in a review or proposed a decision on the dossiers filed."""
    from rebond.web.committee.models import Review  # noqa: PLC0415 - these read calls too
    from rebond.web.deliberations.models import Decision  # noqa: PLC0415
    from rebond.web.instruction.models import Shortlist  # noqa: PLC0415

    return (
        Shortlist.objects.filter(call=call, sent_at__isnull=False).exists()
        or Review.objects.filter(dossier__call=call, submitted_at__isnull=False).exists()
        or Decision.objects.filter(call=call, cancelled_at=None).exists()
    )


def _check_order(call: Call) -> None:
    given = [(date, getattr(call, FIELDS[date])) for date in FIELDS]
    known = [(date, moment) for date, moment in given if moment is not None]
    for (first, earlier), (second, later) in pairwise(known):
        if earlier > later or (first == OPENS and earlier == later):
            raise DateRefused(
                DATES[second],
                Text(
                    "{later}, avant « {first} » ({earlier}).",
                    "{later}, before “{first}” ({earlier}).",
                ).filled(
                    later=moment_text(later), first=DATES[first], earlier=moment_text(earlier)
                ),
                Text(
                    "L’ordre est : ouverture, clôture, avis, présélections, comité, résultats.",
                    "The order is: opening, closing, opinions, shortlists, committee, results.",
                ),
            )


def _moved_meanwhile(call: Call, date: str, value: datetime | None) -> MovedMeanwhile:
    last = call.date_moves.filter(date=date).select_related("moved_by__organisation").last()
    shown = moment_text(value) if value else NOT_SET
    who = last.moved_by.organisation.name if last else "—"
    return MovedMeanwhile(DATES[date], shown, who, moment_text(last.moved_at) if last else NOT_SET)
