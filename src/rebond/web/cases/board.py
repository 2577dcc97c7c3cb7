"""The board: cases by risk, highest first; what each reader may see is all that the risk is judged on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet
from django.http import QueryDict

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.cases import queries
from rebond.web.cases.alerts import is_late, is_passed
from rebond.web.cases.comparing import Median, difference, middle
from rebond.web.cases.models import Case, Item, Party
from rebond.web.cases.planning import Simulated, simulated_of
from rebond.web.cases.risk import Facts, Passed, Risk, risk
from rebond.web.clock import today as day_of
from rebond.web.desk.exports import harmless
from rebond.web.theme import writing

PAGE = 50
MOST_WORDS = 100
FARTHEST = 1_000
STATES = {
    "en-cours": (Case.State.OPEN, Case.State.PAUSED),
    "clos": (Case.State.DONE, Case.State.ABANDONED),
    "tous": tuple(Case.State.values),
}
_SETTLED = (Item.State.DONE, Item.State.DROPPED)
_READ = (
    "case_id",
    "kind",
    "state",
    "title",
    "procedure_id",
    "started_on",
    "promised_on",
    "legal_on",
    "done_on",
    "written_at",
    "assigned_to_id",
)
"""What the rules read of a line: texts and traces stay in the database."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the board is narrowed to."""

    words: str = ""
    state: str = "en-cours"
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows it."""
        return bool(self.words or self.state != "en-cours")


@dataclass(frozen=True, slots=True)
class Row:
    """One case of the board."""

    case: Case
    risk: Risk
    simulated: Simulated | None
    firms: tuple[str, ...]
    part: str
    """The reader's own part; empty for who watches over the territory."""
    next_on: date | None
    next_what: Text | None
    is_promise_kept: bool | None


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the board, with what the whole of it says."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    graves: int
    """Open cases whose level is that of a legal day passed, or of a promise that is unlikely."""
    watched: int


GRAVE = 5


def asked(given: QueryDict) -> Asked:
    """Read what is asked of the board; an unknown value is no filter."""
    state, page = given.get("etat", ""), given.get("page", "1")
    is_number = page.isascii() and page.isdigit() and len(page) <= len(str(FARTHEST))
    return Asked(
        words=" ".join(given.get("q", "").replace("\0", " ").split())[:MOST_WORDS],
        state=state if state in STATES else "en-cours",
        page=max(1, min(int(page), FARTHEST)) if is_number else 1,
    )


def narrowed(actor: Actor, given: Asked) -> QuerySet[Case]:
    """Return the cases that an actor sees and that answer the question."""
    rows = queries.visible(actor).filter(state__in=STATES[given.state])
    for word in given.words.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(reference__istartswith=word)
            | Q(site__name__icontains=word)
            | Q(site__identifier__istartswith=word)
        )
    return rows.select_related("site", "lead").defer(
        "plan", "site__plan", "site__values", "site__provenance", "site__shape", "site__extension"
    )


def every(actor: Actor, given: Asked, now: datetime) -> list[Row]:
    """Return every case asked for, highest risk first."""
    cases = list(narrowed(actor, given))
    keys = [case.pk for case in cases]
    seen = queries.items(actor).filter(case__in=keys)
    written = dict(seen.order_by().values_list("case").annotate(last=Max("written_at")))
    # What is settled bears no risk any more: it is left in the database.
    awaited = seen.filter(kind__in=queries.WATCHED).exclude(state__in=_SETTLED)
    lines = queries.by_case(awaited.only(*_READ))
    parties: dict[int, list[Party]] = {}
    found = Party.objects.filter(case__in=keys, left_at=None).select_related("organisation")
    for party in found.order_by("joined_at", "pk"):
        parties.setdefault(party.case_id, []).append(party)
    today, with_plan = day_of(now), queries.with_site_plan(actor, cases)
    rows = [
        row_of(
            actor,
            case,
            lines.get(case.pk, []),
            parties.get(case.pk, []),
            today,
            reads_site=case.site_id in with_plan,
            last_at=written.get(case.pk),
        )
        for case in cases
    ]
    return sorted(rows, key=lambda row: (-row.risk.level, -row.risk.weight, row.case.reference))


def board(actor: Actor, given: Asked, now: datetime) -> Board:
    """Return one page of the board; one beyond the last is the last."""
    rows = every(actor, given, now)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(given.page, pages)
    return Board(
        tuple(rows[(page - 1) * PAGE : page * PAGE]),
        len(rows),
        page,
        pages,
        sum(row.risk.level >= GRAVE for row in rows),
        sum(row.risk.level > 0 for row in rows),
    )


def row_of(
    actor: Actor,
    case: Case,
    lines: Sequence[Item],
    parties: Sequence[Party],
    today: date,
    *,
    reads_site: bool,
    last_at: datetime | None = None,
) -> Row:
    """Return a case as the board shows it; `last_at` is when a line that is not given was last written.

    `reads_site` tells whether the actor may know the plan of the site.
    """
    simulated = simulated_of(case, reads_site=reads_site)
    coming = _next(lines, today)
    late, _growing = difference(case.promised_on, case.done_on, today)
    return Row(
        case=case,
        risk=risk(facts_of(case, lines, simulated, today, last_at=last_at), today),
        simulated=simulated,
        firms=tuple(one.organisation.name for one in parties if one.part == Party.Part.FIRM),
        part=next(
            (one.part for one in parties if one.organisation_id == actor.organisation_id), ""
        ),
        next_on=coming[0] if coming else None,
        next_what=coming[1] if coming else None,
        is_promise_kept=None if late is None else late <= 0,
    )


