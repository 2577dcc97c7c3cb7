"""Which language the command speaks: ``--lang``, then ``REBOND_LANG``, then French."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rebond.texts import LANGS, Lang


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Lang:
    """Read the language before the command tree is built, because its help is in that language too."""
    asked = environment.get("REBOND_LANG", "")
    for position, argument in enumerate(arguments):
        if argument == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    for lang in LANGS:
        if asked.lower().startswith(lang):
            return lang
    return "fr"
