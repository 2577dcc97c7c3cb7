"""A light basemap drawn from the centres of communes, without contours."""

from __future__ import annotations
