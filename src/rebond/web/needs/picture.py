"""The still picture of a list of sites, drawn by the server for browsers that cannot move a map."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rebond.web.decisions import mapping as ground_of
from rebond.web.decisions import projection
from rebond.web.needs.mapping import SCALE, Points
from rebond.web.theme.figures import coordinate


@dataclass(frozen=True, slots=True)
class Picture:
    """The ground and two paths of dots: labelled sites above the others."""

    width: str
    height: str
    land: tuple[str, ...]
    insets: tuple[ground_of.Inset, ...]
    dots: str
    labelled: str


def picture(drawn: Points) -> Picture:
    """Return the picture; sites that fall on the same unit of the drawing are one dot."""
    ground = ground_of.ground()
    plain: set[tuple[int, int]] = set()
    labelled: set[tuple[int, int]] = set()
    for lon, lat, digit in zip(drawn.lon, drawn.lat, drawn.label, strict=True):
        at = _place(lon / SCALE, lat / SCALE, ground.frames)
        if at is not None:
            (labelled if digit == "1" else plain).add(at)
    return Picture(
        width=coordinate(projection.WIDTH),
        height=coordinate(projection.HEIGHT),
        land=tuple(ground.layers["region"].values()),
        insets=ground_of.insets(),
        dots=_path(plain - labelled),
        labelled=_path(labelled),
    )


def _place(lon: float, lat: float, frames: Iterable[projection.Frame]) -> tuple[int, int] | None:
    for frame in frames:
        if frame.holds(lon, lat):
            x, y = projection.project(lon, lat, frame)
            return round(x), round(y)
    return None


def _path(places: set[tuple[int, int]]) -> str:
    """Return a path of lines without length, which round ends draw as dots."""
    return "".join(f"M{x} {y}h0" for x, y in sorted(places))
