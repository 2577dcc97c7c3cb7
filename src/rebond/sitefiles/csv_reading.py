"""Reading CSV as it comes: encoding and separator told by the content, rows streamed."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from rebond.sitefiles.errors import FileBroken, FileTooLarge, FormatRefused
from rebond.sitefiles.notes import Remark
from rebond.sitefiles.sources import CHUNK, Chunk, Format, Limits, Progress
from rebond.texts import Text

BLOCK = 1024 * 1024
SEPARATORS = (",", ";", "\t", "|")
_TOLD = {"\t": "tab"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
HEAD = 4096
LONGEST_HEADER = 200_000


class CsvSource:
    """A CSV file.

    Parameters
    ----------
    path : Path
    known : sequence of str
        Names of fields, lower-case: the separator is the one that finds most of them.
    limits : Limits

    Raises
    ------
    FormatRefused, FileTooLarge, FileBroken
    """

    format: Format = "csv"
    declared: str | None = None
    count: int | None = None

    def __init__(self, path: Path, known: Sequence[str], limits: Limits) -> None:
        self.path, self.limits = path, limits
        self.codec, self.encoding, marked = encoding_of(path, limits)
        self.separator, self.names, self._skipped = self._header(frozenset(known))
        remarks = []
        if self.encoding != "UTF-8":
            remarks.append(Remark("corrected", "encoding", self.encoding))
        elif marked:
            remarks.append(Remark("corrected", "byte-order-mark"))
        if self.separator != ",":
            remarks.append(
                Remark("corrected", "separator", _TOLD.get(self.separator, self.separator))
            )
        self.remarks = tuple(remarks)

    def also(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return nothing: the header names all columns."""
        return names[:0]

    def _header(self, known: frozenset[str]) -> tuple[str, tuple[str, ...], int]:
        """Return the separator, the names of columns and how many lines stand before them."""
        with self.path.open(encoding=self.codec, newline="") as stream:
            first = stream.readline(LONGEST_HEADER)
            skipped = 0
            while first and (not first.strip() or first.strip().lower().startswith("sep=")):
                first = stream.readline(LONGEST_HEADER)
                skipped += 1
        found = []
        for separator in SEPARATORS:
            cells = [
                cell.strip() for row in csv.reader([first], delimiter=separator) for cell in row
            ]
            hits = sum(cell.lower() in known for cell in cells)
            found.append((hits, len(cells), -SEPARATORS.index(separator), separator, cells))
        _, _, _, separator, cells = max(found)
        while cells and not cells[-1]:
            cells.pop()
        return separator, tuple(cells), skipped

    def chunks(self, progress: Progress) -> Iterator[Chunk]:
        """Yield the rows, with the number that a spreadsheet shows.

        Raises
        ------
        FileBroken, FileTooLarge
        """
        total = self.path.stat().st_size
        width = len(self.names)
        # The limit is the process's own, and others lower it for their files: it is set before each chunk.
        with self.path.open("rb") as raw, io.TextIOWrapper(raw, self.codec, newline="") as stream:
            for _ in range(self._skipped):
                stream.readline()
            reader = csv.reader(stream, delimiter=self.separator)
            next(reader, None)
            number, is_last = 1 + self._skipped, False
            while not is_last:
                kept: list[list[str]] = []
                chunk = Chunk()
                csv.field_size_limit(self.limits.most_record_bytes)
                try:
                    for row in reader:
                        number += 1
                        if len(row) != width:
                            row = _fitted(row, width)  # noqa: PLW2901 - the row without empty ends
                            if not row:
                                continue
                            if len(row) != width:
                                chunk.broken.append((number, _misfit(len(row), width)))
                                continue
                        chunk.numbers.append(number)
                        kept.append(row)
                        if len(kept) + len(chunk.broken) >= CHUNK:
                            break
                    else:
                        is_last = True
                except csv.Error as error:
                    raise FileBroken(self.path, _broken(number + 1)) from error
                if number > self.limits.most_rows:
                    raise FileTooLarge(self.path, _rows(self.limits.most_rows))
                progress(min(raw.tell(), total), total)
                columns = list(zip(*kept, strict=True)) if kept else [()] * width
                chunk.columns = dict(zip(self.names, columns, strict=True))
                if chunk.numbers or chunk.broken:
                    yield chunk


def _fitted(row: list[str], width: int) -> list[str]:
    """Return a row without the empty cells beyond the last column; nothing for an empty line."""
    while len(row) > width and not row[-1].strip():
        row.pop()
    return row if any(cell.strip() for cell in row) else []


def _misfit(found: int, width: int) -> Remark:
    code = "cells-extra" if found > width else "cells-missing"
    return Remark("refused", code, str(found), str(width))


def _rows(most: int) -> Text:
    return Text(f"il a plus de {most} lignes.", f"it has more than {most} rows.")


def _broken(number: int) -> Text:
    return Text(
        f"à la ligne {number}, une cellule ne finit pas : un guillemet manque sans doute.",
        f"in row {number}, a cell does not end: a quotation mark is probably missing.",
    )


def encoding_of(path: Path, limits: Limits) -> tuple[str, str, bool]:
    """Return the codec of a text file, its name, and whether it starts with a byte order mark.

    The file is read once to its end: UTF-8 when it is UTF-8 throughout, Windows-1252 otherwise.

    Raises
    ------
    FileTooLarge
    FormatRefused
        For what is no text.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
        stream.seek(0)
        marked = next(
            ((codec, name) for mark, codec, name in _MARKS if head.startswith(mark)), None
        )
        codec, name = marked or _without_mark(path, head)
        decoder = codecs.getincrementaldecoder(codec)()
        done, is_utf8, block = 0, True, b"-"
        while block:
            block = stream.read(BLOCK)
            done += len(block)
            if done > limits.most_bytes:
                raise FileTooLarge(path, _bytes(limits.most_bytes))
            if is_utf8:
                try:
                    decoder.decode(block, final=not block)
                except UnicodeDecodeError as error:
                    if marked is not None or name != "UTF-8":
                        raise FormatRefused(path, _NOT_TEXT) from error
                    is_utf8 = False
    if not is_utf8:
        codec, name = "cp1252", "Windows-1252"
        _check_western(path)
    return codec, name, marked is not None


_NOT_TEXT = Text("ce n’est pas un fichier de texte.", "this is not a text file.")


def _bytes(most: int) -> Text:
    return Text(f"il dépasse {most // 1024**2} Mio.", f"it is larger than {most // 1024**2} MiB.")


def _without_mark(path: Path, head: bytes) -> tuple[str, str]:
    """Tell UTF-16 without its mark by the zeros between Latin letters; refuse other zeros."""
    if b"\0" not in head:
        return "utf-8", "UTF-8"
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.8 * half and even < 0.05 * half:
        return "utf-16-le", "UTF-16"
    if even > 0.8 * half and odd < 0.05 * half:
        return "utf-16-be", "UTF-16"
    raise FormatRefused(path, _NOT_TEXT)


def _check_western(path: Path) -> None:
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            try:
                block.decode("cp1252")
            except UnicodeDecodeError as error:
                raise FormatRefused(path, _NOT_TEXT) from error
