"""What is said of a call at a place, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from rebond.texts import Text, day_text, number
from rebond.web.calls.models import Call
from rebond.web.deliberations.models import Decision
from rebond.web.territories.ground import day_of
from rebond.web.territories.standing_rows import Standing

OUTCOMES: Mapping[str, Standing] = {
    Decision.Outcome.RETAINED: Standing.RETAINED,
    Decision.Outcome.DEFERRED: Standing.DEFERRED,
    Decision.Outcome.KEPT_OUT: Standing.KEPT_OUT,
    Decision.Outcome.BELOW_CUT: Standing.BELOW_CUT,
    Decision.Outcome.INELIGIBLE: Standing.INELIGIBLE,
    Decision.Outcome.NOT_RETAINED: Standing.NOT_RETAINED,
}
"""The best first: of several dossiers of a place, the best outcome is its standing."""
WORDS: Mapping[Standing, Text] = {
    Standing.RETAINED: Text("retenu", "retained"),
    Standing.DEFERRED: Text("reporté", "deferred"),
    Standing.KEPT_OUT: Text("écarté par une règle", "kept out by a rule"),
    Standing.BELOW_CUT: Text("éligible, sous la coupure", "eligible, below the cut"),
    Standing.INELIGIBLE: Text("non éligible", "not eligible"),
    Standing.NOT_RETAINED: Text("non retenu", "not retained"),
    Standing.FILED: Text("déposé", "filed"),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """One dossier of the place, as the reader may know it; None where the rule keeps it back."""

    reference: str
    standing: Standing
    title: str | None
    applicant: str | None
    filed_on: date | None
    reason: Text | None
    decision: str
    on: date | None
    address: str


def public_reason(act: Decision) -> Text | None:
    """Return the part of a reason that names a rule of the policy."""
    title = act.reason.get("title")
    kind = act.reason.get("kind")
    if title and kind == "gate":
        return Text("condition non remplie : {t}", "condition not met: {t}").filled(
            t=Text(title["fr"], title["en"])
        )
    if title and kind == "constraint":
        return Text("règle de la sélection : {t}", "rule of the selection: {t}").filled(
            t=Text(title["fr"], title["en"])
        )
    known = {
        "rank": Text("rang dans l’évaluation", "rank in the evaluation"),
        "committee": Text("lecture du comité", "reading by the committee"),
    }
    return known.get(str(kind))


def told(told: list[Proposed], name: str) -> Text:
    if len(told) > 1:
        counts = [(one, sum(each.standing == one for each in told)) for one in WORDS]
        parts = [(WORDS[one], count) for one, count in counts if count]
        fr = ", ".join(
            f"{count} {word.fr}{'s' if count > 1 and _agrees(word) else ''}"
            for word, count in parts
        )
        en = ", ".join(f"{count} {word.en}" for word, count in parts)
        whole = number(len(told), "fr"), number(len(told), "en")
        return Text(
            f"{whole[0]} dossiers connus touchent {name} : {fr}.",
            f"{whole[1]} known dossiers touch {name}: {en}.",
        )
    return _one(told[0])


def _agrees(word: Text) -> bool:
    return " " not in word.fr


def _one(one: Proposed) -> Text:
    title = (
        Text(f"« {one.title} »", f"“{one.title}”") if one.title else Text("Un dossier", "A dossier")
    )
    day = day_text(one.filed_on) if one.filed_on else None
    who = Text("", "")
    if one.applicant and day:
        who = Text(", proposé par {who} le {day},", ", proposed by {who} on {day},").filled(
            who=one.applicant, day=day
        )
    said = Text("{title}{who} est {outcome}{reason}.", "{title}{who} is {outcome}{reason}.")
    if one.standing == Standing.FILED:
        return Text(
            "{title}{who} est déposé ; aucune décision n’est encore connue.",
            "{title}{who} is filed; no decision is known yet.",
        ).filled(title=title, who=who)
    reason = Text(" ({r})", " ({r})").filled(r=one.reason) if one.reason else Text("", "")
    if not one.applicant:
        reason = Text(
            f"{reason.fr} ; la règle de publication ne dit pas par qui il était proposé",
            f"{reason.en}; the rule of publication does not say who proposed it",
        )
    return said.filled(title=title, who=who, outcome=WORDS[one.standing], reason=reason)


def opened(call: Call, stage: str) -> Text:
    assert call.opens_at is not None  # noqa: S101 - the caller looked
    assert call.closes_at is not None  # noqa: S101 - the caller looked
    days = {"opens": day_text(day_of(call.opens_at)), "closes": day_text(day_of(call.closes_at))}
    if stage == Call.Stage.ANNOUNCED:
        return Text(
            "Appel annoncé : on pourra y déposer du {opens} au {closes}.",
            "Call announced: one can file in it from {opens} to {closes}.",
        ).filled(**days)
    return Text(
        "Appel ouvert jusqu’au {closes} ; ce qui y est déposé n’est pas public avant les résultats.",
        "Call open until {closes}; what is filed in it is not public before the results.",
    ).filled(**days)


def examined(call: Call) -> Text:
    closed = day_text(day_of(call.closes_at)) if call.closes_at else Text("", "")
    if call.results_at:
        return Text(
            "Appel clos le {closed}, en cours d’examen : rien de ce qui y est déposé n’est public avant les résultats, attendus le {day}.",
            "Call closed on {closed}, being examined: nothing filed in it is public before the results, due on {day}.",
        ).filled(closed=closed, day=day_text(day_of(call.results_at)))
    return Text(
        "Appel clos le {closed}, en cours d’examen : rien de ce qui y est déposé n’est public avant les résultats.",
        "Call closed on {closed}, being examined: nothing filed in it is public before the results.",
    ).filled(closed=closed)


def cancelled(at: datetime) -> Text:
    return Text(
        "L’appel a été annulé le {day}, avant ses résultats : rien de ce qui y était déposé n’est public.",
        "The call was cancelled on {day}, before its results: nothing filed in it is public.",
    ).filled(day=day_text(day_of(at)))


def proof_words(one: Proposed) -> Text:
    name = Text(f"« {one.title} »", f"“{one.title}”") if one.title else Text("Dossier", "Dossier")
    words = Text("{name} : {outcome}", "{name}: {outcome}").filled(
        name=name, outcome=WORDS[one.standing]
    )
    if one.reason:
        words = Text("{w}, {r}", "{w}, {r}").filled(w=words, r=one.reason)
    if one.applicant and one.filed_on:
        words = Text("{w} ; proposé par {who} le {day}", "{w}; proposed by {who} on {day}").filled(
            w=words, who=one.applicant, day=day_text(one.filed_on)
        )
    return words
