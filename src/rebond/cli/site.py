"""`rebond site plan|example`: when a plant may run on a site, how surely, and what to do first."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rebond.cli.output import Format, print_csv, print_json, show
from rebond.texts import Lang, Text

if TYPE_CHECKING:
    from rebond.procedure.plan_result import SitePlan
    from rebond.procedure.site_model import ReadSite


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Sites : dates avec leur probabilité, maturité, ce qu’il faut anticiper d’abord.",
            "Sites: dates with their probability, maturity, what to anticipate first.",
        ),
    )
    app.add_typer(group, name="site")

    @group.command(
        help=say(
            "Planifier un site décrit en YAML ou en JSON.",
            "Plan a site described in YAML or JSON.",
        )
    )
    def plan(
        file: Annotated[
            str,
            typer.Argument(
                help=say(
                    "Fichier, ou nom d’un exemple livré (rebond site example).",
                    "File, or name of a shipped example (rebond site example).",
                )
            ),
        ],
        as_of: Annotated[
            str | None,
            typer.Option(
                "--as-of",
                "--on",
                help=say(
                    "Jour de lecture ; par défaut aujourd’hui.", "Day of reading; today by default."
                ),
            ),
        ] = None,
        what_if: Annotated[
            list[str] | None,
            typer.Option(
                help=say(
                    "Tâche à supposer faite ; répétable.",
                    "Task to suppose done; may be repeated.",
                )
            ),
        ] = None,
        by: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Chance d’être en service à cette date.",
                    "Chance of being in operation by this date.",
                )
            ),
        ] = None,
        draws: Annotated[
            int, typer.Option(help=say("Nombre de tirages.", "Number of draws."))
        ] = 10_000,
        seed: Annotated[
            int, typer.Option(help=say("Graine des tirages.", "Seed of the draws."))
        ] = 20_200_720,
        pdf: Annotated[
            Path | None,
            typer.Option(help=say("Écrire aussi le plan en PDF.", "Also write the plan as PDF.")),
        ] = None,
        how: Annotated[Format, typer.Option("--format")] = Format.text,
    ) -> None:
        from rebond.cli.opened import day
        from rebond.cli.site_text import plan_text
        from rebond.procedure.legal_time import paris_day
        from rebond.procedure.planning import plan_site
        from rebond.procedure.schedule import step_rows

        read = _read(file)
        moment = day(as_of) or paris_day(dt.datetime.now(tz=dt.UTC))
        found = plan_site(read, as_of=moment, draws=draws, seed=seed, what_if=what_if or ())
        if pdf is not None:
            _write_pdf(found, read, pdf, lang)
            typer.echo(say(f"Écrit\u202f: {pdf}", f"Written: {pdf}"), err=True)
        if how is Format.json:
            print_json(found.as_json())
        elif how is Format.csv:
            print_csv(step_rows(found, lang))
        else:
            typer.echo(plan_text(found, read, lang, by=day(by)))

    @group.command(
        help=say(
            "Lister les sites livrés, ou écrire la description de l’un d’eux.",
            "List the shipped sites, or print the description of one.",
        )
    )
    def example(
        name: Annotated[
            str | None, typer.Argument(help=say("Nom de l’exemple.", "Name of the example."))
        ] = None,
        how: Annotated[Format, typer.Option("--format")] = Format.text,
    ) -> None:
        from rebond.procedure.examples import shipped_example, shipped_examples

        if name is not None:
            found = shipped_example(name)
            if how is Format.json:
                print_json(found.read.site.as_json())
            else:
                typer.echo(found.content, nl=False)
            return
        rows = [_example_row(one.id, one.read, lang) for one in shipped_examples()]
        columns = {
            "example": say("exemple", "example"),
            "name": say("site", "site"),
            "nature": say("nature", "kind"),
            "description": "description",
        }
        show(rows, columns, how)


def _read(file: str) -> "ReadSite":
    """Read the file; a name that is no file may be a shipped example."""
    from rebond.procedure.examples import shipped_examples
    from rebond.procedure.site_model import read_site

    path = Path(file)
    if not path.exists():
        for one in shipped_examples():
            if one.id == file:
                return one.read
    return read_site(path)


def _write_pdf(plan: "SitePlan", read: "ReadSite", target: Path, lang: Lang) -> None:
    from rebond.canonical import replace_file
    from rebond.cli.opened import UnwritableTarget
    from rebond.procedure.plan_document import plan_pdf

    content = plan_pdf(plan, read, lang)
    try:
        replace_file(target, content)
    except OSError as error:
        raise UnwritableTarget(target) from error


def _example_row(example_id: str, read: "ReadSite", lang: Lang) -> dict[str, Any]:
    site = read.site
    nature = (
        Text("fictif", "fictitious")
        if site.is_fictitious
        else Text("réel, d’après des sources publiques", "real, from public sources")
    )
    return {
        "example": example_id,
        "name": site.name,
        "nature": nature.of(lang),
        "description": None if site.description is None else site.description.of(lang),
    }
