"""Enquiries as each recipient may read them: what a level hides is taken away here, not in a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Case, IntegerField, Prefetch, Q, QuerySet, Value, When
from django.http import QueryDict

from rebond.web.accounts.actors import Actor
from rebond.web.enquiries import rules
from rebond.web.enquiries.models import Enquiry, Message, Recipient
from rebond.web.enquiries.rules import Sight
from rebond.web.sites.models import Site

PAGE = 25
FARTHEST_PAGE = 10_000
MOST_WORDS = 100
LEAST_SHOWN = settings.LEAST_COUNT
"""Fewer are not told to those who did not receive them: they would name an investor."""

Enquiries = QuerySet[Enquiry]

WAITING = Q(state=Enquiry.State.RECEIVED, closed_at=None, erased_at=None)
UNMANAGED = Q(site__manager=None) | Q(site__manager__closed_at__isnull=False)
OVER = Q(closed_at__isnull=False) | Q(erased_at__isnull=False)
FIGURES = ("area_ha", "power_mva", "jobs", "investment_cents")
COLUMNS = (
    "reference",
    "site",
    "site_name",
    "confidentiality",
    "state",
    "lost_reason",
    "received_at",
    "due_at",
    "answered_at",
    "closed_at",
    *FIGURES,
)
"""Names of the file's columns, which do not change; nobody is named."""
STANDINGS = ("a-repondre", "en-retard", "en-cours", "clos", "tous")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to."""

    standing: str = "tous"
    state: str = ""
    words: str = ""
    page: int = 1

    def query(self, **changed: object) -> str:
        """Return the address's query of the same question, with parts changed."""
        parts = {
            "situation": self.standing if self.standing != "tous" else "",
            "etat": self.state,
            "q": self.words,
            "page": self.page if self.page > 1 else "",
        } | changed
        return urlencode({name: value for name, value in parts.items() if value})


@dataclass(frozen=True, slots=True)
class Line:
    """One message as the reader may see it; `text` is empty where the level hides it."""

    number: int
    at: datetime
    who: str
    is_investor: bool
    is_internal: bool
    is_mine: bool
    state: str
    text: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Read:
    """One enquiry, and what its reader sees of it."""

    enquiry: Enquiry
    rule: str
    sight: Sight
    is_late: bool

    @property
    def company(self) -> str:
        """Company, or the organisation linked; empty where it may not be known."""
        if not self.sight.identity or self.enquiry.erased_at is not None:
            return ""
        linked = self.enquiry.investor
        return self.enquiry.company or (linked.name if linked is not None else "")

    @property
    def contact(self) -> dict[str, str]:
        """Name, address, company and country; empty where they may not be known."""
        one = self.enquiry
        if not self.sight.identity or one.erased_at is not None:
            return {}
        return {
            "name": one.contact_name,
            "email": one.contact_email,
            "company": self.company,
            "country": one.country,
        }


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list."""

    rows: tuple[Read, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True, slots=True)
class Counts:
    """How the recipient's enquiries stand."""

    waiting: int
    late: int
    open: int


def visible(actor: Actor) -> QuerySet[Enquiry]:
    """Return the confirmed enquiries that the actor's organisation receives by rule, now."""
    mine = Recipient.objects.filter(organisation=actor.organisation_id)
    by_office = mine.filter(rule__in=[Recipient.Rule.AGENCY, Recipient.Rule.NATIONAL])
    managed = mine.filter(rule=Recipient.Rule.MANAGER)
    return Enquiry.objects.filter(
        Q(pk__in=by_office.values("enquiry"))
        | Q(pk__in=managed.values("enquiry"), site__manager=actor.organisation_id),
        confirmed_at__isnull=False,
    )


def acted_on(actor: Actor) -> QuerySet[Enquiry]:
    """Return those that the actor's organisation answers: its sites', or for the team those of no manager."""
    found = visible(actor)
    if actor.is_national:
        return found.filter(Q(site__manager=actor.organisation_id) | UNMANAGED)
    return found.filter(site__manager=actor.organisation_id)


def asked(given: QueryDict) -> Asked:
    """Read what the list is narrowed to; nothing is trusted."""
    standing, state, page = given.get("situation", ""), given.get("etat", ""), given.get("page", "")
    is_number = page.isascii() and page.isdigit() and len(page) <= len(str(FARTHEST_PAGE))
    return Asked(
        standing=standing if standing in STANDINGS else "tous",
        state=state if state in Enquiry.State.values else "",
        words=" ".join(given.get("q", "").replace("\0", " ").split())[:MOST_WORDS],
        page=max(1, min(int(page), FARTHEST_PAGE)) if is_number else 1,
    )


def narrowed(actor: Actor, question: Asked, now: datetime) -> QuerySet[Enquiry]:
    """Return the enquiries asked for, late first; words look at the site and the reference only.

    Looking at a company or a name would tell who it is by whether it is found.
    """
    found = visible(actor)
    if question.standing == "a-repondre":
        found = found.filter(WAITING)
    elif question.standing == "en-retard":
        found = found.filter(WAITING, answer_due_at__lt=now)
    elif question.standing == "en-cours":
        found = found.filter(closed_at=None, erased_at=None)
    elif question.standing == "clos":
        found = found.filter(OVER)
    if question.state:
        found = found.filter(state=question.state)
    for word in question.words.split():
        found = found.filter(
            Q(reference__istartswith=word)
            | Q(site__name__icontains=word)
            | Q(site__identifier__icontains=word)
        )
    waits = Case(When(WAITING, then=Value(0)), default=Value(1), output_field=IntegerField())
    due = Case(When(WAITING, then="answer_due_at"), default=None)
    return found.annotate(waits=waits, due=due).order_by("waits", "due", "-created_at", "-pk")


