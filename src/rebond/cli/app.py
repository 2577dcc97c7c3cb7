"""The command tree and the one place where an error becomes words and an exit code."""

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from functools import cache
from typing import Any

import typer

from rebond import __version__
from rebond.cli.language import UnknownLanguage, chosen_language, help_in, typeset
from rebond.cli.layout import plain, terminal_width, wrapped
from rebond.cli.usage import bad_command
from rebond.errors import RebondError, refusal
from rebond.texts import Lang, Text

DEBUG_VARIABLE = "REBOND_DEBUG"
FAILED, INTERRUPTED = 1, 130


def build_app(lang: Lang) -> typer.Typer:
    """Build the command tree with its help in `lang`."""
    from rebond.cli import (
        aid,
        data,
        decision,
        demo,
        evidence,
        journal,
        procedure,
        programme,
        questions,
        results,
        serve,
        site,
        sites,
        sites_import,
        territory,
        training,
        verification,
    )

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
            "Codes de sortie : 0 fait, 1 échec, 2 entrée inutilisable, 3 données abîmées, "
            "4 décision non reproduite, 130 interrompu.",
            "Exit codes: 0 done, 1 failed, 2 unusable input, 3 damaged data, "
            "4 decision not reproduced, 130 interrupted.",
        ),
    )

    @app.callback()
    def options(
        lang: str = typer.Option(
            "fr",
            "--lang",
            envvar="REBOND_LANG",
            help=say(
                "Langue, fr ou en, n’importe où sur la ligne.",
                "Language, fr or en, anywhere on the line.",
            ),
        ),
    ) -> None:
        _ = lang  # read by `chosen_language` before the tree is built

    @app.command(help=say("Afficher la version.", "Print the version."))
    def version() -> None:
        typer.echo(__version__)

    nouns = (
        programme,
        territory,
        evidence,
        decision,
        verification,
        procedure,
        aid,
        site,
        sites,
        sites_import,
        questions,
        training,
        results,
        data,
        journal,
        demo,
        serve,
    )
    for noun in nouns:
        noun.register(app, lang)
    return app


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    lang, kept, unknown = chosen_language(given, os.environ)
    try:
        code = _invoke(kept, lang, unknown)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader closed, as in `rebond … | head`: nobody is left to tell
        _silence_output()
        code = 0
    except Exception as error:  # noqa: BLE001 - the one place where any error becomes words
        code = tell(error, lang)
    except KeyboardInterrupt:
        typer.echo(Text("Interrompu.", "Interrupted.").of(lang), err=True)
        code = INTERRUPTED
    raise SystemExit(code)


def _invoke(arguments: list[str], lang: Lang, unknown_lang: str | None) -> int:
    """Run one command; its help page is caught to be said in the language of its texts."""
    if unknown_lang is not None:
        raise UnknownLanguage(unknown_lang)
    command = _tree(lang)
    page = io.StringIO()
    catching = contextlib.redirect_stdout(page) if "--help" in arguments else _nothing()
    try:
        with catching, command.make_context("rebond", arguments) as context:
            command.invoke(context)
    except typer.Exit as leaving:
        return leaving.exit_code
    finally:
        if page.getvalue():
            typer.echo(help_in(lang, page.getvalue()), nl=False)
    return 0


@cache
def _tree(lang: Lang) -> Any:
    return typer.main.get_command(build_app(lang))


def _nothing() -> contextlib.AbstractContextManager[None]:
    return contextlib.nullcontext()


def tell(error: Exception, lang: Lang) -> int:
    """Say an error on the error stream and return its exit code."""
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(help_in(lang, str(error)), err=True)
        return 2
    if isinstance(error, typer.Abort):
        typer.echo(Text("Interrompu.", "Interrupted.").of(lang), err=True)
        return INTERRUPTED
    told = in_words(error)
    message = typeset(Text("Erreur : ", "Error: ").of(lang) + told.message(lang), lang)
    if sys.stderr.isatty():  # a log keeps whole lines, which can be searched
        message = "\n".join(wrapped(message, terminal_width()))
    typer.echo(plain(message), err=True)
    return told.exit_code


def in_words(error: Exception) -> RebondError:
    """Return an error that speaks both languages, whatever was raised."""
    if isinstance(error, RebondError):
        return error
    if isinstance(error, typer.TyperException):
        return bad_command(error)
    if isinstance(error, OSError):
        return SystemRefused(error)
    return Unexpected(error)


class SystemRefused(RebondError):
    """The system refused to read or write something that no command expected it to refuse."""

    def __init__(self, error: OSError) -> None:
        super().__init__(
            Text("Le système refuse : {reason}.", "The system refuses: {reason}.").filled(
                reason=refusal(error)
            ),
            where=None if error.filename is None else os.fsdecode(error.filename),
            cure=Text(
                "Vérifiez le chemin, les droits et la place libre.",
                "Check the path, the permissions and the free space.",
            ),
        )


class Unexpected(RebondError):
    """An error that nobody foresaw: a defect of Rebond, to be reported."""

    def __init__(self, error: Exception) -> None:
        super().__init__(
            Text(
                "Erreur interne ({kind}) : {reason}.", "Internal error ({kind}): {reason}."
            ).filled(kind=type(error).__name__, reason=str(error) or "—"),
            why=Text(
                "C’est un défaut de Rebond, pas de ce que vous avez écrit.",
                "This is a defect of Rebond, not of what you wrote.",
            ),
            cure=Text(
                f"Signalez-le avec la commande et la trace que donne {DEBUG_VARIABLE}=1.",
                f"Report it with the command and the trace that {DEBUG_VARIABLE}=1 gives.",
            ),
        )


def _silence_output() -> None:
    """Let the interpreter close its output without a second error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
