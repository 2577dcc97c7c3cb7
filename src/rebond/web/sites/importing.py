"""Importing a file from the command line, for whoever runs the installation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from rebond.errors import BadInput
from rebond.texts import Text, verbatim
from rebond.web.accounts.models import Organisation
from rebond.web.sites.models import Delivery
from rebond.web.sites.services import applying, deliveries

CHECK, APPLY = Text("Contrôle", "Check"), Text("Écriture", "Writing")
Progress = Callable[[Text, int, int], None]


class NoSuchOrganisation(BadInput):
    """No organisation has this slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            Text(
                "Aucune organisation ne se nomme « {slug} ».", "No organisation is named “{slug}”."
            ).filled(slug=slug),
            cure=Text(
                "Son nom court est sur la page « Organisations ».",
                "Its slug is on the page “Organisations”.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the file."""

    delivery: Delivery
    words: Text

    @property
    def is_accepted(self) -> bool:
        """Whether something was accepted."""
        return self.delivery.state in (Delivery.State.CHECKED, Delivery.State.APPLIED)


def imported(
    path: Path,
    slug: str,
    now: datetime,
    *,
    table: str = "",
    source: str = "",
    stated_on: date | None = None,
    check_only: bool = False,
    on_progress: Progress = lambda _step, _done, _total: None,
) -> Imported:
    """Receive, check and apply a file for an organisation.

    Raises
    ------
    NoSuchOrganisation
    RebondError
        What `services.receive` and `services.apply` raise.
    """
    organisation = Organisation.objects.filter(slug=slug, closed_at=None).first()
    if organisation is None:
        raise NoSuchOrganisation(slug)
    with path.open("rb") as stream:
        delivery = deliveries.received(
            None,
            organisation,
            stream,
            path.name,
            table or None,
            now,
            source=source,
            stated_on=stated_on,
        )
    delivery = deliveries.check(delivery, now, lambda done, total: on_progress(CHECK, done, total))
    if delivery.state == Delivery.State.CHECKED and not check_only:
        delivery = applying.apply(
            None, delivery, now, lambda done, total: on_progress(APPLY, done, total)
        )
    return Imported(delivery, _words(delivery))


def _words(delivery: Delivery) -> Text:
    fault = delivery.summary.get("fault")
    if fault:
        return Text(fault["fr"], fault["en"])
    counts = delivery.summary["counts"]
    accepted, refused = counts.get("accepted", 0), counts.get("refused", 0)
    head = Text(
        f"{delivery.reference} : {accepted} lignes acceptées, {refused} refusées.",
        f"{delivery.reference}: {accepted} rows accepted, {refused} refused.",
    )
    applied = delivery.summary.get("applied")
    if not applied:
        return head
    tail = Text(
        "{created} nouveaux, {changed} modifiés, {unchanged} inchangés.",
        "{created} new, {changed} changed, {unchanged} unchanged.",
    ).filled(**{name: verbatim(number) for name, number in applied.items()})
    return Text(f"{head.fr} {tail.fr}", f"{head.en} {tail.en}")
