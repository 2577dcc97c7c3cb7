"""Maps: every candidate drawn or named as absent, on the shipped ground."""

from __future__ import annotations

import dataclasses
import re
from xml.etree import ElementTree as ET

import numpy as np
from django.test import Client

from rebond.web.decisions import mapping, projection
from rebond.web.decisions.rows import Decision


def test_every_candidate_is_drawn_or_said_to_be_absent(decision: Decision) -> None:
    figure = mapping.evaluation_map(decision)
    assert len(figure.marks) + len(figure.not_shown) == len(decision.candidates)
    assert len(figure.sites) == len(decision.references)


def test_a_place_without_coordinates_is_named_not_drawn_at_zero(decision: Decision) -> None:
    lost = dataclasses.replace(decision.candidates[0], lon=None, lat=None)
    changed = dataclasses.replace(decision, everyone=(lost, *decision.everyone[1:]))
    assert [one.id for one in mapping.evaluation_map(changed).not_shown] == [lost.id]


def test_the_ground_covers_every_territory_of_the_shipped_perimeter() -> None:
    assert len(mapping.ground().layers["territoire_industrie:1"]) == 149


def test_north_is_up_and_east_is_right() -> None:
    mainland = mapping.ground().frames[0]
    lille = projection.project(3.06, 50.63, mainland)
    marseille = projection.project(5.37, 43.30, mainland)
    brest = projection.project(-4.49, 48.39, mainland)
    assert lille[1] < marseille[1]
    assert brest[0] < lille[0] < marseille[0]
    for x, y in (lille, marseille, brest):
        assert 0 <= x <= projection.WIDTH
        assert 0 <= y <= projection.HEIGHT


def test_overseas_parts_stand_in_frames_that_do_not_overlap() -> None:
    insets = [frame for frame in mapping.ground().frames if frame.inset is not None]
    assert len(insets) == 5
    for frame in insets:
        left, top = projection.inset_box(frame.inset or 0)
        x, y = projection.project(
            (frame.west + frame.east) / 2, (frame.south + frame.north) / 2, frame
        )
        assert left < x < left + projection.INSET_SIDE
        assert top < y < top + projection.INSET_SIDE


def test_the_downloaded_map_is_a_drawing_that_stands_alone(
    client: Client, decision: Decision
) -> None:
    root = ET.fromstring(client.get(f"/decisions/{decision.code}/carte.svg").content)  # noqa: S314
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    titles = [node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}title")]
    assert any(decision.candidates[0].name in title for title in titles)


def test_a_ring_is_written_step_by_step_and_comes_back_to_its_points() -> None:
    frame = mapping.ground().frames[0]
    ring = [[2.0, 48.0], [2.5, 48.0], [2.5, 47.5], [2.5, 47.5], [2.0, 48.0]]
    drawn = projection.path_of(ring, frame)
    assert re.fullmatch(r"M[^l]+l[^z]+z", drawn)
    numbers = [float(one) for one in re.findall(r"-?\d*\.?\d+", drawn)]
    x = y = 0.0
    found = []
    for across, down in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + across, y + down
        found.append((x, y))
    wanted = [projection.project(lon, lat, frame) for lon, lat in ring[:3]]
    assert len(found) == len(wanted)
    assert np.allclose(found, wanted, atol=0.06)
