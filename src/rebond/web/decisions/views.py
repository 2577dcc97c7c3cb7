"""Evaluation, candidate and file pages: read a sealed decision, show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.web.decisions import (
    asking,
    explaining,
    exports,
    listing,
    mapping,
    parameters,
    queries,
    ranking,
)

if TYPE_CHECKING:
    from django.http import HttpRequest


def shelf(request: HttpRequest) -> HttpResponse:
    """List the decision files published here, and those refused."""
    return render(request, "decisions/shelf.html", {"shelf": queries.shelf(), "page": "decisions"})


def evaluation(request: HttpRequest, code: str) -> HttpResponse:
    """Show who comes out of the grid, under every weighting and under the visitor's own."""
    stored = found(code)
    decision = stored.decision
    asked = asking.asked(request.GET, decision)
    everyone = ranking.ranked(decision, asked.weights)
    kept = listing.rows(decision, asked)
    shown = listing.first(kept)
    context = _listed(stored, asked, kept) | {
        "shown": shown,
        "more": len(kept) - len(shown),
        "list_url": reverse("evaluation", args=[code]),
        "leader": everyone[0] if everyone else None,
        "spread": listing.spread(decision),
        "map": mapping.evaluation_map(decision),
        "outline_version": mapping.outline().version,
    }
    return render(request, "decisions/evaluation.html", context)


def candidates(request: HttpRequest, code: str) -> HttpResponse:
    """Show every row of the list that the evaluation page begins, by itself."""
    stored = found(code)
    asked = asking.asked(request.GET, stored.decision)
    kept = listing.rows(stored.decision, asked)
    context = _listed(stored, asked, kept) | {
        "shown": kept,
        "list_url": reverse("candidates", args=[code]),
        "here": _("Les candidats"),
    }
    return render(request, "decisions/candidates.html", context)


def _listed(
    stored: queries.StoredDecision, asked: asking.Asked, kept: tuple[ranking.Ranked, ...]
) -> dict[str, Any]:
    """Return what the list of candidates needs, on either of its pages."""
    decision = stored.decision
    return {
        "page": "evaluation",
        "stored": stored,
        "decision": decision,
        "k": decision.k,
        "asked": asked,
        "address": asked.address(decision),
        "findings": listing.findings(decision),
        "weights": listing.weight_fields(decision, asked),
        "rows": kept,
        "headers": listing.sort_headers(asked, asking.SORTS),
        "regions": listing.regions(decision),
        "statuses": listing.statuses(decision),
        "values": ranking.published_values(decision),
    }


def candidate(request: HttpRequest, code: str, candidate: str) -> HttpResponse:
    """Say why this territory was retained or not, and what would change it."""
    stored = found(code)
    decision = stored.decision
    one = decision.by_id.get(candidate)
    if one is None:
        raise Http404
    criteria, rules = explaining.changes(decision, one)
    return render(
        request,
        "decisions/candidate.html",
        {
            "page": "evaluation",
            "stored": stored,
            "decision": decision,
            "k": decision.k,
            "one": one,
            "count": len(decision.candidates),
            "contributions": explaining.contributions(decision, one),
            "groups": explaining.fact_groups(decision, one),
            "gaps": explaining.gaps(decision, one),
            "criterion_changes": criteria,
            "rule_changes": rules,
            "parameters": parameters.applied(decision),
            "rule": explaining.rule_of(decision, one),
            "was_labelled_by_then": explaining.was_labelled_by_then(decision, one),
            "central_weights": explaining.central_weights(decision, one),
        },
    )


def list_csv(_request: HttpRequest, code: str) -> HttpResponse:
    """Download the list as CSV."""
    decision = found(code).decision
    response = HttpResponse(exports.as_csv(decision), content_type="text/csv; charset=utf-8")
    return named(response, f"rebond-{decision.code}.csv")


def list_json(_request: HttpRequest, code: str) -> HttpResponse:
    """Download the list as JSON."""
    decision = found(code).decision
    response = JsonResponse(exports.as_json(decision), json_dumps_params={"ensure_ascii": False})
    return named(response, f"rebond-{decision.code}-liste.json")


def decision_file(_request: HttpRequest, code: str) -> HttpResponse:
    """Download the sealed file itself, byte for byte."""
    content = found(code).path.read_bytes()
    return named(HttpResponse(content, content_type="application/json"), f"rebond-{code}.json")


def map_file(request: HttpRequest, code: str) -> HttpResponse:
    """Download the map as a drawing that stands alone."""
    decision = found(code).decision
    response = render(
        request,
        "decisions/map_file.svg",
        {"decision": decision, "map": mapping.evaluation_map(decision)},
        content_type="image/svg+xml",
    )
    return named(response, f"rebond-{code}.svg")


def map_outline(request: HttpRequest) -> HttpResponse:
    """Send the land that maps lie on; its address holds its digest, so that it is sent once a year."""
    outline = mapping.outline()
    response = HttpResponse(outline.content, content_type="image/svg+xml")
    is_named = request.GET.get("v") == outline.version
    response["Cache-Control"] = "public, max-age=31536000, immutable" if is_named else "no-cache"
    return response


def found(code: str) -> queries.StoredDecision:
    """Return the decision with this code, or say that there is none."""
    stored = queries.stored_by_code(code)
    if stored is None:
        raise Http404(_("Aucune décision de ce code."))
    return stored


def named(response: HttpResponse, name: str) -> HttpResponse:
    """Give the download its file name."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
