"""What the public may read of the results of a call: what the policy says, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from django.utils.crypto import salted_hmac

from rebond.programme import Measure
from rebond.programme.forms import walk_fields
from rebond.texts import Text
from rebond.web.accounts.kinds import Kind
from rebond.web.calls.models import Call
from rebond.web.committee.models import Evaluation
from rebond.web.deliberations import queries, records
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.sittings import Held, held_by_journal, to_decide
from rebond.web.deliberations.states import states
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.territories.places import atlas

MINUTE = 60
KEPT_IN_MEMORY = 8
SMALL = 5
"""A count below it is not published where it would tell who was not retained."""
AREA_UNITS = frozenset({"ha", "hectares"})
IDENTIFYING = frozenset({"name", "place", "applicant"})
SUMMED = frozenset({"amount"})
"""What is public as a sum alone, where nothing else of a dossier is: it makes no list."""
CODES = "rebond.deliberations.public_rows"
CODE_DIGITS = 16
RECORD_NEEDS = frozenset({"name", "place", "score", "facts"})


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One dossier as the public sees it; what the policy keeps back is None, never blank or zero."""

    is_retained: bool
    outcome: str | None
    name: str | None
    commune_code: str | None
    region_code: str | None
    applicant: str | None
    reason: Mapping[str, Any] | None
    sentence: Text | None
    score: float | None
    facts: tuple[tuple[Text, Any], ...]
    area: tuple[tuple[Text, str], ...]
    amount: tuple[tuple[Text, int], ...]
    code: str = ""
    """What names the row elsewhere; without the key of the platform it tells nothing of its dossier."""


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """The dossiers of one région; None where the number is too small to be published."""

    code: str
    filed: int | None
    retained: int | None
    others: int | None


@dataclass(frozen=True, slots=True)
class Results:
    """The public part of the results of a call."""

    retained: tuple[PublicRow, ...]
    others: tuple[PublicRow, ...]
    filed: int
    withdrawn: int
    by_outcome: Mapping[str, int]
    regions: tuple[RegionCounts, ...]
    items: Mapping[str, frozenset[str]]
    """What is public of the retained and of the others; only what is listed of either."""
    retained_count: int
    why: Text | None
    """Why the policy publishes what it does; None when it establishes nothing of it."""
    digest: str
    decisions: int
    is_corrected: bool
    """Whether an act after the closing changed a decision."""
    is_agreed: bool = True
    """Whether the decisions still give the digests that the journal holds; nothing is listed otherwise."""

    @property
    def has_list(self) -> bool:
        """Whether the policy lets some dossiers be listed; else numbers alone are public."""
        return self.is_agreed and any(self.items.values())


@dataclass(frozen=True)
class _Source:
    measure: Measure
    answers: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)


def public_items(measure: Measure) -> dict[str, frozenset[str]]:
    """Return what is listed of the retained and of the others; nothing when the policy says nothing.

    An amount with nothing else is a sum that the policy publishes, not a list of dossiers.
    """
    said = measure.publication
    stated = {} if said is None else {"retained": said.retained, "others": said.others}
    found = {key: frozenset(stated.get(key, ())) for key in ("retained", "others")}
    return {key: items if items - SUMMED else frozenset() for key, items in found.items()}


def results_of(call: Call, now: datetime) -> Results | None:
    """Return the public results of a call; None before their day.

    They are read again when an act, a dossier, a filing or the policy changes, and each minute at least.
    """
    if not queries.results_are_out(call, now):
        return None
    return _kept(_stamp(call, now), _Call(call, now))


