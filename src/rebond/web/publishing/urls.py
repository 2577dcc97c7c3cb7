from django.urls import URLPattern, path

from rebond.web.publishing import pages

urlpatterns: list[URLPattern] = [
    path("donnees/", pages.open_data, name="open-data"),
    path("donnees/<slug:name>/", pages.dataset_page, name="dataset"),
    path("api/", pages.api_page, name="api"),
    path("compte/jetons/", pages.tokens, name="api-tokens"),
    path("compte/jetons/<slug:reference>/revoquer/", pages.revoke_token, name="api-token-revoke"),
]
