from django.urls import path, register_converter

from rebond.web.territories import ground_views, views


class Key:
    """The key of a place, « commune:14366 », « territoire_industrie:1:ti-2805 », or what people type: a code, a name."""

    regex = "[^/]{1,120}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Key, "key")

urlpatterns = [
    path("recherche/", views.search, name="search"),
    path("recherche/suggestions.json", views.suggestions, name="suggestions"),
    path("territoires/", views.places, name="places"),
    path("territoires/comparer/", views.compare, name="place-compare"),
    path("territoires/<key:key>/", views.place, name="place"),
    path("territoires/<key:key>/fiche.pdf", views.sheet, name="place-sheet"),
    path("fonds-de-carte/<slug:layer>.json", ground_views.layer, name="map-layer"),
]
