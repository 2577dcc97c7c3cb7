"""Words of states, parts and kinds in both languages at once: notices, errors, files."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.cases.models import Case, Item, Party

CASE_STATES: dict[str, Text] = {
    Case.State.OPEN: Text("en cours", "under way"),
    Case.State.PAUSED: Text("suspendu", "paused"),
    Case.State.DONE: Text("abouti", "completed"),
    Case.State.ABANDONED: Text("abandonné", "abandoned"),
}
ITEM_STATES: dict[str, Text] = {
    Item.State.TO_DO: Text("à faire", "to do"),
    Item.State.UNDER_WAY: Text("en cours", "under way"),
    Item.State.DONE: Text("fait", "done"),
    Item.State.DROPPED: Text("sans objet", "not needed"),
    Item.State.BLOCKED: Text("bloqué", "blocked"),
    Item.State.CONTESTED: Text("contesté", "contested"),
}
PARTS: dict[str, Text] = {
    Party.Part.LEAD: Text("préfecture", "préfecture"),
    Party.Part.FIRM: Text("entreprise", "firm"),
    Party.Part.LOCAL_AUTHORITY: Text("collectivité", "local authority"),
    Party.Part.SERVICE: Text("service de l’État", "State service"),
    Party.Part.AGENCY: Text("agence", "agency"),
}
KINDS: dict[str, Text] = {
    Item.Kind.PROCEDURE: Text("procédure", "procedure"),
    Item.Kind.TASK: Text("tâche", "task"),
    Item.Kind.DOCUMENT: Text("document", "document"),
    Item.Kind.NOTE: Text("note", "note"),
    "alert": Text("alerte", "alert"),
    "date": Text("date du projet", "date of the project"),
}
