from django.urls import URLPattern, path

from rebond.web.aids import (
    application_urls,
    cost_views,
    offer_views,
    profile_views,
    recruitment_views,
    simulator_views,
)

urlpatterns: list[URLPattern] = [
    path("aides/", simulator_views.aids, name="aids"),
    path("aides/cout/", cost_views.cost, name="aid-cost"),
    path("aides/cout/territoires.csv", cost_views.export, name="aid-cost-export"),
    path("aides/simulateur/", simulator_views.simulate, name="aid-simulator"),
    path("aides/simulateur/resultat.json", simulator_views.export, name="aid-simulator-export"),
    path("aides/offres/", offer_views.listing, name="offers"),
    path("aides/offres/nouvelle/", offer_views.new, name="offer-new"),
    path("aides/offres/nos-offres/", offer_views.own, name="own-offers"),
    path("aides/offres/<str:reference>/", offer_views.offer, name="offer"),
    path("aides/offres/<str:reference>/modifier/", offer_views.edit, name="offer-edit"),
    path("aides/offres/<str:reference>/ouvrir/", offer_views.open_one, name="offer-open"),
    path("aides/offres/<str:reference>/fermer/", offer_views.close_one, name="offer-close"),
    path("aides/offres/<str:reference>/profils/", offer_views.suggested, name="offer-profiles"),
    path("aides/offres/<str:reference>/repondre/", offer_views.answer, name="offer-answer"),
    path("aides/profil/", profile_views.own, name="young-profile"),
    path("aides/profil/ecrire/", profile_views.edit, name="young-profile-edit"),
    path("aides/profil/accord/", profile_views.consent, name="young-profile-consent"),
    path("aides/profil/effacer/", profile_views.erase, name="young-profile-erase"),
    path("aides/profil/mes-donnees.json", profile_views.data, name="young-profile-data"),
    path("aides/recrutements/", recruitment_views.listing, name="recruitments"),
    path("aides/recrutements/<str:reference>/", recruitment_views.recruitment, name="recruitment"),
]
urlpatterns += application_urls.urlpatterns
