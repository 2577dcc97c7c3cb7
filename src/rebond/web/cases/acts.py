"""Acts of cases that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "cases.opened": Text("projet ouvert sur un site", "project opened on a site"),
    "cases.invited": Text("organisation invitée au projet", "organisation invited to the project"),
    "cases.left": Text("organisation sortie du projet", "organisation taken out of the project"),
    "cases.promised": Text("jour promis fixé", "promised day set"),
    "cases.planned": Text("plan du projet changé", "plan of the project changed"),
    "cases.moved": Text("état du projet changé", "state of the project changed"),
    "cases.line_added": Text("ligne ajoutée au projet", "line added to the project"),
    "cases.line_changed": Text("ligne du projet changée", "line of the project changed"),
    "cases.alerted": Text("alertes du projet envoyées", "alerts of the project sent"),
}
