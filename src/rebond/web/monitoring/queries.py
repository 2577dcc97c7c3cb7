"""Reading what is followed: whose subjects, what was said of them year by year, what is still to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.dossiers.models import Dossier, DossierPlace
from rebond.web.monitoring.models import Baseline, Observation
from rebond.web.monitoring.permissions import CHECKING, Subject
from rebond.web.monitoring.secrecy import Said
from rebond.web.sites.commune_places import commune_places
from rebond.web.sites.models import Site, SitePlace

Basis = Observation.Basis
DUE = (3, 31)
"""Month and day by which the year before is declared."""
CHECK_DUE = (6, 30)
"""Month and day by which it is checked."""


def last_year(now: datetime) -> int:
    """Return the last year that is over."""
    return today(now).year - 1


def due_on(year: int) -> date:
    """Return the day by which a year is declared."""
    return date(year + 1, *DUE)


def check_due_on(year: int) -> date:
    """Return the day by which a year is checked."""
    return date(year + 1, *CHECK_DUE)


def sites(actor: Actor) -> QuerySet[Site]:
    """Return the labelled sites that one declares or checks."""
    labelled = Site.objects.filter(Exists(_labels()))
    return labelled.filter(_mine(actor, "manager", SitePlace, "site")).prefetch_related("places")


def _labels() -> QuerySet[object]:
    from rebond.web.labels.models import Label  # noqa: PLC0415 - labels read deliberations, which ask for baselines

    return Label.objects.filter(site=OuterRef("pk"))


def dossiers(actor: Actor) -> QuerySet[Dossier]:
    """Return the dossiers, retained or not, that one declares or checks: those whose facts were frozen."""
    decided = Dossier.objects.filter(Exists(Baseline.objects.filter(dossier=OuterRef("pk"))))
    return (
        decided.filter(_mine(actor, "organisation", DossierPlace, "dossier"))
        .select_related("call", "organisation")
        .prefetch_related("places")
    )


def _mine(actor: Actor, owner: str, places: type[SitePlace | DossierPlace], about: str) -> Q:
    mine = Q(**{owner: actor.organisation_id})
    if actor.is_national or (actor.kind in CHECKING and actor.is_everywhere):
        return Q()
    if actor.kind not in CHECKING:
        return mine
    touched = Q(pk__in=[])
    for kind, code in sorted(actor.scopes):
        touched |= Q(kind=kind, code=code)
    return mine | Q(Exists(places.objects.filter(touched, **{about: OuterRef("pk")})))


def subject_of(actor: Actor, kind: str, reference: str) -> Subject | None:
    """Return one subject that the actor follows; None when there is none to be seen."""
    if kind == "site":
        return sites(actor).filter(identifier=reference).first()
    if kind == "dossier":
        return dossiers(actor).filter(reference=reference).first()
    return None


@dataclass(frozen=True, slots=True)
class ToDo:
    """A subject with a year to tell."""

    kind: str
    reference: str
    name: str
    is_fictitious: bool


def site_name(site: Site) -> str:
    """Return the site's name; without one, its commune, and without any its identifier."""
    place = commune_places(site.commune_code) if site.commune_code and not site.name else None
    if place is not None:
        return _("Site sans nom connu à %(commune)s") % {"commune": place.name}
    return site.name or site.identifier


def to_declare(actor: Actor, now: datetime) -> list[ToDo]:
    """Return the actor's own subjects of which nothing is declared for the last year."""
    said = Observation.objects.filter(year=last_year(now), basis=Basis.DECLARED)
    return _rows(
        sites(actor)
        .filter(manager=actor.organisation_id)
        .exclude(Exists(said.filter(site=OuterRef("pk")))),
        dossiers(actor)
        .filter(organisation=actor.organisation_id)
        .exclude(Exists(said.filter(dossier=OuterRef("pk")))),
    )


def to_check(actor: Actor, now: datetime) -> list[ToDo]:
    """Return the subjects of the actor's territory whose last year is declared and not checked."""
    if not (actor.is_national or actor.kind in CHECKING):
        return []
    year = Observation.objects.filter(year=last_year(now))
    declared, checked = year.filter(basis=Basis.DECLARED), year.filter(basis=Basis.CHECKED)

    def waiting(about: str) -> Q:
        mine = {about: OuterRef("pk")}
        return Q(Exists(declared.filter(**mine))) & ~Q(Exists(checked.filter(**mine)))

    return _rows(
        sites(actor).exclude(manager=actor.organisation_id).filter(waiting("site")),
        dossiers(actor).exclude(organisation=actor.organisation_id).filter(waiting("dossier")),
    )


