"""What waits for those who manage sites: errors reported, deliveries checked and not yet applied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.desk.piles import Pile, Task, first, source
from rebond.web.sites import permissions, queries
from rebond.web.sites.models import Delivery, ErrorReport


@source
def site_manager(actor: Actor, _now: datetime) -> Iterator[Pile]:
    """Give the reports to answer and the deliveries to apply."""
    if not permissions.may_open_registry(actor):
        return
    reports, total = first(
        ErrorReport.objects.filter(state=ErrorReport.State.OPEN, site__in=queries.managed(actor))
        .select_related("site")
        .order_by("reported_at", "pk")
    )
    yield Pile(
        "signalements",
        _("Erreurs signalées sur vos sites"),
        tuple(
            Task(
                one.site.name or one.site.identifier,
                one.reference,
                reverse("registry-site", args=[one.site.identifier]) + "#signalements",
            )
            for one in reports
        ),
        total,
        address=reverse("registry"),
    )
    checked, total = first(
        Delivery.objects.filter(
            organisation=actor.organisation_id, state=Delivery.State.CHECKED
        ).order_by("received_at", "pk")
    )
    yield Pile(
        "livraisons",
        _("Livraisons contrôlées, à appliquer"),
        tuple(
            Task(one.file_name, one.reference, reverse("delivery", args=[one.reference]))
            for one in checked
        ),
        total,
        address=reverse("registry"),
    )
