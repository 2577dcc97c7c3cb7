from django.urls import URLPattern, path

from rebond.web.sites import views_map

urlpatterns: list[URLPattern] = [
    path("sites/<str:identifier>/carte.json", views_map.shape, name="site-shape"),
]