def _rows(found: QuerySet[Site], filed: QuerySet[Dossier]) -> list[ToDo]:
    rows = [
        ToDo("site", one.identifier, site_name(one), one.is_fictitious)
        for one in found.order_by("name", "identifier")
    ]
    rows += [
        ToDo("dossier", one.reference, one.title or one.reference, one.call.is_fictitious)
        for one in filed.order_by("title", "reference")
    ]
    return rows


def followed(actor: Actor) -> list[ToDo]:
    """Return every subject that one declares or checks."""
    return _rows(sites(actor), dossiers(actor))


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity of one year: what stands declared, what stands checked, and all that was said."""

    year: int
    quantity: str
    declared: Observation | None
    checked: Observation | None
    said: tuple[Observation, ...]

    @property
    def differ(self) -> bool:
        """Whether both are told and are not the same."""
        both = self.declared is not None and self.checked is not None
        return both and self.declared.value != self.checked.value  # type: ignore[union-attr]


def lines_of(subject: Subject) -> list[Line]:
    """Return what was said of a subject, the newest year first."""
    about = {"site": subject} if isinstance(subject, Site) else {"dossier": subject}
    rows = (
        Observation.objects.filter(**about)
        .select_related("organisation")
        .order_by("-year", "quantity", "number")
    )
    grouped: dict[tuple[int, str], list[Observation]] = {}
    for one in rows:
        grouped.setdefault((one.year, one.quantity), []).append(one)
    return [
        Line(year, quantity, _last(said, Basis.DECLARED), _last(said, Basis.CHECKED), tuple(said))
        for (year, quantity), said in grouped.items()
    ]


def _last(said: Iterable[Observation], basis: str) -> Observation | None:
    return next((one for one in reversed(list(said)) if one.basis == basis), None)


Standing = Mapping[tuple[str, int, str], Mapping[str, Said]]
"""By quantity, year and basis: the number that stands of each subject."""


def standing(
    programme_id: str, now: datetime, *, is_fictitious: bool = False
) -> dict[tuple[str, int, str], dict[str, Said]]:
    """Return the numbers of a programme that may be summed: of its labelled sites, and of its retained dossiers.

    Notes
    -----
    A retained dossier whose site has the label counts once, as the site; a candidate that was not retained never
    does. A year is told once: from the day after it was due, with what was recorded by then, so that two sums told
    on two days never differ by what one organisation said in between. Real and fictitious never stand together.

    Returns
    -------
    dict
        ``{(quantity, year, basis): {subject: number}}``; three queries.
    """
    labelled = Exists(_labels().filter(programme_id=programme_id))
    retained = _retained(programme_id)
    rows = (
        Observation.objects.filter(
            Q(site__is_fictitious=is_fictitious, site__in=Site.objects.filter(labelled))
            | Q(dossier__call__is_fictitious=is_fictitious, dossier__in=retained)
        )
        .order_by("number")
        .values_list(
            "quantity",
            "year",
            "basis",
            "site_id",
            "dossier_id",
            "value",
            "recorded_at",
            Coalesce("site__manager_id", "dossier__organisation_id"),
        )
    )
    found: dict[tuple[str, int, str], dict[str, Said]] = {}
    for quantity, year, basis, site, dossier, value, at, owner in rows:
        due = due_on(year) if basis == Basis.DECLARED else check_due_on(year)
        if today(now) <= due or today(at) > due:
            continue
        subject = f"s{site}" if site is not None else f"d{dossier}"
        said = Said(value, subject if owner is None else f"o{owner}")
        found.setdefault((quantity, year, basis), {})[subject] = said
    return found


def _retained(programme_id: str) -> list[int]:
    """Return the dossiers that a programme retained at last and whose site has no label."""
    from rebond.web.labels.models import LabelEvent  # noqa: PLC0415 - as above

    rows = Baseline.objects.filter(dossier__call__programme_id=programme_id)
    last = dict(rows.order_by("decision__number", "pk").values_list("dossier_id", "is_retained"))
    labelled = set(
        LabelEvent.objects.filter(decision__dossier__in=last).values_list(
            "decision__dossier_id", flat=True
        )
    )
    return sorted(key for key, is_retained in last.items() if is_retained and key not in labelled)
