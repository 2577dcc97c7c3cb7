"""Answers: assembled, edited, read by a second person, published, compared with the record of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.errors import RebondError
from rebond.parliament.asks import Kind
from rebond.parliament.changes import changes
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone
from rebond.web.questions import citing, drafting, permissions, queries
from rebond.web.questions.gathering import gather
from rebond.web.questions.models import Answer, Question
from rebond.web.questions.views import REFUSED, _actor, works
from rebond.web.theme import writing

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from rebond.web.accounts.actors import Actor

Trail = tuple[tuple[str, str], ...]


@require_POST
@works
def assemble(request: HttpRequest, reference: str) -> HttpResponse:
    """Assemble a draft from the record of this day."""
    actor, now = _actor(request), clock.now()
    seen = queries.visible(actor, clock.today(now))
    found = get_object_or_404(seen, reference=reference)
    try:
        made = drafting.assemble(actor, found, now)
    except RebondError as refused:
        messages.error(request, refused.message(writing.lang()))
        return redirect("question", found.reference)
    return redirect("answer-write", found.reference, made.number)


@require_GET
@everyone
def answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show an answer with the rows behind each sentence."""
    actor = actors.current(request)
    found = _found(actor, reference, number)
    rows = queries.evidence_of(found)
    blocks = queries.told(found, writing.lang())
    used = {row.id for one in blocks for _line, held in one.lines for row in held}
    return render(
        request,
        "questions/answer.html",
        {
            "page": "questions",
            "question": found.question,
            "answer": found,
            "blocks": [(one, one.kind.text) for one in blocks],
            "added": sum(one.added for one in blocks),
            "is_fictitious": found.is_fictitious,
            "is_altered": found.state == Answer.State.PUBLISHED
            and not drafting.is_as_published(found),
            "used": [row for name, row in rows.items() if name in used],
            "rest": len(rows) - len(used),
            "sources": citing.cited(found.question),
            "may_work": actor is not None and permissions.may_work(actor),
            "trail": _trail(found.question, _("Réponse n° %(n)s") % {"n": found.number}),
        },
    )


@require_http_methods(["GET", "POST"])
@works
def write(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Edit a draft, submit it, read it a second time, publish it."""
    actor, now = _actor(request), clock.now()
    found = _found(actor, reference, number)
    error: RebondError | None = None
    act = request.POST.get("acte", "")
    if request.method == "POST":
        try:
            _do(request, actor, found, act, now)
        except RebondError as refused:
            error = refused
            found = _found(actor, reference, number)
        else:
            messages.success(request, _said(act))
            if act == "publier":
                return redirect("answer", reference, number)
            if act == "abandonner":
                return redirect("question", reference)
            return redirect("answer-write", reference, number)
    typed = request.POST if error and act == "enregistrer" else None
    people = drafting.hands(found)
    english = {one.block.number: one for one in queries.told(found, "en")}
    blocks = [
        {
            "one": one,
            "english": english[one.block.number],
            "kind": Kind(one.block.kind).text,
            "fr": typed.get(f"fr_{one.block.number}", "") if typed else one.block.text_fr,
            "en": typed.get(f"en_{one.block.number}", "") if typed else one.block.text_en,
        }
        for one in queries.told(found, "fr")
    ]
    return render(
        request,
        "questions/write.html",
        {
            "page": "questions",
            "question": found.question,
            "answer": found,
            "blocks": blocks,
            "added": sum(one["one"].added for one in blocks),
            "sources": citing.cited(found.question),
            "error": error,
            "is_mine": actor.user_id in people,
            "may_read": permissions.may_read_second(actor, found, people),
            "is_draft": found.state == Answer.State.DRAFT,
            "is_submitted": found.state == Answer.State.SUBMITTED,
            "is_validated": found.state == Answer.State.VALIDATED,
            "remark": request.POST.get("remarque", "") if error else "",
            "trail": _trail(found.question, _("Réponse n° %(n)s") % {"n": found.number}),
        },
        status=REFUSED if error else 200,
    )


@require_GET
@everyone
def since(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show what changed in the record since the evidence of an answer was frozen."""
    actor, now = actors.current(request), clock.now()
    found = _found(actor, reference, number)
    told = changes(queries.evidence_of(found).values(), gather(found.question, now, found.subjects))
    return render(
        request,
        "questions/since.html",
        {
            "page": "questions",
            "question": found.question,
            "answer": found,
            "changes": told,
            "today": clock.today(now),
            "sources": citing.cited(found.question),
            "trail": _trail(found.question, _("Depuis la réponse n° %(n)s") % {"n": found.number}),
        },
    )


def _do(request: HttpRequest, actor: Actor, found: Answer, act: str, now: datetime) -> None:
    sent = request.POST
    if act == "enregistrer":
        numbers = found.blocks.values_list("number", flat=True)
        texts = {n: (sent.get(f"fr_{n}", ""), sent.get(f"en_{n}", "")) for n in numbers}
        version = sent.get("version", "")
        is_number = version.isascii() and version.isdecimal() and len(version) < 9  # noqa: PLR2004
        drafting.write(actor, found, texts, int(version) if is_number else 0, now)
    elif act == "soumettre":
        drafting.submit(actor, found, now)
    elif act == "valider":
        drafting.validate(actor, found, now)
    elif act == "renvoyer":
        drafting.send_back(actor, found, sent.get("remarque", ""), now)
    elif act == "publier":
        drafting.publish(actor, found, now)
    elif act == "abandonner":
        drafting.abandon(actor, found, now)
    else:
        raise Http404


def _said(act: str) -> str:
    return {
        "enregistrer": _("Le projet est enregistré."),
        "soumettre": _("Le projet attend une seconde lecture."),
        "valider": _("Le projet est validé."),
        "renvoyer": _("Le projet est renvoyé avec votre remarque."),
        "publier": _("La réponse est publiée."),
        "abandonner": _("Le projet est abandonné."),
    }[act]


def _found(actor: Actor | None, reference: str, number: int) -> Answer:
    day = clock.today(clock.now())
    question = get_object_or_404(queries.visible(actor, day), reference=reference)
    seen = queries.answers(actor, question).select_related("question").prefetch_related("blocks")
    return get_object_or_404(seen, number=number)


def _trail(question: Question, here: str) -> Trail:
    return (
        (_("Questions écrites"), reverse("questions")),
        (question.reference, reverse("question", args=[question.reference])),
        (here, ""),
    )
