"""A plan in words: the sentences that the terminal, the pages and the document all say alike."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rebond.texts import NO_BREAK_SPACE, Lang, Text, number, percent

if TYPE_CHECKING:
    from rebond.procedure.anticipation import Gain
    from rebond.procedure.plan_result import Dates, PromiseKept, SitePlan

LABEL = Text(
    "Un label n’est pas un permis. Une date calculée est une estimation, pas une garantie légale.",
    "A label is not a permit. A computed date is an estimate, not a legal guarantee.",
)
CRITICAL_SIGN = "◆"
CRITICAL = Text("chemin critique", "critical path")
_MONTHS_FR = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet"),
    *("août", "septembre", "octobre", "novembre", "décembre"),
)
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_LEAST_SHOWN = 0.005
_MOST_SHOWN = 0.995


def day_text(day: datetime.date) -> Text:
    """Return a day in words.

    Examples
    --------
    >>> day_text(datetime.date(2020, 12, 8)).en.replace(chr(160), " ")
    '8 December 2020'
    """
    first = "1er" if day.day == 1 else str(day.day)
    return Text(
        f"{first}{NO_BREAK_SPACE}{_MONTHS_FR[day.month - 1]} {day.year}",
        f"{day.day}{NO_BREAK_SPACE}{_MONTHS_EN[day.month - 1]} {day.year}",
    )


def month_text(day: datetime.date) -> Text:
    """Return the month of a day in words."""
    return Text(
        f"{_MONTHS_FR[day.month - 1]} {day.year}", f"{_MONTHS_EN[day.month - 1]} {day.year}"
    )


def span_text(dates: Dates) -> Text:
    """Return between which months a plan ends, from P10 to P90."""
    first, last = month_text(dates.p10), month_text(dates.p90)
    if first == last:
        return Text(f"en {first.fr}", f"in {first.en}")
    return Text(f"entre {first.fr} et {last.fr}", f"between {first.en} and {last.en}")


def answer_text(plan: SitePlan) -> Text:
    """Return the answer in one sentence, with its uncertainty."""
    span, p50, p90 = span_text(plan.dates), day_text(plan.dates.p50), day_text(plan.dates.p90)
    return Text(
        f"Mise en service possible {span.fr}\u202f: une fois sur deux au plus tard le {p50.fr} (P50), "
        f"neuf fois sur dix au plus tard le {p90.fr} (P90).",
        f"Operation possible {span.en}: by {p50.en} one time in two (P50), "
        f"by {p90.en} nine times in ten (P90).",
    )


def unknown_text(plan: SitePlan) -> Text | None:
    """Return how far what is unknown moves the date, or None when it moves nothing."""
    least, most = plan.dates_if_nothing_unknown_applies, plan.dates_if_everything_unknown_applies
    if least.p50 == most.p50 and least.p90 == most.p90:
        return None
    first, last = day_text(least.p50), day_text(most.p50)
    return Text(
        f"Ce qui n’est pas connu du site pèse sur cette date\u202f: P50 le {first.fr} si rien de cela ne "
        f"s’applique, le {last.fr} si tout s’applique.",
        f"What is not known of the site weighs on this date: P50 on {first.en} if none of it applies, "
        f"on {last.en} if all of it does.",
    )


def chance_text(value: float) -> Text:
    """Return a chance; what is nearly nothing or nearly sure is never rounded to never or always.

    Examples
    --------
    >>> chance_text(0.0004).en
    'less than 1%'
    """
    if 0 < value < _LEAST_SHOWN:
        return Text(f"moins de {percent(0.01, 'fr')}", f"less than {percent(0.01, 'en')}")
    if _MOST_SHOWN < value < 1:
        return Text(f"plus de {percent(0.99, 'fr')}", f"more than {percent(0.99, 'en')}")
    return Text(percent(value, "fr"), percent(value, "en"))


def promise_text(promise: PromiseKept) -> Text:
    """Return the chance that a promised span is kept, with the range that what is unknown leaves."""
    if promise.chance is None:
        return Text(
            "sans objet\u202f: rien de tel n’est à commencer sur ce site",
            "not applicable: nothing of the kind is to be started on this site",
        )
    chance = chance_text(promise.chance)
    if promise.lowest is None or promise.highest is None:
        return chance
    low, high = chance_text(promise.lowest), chance_text(promise.highest)
    if low == high:
        return chance
    return Text(
        f"{chance.fr} (de {low.fr} à {high.fr} selon ce qui n’est pas connu)",
        f"{chance.en} (from {low.en} to {high.en} depending on what is not known)",
    )


def days_text(days: int) -> Text:
    """Return a number of days."""
    fr, en = number(days, "fr"), number(days, "en")
    one = abs(days) == 1
    return Text(
        f"{fr}{NO_BREAK_SPACE}jour" if abs(days) <= 1 else f"{fr}{NO_BREAK_SPACE}jours",
        f"{en}{NO_BREAK_SPACE}day" if one else f"{en}{NO_BREAK_SPACE}days",
    )


def euros(value: float, lang: Lang) -> str:
    """Return an amount."""
    written = number(value, lang)
    return f"{written}{NO_BREAK_SPACE}€" if lang == "fr" else f"€{written}"


def cost_text(gain: Gain) -> Text | None:
    """Return the cost of an anticipation, or None when it is not given."""
    if gain.cost_eur is None:
        return None
    return Text(euros(gain.cost_eur, "fr"), euros(gain.cost_eur, "en"))


def tier_text(plan: SitePlan) -> Text:
    """Return the tier of maturity in one sentence, and the one that what is unknown would allow."""
    maturity = plan.maturity
    top = max((item.tier for item in maturity.evidence), default=maturity.tier)
    head = Text(
        f"Palier {maturity.tier} sur {top}\u202f: {maturity.title.fr.lower()}",
        f"Tier {maturity.tier} of {top}: {maturity.title.en.lower()}",
    )
    if maturity.possible_tier == maturity.tier:
        return Text(f"{head.fr}.", f"{head.en}.")
    return Text(
        f"{head.fr}\u202f; jusqu’au palier {maturity.possible_tier} si tout ce qui n’est pas connu était rempli.",
        f"{head.en}; up to tier {maturity.possible_tier} if all that is not known were met.",
    )


def happens_text(chance: float) -> Text | None:
    """Return in how many cases something happens, or None when it always does."""
    if chance > _MOST_SHOWN:
        return None
    told = chance_text(chance)
    return Text(f"dans {told.fr} des cas", f"in {told.en} of cases")


def nature_text(plan: SitePlan) -> Text:
    """Return whether the site is invented, or as its description gives it."""
    if plan.is_fictitious:
        return Text("Site fictif", "Fictitious site")
    return Text("Site tel que sa description le donne", "Site as its description gives it")
