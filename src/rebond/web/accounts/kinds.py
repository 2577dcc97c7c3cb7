"""Kinds of organisation and roles in them; what each may do is written in each app's ``permissions``."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rebond.texts import Text


class Kind(models.TextChoices):
    """What an organisation is."""

    COMMUNE = "commune", _("commune")
    EPCI = "epci", _("intercommunalité (EPCI)")
    EPT = "ept", _("établissement public territorial (EPT)")
    DEPARTEMENT = "departement", _("conseil départemental")
    REGION = "region", _("conseil régional")
    SYNDICAT_MIXTE = "syndicat_mixte", _("syndicat mixte")
    SEM = "sem", _("société d’économie mixte (SEM)")
    SPL = "spl", _("société publique locale (SPL)")
    ETABLISSEMENT_PUBLIC = "etablissement_public", _("établissement public")
    PORT = "port", _("port")
    AMENAGEUR = "amenageur", _("aménageur")
    PROPRIETAIRE_PRIVE = "proprietaire_prive", _("propriétaire privé")
    FIRM = "entreprise", _("entreprise")
    INVESTOR = "investisseur", _("investisseur")
    PREFECTURE_REGION = "prefecture_region", _("préfecture de région")
    PREFECTURE_DEPARTEMENT = "prefecture_departement", _("préfecture de département")
    DREAL = "dreal", _("DREAL")
    DRAC = "drac", _("DRAC")
    DDT = "ddt", _("DDT(M)")
    OTHER_SERVICE = "autre_service", _("autre service consulté")
    NATIONAL_TEAM = "equipe_nationale", _("équipe nationale (ANCT, DGE)")
    BPIFRANCE = "bpifrance", _("Bpifrance")
    BANQUE_DES_TERRITOIRES = "banque_des_territoires", _("Banque des Territoires")
    CNAM = "cnam", _("Cnam")
    ACTION_LOGEMENT = "action_logement", _("Action Logement")
    AGENCY = "agence", _("agence de développement économique")
    BUSINESS_FRANCE = "business_france", _("Business France")
    PARLIAMENT = "parlement", _("bureau parlementaire")


APPLICANTS = frozenset(
    {
        Kind.COMMUNE,
        Kind.EPCI,
        Kind.EPT,
        Kind.DEPARTEMENT,
        Kind.REGION,
        Kind.SYNDICAT_MIXTE,
        Kind.SEM,
        Kind.SPL,
        Kind.ETABLISSEMENT_PUBLIC,
        Kind.PORT,
        Kind.AMENAGEUR,
        Kind.PROPRIETAIRE_PRIVE,
        Kind.FIRM,
    }
)
"""Kinds that may file dossiers; the same names as the policy's kinds of applicant."""

SERVICES = frozenset(
    {
        Kind.DREAL,
        Kind.DRAC,
        Kind.DDT,
        Kind.PREFECTURE_DEPARTEMENT,
        Kind.REGION,
        Kind.OTHER_SERVICE,
        Kind.BANQUE_DES_TERRITOIRES,
        Kind.BPIFRANCE,
    }
)
"""Kinds that may be asked for an opinion."""

MANAGERS = frozenset({Kind.NATIONAL_TEAM, Kind.CNAM})
"""Kinds that may run a call; an operator runs its own only."""

OUTSIDERS = frozenset({Kind.INVESTOR, Kind.AGENCY, Kind.BUSINESS_FRANCE, Kind.PARLIAMENT})
"""Kinds that read what is public, or sites and contacts; a dossier under examination is never theirs."""


class Role(models.TextChoices):
    """What a person may do for an organisation."""

    ADMINISTRATOR = "administrator", _("administre les comptes et agit")
    AGENT = "agent", _("agit")
    READER = "reader", _("lit")


ROLE_TEXTS = {
    Role.ADMINISTRATOR: Text("administre les comptes et agit", "administers the accounts and acts"),
    Role.AGENT: Text("agit", "acts"),
    Role.READER: Text("lit", "reads"),
}
"""The same words where both languages are needed at once: notices, documents."""
