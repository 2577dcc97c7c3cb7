"""Acts of instruction that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "instruction.handed_over": Text(
        "dossiers d’une région remis à sa préfecture",
        "a région’s dossiers handed over to its préfecture",
    ),
    "instruction.assigned": Text("dossier confié à un agent", "dossier assigned to an agent"),
    "instruction.noted": Text("note interne écrite", "internal note written"),
    "instruction.opinion_asked": Text("avis demandé à un service", "opinion asked of a service"),
    "instruction.opinion_given": Text("avis rendu", "opinion given"),
    "instruction.request_cancelled": Text(
        "demande d’avis annulée", "request for opinion cancelled"
    ),
    "instruction.reminded": Text("service relancé", "service reminded"),
    "instruction.placed": Text(
        "dossier classé dans la liste régionale", "dossier placed on the regional list"
    ),
    "instruction.set_aside": Text(
        "dossier non transmis, avec sa phrase", "dossier not sent on, with its sentence"
    ),
    "instruction.reordered": Text("liste régionale réordonnée", "regional list reordered"),
    "instruction.shortlist_sent": Text(
        "liste régionale transmise au comité", "regional list sent to the committee"
    ),
}
