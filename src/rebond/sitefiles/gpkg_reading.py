"""Reading a GeoPackage through the process that opens it (`gpkg_rows`); nothing of it is believed before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from rebond.sitefiles.errors import FileBroken, FileTooLarge, FormatRefused
from rebond.sitefiles.notes import Remark
from rebond.sitefiles.sources import CHUNK, Chunk, Format, Limits, Progress, cell_text
from rebond.texts import Text

READER = "rebond.sitefiles.gpkg_rows"
KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL")
"""What the reader needs to know of the environment; no secret of a service is among it."""
WAIT = 2
"""How many times longer than its computing the reader may take by the clock."""

Choose = Callable[[Sequence[tuple[str, tuple[str, ...]]]], str]
"""Chooses a layer among names and columns."""


class GpkgSource:
    """One layer of a GeoPackage.

    Parameters
    ----------
    path : Path
    choose : callable
        Returns the name of the layer, given names and columns.
    limits : Limits

    Raises
    ------
    FormatRefused, FileTooLarge, FileBroken, LayerNotChosen
    """

    format: Format = "gpkg"
    encoding: str | None = None
    separator: str | None = None
    remarks: tuple[Remark, ...] = ()

    def __init__(self, path: Path, choose: Choose, limits: Limits) -> None:
        self.path, self.limits = path, limits
        if path.stat().st_size > limits.most_bytes:
            most = limits.most_bytes // 1024**2
            raise FileTooLarge(
                path, Text(f"il dépasse {most} Mio.", f"it is larger than {most} MiB.")
            )
        with _Reader(path, limits, None) as reader:
            layers = reader.first()["layers"]
        if not layers:
            raise FormatRefused(
                path, Text("ce GeoPackage n’a aucune couche.", "this GeoPackage has no layer.")
            )
        name = choose([(one["name"], tuple(one["columns"])) for one in layers])
        layer = next(one for one in layers if one["name"] == name)
        self.layer: str = layer["name"]
        self.names: tuple[str, ...] = tuple(layer["columns"])
        self.declared: str | None = layer["system"]
        self.count: int | None = int(layer["count"])
        if self.count > limits.most_rows:
            raise FileTooLarge(
                path,
                Text(
                    f"il a {self.count} objets, {limits.most_rows} au plus.",
                    f"it has {self.count} features; at most {limits.most_rows}.",
                ),
            )

    def also(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return nothing: the layer names all columns."""
        return names[:0]

    def chunks(self, progress: Progress) -> Iterator[Chunk]:
        """Yield the features, numbered from 1.

        Raises
        ------
        FileBroken
        """
        number, rows = 0, list[list[Any]]()
        with _Reader(self.path, self.limits, self.layer) as reader:
            reader.first()
            for batch in reader.batches():
                rows += batch
                if len(rows) >= CHUNK:
                    yield self._chunk(rows, number)
                    number += len(rows)
                    progress(number, self.count or number)
                    rows = []
        if rows:
            yield self._chunk(rows, number)
            progress(number + len(rows), self.count or number)

    def _chunk(self, rows: list[list[Any]], before: int) -> Chunk:
        places, *cells = zip(*rows, strict=True)
        texts = (list(map(cell_text, column)) for column in cells)
        return Chunk(
            numbers=list(range(before + 1, before + len(rows) + 1)),
            columns=dict(zip(self.names, texts, strict=True)),
            shapes=[None if place is None else _blob(place) for place in places],
        )


def _blob(place: str) -> bytes:
    """Return a place as WKB; a byte that is none stands for a damaged one."""
    return bytes.fromhex(place) or b"\0"


class _Reader:
    """The process that reads, and what it says."""

    def __init__(self, path: Path, limits: Limits, layer: str | None) -> None:
        self.path = path
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        command = [sys.executable, "-m", READER, str(path), str(limits.seconds)]
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module; the path is ours
            [*command, *([layer] if layer is not None else [])],
            env=environment | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.clock = threading.Timer(WAIT * limits.seconds, self.process.kill)
        self.clock.daemon = True
        self.clock.start()

    def __enter__(self) -> _Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.clock.cancel()
        self.process.kill()
        self._out().close()
        self.process.wait()

    def _out(self) -> BinaryIO:
        assert self.process.stdout is not None  # noqa: S101 - asked for above
        return self.process.stdout  # type: ignore[return-value]

    def _line(self) -> Any:
        line = self._out().readline()
        try:
            said = json.loads(line)
        except ValueError as error:
            raise self._broken() from error
        if isinstance(said, dict) and "fault" in said:
            raise FormatRefused(
                self.path,
                Text(said["fault"]["fr"] + ".", said["fault"]["en"] + "."),
                Text("Exportez de nouveau la couche en GeoPackage.", "Export the layer again."),
            )
        return said

    def first(self) -> dict[str, Any]:
        """Return what the reader says of the layers."""
        said: dict[str, Any] = self._line()
        return said

    def batches(self) -> Iterator[list[list[Any]]]:
        """Yield rows until the reader says that it has ended."""
        while True:
            said = self._line()
            if isinstance(said, dict):
                return
            yield said

    def _broken(self) -> FileBroken:
        return FileBroken(
            self.path,
            Text("la base ne se lit pas jusqu’au bout.", "the database cannot be read to its end."),
        )
