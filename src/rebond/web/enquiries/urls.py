from __future__ import annotations

from django.urls import path

from rebond.web.enquiries import desk_views, views

urlpatterns = [
    path("sites/<str:identifier>/contact/", views.new, name="enquiry-new"),
    path("contacts/nouveau/", views.new_many, name="enquiries-new"),
    path("contacts/<str:token>/", views.follow, name="enquiry-follow"),
    path("contacts/<str:token>/mes-donnees.json", views.own_data, name="enquiry-data"),
    path("demandes/", desk_views.enquiries, name="enquiries"),
    path("demandes/contacts.csv", desk_views.enquiries_csv, name="enquiries-csv"),
    path("demandes/suivi/", desk_views.follow_up, name="enquiries-follow-up"),
    path("demandes/<slug:reference>/", desk_views.enquiry, name="enquiry"),
]
