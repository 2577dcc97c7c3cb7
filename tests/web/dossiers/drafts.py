"""What the tests of dossiers share: a complete draft of the open call, filled by the services themselves."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from rebond.web.accounts.actors import Actor
from rebond.web.dossiers import services
from rebond.web.dossiers.models import Dossier
from tests.web.world import NOW, World

COMPLETE: dict[str, Any] = {
    "porteur_type": "epci",
    "porteur_nom": "EPCI fictif A",
    "porteur_siren": "356 000 000",
    "porteur_contact": "Personne Fictive",
    "porteur_courriel": "personne@exemple.fr",
    "site_nom": "Site fictif des Peupliers",
    "site_communes": "14366",
    "site_emprise": {"type": "Point", "coordinates": [0.2383, 49.1469]},
    "usage_actuel": "zone_amenagee",
    "surface_brute_ha": "60,5",
    "disponible_le": "01/01/2032",
    "foncier_maitrise": "oui",
    "terrain_viabilise": "oui",
    "electricite_debit_acces": "non",
    "urbanisme_anticipe": "oui",
    "archeologie_anticipee": "oui",
    "environnement_anticipe": "oui",
    "sous_traitants": "Des ateliers.",
    "fournisseurs": "Des fournisseurs.",
    "main_oeuvre": "Un bassin.",
}
"""Answers that fill every required field of the site's form but the list of accesses."""


def fill(actor: Actor, dossier: Dossier, now: datetime = NOW, **other: Any) -> None:
    """Complete a draft."""
    versions = dict(dossier.answers.values_list("path", "version"))
    for path, raw in {**COMPLETE, **other}.items():
        services.save_answer(actor, dossier, path, raw, versions.get(path, 0), now)
    item = services.add_item(actor, dossier, "acces", now)
    for field, raw in (
        ("acces_nature", "route"),
        ("acces_nom", "A13"),
        ("acces_distance_km", "2,5"),
    ):
        services.save_answer(actor, dossier, f"{item}.{field}", raw, 0, now)


def filled(world: World, persona: str = "epci_a", now: datetime = NOW, **other: Any) -> Dossier:
    """Return a complete draft in the open call."""
    actor = world.actor(persona)
    dossier = services.start(actor, world.calls["open"], now=now)
    fill(actor, dossier, now, **other)
    return dossier


def pdf(pages: int = 1, note: str = "") -> bytes:
    """Return a small sound PDF."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=200)
    if note:
        writer.add_metadata({"/Title": note})
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()
