"""`rebond evidence show|list`: the facts of a place, each with its source and vintage."""

import datetime as dt
from typing import Annotated

import typer

from rebond.cli.output import Format, show
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
            "Montrer les faits d’un lieu (clé, code, nom ou « lon,lat ») à une date.",
            "Show the facts of a place (key, code, name or “lon,lat”) as of a date.",
        ),
    )
    def show_(
        place: Annotated[list[str], typer.Argument(help=say("Le lieu.", "The place."))],
        as_of: Annotated[
            str | None,
            typer.Option(help=say("Jour ; par défaut aujourd’hui.", "Day; today by default.")),
        ] = None,
        allow_later: Annotated[
            list[str] | None,
            typer.Option(
                help=say(
                    "Indicateur pour lequel un millésime postérieur est admis ; « all » : tous.",
                    "Indicator for which a later vintage is admitted; “all”: every one.",
                )
            ),
        ] = None,
        how: Annotated[Format, typer.Option("--format")] = Format.text,
    ) -> None:
        from rebond.cli.opened import day, only_place, open_atlas
        from rebond.evidence import EvidenceEngine, Point

        snapshot, atlas = open_atlas()
        engine = EvidenceEngine(snapshot, atlas)
        asked = " ".join(place)
        point = _point(asked)
        where = Point(*point, asked) if point else only_place(atlas, asked).key
        later = engine.catalogue.ids if "all" in (allow_later or ()) else tuple(allow_later or ())
        moment = day(as_of) or dt.datetime.now(tz=dt.UTC).date()
        evidence = engine.evaluate([where], engine.catalogue.ids, as_of=moment, allow_later=later)
        rows = []
        for column, indicator in enumerate(evidence.indicators):
            fact = evidence.fact(0, column)
            rows.append(
                {
                    "indicator": indicator.id,
                    "title": indicator.title.of(lang),
                    "status": _STATUS[fact.status].of(lang) if how is Format.text else fact.status,
                    "value": _written(fact.value, indicator.digits, lang, how),
                    "low": _written(fact.low, indicator.digits, lang, how),
                    "high": _written(fact.high, indicator.digits, lang, how),
                    "unit": indicator.unit_text.of(lang),
                    "dataset": fact.dataset,
                    "vintage": fact.vintage.of(lang),
                    "as_of": evidence.as_of_state[column],
                    "note": fact.note.of(lang),
                }
            )
        columns = {
            "title": say("indicateur", "indicator"),
            "status": say("état", "status"),
            "value": say("valeur", "value"),
            "low": say("de", "from"),
            "high": say("à", "to"),
            "unit": say("unité", "unit"),
            "vintage": say("millésime", "vintage"),
        }
        show(
            rows,
            columns,
            how,
            title=f"{asked}, {moment.isoformat()}",
            right=("value", "low", "high"),
        )

    @group.command(
        name="list",
        help=say("Lister les indicateurs et leurs sources.", "List indicators and sources."),
    )
    def list_(how: Annotated[Format, typer.Option("--format")] = Format.text) -> None:
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
            "datasets": say("données", "data"),
        }
        show(rows, columns, how)


_STATUS = {
    "known": Text("connu", "known"),
    "missing": Text("manquant", "missing"),
    "not_applicable": Text("non applicable", "not applicable"),
}


def _point(asked: str) -> tuple[float, float] | None:
    """Read « lon,lat »; anything else is not a point."""
    parts = asked.split(",")
    try:
        lon, lat = (float(part) for part in parts)
    except ValueError:
        return None
    return lon, lat


def _written(value: float | None, digits: int, lang: Lang, how: Format) -> float | str | None:
    if value is None or how is not Format.text:
        return value
    return number(value, lang, digits=digits)
