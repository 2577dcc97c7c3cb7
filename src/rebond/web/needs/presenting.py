"""What the pages show of the sites found: reasons, what is missing, links that narrow the search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from django.db.models import Prefetch

from rebond.texts import Lang, Text
from rebond.web.accounts.models import Organisation
from rebond.web.enquiries.naming import public_organisation
from rebond.web.needs.explaining import VOUCHERS, Reason, Value, in_both, reasons, value_of
from rebond.web.needs.fields import FIELDS, Field
from rebond.web.needs.places import departements, regions
from rebond.web.needs.query import InvestorNeed, Wanted, to_query
from rebond.web.needs.searching import Found, Hit
from rebond.web.needs.standing import Standing
from rebond.web.needs.withdrawing import hidden
from rebond.web.sites.models import Lot, Site
from rebond.web.sites.queries import public_groups, public_identity, public_values, with_public

FACET_FIELDS = {"region": "region", "icpe": "icpe", "brownfield": "friche", "labelled": "label"}
USUAL = ("lot", "puissance", "rail", "pret")
"""What is said of a site when nothing of it is asked."""


@dataclass(frozen=True, slots=True)
class Row:
    """One site of the list."""

    hit: Hit
    name: str
    where: str
    reasons: tuple[Reason, ...]
    others: tuple[tuple[Text, Value], ...]
    is_by_commune: bool
    is_fictitious: bool

    @property
    def unknown(self) -> tuple[Reason, ...]:
        """Return the musts that are to be checked."""
        return tuple(one for one in self.reasons if one.wanted.is_must and one.met is None)

    @property
    def missing(self) -> tuple[Reason, ...]:
        """Return the wishes that are not met in full, or not known."""
        return tuple(one for one in self.reasons if not one.wanted.is_must and not one.met)

    @property
    def low(self) -> int:
        """Return the lower bound of the score out of a hundred."""
        return int(100 * self.hit.low)

    @property
    def high(self) -> int:
        """Return the upper bound of the score out of a hundred, never below the lower one."""
        return max(self.low, int(100 * self.hit.high))


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, with the address of the need that it adds to."""

    words: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Facet:
    """Counts by one field among the sites found."""

    title: Text
    choices: tuple[Choice, ...]
    unknown: int


def sites_by_key(keys: Iterable[int]) -> dict[int, Site]:
    """Return public sites with what is read of them, in a constant number of queries."""
    public = Site.objects.filter(pk__in=list(keys), visibility=Site.Visibility.PUBLIC)
    read = with_public(public).select_related(None).select_related("delivery__organisation")
    lots = Lot.objects.select_related("delivery__organisation").defer("shape", "values")
    read = read.prefetch_related(Prefetch("lots", queryset=lots))
    found = {one.pk: one for one in read.defer("shape", "plan")}
    records = [*found.values(), *(lot for one in found.values() for lot in one.lots.all())]
    known = {one.delivery.organisation for one in records} - {None}
    vouching = {one.slug: one for one in known if one is not None}
    named = {str(said.get("vouched_by")) for one in records for said in one.provenance.values()}
    if others := named - {"", "None"} - set(vouching):
        vouching |= {one.slug: one for one in Organisation.objects.filter(slug__in=others)}
    # Said once for all sites of a page: most of them are vouched for by the same few.
    told = {slug: in_both(partial(public_organisation, one)) for slug, one in vouching.items()}
    for one in found.values():
        setattr(one, VOUCHERS, told)
    return found


def rows(found: Found) -> list[Row]:
    """Return the sites of a page; one that is not public any more is left out."""
    sites = sites_by_key(one.key for one in found.hits)
    return [row(hit, sites[hit.key], found) for hit in found.hits if hit.key in sites]


def row(hit: Hit, site: Site, found: Found) -> Row:
    """Return one site of the list."""
    held = reasons(found.need.wanted, found.conditions, found.standing, hit.row, site)
    asked = {one.key for one in found.need.wanted}
    public = public_values(site)
    others = [
        (FIELDS[key].title, value)
        for key in USUAL
        if key not in asked
        and (value := value_of(key, found.standing, hit.row, site, public)).words is not None
    ]
    return Row(
        hit,
        name_of(site),
        where(found.standing, hit.row, site),
        tuple(held),
        tuple(others),
        bool(public_identity(site)["is_located_by_commune"]),
        site.is_fictitious,
    )


def usual(need: InvestorNeed) -> list[Field]:
    """Return what is said of each site, where it is known, though nobody asks for it."""
    asked = {one.key for one in need.wanted}
    return [FIELDS[key] for key in USUAL if key not in asked]


def name_of(site: Site) -> str:
    """Return the public name of a site; its identifier when the name is not public."""
    return public_identity(site)["name"] or site.identifier


def where(standing: Standing, row: int, site: Site) -> str:
    """Return the département and the région of a site in words; empty when they are not public."""
    if "region" in hidden(standing, row, public_groups(site)):
        return ""
    said = []
    for kind, names in (("departement", departements()), ("region", regions())):
        said.append(", ".join(names.get(part, part) for part in standing.places[kind].of(row)))
    return " · ".join(one for one in dict.fromkeys(said) if one)


def facets(found: Found, lang: Lang) -> list[Facet]:
    """Return the facets that are not asked yet, with links that ask them."""
    asked = {one.key for one in found.need.wanted}
    shown = []
    for column, counts in found.facets.items():
        field = FIELDS[FACET_FIELDS[column]]
        if field.key in asked:
            continue
        words = {code: text.of(lang) for code, text in field.choices}
        if field.key == "region":
            words = dict(regions())
        unknown = sum(count for code, count in counts if not code)
        choices = tuple(
            Choice(words[code], count, narrowed(found.need, field.key, code))
            for code, count in sorted(counts, key=lambda one: -one[1])
            if code in words
        )
        if choices:
            shown.append(Facet(field.title, choices, unknown))
    return shown


def narrowed(need: InvestorNeed, key: str, code: str) -> str:
    """Return the address of a need with one more must."""
    value = (code,) if FIELDS[key].kind == "places" else code
    order = list(FIELDS)
    wanted = sorted((*need.wanted, Wanted(key, value)), key=lambda one: order.index(one.key))
    return to_query(replace(need, wanted=tuple(wanted)))


def without(need: InvestorNeed, key: str) -> str:
    """Return the address of a need that asks one thing less."""
    left = tuple(one for one in need.wanted if one.key != key)
    return to_query(replace(need, wanted=left))


def with_page(need: InvestorNeed, page: int) -> str:
    """Return the address of a page of the list."""
    query = to_query(need)
    return f"{query}&{urlencode({'page': page})}" if query else urlencode({"page": page})
