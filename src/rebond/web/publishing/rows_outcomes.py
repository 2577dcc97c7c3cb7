"""Indicators of results: their definitions and the state of their data, and what stands year by year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Max

from rebond.programme import Unknown
from rebond.programme.outcomes import MissingData
from rebond.texts import Text
from rebond.web.aids.models import Recruitment
from rebond.web.deliberations.queries import published
from rebond.web.monitoring.models import Observation
from rebond.web.monitoring.quantities import CENTS
from rebond.web.monitoring.results import Row as Indicator
from rebond.web.monitoring.results import indicators, results
from rebond.web.monitoring.secrecy import Total
from rebond.web.programmes.queries import main_programme
from rebond.web.publishing.dataset import OPEN_LICENCE, Column, Dataset, Row
from rebond.web.publishing.registry_dates import labels_changed
from rebond.web.publishing.rows_registry import labels_stamp
from rebond.web.sites.models import SiteEvent
from rebond.web.training.models import Laureate

INDICATOR_COLUMNS = (
    Column("indicator", "string", Text("indicateur", "indicator"), required=True),
    Column("programme", "string", Text("programme", "programme"), required=True),
    Column("objectives", "string", Text("objectifs, joints par une barre ; vide : contexte", "objectives, joined by a bar; empty: context")),
    Column("title_fr", "string", Text("intitulé en français", "title in French")),
    Column("title_en", "string", Text("intitulé en anglais", "title in English")),
    Column("definition_fr", "string", Text("définition en français", "definition in French")),
    Column("definition_en", "string", Text("définition en anglais", "definition in English")),
    Column("unit_fr", "string", Text("unité en français", "unit in French")),
    Column("unit_en", "string", Text("unité en anglais", "unit in English")),
    Column("source_fr", "string", Text("source en français", "source in French")),
    Column("source_en", "string", Text("source en anglais", "source in English")),
    Column("frequency", "string", Text("fréquence", "frequency")),
    Column("direction", "string", Text("sens attendu", "direction expected"), choices=("increase", "decrease", "none")),
    Column("baseline", "number", Text("valeur d’avant", "value of before")),
    Column("baseline_as_of", "date", Text("jour de la valeur d’avant", "day of the value of before")),
    Column("state", "string", Text("état des données", "state of the data"), required=True, choices=("value", "waiting", "at_hand", "missing")),
    Column("missing_fr", "string", Text("pourquoi elles manquent", "why they are missing, in French")),
    Column("missing_en", "string", Text("pourquoi elles manquent, en anglais", "why they are missing")),
    Column("would_fill_fr", "string", Text("ce qui les donnerait", "what would give them, in French")),
    Column("would_fill_en", "string", Text("ce qui les donnerait, en anglais", "what would give them")),
    Column("value", "number", Text("valeur ce jour ; celles par an sont dans « outcomes »", "value today; those by year are in “outcomes”")),
    Column("is_value_secret", "boolean", Text("valeur tenue secrète : trop petite pour être dite, zéro compris", "value kept secret: too small to be told, zero included"), required=True),
    Column("counted_of", "integer", Text("sur combien", "out of how many")),
    Column("not_established", "integer", Text("de combien ce n’est pas établi", "of how many it is not established")),
    Column("said", "string", Text("chiffres dits en public, joints par une barre", "figures said in public, joined by a bar")),
)  # fmt: skip
OUTCOME_COLUMNS = (
    Column("row", "string", Text("indicateur et année", "indicator and year"), required=True),
    Column("indicator", "string", Text("indicateur", "indicator"), required=True),
    Column("year", "integer", Text("année", "year"), required=True),
    Column("unit_fr", "string", Text("unité en français", "unit in French")),
    Column("unit_en", "string", Text("unité en anglais", "unit in English")),
    Column("declared", "number", Text("déclaré", "declared")),
    Column("declared_subjects", "integer", Text("nombre de sites et de dossiers qui déclarent", "number of sites and files that declare")),
    Column("is_declared_secret", "boolean", Text("déclaré, tenu secret", "declared, kept secret"), required=True),
    Column("checked", "number", Text("vérifié", "checked")),
    Column("checked_subjects", "integer", Text("nombre de sites et de dossiers vérifiés", "number of sites and files checked")),
    Column("is_checked_secret", "boolean", Text("vérifié, tenu secret", "checked, kept secret"), required=True),
)  # fmt: skip


def _indicators(now: datetime) -> list[tuple[str, Indicator]]:
    found = results(now)
    if found is None:
        return []
    return sorted(
        ((found.programme.id, one) for one in found.rows), key=lambda pair: pair[1].indicator.id
    )


def indicator_rows(now: datetime) -> Iterator[Row]:
    """Yield each indicator of the programme in force, whether its data are there or not."""
    for programme, one in _indicators(now):
        declared, counted = one.indicator, one.counted
        baseline, data = declared.baseline, declared.data
        is_missing = isinstance(data, MissingData)
        yield Row(
            declared.id,
            {
                "indicator": declared.id,
                "programme": programme,
                "objectives": "|".join(declared.objectives) or None,
                **_both("title", declared.title),
                **_both("definition", declared.definition),
                **_both("unit", declared.unit),
                **_both("source", declared.source),
                "frequency": one.frequency,
                "direction": declared.direction,
                "baseline": None if isinstance(baseline, Unknown) else baseline.value,
                "baseline_as_of": None if isinstance(baseline, Unknown) else baseline.as_of,
                "state": one.state,
                **(_both("missing", data.why) if is_missing else {}),
                **(_both("would_fill", data.would_fill) if is_missing else {}),
                "value": counted.value,
                "is_value_secret": counted.is_few,
                "counted_of": counted.of,
                "not_established": counted.unknown,
                "said": "|".join(f"{value:g}" for value, _sources in one.said) or None,
            },
        )


def _both(name: str, text: Text) -> dict[str, str]:
    return {f"{name}_fr": text.fr, f"{name}_en": text.en}


def outcome_rows(now: datetime) -> Iterator[Row]:
    """Yield what is declared and checked of each year, over all subjects; what could be read off stays secret."""
    for _programme, one in _indicators(now):
        quantity = one.counted.quantity
        for line in sorted(one.counted.years, key=lambda each: each.year):
            key = f"{one.indicator.id}/{line.year}"
            yield Row(
                key,
                {
                    "row": key,
                    "indicator": one.indicator.id,
                    "year": line.year,
                    **_both("unit", one.indicator.unit),
                    **_total("declared", line.declared, quantity),
                    **_total("checked", line.checked, quantity),
                },
            )


def _total(name: str, found: Total | None, quantity: str) -> dict[str, Any]:
    if found is None:
        return {name: None, f"{name}_subjects": None, f"is_{name}_secret": False}
    value = found.value
    if value is not None and quantity == Observation.Quantity.INVESTMENT:
        value = value / CENTS
    return {
        name: value,
        f"{name}_subjects": found.subjects,
        f"is_{name}_secret": found.is_secret,
    }


def stamp(now: datetime) -> str:
    """Return what changes whenever something that is counted does, or the policy, or the day."""
    programme = main_programme()
    followed = indicators(programme.id) if programme is not None else None
    policy = f"{programme.digest if programme else ''}-{followed.digest if followed else ''}"
    counted = [
        model.objects.aggregate(count=Count("pk"), last=Max("pk"))
        for model in (Observation, SiteEvent, Laureate)
    ]
    counted.append(
        Recruitment.objects.aggregate(count=Count("labelled_at"), last=Max("labelled_at"))
    )
    counted.append(published(now).aggregate(count=Count("pk"), last=Max("results_at")))
    return f"{labels_stamp(now)}-{counted}-{policy}-{settings.LEAST_COUNT}"


def changed(now: datetime) -> datetime | None:
    """Return when a number was last declared or checked, or a label changed."""
    last = Observation.objects.aggregate(at=Max("recorded_at"))["at"]
    both = [one for one in (last, labels_changed(now)) if one is not None and one <= now]
    return max(both, default=None)


INDICATORS = Dataset(
    "outcome-indicators",
    Text("Indicateurs de résultat", "Indicators of results"),
    Text(
        "Chaque indicateur des objectifs du programme : définition, source, valeur d’avant, état de ses données, et "
        "pourquoi elles manquent quand elles manquent. Une valeur vide n’est pas établie.",
        "Each indicator of the programme’s objectives: definition, source, value of before, state of its data, and why "
        "they are missing where they are. An empty value is not established.",
    ),
    OPEN_LICENCE,
    "CONT",
    INDICATOR_COLUMNS,
    "indicator",
    indicator_rows,
    stamp,
    changed,
    filters=("state",),
    secrecy=Text(
        "Un très petit nombre de recrutements, zéro compris, est tenu secret : la case « value » est vide et "
        "« is_value_secret » est vrai ; une case vide où il est faux n’est pas établie.",
        "A very small number of recruitments, zero included, is kept secret: the cell “value” is empty and "
        "“is_value_secret” is true; an empty cell where it is false is not established.",
    ),
)
OUTCOMES = Dataset(
    "outcomes",
    Text("Résultats par année", "Results by year"),
    Text(
        "Emplois, investissements en euros et relocalisations, par année : déclarés et vérifiés, sur tous les sites "
        "et dossiers.",
        "Jobs, investment in euros and relocations, by year: as declared and as checked, over all sites and files.",
    ),
    OPEN_LICENCE,
    "CONT",
    OUTCOME_COLUMNS,
    "row",
    outcome_rows,
    stamp,
    changed,
    filters=("indicator", "year"),
    secrecy=Text(
        "Une somme de trop peu de sites et de dossiers, ou presque toute d’un seul, est tenue secrète : la case est "
        "vide et « is_…_secret » est vrai. Les faits figés d’un candidat ne sortent pas.",
        "A sum of too few sites and files, or nearly all of one, is kept secret: the cell is empty and "
        "“is_…_secret” is true. The frozen facts of one candidate do not leave.",
    ),
)
