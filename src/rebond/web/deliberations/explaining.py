"""What an applicant reads of a visible decision: the answer, the evidence, the acts, the ways to contest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rebond.procedure import appeals
from rebond.programme import Measure
from rebond.programme.answers_paths import places
from rebond.programme.gates import Gate, StatedTest
from rebond.texts import Text
from rebond.web.calls.models import Call
from rebond.web.decisions import explaining as engine
from rebond.web.decisions import parameters
from rebond.web.decisions.rows import Candidate
from rebond.web.decisions.rows import Decision as Evaluated
from rebond.web.deliberations import queries, records, sentences
from rebond.web.deliberations.medians import medians_of
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.reasons import Suggestion
from rebond.web.dossiers.eligibility import GateRow
from rebond.web.dossiers.models import Dossier
from rebond.web.dossiers.queries import gate_answers
from rebond.web.instruction.models import Opinion, ShortlistEntry
from rebond.web.theme import writing


@dataclass(frozen=True)
class Evidence:
    """What the cited evaluation says of the dossier, as the explanation components take it."""

    decision: Evaluated
    one: Candidate
    count: int
    contributions: engine.Contributions
    groups: Sequence[engine.FactGroup]
    criterion_changes: Sequence[engine.CriterionChange]
    rule_changes: Sequence[engine.RuleChange]
    parameters: Sequence[parameters.CriterionParameters]


@dataclass(frozen=True, slots=True)
class MedianRow:
    """The middle score of one criterion, out of ten."""

    title: Text
    median: float | None
    count: int


@dataclass(frozen=True, slots=True)
class GateChange:
    """What an ineligible dossier would have had to meet, and how the other conditions stood."""

    title: Text
    requirement: Text
    answered: Text
    """What the applicant's own answer made the condition say; empty where nothing recorded tells."""
    unmet: Sequence[Text]
    unknown: Sequence[Text]
    others: int


@dataclass(frozen=True, slots=True)
class Told:
    """What was said on the way, where the call lets the applicant read it."""

    region_sentence: str
    opinions: Sequence[Opinion]


def evidence(decision: Decision) -> Evidence | None:
    """Return what the cited evaluation says; None when it says nothing of this dossier."""
    if decision.evaluation is None:
        return None
    read = records.read(decision.evaluation)
    one = read.by_dossier.get(decision.dossier.reference)
    if one is None:
        return None
    changes, rules = engine.changes(read.decision, one)
    return Evidence(
        read.decision,
        one,
        sum(1 for each in read.decision.candidates if each.is_scored),
        engine.contributions(read.decision, one),
        engine.fact_groups(read.decision, one),
        changes,
        rules,
        parameters.applied(read.decision),
    )


def gate_change(decision: Decision, now: datetime) -> GateChange | None:
    """Read the condition that decided from the filing itself; None where no condition did."""
    reason, dossier = decision.reason, decision.dossier
    if reason.get("kind") != "gate":
        return None
    measure = records.measure_of(dossier)
    gate = next((one for one in measure.gates if one.id == reason.get("gate")), None)
    filings = dossier.filings.order_by("-number")
    named = (reason.get("filing") or {}).get("number")
    filed = filings.filter(number=named).first() if named else filings.first()
    if gate is None or filed is None:
        return None
    rows = gate_answers(dossier, filed.answers, now)
    here = next(one for one in rows if one.id == gate.id)
    others = [one for one in rows if one.id != gate.id]
    return GateChange(
        gate.title,
        gate.requirement,
        _answered(gate, here, measure) if here.answer == "no" else Text("", ""),
        [one.title for one in others if one.answer == "no"],
        [one.title for one in others if one.answer == "unknown"],
        len(others),
    )


def _answered(gate: Gate, row: GateRow, measure: Measure) -> Text:
    fact = getattr(gate.test, "fact", None)
    placed = places(measure.form).get(fact) if measure.form and fact else None
    if placed is None:
        return row.why
    if isinstance(gate.test, StatedTest):
        return Text("Vous avez répondu non à « {label} ».", "You answered no to “{label}”.").filled(
            label=placed.field.label
        )
    return Text("À « {label} » : {why}", "To “{label}”: {why}").filled(
        label=placed.field.label, why=row.why
    )


def own_sentence(decision: Decision) -> Text | None:
    """Return the sentence of a decision; None where it only says again what the answer says."""
    again = sentences.suggested(decision.outcome, decision.reason)
    if again is not None and again.fr == decision.sentence:
        return None
    return Text(decision.sentence, decision.sentence_en)


