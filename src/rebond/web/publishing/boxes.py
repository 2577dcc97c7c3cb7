"""A box in an address: four numbers, or six with heights that are not looked at."""

from __future__ import annotations

import math

from rebond.texts import Text
from rebond.web.publishing.errors import BadParameter
from rebond.web.publishing.features import Box

_FLAT, _HIGH = 4, 6
_CURE = Text(
    "Écrivez ouest,sud,est,nord en degrés : bbox=-1.2,48.3,1.8,50.1.",
    "Write west,south,east,north in degrees: bbox=-1.2,48.3,1.8,50.1.",
)


def read(written: str) -> Box:
    """Return the box that an address asks for.

    Raises
    ------
    BadParameter
        When it is not four or six finite numbers, or lies outside the world, or its south is above its north.
    """

    def refuse(fr: str, en: str) -> BadParameter:
        return BadParameter("bbox", written, Text(fr, en), _CURE)

    parts = written.split(",")
    if len(parts) not in {_FLAT, _HIGH}:
        raise refuse("Il faut quatre nombres.", "It must be four numbers.")
    try:
        numbers = [float(one) for one in parts]
    except ValueError:
        raise refuse("Ce ne sont pas des nombres.", "These are not numbers.") from None
    if not all(math.isfinite(one) for one in numbers):
        raise refuse("Un nombre n’est pas fini.", "A number is not finite.")
    if len(parts) == _HIGH:
        west, south, _low, east, north, _high = numbers
    else:
        west, south, east, north = numbers
    if not (-180 <= west <= 180 and -180 <= east <= 180):  # noqa: PLR2004
        raise refuse("Une longitude sort de -180 à 180.", "A longitude is outside -180 to 180.")
    if not (-90 <= south <= 90 and -90 <= north <= 90):  # noqa: PLR2004
        raise refuse("Une latitude sort de -90 à 90.", "A latitude is outside -90 to 90.")
    if south > north:
        raise refuse("Le sud est au-dessus du nord.", "The south is above the north.")
    return Box(west, south, east, north)
