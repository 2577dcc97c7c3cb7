"""Error reports whose address cannot be written to."""

from __future__ import annotations

import pytest
from django.core import mail

from rebond.web.sites import services
from rebond.web.sites.errors import BadReport
from rebond.web.sites.models import ErrorReport
from tests.web.world import NOW, World


@pytest.mark.parametrize("email", ["a@b.fr\nBcc: x@y.fr", "a", "a@b", f"{'a' * 250}@exemple.fr"])
def test_an_address_that_cannot_be_written_to_is_refused_when_it_is_given(
    world: World, email: str
) -> None:
    with pytest.raises(BadReport):
        services.report_error(world.sites["public"], "La surface est fausse.", now=NOW, email=email)
    assert not ErrorReport.objects.exists()


@pytest.mark.django_db(transaction=False)
def test_a_good_address_is_answered(world: World, django_capture_on_commit_callbacks) -> None:
    report = services.report_error(
        world.sites["public"], "La surface est fausse.", now=NOW, email=" a@exemple.fr "
    )
    with django_capture_on_commit_callbacks(execute=True):
        services.answer_report(
            world.actor("epci_a"), report, "Nous avons corrigé.", NOW, is_accepted=True
        )
    assert mail.outbox[-1].to == ["a@exemple.fr"]
