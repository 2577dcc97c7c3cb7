"""`rebond territory find|show`: look a place up by code, name or point; say where it belongs."""

import datetime as dt
from typing import Annotated, Any

import typer

from rebond.cli.output import Format, print_json, show
from rebond.texts import Lang, Text, number


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say("Territoires : chercher, montrer.", "Territories: find, show."),
    )
    app.add_typer(group, name="territory")
    as_of_help = say("Jour, AAAA-MM-JJ.", "Day, YYYY-MM-DD.")

    @group.command(
        help=say(
            "Chercher par code, par nom (accents et articles facultatifs) ou par « lon,lat ».",
            "Find by code, by name (accents and articles optional) or by “lon,lat”.",
        )
    )
    def find(
        query: Annotated[
            list[str], typer.Argument(help=say("Ce que l’on cherche.", "What to find."))
        ],
        kind: Annotated[
            list[str] | None, typer.Option(help=say("Ne chercher que ce type.", "This kind only."))
        ] = None,
        as_of: Annotated[str | None, typer.Option(help=as_of_help)] = None,
        how: Annotated[Format, typer.Option("--format")] = Format.text,
    ) -> None:
        from rebond.cli.opened import day, open_atlas

        atlas = open_atlas()[1]
        asked = " ".join(query)
        found = atlas.find(asked, kinds=kind, as_of=day(as_of))
        rows = [_row(match, lang) for match in found.matches]
        if how is Format.json:
            print_json({"query": asked, "is_ambiguous": found.is_ambiguous, "matches": rows})
        else:
            show(
                rows,
                {
                    "key": say("clé", "key"),
                    "name": say("nom", "name"),
                    "kind": say("type", "kind"),
                    "departement": say("département", "département"),
                    "region": say("région", "région"),
                    "match": say("trouvé par", "found by"),
                },
                how,
            )
            if how is Format.text:
                _remark(found, lang)
        if not found.matches:
            found.only()  # says what is near, and leaves with the code for unusable input

    @group.command(
        name="show",
        help=say(
            "Montrer un territoire : code, rattachements, périmètres, composition.",
            "Show a territory: code, parents, perimeters, composition.",
        ),
    )
    def show_(
        place: Annotated[
            list[str], typer.Argument(help=say("Clé, code ou nom.", "Key, code or name."))
        ],
        as_of: Annotated[str | None, typer.Option(help=as_of_help)] = None,
        how: Annotated[Format, typer.Option("--format")] = Format.text,
    ) -> None:
        from rebond.cli.opened import day, only_place, open_atlas

        atlas = open_atlas()[1]
        moment = day(as_of)
        described = _described(atlas, only_place(atlas, " ".join(place)), moment, lang)
        if how is Format.json:
            print_json(described)
        else:
            rows = [
                {
                    "what": key,
                    "value": "; ".join(map(str, value)) if isinstance(value, list) else value,
                }
                for key, value in described.items()
            ]
            show(rows, {"what": say("quoi", "what"), "value": say("valeur", "value")}, how)


def _row(match: Any, lang: Lang) -> dict[str, Any]:
    place = match.place
    return {
        "key": str(place.key),
        "name": place.name,
        "kind": place.kind,
        "departement": place.departement_name,
        "region": place.region_name,
        "match": match.rank.text.of(lang),
        "via": match.via,
    }


def _remark(found: Any, lang: Lang) -> None:
    if found.is_ambiguous:
        remark = Text(
            "Plusieurs lieux répondent aussi bien : précisez par la clé ou par --kind.",
            "Several places answer equally well: be precise with the key or with --kind.",
        )
        typer.echo("\n" + remark.of(lang))


def _described(atlas: Any, place: Any, as_of: dt.date | None, lang: Lang) -> dict[str, Any]:
    composition = atlas.composition(place.key, as_of=as_of)
    described: dict[str, Any] = {
        "key": str(place.key),
        "name": place.name,
        "kind": place.kind,
        "departement": place.departement_name,
        "region": place.region_name,
        "population": None if place.population is None else number(place.population, lang),
        "parents": [str(key) for key in place.parents],
        "standing": None if as_of is None else place.standing(as_of).of(lang),
        "composition": composition.note.of(lang),
        "communes": len(composition.rows),
    }
    if place.key.is_perimeter:
        described["members"] = [
            f"{member.name} ({member.key})" for member in atlas.members_of(place.key)
        ]
    if place.kind == "commune":
        described["perimeters"] = [
            f"{one.name} ({one.key})" for one in atlas.perimeters_of(place.key.code, as_of=as_of)
        ]
    return described
