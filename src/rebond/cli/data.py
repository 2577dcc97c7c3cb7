"""`rebond data status|build|pull`: what data there is, building the snapshot, official files."""

import os
from pathlib import Path
from typing import Annotated

import typer

from rebond.cli.output import Format, format_help, print_lines, progress_bar, show
from rebond.texts import Lang, Text, number


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Données ouvertes : état, construction, fichiers officiels.",
            "Open data: status, building, official files.",
        ),
    )
    app.add_typer(group, name="data")

    @group.command(
        help=say(
            "Dire l’état des données. Pour chaque table : millésime, licence, intacte ou non.",
            "Say the state of the data. For each table: vintage, licence, intact or not.",
        )
    )
    def status(
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.cli.opened import open_snapshot
        from rebond.opendata.status import STATE_NAMES, snapshot_status

        snapshot = open_snapshot()
        states = snapshot_status(snapshot)
        rows = [
            {
                "table": one.name,
                "title": one.title.of(lang),
                "rows": number(one.rows, lang) if how is Format.text else one.rows,
                "observed_until": one.observed_until.isoformat(),
                "vintage": one.vintage.of(lang),
                "licence": one.licence,
                "producer": one.producer,
                "state": STATE_NAMES[one.state].of(lang) if how is Format.text else one.state,
            }
            for one in states
        ]
        columns = {
            "table": "table",
            "rows": say("lignes", "rows"),
            "observed_until": say("décrit jusqu’au", "describes until"),
            "licence": say("licence", "licence"),
            "state": say("état", "state"),
        }
        show(rows, columns, how, right=("rows",), whole=("observed_until",), lang=lang)
        if how is Format.text:
            print_lines(["", say("Empreinte : ", "Digest: ") + snapshot.digest], lang)
        for one in states:
            if not one.is_intact:
                snapshot.table(one.name)  # fails, with what was expected and found

    @group.command(
        help=say(
            "Construire l’instantané à partir d’un miroir.",
            "Build the snapshot from a mirror.",
        )
    )
    def build(
        target: Annotated[
            Path, typer.Option(help=say("Dossier de l’instantané.", "Folder of the snapshot."))
        ],
        mirror: Annotated[
            Path | None,
            typer.Option(
                help=say(
                    "Dossier du miroir ; par défaut REBOND_DATA_MIRROR.",
                    "Folder of the mirror; by default REBOND_DATA_MIRROR.",
                )
            ),
        ] = None,
    ) -> None:
        from rebond.cli.opened import MIRROR_VARIABLE, NoMirror
        from rebond.opendata.building import build_snapshot

        source = mirror or (
            Path(os.environ[MIRROR_VARIABLE]) if os.environ.get(MIRROR_VARIABLE) else None
        )
        if source is None:
            raise NoMirror(MIRROR_VARIABLE)
        with progress_bar(lang) as report:
            built = build_snapshot(source, target, report)
        count = len(built.rows)
        print_lines(
            [
                say(
                    f"{count} tables construites dans {built.target} ; empreinte {built.digest}",
                    f"{count} tables built in {built.target}; digest {built.digest}",
                )
            ],
            lang,
        )

    @group.command(
        help=say(
            "Tirer les fichiers officiels. Ceux dont l’adresse est établie, avec reprise et empreintes.",
            "Pull the official files. Those whose address is established, resumable, with digests.",
        )
    )
    def pull(
        tables: Annotated[
            list[str] | None,
            typer.Argument(help=say("Tables ; par défaut toutes.", "Tables; all by default.")),
        ] = None,
        cache: Annotated[Path, typer.Option(help=say("Dossier de cache.", "Cache folder."))] = Path(
            "var/official"
        ),
        refresh: Annotated[
            bool,
            typer.Option(
                "--refresh",
                help=say(
                    "Demander à nouveau ce qui est en cache.", "Ask again for what is cached."
                ),
            ),
        ] = False,
    ) -> None:
        from rebond.cli.opened import open_snapshot
        from rebond.opendata.download import pull as pull_files

        with progress_bar(lang) as report:
            pulled = pull_files(
                open_snapshot().catalogue,
                cache,
                names=tables or None,
                refresh=refresh,
                on_progress=lambda name, done, total: report(name, done, total or 0),
            )
        for one in pulled.pulled:
            typer.echo(f"{one.path} {one.size} {one.sha256}")
        for dataset in pulled.unknown:
            print_lines(
                [
                    say(
                        f"{dataset.id} : l’adresse du fichier officiel n’est pas établie.",
                        f"{dataset.id}: the address of the official file is not established.",
                    )
                ],
                lang,
            )
