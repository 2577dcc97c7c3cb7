from django.urls import path

from rebond.web.theme import views

urlpatterns = [
    path("composants/", views.components, name="components"),
]