def listed(actor: Actor, question: Asked, now: datetime) -> Listed:
    """Return one page of the list; a page beyond the last is the last."""
    found = narrowed(actor, question, now)
    total = found.count()
    page = min(question.page, max(1, -(-total // PAGE)))
    keys = list(found.values_list("pk", flat=True)[(page - 1) * PAGE : page * PAGE])
    rows = _with_rule(actor, Enquiry.objects.filter(pk__in=keys)).in_bulk()
    return Listed(tuple(read_of(rows[key], now) for key in keys), total, page)


def counts(actor: Actor, now: datetime) -> Counts:
    """Return how many wait, are late and are open."""
    found = visible(actor)
    waiting = found.filter(WAITING)
    return Counts(
        waiting.count(),
        waiting.filter(answer_due_at__lt=now).count(),
        found.filter(closed_at=None, erased_at=None).count(),
    )


def of(actor: Actor) -> QuerySet[Enquiry]:
    """Return the visible enquiries with what one page of them needs."""
    return _with_rule(actor, visible(actor))


def read_of(enquiry: Enquiry, now: datetime) -> Read:
    """Return an enquiry of `of` with what its reader sees."""
    mine: list[Recipient] = enquiry.mine  # type: ignore[attr-defined]
    rule = mine[0].rule if mine else ""
    sight = rules.sight(enquiry.confidentiality, rule, is_revealed=enquiry.revealed_at is not None)
    return Read(
        enquiry=enquiry,
        rule=rule,
        sight=sight if rule else Sight(identity=False, content=False),
        is_late=is_late(enquiry, now),
    )


def lines(actor: Actor, read: Read) -> tuple[Line, ...]:
    """Return the messages, notes and moves of an enquiry that the actor may read, oldest first.

    Where the level hides the content, the reader still sees that something was written and when, each new
    state, and the notes of those who know no more than the reader.
    """
    found = read.enquiry.messages.select_related("membership__organisation", "membership__user")
    offices = set(
        read.enquiry.recipients.exclude(rule=Recipient.Rule.MANAGER).values_list(
            "organisation_id", flat=True
        )
    )
    shown = []
    for one in found.order_by("number"):
        by = one.membership
        is_of_office = by is not None and by.organisation_id in offices
        is_hidden = not read.sight.content and not (one.is_internal and is_of_office)
        if is_hidden and one.is_internal:
            continue
        shown.append(
            Line(
                number=one.number,
                at=one.at,
                who=_who(actor, one),
                is_investor=by is None,
                is_internal=one.is_internal,
                is_mine=by is not None and by.organisation_id == actor.organisation_id,
                state=one.state,
                text="" if is_hidden else one.text,
                is_hidden=is_hidden and bool(one.text),
            )
        )
    return tuple(shown)


def public_count(site: Site) -> int | None:
    """Return how many contacts a site has received, for its public page; None when too few to be told."""
    count = Enquiry.objects.filter(site=site, confirmed_at__isnull=False).count()
    return count if count >= LEAST_SHOWN else None


def recipients_of(enquiry: Enquiry) -> list[Recipient]:
    """Return who received an enquiry, the manager first."""
    order = {rule: place for place, rule in enumerate(Recipient.Rule.values)}
    found = enquiry.recipients.select_related("organisation")
    return sorted(
        (
            one
            for one in found
            if one.rule != Recipient.Rule.MANAGER or one.organisation_id == enquiry.site.manager_id
        ),
        key=lambda one: (order[one.rule], one.organisation.name),
    )


def cells(one: Enquiry) -> dict[str, Any]:
    """Return the figures of one enquiry for a file: never who the investor is, whatever the level."""
    return {
        "reference": one.reference,
        "site": one.site.identifier,
        "site_name": one.site.name,
        "confidentiality": one.confidentiality,
        "state": one.state,
        "lost_reason": one.lost_reason,
        "received_at": one.confirmed_at,
        "due_at": one.answer_due_at,
        "answered_at": one.answered_at,
        "closed_at": one.closed_at,
        **{name: one.figures.get(name, "") for name in FIGURES},
    }


def every(actor: Actor, question: Asked, now: datetime) -> QuerySet[Enquiry]:
    """Return every enquiry of the list, for a file."""
    return narrowed(actor, question, now).select_related("site")


def _with_rule(actor: Actor, found: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
    mine = Recipient.objects.filter(organisation=actor.organisation_id)
    return found.select_related("site__manager", "investor").prefetch_related(
        Prefetch("recipients", queryset=mine, to_attr="mine")
    )


def is_late(enquiry: Enquiry, now: datetime) -> bool:
    """Whether the answer came after its day, or is awaited beyond it."""
    due = enquiry.answer_due_at
    if enquiry.answered_at is not None:
        return due is not None and enquiry.answered_at > due
    is_waiting = enquiry.closed_at is None and enquiry.erased_at is None
    return is_waiting and due is not None and now > due


def _who(actor: Actor, message: Message) -> str:
    by = message.membership
    if by is None:
        return ""
    if by.organisation_id == actor.organisation_id:
        return f"{by.user}, {by.organisation.name}"
    return by.organisation.name
