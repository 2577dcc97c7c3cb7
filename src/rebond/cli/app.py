"""The command tree and the one place where an error becomes words and an exit code."""

import os
import sys
from collections.abc import Sequence

import typer

from rebond import __version__
from rebond.cli.language import chosen_language
from rebond.errors import RebondError
from rebond.texts import Lang, Text


def build_app(lang: Lang) -> typer.Typer:
    """Build the command tree with its help in `lang`."""
    from rebond.cli import data, decision, evidence, programme, serve, territory

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    app = typer.Typer(
        name="rebond",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=say(
            "Conduire un programme industriel territorial : faits, évaluation, décision expliquée et recalculable.",
            "Run a place-based industrial programme: facts, evaluation, a decision explained and computed again.",
        ),
        epilog=say(
            "Codes de sortie : 0 fait, 1 échec, 2 entrée inutilisable, 3 données abîmées, 4 décision non reproduite.",
            "Exit codes: 0 done, 1 failed, 2 unusable input, 3 damaged data, 4 decision not reproduced.",
        ),
    )

    @app.callback()
    def options(
        lang: str = typer.Option(
            "fr",
            "--lang",
            envvar="REBOND_LANG",
            help=say("Langue : fr ou en.", "Language: fr or en."),
        ),
    ) -> None:
        _ = lang  # read by `chosen_language` before the tree is built

    @app.command(help=say("Afficher la version.", "Print the version."))
    def version() -> None:
        typer.echo(__version__)

    for noun in (programme, territory, evidence, decision, data, serve):
        noun.register(app, lang)
    return app


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang = chosen_language(given, os.environ)
    command = typer.main.get_command(build_app(lang))
    try:
        code = command.main(args=given, prog_name="rebond", standalone_mode=False)
    except RebondError as error:
        heading = Text("Erreur", "Error").of(lang)
        typer.echo(f"{heading} : {error.message(lang)}", err=True)
        raise SystemExit(error.exit_code) from error
    except typer.TyperException as error:
        shown = getattr(error, "show", None)  # errors of usage show the usage too
        if shown is None:
            typer.echo(error.format_message(), err=True)
        else:
            shown()
        raise SystemExit(error.exit_code) from error
    except (typer.Abort, KeyboardInterrupt) as error:
        typer.echo(Text("Interrompu.", "Interrupted.").of(lang), err=True)
        raise SystemExit(130) from error
    except BrokenPipeError as error:  # the reader closed: `rebond … | head`
        sys.stderr.close()
        raise SystemExit(0) from error
    raise SystemExit(code or 0)
