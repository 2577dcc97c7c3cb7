"""Parser events turned into values and places, without recursion and without obeying anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from rebond.programme.complaints import quoted
from rebond.programme.errors import ProblemKind
from rebond.programme.yaml_scalars import BROKEN, HIDDEN, Surprise, read_plain
from rebond.programme.yaml_values import Mark
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.programme.complaints import KeyPath
    from rebond.programme.yaml_values import YamlSource

MAX_DEPTH = 24
MAX_NODES = 40_000
SKIPPED = "(not kept)"


class Stop(Exception):
    """Reading cannot go on."""


@dataclass(slots=True)
class _Frame:
    """A mapping or a list being read."""

    path: KeyPath
    is_mapping: bool
    mapping: dict[str, Any] = field(default_factory=dict)
    items: list[Any] = field(default_factory=list)
    key: str | None = None
    key_is_read: bool = False


class EventReader:
    """Turns parser events into values, places and problems, without recursion."""

    def __init__(self, source: YamlSource) -> None:
        self.source = source
        self.frames: list[_Frame] = []
        self.nodes = 0
        self.documents = 0

    def take(self, event: Any) -> None:
        """Read one parser event."""
        mark = Mark(event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent):
            self._start_document(event, mark)
        elif isinstance(event, yaml.AliasEvent):
            self._refuse_alias(event.anchor, mark)
            self._place(BROKEN, mark)
        elif isinstance(event, yaml.NodeEvent):
            self._take_node(event, mark)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            frame = self.frames.pop()
            self._store(frame.mapping if frame.is_mapping else tuple(frame.items))

    def _start_document(self, event: Any, mark: Mark) -> None:
        self.documents += 1
        if self.documents > 1:
            self.source.complain(
                ProblemKind.SYNTAX,
                (),
                mark,
                Text(
                    "un second document commence ici (---)", "a second document starts here (---)"
                ),
                Text("Gardez un seul document par fichier.", "Keep one document per file."),
            )
            raise Stop
        if event.tags:
            self._refuse_tag("%TAG", mark, ())

    def _take_node(self, event: Any, mark: Mark) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self._stop_too_big(ProblemKind.TOO_LARGE, mark, MAX_NODES, Text("valeurs", "values"))
        path = self._next_path()
        if event.anchor is not None:
            self._refuse_alias(event.anchor, mark)
        if event.tag is not None:
            self._refuse_tag(event.tag, mark, path)
        if isinstance(event, yaml.ScalarEvent):
            is_plain = event.style in (None, "")
            read = self._plain if is_plain else self._quoted
            self._place(BROKEN if event.tag is not None else read(event.value, path, mark), mark)
            return
        if self._expects_key():
            self.source.complain(
                ProblemKind.SYNTAX,
                path,
                mark,
                Text(
                    "une clé ne peut pas être une liste ou des clés",
                    "a key cannot be a list or a mapping",
                ),
                Text("Écrivez un mot, puis deux-points.", "Write a word, then a colon."),
            )
            raise Stop
        if len(self.frames) >= MAX_DEPTH:
            self._stop_too_big(ProblemKind.TOO_DEEP, mark, MAX_DEPTH, Text("niveaux", "levels"))
        self.source.values.setdefault(path, mark)
        self.frames.append(_Frame(path, isinstance(event, yaml.MappingStartEvent)))

    def _stop_too_big(self, kind: ProblemKind, mark: Mark, limit: int, noun: Text) -> None:
        self.source.complain(
            kind,
            (),
            mark,
            Text(
                f"plus de {limit} {noun.fr} dans le fichier",
                f"more than {limit} {noun.en} in the file",
            ),
            Text("Simplifiez ou répartissez le fichier.", "Simplify or split the file."),
        )
        raise Stop

    def _refuse_tag(self, tag: str, mark: Mark, path: KeyPath) -> None:
        self.source.complain(
            ProblemKind.TAG,
            path,
            mark,
            Text(
                "l’étiquette YAML {tag} n’est pas obéie", "the YAML tag {tag} is not obeyed"
            ).filled(tag=quoted(tag)),
            Text(
                "Retirez-la\u202f: une politique ne contient que des valeurs.",
                "Remove it: a policy holds only values.",
            ),
        )

    def _refuse_alias(self, name: str | None, mark: Mark) -> None:
        self.source.complain(
            ProblemKind.ALIAS,
            self._next_path(),
            mark,
            Text(
                "l’ancre ou l’alias {name} n’est pas suivi",
                "the anchor or alias {name} is not followed",
            ).filled(name=quoted(name)),
            Text("Écrivez la valeur là où elle vaut.", "Write the value where it holds."),
        )

    def _expects_key(self) -> bool:
        frame = self.frames[-1] if self.frames else None
        return frame is not None and frame.is_mapping and not frame.key_is_read

    def _next_path(self) -> KeyPath:
        if not self.frames:
            return ()
        frame = self.frames[-1]
        if not frame.is_mapping:
            return (*frame.path, len(frame.items))
        if not frame.key_is_read:
            return frame.path
        return (*frame.path, SKIPPED if frame.key is None else frame.key)

    def _place(self, value: Any, mark: Mark) -> None:
        if self._expects_key():
            self._take_key(value, mark)
            return
        path = self._next_path()
        frame = self.frames[-1] if self.frames else None
        if frame is None or not frame.is_mapping or frame.key is not None:
            self.source.values.setdefault(path, mark)
        self._store(value)

    def _take_key(self, key: Any, mark: Mark) -> None:
        frame = self.frames[-1]
        frame.key_is_read = True
        frame.key = None
        if key is BROKEN:
            return
        if not isinstance(key, str) or key == "<<":
            self._refuse_key(key, frame.path, mark)
        elif key in frame.mapping:
            first = self.source.keys[(*frame.path, key)]
            self.source.complain(
                ProblemKind.DUPLICATE_KEY,
                (*frame.path, key),
                mark,
                Text(
                    f"la clé {quoted(key).fr} est déjà écrite à la ligne {first.line}",
                    f"the key {quoted(key).en} is already written on line {first.line}",
                ),
                Text("Gardez une seule des deux.", "Keep only one of the two."),
            )
        else:
            frame.key = key
            self.source.keys[(*frame.path, key)] = mark
            # Held at once so that a repeated key is seen even while its first value is being read.
            frame.mapping[key] = BROKEN

    def _refuse_key(self, key: Any, path: KeyPath, mark: Mark) -> None:
        if key == "<<":
            self.source.complain(
                ProblemKind.ALIAS,
                path,
                mark,
                Text(
                    "la clé de fusion «\u202f<<\u202f» n’est pas suivie",
                    "the merge key “<<” is not followed",
                ),
                Text("Écrivez les clés là où elles valent.", "Write the keys where they hold."),
            )
            return
        self.source.complain(
            ProblemKind.WRONG_TYPE,
            path,
            mark,
            Text("la clé {key} n’est pas un mot", "the key {key} is not a word").filled(
                key=quoted(key)
            ),
            Text("Mettez la clé entre guillemets.", "Put the key between quotes."),
        )

    def _store(self, value: Any) -> None:
        if not self.frames:
            self.source.value = value
            return
        frame = self.frames[-1]
        if not frame.is_mapping:
            frame.items.append(value)
            return
        if frame.key is not None:
            frame.mapping[frame.key] = value
        frame.key = None
        frame.key_is_read = False

    def _quoted(self, value: str, path: KeyPath, mark: Mark) -> str:
        # Escapes such as "\u202e" bring in what the raw file did not show.
        found = HIDDEN.search(value)
        if found:
            self.source.complain_hidden(found.group(), path, mark)
            return HIDDEN.sub("", value)
        return value

    def _plain(self, value: str, path: KeyPath, mark: Mark) -> Any:
        read = read_plain(value)
        if isinstance(read, Surprise):
            self.source.complain(read.kind, path, mark, read.what, read.cure)
            return BROKEN
        return read
