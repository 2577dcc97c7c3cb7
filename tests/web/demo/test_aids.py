"""The VTE of the demonstration: paid once, one aid still to examine, all of it marked fictitious."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.web.aids.models import Application, Offer, Profile
from rebond.web.demo import aids, filling, story
from rebond.web.ledger.checking import differences
from rebond.web.ledger.models import Fund
from tests.web.world import NOW

pytestmark = pytest.mark.django_db


def test_a_fictitious_vte_goes_from_its_offer_to_its_payment(settings: Any) -> None:
    settings.CLOCK = lambda: NOW
    filling._create_cast(NOW)
    firm, home = aids.play(NOW, {name: story.person(name) for name in aids.PEOPLE})
    assert (firm.state, home.state) == (Application.State.PAID, Application.State.RESERVED)
    for model in (Application, Offer, Profile, Fund):
        assert model.objects.exists()
        assert not model.objects.filter(is_fictitious=False).exists(), model
    assert sum(one.paid for one in Fund.objects.all()) == aids.FIRM_CENTS
    assert differences() == []
    newcomer = Profile.objects.get(user__email=aids.NEWCOMER)
    assert newcomer.consented_at is not None
    assert newcomer.expires_at > NOW
    assert not Application.objects.filter(recruitment__person=newcomer.user).exists()
    assert Fund.objects.filter(year=NOW.year).count() == len({aids.FIRM_AID, aids.HOUSING_AID})
