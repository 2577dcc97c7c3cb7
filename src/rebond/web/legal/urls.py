from django.urls import path

from rebond.web.legal import views

urlpatterns = [
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("mentions-legales/", views.notices, name="legal-notices"),
    path("donnees-personnelles/", views.privacy, name="privacy"),
    path("algorithmes/", views.algorithms, name="algorithms"),
    path("contact/", views.contact, name="contact"),
    path("plan-du-site/", views.pages, name="site-map-of-pages"),
]