def authority(decision: Decision) -> list[tuple[str, str]]:
    """Return who decided, in which capacity, and what of the appeal is not known here; no person is named."""
    rows = [(_("Organisation qui a décidé"), decision.call.manager.name)]
    for label, membership in (
        (_("Proposée par"), decision.proposed_by),
        (_("Confirmée par une autre personne"), decision.confirmed_by),
    ):
        if membership is not None:
            capacity = f"{membership.get_role_display()}, {membership.organisation.name}"
            rows.append((label, capacity))
    nowhere = _("non établis ici")
    rows.append((_("Tribunal compétent, et son adresse"), nowhere))
    rows.append((_("Adresse où écrire à l’organisation"), _("non établie ici")))
    return rows


def answer(decision: Decision) -> str:
    """Return the decision in one sentence, with its number and its uncertainty."""
    reason = decision.reason
    values: dict[str, Any] = {"name": decision.dossier.title or decision.dossier.reference}
    if decision.outcome == Decision.Outcome.DEFERRED:
        return _deferred(reason, values)
    is_ranked = reason.get("rank") is not None and reason.get("k") is not None
    if is_ranked:
        values |= {
            "rank": writing.ordinal(int(reason["rank"])),
            "count": writing.written(reason["count"]),
            "k": writing.written(reason["k"]),
            "chance": writing.chance(float(reason["chance"])),
        }
    values["title"] = _words(reason.get("title"))
    places = int(reason["k"]) if is_ranked else 0
    return _sentence(decision.outcome, places, is_ranked=is_ranked) % values


def _sentence(outcome: str, places: int, *, is_ranked: bool) -> str:
    sentences = {
        (Decision.Outcome.RETAINED, True): ngettext(
            "%(name)s est retenu, %(rank)s sur %(count)s pour une place ; il l’est dans %(chance)s des tirages.",
            "%(name)s est retenu, %(rank)s sur %(count)s pour %(k)s places ; il l’est dans %(chance)s des tirages.",
            places,
        ),
        (Decision.Outcome.RETAINED, False): _("%(name)s est retenu, après la lecture du comité."),
        (Decision.Outcome.BELOW_CUT, True): ngettext(
            "%(name)s n’est pas retenu : %(rank)s sur %(count)s pour une place ; il l’aurait été dans %(chance)s des tirages.",
            "%(name)s n’est pas retenu : %(rank)s sur %(count)s pour %(k)s places ; il l’aurait été dans %(chance)s des tirages.",
            places,
        ),
        (Decision.Outcome.KEPT_OUT, True): _(
            "%(name)s n’est pas retenu : %(rank)s sur %(count)s, la règle « %(title)s » a donné sa place à un autre ; il l’aurait été dans %(chance)s des tirages."
        ),
        (Decision.Outcome.INELIGIBLE, False): _(
            "%(name)s n’est pas éligible : la condition « %(title)s » n’est pas remplie."
        ),
        (Decision.Outcome.NONE, False): _("La décision sur %(name)s est retirée : il n’en a plus."),
    }
    return sentences.get(
        (Decision.Outcome(outcome), is_ranked),
        _("%(name)s n’est pas retenu, après la lecture du comité."),
    )


def _deferred(reason: dict[str, Any], values: dict[str, Any]) -> str:
    if reason.get("until"):
        values["day"] = writing.day(str(reason["until"]))
        return _("%(name)s est reporté au %(day)s.") % values
    values["condition"] = _words(reason.get("condition"))
    return _("%(name)s est reporté, sous une condition : %(condition)s") % values


def _words(written: Any) -> str:
    return writing.words(Text(written["fr"], written["en"])) if written else ""


def reason_words(decision: Decision) -> list[tuple[str, str]]:
    """Return the structured reason as pairs of words: what, and its value."""
    return words_of(decision.reason)


def suggestion_words(suggestion: Suggestion) -> list[tuple[str, str]]:
    """Return what the engine says in the same words."""
    return words_of(suggestion.reason)


