"""The acronyms of the law, spelled."""

from __future__ import annotations

import re

from rebond.texts import Text


def _spelled(fr: str, en: str) -> Text:
    return Text(fr, f"{en} ({fr})")


ACRONYMS = {
    "PLU": _spelled("plan local d’urbanisme", "local plan"),
    "EPCI": _spelled("établissement public de coopération intercommunale", "group of communes"),
    "ICPE": _spelled(
        "installation classée pour la protection de l’environnement",
        "installation classified for environmental protection",
    ),
    "IOTA": _spelled(
        "installations, ouvrages, travaux et activités soumis à la loi sur l’eau",
        "installations and works subject to the water act",
    ),
    "CDPENAF": _spelled(
        "commission départementale de la préservation des espaces naturels, agricoles et forestiers",
        "commission of the département on natural, farm and forest land",
    ),
    "MRAe": _spelled(
        "mission régionale d’autorité environnementale", "regional environmental authority"
    ),
    "IGEDD": _spelled(
        "inspection générale de l’environnement et du développement durable",
        "general inspectorate for the environment",
    ),
    "CODERST": _spelled(
        "conseil départemental de l’environnement et des risques sanitaires et technologiques",
        "council of the département on environment and risks",
    ),
    "CNPN": _spelled(
        "Conseil national de la protection de la nature", "national council on nature protection"
    ),
    "CSRPN": _spelled(
        "conseil scientifique régional du patrimoine naturel",
        "regional scientific council on natural heritage",
    ),
    "DRAC": _spelled(
        "direction régionale des affaires culturelles", "regional directorate of culture"
    ),
    "SRA": _spelled("service régional de l’archéologie", "regional archaeology service"),
}
ACRONYM = re.compile(rf"\b(?:{'|'.join(ACRONYMS)})\b")
