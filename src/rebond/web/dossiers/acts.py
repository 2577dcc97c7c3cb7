"""Acts of dossiers that the journal tells. Answers of a draft are not acts; what is filed is."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "dossiers.started": Text("brouillon ouvert", "draft opened"),
    "dossiers.revised": Text(
        "brouillon passé à la nouvelle révision de l’appel",
        "draft moved to the call’s new revision",
    ),
    "dossiers.file_added": Text("pièce jointe", "file added"),
    "dossiers.file_removed": Text("pièce retirée", "file removed"),
    "dossiers.filed": Text("dossier déposé", "dossier filed"),
    "dossiers.withdrawn": Text("dossier retiré", "dossier withdrawn"),
    "dossiers.correction_asked": Text("correction demandée", "correction asked for"),
    "dossiers.correction_lapsed": Text(
        "délai de correction passé, dernier dépôt maintenu",
        "time for correction over, last filing stands",
    ),
    "dossiers.correction_ended": Text(
        "correction close par la décision, dernier dépôt maintenu",
        "correction ended by the decision, last filing stands",
    ),
    "dossiers.reminded": Text("demandeur relancé", "applicant reminded"),
    "dossiers.places_corrected": Text("territoire corrigé", "territory corrected"),
}