def words_of(reason: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return a structured reason as pairs of words."""
    rows: list[tuple[str, str]] = []
    kind = reason.get("kind")
    if kind == "gate":
        rows.append((_("Condition non remplie"), _words(reason.get("title"))))
        rows.append((_("Ce qu’elle demande"), _words(reason.get("requirement"))))
        rows.append((_("Constatée"), _established(str(reason.get("established")))))
    if kind == "constraint":
        rows.append((_("Règle de la sélection"), _words(reason.get("title"))))
        if reason.get("price") is not None:
            rows.append(
                (
                    _("Ce que la règle coûte au score total de la sélection"),
                    writing.written(float(reason["price"]), 3),
                )
            )
    if reason.get("rank") is not None:
        rows.append(
            (
                _("Rang"),
                ngettext(
                    "%(rank)s sur %(count)s, pour une place",
                    "%(rank)s sur %(count)s, pour %(k)s places",
                    int(reason["k"]),
                )
                % {
                    "rank": writing.ordinal(int(reason["rank"])),
                    "count": writing.written(reason["count"]),
                    "k": writing.written(reason["k"]),
                },
            )
        )
        rows.append((_("Score sur 1"), writing.written(float(reason["score"]), 3)))
        rows.append(
            (
                _("Chance d’être retenu, sur toutes les pondérations"),
                writing.chance(float(reason["chance"])),
            )
        )
    if reason.get("deviates"):
        rows.append((_("Le calcul proposait"), str(Decision.Outcome(reason["suggested"]).label)))
        rows.append((_("Pourquoi il n’est pas suivi"), str(reason["explanation"])))
    return rows


def _established(where: str) -> str:
    return {
        "filing": _("au dépôt, par le calcul des conditions"),
        "evaluation": _("dans l’évaluation officielle"),
        "committee": _("par le comité"),
    }.get(where, where)


def median_rows(dossier: Dossier) -> tuple[int, list[MedianRow]]:
    """Return how many reviews count, and the middle score of each criterion; a blank one has none."""
    medians = medians_of(dossier)
    titles = _criterion_titles(dossier)
    known = {**titles, **{key: Text(key, key) for key in medians.by_criterion if key not in titles}}
    rows = []
    for key, title in known.items():
        value, count = medians.by_criterion.get(key, (None, 0))
        rows.append(MedianRow(title, value, count))
    return medians.reviews, rows


def _criterion_titles(dossier: Dossier) -> dict[str, Text]:
    """Return the titles of what reviewers score, as the call chose it or as its measure does."""
    stated = dossier.revision.settings.get("review_criteria")
    if stated:
        return {one["id"]: Text(one["title_fr"], one["title_en"]) for one in stated}
    grid = records.measure_of(dossier).grid
    if grid is None:
        return {"ensemble": Text("Appréciation d’ensemble", "Overall assessment")}
    return {one.id: one.title for one in grid.criteria}


def told(dossier: Dossier) -> Told | None:
    """Return the région's sentence and the opinions; None unless the call makes reviews readable."""
    if not dossier.revision.settings.get("public_reviews", False):
        return None
    entry = ShortlistEntry.objects.filter(dossier=dossier).first()
    given = Opinion.objects.filter(request__dossier=dossier).select_related("request__service")
    last: dict[int, Opinion] = {}
    for one in given.order_by("given_at", "pk"):
        last[one.request_id] = one
    return Told(entry.sentence if entry else "", list(last.values()))


def notified_on(decision: Decision, call: Call) -> date:
    """Return the day on which the decision was made available to the applicant, in Paris."""
    moments = [one for one in (call.results_at, decision.visible_from) if one is not None]
    return timezone.localtime(max(moments)).date()


def ways(day: date, acting_on: date) -> list[appeals.Appeal]:
    """Return how to contest a decision notified on a day, when one acts on another."""
    return [appeals.gracious(day, acting_on), appeals.rules(acting_on), appeals.court(day)]


def acts(dossier: Dossier, now: datetime) -> list[Decision]:
    """Return the acts on a dossier that may be read, oldest first."""
    return queries.visible_history(dossier, now)


def public_words(reason: Mapping[str, Any]) -> str:
    """Return the public part of a reason: the rule of the policy that decided, without the values."""
    title = _words(reason.get("title"))
    kind = reason.get("kind")
    if kind == "gate":
        return _("condition non remplie : %(title)s") % {"title": title}
    if kind == "constraint":
        return _("règle de la sélection : %(title)s") % {"title": title}
    return {
        "rank": _("rang dans l’évaluation"),
        "deferred": _("reporté"),
        "committee": _("lecture du comité"),
        "withdrawal": _("décision retirée"),
    }.get(str(kind), "")


def personal_facts(measure: Measure) -> list[str]:
    """Return the labels of the personal answers that the conditions read, in the order of the policy."""
    known = places(measure.form) if measure.form else {}
    read = [getattr(gate.test, "fact", None) for gate in measure.gates]
    return [
        writing.words(known[one].field.label)
        for one in dict.fromkeys(read)
        if one in known and known[one].is_personal
    ]
