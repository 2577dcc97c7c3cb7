from django.urls import URLPattern, path

from rebond.web.aids import cost_views, simulator_views

urlpatterns: list[URLPattern] = [
    path("aides/", simulator_views.aids, name="aids"),
    path("aides/cout/", cost_views.cost, name="aid-cost"),
    path("aides/cout/territoires.csv", cost_views.export, name="aid-cost-export"),
    path("aides/simulateur/", simulator_views.simulate, name="aid-simulator"),
    path("aides/simulateur/resultat.json", simulator_views.export, name="aid-simulator-export"),
]
