"""`rebond territory find|show`: look a place up by code, name or point; say where it belongs."""

import datetime as dt
from typing import Annotated, Any

import typer

from rebond.cli.language import typeset
from rebond.cli.layout import labelled_lines, terminal_width
from rebond.cli.output import (
    Format,
    format_help,
    print_csv,
    print_json,
    print_lines,
    print_paragraphs,
    show,
)
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
            "Chercher un lieu. Par code, par nom (accents et articles facultatifs), par clé ou par « lon,lat ».",
            "Find a place. By code, by name (accents and articles optional), by key or by “lon,lat”.",
        )
    )
    def find(
        query: Annotated[
            list[str], typer.Argument(help=say("Ce que l’on cherche.", "What to find."))
        ],
        kind: Annotated[
            list[str] | None,
            typer.Option(
                metavar=say("NATURE", "KIND"),
                help=say("Ne chercher que cette nature ; à répéter.", "This kind only; repeated."),
            ),
        ] = None,
        as_of: Annotated[str | None, typer.Option(help=as_of_help)] = None,
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.cli.opened import day, open_atlas, point

        moment, atlas = day(as_of), open_atlas()[1]
        asked = " ".join(query)
        where = point(asked)
        found = (
            atlas.find(asked, kinds=kind, as_of=moment)
            if where is None
            else atlas.find_point(*where)
        )
        rows = [_row(match, lang) for match in found.matches]
        if how is Format.json:
            print_json({"query": asked, "is_ambiguous": found.is_ambiguous, "matches": rows})
        if not found.matches:
            found.only()  # says what is near, and leaves with the code for unusable input
        if how is Format.csv:
            print_csv(rows)
        if how is Format.text:
            _print_matches(found, rows, lang)

    @group.command(
        name="show",
        help=say(
            "Montrer un territoire. Rattachements, périmètres, composition.",
            "Show a territory. Parents, perimeters, composition.",
        ),
    )
    def show_(
        place: Annotated[
            list[str], typer.Argument(help=say("Clé, code ou nom.", "Key, code or name."))
        ],
        as_of: Annotated[str | None, typer.Option(help=as_of_help)] = None,
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.cli.opened import day, only_place, open_atlas

        moment, atlas = day(as_of), open_atlas()[1]
        described = _described(atlas, only_place(atlas, " ".join(place)), moment, lang)
        if how is Format.json:
            print_json(described)
        elif how is Format.csv:
            print_csv([{key: _joined(value) for key, value in described.items()}])
        else:
            _print_described(described, lang)


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
        "former": None if match.former is None else _former(match.former, lang),
        "distance_km": None if match.distance_km is None else round(match.distance_km, 3),
    }


def _former(one: Any, lang: Lang) -> str:
    return f"{one.name} ({one.code}), {one.when.of(lang)}"


def _match(row: dict[str, Any], lang: Lang) -> str:
    if row["distance_km"] is not None:
        return f"{number(row['distance_km'], lang, digits=1)} km"
    return row["match"] if row["former"] is None else f"{row['match']}, {row['former']}"


def _print_matches(found: Any, rows: list[dict[str, Any]], lang: Lang) -> None:
    cells = [
        {
            "key": row["key"],
            "name": row["name"],
            "where": ", ".join(
                dict.fromkeys(part for part in (row["departement"], row["region"]) if part)
            ),
            "match": _match(row, lang),
        }
        for row in rows
    ]
    columns = {
        "key": Text("clé", "key").of(lang),
        "name": Text("nom", "name").of(lang),
        "where": Text("où", "where").of(lang),
        "match": Text("trouvé par", "found by").of(lang),
    }
    if rows[0]["distance_km"] is not None:
        columns["match"] = Text("à (centre)", "at (centre)").of(lang)
    show(cells, columns, Format.text, whole=("key",), lang=lang)
    remarks = []
    if found.is_ambiguous:
        remarks.append(
            Text(
                "Plusieurs lieux répondent aussi bien : précisez par la clé ou par --kind.",
                "Several places answer equally well: be precise with the key or with --kind.",
            )
        )
    if found.total > len(rows):
        remarks.append(
            Text(
                f"{len(rows)} lieux montrés sur {found.total}.",
                f"{len(rows)} places shown of {found.total}.",
            )
        )
    if remarks:
        print_paragraphs(["", *(remark.of(lang) for remark in remarks)], lang)


def _described(atlas: Any, place: Any, as_of: dt.date | None, lang: Lang) -> dict[str, Any]:
    composition = atlas.composition(place.key, as_of=as_of)
    described: dict[str, Any] = {
        "key": str(place.key),
        "name": place.name,
        "kind": place.kind,
        "departement": place.departement_name,
        "region": place.region_name,
        "population": None if place.population is None else int(place.population),
        "parents": [_named(atlas.place(key)) for key in place.parents],
        "standing": None if as_of is None else place.standing(as_of).of(lang),
        "communes": len(composition.rows),
        "composition": composition.note.of(lang),
    }
    if place.key.is_perimeter:
        described["members"] = [_named(member) for member in atlas.members_of(place.key)]
    if place.kind == "commune":
        described["perimeters"] = [
            _named(one) for one in atlas.perimeters_of(place.key.code, as_of=as_of)
        ]
    return described


def _named(one: Any) -> str:
    return f"{one.name} ({one.key})"


def _joined(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value


_LABELS = {
    "key": Text("clé", "key"),
    "name": Text("nom", "name"),
    "kind": Text("nature", "kind"),
    "departement": Text("département", "département"),
    "region": Text("région", "région"),
    "population": Text("population", "population"),
    "parents": Text("rattachements", "parents"),
    "standing": Text("à cette date", "on that day"),
    "communes": Text("communes", "communes"),
    "composition": Text("source", "source"),
    "members": Text("membres", "members"),
    "perimeters": Text("périmètres", "perimeters"),
}


def _print_described(described: dict[str, Any], lang: Lang) -> None:
    from rebond.territory.keys import kind_text

    pairs = []
    for key, value in described.items():
        if value is None or value == []:
            continue
        if isinstance(value, list):
            written = "\n".join(value)
        else:
            written = number(value, lang) if isinstance(value, int) else value
        if key == "kind":
            written = kind_text(value).of(lang)
        pairs.append((_LABELS[key].of(lang), typeset(written, lang)))
    print_lines(labelled_lines(pairs, terminal_width()))
