"""What a visitor asks of the list, read from the address; anything unreadable is said, never fatal."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from rebond.web.decisions.ranking import normalised, shown_weights
from rebond.web.decisions.rows import Candidate, Decision
from rebond.web.theme import writing

MOST = 100
LONGEST_QUERY = 120
SORTS = ("rang", "nom", "score", "chance", "intervalle", "fiabilite", "statut")
# The columns whose best value is the largest: a first click shows it on top.
SORTED_DOWN_FIRST = frozenset({"score", "chance", "fiabilite"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Weights, filters and order asked of the list, with what could not be understood."""

    raw: tuple[int, ...]
    weights: tuple[float, ...]
    region: str
    status: str
    query: str
    sort: str
    is_descending: bool
    faults: tuple[str, ...]
    has_own_weights: bool

    def keeps(self, candidate: Candidate) -> bool:
        """Whether the filters let this candidate through."""
        return (
            (not self.region or candidate.region_code == self.region)
            and (not self.status or candidate.status == self.status)
            and (not self.query or folded(self.query) in folded(candidate.name))
        )

    @property
    def sort_value(self) -> str:
        """The order as it stands in an address."""
        return f"-{self.sort}" if self.is_descending else self.sort

    def address(self, decision: Decision) -> str:
        """Return these choices as a query string, for links that must keep them."""
        pairs = [("region", self.region), ("statut", self.status), ("nom", self.query)]
        if self.has_own_weights:
            pairs += [
                (weight_field(c.id), str(w))
                for c, w in zip(decision.criteria, self.raw, strict=True)
            ]
        return urlencode([(key, value) for key, value in pairs if value])


def folded(text: str) -> str:
    """Return the text without case nor accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'")


def weight_field(criterion: str) -> str:
    """Return the name of a criterion's weight in a form."""
    return f"poids_{criterion}"


def asked(values: Mapping[str, str], decision: Decision) -> Asked:
    """Read the choices; each fault becomes a sentence and the default stands in."""
    faults: list[str] = []
    raw, own = _weights(values, decision, faults)
    regions = {one.region_code for one in decision.candidates}
    statuses = {one.status for one in decision.candidates}
    region = _one_of(values, "region", regions, _("région"), faults)
    status = _one_of(values, "statut", statuses, _("statut"), faults)
    wanted = values.get("tri", "rang")
    down = wanted.startswith("-")
    sort = _one_of({"tri": wanted.removeprefix("-")}, "tri", SORTS, _("tri"), faults) or "rang"
    query = " ".join(values.get("nom", "")[:LONGEST_QUERY].replace("\x00", "").split())
    weights = tuple(normalised(raw)) if own else decision.central
    return Asked(raw, weights, region, status, query, sort, down, tuple(faults), own)


def _weights(
    values: Mapping[str, str], decision: Decision, faults: list[str]
) -> tuple[tuple[int, ...], bool]:
    default = shown_weights(decision)
    fields = [weight_field(c.id) for c in decision.criteria]
    if not any(field in values for field in fields):
        return default, False
    weights = []
    for criterion, field, usual in zip(decision.criteria, fields, default, strict=True):
        text = values.get(field, str(usual)).strip()
        if not (
            text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and int(text) <= MOST
        ):
            faults.append(
                _(
                    "Le poids « %(value)s » de « %(criterion)s » n’est pas un nombre entier de 0 à 100 ; les poids publiés sont gardés."
                )
                % {"value": text[:20], "criterion": writing.words(criterion.title)}
            )
            return default, False
        weights.append(int(text))
    if not any(weights):
        faults.append(
            _(
                "Tous les poids sont à zéro : rien ne distingue plus les territoires ; les poids publiés sont gardés."
            )
        )
        return default, False
    return tuple(weights), True


def _one_of(
    values: Mapping[str, str],
    field: str,
    allowed: Collection[str],
    title: str,
    faults: list[str],
) -> str:
    value = values.get(field, "")
    if not value or value in allowed:
        return value
    faults.append(
        _("Le choix « %(value)s » (%(title)s) n’existe pas ; il est ignoré.")
        % {"value": value[:40], "title": title}
    )
    return ""
