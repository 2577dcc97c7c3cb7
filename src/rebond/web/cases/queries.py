"""Reading cases: which cases and which lines an actor sees is decided here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Membership, Organisation
from rebond.web.cases.models import Case, Item, Party
from rebond.web.cases.permissions import LEVELS
from rebond.web.sites import queries as sites
from rebond.web.sites.groups import PROCEDURES
from rebond.web.sites.models import Site, SitePlace

WATCHED = (Item.Kind.PROCEDURE, Item.Kind.TASK)
"""What those who watch over a territory see of a case that they have no part in."""


def visible(actor: Actor) -> QuerySet[Case]:
    """Return the cases that an actor knows of: those of its organisation, those of its territory."""
    if actor.is_national:
        return Case.objects.all()
    return Case.objects.filter(Exists(_mine(actor)) | _of_territory(actor))


def of_territory(actor: Actor) -> QuerySet[Case]:
    """Return the cases that an actor watches over: all for the national team, else those of its territory."""
    if actor.is_national:
        return Case.objects.all()
    return Case.objects.filter(_of_territory(actor))


def _mine(actor: Actor) -> QuerySet[Party]:
    return Party.objects.filter(
        case=OuterRef("pk"), organisation=actor.organisation_id, left_at=None
    )


def _of_territory(actor: Actor) -> Q:
    level = LEVELS.get(Kind(actor.kind))
    if level is None:
        return Q(pk__in=[])
    places = SitePlace.objects.filter(
        site=OuterRef("site"), kind=level, code__in=sorted(actor.codes(level))
    )
    return Q(Exists(places))


def items(actor: Actor) -> QuerySet[Item]:
    """Return the lines that an actor sees, of every case that it sees.

    The lead sees all. A party sees what is shared with its part, what is assigned to it and what it wrote.
    Who watches over the territory without a part sees procedures and tasks; never notes, never documents.
    """
    party = Party.objects.filter(
        case=OuterRef("case"), organisation=actor.organisation_id, left_at=None
    )
    shared = Q()
    for part in Party.Part.values:
        shared |= Q(Exists(party.filter(part=part)), audience__contains=f",{part},")
    own = Q(assigned_to=actor.organisation_id) | Q(written_by__organisation=actor.organisation_id)
    seen = Q(case__lead=actor.organisation_id) | shared | (Q(Exists(party)) & own)
    watched = Q(kind__in=WATCHED) & Q(case__in=of_territory(actor).order_by().values("pk"))
    return Item.objects.filter(seen | watched)


def items_of(actor: Actor, case: Case) -> QuerySet[Item]:
    """Return the lines of a case that an actor sees, with whom they are assigned to and who wrote them."""
    return (
        items(actor)
        .filter(case=case)
        .select_related("assigned_to", "written_by__organisation", "case")
        .order_by("pk")
    )


def parties(case: Case) -> list[Party]:
    """Return who takes part, in order of joining."""
    found = case.parties.filter(left_at=None).select_related("organisation")
    return list(found.order_by("joined_at", "pk"))


def who_sees(item: Item) -> set[int]:
    """Return the keys of the organisations that see a line by their part in the case: who may be told of it."""
    found = {item.case.lead_id}
    for party in Party.objects.filter(case=item.case_id, left_at=None):
        is_own = party.organisation_id in {item.assigned_to_id, item.written_by.organisation_id}
        if party.part in item.seen_by or is_own:
            found.add(party.organisation_id)
    return found


def sites_of_territory(actor: Actor) -> QuerySet[Site]:
    """Return the sites that a préfecture's territory covers, public or not; none for any other."""
    level = LEVELS.get(Kind(actor.kind))
    if level is None:
        return Site.objects.none()
    places = SitePlace.objects.filter(
        site=OuterRef("pk"), kind=level, code__in=sorted(actor.codes(level))
    )
    return Site.objects.filter(Exists(places))


def sites_to_open_on(actor: Actor, words: str = "", *, most: int = 25) -> list[Site]:
    """Return the sites of an actor's territory on which it may open a case, by name."""
    found = sites_of_territory(actor)
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(identifier__icontains=word) | Q(commune_code=word)
        )
    return list(found.defer("shape", "values", "plan").order_by("name", "identifier")[:most])


def organisations_named(words: str, *, most: int = 25) -> list[Organisation]:
    """Return the open organisations whose name holds these words, for an invitation."""
    if not words.strip():
        return []
    found = Organisation.objects.filter(closed_at=None)
    for word in words.split():
        found = found.filter(name__icontains=word)
    return list(found.order_by("name")[:most])


def colleagues(actor: Actor) -> list[Membership]:
    """Return who may lead a case for the actor's organisation."""
    found = Membership.objects.in_force().filter(organisation=actor.organisation_id)
    return list(found.select_related("user").order_by("started_at", "pk"))


def by_case(found: Iterable[Item]) -> dict[int, list[Item]]:
    """Return lines by the key of their case."""
    grouped: dict[int, list[Item]] = {}
    for item in found:
        grouped.setdefault(item.case_id, []).append(item)
    return grouped


def with_site_plan(actor: Actor, cases: Iterable[Case]) -> frozenset[int]:
    """Return the keys of the sites, among those of some cases, of which the actor may know the plan.

    It is public, or the actor reads the whole site: its manager, those of its territory. Two queries.
    """
    keys = {case.site_id for case in cases}
    public = {case.site_id for case in cases if case.site.visibility == Site.Visibility.PUBLIC}
    consented = sites.consented_groups(public)
    whole = sites.readable_whole(actor).filter(pk__in=keys).values_list("pk", flat=True)
    opened = {key for key in public if PROCEDURES in consented.get(key, frozenset())}
    return frozenset(whole) | opened
