"""What waits on the desk: retained dossiers to follow, for the operator of a call for training."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.desk.piles import Pile, Task, first, source
from rebond.web.training import permissions, queries


@source
def to_admit(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give the retained dossiers whose path nobody follows yet."""
    if not (actor.may_write and permissions.may_see_admissions(actor)):
        return
    shown, count = first(queries.to_admit(actor, now))
    if not shown:
        return
    address = reverse("laureates-to-admit")
    yield Pile(
        "laureats-a-accueillir",
        _("Lauréats à accueillir\u00a0: leur parcours n’est pas encore suivi"),
        tuple(
            Task(
                _("Accueillir %(title)s") % {"title": one.dossier.title},
                one.dossier.reference,
                address,
            )
            for one in shown
        ),
        count,
        address=address,
    )
