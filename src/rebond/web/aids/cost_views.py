"""The public page of what the aids would cost, and its territories as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rebond.pipeline.aid_cost import AidCost
from rebond.web.accounts.access import everyone
from rebond.web.aids import costing
from rebond.web.procedures.exports import csv_text
from rebond.web.theme.context import translations


@everyone
@require_GET
def cost(request: HttpRequest) -> HttpResponse:
    """Say what the aids would cost under assumptions that anyone changes; nothing is kept."""
    asked = costing.read(request.GET)
    found = costing.cost(asked) if asked.is_sound else None
    policy = costing.policy()
    return render(
        request,
        "aids/cost.html",
        {
            "asked": asked,
            "found": found,
            "regions": costing.by_region(found) if found else (),
            "rows": costing.rows(found) if found else (),
            **_sums(found),
            "announced": [
                policy.source(one.source)
                for one in (found.assumptions if found else ())
                if one.source and policy is not None
            ],
            "most": costing.MOST_RECRUITMENTS,
            "translations": translations(request, f"?{asked.query}" if request.GET else ""),
            "trail": ((_("Aides"), reverse("aids")), (_("Coût simulé"), "")),
        },
    )


def _sums(found: AidCost | None) -> dict[str, int]:
    territories = found.territories if found else ()
    return {
        "recruitments": sum(one.recruitments for one in territories),
        "firm_cents": sum(one.firm_cents for one in territories),
        "housing_cents": sum(one.housing_cents for one in territories),
    }


@everyone
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Send the territories; an address that cannot be computed leads to the page, which says why."""
    asked = costing.read(request.GET)
    if not asked.is_sound:
        return redirect(f"{reverse('aid-cost')}?{request.GET.urlencode()}")
    content = csv_text(costing.table(costing.cost(asked)))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cout-simule.csv"'
    return response
