from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from rebond.opendata import Snapshot, build_snapshot, download
from rebond.opendata.catalogue import Catalogue
from rebond.opendata.download import Pulled, pull
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
from tests.opendata.datasets import catalogue, entry
from tests.opendata.server import Behaviour, serving
from tests.opendata.tinymirror import FILES

CONTENT = bytes(range(256)) * 1000
HALF = len(CONTENT) // 2


def digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def behaviour() -> Behaviour:
    return Behaviour(CONTENT)


@pytest.fixture
def address(behaviour: Behaviour) -> Iterator[str]:
    with serving(behaviour) as url:
        yield url


def listing(folder: Path, url: str, sha256: str) -> Catalogue:
    official = {"url": f"{url}/a.csv", "name": "cog/a.csv", "sha256": sha256}
    return catalogue(folder, entry(official_file=official), entry(id="other"))


def one(report: download.PullReport) -> Pulled:
    (pulled,) = report.pulled
    return pulled


@pytest.fixture
def pinned(tmp_path: Path, address: str) -> Catalogue:
    return listing(tmp_path, address, digest(CONTENT))


@pytest.fixture
def moving(tmp_path: Path, address: str) -> Catalogue:
    return listing(tmp_path, address, "unknown")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def files(cache: Path) -> list[str]:
    return sorted(str(path.relative_to(cache)) for path in cache.rglob("*") if path.is_file())


def test_a_file_is_pulled_under_the_name_of_the_mirror(pinned: Catalogue, cache: Path) -> None:
    pulled = one(pull(pinned, cache))
    assert pulled.path == cache / "cog" / "a.csv"
    assert pulled.path.read_bytes() == CONTENT
    assert (pulled.sha256, pulled.size, pulled.was_cached) == (digest(CONTENT), len(CONTENT), False)
    assert files(cache) == ["cog/a.csv", "cog/a.csv.pulled.json"]


def test_data_sets_without_an_established_address_are_said(pinned: Catalogue, cache: Path) -> None:
    assert [dataset.id for dataset in pull(pinned, cache).unknown] == ["other"]


def test_asking_for_one_without_an_established_address_is_refused(
    pinned: Catalogue, cache: Path, behaviour: Behaviour
) -> None:
    with pytest.raises(OfficialAddressUnknown, match="other") as caught:
        pull(pinned, cache, names=["sample", "other"])
    assert caught.value.exit_code == 2
    assert behaviour.ranges == []


def test_the_page_of_the_data_set_is_the_cure_when_it_is_known(tmp_path: Path, cache: Path) -> None:
    page = "https://example.org/page"
    known = catalogue(tmp_path, entry(official_url=page))
    with pytest.raises(OfficialAddressUnknown, match=page):
        pull(known, cache, names=["sample"])


def test_asking_for_a_table_that_is_not_there_is_refused(pinned: Catalogue, cache: Path) -> None:
    with pytest.raises(TableUnknown, match="arpents"):
        pull(pinned, cache, names=["arpents"])


def test_progress_goes_up_to_the_whole(pinned: Catalogue, cache: Path) -> None:
    seen: list[tuple[str, int, int | None]] = []
    pull(pinned, cache, on_progress=lambda *step: seen.append(step))
    assert seen[0] == ("cog/a.csv", 0, len(CONTENT))
    assert seen[-1] == ("cog/a.csv", len(CONTENT), len(CONTENT))
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)


def test_a_cached_file_asks_nothing_of_the_network(
    pinned: Catalogue, cache: Path, behaviour: Behaviour
) -> None:
    pull(pinned, cache)
    assert one(pull(pinned, cache)).was_cached
    assert len(behaviour.ranges) == 1


def test_a_cached_file_that_was_damaged_is_pulled_again(pinned: Catalogue, cache: Path) -> None:
    path = one(pull(pinned, cache)).path
    path.write_bytes(b"damaged")
    assert not one(pull(pinned, cache)).was_cached
    assert path.read_bytes() == CONTENT


def test_a_cut_is_said_and_the_next_pull_goes_on(
    pinned: Catalogue, cache: Path, behaviour: Behaviour
) -> None:
    behaviour.cut_after = HALF
    with pytest.raises(DownloadInterrupted, match=str(HALF)) as caught:
        pull(pinned, cache)
    assert (caught.value.done, caught.value.total) == (HALF, len(CONTENT))
    assert not (cache / "cog" / "a.csv").exists()
    behaviour.cut_after = None
    pulled = one(pull(pinned, cache))
    assert pulled.resumed_from == HALF
    assert pulled.path.read_bytes() == CONTENT
    assert behaviour.ranges == [None, f"bytes={HALF}-"]
    assert files(cache) == ["cog/a.csv", "cog/a.csv.pulled.json"]


def test_a_server_without_ranges_sends_the_whole_again(
    pinned: Catalogue, cache: Path, behaviour: Behaviour
) -> None:
    behaviour.cut_after = HALF
    with pytest.raises(DownloadInterrupted):
        pull(pinned, cache)
    behaviour.cut_after, behaviour.ignores_ranges = None, True
    pulled = one(pull(pinned, cache))
    assert pulled.resumed_from == 0
    assert pulled.path.read_bytes() == CONTENT


def test_a_file_that_changed_during_the_cut_is_not_glued_together(
    moving: Catalogue, cache: Path, behaviour: Behaviour
) -> None:
    behaviour.cut_after = HALF
    with pytest.raises(DownloadInterrupted):
        pull(moving, cache)
    behaviour.cut_after, behaviour.etag, behaviour.content = None, '"two"', CONTENT[::-1]
    pulled = one(pull(moving, cache))
    assert pulled.resumed_from == 0
    assert pulled.path.read_bytes() == CONTENT[::-1]


