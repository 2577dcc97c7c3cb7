"""Which language the command speaks: ``--lang`` anywhere, then ``REBOND_LANG``, then French."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rebond.errors import BadInput
from rebond.texts import LANGS, NARROW_NO_BREAK_SPACE, Lang, Text

OPTION = "--lang"
VARIABLE = "REBOND_LANG"


class UnknownLanguage(BadInput):
    """A language is asked for that the command does not speak."""

    def __init__(self, asked: str) -> None:
        self.asked = asked
        super().__init__(
            Text("La langue « {asked} » n’existe pas ici.", "No language “{asked}” here.").filled(
                asked=asked
            ),
            cure=Text("Écrivez --lang fr ou --lang en.", "Write --lang fr or --lang en."),
        )


def chosen_language(
    arguments: Sequence[str], environment: Mapping[str, str]
) -> tuple[Lang, list[str], str | None]:
    """Read the language before the command tree is built, because its help is in that language too.

    Returns
    -------
    tuple
        The language, the arguments without the option, and what was asked for when no language has
        that name. After ``--`` nothing is read as an option.
    """
    kept: list[str] = []
    asked: str | None = None
    position = 0
    while position < len(arguments):
        argument = arguments[position]
        if argument == "--":
            kept += arguments[position:]
            break
        if argument == OPTION and position + 1 < len(arguments):
            asked = arguments[position + 1]
            position += 1
        elif argument.startswith(OPTION + "="):
            asked = argument.removeprefix(OPTION + "=")
        else:
            kept.append(argument)
        position += 1
    from_environment = _language(environment.get(VARIABLE, "").split("_")[0]) or "fr"
    if asked is None:
        return from_environment, kept, None
    found = _language(asked)
    return found or from_environment, kept, None if found else asked


def _language(written: str) -> Lang | None:
    return next((lang for lang in LANGS if lang == written.lower()), None)


_BEFORE = re.compile(r" (?=[:;!?»%](?:\s|$|[)\]»,.]))")
_AFTER = re.compile(r"(?<=«) ")


def typeset(text: str, lang: Lang) -> str:
    """Set French double punctuation, guillemets and percent signs with narrow no-break spaces.

    Examples
    --------
    >>> typeset("« oui » : 5 %", "fr").replace("\\u202f", "~")
    '«~oui~»~: 5~%'
    >>> typeset("a : b", "en")
    'a : b'
    """
    if lang != "fr":
        return text
    return _AFTER.sub(NARROW_NO_BREAK_SPACE, _BEFORE.sub(NARROW_NO_BREAK_SPACE, text))


_FRENCH_HELP = (
    ("Usage:", "Utilisation :"),
    ("Try '", "Essayez « "),
    ("' for help.", " »."),
    ("Arguments:", "Arguments :"),
    ("Options:", "Options :"),
    ("Commands:", "Commandes :"),
    ("[OPTIONS]", "[OPTIONS]"),
    ("COMMAND [ARGS]...", "COMMANDE [ARGUMENTS]..."),
    ("Show this message and exit.", "Afficher cette aide."),
    ("[default: ", "[par défaut : "),
    ("; default: ", " ; par défaut : "),
    ("[env var: ", "[variable : "),
    ("required]", "obligatoire]"),
)
"""The words that the command library writes around our own texts."""


def help_in(lang: Lang, text: str) -> str:
    """Return a help page with the library's own words in `lang`."""
    if lang == "fr":
        for english, french in _FRENCH_HELP:
            text = text.replace(english, french)
    return typeset(text, lang)
