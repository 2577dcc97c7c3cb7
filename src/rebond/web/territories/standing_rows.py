"""Where a territory stands with one measure: the rows that pages, answers to Parliament and files share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rebond.texts import Text
from rebond.web.territories.ground import joined

MOST_PROOFS = 12
MOST_NAMES = 3
"""Names that a sentence holds."""


class Standing(StrEnum):
    """Exactly one for a territory and a measure, or for a territory and one call of it."""

    NOT_ESTABLISHED = "not_established"
    """No record here says whether anything was proposed: the selection was not made on this platform."""
    NEVER_PROPOSED = "never_proposed"
    """A call was run here, is closed, and holds no dossier that touches the territory."""
    OPEN = "open"
    """A call is open or announced, and nothing was filed yet."""
    FILED = "filed"
    """A dossier was filed and no decision on it is public."""
    INELIGIBLE = "ineligible"
    BELOW_CUT = "below_cut"
    KEPT_OUT = "kept_out"
    DEFERRED = "deferred"
    NOT_RETAINED = "not_retained"
    RETAINED = "retained"
    LABELLED = "labelled"
    """A site of the territory holds a label, whatever call gave it; its state is told in the sentence."""
    NOT_ANNOUNCED = "not_announced"
    """The day is before the announcement of the programme; the measure itself may be older, and its sentence says so."""
    NO_CALL = "no_call"
    """An aid open to all, or to all of a list that the place is in, whole or in part: nobody is proposed."""
    OUTSIDE_LIST = "outside_list"
    """A measure open to all the territories of a list, and the place is not in it on the day."""
    NOT_PUBLIC = "not_public"
    """A call was run here, and what it holds of the territory is not public: not yet, or not under its rule."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One record or figure behind a sentence."""

    id: str
    """Stable, such as ``decision:D-7K3M9QX2/1``, ``label:…``, ``figure:emploi_industriel:ti-2805``."""
    words: Text
    source: str
    """Id of a source of the policy, of a table of open data, or ``record`` for the platform's own record."""
    on: date | None = None
    address: str = ""
    """Path of the page that shows it, without language prefix; empty when no page does."""


@dataclass(frozen=True, slots=True)
class MeasureStanding:
    """What one measure is for one territory on one day."""

    programme: str
    measure: str
    title: Text
    standing: Standing
    sentence: Text
    """One plain sentence that says it, with who proposed and when where that is public."""
    proofs: tuple[Proof, ...] = ()
    call: str = ""
    """Reference of the call, when one was run here."""
    on: date | None = None
    """Day from which it stands so."""
    is_fictitious: bool = False
    """Whether the call, or what was labelled or retained, is of the demonstration."""
    is_own: bool = False
    """Whether the sentence says more than the public may read, to who is asked for alone: never published."""


def named(names: Sequence[str], english: Sequence[str] | None = None) -> Text:
    """Return names as a sentence holds them: each once, the first ones, and how many others."""
    said = [list(dict.fromkeys(one)) for one in (names, english or names)]
    if len(said[0]) <= MOST_NAMES:
        return Text(joined(said[0]).fr, joined(said[1]).en)
    rest = len(said[0]) - MOST_NAMES
    starts = [", ".join(one[:MOST_NAMES]) for one in said]
    many = "s" if rest > 1 else ""
    return Text(f"{starts[0]} et {rest} autre{many}", f"{starts[1]} and {rest} other{many}")


def and_then(first: Text, *others: Text) -> Text:
    """Return sentences one after the other."""
    every = (first, *others)
    return Text(" ".join(one.fr for one in every), " ".join(one.en for one in every))
