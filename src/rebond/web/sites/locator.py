"""Where a site stands in the country, as one small drawing for pages without a moving map and for sheets."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.web.decisions import projection
from rebond.web.decisions.mapping import ground
from rebond.web.theme.figures import coordinate

PAPER, LAND, INNER, ACCENT = "#fbfaf5", "#f2efe4", "#dcd7c8", "#0b4f60"


@dataclass(frozen=True, slots=True)
class Locator:
    """The ground and one dot."""

    width: str
    height: str
    land: tuple[str, ...]
    x: str
    y: str


def locator(longitude: float | None, latitude: float | None) -> Locator | None:
    """Return the drawing of a point; None when it falls outside every part of the country."""
    if longitude is None or latitude is None:
        return None
    for frame in ground().frames:
        if frame.holds(longitude, latitude):
            x, y = projection.project(longitude, latitude, frame)
            return Locator(
                width=coordinate(projection.WIDTH),
                height=coordinate(projection.HEIGHT),
                land=tuple(ground().layers["region"].values()),
                x=coordinate(x),
                y=coordinate(y),
            )
    return None


def svg(drawn: Locator) -> str:
    """Return the drawing as a file of its own, with its colours inside."""
    land = "".join(
        f'<path d="{path}" fill="{LAND}" stroke="{INNER}" stroke-width="1"/>' for path in drawn.land
    )
    dot = (
        f'<circle cx="{drawn.x}" cy="{drawn.y}" r="26" fill="none" stroke="{ACCENT}" stroke-width="3"/>'
        f'<circle cx="{drawn.x}" cy="{drawn.y}" r="11" fill="{ACCENT}"/>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.width} {drawn.height}">'
        f"{land}{dot}</svg>"
    )
