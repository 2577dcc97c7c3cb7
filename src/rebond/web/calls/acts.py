"""Acts of calls that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "calls.prepared": Text("appel préparé", "call prepared"),
    "calls.choices_saved": Text("choix de l’appel enregistrés", "choices of the call saved"),
    "calls.published": Text("appel publié", "call published"),
    "calls.revision_prepared": Text(
        "nouvelle révision de l’appel préparée", "new revision of the call prepared"
    ),
    "calls.revision_published": Text(
        "nouvelle révision de l’appel publiée", "new revision of the call published"
    ),
    "calls.date_moved": Text("date de l’appel fixée ou déplacée", "date of the call set or moved"),
    "calls.cancelled": Text("appel annulé", "call cancelled"),
}
