from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from rebond.web.accounts import oidc
from rebond.web.accounts.access import everyone
from rebond.web.accounts.views import mine, organisations, people

ONE = "administration/organisations/<slug:slug>/"
PEOPLE = "compte/organisations/<slug:slug>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/", mine.my_account, name="my-account"),
    path("compte/arrivee/", mine.arrival, name="arrival"),
    path("compte/agir-pour/", mine.choose, name="choose-membership"),
    path("compte/mes-donnees.json", mine.my_data, name="my-data"),
    path("compte/effacer/", mine.erase_me, name="erase-me"),
    path("compte/quitter/<int:membership>/", mine.leave, name="leave-organisation"),
    path("compte/invitation/<str:token>/", mine.invitation, name="invitation"),
    path("compte/deconnexion/", mine.sign_out, name="account_logout"),
    path("compte/oidc/connexion/", everyone(oidc.begin), name="oidc-login"),
    path("compte/oidc/retour/", everyone(oidc.come_back), name="oidc-callback"),
    path("compte/organisation/", people.mine, name="my-organisation"),
    path(PEOPLE, people.people, name="organisation-people"),
    path(f"{PEOPLE}siren/", people.siren, name="organisation-siren"),
    path(f"{PEOPLE}inviter/", people.invite, name="organisation-invite"),
    path(
        f"{PEOPLE}invitations/<int:invitation>/retirer/", people.revoke, name="organisation-revoke"
    ),
    path(f"{PEOPLE}personnes/<int:membership>/role/", people.role, name="organisation-role"),
    path(f"{PEOPLE}personnes/<int:membership>/fin/", people.end, name="organisation-end"),
    path("administration/organisations/", organisations.listing, name="organisations"),
    path("administration/organisations/nouvelle/", organisations.new, name="organisation-new"),
    path(ONE, organisations.edit, name="organisation-edit"),
    path(f"{ONE}territoire/", organisations.scopes, name="organisation-scopes"),
    path(f"{ONE}fermer/", organisations.close, name="organisation-close"),
    path("compte/", include("rebond.web.accounts.allauth_urls")),
]
