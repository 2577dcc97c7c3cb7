"""Where labelled sites stood at the end of each year: counts by what had happened, and each site's line."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from rebond.texts import Text
from rebond.web.labels.folding import State, state_on
from rebond.web.labels.models import Label
from rebond.web.labels.outcomes import events_standing, stage_of
from rebond.web.labels.queries import with_events
from rebond.web.sites.models import SiteEvent
from rebond.web.sites.queries import visible
from rebond.web.theme.figures import coordinate

Kind = SiteEvent.Kind
UNKNOWN = ""
ENDED = "ended"
ORDER = (
    Kind.IN_OPERATION,
    Kind.LOT_SOLD,
    Kind.PERMIT_FILED,
    Kind.OFFER,
    Kind.VISIT,
    Kind.LOST,
    Kind.CLOSED,
    ENDED,
    UNKNOWN,
)
WORDS: dict[str, Text] = {
    Kind.IN_OPERATION: Text("en activité", "in operation"),
    Kind.LOT_SOLD: Text("lot vendu", "lot sold"),
    Kind.PERMIT_FILED: Text("permis déposé", "permit filed"),
    Kind.OFFER: Text("offre faite", "offer made"),
    Kind.VISIT: Text("visite", "visit"),
    Kind.LOST: Text("projet perdu", "project lost"),
    Kind.CLOSED: Text("fermé", "closed"),
    ENDED: Text("label terminé", "label ended"),
    UNKNOWN: Text("rien d’établi", "nothing established"),
}
SHADES: dict[str, str] = {
    Kind.IN_OPERATION: "mark",
    Kind.LOT_SOLD: "mark-soft",
    Kind.PERMIT_FILED: "mark-soft",
    Kind.OFFER: "mark-soft",
    Kind.VISIT: "mark-soft",
    Kind.LOST: "mark-quiet",
    Kind.CLOSED: "mark-quiet",
    ENDED: "mark-quiet",
    UNKNOWN: "hollow",
}
"""Four classes of mark: in operation, under way, ended, nothing established."""
MOST_YEARS = 15
WIDTH, HEIGHT, GAP = 100.0, 200.0, 1.0


@dataclass(frozen=True, slots=True)
class Slice:
    """The sites of one state at the end of one year, as a part of its bar: across in percent, down in pixels."""

    code: str
    words: Text
    shade: str
    count: int
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class YearBar:
    """One year: its day, how many sites, and its slices."""

    year: int
    on: date
    total: int
    counts: dict[str, int]
    slices: tuple[Slice, ...]
    middle: str
    top: str


@dataclass(frozen=True, slots=True)
class OverTime:
    """Years in order; the codes that appear, in the order of drawing."""

    years: tuple[YearBar, ...]
    codes: tuple[tuple[str, Text, str], ...]

    @property
    def rows(self) -> list[tuple[Text, str, list[int]]]:
        """The table behind the figure: a line a state, a column a year."""
        return [
            (words, shade, [one.counts.get(code, 0) for one in self.years])
            for code, words, shade in self.codes
        ]


def over_time(day: date) -> OverTime:
    """Return where real public labelled sites stood at the end of each year, and on `day`.

    Notes
    -----
    Three queries, whatever the number of sites and years. A site counts from the year in which its first label was
    granted; one whose labels have all ended is said so, whatever stands on it.
    """
    labels = with_events(Label.objects.filter(site__in=visible(None).filter(is_fictitious=False)))
    by_site: dict[int, list[Label]] = defaultdict(list)
    for one in labels:
        by_site[one.site_id].append(one)
    happened: dict[int, list[SiteEvent]] = defaultdict(list)
    for event in events_standing(
        SiteEvent.objects.filter(site__in=list(by_site)).order_by("on", "pk")
    ):
        if event.is_public:
            happened[event.site_id].append(event)
    granted = [
        state.granted_on
        for held in by_site.values()
        for label in held
        if (state := state_on(list(label.events.all()), day)).granted_on is not None
    ]
    if not granted:
        return OverTime((), ())
    first = max(min(granted).year, day.year - MOST_YEARS + 1)
    days = [date(year, 12, 31) for year in range(first, day.year)] + [day]
    counted = [
        Counter(
            code
            for site, held in by_site.items()
            if (code := _state(held, happened[site], on)) is not None
        )
        for on in days
    ]
    present = [code for code in ORDER if any(each[code] for each in counted)]
    most = max(sum(each.values()) for each in counted)
    bars = tuple(
        _bar(position, on, each, present, most, len(days))
        for position, (on, each) in enumerate(zip(days, counted, strict=True))
    )
    return OverTime(bars, tuple((code, WORDS[code], SHADES[code]) for code in present))


def _state(held: list[Label], events: list[SiteEvent], on: date) -> str | None:
    """Return where a site stood on a day; None before its first label."""
    states = [state_on(list(label.events.all()), on) for label in held]
    known = [one for one in states if one.code not in (State.NONE, State.CORRECTED)]
    if not known:
        return None
    if not any(one.is_standing for one in known):
        return ENDED
    return stage_of(Counter(one.kind for one in events if one.on <= on))


def _bar(
    position: int, on: date, counts: Counter[str], present: list[str], most: int, days: int
) -> YearBar:
    step = WIDTH / days
    slices, top = [], HEIGHT
    for code in present:
        if not counts[code]:
            continue
        height = HEIGHT * counts[code] / most
        top -= height
        slices.append(
            Slice(
                code,
                WORDS[code],
                SHADES[code],
                counts[code],
                coordinate(position * step + step * 0.1),
                coordinate(top),
                coordinate(step * 0.8),
                coordinate(max(1.0, height - GAP)),
            )
        )
    return YearBar(
        on.year,
        on,
        sum(counts.values()),
        dict(counts),
        tuple(slices),
        coordinate(position * step + step / 2),
        coordinate(top - 6),
    )
