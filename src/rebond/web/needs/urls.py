from django.urls import URLPattern, path

from rebond.web.needs import views_map

urlpatterns: list[URLPattern] = [
    path("sites/carte/", views_map.site_map, name="site-map"),
    path("sites/carte/points.json", views_map.map_points, name="map-points"),
]
