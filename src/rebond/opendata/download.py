"""Pull official files into a cache: checked by digest, resumed after a cut, replaced whole or not at all.

Only files whose address is established in the catalogue are pulled; for the others the catalogue says
``unknown`` and so does the report. A pulled file has the name of the mirror file that it stands for, so
a cache is a mirror.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rebond.canonical import DIGEST_PREFIX, replace_file
from rebond.opendata.catalogue import Catalogue, Dataset, OfficialFile
from rebond.opendata.errors import (
    CacheUnusable,
    DownloadInterrupted,
    DownloadRefused,
    DownloadTooLarge,
    HostUnreachable,
    OfficialAddressUnknown,
    OfficialFileChanged,
    TableUnknown,
)

Progress = Callable[[str, int, int | None], None]
"""Called with the file's name, the bytes there are and the bytes there will be (None when not said)."""

CHUNK_BYTES = 1 << 16
TIMEOUT_SECONDS = 30.0
LARGEST_BYTES = 4 << 30
PART_SUFFIX = ".part"
RECORD_SUFFIX = ".pulled.json"

_OK, _PARTIAL, _RANGE_REFUSED = 200, 206, 416


@dataclass(frozen=True, slots=True)
class Pulled:
    """One official file that is now in the cache.

    Parameters
    ----------
    url : str
    path : Path
    sha256 : str
    size : int
        Bytes.
    was_cached : bool
        Whether it was there already, so that nothing was asked of the network.
    resumed_from : int
        Bytes that an earlier, cut pull had left.
    replaced : str, optional
        Digest of the file that this one replaced, when the producer changed it.
    """

    url: str
    path: Path
    sha256: str
    size: int
    was_cached: bool
    resumed_from: int = 0
    replaced: str | None = None


@dataclass(frozen=True, slots=True)
class PullReport:
    """What was pulled, and the data sets whose official file has no established address."""

    pulled: tuple[Pulled, ...]
    unknown: tuple[Dataset, ...]


