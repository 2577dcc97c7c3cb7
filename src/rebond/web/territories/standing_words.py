"""How each standing of a territory is shown: by sign, word and colour."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.territories.standing_rows import Standing

SHOWN: dict[Standing, tuple[Text, str, str]] = {
    Standing.NOT_ESTABLISHED: (Text("non établi", "not established"), "unknown", ""),
    Standing.NEVER_PROPOSED: (Text("jamais proposé", "never proposed"), "void", ""),
    Standing.OPEN: (
        Text("appel ouvert", "open call"),
        "empty",
        "is-accent",
    ),
    Standing.FILED: (Text("déposé", "filed"), "half", ""),
    Standing.INELIGIBLE: (Text("non éligible", "not eligible"), "crossed", "is-caution"),
    Standing.BELOW_CUT: (Text("sous la coupure", "below the cut"), "empty", ""),
    Standing.KEPT_OUT: (Text("écarté par une règle", "kept out by a rule"), "barred", "is-caution"),
    Standing.DEFERRED: (Text("reporté", "deferred"), "half", ""),
    Standing.NOT_RETAINED: (Text("non retenu", "not retained"), "empty", ""),
    Standing.RETAINED: (Text("retenu", "retained"), "full", "is-accent"),
    Standing.LABELLED: (Text("labellisé", "labelled"), "square", "is-accent"),
    Standing.NOT_ANNOUNCED: (Text("avant le programme", "before the programme"), "void", ""),
    Standing.NO_CALL: (Text("sans sélection", "without selection"), "void", ""),
    Standing.OUTSIDE_LIST: (Text("hors de la liste", "not in the list"), "crossed", ""),
    Standing.NOT_PUBLIC: (Text("pas public", "not public"), "unknown", ""),
}
"""Word, sign and tone, as `theme.statuses` names them."""
