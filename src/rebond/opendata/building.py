"""Build a snapshot from the mirror, whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from rebond.canonical import digest_bytes
from rebond.opendata.basemap.layers import DRAWN, basemap_bytes
from rebond.opendata.catalogue import CATALOGUE_FILE, Catalogue, load_catalogue
from rebond.opendata.csvtable import Row, parse_table, write_table
from rebond.opendata.errors import CatalogueBroken, TargetRefused
from rebond.opendata.mirror import Mirror
from rebond.opendata.store import (
    BASEMAP_FILE,
    MANIFEST_FILE,
    MANIFEST_FORMAT,
    OTHER_TABLES,
    Snapshot,
    packaged_folder,
)
from rebond.opendata.tables import (
    communes,
    economy,
    histories,
    perimeters,
    services,
    sites,
    transport,
)
from rebond.opendata.tables.sources import Sources
from rebond.texts import Text, verbatim

Progress = Callable[[str, int, int], None]
"""Called with what is being built, how many steps are done and how many there are."""

TableBuilder = Callable[[Sources], Iterable[Row]]

BUILDERS: Mapping[str, TableBuilder] = {
    "communes": communes.communes,
    "former_communes": communes.former_communes,
    "former_names": histories.former_names,
    "arrondissements": communes.arrondissements,
    "epci": communes.epci,
    "ept": communes.ept,
    "ept_communes": perimeters.ept_communes,
    "departements": communes.departements,
    "regions": communes.regions,
    "employment_zones": communes.employment_zones,
    "perimeters": perimeters.perimeters,
    "perimeter_members": perimeters.perimeter_members,
    "perimeter_communes": perimeters.perimeter_communes,
    "perimeter_lists": perimeters.perimeter_lists,
    "establishments_2014": economy.establishments_2014,
    "jobs_2020": economy.jobs_2020,
    "unemployment": economy.unemployment,
    "stations_passenger": transport.stations_passenger,
    "stations_freight": transport.stations_freight,
    "airports": transport.airports,
    "ports": transport.ports,
    "road_axis_nodes": transport.road_axis_nodes,
    "road_axis_edges": transport.road_axis_edges,
    "fibre_2018t1": services.fibre_2018t1,
    "higher_education": services.higher_education,
    "clusters": services.clusters,
    "labelled_sites": sites.labelled_sites,
    "labelled_sites_2021_by_region": sites.labelled_sites_2021_by_region,
}

PREVIOUS_SUFFIX = ".previous"
LICENCES_FILE = "LICENCES.md"
HAND_WRITTEN = (CATALOGUE_FILE, LICENCES_FILE, "__init__.py")
GENERATED = (MANIFEST_FILE, BASEMAP_FILE, "__pycache__")
SHOWN = 5


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build wrote.

    Parameters
    ----------
    target : Path
    digest : str
        Digest of the new snapshot.
    rows : mapping of str to int
        Rows of each table.
    size : int
        Bytes of all tables and of the basemap.
    changed : tuple of str
        Tables whose bytes differ from those of the snapshot that was there (all when there was none).
    """

    target: Path
    digest: str
    rows: Mapping[str, int]
    size: int
    changed: tuple[str, ...]


def build_snapshot(mirror: Path, target: Path, on_progress: Progress | None = None) -> BuildReport:
    """Build all tables, the basemap and the manifest, and put them in `target`.

    Everything is written to a folder beside `target`, which takes its place once it is whole; on any
    failure `target` stays as it was.

    Parameters
    ----------
    mirror : Path
        Folder of the mirror.
    target : Path
        Folder of a snapshot, an empty folder, or one to create. Its hand-written files (the catalogue
        among them) are kept; a new folder gets the catalogue of the package.
    on_progress : callable, optional

    Returns
    -------
    BuildReport

    Raises
    ------
    MirrorMissing, MirrorFileDamaged, MirrorColumnMissing, MirrorValueWrong, TableRefused
        When a source cannot be used.
    CatalogueBroken
    TargetRefused
        When `target` holds something else than a snapshot, or cannot be written.
    """
    target = target.resolve()
    own = target / CATALOGUE_FILE
    catalogue = load_catalogue(own if own.is_file() else packaged_folder() / CATALOGUE_FILE)
    _check_target(target, catalogue)
    sources = Sources.of(Mirror(mirror))
    documents = _documents(catalogue, target)
    contents = _contents(catalogue, sources, documents, on_progress)
    before = _digests(target)
    snapshot = _install(contents, target)
    return BuildReport(
        target=target,
        digest=snapshot.digest,
        rows={name: snapshot.entry(name).rows for name in snapshot.names},
        size=sum(len(content) for content in contents.values()),
        changed=tuple(
            name for name in snapshot.names if before.get(name) != snapshot.entry(name).sha256
        ),
    )


def _documents(catalogue: Catalogue, target: Path) -> dict[str, bytes]:
    """Return the documents by id: those of `target`, or of the package where it has none."""
    found = {}
    for one in catalogue.documents.values():
        own = target / one.file
        source = own if own.is_file() else packaged_folder() / one.file
        try:
            found[one.id] = source.read_bytes()
        except OSError as error:
            raise CatalogueBroken(CATALOGUE_FILE, one.id, f"{one.file}: {error.strerror}") from None
    return found


