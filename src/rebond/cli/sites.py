"""`rebond sites check|convert|schema`: files of sites in the CNIG standards, checked row by row."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rebond.cli.output import (
    Format,
    Progress,
    format_help,
    print_csv,
    print_json,
    print_paragraphs,
    progress_bar,
    show,
)
from rebond.errors import BadInput
from rebond.texts import Lang, Text, number

if TYPE_CHECKING:
    from rebond.sitefiles import Note, Opened

TABLE_IDS = "pole-eco, site-eco, terrain-eco, etablissement, friches, rebond-extension"


class Target(StrEnum):
    """The formats written."""

    csv = "csv"
    geojson = "geojson"
    gpkg = "gpkg"


class RowsRefused(BadInput):
    """Some rows of a file cannot be taken."""

    def __init__(self, path: Path, refused: int, taken: int) -> None:
        self.refused, self.taken = refused, taken
        super().__init__(
            Text(
                "{refused} ligne(s) refusée(s), {taken} acceptée(s).",
                "{refused} row(s) refused, {taken} taken.",
            ).filled(refused=refused, taken=taken),
            where=path.name,
            cure=Text(
                "Corrigez les lignes refusées ; « rebond sites check » les nomme toutes.",
                "Correct the refused rows; “rebond sites check” names them all.",
            ),
        )


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Fichiers de sites aux standards CNIG : contrôler, convertir, décrire.",
            "Files of sites in the CNIG standards: check, convert, describe.",
        ),
    )
    app.add_typer(group, name="sites")
    file_help = say("Fichier CSV, GeoJSON ou GeoPackage.", "CSV, GeoJSON or GeoPackage file.")
    table_help = say(
        f"Table du fichier, reconnue par défaut : {TABLE_IDS}.",
        f"Table of the file, recognised by default: {TABLE_IDS}.",
    )

    @group.command(
        help=say(
            "Contrôler un fichier ligne par ligne : ce qui est corrigé, douteux, refusé.",
            "Check a file row by row: what is corrected, doubtful, refused.",
        )
    )
    def check(
        file: Annotated[Path, typer.Argument(help=file_help, show_default=False)],
        table: Annotated[str | None, typer.Option(help=table_help)] = None,
        most: Annotated[
            int,
            typer.Option(
                help=say(
                    "Remarques montrées au plus ; 0 : toutes.", "Remarks shown at most; 0: all."
                )
            ),
        ] = 100,
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        summary, shown, total = _checked(file, table, most, lang)
        if how is Format.json:
            print_json({**summary, "notes": [_note(note, lang) for note in shown]})
        elif how is Format.csv:
            print_csv([_note(note, lang) for note in shown])
        else:
            _print(summary, shown, total, lang)
        if summary["refused"]:
            raise RowsRefused(file, summary["refused"], summary["taken"])

    @group.command(
        help=say(
            "Convertir un fichier en sa forme canonique ; rien n’est écrit si une ligne est refusée.",
            "Convert a file to its canonical form; nothing is written when a row is refused.",
        )
    )
    def convert(
        file: Annotated[Path, typer.Argument(help=file_help, show_default=False)],
        to: Annotated[Target, typer.Option(help=say("Format voulu.", "Format wanted."))],
        table: Annotated[str | None, typer.Option(help=table_help)] = None,
        out: Annotated[
            Path | None,
            typer.Option(
                help=say(
                    "Fichier à écrire ; par défaut à côté du premier, sous le nom de la table.",
                    "File to write; by default beside the first, named after the table.",
                )
            ),
        ] = None,
    ) -> None:
        from rebond.cli.opened import UnwritableTarget
        from rebond.sitefiles import write

        with progress_bar(lang) as report:
            opened = _open(file, table, report)
            rows = list(opened)
        refused = sum(row.is_refused for row in rows)
        if refused:
            raise RowsRefused(file, refused, len(rows) - refused)
        target = out or file.with_name(f"{opened.table.id}.{to.value}")
        if target.resolve() == file.resolve():
            raise UnwritableTarget(
                target, Text("c’est le fichier lu", "it is the file that is read")
            )
        try:
            count = write(opened.table, rows, target, format=to.value)
        except OSError as error:
            raise UnwritableTarget(target) from error
        typer.echo(say(f"{count} ligne(s) : {target}", f"{count} row(s): {target}"), err=True)

    @group.command(
        help=say(
            "Décrire une table : champs, types, listes ; en JSON, un Table Schema.",
            "Describe a table: fields, types, lists; in JSON, a Table Schema.",
        )
    )
    def schema(
        table: Annotated[
            str, typer.Argument(help=say(f"Une de : {TABLE_IDS}.", f"One of: {TABLE_IDS}."))
        ],
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.sitefiles import table as table_of
        from rebond.sitefiles import table_schema

        if how is Format.json:
            print_json(table_schema(table))
            return
        rows = [
            {
                "name": one.name,
                "type": one.type,
                "required": say("oui", "yes") if one.required else "",
                "title": one.title.of(lang),
                "unit": one.unit or "",
                "choices": " · ".join(one.choices),
            }
            for one in table_of(table).fields
        ]
        columns = {
            "name": say("champ", "field"),
            "type": say("type", "type"),
            "required": say("obligatoire", "required"),
            "title": say("intitulé", "title"),
            "unit": say("unité", "unit"),
            "choices": say("liste", "list"),
        }
        show(rows, columns, how, whole=("name",), lang=lang)


def _checked(
    file: Path, table: str | None, most: int, lang: Lang
) -> tuple[dict[str, Any], list["Note"], int]:
    """Return the counts of a file, the notes to show and how many there are."""
    counts = {"corrected": 0, "warning": 0}
    taken, refused, total, shown = 0, 0, 0, list["Note"]()
    with progress_bar(lang) as report:
        opened = _open(file, table, report)
        shown += opened.notes
        total += len(opened.notes)
        for row in opened:
            refused += row.is_refused
            taken += not row.is_refused
            for severity in counts:
                counts[severity] += any(note.severity == severity for note in row.notes)
            total += len(row.notes)
            if most == 0 or len(shown) < most:
                shown += row.notes
    shown = shown if most == 0 else shown[:most]
    summary = {
        "file": file.name,
        "table": opened.table.id,
        "format": opened.format,
        "encoding": opened.encoding,
        "separator": opened.separator,
        "crs": opened.crs,
        "rows": taken + refused,
        "taken": taken,
        "refused": refused,
        **counts,
    }
    return summary, shown, total


def _open(file: Path, table: str | None, report: Progress) -> "Opened":
    from rebond.cli.opened import open_atlas
    from rebond.sitefiles import open_rows

    return open_rows(
        file,
        table=table,
        communes=open_atlas()[1],
        on_progress=lambda done, total: report(file.name, done, total),
    )


def _note(note: "Note", lang: Lang) -> dict[str, Any]:
    return {
        "row": note.row or None,
        "field": note.field or None,
        "severity": note.severity,
        "code": note.code,
        "found": note.found,
        "used": note.used,
        "words": note.words.of(lang),
    }


_SEVERITIES = {
    "corrected": Text("corrigé", "corrected"),
    "warning": Text("à voir", "to check"),
    "refused": Text("refusé", "refused"),
}


def _print(summary: dict[str, Any], notes: list["Note"], total: int, lang: Lang) -> None:
    counted = {
        key: number(summary[key], lang)
        for key in ("rows", "taken", "refused", "corrected", "warning")
    }
    head = Text(
        "{table} : {rows} ligne(s), {taken} acceptée(s) (dont {corrected} corrigée(s), {warning} à voir), "
        "{refused} refusée(s).",
        "{table}: {rows} row(s), {taken} taken (of which {corrected} corrected, {warning} to check), "
        "{refused} refused.",
    ).filled(table=summary["table"], **counted)
    print_paragraphs([head.of(lang), ""], lang)
    if not notes:
        return
    rows = [
        {
            "row": str(note.row) if note.row else "—",
            "field": note.field,
            "what": _SEVERITIES[note.severity].of(lang),
            "words": note.words.of(lang),
        }
        for note in notes
    ]
    columns = {
        "row": Text("ligne", "row").of(lang),
        "field": Text("champ", "field").of(lang),
        "what": Text("issue", "outcome").of(lang),
        "words": Text("remarque", "remark").of(lang),
    }
    show(rows, columns, Format.text, right=("row",), whole=("field",), lang=lang)
    if len(notes) < total:
        more = Text(
            "{shown} remarques montrées sur {total} (--most).",
            "{shown} of {total} remarks (--most).",
        ).filled(shown=len(notes), total=total)
        print_paragraphs(["", more.of(lang)], lang)
