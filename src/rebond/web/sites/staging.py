"""Between the check and the application: the accepted rows and the whole report, as files of the store."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rebond.canonical import DIGEST_PREFIX
from rebond.sitefiles.notes import Note, Row
from rebond.web.decisions.exports import FORMULA_STARTS
from rebond.web.dossiers import files
from rebond.web.dossiers.files import Received

HEADER = ("row", "identifier", "field", "result", "code", "found", "used", "texte", "words")
ACCEPTED = "accepted"
CHUNK = 1_000


class KeptFile:
    """A file written line by line, then kept in the store under its digest."""

    def __init__(self) -> None:
        handle, name = tempfile.mkstemp(dir=files.incoming())
        self._path = Path(name)
        self._stream = os.fdopen(handle, "w", encoding="utf-8", newline="")
        self.digest = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _fault: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        """Keep the file when all went well; leave nothing behind otherwise."""
        self._stream.close()
        try:
            if kind is None:
                size = self._path.stat().st_size
                with self._path.open("rb") as stream:
                    summed = hashlib.file_digest(stream, "sha256").hexdigest()
                self.digest = DIGEST_PREFIX + summed
                files.keep(Received(self._path, size, self.digest))
        finally:
            self._path.unlink(missing_ok=True)


class Staged(KeptFile):
    """The accepted rows, one JSON a line; the first line names the delivery, so that no two share a file."""

    def __init__(self, delivery: str) -> None:
        super().__init__()
        self._stream.write(json.dumps(delivery) + "\n")

    def add(self, row: Row) -> None:
        """Write a row."""
        shape = base64.b64encode(row.shape).decode() if row.shape else None
        line = [row.number, row.identifier, dict(row.values), shape]
        self._stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


class Report(KeptFile):
    """What became of every row, as CSV: at least one line a row, one more for each further note."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = csv.writer(self._stream, lineterminator="\n")
        self._lines.writerow(HEADER)

    def add(self, row: int, identifier: str, notes: Sequence[Note]) -> None:
        """Write what became of a row."""
        if not any(one.severity == "refused" for one in notes) and row:
            self._lines.writerow((row, _safe(identifier), "", ACCEPTED, "", "", "", "", ""))
        for one in notes:
            cells = (one.severity, one.code, one.found, one.used, one.words.fr, one.words.en)
            self._lines.writerow((row, _safe(identifier), one.field, *map(_safe, cells)))


def rows(digest: str) -> Iterator[list[Row]]:
    """Yield the accepted rows, chunk by chunk."""
    chunk: list[Row] = []
    with files.path_of(digest).open(encoding="utf-8") as stream:
        next(stream)
        for line in stream:
            number, identifier, values, shape = json.loads(line)
            chunk.append(
                Row(number, identifier, values, base64.b64decode(shape) if shape else None)
            )
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def forget(digest: str) -> None:
    """Remove accepted rows that will not be applied any more; the file received and the report stay."""
    if digest:
        files.path_of(digest).unlink(missing_ok=True)


def _safe(cell: str) -> str:
    """Return a cell that a spreadsheet will not run."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
