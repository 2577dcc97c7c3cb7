"""`rebond evidence show|list`: the facts of a place, each with its source and vintage."""

import datetime as dt
from typing import Annotated, Any

import typer

from rebond.cli.language import typeset
from rebond.cli.layout import terminal_width, wrapped
from rebond.cli.output import Format, format_help, print_csv, print_json, print_lines, show
from rebond.texts import Lang, Text, number


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say("Faits tirés de données ouvertes.", "Facts from open data."),
    )
    app.add_typer(group, name="evidence")

    @group.command(
        name="show",
        help=say(
            "Montrer les faits d’un lieu. À une date, chacun avec sa source et son millésime.",
            "Show the facts of a place. As of a date, each with its source and vintage.",
        ),
    )
    def show_(
        place: Annotated[
            list[str],
            typer.Argument(
                help=say("Clé, code, nom ou « lon,lat ».", "Key, code, name or “lon,lat”.")
            ),
        ],
        as_of: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Jour, AAAA-MM-JJ ; par défaut aujourd’hui.",
                    "Day, YYYY-MM-DD; today by default.",
                )
            ),
        ] = None,
        allow_later: Annotated[
            list[str] | None,
            typer.Option(
                metavar=say("INDICATEUR", "INDICATOR"),
                help=say(
                    "Indicateur dont un millésime postérieur est admis, à répéter ; all : tous.",
                    "Indicator for which a later vintage is admitted, repeated; all: every one.",
                ),
            ),
        ] = None,
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.cli.opened import day, only_place, open_atlas, point
        from rebond.evidence import EvidenceEngine, Point

        moment = day(as_of) or dt.datetime.now(tz=dt.UTC).date()
        snapshot, atlas = open_atlas()
        engine = EvidenceEngine.shared(snapshot, atlas)
        asked = " ".join(place)
        lonlat = point(asked)
        known = None if lonlat else only_place(atlas, asked)
        where = Point(*lonlat, asked) if lonlat else known.key  # type: ignore[union-attr]
        later = engine.catalogue.ids if "all" in (allow_later or ()) else tuple(allow_later or ())
        evidence = engine.evaluate([where], engine.catalogue.ids, as_of=moment, allow_later=later)
        rows = [_row(evidence, column, lang) for column in range(len(evidence.indicators))]
        if how is Format.json:
            print_json(rows)
        elif how is Format.csv:
            print_csv(rows)
        else:
            name = asked if known is None else f"{known.name} ({known.key})"
            print_lines([f"{name}, {moment.isoformat()}"])
            _print_facts(evidence, lang)

    @group.command(
        name="list",
        help=say("Lister les indicateurs et leurs sources.", "List indicators and their sources."),
    )
    def list_(
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.evidence import load_indicators

        rows = [
            {
                "indicator": one.id,
                "title": one.title.of(lang),
                "unit": one.unit_text.of(lang),
                "datasets": ", ".join(one.datasets),
                "definition": one.definition.of(lang),
            }
            for one in load_indicators()
        ]
        columns = {
            "indicator": say("identifiant", "identifier"),
            "title": say("indicateur", "indicator"),
            "unit": say("unité", "unit"),
        }
        show(rows, columns, how, whole=("indicator",), lang=lang)


_STATUS = {
    "missing": Text("manquant", "missing"),
    "not_applicable": Text("non applicable", "not applicable"),
}


def _row(evidence: Any, column: int, lang: Lang) -> dict[str, Any]:
    indicator, fact = evidence.indicators[column], evidence.fact(0, column)
    return {
        "indicator": indicator.id,
        "title": indicator.title.of(lang),
        "status": fact.status,
        "value": fact.value,
        "low": fact.low,
        "high": fact.high,
        "is_upper_bound": fact.is_upper_bound,
        "unit": indicator.unit_text.of(lang),
        "dataset": fact.dataset,
        "vintage": fact.vintage.of(lang),
        "as_of": evidence.as_of_state[column],
        "note": fact.note.of(lang),
    }


def _print_facts(evidence: Any, lang: Lang) -> None:
    for column, indicator in enumerate(evidence.indicators):
        fact = evidence.fact(0, column)
        parts = [("", indicator.title.of(lang))]
        if fact.status == "known":
            parts.append(("  ", fact_value(fact, indicator.digits, indicator.unit_text, lang)))
            parts.append(("  ", f"[{fact.dataset}] {fact.vintage.of(lang)}"))
        else:
            status = _STATUS[fact.status].of(lang)
            parts.append(("  ", f"{status}{Text(' : ', ': ').of(lang)}{fact.note.of(lang)}"))
        for indent, text in parts:
            print_lines(wrapped(typeset(text, lang), terminal_width(), indent=indent))


def fact_value(fact: Any, digits: int, unit: Text, lang: Lang) -> str:
    """Write a known value with its unit and, when they differ from it, its bounds."""
    low, value, high = (
        number(one, lang, digits=digits) for one in (fact.low, fact.value, fact.high)
    )
    written = f"{value} {unit.of(lang)}"
    if fact.is_upper_bound:
        return Text("au plus {value}", "at most {value}").filled(value=written).of(lang)
    if low == high:
        return written
    return written + Text(f", de {low} à {high}", f", from {low} to {high}").of(lang)