def facts_of(
    case: Case,
    lines: Iterable[Item],
    simulated: Simulated | None,
    today: date,
    *,
    last_at: datetime | None = None,
) -> Facts:
    """Return what the rules read of a case, from the lines that the reader sees."""
    lines = list(lines)
    procedures = [
        one for one in lines if one.kind == Item.Kind.PROCEDURE and one.state != Item.State.DROPPED
    ]
    news = [day_of(case.opened_at), *(day_of(one.written_at) for one in lines)]
    news += [day_of(moment) for moment in (case.state_at, last_at) if moment is not None]
    return Facts(
        is_open=case.state == Case.State.OPEN,
        is_paused=case.state == Case.State.PAUSED,
        promised_on=case.promised_on,
        p50=simulated.p50 if simulated else None,
        p90=simulated.p90 if simulated else None,
        passed=tuple(
            Passed(one.title, one.legal_on)
            for one in procedures
            if is_passed(one, today) and one.legal_on is not None
        ),
        blocked=tuple(one.title for one in procedures if one.state == Item.State.BLOCKED),
        contested=tuple(one.title for one in procedures if one.state == Item.State.CONTESTED),
        late=tuple(
            (one.title, one.promised_on)
            for one in lines
            if is_late(one, today) and one.promised_on is not None
        ),
        last_news_on=max(news),
        unknown_days=sum(
            one.legal_on is None and one.done_on is None and one.started_on is not None
            for one in procedures
        ),
    )


def _next(lines: Iterable[Item], today: date) -> tuple[date, Text] | None:
    days: list[tuple[date, Text]] = []
    for one in lines:
        if one.is_settled or one.done_on is not None:
            continue
        named = Text(one.title, one.title)
        if one.legal_on is not None and one.legal_on >= today:
            days.append((one.legal_on, Text(f"jour légal, {one.title}", f"legal day, {one.title}")))
        if one.promised_on is not None and one.promised_on >= today:
            days.append((one.promised_on, named))
    return min(days, key=lambda one: one[0], default=None)


@dataclass(frozen=True, slots=True)
class Medians:
    """How late the decisions of completed cases came, after the law's day and after the promised one."""

    after_law: Median
    after_promise: Median
    of_promise: Median
    """How late operation started, after the day promised to the firm."""


def medians(actor: Actor) -> Medians:
    """Return the medians over the completed cases that the actor sees; hidden when they are few."""
    done = queries.visible(actor).filter(state=Case.State.DONE)
    decided = queries.items(actor).filter(
        case__in=done.order_by().values("pk"), kind=Item.Kind.PROCEDURE, done_on__isnull=False
    )
    by_law, by_promise = [], []
    for legal_on, promised_on, done_on in decided.values_list("legal_on", "promised_on", "done_on"):
        if legal_on is not None:
            by_law.append((done_on - legal_on).days)
        if promised_on is not None:
            by_promise.append((done_on - promised_on).days)
    whole = done.filter(done_on__isnull=False, promised_on__isnull=False)
    started = [
        (done_on - promised_on).days
        for promised_on, done_on in whole.order_by().values_list("promised_on", "done_on")
    ]
    return Medians(middle(by_law), middle(by_promise), middle(started))


COLUMNS = (
    "reference",
    "title",
    "site",
    "site_name",
    "lead",
    "state",
    "opened_on",
    "risk_level",
    "risk",
    "reasons",
    "not_judged",
    "promised_on",
    "p50",
    "p90",
    "simulated_as_of",
    "done_on",
    "next_on",
)
"""Names that do not change; nobody is named."""


def cells(row: Row) -> list[str]:
    """Return one row under the names of `COLUMNS`; what is unknown is empty."""
    case, kept = row.case, row.simulated
    return [
        case.reference,
        case.title,
        case.site.identifier,
        case.site.name,
        case.lead.slug,
        case.state,
        day_of(case.opened_at).isoformat(),
        str(row.risk.level) if case.state == Case.State.OPEN else "",
        writing.words(row.risk.words) if case.state == Case.State.OPEN else "",
        " ".join(writing.words(one.text) for one in row.risk.reasons),
        ", ".join(writing.words(one) for one in row.risk.unknown),
        _day(case.promised_on),
        _day(kept.p50 if kept else None),
        _day(kept.p90 if kept else None),
        _day(kept.as_of if kept else None),
        _day(case.done_on),
        _day(row.next_on),
    ]


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the file line by line; no cell is a formula."""
    yield "\ufeff" + _line(COLUMNS)
    for row in rows:
        yield _line([harmless(cell) for cell in cells(row)])


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _line(values: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(values)
    return line.getvalue()
