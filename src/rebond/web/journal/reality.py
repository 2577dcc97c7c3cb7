"""What fictitious people may not write about: everything that is not fictitious itself (ADR 0011).

Every act adds a row to the journal, which names its object; so the rule stands there, once, for every act.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.journal.errors import RealObject
from rebond.web.journal.models import Entry


@dataclass(frozen=True, slots=True)
class Mark:
    """Where the mark of one type of object stands."""

    model: str
    field: str = "reference"
    """Field that the journal's reference gives."""
    path: str = "is_fictitious"
    ends_at: str = ""
    """Sign after which the journal's reference says more than the field."""

    def found(self, reference: str) -> QuerySet:
        """Return the rows that a reference names."""
        head = reference.partition(self.ends_at)[0] if self.ends_at else reference
        return apps.get_model(self.model)._default_manager.filter(**{self.field: head})

    def example(self) -> str:
        """Return the reference of one that is fictitious; empty when there is none."""
        found = apps.get_model(self.model)._default_manager.filter(**{self.path: True})
        return str(found.order_by("pk").values_list(self.field, flat=True).first() or "")


_OF_CALL = "call__is_fictitious"
MARKS: Mapping[str, Mark] = {
    "organisation": Mark("accounts.Organisation", "slug"),
    "call": Mark("calls.Call"),
    "dossier": Mark("dossiers.Dossier", path=_OF_CALL),
    "opinion_request": Mark("dossiers.Dossier", path=_OF_CALL, ends_at="/"),
    "shortlist": Mark("calls.Call", ends_at="/"),
    "seat": Mark("committee.Seat", "pk", _OF_CALL),
    "review": Mark("dossiers.Dossier", path=_OF_CALL, ends_at=":"),
    "evaluation": Mark("committee.Evaluation", "pk", _OF_CALL),
    "decision": Mark("dossiers.Dossier", path=_OF_CALL, ends_at="/"),
    "site": Mark("sites.Site", "identifier"),
    "label": Mark("labels.Label", path="site__is_fictitious"),
    "enquiry": Mark("enquiries.Enquiry", path="site__is_fictitious"),
    "case": Mark("cases.Case", path="site__is_fictitious"),
    "fund": Mark("ledger.Fund"),
    "payment_order": Mark("ledger.PaymentOrder", path="reservation__fund__is_fictitious"),
    "offer": Mark("aids.Offer"),
    "recruitment": Mark("aids.Recruitment", path="offer__is_fictitious"),
    "aid_application": Mark("aids.Application"),
    "laureate": Mark("training.Laureate"),
}
UNMARKED: Mapping[str, str] = {
    "delivery": "each row of it is judged by the site on which it stands (`sites.judging`)",
    "question": "what fictitious people say of a real one is marked and kept apart (`questions.taking`)",
    "person": "a person's own account",
    "profile": "a person's own, and never published",
    "need": "a visitor's own, and never published",
    "token": "an organisation's own key",
    "journal": "erasing is judged by what the row is about, and by who said it (`refuse_erasing`)",
    "job": "work asked for, which writes nothing by itself",
    "indicator": "no act writes one",
}
"""Types of object without a mark, and why none is needed."""


def is_placed(kind: str) -> bool:
    """Return whether it is said where the mark of a type of object stands, or why it has none."""
    return kind in MARKS or kind in UNMARKED


def is_fictitious(actor: Actor | None) -> bool:
    """Return whether somebody acts for a fictitious organisation."""
    if actor is None:
        return False
    return Organisation.objects.filter(pk=actor.organisation_id, is_fictitious=True).exists()


def refuse(actor: Actor | None, about: tuple[str, str]) -> None:
    """Refuse what a fictitious person would write about something real.

    Raises
    ------
    RealObject
    KeyError
        For a type of object of which nobody has said where its mark stands.
    """
    if is_fictitious(actor):
        refused = refusal(about)
        if refused is not None:
            raise refused


def refusal(about: tuple[str, str]) -> RealObject | None:
    """Return how a fictitious person is refused an object, None when it is fictitious too."""
    kind, reference = about
    if kind in UNMARKED:
        return None
    mark = MARKS[kind]
    if not mark.found(reference).filter(**{mark.path: False}).exists():
        return None
    return RealObject(kind, reference, mark.example())


def refuse_erasing(actor: Actor, entry: Entry) -> None:
    """Refuse that a fictitious person erases what a row says of something real, or what somebody real said.

    Raises
    ------
    RealObject
    """
    if not is_fictitious(actor):
        return
    refuse(actor, (entry.object_type, entry.object_reference))
    said_by = Organisation.objects.filter(slug=entry.organisation, is_fictitious=True)
    if entry.object_type in UNMARKED and not said_by.exists():
        raise RealObject("journal", str(entry.number), "")


def notice(actor: Actor | None, about: tuple[str, str]) -> RealObject | None:
    """Return what a page says to a fictitious person in the place of a form; None when the act is open to them."""
    return refusal(about) if is_fictitious(actor) else None
