"""`rebond sites import` and `rebond sites load-labelled`: what enters the registry without a browser."""

from datetime import datetime
from pathlib import Path

import typer

from rebond.cli.output import progress_bar
from rebond.texts import Lang, Text


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the group `sites`, made here when nobody has."""
    group = _group(app, lang)

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    file = typer.Argument(
        ...,
        exists=True,
        dir_okay=False,
        help=say("CSV, GeoJSON ou GeoPackage.", "CSV, GeoJSON or GeoPackage."),
    )
    slug = typer.Option(
        ..., "--as", help=say("Nom court de l’organisation.", "Slug of the organisation.")
    )
    named = typer.Option(
        "",
        "--table",
        help=say("Table, si elle n’est pas reconnue.", "Table, when it is not recognised."),
    )
    origin = typer.Option(
        "", "--source", help=say("D’où viennent les données.", "Where the data comes from.")
    )
    day = typer.Option(
        None,
        "--stated-on",
        formats=["%Y-%m-%d"],
        help=say(
            "Jour auquel les données étaient vraies\u202f; sans lui, ce qui ne porte pas sa date est montré comme ancien.",
            "Day on which the data were true; without it, what bears no date is shown as old.",
        ),
    )
    checked = typer.Option(
        False, "--check-only", help=say("Contrôler sans appliquer.", "Check without applying.")
    )

    @group.command(
        name="import",
        help=say(
            "Contrôler un fichier de sites et l’appliquer au registre pour une organisation.",
            "Check a file of sites and apply it to the registry for an organisation.",
        ),
    )
    def import_file(
        path: Path = file,
        organisation: str = slug,
        table: str = named,
        source: str = origin,
        stated_on: datetime | None = day,
        check_only: bool = checked,
    ) -> None:
        from rebond.web.serving import prepare

        prepare()
        from rebond.web import clock
        from rebond.web.sites.importing import imported

        with progress_bar(lang) as progress:
            done = imported(
                path,
                organisation,
                clock.now(),
                table=table,
                source=source,
                stated_on=stated_on.date() if stated_on else None,
                check_only=check_only,
                on_progress=lambda step, part, whole: progress(step.of(lang), part, whole),
            )
        typer.echo(done.words.of(lang))
        if not done.is_accepted:
            raise typer.Exit(2)

    @group.command(
        name="load-labelled",
        help=say(
            "Charger les sites labellisés que nomment des pages publiques\u202f; sans effet la seconde fois.",
            "Load the labelled sites that public pages name; without effect the second time.",
        ),
    )
    def load_labelled() -> None:
        from rebond.web.serving import prepare

        prepare()
        from rebond.web import clock
        from rebond.web.sites import labelled

        done = labelled.load(clock.now())
        typer.echo(
            say(
                f"{done.sites} sites labellisés, {done.labels} labels\u202f; nouveaux : {done.new_sites} sites.",
                f"{done.sites} labelled sites, {done.labels} labels; new: {done.new_sites} sites.",
            )
        )


def _group(app: typer.Typer, lang: Lang) -> typer.Typer:
    for known in app.registered_groups:
        if known.name == "sites" and known.typer_instance is not None:
            return known.typer_instance
    words = Text("Fichiers de sites et registre.", "Files of sites and registry.")
    group = typer.Typer(no_args_is_help=True, help=words.of(lang))
    app.add_typer(group, name="sites")
    return group
