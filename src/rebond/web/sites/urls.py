from django.urls import URLPattern, path

from rebond.web.sites import urls_registry, views_map, views_public

urlpatterns: list[URLPattern] = [
    *urls_registry.urlpatterns,
    path("sites/<str:identifier>/", views_public.site_page, name="site-page"),
    path("sites/<str:identifier>/fiche.pdf", views_public.site_sheet, name="site-sheet"),
    path("sites/<str:identifier>/signaler/", views_public.report_error, name="site-report-error"),
    path("sites/<str:identifier>/carte.json", views_map.shape, name="site-shape"),
]
