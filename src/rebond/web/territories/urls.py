from django.urls import path, register_converter

from rebond.web.territories import ground_views, views


class Key:
    """The key of a place: « commune:14366 », « territoire_industrie:1:ti-2805 »."""

    regex = "[0-9A-Za-z_.:-]{1,120}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Key, "key")

urlpatterns = [
    path("recherche/", views.search, name="search"),
    path("recherche/suggestions.json", views.suggestions, name="suggestions"),
    path("territoires/<key:key>/", views.place, name="place"),
    path("fonds-de-carte/<slug:layer>.json", ground_views.layer, name="map-layer"),
]
