"""Reading GeoJSON feature by feature, so that a large file never stands in memory whole."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rebond.sitefiles.csv_reading import encoding_of
from rebond.sitefiles.errors import FileBroken, FileTooLarge
from rebond.sitefiles.notes import Remark, clean
from rebond.sitefiles.sources import CHUNK, Chunk, Format, Limits, Progress, cell_text
from rebond.sitefiles.tables import TABLES
from rebond.texts import Text

BLOCK = 256 * 1024
MOST_NAMES = 2_000
"""Distinct names of properties among the first features; the largest table has eighty fields."""
_TOO_MANY = Text(
    f"ses objets ont plus de {MOST_NAMES} propriétés différentes.",
    f"its features have more than {MOST_NAMES} different properties.",
)
_SPACES = " \t\r\n"
_DECODER = json.JSONDecoder()


class GeoJsonSource:
    """A GeoJSON file: a FeatureCollection, or one Feature.

    Parameters
    ----------
    path : Path
    limits : Limits

    Raises
    ------
    FormatRefused, FileTooLarge, FileBroken
    """

    format: Format = "geojson"
    separator: str | None = None
    count: int | None = None

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path, self.limits = path, limits
        self.codec, self.encoding, _marked = encoding_of(path, limits)
        self.declared: str | None = None
        features = self._features(lambda _done, _total: None)
        seen: dict[str, None] = {}
        for _, feature in zip(range(CHUNK), features, strict=False):
            if isinstance(feature, dict) and isinstance(feature.get("properties"), dict):
                seen.update(dict.fromkeys(feature["properties"]))
            if len(seen) > MOST_NAMES:
                raise FileTooLarge(path, _TOO_MANY)
        self.names = tuple(seen)
        is_utf8 = self.encoding == "UTF-8"
        self.remarks: tuple[Remark, ...] = ()
        if not is_utf8:
            self.remarks = (Remark("corrected", "encoding", self.encoding),)

    def also(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names, since a later feature may have a property that the first ones lack."""
        self.names = (*self.names, *names)
        return names

    def chunks(self, progress: Progress) -> Iterator[Chunk]:
        """Yield the features, numbered from 1.

        Raises
        ------
        FileBroken, FileTooLarge
        """
        # Only what some table knows is kept: a feature may name what it likes.
        known = {name.lower() for table in TABLES.values() for name in table.by_name}
        kept = [name for name in self.names if name.strip().lower() in known]
        chunk, properties, shapes = Chunk(), list[dict[str, Any]](), list[str | None]()
        for number, feature in enumerate(self._features(progress), start=1):
            if number > self.limits.most_rows:
                most = self.limits.most_rows
                raise FileTooLarge(
                    self.path,
                    Text(f"il a plus de {most} objets.", f"it has more than {most} features."),
                )
            own = feature.get("properties") if isinstance(feature, dict) else None
            if not isinstance(own, dict):
                chunk.broken.append((number, Remark("refused", "feature")))
            else:
                chunk.numbers.append(number)
                properties.append({name: own[name] for name in kept if name in own})
                geometry = feature.get("geometry")
                shapes.append(json.dumps(geometry) if geometry else None)
            if len(properties) + len(chunk.broken) >= CHUNK:
                yield _filled(chunk, kept, properties, shapes)
                chunk, properties, shapes = Chunk(), [], []
        if chunk.numbers or chunk.broken:
            yield _filled(chunk, kept, properties, shapes)

    def _features(self, progress: Progress) -> Iterator[Any]:
        """Yield the features, whatever stands before and after their list."""
        total = self.path.stat().st_size
        with self.path.open("rb") as raw:
            window = _Window(self, raw, progress, total)
            window.expect("{")
            loose: dict[str, Any] = {}
            while window.peek() != "}":
                name = window.value()
                window.expect(":")
                if name == "features" and window.peek() == "[":
                    window.expect("[")
                    while window.peek() != "]":
                        yield window.value()
                        window.comma("]")
                    window.expect("]")
                    loose["type"] = None
                else:
                    value = window.value()
                    if name == "crs":
                        self.declared = _system(value)
                    elif name in {"type", "properties", "geometry"}:
                        loose[str(name)] = value
                window.comma("}")
            if loose.get("type") == "Feature":
                yield loose


class _Window:
    """The part of the text that is being read."""

    def __init__(self, source: GeoJsonSource, raw: Any, progress: Progress, total: int) -> None:
        import codecs  # noqa: PLC0415 - only here

        self.source, self.raw, self.progress, self.total = source, raw, progress, total
        self.decoder = codecs.getincrementaldecoder(source.codec)()
        self.text, self.at, self.is_over = "", 0, False

    def more(self) -> bool:
        """Read another block; return whether there was one."""
        if self.is_over:
            return False
        block = self.raw.read(BLOCK)
        self.is_over = not block
        left = self.text[self.at :]
        if len(left) > self.source.limits.most_record_bytes:
            raise FileTooLarge(
                self.source.path,
                Text("un seul objet y est trop grand.", "a single feature in it is too large."),
            )
        self.text, self.at = left + self.decoder.decode(block, final=self.is_over), 0
        self.progress(self.raw.tell(), self.total)
        return not self.is_over

    def peek(self) -> str:
        """Return the next character that is no space, without going past it."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in _SPACES:
                self.at += 1
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.more():
                raise self.broken()

    def expect(self, character: str) -> None:
        """Go past a character that must come."""
        if self.peek() != character:
            raise self.broken()
        self.at += 1

    def comma(self, end: str) -> None:
        """Go past a comma, or stop before the end."""
        if self.peek() != end:
            self.expect(",")

    def value(self) -> Any:
        """Return the next value and go past it."""
        self.peek()
        wanted = 0
        while True:
            if len(self.text) - self.at >= wanted or self.is_over:
                try:
                    value, end = _DECODER.raw_decode(self.text, self.at)
                except ValueError as error:
                    if self.is_over:
                        raise self.broken() from error
                except RecursionError as error:
                    raise self.broken() from error
                else:
                    # a number at the end of the window may go on in the next block
                    if end < len(self.text) or self.is_over:
                        self.at = end
                        return value
                wanted = 2 * (
                    len(self.text) - self.at
                )  # so that a large value is not tried per block
            self.more()

    def broken(self) -> FileBroken:
        """Return the error of a text that is no JSON."""
        return FileBroken(
            self.source.path,
            Text("ce n’est pas du GeoJSON bien formé.", "this is not well-formed GeoJSON."),
        )


def _filled(
    chunk: Chunk,
    names: Sequence[str],
    properties: Sequence[dict[str, Any]],
    shapes: list[str | None],
) -> Chunk:
    chunk.columns = {name: [_cell(own.get(name)) for own in properties] for name in names}
    chunk.shapes = shapes
    return chunk


def _cell(value: Any) -> str:
    """Return a property as a cell; a list of texts is joined by vertical bars."""
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return "|".join(map(cell_text, value))
    return cell_text(value)


def _system(value: Any) -> str | None:
    """Return the system of the old ``crs`` member, as ``EPSG:…``."""
    try:
        name = clean(str(value["properties"]["name"]))
    except (TypeError, KeyError):
        return None
    code = name.rsplit(":", 1)[-1]
    if code == "CRS84":
        return "EPSG:4326"
    return f"EPSG:{code}" if code.isdigit() else name
