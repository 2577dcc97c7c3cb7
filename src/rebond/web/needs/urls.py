from django.urls import URLPattern, path

from rebond.web.needs import views, views_map, watch_views

urlpatterns: list[URLPattern] = [
    path("sites/", views.search, name="site-search"),
    path("sites/resultats.csv", views.export_csv, name="site-export-csv"),
    path("sites/resultats.geojson", views.export_geojson, name="site-export-geojson"),
    path("sites/comparer/", views.compare, name="site-compare"),
    path("sites/suivre/", watch_views.watch, name="need-watch"),
    path("sites/suivre/<str:token>/", watch_views.follow, name="need-follow"),
    path("sites/carte/", views_map.site_map, name="site-map"),
    path("sites/carte/points.json", views_map.map_points, name="map-points"),
]
