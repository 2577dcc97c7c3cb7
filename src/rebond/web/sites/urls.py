from django.urls import URLPattern, path

from rebond.web.sites import views_map, views_public

urlpatterns: list[URLPattern] = [
    path("sites/<str:identifier>/", views_public.site_page, name="site-page"),
    path("sites/<str:identifier>/carte.json", views_map.shape, name="site-shape"),
]