def test_without_a_validator_nor_a_pinned_digest_a_pull_starts_over(
    moving: Catalogue, cache: Path, behaviour: Behaviour
) -> None:
    behaviour.cut_after, behaviour.etag = HALF, 'W/"weak"'
    with pytest.raises(DownloadInterrupted):
        pull(moving, cache)
    behaviour.cut_after = None
    assert one(pull(moving, cache)).resumed_from == 0
    assert behaviour.ranges == [None, None]


def test_wrong_bytes_left_by_a_cut_are_thrown_away_once_the_digest_tells(
    pinned: Catalogue, cache: Path, behaviour: Behaviour
) -> None:
    behaviour.cut_after = HALF
    with pytest.raises(DownloadInterrupted):
        pull(pinned, cache)
    part = cache / "cog" / "a.csv.part"
    part.write_bytes(b"\0" * HALF)
    behaviour.cut_after = None
    pulled = one(pull(pinned, cache))
    assert pulled.resumed_from == 0
    assert pulled.path.read_bytes() == CONTENT


def test_a_part_longer_than_the_file_starts_over_at_the_next_pull(
    pinned: Catalogue, cache: Path, behaviour: Behaviour
) -> None:
    behaviour.cut_after = HALF
    with pytest.raises(DownloadInterrupted):
        pull(pinned, cache)
    (cache / "cog" / "a.csv.part").write_bytes(CONTENT + b"more")
    behaviour.cut_after = None
    with pytest.raises(DownloadInterrupted, match="range refused"):
        pull(pinned, cache)
    assert one(pull(pinned, cache)).path.read_bytes() == CONTENT


def test_a_file_that_is_not_the_pinned_one_is_refused_and_the_cache_stays(
    pinned: Catalogue, cache: Path, behaviour: Behaviour
) -> None:
    behaviour.content = b"something else"
    with pytest.raises(OfficialFileChanged) as caught:
        pull(pinned, cache)
    assert caught.value.expected == digest(CONTENT)
    assert caught.value.found == digest(b"something else")
    assert caught.value.exit_code == 3
    assert files(cache) == []


def test_a_file_that_the_producer_replaces_is_kept_until_asked_again(
    moving: Catalogue, cache: Path, behaviour: Behaviour
) -> None:
    first = one(pull(moving, cache))
    behaviour.content = b"new edition"
    assert one(pull(moving, cache)).was_cached
    second = one(pull(moving, cache, refresh=True))
    assert second.replaced == first.sha256
    assert second.path.read_bytes() == b"new edition"
    assert one(pull(moving, cache, refresh=True)).replaced is None


def test_a_server_that_does_not_say_the_length_is_read_to_the_end(
    pinned: Catalogue, cache: Path, behaviour: Behaviour
) -> None:
    behaviour.says_length = False
    assert one(pull(pinned, cache)).size == len(CONTENT)


@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_refusal_is_said_with_its_status(
    pinned: Catalogue, cache: Path, behaviour: Behaviour, status: int
) -> None:
    behaviour.status = status
    with pytest.raises(DownloadRefused, match=str(status)) as caught:
        pull(pinned, cache)
    assert caught.value.status == status
    assert files(cache) == []


def test_a_host_that_does_not_answer_is_named(tmp_path: Path, cache: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: a connection is refused at once
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(HostUnreachable, match="127") as caught:
            pull(listing(tmp_path, url, "unknown"), cache)
    assert caught.value.url == f"{url}/a.csv"
    assert "HTTPS_PROXY" in caught.value.message("fr")


def test_a_host_that_hangs_up_is_named(tmp_path: Path, cache: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(HostUnreachable):
            pull(listing(tmp_path, url, "unknown"), cache, timeout=0.2)


def test_a_file_beyond_all_measure_is_refused(
    pinned: Catalogue, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "LARGEST_BYTES", 1000)
    with pytest.raises(DownloadTooLarge, match="1000"):
        pull(pinned, cache)


def test_a_stream_beyond_all_measure_is_cut(
    pinned: Catalogue, cache: Path, behaviour: Behaviour, monkeypatch: pytest.MonkeyPatch
) -> None:
    behaviour.says_length = False
    monkeypatch.setattr(download, "LARGEST_BYTES", 1000)
    with pytest.raises(DownloadTooLarge):
        pull(pinned, cache)
    assert not (cache / "cog" / "a.csv").exists()


def test_a_cache_that_cannot_be_made_is_named(pinned: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(CacheUnusable, match="file"):
        pull(pinned, tmp_path / "file")


def test_a_cache_is_a_mirror(
    tmp_path: Path, cache: Path, mirror_folder: Path, address: str, behaviour: Behaviour
) -> None:
    entries = []
    for number, name in enumerate(FILES):
        behaviour.files[f"/{name}"] = (mirror_folder / name).read_bytes()
        official = {"url": f"{address}/{name}", "name": name, "sha256": "unknown"}
        entries.append(entry(id=f"file{number}", official_file=official))
    pull(catalogue(tmp_path, *entries), cache)
    from_cache = build_snapshot(cache, tmp_path / "from cache")
    assert from_cache.digest == build_snapshot(mirror_folder, tmp_path / "from mirror").digest


def test_no_shipped_data_set_has_an_invented_address(cache: Path) -> None:
    shipped = Snapshot.open().catalogue
    report = pull(shipped, cache)
    assert report.pulled == ()
    assert [dataset.id for dataset in report.unknown] == list(shipped.names)
