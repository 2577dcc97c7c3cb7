"""The fictitious contacts show a late answer, a hidden investor and a visit in a site's history."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail

from rebond.web.accounts import actors
from rebond.web.accounts.models import Membership
from rebond.web.demo import contacts, filling, registry
from rebond.web.demo.cast import DOMAIN
from rebond.web.enquiries import mailing, queries
from rebond.web.sites.models import SiteEvent

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)


def test_the_desk_shows_one_late_one_hidden_and_one_visit_and_no_mail_leaves(
    settings: Any, tmp_path: Any
) -> None:
    settings.CLOCK, settings.FILES_FOLDER = (lambda: NOW), tmp_path
    filling._create_cast(NOW)
    found = Membership.objects.select_related("user", "organisation")
    cast = {one.user.email.removesuffix(f"@{DOMAIN}"): actors.of_membership(one) for one in found}
    registry.play(NOW, cast)
    late, hidden, visited = contacts.play(NOW, cast)
    manager, agency = cast[contacts.MANAGER], cast[contacts.AGENCY]
    seen = queries.listed(manager, queries.Asked(), NOW).rows
    assert [row.enquiry for row in seen] == [late, hidden, visited]
    assert [row.is_late for row in seen] == [True, False, False]
    assert [bool(row.contact) for row in seen] == [True, False, True]
    shown = queries.listed(agency, queries.Asked(), NOW).rows
    assert [row.sight.content for row in shown] == [True, True, False]
    event = SiteEvent.objects.get(enquiry_reference=visited.reference)
    assert (event.kind, event.is_public, event.figures) == ("visit", True, {"jobs": 60})
    assert mailing.send_answers(NOW) == 0
    assert mail.outbox == []
