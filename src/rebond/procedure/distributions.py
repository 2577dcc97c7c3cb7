"""Durations that the law does not bound: fixed, uniform, triangular, PERT, in days."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from rebond.procedure.kernel import FIXED, PIECES, TABLE, TRIANGULAR, UNIFORM
from rebond.procedure.plan_errors import BadDistribution
from rebond.texts import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

Kind = Literal["fixed", "uniform", "triangular", "pert"]
KINDS: tuple[Kind, ...] = get_args(Kind)
KERNEL_KINDS: dict[Kind, int] = {
    "fixed": FIXED,
    "uniform": UNIFORM,
    "triangular": TRIANGULAR,
    "pert": TABLE,
}
LONGEST_DAYS = 100_000
_PERT_WEIGHT = 4.0
_SHAPE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Duration:
    """A duration with its distribution.

    Parameters
    ----------
    kind : {"fixed", "uniform", "triangular", "pert"}
    low, mode, high : float
        Days, 0 ≤ low ≤ mode ≤ high ≤ 100 000. All equal for a fixed duration; the mode of a uniform
        one is its middle.

    Raises
    ------
    BadDistribution

    References
    ----------
    PERT: beta distribution with mean (low + 4 mode + high) / 6; Malcolm, Roseboom, Clark and Fazar
    (1959), Operations Research 7(5).

    Examples
    --------
    >>> Duration("triangular", 10, 20, 60).mean
    30.0
    """

    kind: Kind
    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        numbers = (self.low, self.mode, self.high)
        if self.kind not in KINDS:
            raise BadDistribution(str(self.kind), numbers, _NO_KIND)
        if not all(math.isfinite(number) for number in numbers):
            raise BadDistribution(self.kind, numbers, _NOT_FINITE)
        if self.low < 0:
            raise BadDistribution(self.kind, numbers, _NEGATIVE)
        if not self.low <= self.mode <= self.high:
            raise BadDistribution(self.kind, numbers, _UNORDERED)
        if self.high > LONGEST_DAYS:
            raise BadDistribution(self.kind, numbers, _TOO_LONG)
        if self.kind == "fixed" and self.low != self.high:
            raise BadDistribution(self.kind, numbers, _NOT_FIXED)

    @classmethod
    def fixed(cls, days: float) -> Duration:
        """Return a duration without doubt."""
        return cls("fixed", days, days, days)

    @property
    def kernel_kind(self) -> int:
        """Return the kernel's number of the kind; a duration without width is fixed."""
        return FIXED if self.high == self.low else KERNEL_KINDS[self.kind]

    @property
    def mean(self) -> float:
        """Return the mean, days."""
        if self.kind == "uniform":
            return (self.low + self.high) / 2
        if self.kind == "pert":
            return (self.low + _PERT_WEIGHT * self.mode + self.high) / (_PERT_WEIGHT + 2)
        return (self.low + self.mode + self.high) / 3

    @property
    def variance(self) -> float:
        """Return the variance, days squared."""
        low, mode, high = self.low, self.mode, self.high
        if self.kind == "uniform":
            return (high - low) ** 2 / 12
        if self.kind == "pert":
            return (self.mean - low) * (high - self.mean) / (_PERT_WEIGHT + 3)
        return (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18

    @property
    def shape(self) -> float:
        """Return where the mode stands between low and high, in [0, 1], rounded for the tables."""
        if self.high == self.low:
            return 0.0
        return round((self.mode - self.low) / (self.high - self.low), _SHAPE_DIGITS)

    def less(self, days: float) -> Duration:
        """Return what is left of the duration after `days`, never less than zero."""
        low, mode, high = (max(0.0, x - days) for x in (self.low, self.mode, self.high))
        return Duration("fixed" if low == high else self.kind, low, mode, high)

    @property
    def text(self) -> Text:
        """Return the duration in words."""
        if self.low == self.high:
            return Text(f"{self.low:g} jours", f"{self.low:g} days")
        if self.kind == "uniform":
            return Text(
                f"{self.low:g} à {self.high:g} jours, uniforme",
                f"{self.low:g} to {self.high:g} days, uniform",
            )
        name = (
            Text("triangulaire", "triangular")
            if self.kind == "triangular"
            else Text("PERT", "PERT")
        )
        return Text(
            f"{self.low:g} à {self.high:g} jours, le plus souvent {self.mode:g} ({name.fr})",
            f"{self.low:g} to {self.high:g} days, most often {self.mode:g} ({name.en})",
        )

    def as_json(self) -> dict[str, Any]:
        """Return the duration as a record keeps it."""
        return {
            "kind": self.kind,
            "low": float(self.low),
            "mode": float(self.mode),
            "high": float(self.high),
        }


_NO_KIND = Text(
    "Lois connues\u202f: fixed, uniform, triangular, pert.",
    "Known kinds: fixed, uniform, triangular, pert.",
)
_NOT_FINITE = Text("Un nombre de jours est fini.", "A number of days is finite.")
_NEGATIVE = Text("Une durée n’est jamais négative.", "A duration is never negative.")
_UNORDERED = Text(
    "Le mode se tient entre le minimum et le maximum.",
    "The mode stands between the minimum and the maximum.",
)
_TOO_LONG = Text(
    f"Au-delà de {LONGEST_DAYS} jours, c’est sans doute une erreur d’unité.",
    f"Above {LONGEST_DAYS} days, the unit is probably wrong.",
)
_NOT_FIXED = Text(
    "Une durée fixe n’a qu’un seul nombre de jours.", "A fixed duration has one number of days."
)


@functools.lru_cache(maxsize=1024)
def pert_table(shape: float) -> NDArray[np.float32]:
    """Return the quantiles of the PERT shape on [0, 1].

    Parameters
    ----------
    shape : float in [0, 1]
        Where the mode stands.

    Returns
    -------
    array, shape (PIECES + 1,), float32, increasing from 0 to 1
        Not writable. Read by straight lines between knots, the mean is off by less than 1e-4 of the
        width.
    """
    # Imported here: SciPy is slow to import, and most plans hold no PERT duration.
    from scipy.special import betaincinv  # noqa: PLC0415

    knots = np.linspace(0.0, 1.0, PIECES + 1)
    first, second = 1 + _PERT_WEIGHT * shape, 1 + _PERT_WEIGHT * (1 - shape)
    table: NDArray[np.float32] = betaincinv(first, second, knots).astype(np.float32)
    table.setflags(write=False)
    return table