def pull(
    catalogue: Catalogue,
    cache: Path,
    *,
    names: Collection[str] | None = None,
    refresh: bool = False,
    on_progress: Progress | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> PullReport:
    """Pull the official files of data sets.

    Parameters
    ----------
    catalogue : Catalogue
    cache : Path
        Folder that the files go to; created when needed.
    names : collection of str, optional
        Data sets to pull; all when not given.
    refresh : bool
        Ask again for a file that the producer replaces in place and that is in the cache.
    on_progress : callable, optional
    timeout : float
        Seconds to wait for an answer.

    Returns
    -------
    PullReport

    Raises
    ------
    TableUnknown, OfficialAddressUnknown
        When `names` holds no data set of the catalogue, or one without an established address.
    HostUnreachable, DownloadRefused, DownloadInterrupted, DownloadTooLarge
        When a file cannot be had; what has come of it is kept for the next pull.
    OfficialFileChanged
        When it is not the file that the catalogue pins; the cache then stays as it was.
    CacheUnusable
    """
    for name in names or ():
        if name not in catalogue.datasets:
            raise TableUnknown(name, catalogue.names)
        if catalogue[name].official_file is None:
            raise OfficialAddressUnknown(name, catalogue[name].official_page)
    asked = [dataset for dataset in catalogue if names is None or dataset.id in names]
    files = {file.name: file for dataset in asked if (file := dataset.official_file) is not None}
    report = on_progress or (lambda _name, _done, _total: None)
    try:
        pulled = tuple(
            _fetch(file, cache, report, timeout=timeout, refresh=refresh) for file in files.values()
        )
    except OSError as error:
        raise CacheUnusable(str(cache), error.strerror or str(error)) from error
    return PullReport(pulled, tuple(dataset for dataset in asked if dataset.official_file is None))


def _fetch(
    file: OfficialFile, cache: Path, report: Progress, *, timeout: float, refresh: bool
) -> Pulled:
    path = cache / file.name
    path.parent.mkdir(parents=True, exist_ok=True)
    recorded = _record(path).get("sha256")
    expected = file.sha256 or recorded
    found = file_digest(path) if path.is_file() else None
    if found is not None and found == expected and (file.sha256 or not refresh):
        return Pulled(file.url, path, found, path.stat().st_size, was_cached=True)
    part = path.with_name(path.name + PART_SUFFIX)
    resumed_from = _download(file, part, report, timeout)
    arrived = file_digest(part)
    if resumed_from and file.sha256 not in {None, arrived}:
        _forget(part)  # the bytes that an earlier pull had left may be those of another file
        resumed_from = _download(file, part, report, timeout)
        arrived = file_digest(part)
    if file.sha256 is not None and arrived != file.sha256:
        _forget(part)
        raise OfficialFileChanged(file.url, file.sha256, arrived)
    part.replace(path)
    _forget(part)
    _write_record(path, {"url": file.url, "sha256": arrived})
    return Pulled(
        url=file.url,
        path=path,
        sha256=arrived,
        size=path.stat().st_size,
        was_cached=False,
        resumed_from=resumed_from,
        replaced=recorded if recorded not in {None, arrived} else None,
    )


def _download(file: OfficialFile, part: Path, report: Progress, timeout: float) -> int:
    """Complete `part` from the network and return the bytes of it that were kept."""
    start = _resumable_bytes(file, part)
    with _ask(file.url, part, start, timeout) as answer:
        if answer.status == _RANGE_REFUSED:
            _forget(part)
            raise DownloadInterrupted(file.url, start, None, "range refused")
        if answer.status == _OK:
            start = 0
        elif not _continues(answer, start):
            raise DownloadRefused(file.url, answer.status)
        rest = answer.headers.get("Content-Length")
        total = start + int(rest) if rest is not None and rest.isdigit() else None
        if total is not None and total > LARGEST_BYTES:
            raise DownloadTooLarge(file.url, LARGEST_BYTES)
        _write_record(part, {"url": file.url, "validator": _validator(answer)})
        _receive(answer, part, file, report, start=start, total=total)
    return start


def _resumable_bytes(file: OfficialFile, part: Path) -> int:
    """Return the bytes of `part` that may be kept.

    They may be when a pinned digest will judge the whole, or when the server can be asked to go on only
    if its file is still the same.
    """
    record = _record(part)
    if not part.is_file() or record.get("url") != file.url:
        return 0
    return part.stat().st_size if file.sha256 or record.get("validator") else 0


def _ask(url: str, part: Path, start: int, timeout: float) -> Any:
    """Return the open answer, also when it says that the range cannot be had."""
    if not url.startswith(("https://", "http://")):
        raise DownloadRefused(url, 0)
    headers = {"User-Agent": "rebond", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
        validator = _record(part).get("validator")
        if validator:
            headers["If-Range"] = validator
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - http(s) only, checked above
    try:
        return urllib.request.urlopen(request, timeout=timeout)  # noqa: S310 - same
    except urllib.error.HTTPError as error:
        if error.code == _RANGE_REFUSED and start:
            return error
        error.close()
        raise DownloadRefused(url, error.code) from error
    except urllib.error.URLError as error:
        raise HostUnreachable(url, str(error.reason)) from error
    except (OSError, http.client.HTTPException) as error:
        raise HostUnreachable(url, str(error) or type(error).__name__) from error


def _validator(answer: Any) -> str | None:
    """Return what names the server's file for ``If-Range``: a strong ETag, or its date."""
    tag: str | None = answer.headers.get("ETag")
    if tag is not None and not tag.startswith("W/"):
        return tag
    date: str | None = answer.headers.get("Last-Modified")
    return date


def _continues(answer: Any, start: int) -> bool:
    content_range = answer.headers.get("Content-Range", "")
    return bool(answer.status == _PARTIAL and content_range.startswith(f"bytes {start}-"))


def _receive(
    answer: Any, part: Path, file: OfficialFile, report: Progress, *, start: int, total: int | None
) -> None:
    """Write what comes to `part` from byte `start`."""
    done = start
    report(file.name, done, total)
    with part.open("r+b" if start else "wb") as stream:
        stream.seek(start)
        while done != total:
            try:
                chunk = answer.read(CHUNK_BYTES)
            except (OSError, http.client.HTTPException) as error:
                raise DownloadInterrupted(file.url, done, total, type(error).__name__) from error
            if not chunk:
                break
            stream.write(chunk)
            done += len(chunk)
            if done > LARGEST_BYTES:
                raise DownloadTooLarge(file.url, LARGEST_BYTES)
            report(file.name, done, total)
        stream.truncate(done)
    if total is not None and done != total:
        raise DownloadInterrupted(file.url, done, total, "connection closed")


def file_digest(path: Path) -> str:
    """Return ``sha256:`` and the digest of a file, read piece by piece."""
    with path.open("rb") as stream:
        return DIGEST_PREFIX + hashlib.file_digest(stream, "sha256").hexdigest()


def _record_path(path: Path) -> Path:
    return path.with_name(path.name + RECORD_SUFFIX)


def _record(path: Path) -> dict[str, str]:
    """Return what an earlier pull wrote about `path`; empty when there is nothing usable."""
    try:
        content = json.loads(_record_path(path).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {key: value for key, value in content.items() if isinstance(value, str)}


def _write_record(path: Path, content: dict[str, str | None]) -> None:
    replace_file(_record_path(path), json.dumps(content, sort_keys=True).encode() + b"\n")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _record_path(part).unlink(missing_ok=True)
