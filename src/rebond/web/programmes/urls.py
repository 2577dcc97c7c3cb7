from django.urls import path, register_converter

from rebond.web.programmes import views


class Slug:
    """The id of a programme."""

    regex = "[a-z][a-z0-9_]{0,63}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Slug, "programme")

urlpatterns = [
    path("", views.home, name="home"),
    path("programmes/<programme:programme_id>/", views.programme, name="programme"),
    path("programmes/<programme:programme_id>/evaluation/", views.latest, name="latest"),
    path("programmes/<programme:programme_id>/methode/", views.method, name="method"),
]
