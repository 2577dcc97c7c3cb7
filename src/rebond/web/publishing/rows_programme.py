"""The programme as datasets: measures, calls, published decisions, the shipped evaluation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import shapely
from django.db.models import Max, Q

from rebond.programme import shipped_programmes
from rebond.texts import Text
from rebond.web.calls.models import Call
from rebond.web.calls.queries import public_calls, with_revisions
from rebond.web.decisions import exports as decision_exports
from rebond.web.decisions import queries as decisions
from rebond.web.deliberations import exports, queries, results
from rebond.web.deliberations.states import confirmed, is_agreed, states
from rebond.web.programmes.queries import programme
from rebond.web.publishing.dataset import OPEN_LICENCE, Column, Dataset, Row
from rebond.web.publishing.errors import InPreparation

CHUNK = 1_000
CLOCKED = ("opens_at", "closes_at", "results_at", "deliberated_at", "cancelled_at")
"""Moments that move a call to another stage."""


def calls_now(now: datetime) -> Any:
    """Return the public calls, without those of demonstrations, by reference."""
    return public_calls(now).filter(is_fictitious=False).order_by("reference")


MEASURE_COLUMNS = (
    Column("key", "string", Text("programme et mesure", "programme and measure"), required=True),
    Column("programme", "string", Text("programme", "programme"), required=True),
    Column("measure", "string", Text("mesure", "measure"), required=True),
    Column("kind", "string", Text("nature", "kind")),
    Column("title_fr", "string", Text("intitulé en français", "title in French")),
    Column("title_en", "string", Text("intitulé en anglais", "title in English")),
    Column("summary_fr", "string", Text("résumé en français", "summary in French")),
    Column("summary_en", "string", Text("résumé en anglais", "summary in English")),
    Column("policy_digest", "string", Text("empreinte de la politique", "digest of the policy")),
)


def _measures(_now: datetime) -> Iterator[Row]:
    for name in sorted(shipped_programmes()):
        loaded = programme(name)
        if loaded is None:
            continue
        for one in sorted(loaded.measures, key=lambda measure: measure.id):
            key = f"{loaded.id}/{one.id}"
            yield Row(
                key,
                {
                    "key": key,
                    "programme": loaded.id,
                    "measure": one.id,
                    "kind": one.kind,
                    "title_fr": one.title.fr,
                    "title_en": one.title.en,
                    "summary_fr": one.summary.fr,
                    "summary_en": one.summary.en,
                    "policy_digest": loaded.digest,
                },
            )


def _policy_stamp(_now: datetime) -> str:
    loaded = [programme(name) for name in sorted(shipped_programmes())]
    return "-".join(one.digest for one in loaded if one is not None)


_DATES = {
    "opens_at": Text("ouverture", "opens"),
    "closes_at": Text("clôture", "closes"),
    "results_at": Text("résultats", "results"),
}
CALL_COLUMNS = (
    Column("reference", "string", Text("référence", "reference"), required=True),
    Column("programme", "string", Text("programme", "programme"), required=True),
    Column("measure", "string", Text("mesure", "measure"), required=True),
    Column("title_fr", "string", Text("intitulé en français", "title in French")),
    Column("title_en", "string", Text("intitulé en anglais", "title in English")),
    Column("manager", "string", Text("organisation qui le conduit", "organisation that runs it")),
    Column("stage", "string", Text("étape", "stage"), choices=tuple(Call.Stage.values)),
    *(Column(name, "datetime", title) for name, title in _DATES.items()),
)


def call_values(one: Call, now: datetime) -> dict[str, Any]:
    """Return what everyone may read of a call."""
    return {
        "reference": one.reference,
        "programme": one.programme_id,
        "measure": one.measure_id,
        "title_fr": one.title_fr,
        "title_en": one.title_en,
        "manager": one.manager.name,
        "stage": str(one.stage(now)),
        **{name: getattr(one, name) for name in _DATES},
    }


def _calls(now: datetime) -> Iterator[Row]:
    found = calls_now(now).iterator(chunk_size=CHUNK)
    while some := with_revisions(islice(found, CHUNK)):
        for one in some:
            yield Row(one.reference, call_values(one, now))


def _calls_stamp(now: datetime) -> str:
    """Return a digest of what the rows are written from, and of which of their moments have come (one query)."""
    told = ("reference", "programme_id", "measure_id", "title_fr", "title_en", "manager__name")
    found = calls_now(now).values_list(*told, *CLOCKED)
    said = hashlib.sha256()
    for one in found.iterator(chunk_size=CHUNK):
        come = [at is not None and at <= now for at in one[len(told) :]]
        said.update(repr((one, come)).encode())
    return said.hexdigest()


def _calls_changed(now: datetime) -> datetime | None:
    """Return when a public call last changed: published, a date moved, or a stage reached by the clock."""
    stages = {f"last_{name}": Max(name, filter=Q(**{f"{name}__lte": now})) for name in CLOCKED}
    said = calls_now(now).aggregate(
        **stages, revised=Max("revisions__published_at"), moved=Max("date_moves__moved_at")
    )
    return max((at for at in said.values() if at is not None and at <= now), default=None)


DECISION_COLUMNS = (
    Column("row", "string", Text("appel et code opaque", "call and opaque code"), required=True),
    Column("call", "string", Text("appel", "call"), required=True),
    Column("programme", "string", Text("programme", "programme")),
    Column("measure", "string", Text("mesure", "measure")),
    Column("results_at", "datetime", Text("résultats publiés", "results published")),
    Column("outcome", "string", Text("issue", "outcome")),
    Column("name", "string", Text("nom", "name")),
    Column("commune_code", "string", Text("code de la commune", "code of the commune")),
    Column("region_code", "string", Text("code de la région", "code of the région")),
    Column("applicant", "string", Text("porteur", "applicant")),
    Column("reason_kind", "string", Text("nature du motif", "kind of reason")),
    Column("reason_gate", "string", Text("condition non remplie", "gate not passed")),
    Column("reason_rule", "string", Text("règle en cause", "rule at stake")),
    Column("sentence_fr", "string", Text("motif en français", "reason in French")),
    Column("sentence_en", "string", Text("motif en anglais", "reason in English")),
    Column("score", "number", Text("score", "score")),
    Column(
        "deliberation_digest",
        "string",
        Text("empreinte de la délibération", "digest of the deliberation"),
    ),
)


def _decisions(now: datetime) -> Iterator[Row]:
    agreed = _agreed(now)
    for call in _out(now).iterator(chunk_size=CHUNK):
        found = results.results_of(call, now)
        if found is not None and found.is_agreed != agreed.get(call.pk):
            # Altered since the journal was last looked at: a file made now would say so under a state that does not.
            raise InPreparation("decisions")
        if found is None or not found.has_list:
            continue
        names = {one.name for one in DECISION_COLUMNS}
        # By code, which says nothing: the order of a list would tell the names next to those that are public.
        for one in sorted((*found.retained, *found.others), key=lambda each: each.code):
            row = f"{call.reference}/{one.code}"
            told = {key: value for key, value in exports.row(one).items() if key in names}
            told |= {
                "row": row,
                "call": call.reference,
                "programme": call.programme_id,
                "measure": call.measure_id,
                "results_at": call.results_at,
                "sentence_fr": one.sentence.fr if one.sentence else None,
                "sentence_en": one.sentence.en if one.sentence else None,
                "deliberation_digest": found.digest,
            }
            yield Row(row, told)


def _out(now: datetime) -> Any:
    """Return the calls whose results are out, without those of demonstrations, by reference."""
    return queries.published(now).filter(is_fictitious=False).order_by("reference")


def _agreed(now: datetime) -> dict[int, bool]:
    """Return by call whether its decisions are those of the journal, as this process last found."""
    calls = list(_out(now))
    acts = confirmed([one.pk for one in calls])
    return {one.pk: is_agreed(one, acts.get(one.pk, (0, 0)), now) for one in calls}


def _decisions_stamp(now: datetime) -> str:
    """Return what the rows depend on: results and acts whose moment has come, dossiers, policies (five queries)."""
    told = ("pk", "reference", "programme_id", "measure_id", "results_at", "deliberated_at")
    calls = list(_out(now).values_list(*told))
    said = states([one[0] for one in calls], now)
    return f"{calls}-{said}-{_agreed(now)}"


def _decisions_changed(now: datetime) -> datetime | None:
    mine = queries.visible_acts(now).filter(call__is_fictitious=False)
    found = mine.aggregate(at=Max("confirmed_at"), published=Max("call__results_at"))
    return max((at for at in found.values() if at is not None), default=None)


EVALUATION_COLUMNS = (
    Column(
        "id",
        "string",
        Text("clé du territoire ou du site", "key of the territory or site"),
        required=True,
    ),
    Column("name", "string", Text("nom", "name")),
    Column("kind", "string", Text("nature", "kind")),
    Column("role", "string", Text("rôle", "role"), choices=("candidate", "reference")),
    Column("region_code", "string", Text("code de la région", "code of the région")),
    Column("departement_code", "string", Text("code du département", "code of the département")),
    Column("status", "string", Text("issue", "outcome")),
    Column(
        "chance",
        "number",
        Text("chance d’être dans les premiers", "chance of being among the first"),
    ),
    Column("rank_low", "integer", Text("rang, borne basse (5 %)", "rank, low bound (5 %)")),
    Column("rank_median", "integer", Text("rang médian", "median rank")),
    Column("rank_high", "integer", Text("rang, borne haute (95 %)", "rank, high bound (95 %)")),
    Column("score_low", "number", Text("score, borne basse", "score, low bound")),
    Column("score_mid", "number", Text("score", "score")),
    Column("score_high", "number", Text("score, borne haute", "score, high bound")),
    Column("reliability", "number", Text("part documentée", "documented share")),
    Column("reason_fr", "string", Text("motif en français", "reason in French")),
    Column("reason_en", "string", Text("motif en anglais", "reason in English")),
    Column("decision_digest", "string", Text("empreinte de la décision", "digest of the decision")),
)


def _evaluation(_now: datetime) -> Iterator[Row]:
    current = decisions.current()
    if current is None or current.programme.is_fictitious:
        return
    names = {one.name for one in EVALUATION_COLUMNS}
    for one in sorted(current.everyone, key=lambda each: each.id):
        told = {k: v for k, v in decision_exports.row(current, one).items() if k in names}
        told |= {"reason_fr": one.reason.fr, "reason_en": one.reason.en}
        shape = None if one.lon is None or one.lat is None else shapely.Point(one.lon, one.lat)
        yield Row(one.id, told, None if shape is None else shapely.to_wkb(shape))


def _evaluation_stamp(_now: datetime) -> str:
    current = decisions.current()
    return current.digest if current else "none"


def _evaluation_changed(_now: datetime) -> datetime | None:
    current = decisions.current()
    return datetime.fromisoformat(current.produced_at) if current else None


MEASURES = Dataset(
    "measures",
    Text("Mesures", "Measures"),
    Text(
        "Les mesures des programmes que la plateforme connaît, telles que la politique les déclare.",
        "The measures of the programmes that the platform knows, as the policy declares them.",
    ),
    OPEN_LICENCE,
    "IRREG",
    MEASURE_COLUMNS,
    "key",
    _measures,
    _policy_stamp,
    lambda _now: None,
    filters=("programme", "kind"),
)
CALLS = Dataset(
    "calls",
    Text("Appels", "Calls"),
    Text(
        "Les appels publiés sur la plateforme, avec leurs dates en vigueur et leur étape.",
        "The calls published on the platform, with their dates in force and their stage.",
    ),
    OPEN_LICENCE,
    "IRREG",
    CALL_COLUMNS,
    "reference",
    _calls,
    _calls_stamp,
    _calls_changed,
    filters=("programme", "measure", "stage"),
)
DECISIONS = Dataset(
    "decisions",
    Text("Décisions publiées et motifs", "Published decisions and reasons"),
    Text(
        "Ce que la politique de chaque appel rend public des décisions : issue, lieu, porteur, motif. Une case vide "
        "n’est pas publique ou n’existe pas.",
        "What the policy of each call makes public of its decisions: outcome, place, applicant, reason. An empty cell "
        "is not public, or does not exist.",
    ),
    OPEN_LICENCE,
    "IRREG",
    DECISION_COLUMNS,
    "row",
    _decisions,
    _decisions_stamp,
    _decisions_changed,
    filters=("call", "measure", "outcome", "region_code"),
    secrecy=Text(
        "Les noms et motifs que la politique ne publie pas restent vides ; un appel qui ne publie que des nombres n’y "
        "est pas.",
        "Names and reasons that the policy does not publish stay empty; a call that publishes numbers only is not in it.",
    ),
)
EVALUATION = Dataset(
    "evaluation",
    Text("Évaluation du programme livré", "Evaluation of the shipped programme"),
    Text(
        "Chaque candidat de l’évaluation en vigueur : issue, chances, rangs et scores avec leurs bornes, motif. Le "
        "fichier de décision scellé permet de la refaire.",
        "Each candidate of the evaluation in force: outcome, chances, ranks and scores with their bounds, reason. The "
        "sealed decision file lets anyone run it again.",
    ),
    OPEN_LICENCE,
    "IRREG",
    EVALUATION_COLUMNS,
    "id",
    _evaluation,
    _evaluation_stamp,
    _evaluation_changed,
    geometry="Point",
    filters=("status", "role", "region_code"),
)
