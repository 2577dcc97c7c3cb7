"""How the service is used, counted from its own record: no page view, no tracker, no cookie."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.conf import settings
from django.db.models import Count, F, Q
from django.db.models.functions import TruncYear

from rebond.texts import Text
from rebond.web.accounts.models import Organisation
from rebond.web.calls.models import Call
from rebond.web.clock import today
from rebond.web.deliberations import queries as deliberations
from rebond.web.dossiers.models import Dossier
from rebond.web.enquiries.models import Enquiry
from rebond.web.journal.models import Entry
from rebond.web.monitoring.models import Observation
from rebond.web.sites.models import ErrorReport, Site

DAYS = 86_400


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts; None is not established, `is_few` is kept back."""

    code: str
    title: Text
    definition: Text
    value: float | None
    unit: Text
    is_few: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Figures of one subject."""

    code: str
    title: Text
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class YearActs:
    """Acts of one year in the journal."""

    year: int
    acts: int
    organisations: int


NOTHING = Text("", "")
IN_DAYS = Text("jours", "days")


def parts(now: datetime) -> tuple[Part, ...]:
    """Return the figures, part by part; a constant number of queries. Fictitious rows never count."""
    return (_calls(now), _answers(), _sites(), _following())


def _calls(now: datetime) -> Part:
    calls = Call.objects.filter(is_fictitious=False, opens_at__lte=now)
    published = deliberations.published(now).filter(is_fictitious=False)
    filed = Dossier.objects.filter(call__is_fictitious=False, filed_at__lte=now)
    waits = published.filter(closes_at__isnull=False).annotate(
        wait=F("results_at") - F("closes_at")
    )
    return Part(
        "calls",
        Text("Appels et dossiers", "Calls and dossiers"),
        (
            _count("calls", Text("Appels réels ouverts", "Real calls opened"), Text("Appels dont l’ouverture est passée, clos ou non ; ceux d’une démonstration n’y sont pas.", "Calls whose opening is past, closed or not; those of a demonstration are left out."), calls.count()),
            _count("dossiers", Text("Dossiers déposés", "Dossiers filed"), Text("Dossiers déposés au moins une fois, retirés compris.", "Dossiers filed at least once, withdrawn ones included."), filed.count()),
            _count("results", Text("Appels aux résultats publiés", "Calls with published results"), Text("Appels dont chacun peut lire les décisions.", "Calls whose decisions everyone may read."), published.count()),
            _median("wait", Text("De la clôture aux résultats", "From closing to results"), Text("Médiane, par appel, des jours entre la clôture des dépôts et la publication.", "Median, over calls, of the days from the end of filing to publication."), (one.total_seconds() for one in waits.values_list("wait", flat=True)), least=1),
        ),
    )  # fmt: skip


def _answers() -> Part:
    asked = Enquiry.objects.filter(confirmed_at__isnull=False, site__is_fictitious=False)
    answered = asked.filter(answered_at__isnull=False).annotate(
        wait=F("answered_at") - F("confirmed_at")
    )
    in_time = answered.filter(answered_at__lte=F("answer_due_at")).count()
    number = answered.count()
    reports = ErrorReport.objects.filter(site__is_fictitious=False)
    shares = None if number < settings.LEAST_COUNT else 100 * in_time / number
    return Part(
        "answers",
        Text("Réponses", "Answers"),
        (
            _count("enquiries", Text("Contacts d’investisseurs", "Contacts from investors"), Text("Contacts confirmés par leur auteur.", "Contacts that their author confirmed."), asked.count(), is_small_kept=True),
            _median("answer", Text("Délai de première réponse", "Time to the first answer"), Text("Médiane des jours entre la confirmation d’un contact et sa première réponse.", "Median of the days from the confirmation of a contact to its first answer."), (one.total_seconds() for one in answered.values_list("wait", flat=True))),
            Figure("in_time", Text("Réponses dans le délai promis", "Answers within the promised time"), Text("Part des contacts répondus au plus tard au jour promis.", "Share of the answered contacts that were answered by the promised day."), shares, Text("%", "%"), is_few=shares is None and number > 0),
            _count("reports", Text("Erreurs signalées", "Errors reported"), Text("Signalements sur la page d’un site, traités ou non.", "Reports on the page of a site, settled or not."), reports.count(), is_small_kept=True),
        ),
    )  # fmt: skip


def _sites() -> Part:
    real = Site.objects.filter(is_fictitious=False)
    counts = real.aggregate(
        public=Count("pk", filter=Q(visibility=Site.Visibility.PUBLIC)),
        managed=Count("pk", filter=Q(manager__isnull=False)),
        dated=Count("pk", filter=~Q(ready_on=[])),
    )
    return Part(
        "sites",
        Text("Sites", "Sites"),
        (
            _count("public", Text("Sites publics", "Public sites"), Text("Sites que chacun peut lire.", "Sites that everyone may read."), counts["public"]),
            _count("managed", Text("Sites tenus par un gestionnaire", "Sites kept by a manager"), Text("Sites dont une organisation répond ; les autres ne sont connus que par des pages publiques.", "Sites for which an organisation answers; the others are known from public pages alone."), counts["managed"]),
            _count("dated", Text("Sites avec un plan daté", "Sites with a dated plan"), Text("Sites dont les procédures saisies donnent des dates.", "Sites whose recorded procedures give dates."), counts["dated"]),
        ),
    )  # fmt: skip


def _following() -> Part:
    said = Observation.objects.filter(
        Q(site__is_fictitious=False) | Q(dossier__call__is_fictitious=False)
    ).aggregate(
        declared=Count("pk", filter=Q(basis=Observation.Basis.DECLARED)),
        checked=Count("pk", filter=Q(basis=Observation.Basis.CHECKED)),
    )
    organisations = Organisation.objects.filter(is_fictitious=False).count()
    return Part(
        "following",
        Text("Organisations et suivi", "Organisations and follow-up"),
        (
            _count("organisations", Text("Organisations inscrites", "Organisations registered"), Text("Organisations qui ont un compte.", "Organisations that have an account."), organisations),
            _count("declared", Text("Nombres déclarés", "Numbers declared"), Text("Emplois, investissements et relocalisations déclarés, un par année et par objet, corrections comprises.", "Jobs, investment and relocations declared, one a year and subject, corrections included."), said["declared"]),
            _count("checked", Text("Nombres vérifiés", "Numbers checked"), Text("Les mêmes, dits par un service de l’État.", "The same, said by a State service."), said["checked"]),
        ),
    )  # fmt: skip


def by_year(now: datetime) -> tuple[YearActs, ...]:
    """Return how many acts the journal holds of each year, and by how many organisations, fictitious ones left out."""
    invented = Organisation.objects.filter(is_fictitious=True).values("slug")
    rows = (
        Entry.objects.filter(at__lte=now)
        .exclude(organisation="")
        .exclude(organisation__in=invented)
        .order_by()
        .annotate(year=TruncYear("at"))
        .values_list("year")
        .annotate(acts=Count("number"), who=Count("organisation", distinct=True))
        .order_by("year")
    )
    return tuple(YearActs(today(year).year, acts, who) for year, acts, who in rows)


def _count(
    code: str, title: Text, definition: Text, value: int, *, is_small_kept: bool = False
) -> Figure:
    """Return a count; where a small one would tell of one person or firm, it is kept back, zero too."""
    is_few = is_small_kept and value < settings.LEAST_COUNT
    return Figure(code, title, definition, None if is_few else float(value), NOTHING, is_few=is_few)


def _median(
    code: str, title: Text, definition: Text, seconds: Iterable[float], *, least: int | None = None
) -> Figure:
    days = [one / DAYS for one in seconds]
    fewest = settings.LEAST_COUNT if least is None else least
    is_known = len(days) >= fewest
    return Figure(
        code,
        title,
        definition,
        float(median(days)) if is_known else None,
        IN_DAYS,
        is_few=bool(days) and not is_known,
    )
