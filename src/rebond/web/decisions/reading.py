"""Decision files as typed rows: what the pages read, and nothing else.

The format is « rebond-decision/1 ». A file that does not hold what it should is refused with the
place of the first fault; it is never half shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from rebond.errors import BrokenData, RebondError
from rebond.pipeline.shape import check_body
from rebond.texts import Text, verbatim
from rebond.web.decisions.rows import (
    Candidate,
    Change,
    Composition,
    Criterion,
    CriterionScore,
    Decision,
    Fact,
    FramePart,
    Indicator,
    Label,
    ProgrammeRef,
    RankSpan,
    Rule,
    Span,
)

FACT_STATUSES = frozenset({"known", "missing", "not_applicable"})
FORMAT = "rebond-decision/1"


class UnreadableDecision(BrokenData):
    """A decision file that the pages cannot show."""

    def __init__(self, name: str, fault: Text) -> None:
        self.name = name
        self.fault = fault
        super().__init__(
            Text(
                "le fichier de décision ne peut pas être lu : {fault}",
                "the decision file cannot be read: {fault}",
            ).filled(fault=fault),
            where=name,
            cure=Text(
                "Refaire le fichier avec « rebond evaluate », puis le vérifier avec « rebond verify ».",
                "Make the file again with “rebond evaluate”, then check it with “rebond verify”.",
            ),
        )


def text(value: Any) -> Text:
    """Read a text in two languages; a plain string reads the same in both."""
    if isinstance(value, Mapping):
        return Text(str(value["fr"]), str(value["en"]))
    return verbatim(value)


def optional_text(value: Any) -> Text | None:
    """Read a text that may be absent."""
    if value is None or value == "":
        return None
    read = text(value)
    return read if read.fr else None


def read_decision(record: Mapping[str, Any], name: str) -> Decision:
    """Read the body of a sealed record.

    Raises
    ------
    UnreadableDecision
        When something is absent or of another kind; the fault names it.
    """
    try:
        if record["body"]["format"] == FORMAT:
            check_body(record["body"])
        return _decision(record)
    except RebondError as fault:
        place = Text("{where} : {what}", "{where}: {what}")
        faulty = place.filled(where=fault.where or name, what=fault.what)
        raise UnreadableDecision(name, faulty) from fault
    except KeyError as missing:
        absent = Text("« {key} » manque", "“{key}” is missing").filled(key=missing.args[0])
        raise UnreadableDecision(name, absent) from missing
    except (TypeError, ValueError, AttributeError, ArithmeticError, LookupError) as fault:
        raise UnreadableDecision(name, verbatim(fault)) from fault


def _decision(record: Mapping[str, Any]) -> Decision:
    body = record["body"]
    if body["format"] != FORMAT:
        raise ValueError(f"format « {body['format']} » ≠ « {FORMAT} »")
    programme, parameters = body["programme"], body["parameters"]
    portfolio = body.get("portfolio") or {}
    cut = body.get("cut") or {}
    criteria = tuple(_criterion(one) for one in body["criteria"])
    return Decision(
        digest=record["digest"],
        produced_at=str(record.get("produced_at", "")),
        programme=ProgrammeRef(
            id=programme["id"],
            version=str(programme["version"]),
            digest=programme["digest"],
            title=text(programme["title"]),
            measure=programme["measure"],
            measure_title=text(programme.get("measure_title", programme["title"])),
            is_fictitious=bool(programme.get("is_fictitious")),
            decision_on=str(programme["decision_on"]),
            as_of=str(programme["as_of"]),
        ),
        k=int(parameters["k"]),
        draws=int(parameters["draws"]),
        seed=int(parameters["seed"]),
        later_vintages=str(parameters["later_vintages"]),
        has_stated_weights=parameters["weights"].get("origin") == "stated",
        candidates_source=str(parameters["candidates"]["source"]),
        snapshot_digest=body["snapshot"]["digest"],
        tables=body["snapshot"].get("tables", {}),
        methods=body["methods"],
        criteria=criteria,
        central=_central([float(body["weights"][c.id]) for c in criteria]),
        mean_contributions=body["mean_contributions"],
        everyone=tuple(_candidate(one) for one in body["candidates"]),
        portfolio_ids=frozenset(portfolio.get("chosen", ())),
        rules=tuple(_rule(one) for one in portfolio.get("rules", ())),
        cut_score=cut.get("score"),
        cut_id=cut.get("id"),
        environment=record.get("environment", {}),
        frame=tuple(_frame_part(one) for one in body.get("frame") or ()),
        weights_are_unknown=_weights_are_unknown(body),
        weight_ranges=_ranges(body),
    )


def _central(written: list[float]) -> tuple[float, ...]:
    """Return the weights of the one score, summing to one: the file writes them rounded."""
    total = math.fsum(written)
    if not math.isfinite(total) or total <= 0 or min(written) < 0:
        raise ValueError(f"poids inutilisables : {written}")
    return tuple(weight / total for weight in written)


def _criterion(one: Mapping[str, Any]) -> Criterion:
    return Criterion(
        id=one["id"],
        title=text(one["title"]),
        statement=optional_text(one.get("statement")),
        indicators=tuple(
            Indicator(
                id=item["id"],
                title=text(item["title"]),
                unit=text(item.get("unit", "")),
                digits=int(item.get("digits", 1)),
                dataset=str(item.get("dataset") or ""),
                vintage=text(item.get("vintage") or ""),
                share=float(item["share"]),
                as_of_state=str(item.get("as_of_state", "")),
                why=optional_text(item.get("why")),
                later_why=optional_text(item.get("later_why")),
                filled_by=optional_text(item.get("filled_by")),
                value_function=item.get("value_function"),
            )
            for item in one["indicators"]
        ),
    )


def _candidate(one: Mapping[str, Any]) -> Candidate:
    portfolio = one.get("portfolio") or {}
    history = one.get("history") or {}
    if "/" in one["id"] or not one["id"]:
        raise ValueError(f"identifiant « {one['id']} » impossible dans une adresse")
    score_rank = portfolio.get("by_score_rank")
    return Candidate(
        id=one["id"],
        name=one["name"],
        kind=one["kind"],
        role=one["role"],
        region_code=str(one.get("region_code") or ""),
        region=str(one.get("region") or ""),
        departement_code=str(one.get("departement_code") or ""),
        lon=_optional_number(one.get("lon")),
        lat=_optional_number(one.get("lat")),
        population=_optional_number(one.get("population")),
        facts={key: _fact(fact) for key, fact in one["facts"].items()},
        criteria={
            key: CriterionScore(c["low"], c["mid"], c["high"], c["documented"])
            for key, c in one["criteria"].items()
        },
        score=Span(one["score"]["low"], one["score"]["mid"], one["score"]["high"]),
        reliability=float(one["reliability"]),
        chance=float(one["chance"]),
        rank=RankSpan(
            int(one["rank"]["low"]), int(one["rank"]["median"]), int(one["rank"]["high"])
        ),
        central_weights=one.get("central_weights"),
        confidence=one.get("confidence"),
        status=one["status"],
        chosen=portfolio.get("chosen"),
        core=portfolio.get("core"),
        score_rank=None if score_rank is None else int(score_rank),
        rule=portfolio.get("rule"),
        reason=text(one["reason"]),
        contributions=one["contributions"],
        changes=tuple(_change(change) for change in one.get("changes") or ()),
        proposed=str(history.get("proposed", "unknown")),
        labels=tuple(
            Label(
                site=str(label["site"]),
                name=str(label.get("name") or ""),
                wave=str(label.get("wave") or ""),
                announced_on=str(label.get("announced_on") or ""),
                source_url=str(label.get("source_url") or ""),
            )
            for label in history.get("labels") or ()
        ),
        failed_gates=tuple(
            text(change["title"]) for change in one.get("changes") or () if change["kind"] == "gate"
        ),
        composition=_composition(one.get("composition")),
    )


def _composition(written: Mapping[str, Any] | None) -> Composition | None:
    if not written or not written.get("source"):
        return None
    in_force = written.get("in_force")
    return Composition(
        source=str(written["source"]),
        vintage=optional_text(written.get("vintage")),
        in_force=None if in_force is None else bool(in_force),
        note=optional_text(written.get("note")),
    )


def _frame_part(written: Mapping[str, Any]) -> FramePart:
    return FramePart(
        id=str(written["id"]),
        title=text(written["title"]),
        dataset=str(written.get("dataset") or ""),
        vintage=optional_text(written.get("vintage")),
        is_later=bool(written.get("is_later")),
        why=optional_text(written.get("why")),
    )


def _weights_are_unknown(body: Mapping[str, Any]) -> bool:
    """Return whether the policy says that the weights of this measure are unknown."""
    if body["parameters"]["weights"].get("origin") == "stated":
        return False
    measures = body["policy"].get("measures") or ()
    grids = [one.get("grid") or {} for one in measures if one["id"] == body["programme"]["measure"]]
    return all(_is_unknown(grid.get("weights", "unknown")) for grid in grids)


def _is_unknown(weights: Any) -> bool:
    """Return whether weights are written as unknown: the word, or an object that says what was looked for."""
    return weights == "unknown" or (isinstance(weights, Mapping) and "looked_for" in weights)


def _ranges(body: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Return the least and greatest weight of each criterion: the admissible set."""
    written = body["parameters"]["weights"].get("intervals") or {}
    return {key: (float(low), float(high)) for key, (low, high) in written.items()}


def _optional_number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"« {value!r} » n’est pas un nombre")
    return value


def _fact(fact: Mapping[str, Any]) -> Fact:
    if fact["status"] not in FACT_STATUSES:
        raise ValueError(f"statut « {fact['status']} » inconnu")
    return Fact(
        fact["status"],
        fact.get("value"),
        fact.get("low"),
        fact.get("high"),
        optional_text(fact.get("note")),
        str(fact.get("dataset") or ""),
    )


def _change(change: Mapping[str, Any]) -> Change:
    kind = change["kind"]
    return Change(
        kind,
        str(change[kind]),
        change.get("from"),
        change.get("to"),
        optional_text(change.get("title")),
    )


def _rule(rule: Mapping[str, Any]) -> Rule:
    return Rule(
        id=rule["id"],
        title=text(rule["title"]),
        bound=rule.get("bound"),
        value=rule.get("value"),
        binding=bool(rule.get("binding")),
    )
