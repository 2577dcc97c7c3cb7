"""`rebond serve`: the platform, with its worker beside it."""

from typing import Annotated

import typer

from rebond.texts import Lang, Text


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    @app.command(
        help=say(
            "Servir la plateforme et son ouvrier de calcul, jusqu’à Ctrl-C.",
            "Serve the platform and its worker, until Ctrl-C.",
        )
    )
    def serve(
        host: Annotated[
            str, typer.Option(help=say("Adresse où écouter.", "Address to listen on."))
        ] = "127.0.0.1",
        port: Annotated[
            int, typer.Option(min=1, max=65535, help=say("Port où écouter.", "Port to listen on."))
        ] = 8000,
        workers: Annotated[
            int, typer.Option(min=1, max=64, help=say("Processus web.", "Web processes."))
        ] = 2,
    ) -> None:
        from rebond.web.serving import serve as run

        raise typer.Exit(run(host, port, workers=workers, say=typer.echo, lang=lang))
