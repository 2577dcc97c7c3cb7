"""Acts of the calls for training that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "training.load": Text(
        "charge les lauréats que nomment des pages publiques",
        "loads the laureates that public pages name",
    ),
    "training.admit": Text(
        "fait d’un dossier retenu un lauréat", "makes a retained dossier a laureate"
    ),
    "training.attach": Text(
        "rattache une organisation à un lauréat", "attaches an organisation to a laureate"
    ),
    "training.detach": Text(
        "défait le rattachement d’une organisation à un lauréat",
        "undoes the attachment of an organisation to a laureate",
    ),
    "training.step": Text("enregistre une étape d’un lauréat", "records a step of a laureate"),
    "training.answer": Text(
        "répond à une étape d’un lauréat par une autre", "answers a step of a laureate by another"
    ),
    "training.withdraw": Text("reprend une étape d’un lauréat", "takes back a step of a laureate"),
}
