from django.urls import path

from rebond.web.territories import urls as _places  # noqa: F401 - it registers the converter of keys
from rebond.web.training import views

urlpatterns = [
    path("formation/", views.index, name="training"),
    path("formation/besoin/<key:key>/", views.place_need, name="training-need"),
    path("formation/laureats/", views.laureates, name="laureates"),
    path("formation/laureats.csv", views.laureates_csv, name="laureates-export"),
    path("formation/laureats/a-accueillir/", views.admissions, name="laureates-to-admit"),
    path("formation/laureats/<slug:reference>/", views.laureate, name="laureate"),
]
