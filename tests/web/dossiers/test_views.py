"""The dossiers of an organisation: what the list costs."""

from __future__ import annotations

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from rebond.web.calls.models import Call, Revision
from rebond.web.dossiers.models import Dossier
from rebond.web.dossiers.templatetags.dossiers import too_large
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def test_the_list_costs_the_same_for_one_call_as_for_twenty(world: World) -> None:
    client = Client()
    client.force_login(world.users["epci_a"], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    client.get("/dossiers/")
    with CaptureQueriesContext(connection) as few:
        assert client.get("/dossiers/").status_code == 200
    like = world.dossiers["a_draft"]
    for number in range(20):
        call = Call.objects.get(pk=like.call_id)
        call.pk, call.reference = None, f"autre-{number}"
        call.save()
        revision = Revision.objects.get(pk=like.revision_id)
        revision.pk, revision.call = None, call
        revision.save()
        Dossier.objects.create(
            reference=f"D-AUTRE{number}",
            call=call,
            revision=revision,
            organisation=like.organisation,
            title=f"Autre site fictif {number}",
            created_at=NOW,
            saved_at=NOW,
        )
    with CaptureQueriesContext(connection) as many:
        html = client.get("/dossiers/").content.decode()
    assert "Autre site fictif 19" in html
    assert len(many) == len(few)


def test_the_answers_to_take_again_are_told_by_call_and_filing_day(world: World) -> None:
    client = Client()
    client.force_login(world.users["epci_a"], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    html = client.get("/dossiers/").content.decode()
    options = html[html.index('name="copie"') :].split("</select>")[0]
    filed = world.dossiers["a_filed"]
    mine = next(one for one in options.split("<option")[1:] if filed.reference in one)
    assert filed.call.title_fr in mine
    assert "déposé le" in mine
    draft = next(one for one in options.split("<option")[1:] if "D-ADRAFT" in one)
    assert "jamais déposé" in draft


def test_a_field_for_files_says_beforehand_what_the_server_would_refuse() -> None:
    with translation.override("fr"):
        said = too_large(20)
    assert "dépasse 20,0\u00a0Mo" in said
    assert "partagez-le en plusieurs fichiers" in said
