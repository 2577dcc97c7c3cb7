"""What the map component needs to know of the ground: addresses of layers, zones, sources."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from rebond.web.territories import grounds
from rebond.web.theme.datasets import snapshot

register = template.Library()


@register.simple_tag
def map_ground() -> dict[str, Any]:
    """Return the layers, the zones and the method, in the language of the page where they are words."""
    layers = [_layer(one) for one in grounds.LAYERS.values()]
    return {
        "ground": [one for one in layers if one["kind"] == "ground"],
        "switched": [one for one in layers if one["kind"] != "ground"],
        "communes": _address("communes-00").replace("communes-00", "communes-{}"),
        "zones": [
            {"code": one.code, "name": one.name, "bounds": _bounds(one.bounds)}
            for one in grounds.zones()
        ]
        + [{"code": "all", "name": _("France entière"), "bounds": _bounds(_around())}],
        "method": grounds.method(),
        "sources": sorted({one["attribution"] for one in layers if one["attribution"]}),
    }


def _layer(one: grounds.Layer) -> dict[str, Any]:
    dataset = snapshot().dataset(one.source) if one.source else None
    return {
        "name": one.name,
        "kind": one.kind,
        "sign": one.sign,
        "title": one.title,
        "url": f"{_address(one.name)}?v={grounds.digest(one.name)}",
        "attribution": dataset.attribution if dataset else "",
    }


def _address(name: str) -> str:
    """Return one address for both languages: names on the ground are those of the places."""
    with override("fr"):
        return reverse("map-layer", args=[name])


def _around() -> tuple[float, float, float, float]:
    bounds = [one.bounds for one in grounds.zones()]
    return (
        min(b[0] for b in bounds),
        min(b[1] for b in bounds),
        max(b[2] for b in bounds),
        max(b[3] for b in bounds),
    )


def _bounds(bounds: tuple[float, float, float, float]) -> str:
    return ",".join(f"{value:g}" for value in bounds)
