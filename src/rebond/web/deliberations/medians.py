"""What the reviewers gave, without their names: the middle score of each criterion, and how many gave one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from rebond.web.committee.models import Declaration
from rebond.web.committee.scores import counted
from rebond.web.dossiers.models import Dossier

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Medians:
    """The submitted reviews of one dossier that count."""

    reviews: int
    by_criterion: Mapping[str, tuple[float, int]]
    """Middle score from 0 to 10 and number of scores; a criterion left blank by everyone is absent."""

    def as_json(self) -> dict[str, Any]:
        """Return what a reason keeps."""
        return {
            "reviews": self.reviews,
            "medians": {
                key: {"median": value, "count": count}
                for key, (value, count) in self.by_criterion.items()
            },
        }


def medians_of(dossier: Dossier) -> Medians:
    """Return the medians of one dossier."""
    return medians_of_many([dossier])[dossier.pk]


def medians_of_many(dossiers: Iterable[Dossier]) -> dict[int, Medians]:
    """Return the medians of each dossier; a recused member's review never counts, a blank is no score."""
    keys = [one.pk for one in dossiers]
    last = {
        (user, dossier): interest
        for user, dossier, interest in Declaration.objects.filter(dossier__in=keys)
        .order_by("declared_at", "pk")
        .values_list("seat__membership__user", "dossier", "has_interest")
    }
    scores: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    counts: dict[int, int] = defaultdict(int)
    for review in counted(keys):
        if last.get((review.seat.membership.user_id, review.dossier_id), False):
            continue
        counts[review.dossier_id] += 1
        for one in review.scores.all():
            scores[review.dossier_id][one.criterion].append(one.score)
    return {
        key: Medians(
            counts[key],
            {
                criterion: (median(given) / TENTHS, len(given))
                for criterion, given in sorted(scores[key].items())
            },
        )
        for key in keys
    }
