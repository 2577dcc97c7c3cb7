"""YAML read as plain values with the place of each, and nothing that YAML could do behind one's back.

The reader walks parser events itself: no tag is obeyed, no alias followed, no nesting recursed into,
and a plain scalar that YAML 1.1 would quietly turn into something else is refused instead.
"""

from __future__ import annotations

from typing import Any

import yaml

from rebond.programme.errors import ProblemKind
from rebond.programme.yaml_events import EventReader, Stop
from rebond.programme.yaml_scalars import BROKEN, HIDDEN
from rebond.programme.yaml_values import Mark, YamlSource
from rebond.texts import Text

MAX_BYTES = 512 * 1024

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(content: bytes, file: str) -> YamlSource:
    r"""Read one YAML document without obeying anything in it.

    Parameters
    ----------
    content : bytes
        UTF-8, at most `MAX_BYTES`.
    file : str
        Name to show in messages.

    Returns
    -------
    YamlSource
        With its problems; never raises for a broken content.

    Notes
    -----
    Refused: tags, anchors and aliases, merge keys, several documents, more than `MAX_DEPTH` levels or
    `MAX_NODES` values, and plain scalars that YAML 1.1 reads in a surprising way (``yes``, ``1_000``,
    ``01``, ``1:30``, ``0x1F``, ``.inf``). Decimals are kept exactly.

    Examples
    --------
    >>> read_yaml(b"k: 78\nshare: 0.1\n", "x.yaml").value
    {'k': 78, 'share': Decimal('0.1')}
    >>> read_yaml(b"code: 01\n", "x.yaml").problems[0].where
    'x.yaml:1:7 code'
    """
    source = YamlSource(file)
    text = _decoded(content, source)
    if text is None:
        source.value = BROKEN
        return source
    reader = EventReader(source)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
    except Stop:
        source.value = BROKEN
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = Mark(mark.line + 1, mark.column + 1) if mark is not None else Mark(1, 1)
        detail = getattr(error, "problem", None) or "unreadable"
        source.complain(
            ProblemKind.SYNTAX,
            (),
            place,
            Text(
                f"le YAML est mal formé ici ({detail})",
                f"the YAML is malformed here ({detail})",
            ),
            Text(
                "Vérifiez l’indentation, les guillemets et les deux-points de cette ligne et de la précédente.",
                "Check the indentation, quotes and colons of this line and of the one before.",
            ),
        )
        source.value = BROKEN
    return source


def _decoded(content: bytes, source: YamlSource) -> str | None:
    if len(content) > MAX_BYTES:
        source.complain(
            ProblemKind.TOO_LARGE,
            (),
            None,
            Text("le fichier est trop grand", "the file is too large"),
            Text(
                "Répartissez la politique en mesures plus petites.",
                "Split the policy into smaller measures.",
            ),
            allowed=Text(f"{MAX_BYTES} octets au plus", f"{MAX_BYTES} bytes at most"),
        )
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        source.complain(
            ProblemKind.NOT_UTF8,
            (),
            Mark(line, column),
            Text(
                f"l’octet 0x{content[error.start]:02x} n’est pas de l’UTF-8",
                f"byte 0x{content[error.start]:02x} is not UTF-8",
            ),
            Text("Enregistrez le fichier en UTF-8.", "Save the file as UTF-8."),
        )
        return None
    text = text.removeprefix("\ufeff")
    for found in HIDDEN.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        source.complain_hidden(found.group(), (), Mark(line, column))
        return None
    return text