def _contents(
    catalogue: Catalogue,
    sources: Sources,
    documents: Mapping[str, bytes],
    on_progress: Progress | None,
) -> dict[str, bytes]:
    """Return the bytes of every generated file, by file name."""
    report = on_progress or (lambda _name, _done, _total: None)
    unknown = sorted(set(catalogue.names) ^ set(BUILDERS))
    if unknown:
        raise CatalogueBroken(CATALOGUE_FILE, ", ".join(unknown), "no table is built under this id")
    steps = len(catalogue.names) + 1
    contents: dict[str, bytes] = {}
    tables: dict[str, object] = {}
    for done, dataset in enumerate(catalogue):
        report(dataset.id, done, steps)
        content = write_table(dataset, BUILDERS[dataset.id](sources))
        contents[dataset.file] = content
        tables[dataset.id] = {
            "sha256": digest_bytes(content),
            "rows": content.count(b"\n") - 1,
            "columns": list(dataset.column_names),
            "observed_until": dataset.observed_until.isoformat(),
        }
    report("basemap", steps - 1, steps)
    parsed = {name: parse_table(contents[catalogue[name].file], catalogue[name]) for name in DRAWN}
    contents[BASEMAP_FILE] = basemap_bytes(parsed)
    contents |= {f"{name}.json": content for name, content in documents.items()}
    contents[MANIFEST_FILE] = manifest_bytes(
        {one.id: tables[one.id] for one in catalogue if one.can_decide},
        contents[BASEMAP_FILE],
        documents,
        {one.id: tables[one.id] for one in catalogue if not one.can_decide},
    )
    report("basemap", steps, steps)
    return contents


def manifest_bytes(
    tables: Mapping[str, object],
    basemap: bytes,
    documents: Mapping[str, bytes],
    others: Mapping[str, object],
) -> bytes:
    """Return ``manifest.json`` of the `tables` that decide, the basemap, the documents and the `others`."""
    manifest = {
        "format": MANIFEST_FORMAT,
        "tables": tables,
        "basemap": {"sha256": digest_bytes(basemap)},
        "documents": {
            name: {"sha256": digest_bytes(content)} for name, content in documents.items()
        },
        OTHER_TABLES: others,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode("utf-8") + b"\n"


def _check_target(target: Path, catalogue: Catalogue) -> None:
    """Refuse a target that holds anything that a snapshot does not: it would be lost."""
    if target.exists() and not target.is_dir():
        raise TargetRefused(str(target), Text("ce n’est pas un dossier", "it is not a folder"))
    if not target.is_dir():
        return
    known = {*HAND_WRITTEN, *GENERATED, *(dataset.file for dataset in catalogue)}
    known.update(one.file for one in catalogue.documents.values())
    known.update(f"{name}.csv" for name in _tables_of(target / MANIFEST_FILE))
    others = sorted(path.name for path in target.iterdir() if path.name not in known)
    if others:
        found = ", ".join(others[:SHOWN])
        raise TargetRefused(
            str(target),
            Text("il contient autre chose ({o})", "it holds something else ({o})").filled(o=found),
        )


def _tables_of(manifest: Path) -> tuple[str, ...]:
    """Return the tables of the snapshot that is there, even one of another version."""
    try:
        content = json.loads(manifest.read_bytes())
        return (*content["tables"], *content.get(OTHER_TABLES, ()))
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _stage(fresh: Path, target: Path, contents: Mapping[str, bytes]) -> None:
    """Fill `fresh` with the hand-written files of `target` and the generated `contents`."""
    fresh.mkdir()
    for name in HAND_WRITTEN:
        if (target / name).is_file():
            shutil.copy2(target / name, fresh / name)
    if not (fresh / CATALOGUE_FILE).exists():
        shutil.copyfile(packaged_folder() / CATALOGUE_FILE, fresh / CATALOGUE_FILE)
        shutil.copyfile(packaged_folder() / LICENCES_FILE, fresh / LICENCES_FILE)
    for name, content in contents.items():
        (fresh / name).write_bytes(content)


def _install(contents: Mapping[str, bytes], target: Path) -> Snapshot:
    """Write the snapshot beside `target`, read it once as anyone will, and swap."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as staging:
            fresh = Path(staging) / target.name
            _stage(fresh, target, contents)
            snapshot = Snapshot.open(fresh)
            for name in snapshot.names:
                snapshot.table(name)
            swap(fresh, target)
    except OSError as error:
        raise TargetRefused(str(target), verbatim(error.strerror or str(error))) from error
    return Snapshot.open(target)


def _digests(target: Path) -> dict[str, str]:
    """Return the digest of each table file that `target` holds now."""
    if not target.is_dir():
        return {}
    return {path.stem: digest_bytes(path.read_bytes()) for path in sorted(target.glob("*.csv"))}


def swap(fresh: Path, target: Path) -> None:
    """Put the folder `fresh` in the place of `target`; put `target` back when that fails.

    Raises
    ------
    OSError
        When `fresh` cannot be put there; `target` is then as it was.
    """
    previous = fresh.parent / (target.name + PREVIOUS_SUFFIX)
    had_one = target.exists()
    if had_one:
        target.rename(previous)
    try:
        fresh.rename(target)
    except OSError:
        if had_one:
            previous.rename(target)
        raise
