"""Anyone says that the page of a site is wrong; its manager answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation
from rebond.web.calls.moments import moment_text
from rebond.web.journal import reality
from rebond.web.journal.services import append
from rebond.web.notices import services as notices
from rebond.web.sites import permissions
from rebond.web.sites.errors import BadReport, ReportAnswered
from rebond.web.sites.groups import field_groups
from rebond.web.sites.mailing import mail_answer
from rebond.web.sites.models import ErrorReport, Site
from rebond.web.sites.references import new_reference

LEAST, MOST = 10, 2_000
MOST_ADDRESS = 254
KEPT = timedelta(days=365)


@transaction.atomic
def report_error(
    site: Site,
    sentence: str,
    *,
    now: datetime,
    field: str = "",
    email: str = "",
    language: str = "fr",
    actor: Actor | None = None,
    token: str = "",
    by: Actor | None = None,
) -> ErrorReport:
    """Keep what somebody says is wrong with a public site, and tell its manager.

    `actor` and `token` are who reported it through an own system; the form of the page asks nobody who he is.
    `by` is who was signed in, and is not kept: fictitious people report nothing of a real site.

    Raises
    ------
    BadReport
    RealObject
    """
    reality.refuse(by, ("site", site.identifier))
    if site.visibility != Site.Visibility.PUBLIC:
        raise PermissionDenied
    said = _sentence(sentence)
    report = ErrorReport.objects.create(
        reference=new_reference(ErrorReport, "R"),
        site=site,
        field=field if field in field_groups() else "",
        sentence=said,
        email=_address(email),
        language="en" if language == "en" else "fr",
        reported_at=now,
    )
    # Neither the sentence nor the address enters the journal: people write names in them.
    content = {"report": report.reference, "field": report.field}
    content |= {"token": token} if token else {}
    append(actor, "sites.error_reported", ("site", site.identifier), content, now=now)
    for organisation in _answering(site):
        notices.tell_organisation(
            organisation,
            "sites.error_reported",
            ("site", site.identifier),
            address=f"/registre/sites/{site.identifier}/#signalements",
            facts={"title": site.name or site.identifier, "report": report.reference},
            now=now,
        )
    return report


@transaction.atomic
def answer_report(
    actor: Actor, report: ErrorReport, answer: str, now: datetime, *, is_accepted: bool
) -> ErrorReport:
    """Answer a report: corrected, or why not; who left an address is told.

    Raises
    ------
    BadReport, ReportAnswered
    """
    held = (
        ErrorReport.objects.select_for_update(of=("self",))
        .select_related("site", "answered_by__organisation")
        .get(pk=report.pk)
    )
    if not permissions.may_answer_report(actor, held.site):
        raise PermissionDenied
    if held.state != ErrorReport.State.OPEN:
        who = held.answered_by.organisation.name if held.answered_by else "—"
        raise ReportAnswered(who, moment_text(held.answered_at or held.reported_at))
    held.answer = _sentence(answer)
    state = ErrorReport.State.ACCEPTED if is_accepted else ErrorReport.State.REJECTED
    held.state, held.answered_at = state, now
    held.answered_by_id = actor.membership_id
    held.save(update_fields=["answer", "state", "answered_at", "answered_by"])
    content = {"report": held.reference, "state": str(state)}
    append(actor, "sites.report_answered", ("site", held.site.identifier), content, now=now)
    if held.email:
        transaction.on_commit(lambda: mail_answer(held))
    return held


def erase_old(now: datetime) -> int:
    """Erase the addresses of reports answered a year ago; what was said stays without its author."""
    old = ErrorReport.objects.filter(answered_at__lt=now - KEPT).exclude(email="")
    return old.update(email="")


def _answering(site: Site) -> list[int]:
    """Return who answers for a site: its manager, else the national team."""
    if site.manager_id is not None:
        return [site.manager_id]
    team = Organisation.objects.filter(kind=Kind.NATIONAL_TEAM, closed_at=None)
    return list(team.values_list("pk", flat=True))


def _address(written: str) -> str:
    """Return an address that can be written to; empty when none is left."""
    address = written.strip()
    if not address:
        return ""
    try:
        validate_email(address)
        if len(address) > MOST_ADDRESS:
            raise ValidationError(address)  # noqa: TRY301 - refused in the same words
    except ValidationError:
        raise BadReport(
            Text("L’adresse électronique ne convient pas.", "The e-mail address cannot be used."),
            Text("Corrigez-la, ou laissez-la vide.", "Correct it, or leave it empty."),
        ) from None
    return address


def _sentence(text: str) -> str:
    said = text.strip()
    if not LEAST <= len(said) <= MOST:
        raise BadReport(
            Text(
                f"Le texte compte {len(said)} caractères.", f"The text has {len(said)} characters."
            ),
            Text(
                f"Écrivez de {LEAST} à {MOST} caractères.",
                f"Write {LEAST} to {MOST} characters.",
            ),
        )
    return said
