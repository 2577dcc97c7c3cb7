from django.urls import path

from rebond.web.theme import views

urlpatterns = [
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("composants/", views.components, name="components"),
]
