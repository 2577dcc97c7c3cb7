"""The register of written questions, one question, and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.parliament.asks import Kind
from rebond.parliament.published import FORM, FORM_TEXT, says_what_is_shipped
from rebond.parliament.question import FIELD_TEXTS, Chamber, missing
from rebond.parliament.reading import FORMS
from rebond.texts import Text
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone, member
from rebond.web.questions import detecting, permissions, queries
from rebond.web.questions.models import Question, Subject
from rebond.web.territories.places import atlas

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from rebond.territory import Place
    from rebond.web.accounts.actors import Actor

REFUSED = 422
MOST_PAGES = 10_000
works = member(permissions.may_work)


@require_GET
@everyone
def questions(request: HttpRequest) -> HttpResponse:
    """List the questions that one may read, filtered."""
    actor, day = actors.current(request), clock.today(clock.now())
    asked = _asked(request.GET)
    listed = queries.register(actor, asked, day)
    kept = {
        name: value
        for name, value in (
            ("etat", asked.state),
            ("assemblee", asked.chamber),
            ("mots", asked.words),
            ("territoire", asked.place),
        )
        if value
    }
    return render(
        request,
        "questions/questions.html",
        {
            "page": "questions",
            "listed": listed,
            "asked": asked,
            "today": day,
            "place": _place(asked.place),
            "states": list(queries.STATES.items()),
            "chambers": [(str(one), one.text) for one in Chamber],
            "before": urlencode({**kept, "page": listed.before}) if listed.before else "",
            "after": urlencode({**kept, "page": listed.after}) if listed.after else "",
            "may_work": actor is not None and permissions.may_work(actor),
        },
    )


@require_GET
@everyone
def question(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a question: its key data, text, clock, what it is about, its answers."""
    actor, day = actors.current(request), clock.today(clock.now())
    seen = queries.visible(actor, day).select_related("confirmed_by__organisation")
    found = get_object_or_404(seen, reference=reference)
    may_work = actor is not None and permissions.may_work(actor)
    return render(
        request,
        "questions/question.html",
        {
            "page": "questions",
            "question": found,
            "clock": queries.of_day(found, day),
            "today": day,
            "missing": [FIELD_TEXTS[name] for name in missing(found.value)],
            "is_as_published": not found.is_fictitious and says_what_is_shipped(found.value),
            "chamber": Chamber(found.chamber).text,
            "form": FORM_TEXT if found.form == FORM else FORMS.get(found.form),
            "places": _places(found),
            "measures": _measures(found),
            "requests": [(one, Kind(one.kind).text) for one in found.requests.all()],
            "answers": queries.answers(actor, found),
            "may_work": may_work,
            "trail": _trail(found),
        },
    )


@require_http_methods(["GET", "POST"])
@works
def subjects(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what the text names and asks, and record what the person confirms."""
    actor, now = _actor(request), clock.now()
    seen = queries.visible(actor, clock.today(now))
    found = get_object_or_404(seen, reference=reference)
    error: RebondError | None = None
    if request.method == "POST":
        sent = request.POST
        places = [*sent.getlist("territoire"), *sent.get("autre_territoire", "").split(";")]
        try:
            detecting.confirm(actor, found, places[:60], sent.getlist("mesure"), _kinds(sent), now)
        except RebondError as refused:
            error = refused
        else:
            messages.success(request, _("Ce dont parle la question est confirmé."))
            return redirect("question", found.reference)
    return render(
        request,
        "questions/subjects.html",
        {
            "page": "questions",
            "question": found,
            "error": error,
            **_detected(found, request.POST if error else None),
            "kinds": [(str(one), one.text) for one in Kind],
            "trail": (
                *_trail(found)[:-1],
                (found.reference, reverse("question", args=[found.reference])),
                (_("De quoi elle parle"), ""),
            ),
        },
        status=REFUSED if error else 200,
    )


def _detected(found: Question, sent: QueryDict | None) -> dict[str, Any]:
    """Return what is proposed, ticked as the person left it, as was confirmed, or as the text says."""
    seen = detecting.detect(found)
    confirmed = {one.code for one in found.subjects.all()}
    is_first = found.confirmed_at is None
    if sent is not None:
        ticked = set(sent.getlist("territoire")) | set(sent.getlist("mesure"))
        is_first = False
        confirmed = ticked
    requested = {one.text: one.kind for one in found.requests.all()}
    kinds = _kinds(sent) if sent is not None else None
    territories = [
        (
            one.found,
            [
                (place, str(place.key), is_ticked if is_first else str(place.key) in confirmed)
                for place, is_ticked in one.places
            ],
        )
        for one in seen.territories
    ]
    shown = {key for _found, places in territories for _place, key, _on in places}
    named = {f"{one.programme}/{one.measure}" for one, _title in seen.measures}
    asks = []
    for one in seen.asks:
        kind, is_kept = str(one.kind), True
        if kinds is not None:
            kind, is_kept = kinds.get(one.number, kind), one.number in kinds
        elif not is_first:
            kind, is_kept = requested.get(one.text, kind), one.text in requested
        asks.append((one, kind, is_kept))
    others = [code for code in confirmed if ":" in code and code not in shown]
    return {
        "territories": territories,
        "measures": [
            (code, title, code in named, (code in named) if is_first else code in confirmed)
            for code, title in detecting.all_measures()
        ],
        "asks": asks,
        "others": sent.get("autre_territoire", "")
        if sent is not None
        else " ; ".join(sorted(others)),
    }


def _kinds(sent: QueryDict) -> dict[int, str]:
    """Return the kind of each request that was kept."""
    known = {str(one) for one in Kind}
    found = {}
    for raw in sent.getlist("demande")[:60]:
        kind = sent.get(f"genre_{raw}", "")
        if raw.isascii() and raw.isdecimal() and len(raw) < 4 and kind in known:  # noqa: PLR2004
            found[int(raw)] = kind
    return found


def _asked(sent: QueryDict) -> queries.Asked:
    state = sent.get("etat", "")
    chamber = sent.get("assemblee", "")
    number = sent.get("page", "1")
    is_page = number.isascii() and number.isdecimal() and len(number) < 6  # noqa: PLR2004
    return queries.Asked(
        state=state if state in queries.STATES else "",
        chamber=chamber if chamber in {str(one) for one in Chamber} else "",
        words=sent.get("mots", "").replace("\0", "")[:120].strip(),
        place=sent.get("territoire", "").replace("\0", "")[:120].strip(),
        page=min(max(1, int(number)), MOST_PAGES) if is_page else 1,
    )


def _places(found: Question) -> list[tuple[Place | None, str]]:
    """Return the places and keys of the territories that a question is about."""
    codes = [one.code for one in found.subjects.all() if one.kind == Subject.Kind.TERRITORY]
    return [(_place(code), code) for code in codes]


def _place(code: str) -> Place | None:
    try:
        return atlas().place(detecting.place_named(code)) if code else None
    except RebondError:
        return None


def _measures(found: Question) -> list[tuple[Text, str]]:
    titles = dict(detecting.all_measures())
    codes = [one.code for one in found.subjects.all() if one.kind == Subject.Kind.MEASURE]
    return [(titles[code], code.partition("/")[0]) for code in codes if code in titles]


def _trail(found: Question) -> tuple[tuple[str, str], ...]:
    return ((_("Questions écrites"), reverse("questions")), (found.reference, ""))


def _actor(request: HttpRequest) -> Actor:
    actor = actors.current(request)
    if actor is None:  # pragma: no cover - the door asks for a member
        raise Http404
    return actor
