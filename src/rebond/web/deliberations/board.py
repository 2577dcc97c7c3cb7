"""The manager's board: each dossier with what the engine says beside what is proposed or decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.committee import queries as committee
from rebond.web.committee.models import Evaluation
from rebond.web.deliberations import reasons, records
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.queries import Progress
from rebond.web.deliberations.recusals import recused_from, shown
from rebond.web.deliberations.sittings import to_decide, undecided
from rebond.web.dossiers.models import Dossier

PAGE = 50
STANDINGS = ("", "todo", "proposed", "confirmed")


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One dossier of the board."""

    dossier: Dossier
    suggestion: reasons.Suggestion
    standing: Decision | None

    @property
    def is_open(self) -> bool:
        """Whether nothing is proposed yet."""
        return self.standing is None

    @property
    def differs(self) -> bool:
        """Whether what stands is not what the engine suggests."""
        if self.standing is None or self.suggestion.outcome is None:
            return False
        return self.standing.outcome != self.suggestion.outcome


@dataclass(frozen=True)
class Board:
    """One page of the board."""

    rows: Sequence[BoardRow]
    total: int
    page: int
    pages: int
    suggested: Mapping[str, int]
    """How many dossiers without a decision the engine would put at each outcome."""
    hidden: int
    """Dossiers not shown because this person declared an interest in them."""


def listed(actor: Actor, call: Call, standing: str = "") -> QuerySet[Dossier]:
    """Return the dossiers of the board in order, those of a declared interest left out."""
    return _listed(call, standing, recused_from(actor, call))


def _listed(call: Call, standing: str, aside: frozenset[int]) -> QuerySet[Dossier]:
    found = to_decide(call).exclude(pk__in=aside)
    proposed = Decision.objects.proposed().filter(call=call, act=Decision.Act.DECISION)
    if standing == "todo":
        found = found.filter(pk__in=undecided(call)).exclude(pk__in=proposed.values("dossier"))
    elif standing == "proposed":
        found = found.filter(pk__in=proposed.values("dossier"))
    elif standing == "confirmed":
        found = found.exclude(pk__in=undecided(call))
    return (
        found.select_related("call", "organisation", "revision")
        .defer("revision__policy", "revision__base_policy", "revision__settings")
        .order_by("reference")
    )


def board(
    actor: Actor, call: Call, evaluation: Evaluation | None, *, standing: str = "", page: int = 1
) -> Board:
    """Return one page of the board; the number of queries does not depend on the number of rows.

    Whoever must still declare, or stands aside from a dossier of the evaluation, reads no figure of it.
    """
    at = committee.standing(actor, call)
    evaluation, aside = shown(actor, call, evaluation, at), recused_from(actor, call, at)
    found = _listed(call, standing, aside)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    dossiers = list(found[(page - 1) * PAGE : page * PAGE])
    acts = (
        Decision.objects.filter(dossier__in=[one.pk for one in dossiers], cancelled_at=None)
        .select_related("proposed_by__user", "confirmed_by__user")
        .order_by("number")
    )
    standing_of = {one.dossier_id: one for one in acts}
    return Board(
        rows=[
            BoardRow(one, reasons.from_evaluation(evaluation, one), standing_of.get(one.pk))
            for one in dossiers
        ],
        total=total,
        page=page,
        pages=pages,
        suggested=_counted(call, evaluation, aside),
        hidden=len(aside),
    )


def _counted(call: Call, evaluation: Evaluation | None, aside: frozenset[int]) -> dict[str, int]:
    return dict(Counter(outcome for _key, outcome in _suggested(call, evaluation, aside)))


def suggested_dossiers(
    actor: Actor, call: Call, evaluation: Evaluation | None, outcome: str
) -> list[Dossier]:
    """Return every dossier without a decision that the engine would put at one outcome."""
    at = committee.standing(actor, call)
    evaluation, aside = shown(actor, call, evaluation, at), recused_from(actor, call, at)
    keys = [key for key, one in _suggested(call, evaluation, aside) if one == outcome]
    return list(_listed(call, "todo", aside).filter(pk__in=keys))


def _suggested(
    call: Call, evaluation: Evaluation | None, aside: frozenset[int]
) -> list[tuple[int, str]]:
    read = records.read(evaluation).by_dossier if evaluation else {}
    found = []
    rows = _listed(call, "todo", aside).order_by()
    todo = rows.values_list("pk", "reference", "eligibility", "failed_gates")
    for key, reference, eligibility, failed in todo:
        if eligibility == "no" and failed:
            found.append((key, str(Decision.Outcome.INELIGIBLE)))
        elif reference in read and read[reference].status in reasons.KINDS:
            found.append((key, read[reference].status))
    return found


def answer(progress: Progress) -> str:
    """Return where the deliberation stands, in one sentence."""
    parts = [
        ngettext("%(n)s dossier", "%(n)s dossiers", progress.dossiers) % {"n": progress.dossiers},
        ngettext("%(n)s décision confirmée", "%(n)s décisions confirmées", progress.confirmed)
        % {"n": progress.confirmed}
        if progress.confirmed
        else _("aucune décision confirmée"),
    ]
    if progress.proposed:
        parts.append(_("%(n)s à confirmer") % {"n": progress.proposed})
    if progress.to_propose:
        parts.append(_("%(n)s à proposer") % {"n": progress.to_propose})
    return ", ".join(parts) + "."
