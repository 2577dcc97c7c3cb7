"""The compiled walk inside a set of weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.compiled import compiled

if TYPE_CHECKING:
    from rebond.evaluation.arrays import FloatArray


@compiled
def walk(  # noqa: PLR0912 - one compiled loop
    slack: FloatArray,
    slope: FloatArray,
    uniforms: FloatArray,
    burn_in: int,
    thinning: int,
    points: FloatArray,
) -> None:
    """Walk by hit-and-run from 0 and keep points.

    Parameters
    ----------
    slack : array, shape (rows,), float64, positive
        Room of each inequality at 0.
    slope : array, shape (dimensions, rows), float64
        z is inside when ``slack + z @ slope >= 0``.
    uniforms : array, shape (steps, dimensions + 1), float64 in [0, 1)
        One step each: a direction in the cube, then a place on the chord.
    burn_in, thinning : int
    points : array, shape (kept, dimensions), float64
        Filled. A direction drawn from a symmetric cube keeps the uniform law, as does any law of
        directions that is symmetric and does not depend on the point; it needs no normal deviates.
    """
    dimensions, rows = slope.shape
    place = np.zeros(dimensions)
    room = slack.copy()
    rate = np.empty(rows)
    kept = 0
    for step in range(uniforms.shape[0]):
        rate[:] = 0.0
        for j in range(dimensions):
            along = 2.0 * uniforms[step, j] - 1.0
            for k in range(rows):
                rate[k] += along * slope[j, k]
        back, ahead = -np.inf, np.inf
        for k in range(rows):
            if rate[k] < 0.0:
                ahead = min(ahead, -room[k] / rate[k])
            elif rate[k] > 0.0:
                back = max(back, -room[k] / rate[k])
        if not (np.isfinite(back) and np.isfinite(ahead)):
            back, ahead = 0.0, 0.0  # the zero direction: stay
        move = back + uniforms[step, dimensions] * (ahead - back)
        for j in range(dimensions):
            place[j] += move * (2.0 * uniforms[step, j] - 1.0)
        for k in range(rows):
            room[k] = max(room[k] + move * rate[k], 0.0)
        if step >= burn_in and (step - burn_in + 1) % thinning == 0:
            # rooms are added up again from the place, so that rounding never accumulates
            room[:] = slack
            for j in range(dimensions):
                points[kept, j] = place[j]
                for k in range(rows):
                    room[k] += place[j] * slope[j, k]
            for k in range(rows):
                room[k] = max(room[k], 0.0)
            kept += 1
