"""What applicants and the public read: the decision on a dossier, its letter, the results of a call."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rebond.texts import Text
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone, member
from rebond.web.calls.models import Call
from rebond.web.decisions.views import named
from rebond.web.deliberations import explaining, exports, queries, records, results
from rebond.web.deliberations.letter import letter_pdf
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.proposals import digest_of
from rebond.web.deliberations.results_map import results_map
from rebond.web.dossiers.models import Dossier
from rebond.web.theme import writing

if TYPE_CHECKING:
    from django.http import HttpRequest

OTHERS = 50
"""Dossiers not retained that one page of the results shows; the files hold all of them."""


@require_GET
@member()
def dossier_decision(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what was decided on a dossier, why, what would have changed it and how to contest."""
    now = clock.now()
    dossier, decision = _decision(request, reference, now)
    notified = explaining.notified_on(decision, decision.call)
    acting_on = _day(request.GET.get("le", "")) or max(notified, clock.today(now))
    reviews, medians = explaining.median_rows(dossier)
    evidence = explaining.evidence(decision)
    return render(
        request,
        "deliberations/dossier_decision.html",
        {
            "page": "desk",
            "dossier": dossier,
            "act": decision,
            "call": decision.call,
            "answer": explaining.answer(decision),
            "reason_rows": explaining.reason_words(decision),
            "evidence": evidence,
            **(_components(evidence) if evidence else {}),
            "call_title": writing.words(Text(decision.call.title_fr, decision.call.title_en)),
            "personal_facts": explaining.personal_facts(records.measure_of(dossier)),
            "reviews": reviews,
            "medians": medians,
            "told": explaining.told(dossier),
            "acts": explaining.acts(dossier, now),
            "notified": notified,
            "acting_on": acting_on,
            "ways": explaining.ways(notified, acting_on),
            "digest": digest_of(decision),
            "sentence": explaining.own_sentence(decision),
            "change": explaining.gate_change(decision, now),
            "authority": explaining.authority(decision),
            "today": clock.today(now),
        },
    )


def _components(evidence: explaining.Evidence) -> dict[str, Any]:
    """Return what the explanation's templates read, under the names that they know."""
    return {
        "decision": evidence.decision,
        "k": evidence.decision.k,
        "one": evidence.one,
        "count": evidence.count,
        "contributions": evidence.contributions,
        "groups": evidence.groups,
        "criterion_changes": evidence.criterion_changes,
        "rule_changes": evidence.rule_changes,
        "parameters": evidence.parameters,
    }


@require_GET
@member()
def dossier_letter(request: HttpRequest, reference: str) -> HttpResponse:
    """Download the letter of the decision that may be read now."""
    now = clock.now()
    dossier, decision = _decision(request, reference, now)
    response = HttpResponse(letter_pdf(decision, now), content_type="application/pdf")
    return named(response, f"decision-{dossier.reference}-{decision.number}.pdf")


def _decision(request: HttpRequest, reference: str, now: datetime) -> tuple[Dossier, Decision]:
    actor = actors.current(request)
    if actor is None:
        raise Http404
    dossier = get_object_or_404(queries.readable(actor, now), reference=reference)
    decision = queries.visible_decision(dossier, now)
    if decision is None:
        raise Http404
    return dossier, decision


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if date(1900, 1, 1) <= day <= date(9000, 1, 1) else None


@require_GET
@everyone
def call_results(request: HttpRequest, call: str) -> HttpResponse:
    """Show the public what the policy publishes of a call's results."""
    found, shown = _results(call)
    evaluation = records.official(found)
    return render(
        request,
        "deliberations/results.html",
        {
            "page": "calls",
            "call": found,
            "results": shown,
            "others": Paginator(shown.others, OTHERS).get_page(request.GET.get("page")),
            "map": results_map(shown.retained + shown.others),
            "refusal": results.record_refusal(found, evaluation),
        },
    )


@require_GET
@everyone
def call_results_csv(_request: HttpRequest, call: str) -> HttpResponse:
    """Download the public list as CSV."""
    found, shown = _agreed(call)
    response = HttpResponse(exports.as_csv(shown), content_type="text/csv; charset=utf-8")
    return named(response, f"resultats-{found.reference}.csv")


@require_GET
@everyone
def call_results_json(_request: HttpRequest, call: str) -> HttpResponse:
    """Download the public results as JSON."""
    found, shown = _agreed(call)
    response = JsonResponse(
        exports.as_json(found, shown), json_dumps_params={"ensure_ascii": False}
    )
    return named(response, f"resultats-{found.reference}.json")


@require_GET
@everyone
def call_results_record(_request: HttpRequest, call: str) -> HttpResponse:
    """Download the evaluation's sealed file, where everything that it holds is public."""
    found, _shown = _agreed(call)
    evaluation = records.official(found)
    refusal = results.record_refusal(found, evaluation)
    if evaluation is None or refusal is not None:
        raise Http404(writing.words(refusal))
    content = bytes(evaluation.record or b"")
    response = HttpResponse(content, content_type="application/json")
    return named(response, f"evaluation-{found.reference}.json")


def _results(reference: str) -> tuple[Call, results.Results]:
    """Return the results of a call, or say that there are none: not yet and not at all look alike."""
    now = clock.now()
    found = get_object_or_404(queries.published(now).select_related("manager"), reference=reference)
    shown = results.results_of(found, now)
    if shown is None:
        raise Http404
    return found, shown


def _agreed(reference: str) -> tuple[Call, results.Results]:
    """Return the same for a file: none is served of decisions that are no longer those of the journal."""
    found, shown = _results(reference)
    if not shown.is_agreed:
        raise Http404(
            _("Les décisions de cet appel ne sont plus celles qui sont entrées au journal.")
        )
    return found, shown
