"""A light basemap drawn from the centres of communes alone, without any contour.

``plane`` (a local plane for each zone), ``cells`` (the land and the cell of each commune) and
``layers`` (régions, départements and Territoires d'industrie, with shared borders, as JSON). The
result is a drawing: no area, no border and no coast of it is a measurement.
"""

from __future__ import annotations
