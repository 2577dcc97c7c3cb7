"""Who may open a case, lead it, write in it, and who watches over it: by part, by role and by territory."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind
from rebond.web.cases.models import Case, Item, Party
from rebond.web.sites.models import Site, SitePlace

PREFECTURES = frozenset({Kind.PREFECTURE_DEPARTEMENT, Kind.PREFECTURE_REGION})
LEVELS = {Kind.PREFECTURE_DEPARTEMENT: "departement", Kind.PREFECTURE_REGION: "region"}
"""The level of place by which a préfecture covers a site."""
RUNNING = frozenset({Case.State.OPEN, Case.State.PAUSED})


def may_open(actor: Actor) -> bool:
    """Whether the actor may open a case on some site: a préfecture, in a role that acts."""
    return actor.may_write and actor.kind in PREFECTURES


def may_open_on(actor: Actor, site: Site) -> bool:
    """Whether the actor may open a case on this site, which its territory must cover."""
    return may_open(actor) and covers(actor, site)


def covers(actor: Actor, site: Site) -> bool:
    """Whether a préfecture's territory covers a site; one that spans two départements is covered by both."""
    level = LEVELS.get(Kind(actor.kind))
    if level is None:
        return False
    return SitePlace.objects.filter(site=site, kind=level, code__in=actor.codes(level)).exists()


def watches(actor: Actor, site: Site) -> bool:
    """Whether the actor watches over the cases of a site without a part in them."""
    return actor.is_national or covers(actor, site)


def watches_some(actor: Actor) -> bool:
    """Whether the actor has a territory to watch over, rather than cases of its own only."""
    return actor.is_national or actor.kind in PREFECTURES


def has_cases(actor: Actor) -> bool:
    """Whether the list of cases may hold something for the actor."""
    mine = Party.objects.filter(organisation=actor.organisation_id, left_at=None)
    return watches_some(actor) or mine.exists()


def may_lead(actor: Actor, case: Case) -> bool:
    """Whether the actor conducts the case: parties, promised day, plan, end."""
    return actor.may_write and actor.organisation_id == case.lead_id


def part_of(actor: Actor, case: Case) -> str:
    """Return the part of the actor's organisation in a case; empty without one in force."""
    found = Party.objects.filter(
        case=case, organisation=actor.organisation_id, left_at=None
    ).values_list("part", flat=True)
    return found.first() or ""


def may_add(actor: Actor, case: Case) -> bool:
    """Whether the actor may add a line: any party, while the case runs."""
    return actor.may_write and case.state in RUNNING and bool(part_of(actor, case))


def may_edit(actor: Actor, item: Item) -> bool:
    """Whether the actor may change a line: the lead, who wrote it, or whom it is assigned to."""
    if not may_add(actor, item.case):
        return False
    return may_lead(actor, item.case) or actor.organisation_id in {
        item.written_by.organisation_id,
        item.assigned_to_id,
    }


def may_share(actor: Actor, item: Item) -> bool:
    """Whether the actor may change who sees a line and whom it is assigned to: the lead and who wrote it."""
    if not may_add(actor, item.case):
        return False
    return may_lead(actor, item.case) or actor.organisation_id == item.written_by.organisation_id
