"""Files of datasets, made once for each state of what they hold, and given whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from rebond import __version__
from rebond.web.jobs import services as jobs
from rebond.web.publishing.dataset import Dataset
from rebond.web.publishing.writing import Progress, quiet, write

KIND = "publishing.file"
LINGERS_SECONDS = 3_600
_locks: dict[str, threading.Lock] = defaultdict(threading.Lock)
Maker = Callable[[Path, Progress], object]


def folder() -> Path:
    """Return where prepared files stand."""
    path = Path(settings.FILES_FOLDER) / "donnees"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def state_of(dataset: Dataset, now: datetime) -> str:
    """Return what names the present state of a dataset: its stamp and its shape, as sixteen digits."""
    columns = ",".join(f"{one.name}:{one.type}" for one in dataset.every_column)
    # Another version may write the same rows otherwise: it makes files of its own.
    said = f"{dataset.stamp(now)}|{columns}|{','.join(dataset.filters)}|{__version__}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def path_of(dataset: Dataset, form: str, now: datetime) -> Path:
    """Return where the file of the present state stands, made or not."""
    return path_in(dataset, form, state_of(dataset, now))


def path_in(dataset: Dataset, form: str, state: str) -> Path:
    """Return where the file of a state stands, made or not."""
    return folder() / f"{dataset.id}~{state}.{form}"


def last(dataset: Dataset, form: str) -> Path | None:
    """Return the file made last, of whatever state; None without any."""
    found = [
        (at, path)
        for path in folder().glob(f"{dataset.id}~*.{form}")
        if (at := _made_at(path)) is not None
    ]
    return max(found)[1] if found else None


def _made_at(path: Path) -> float | None:
    """Return when a file was made; None once another process took it away."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return None


def file_of(dataset: Dataset, form: str, now: datetime) -> Path | None:
    """Return the file of a dataset as it stands; None while a job makes a large one."""
    path = path_of(dataset, form, now)
    if path.is_file():
        return path
    if dataset.is_large():
        ask(dataset, form, path, now)
        return None
    return make(dataset, form, now, path=path)


def ask(dataset: Dataset, form: str, path: Path, now: datetime) -> None:
    """Ask a job for a file; it is asked once for each state."""
    jobs.ask(KIND, {"dataset": dataset.id, "form": form, "state": path.name}, now=now)


def make(
    dataset: Dataset,
    form: str,
    now: datetime,
    on_progress: Progress = quiet,
    *,
    path: Path | None = None,
) -> Path:
    """Write the file of a dataset as it stands, under the name of the state that was asked for."""
    return made(
        path or path_of(dataset, form, now),
        lambda path, told: write(dataset, dataset.rows(now), path, form, told),
        on_progress,
    )


def made(path: Path, maker: Maker, on_progress: Progress = quiet) -> Path:
    """Make a file beside its place, then put it there whole; states older by an hour go."""
    with _locks[path.name.split("~")[0] + path.suffix]:
        if path.is_file():
            return path
        handle, name = tempfile.mkstemp(dir=path.parent, prefix="neuf-", suffix=path.suffix)
        os.close(handle)
        fresh = Path(name)
        try:
            maker(fresh, on_progress)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
    name = path.name.split("~")[0]
    made_at = _made_at(path)
    for old in path.parent.glob(f"{name}~*{path.suffix}"):
        # Somebody may still be reading what was the present state a moment ago; another process may tidy too.
        at = _made_at(old)
        is_old = at is not None and made_at is not None and at < made_at - LINGERS_SECONDS
        if old != path and is_old:
            old.unlink(missing_ok=True)
    return path
