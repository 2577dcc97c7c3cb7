from django.http import HttpResponse
from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = [
    path("finances/", lambda _r: HttpResponse(), name="funds"),
    path("finances/fonds/<slug:reference>/", lambda _r, **_k: HttpResponse(), name="fund"),
]
urlpatterns.append(
    path(
        "finances/fonds/<slug:reference>/reservations/<int:number>/",
        lambda _r, **_k: HttpResponse(),
        name="reservation",
    )
)
