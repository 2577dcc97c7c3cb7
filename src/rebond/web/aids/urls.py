from django.urls import URLPattern, path

from rebond.web.aids import simulator_views

urlpatterns: list[URLPattern] = [
    path("aides/", simulator_views.aids, name="aids"),
    path("aides/simulateur/", simulator_views.simulate, name="aid-simulator"),
    path("aides/simulateur/resultat.json", simulator_views.export, name="aid-simulator-export"),
]
