"""Every list and desk page: a name, who asks, the address, and a word that a right answer holds.

`{…}` stands for a reference that the data name (see `named`).
"""

from __future__ import annotations

from typing import Any

TITLE = "Site fictif"
DESKS = ("national", "prefecture_28", "dreal_28", "epci-0", "member_0")
PAGES: tuple[tuple[str, str, str, str], ...] = (
    *((f"desk of {one}", one, "/bureau/", f"{one} (fictif)") for one in DESKS),
    ("all dossiers", "national", "/bureau/dossiers/", TITLE),
    ("all dossiers, page 100", "national", "/bureau/dossiers/?page=100", TITLE),
    ("dossiers by word and région", "national", "/bureau/dossiers/?q=fictif+9&region=28", TITLE),
    ("dossiers by state", "national", "/bureau/dossiers/?etat=filed&eligible=no", TITLE),
    ("dossiers of a call", "national", "/bureau/dossiers/?appel=charge-2&tri=modification", TITLE),
    ("dossiers of a région", "prefecture_28", "/bureau/dossiers/", TITLE),
    ("dossiers of a service", "dreal_28", "/bureau/dossiers/", TITLE),
    ("dossiers before a committee member", "member_0", "/bureau/dossiers/", TITLE),
    ("dossiers of an applicant, searched", "epci-0", "/bureau/dossiers/?q=fictif", TITLE),
    ("dossiers of an EPCI", "epci-0", "/dossiers/", TITLE),
    ("one dossier, filed, its applicant", "epci-0", "/dossiers/{filed}/", "{filed}"),
    ("one dossier, filed, the région", "prefecture_28", "/dossiers/{examined}/", "{examined}"),
    ("one dossier, draft", "epci-0", "/dossiers/{draft}/", "{draft}"),
    ("one dossier, what is missing", "epci-0", "/dossiers/{draft}/manque/", TITLE),
    ("board of instruction", "prefecture_28", "/instruction/", TITLE),
    ("board of instruction, late", "prefecture_28", "/instruction/?etat=avis-en-retard", TITLE),
    ("board of instruction, all", "prefecture_28", "/instruction/?etat=tous", TITLE),
    ("board of instruction, a call", "prefecture_28", "/instruction/?appel=charge-2", TITLE),
    ("board of instruction, national", "national", "/instruction/?etat=tous", TITLE),
    ("examination", "prefecture_28", "/instruction/dossiers/{examined}/", "{examined}"),
    ("opinions asked", "dreal_28", "/instruction/avis/", TITLE),
    ("opinions given", "dreal_28", "/instruction/avis/?etat=closes", TITLE),
    ("one opinion", "dreal_28", "/instruction/avis/{opinion}/", TITLE),
    ("list of a région", "prefecture_28", "/instruction/appels/charge-2/liste/", TITLE),
    ("lists of all régions", "national", "/instruction/appels/charge-1/listes/", TITLE),
    ("committees", "member_0", "/comite/", "Appel fictif 1"),
    ("committee", "member_0", "/comite/charge-1/", TITLE),
    ("committee, the manager", "national", "/comite/charge-1/", TITLE),
    ("committee, declarations", "member_0", "/comite/charge-1/declarations/", TITLE),
    ("committee, comparison", "member_0", "/comite/charge-1/comparaison/", TITLE),
    ("committee, one dossier", "member_0", "/comite/charge-1/{sent}/", "{sent}"),
    ("committee, members", "national", "/comite/charge-1/membres/", "member_0"),
    ("committee, an evaluation", "national", "/comite/charge-1/evaluation/{evaluation}/", TITLE),
    ("deliberations", "national", "/deliberations/", "Appel fictif 1"),
    ("board of a deliberation", "national", "/deliberations/charge-1/", TITLE),
    ("board of a deliberation, to do", "national", "/deliberations/charge-1/?etat=todo", TITLE),
    ("decisions to confirm", "national_second", "/deliberations/charge-1/confirmer/", TITLE),
    ("one deliberation", "national", "/deliberations/charge-1/dossiers/{sent}/", "{sent}"),
    ("a decision, its applicant", "epci-0", "/deliberations/dossiers/{decided}/", TITLE),
    ("results of a call", "", "/appels/charge-0/resultats/", "Les dossiers retenus"),
    ("notices", "prefecture_28", "/bureau/avis/", TITLE),
    ("journal", "", "/journal/", "sha256:"),
    ("acts of the journal", "national", "/journal/actes/", "D-0000"),
    ("acts of one kind", "national", "/journal/actes/?acte=dossiers.file", "D-0000"),
    (
        "acts on one dossier",
        "national",
        "/journal/actes/?objet=dossier&reference=D-00000008",
        "D-00000008",
    ),
    ("acts of an organisation", "national", "/journal/actes/?organisation=epci-12", "journal"),
    (
        "acts of a day",
        "national",
        "/journal/actes/?depuis=2031-06-02&jusqu_au=2031-06-02",
        "D-0000",
    ),
    ("jobs", "national", "/administration/travaux/", "Panne fictive"),
    ("organisations", "national", "/administration/organisations/", "(fictif)"),
    ("organisations by word", "national", "/administration/organisations/?q=epci", "epci-"),
    ("calls to manage", "national", "/administration/appels/", "Appel fictif"),
    ("calls", "", "/appels/", "Appel fictif"),
    ("one call", "", "/appels/charge-4/", "Appel fictif 4"),
    ("am I concerned", "", "/appels/charge-4/suis-je-concerne/?commune=14366&candidat=epci", "14"),
)


def named() -> dict[str, Any]:
    """Return the references that stand in the addresses."""
    from rebond.web.accounts.models import Organisation
    from rebond.web.committee.models import Declaration, Evaluation
    from rebond.web.dossiers.models import Dossier
    from rebond.web.instruction.models import OpinionRequest

    own = Dossier.objects.filter(organisation__slug="epci-0").order_by("pk")
    aside = Declaration.objects.filter(has_interest=True).values("dossier")
    sent = Dossier.objects.filter(call__reference="charge-1", shortlist_entry__position__gt=0)
    service = Organisation.objects.get(slug="dreal_28")
    examined = Dossier.objects.filter(call__reference="charge-2", region_code="28", state="filed")
    return {
        "filed": own.filter(call__reference="charge-2").values_list("reference", flat=True)[0],
        "draft": own.filter(state="draft").values_list("reference", flat=True)[0],
        "decided": own.filter(call__reference="charge-0").values_list("reference", flat=True)[0],
        "examined": examined.order_by("pk").values_list("reference", flat=True)[0],
        "sent": sent.exclude(pk__in=aside).order_by("pk").values_list("reference", flat=True)[0],
        "opinion": OpinionRequest.objects.filter(service=service, state="waiting")[0].pk,
        "evaluation": str(Evaluation.objects.get(call__reference="charge-1").pk),
    }
