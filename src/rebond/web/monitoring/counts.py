"""The counts of the platform that indicators name: each a function of the day, from the record alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from django.conf import settings
from django.db.models import Q

from rebond.web.clock import today
from rebond.web.deliberations import queries as deliberations
from rebond.web.labels.outcomes import Outcome, outcomes
from rebond.web.monitoring import queries
from rebond.web.monitoring.models import Observation
from rebond.web.monitoring.secrecy import Total, total
from rebond.web.sites.models import SiteEvent

Quantity, Basis = Observation.Quantity, Observation.Basis


@dataclass(frozen=True, slots=True)
class YearLine:
    """What was told of a year over all subjects; None: nothing was told."""

    year: int
    declared: Total | None
    checked: Total | None


@dataclass(frozen=True, slots=True)
class Counted:
    """What an indicator stands at: one number with how many subjects are unknown, or one line a year."""

    value: float | None = None
    of: int | None = None
    """Out of how many."""
    unknown: int | None = None
    """Of how many it is not established."""
    is_few: bool = False
    """Whether it is so small, zero too, that telling it would tell of one person or firm."""
    quantity: str = ""
    years: tuple[YearLine, ...] = field(default=())

    @property
    def last(self) -> YearLine | None:
        """The newest year that something was told of."""
        return self.years[0] if self.years else None

    @property
    def is_known(self) -> bool:
        """Whether there is anything to show."""
        return self.value is not None or self.is_few or bool(self.years)


class Reading:
    """What several counts of one programme read, read once a page."""

    def __init__(self, now: datetime, programme: str) -> None:
        self.now = now
        self.programme = programme
        self._outcomes: list[Outcome] | None = None
        self._standing: queries.Standing | None = None

    @property
    def sites(self) -> dict[int, Outcome]:
        """What became of each real site that the programme labelled, each once.

        A site that another wave labelled is not one of the programme: which waves are stands in `labels.coverage`.
        """
        if self._outcomes is None:
            self._outcomes = outcomes(today(self.now))
        return {
            one.site.pk: one
            for one in self._outcomes
            if one.label.programme_id == self.programme and not one.site.is_fictitious
        }

    @property
    def standing(self) -> queries.Standing:
        """The numbers that stand."""
        if self._standing is None:
            self._standing = queries.standing(self.programme, self.now)
        return self._standing


def counted(name: str, reading: Reading) -> Counted:
    """Return the count of that name; nothing known for a name that this platform does not count."""
    function = COUNTS.get(name)
    return function(reading) if function is not None else Counted()


def _in_operation(reading: Reading) -> Counted:
    rows = reading.sites
    if not rows:
        return Counted()
    stages = [one.stage for one in rows.values()]
    return _among(stages.count(SiteEvent.Kind.IN_OPERATION), len(rows), stages.count(""))


def _brownfields(reading: Reading) -> Counted:
    rows = reading.sites
    if not rows:
        return Counted()
    said = [one.site.is_brownfield for one in rows.values()]
    return _among(said.count(True), len(rows), said.count(None))


def _among(value: int, of: int, unknown: int) -> Counted:
    """Return a count among sites; where nothing is established of any, the count is not zero but unknown."""
    return Counted(None if unknown == of else float(value), of=of, unknown=unknown)


def _days_to_results(reading: Reading) -> Counted:
    calls = deliberations.published(reading.now).filter(
        programme_id=reading.programme, is_fictitious=False, closes_at__isnull=False
    )
    days = [
        (results - closes).days for closes, results in calls.values_list("closes_at", "results_at")
    ]
    return Counted(float(median(days)), of=len(days)) if days else Counted()


def _laureates(reading: Reading) -> Counted:
    from rebond.web.training.history import history  # noqa: PLC0415 - read when asked for
    from rebond.web.training.models import Laureate  # noqa: PLC0415 - read when asked for

    past = [one.id for one in history().calls_of(reading.programme)]
    mine = Q(dossier=None, call_name__in=past) | Q(dossier__call__programme_id=reading.programme)
    found = Laureate.objects.filter(mine, is_fictitious=False).count()
    return Counted(float(found)) if found else Counted()


def _recruitments(reading: Reading) -> Counted:
    """Count recruitments; a few of them would tell of one firm and of one person, none too."""
    from rebond.web.aids.models import Recruitment  # noqa: PLC0415 - read when asked for

    found = Recruitment.objects.filter(
        labelled_at__isnull=False,
        offer__programme_id=reading.programme,
        offer__is_fictitious=False,
    ).count()
    return Counted(is_few=True) if found < settings.LEAST_COUNT else Counted(float(found))


def _of(quantity: str) -> Callable[[Reading], Counted]:
    def lines(reading: Reading) -> Counted:
        standing = reading.standing
        years = sorted({year for name, year, _ in standing if name == quantity}, reverse=True)
        return Counted(
            quantity=quantity,
            years=tuple(
                YearLine(
                    year,
                    total(standing.get((quantity, year, Basis.DECLARED), {})),
                    total(standing.get((quantity, year, Basis.CHECKED), {})),
                )
                for year in years
            ),
        )

    return lines


COUNTS: Mapping[str, Callable[[Reading], Counted]] = {
    "sites_in_operation": _in_operation,
    "brownfields_labelled": _brownfields,
    "days_to_results": _days_to_results,
    "training_laureates": _laureates,
    "labelled_recruitments": _recruitments,
    "jobs": _of(Quantity.JOBS),
    "investment": _of(Quantity.INVESTMENT),
    "relocations": _of(Quantity.RELOCATIONS),
}
"""By the name that `indicators.yaml` writes in ``counted``."""
