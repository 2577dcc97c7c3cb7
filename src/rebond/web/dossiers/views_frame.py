"""What every page of a dossier opens first: the dossier that the reader may see, its form, its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.programme.answers import AnswerProblem, in_words, locate, questions
from rebond.programme.forms import Form
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.actors import Actor
from rebond.web.dossiers import permissions, prefill, queries
from rebond.web.dossiers import rendering as r
from rebond.web.dossiers.models import Answer, Attachment, Dossier
from rebond.web.dossiers.rendering_sections import Progress, Section, progress, sections
from rebond.web.territories.queries import commune_name
from rebond.web.theme.writing import lang, words

if TYPE_CHECKING:
    from django.http import HttpRequest

WRITABLE = frozenset({Dossier.State.DRAFT, Dossier.State.CORRECTION})


@dataclass
class Opened:
    """A dossier as one request opened it; what is costly is read once, when asked for."""

    dossier: Dossier
    actor: Actor
    now: datetime

    @cached_property
    def form(self) -> Form:
        """The form of the revision that the dossier is under."""
        form = self.dossier.revision.measure.form
        if form is None:
            raise LookupError(self.dossier.reference)
        return form

    @cached_property
    def parts(self) -> tuple[Section, ...]:
        """The parts of the form."""
        return sections(self.form)

    @cached_property
    def rows(self) -> Mapping[str, Answer]:
        """The answers with their versions."""
        return queries.answer_rows(self.dossier)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """The answers by path."""
        return {path: row.value for path, row in self.rows.items()}

    @cached_property
    def files(self) -> Mapping[str, list[Attachment]]:
        """The files in place by path."""
        return queries.files_of(self.dossier)

    @cached_property
    def problems(self) -> tuple[AnswerProblem, ...]:
        """Everything wrong or missing."""
        return queries.problems(self.dossier, self.now)

    @cached_property
    def progress(self) -> tuple[Progress, ...]:
        """How far each part has come."""
        return progress(self.parts, self.rows, list(self.files), self.problems)

    @cached_property
    def editable(self) -> frozenset[str] | None:
        """The fields that the reader may change; None for all of them."""
        if not self.is_writer:
            return frozenset()
        return queries.editable_fields(self.dossier, self.now)

    @property
    def is_own(self) -> bool:
        """Whether the reader acts for the applicant."""
        return self.dossier.organisation_id == self.actor.organisation_id

    @property
    def is_writer(self) -> bool:
        """Whether the reader may change something, as far as the dates allow."""
        return self.dossier.state in WRITABLE and permissions.may_edit(self.actor, self.dossier)

    @property
    def is_closed(self) -> bool:
        """Whether the moment for changes has passed."""
        return self.is_writer and self.editable == frozenset()

    @property
    def title(self) -> str:
        """What the dossier is called."""
        return self.dossier.title or _("Dossier %(reference)s") % {
            "reference": self.dossier.reference
        }

    @property
    def call_title(self) -> str:
        """What the call is called, in the language of the page."""
        call = self.dossier.call
        return str(call.title_en if lang() == "en" else call.title_fr)

    def trail(self, here: str = "") -> list[tuple[str, str]]:
        """Return the way to this page."""
        found = [(_("Dossiers"), reverse("dossiers"))]
        own = reverse("dossier", args=[self.dossier.reference])
        return [*found, (self.title, own), (here, "")] if here else [*found, (self.title, "")]

    def offers(self) -> dict[str, r.Offer]:
        """Return what open data can fill, where nothing is written yet."""
        if not self.is_writer:
            return {}
        return {
            one.path: r.Offer(words(one.said), words(one.source))
            for one in prefill.offers(self.dossier, self.answers)
            if self.answers.get(one.path) is None
        }

    def known(self) -> dict[str, tuple[r.Known, ...]]:
        """Return what open data say on the subject of each question; facts that are missing are left out."""
        return {
            path: tuple(
                r.Known(
                    words(fact.title),
                    words(fact.said),
                    f"{words(fact.source)}, {words(fact.vintage)}",
                )
                for fact in facts
                if fact.value is not None
            )
            for path, facts in prefill.beside(self.dossier, self.answers).items()
        }

    def asides(self) -> dict[str, tuple[r.Aside, ...]]:
        """Return what was set aside and is not settled, by path."""
        found: dict[str, tuple[r.Aside, ...]] = {}
        for one in queries.set_asides(self.dossier):
            field = locate(self.form, one.path).field
            row = self.rows.get(one.path)
            found[one.path] = (
                *found.get(one.path, ()),
                r.Aside(
                    id=one.pk,
                    is_mine=one.written_by_id == self.actor.membership_id,
                    written_by=one.written_by.user.name,
                    written_at=one.written_at,
                    value=said(field, one.value),
                    standing=said(field, row.value if row else None),
                    standing_by=row.edited_by.user.name if row else "",
                    standing_at=row.edited_at if row else one.written_at,
                ),
            )
        return found

    def material(
        self,
        *,
        faults: Mapping[str, tuple[r.Fault, ...]] | None = None,
        typed: Mapping[str, Any] | None = None,
        with_help: bool = True,
    ) -> r.Material:
        """Return what the questions are rendered from."""
        return r.Material(
            answers=self.answers,
            rows=self.rows,
            files=self.files,
            faults=faults or {},
            offers=self.offers() if with_help else {},
            known=self.known() if with_help else {},
            typed=typed or {},
            editable=self.editable,
            asked=frozenset(one.path for one in questions(self.form, self.answers)),
            asides=self.asides() if with_help else {},
        )


def said(field: Any, value: Any) -> str:
    """Write a value as people read it, in the language of the page."""
    return words(in_words(field, value, commune_name=commune_name))


def opened(request: HttpRequest, reference: str) -> Opened:
    """Return the dossier of a page; 404 when the reader may not know it."""
    now = clock.now()
    actor = actors.current(request)
    found = queries.visible(actor, now).select_related("call", "revision", "organisation")
    dossier = get_object_or_404(found, reference=reference)
    # The revision reads its measure through its call: the same row, not fetched again.
    dossier.revision.call = dossier.call
    if actor is None:  # pragma: no cover - the door asks for a member
        raise LookupError(reference)
    return Opened(dossier, actor, now)


def page(
    request: HttpRequest, template: str, one: Opened, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Write a page of a dossier."""
    whole = {"page": "dossiers", "opened": one, "dossier": one.dossier, **context}
    return render(request, f"dossiers/{template}.html", whole, status=status)


def steps(one: Opened, here: str) -> Sequence[dict[str, Any]]:
    """Return the parts of the form for the list beside a page."""
    return [
        {
            "title": each.section.title,
            "url": reverse("dossier-section", args=[one.dossier.reference, each.section.id]),
            "is_here": each.section.id == here,
            "progress": each,
        }
        for each in one.progress
    ]
