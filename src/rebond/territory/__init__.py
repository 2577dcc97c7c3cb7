"""Places: communes, EPCI, départements, régions and programme perimeters, all dated.

Start with `Atlas.from_snapshot`. Modules, in the order in which they build on each other:
``errors``; ``keys`` (the key of a place); ``names`` (comparable names); ``columns`` (snapshot tables as
arrays); ``communes`` and ``registers`` (the administrative places); ``codes`` (former and arrondissement
codes to communes of today); ``places`` (what is answered); ``perimeters``; ``compositions`` (places to
communes); ``gazetteer`` (keys to places); ``nameindex``, ``query``, ``found``, ``search`` (look-up by
code and name); ``point`` (look-up by coordinates); ``atlas`` (the one object that other rooms use).
"""

from rebond.territory.atlas import Atlas
from rebond.territory.columns import TableSource
from rebond.territory.communes import Communes, Resolution
from rebond.territory.found import Found, Match, Rank
from rebond.territory.keys import ADMINISTRATIVE_KINDS, PlaceKey, kind_text
from rebond.territory.places import Composition, Member, Place, Shares

__all__ = [
    "ADMINISTRATIVE_KINDS",
    "Atlas",
    "Communes",
    "Composition",
    "Found",
    "Match",
    "Member",
    "Place",
    "PlaceKey",
    "Rank",
    "Resolution",
    "Shares",
    "TableSource",
    "kind_text",
]