def _stamp(call: Call, now: datetime) -> tuple[Any, ...]:
    """Return what changes whenever the results of a call do, or a minute ends (three queries)."""
    state = states([call.pk], now)[call.pk]
    return (call.pk, call.deliberated_at, *state, int(now.timestamp()) // MINUTE)


class _Call:
    """What the results are read from; equal to any other, so that the stamp alone is the key."""

    def __init__(self, call: Call, now: datetime) -> None:
        self.call = call
        self.now = now

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Call)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _kept(_stamped: tuple[Any, ...], asked: _Call) -> Results | None:
    call, now = asked.call, asked.now
    measure = records.measure_called(call)
    if measure is None:
        return None
    items = public_items(measure)
    dossiers = list(
        to_decide(call).select_related("organisation").order_by("region_code", "title", "reference")
    )
    decisions = queries.visible_decisions(dossiers, now)
    source = _Source(measure, _answers(dossiers, decisions))
    rows = [_row(one, decisions[one.pk], items, source) for one in dossiers if one.pk in decisions]
    held = held_by_journal(call, now)
    if not held.is_agreed:
        return _kept_back(call, items, held)
    others = [row for row in rows if not row.is_retained]
    if not items["others"] & IDENTIFYING:
        # An order by filing, name or région would let a row be matched with an applicant.
        others.sort(key=lambda row: (row.outcome or "", _sort_key(row)))
    kept: Counter[str] = Counter(
        decisions[one.pk].outcome for one in dossiers if one.pk in decisions
    )
    return Results(
        retained=tuple(row for row in rows if row.is_retained) if items["retained"] else (),
        others=tuple(others) if items["others"] else (),
        filed=len(dossiers),
        withdrawn=Dossier.objects.filter(
            call=call, filed_at__isnull=False, state=Dossier.State.WITHDRAWN
        ).count(),
        by_outcome=dict(kept) if "outcome" in items["others"] else _two_outcomes(kept),
        regions=_regions(
            dossiers,
            decisions,
            is_open=bool(items["others"] & IDENTIFYING),
            names_retained=bool(items["retained"] & IDENTIFYING),
        ),
        items=items,
        retained_count=sum(1 for row in rows if row.is_retained),
        why=None if measure.publication is None else measure.publication.basis.why,
        digest=held.digest,
        decisions=held.decisions,
        is_corrected=any(one.number > 1 for one in decisions.values()),
    )


def _kept_back(call: Call, items: Mapping[str, frozenset[str]], held: Held) -> Results:
    """Return results that show nothing of decisions which are no longer those of the journal."""
    return Results(
        retained=(),
        others=(),
        filed=to_decide(call).count(),
        withdrawn=0,
        by_outcome={},
        regions=(),
        items=items,
        retained_count=0,
        why=None,
        digest=held.digest,
        decisions=held.decisions,
        is_corrected=False,
        is_agreed=False,
    )


def _two_outcomes(counts: Mapping[str, int]) -> dict[str, int]:
    """Return how many are retained and how many are not, where the policy publishes no more."""
    retained = counts.get(Decision.Outcome.RETAINED, 0)
    return {
        Decision.Outcome.RETAINED: retained,
        Decision.Outcome.NOT_RETAINED: sum(counts.values()) - retained,
    }


def _answers(
    dossiers: list[Dossier], decisions: Mapping[int, Decision]
) -> dict[int, Mapping[str, Any]]:
    """Return the answers of the filing on which each decision rests; the last where it names none."""
    filings = Filing.objects.filter(dossier__in=[one.pk for one in dossiers]).order_by("number")
    found: dict[int, Mapping[str, Any]] = {}
    for key, number, answers in filings.values_list("dossier", "number", "answers"):
        named = decisions[key].reason.get("filing") if key in decisions else None
        if named is None or named["number"] == number:
            found[key] = answers
    return found


def _row(
    dossier: Dossier, decision: Decision, items: Mapping[str, frozenset[str]], source: _Source
) -> PublicRow:
    is_retained = decision.outcome == Decision.Outcome.RETAINED
    public = items["retained" if is_retained else "others"]
    answers = source.answers.get(dossier.pk, {})
    is_named = bool(public & IDENTIFYING)
    score = decision.reason.get("score")
    has_reason = "reason" in public
    english = decision.sentence_en or decision.sentence
    return PublicRow(
        is_retained=is_retained,
        outcome=decision.outcome if "outcome" in public or is_retained else None,
        name=dossier.title if "name" in public else None,
        commune_code=dossier.commune_code if "place" in public else None,
        region_code=dossier.region_code if "place" in public else None,
        applicant=_applicant(dossier) if "applicant" in public else None,
        reason=_public_reason(decision.reason, public) if has_reason else None,
        # A sentence is written for the applicant: it may name the site, so it goes only where names go.
        sentence=Text(decision.sentence, english)
        if has_reason and is_named and "score" in public
        else None,
        score=float(score) if "score" in public and score is not None else None,
        facts=_facts(source.measure, answers) if "facts" in public else (),
        area=_of_type(source.measure, answers, "area") if "area" in public else (),
        amount=_of_type(source.measure, answers, "amount") if "amount" in public else (),
        code=_code(dossier, decision, is_named=is_named),
    )


def _code(dossier: Dossier, decision: Decision, *, is_named: bool) -> str:
    """Return a keyed digest: of the dossier where it is named, else of the decision alone.

    A decision that is corrected has another code, so that nothing ties who is named today to a refusal that
    named nobody yesterday.
    """
    named = f"dossier {dossier.pk}" if is_named else f"decision {decision.pk}"
    return salted_hmac(CODES, named, algorithm="sha256").hexdigest()[:CODE_DIGITS]


