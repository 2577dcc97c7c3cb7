"""A command that is not written as it should be, in words: the command library speaks English only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rebond.errors import BadInput
from rebond.texts import Text

if TYPE_CHECKING:
    from typer import TyperException


class BadCommand(BadInput):
    """The command line has a name, an option or a value that the command does not know."""

    def __init__(self, what: Text, command: str) -> None:
        self.command = command
        super().__init__(
            what,
            cure=Text("Voir « {command} --help ».", "See “{command} --help”.").filled(
                command=command
            ),
        )


def bad_command(error: TyperException) -> BadCommand:
    """Return the error of the command library in both languages.

    The library names the kind of error by its class and keeps its data as attributes; what it says in
    a sentence only is recognised by that sentence, and said as it is when it is not recognised.
    """
    context = getattr(error, "ctx", None)
    command = "rebond" if context is None else str(context.command_path)
    return BadCommand(_what(error), command)


def _what(error: Any) -> Text:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        near = ", ".join(sorted(error.possibilities or ()))
        known = Text(f" Proche : {near}.", f" Near: {near}.") if near else Text("", "")
        return Text(
            "L’option {option} n’existe pas.{known}", "There is no option {option}.{known}"
        ).filled(option=error.option_name, known=known)
    if kind == "BadOptionUsage":
        return Text(
            "L’option {option} attend une valeur.", "The option {option} needs a value."
        ).filled(option=error.option_name)
    if kind == "MissingParameter":
        return Text("Il manque {name}.", "{name} is missing.").filled(name=_name(error))
    if kind == "BadParameter":
        return Text(
            "La valeur donnée pour {name} ne convient pas : {why}.",
            "The value given for {name} does not fit: {why}.",
        ).filled(name=_name(error), why=_sentence(error.message.rstrip(".")))
    return _sentence(error.message)


def _name(error: Any) -> str:
    """Return how a person writes the parameter: its option, or the name of the argument."""
    parameter = error.param
    if parameter is None:
        return "—"
    return str(parameter.name if parameter.param_type_name == "argument" else parameter.opts[0])


_SENTENCES = (
    (
        r"No such command '(?P<name>.*?)'\.",
        Text("La commande « {name} » n’existe pas.", "There is no command “{name}”."),
    ),
    (
        r"No such command '(?P<name>.*?)'\. Did you mean (?P<near>.*)\?",
        Text(
            "La commande « {name} » n’existe pas. Proche : {near}.",
            "There is no command “{name}”. Near: {near}.",
        ),
    ),
    (
        r"Got unexpected extra argument\(s\) \((?P<name>.*)\)",
        Text("« {name} » est de trop.", "“{name}” is too much."),
    ),
    (r"Missing command\.", Text("Il manque une commande.", "A command is missing.")),
    (r"Input should be a valid integer.*", Text("un entier est attendu", "an integer is needed")),
    (
        r"Input should be (greater|less) than or equal to (?P<end>.*)",
        Text("hors des bornes (limite : {end})", "out of range (limit: {end})"),
    ),
    (
        r"Value error, '(?P<found>.*)' is not one of (?P<names>'.*')\.?",
        Text("« {found} » n’est pas l’un de {names}", "“{found}” is not one of {names}"),
    ),
)


def _sentence(message: str) -> Text:
    for form, text in _SENTENCES:
        found = re.fullmatch(form, message, flags=re.DOTALL)
        if found:
            return text.filled(**found.groupdict())
    return Text(message, message)