def _applicant(dossier: Dossier) -> str | None:
    """Return the applicant's name, unless it may be a person's: a private owner is not named."""
    organisation = dossier.organisation
    return None if organisation.kind == Kind.PROPRIETAIRE_PRIVE else organisation.name


def _public_reason(reason: Mapping[str, Any], public: frozenset[str]) -> dict[str, Any]:
    """Return the parts of a reason that name a rule of the policy; values only where scores are public."""
    kept = {key: reason[key] for key in ("kind", "gate", "rule", "title") if key in reason}
    if "score" in public:
        kept |= {key: reason[key] for key in ("rank", "k", "count", "chance") if key in reason}
    return kept


def _sort_key(row: PublicRow) -> str:
    reason = row.reason or {}
    return f"{reason.get('kind', '')} {reason.get('gate', '')} {reason.get('rule', '')}"


def _public_fields(measure: Measure) -> list[Any]:
    fields = walk_fields(measure.form.fields) if measure.form else ()
    return [one for one in fields if one.is_public and not one.is_personal]


def _facts(measure: Measure, answers: Mapping[str, Any]) -> tuple[tuple[Text, Any], ...]:
    kinds = {"integer", "decimal", "choice", "multi_choice", "boolean", "date", "text"}
    return tuple(
        (one.label, answers[one.id])
        for one in _public_fields(measure)
        if one.id in answers and one.type in kinds
    )


def _of_type(
    measure: Measure, answers: Mapping[str, Any], item: str
) -> tuple[tuple[Text, Any], ...]:
    def suits(one: Any) -> bool:
        if item == "amount":
            return bool(one.type == "money")
        unit = getattr(one, "unit", None)
        return one.type in {"decimal", "integer"} and unit is not None and unit.fr in AREA_UNITS

    return tuple(
        (one.label, answers[one.id])
        for one in _public_fields(measure)
        if one.id in answers and suits(one)
    )


def _regions(
    dossiers: list[Dossier],
    decisions: Mapping[int, Decision],
    *,
    is_open: bool,
    names_retained: bool,
) -> tuple[RegionCounts, ...]:
    filed: Counter[str] = Counter(one.region_code for one in dossiers)
    retained: Counter[str] = Counter(
        one.region_code
        for one in dossiers
        if one.pk in decisions and decisions[one.pk].outcome == Decision.Outcome.RETAINED
    )
    others = {code: filed[code] - retained[code] for code in filed}
    hidden = set() if is_open else kept_back(others)
    small: set[str] = set()
    if not names_retained:
        small = kept_back({code: retained[code] for code in filed})
        # One number of a row with the whole would give the other.
        small = hidden = small | hidden
    return tuple(
        RegionCounts(
            code,
            None if code in hidden else filed[code],
            None if code in small else retained[code],
            None if code in hidden else others[code],
        )
        for code in sorted(filed)
    )


def kept_back(others: Mapping[str, int]) -> set[str]:
    """Return the régions whose number is not published: too small, or found by subtraction from the total.

    A zero tells of nobody. When one région alone would be kept back, the next smallest goes
    with it, were it a zero.
    """
    hidden = {code for code, count in others.items() if 0 < count < SMALL}
    if len(hidden) == 1:
        rest = sorted(
            (not count, count, code) for code, count in others.items() if code not in hidden
        )
        hidden |= {code for _is_zero, _count, code in rest[:1]}
    return hidden


def record_refusal(call: Call, evaluation: Evaluation | None) -> Text | None:
    """Return why the evaluation's file is not public; None when all that it holds is."""
    measure = records.measure_called(call)
    if evaluation is None or measure is None:
        return Text(
            "aucune évaluation n’a été versée à la délibération.",
            "no evaluation was entered in the deliberation.",
        )
    items = public_items(measure)
    lacking = RECORD_NEEDS - (items["retained"] & items["others"])
    if lacking:
        return Text(
            "le fichier nomme tous les dossiers évalués, avec leurs faits et leurs scores ; la politique ne rend pas tout cela public. Les candidats et le gestionnaire peuvent en lire leur part.",
            "the file names every dossier evaluated, with its facts and scores; the policy does not make all of that public. Applicants and the manager can read their part.",
        )
    public = {one.id for one in _public_fields(measure)} | {"name", "insee", "lon", "lat"}
    if records.read(evaluation).own_columns - public:
        return Text(
            "le fichier contient des réponses au formulaire qui ne sont pas publiques.",
            "the file holds answers to the form that are not public.",
        )
    return None


def region_name(code: str) -> str:
    """Return the name of a région; the code when the register does not know it."""
    return _regions_by_code().get(code, code)


@cache
def _regions_by_code() -> Mapping[str, str]:
    return {one.key.code: one.name for one in atlas().places("region")}
