"""Documentation of the tables, written from the catalogue.

``python -m rebond.opendata.reference data`` prints ``docs/reference/data.md`` and ``… licences`` the
``LICENCES.md`` of the snapshot; tests compare the files with what is printed.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from rebond.opendata.catalogue import (
    CATALOGUE_FILE,
    Catalogue,
    Column,
    Dataset,
    Document,
    load_catalogue,
)
from rebond.opendata.store import packaged_folder
from rebond.texts import Text

UNKNOWN = "not established"

LICENCES: Mapping[str, Text] = {
    "etalab-2.0": Text(
        "Licence Ouverte / Open Licence 2.0 : réutilisation libre, y compris commerciale, en citant la "
        "source et la date de mise à jour.",
        "Licence Ouverte / Open Licence 2.0: free reuse, commercial too, naming the source and the date "
        "of the last update.",
    ),
    "ODbL-1.0": Text(
        "Open Database License 1.0 : réutilisation libre en citant la source ; une base dérivée qui est "
        "publiée l’est sous la même licence. Ces tables restent donc sous ODbL.",
        "Open Database License 1.0: free reuse naming the source; a derived database that is made public "
        "is under the same licence. These tables therefore stay under ODbL.",
    ),
    "CC-BY-4.0": Text(
        "Creative Commons Attribution 4.0 International : réutilisation libre en citant les auteurs et "
        "en signalant les modifications (ici : coordonnées arrondies, colonnes renommées).",
        "Creative Commons Attribution 4.0 International: free reuse naming the authors and saying what "
        "was changed (here: rounded coordinates, renamed columns).",
    ),
    "LicenseRef-public-domain": Text(
        "Domaine public : aucune condition.", "Public domain: no condition."
    ),
    "LicenseRef-licence-ouverte": Text(
        "Licence Ouverte (Etalab), version non établie : réutilisation libre, y compris commerciale, en citant "
        "la source et la date. Les données ouvertes de l’Assemblée nationale sont publiées sous elle.",
        "Licence Ouverte (Etalab), version not established: free reuse, commercial too, naming the source and "
        "the date. The open data of the Assemblée nationale are published under it.",
    ),
    "LicenseRef-cited-facts": Text(
        "Faits relevés sur des pages publiques, avec l’adresse de la page dans chaque ligne ; aucun texte "
        "n’en est repris. Citez la page.",
        "Facts noted from public pages, with the address of the page in each row; no text is taken from "
        "them. Cite the page.",
    ),
}

HEAD = """\
# The tables that Rebond ships

<!-- Written from src/rebond/snapshot/catalogue.yaml by `python -m rebond.opendata.reference data`. -->

The package holds a snapshot of open data, so that everything runs offline at once. Each table is a CSV
file (UTF-8, comma, line feed, sorted by key) in `src/rebond/snapshot/`; `manifest.json` gives its digest,
which is checked when the table is read. An empty field is a missing value: never a zero, never « not
applicable ». Codes are text. Coordinates are WGS84 degrees with four decimals.

Only the columns that Rebond uses are kept, renamed and rounded in a schema of our own; counts of communes
that have merged since are summed on the present commune. `basemap.json` is a drawing made from the centres
of communes: no area or border of it is a measurement.

- `rebond data status` shows what is there and whether it is intact.
- `rebond data build` rebuilds the snapshot from a mirror folder (`REBOND_DATA_MIRROR`) that holds the files
  named below under « mirror files ». Those of `cog/decoupage_administratif/<version>/` are the files of the folder
  `data` of that version of the npm package `@etalab/decoupage-administratif` (`npm pack`), as they are.
- `rebond data pull` fetches official files whose address is established. Where this page says « not
  established », the address was looked for and not found, and none is invented.

A table marked « decides nothing » only names and dates things for readers: it is checked like the others, and it is
no part of the digest that names the snapshot, because no result depends on it.

« Observed until » is the last day that the values describe; where only a month or a year is established, it
is its last day. An evaluation as of a date leaves out what was observed later, unless it is asked not to.

## The drawing under the maps

`basemap.json` is `{"layers", "zones", "source", "method"}`. A layer is `region`, `departement` or
`territoire_industrie:<phase>`, a list of `{"code", "name", "zone", "coordinates"}`; a layer, a colon and a code
make the key of a place. `coordinates` are those of a GeoJSON MultiPolygon. Zones (`metro`, then the code of each
overseas région) have a name and bounds `[west, south, east, north]`, so that each can be drawn in a frame of
its own. Borders are shared vertex by vertex inside a layer and between layers. Its digest is in the manifest, but it
is not part of the digest that names the snapshot, because no result depends on it.

## The tables
"""

DOCUMENTS_HEAD = """\
## The documents

Published texts that stand beside the tables, written down by hand. Their digests are in the manifest and checked
when they are read; they are not part of the digest that names the snapshot, because no result depends on them."""

LICENCES_HEAD = """\
# Licences des données · Licences of the data

<!-- Written from catalogue.yaml by `python -m rebond.opendata.reference licences`. -->

Le code de Rebond est sous EUPL-1.2 ; les tables de ce dossier gardent la licence de leur source. Les
colonnes y sont choisies, renommées et arrondies. `basemap.json` est dessinée d’après les tables `communes`,
`perimeter_members` et `ept_communes` : Licence Ouverte 2.0, mêmes mentions.

The code of Rebond is under EUPL-1.2; the tables in this folder keep the licence of their source. Their
columns are chosen, renamed and rounded. `basemap.json` is drawn from the tables `communes`,
`perimeter_members` and `ept_communes`: Licence Ouverte 2.0, same attributions."""


def data_reference(catalogue: Catalogue) -> str:
    """Return ``docs/reference/data.md``: what each table is, with its columns and known defects."""
    lines = [HEAD, "| table | what | observed until | licence |", "|---|---|---|---|"]
    lines += [
        f"| [`{dataset.id}`](#{dataset.id}) | {dataset.title.en} | {dataset.observed_until} "
        f"| {dataset.licence} |"
        for dataset in catalogue
    ]
    for dataset in catalogue:
        lines += ["", *_section(dataset)]
    lines += ["", DOCUMENTS_HEAD]
    for one in catalogue.documents.values():
        lines += ["", *_document(one)]
    return "\n".join(lines) + "\n"


def _document(one: Document) -> list[str]:
    return [
        f"### {one.id}",
        "",
        f"**{one.title.en}** (« {one.title.fr} »), `{one.file}`. {one.description.en}",
        "",
        f"- Producer: {one.producer}",
        f"- Copied from: {one.copy_of}",
        f"- Licence: {one.licence}; attribution: {one.attribution}",
        f"- Observed until {one.observed_until}",
        f"- Official page: {one.official_page or UNKNOWN}",
        f"- Known defects: {one.known_defects.en}",
    ]


def _section(dataset: Dataset) -> list[str]:
    file = dataset.official_file
    return [
        f"## {dataset.id}",
        "",
        f"**{dataset.title.en}** (« {dataset.title.fr} »). {dataset.description.en}",
        "",
        f"- Producer: {dataset.producer}",
        f"- Copied from: {dataset.copy_of}",
        f"- Licence: {dataset.licence}; attribution: {dataset.attribution}",
        f"- Vintage: {dataset.vintage.en}",
        f"- Observed until {dataset.observed_until}; published on {dataset.published_on or UNKNOWN}",
        f"- Mirror files: {', '.join(f'`{name}`' for name in dataset.mirror_files) or 'none (by rule)'}",
        f"- Official page: {dataset.official_page or UNKNOWN}",
        f"- Official file: {file.url if file else UNKNOWN}",
        *([] if dataset.can_decide else ["- Decides nothing: no result depends on it"]),
        f"- Key: {', '.join(f'`{name}`' for name in dataset.key)}",
        f"- Known defects: {dataset.known_defects.en}",
        "",
        "| column | type | unit | missing | meaning |",
        "|---|---|---|---|---|",
        *[_column_row(column) for column in dataset.columns],
    ]


def _column_row(column: Column) -> str:
    missing = "never" if column.required else "empty"
    meaning = column.description.en
    if column.observed_until is not None:
        meaning += f" (observed until {column.observed_until})"
    return f"| `{column.name}` | {column.type} | {column.unit or ''} | {missing} | {meaning} |"


def licences_page(catalogue: Catalogue) -> str:
    """Return ``LICENCES.md``: the licence and the attribution of each table, in both languages."""
    lines = [LICENCES_HEAD]
    everything = (*catalogue, *catalogue.documents.values())
    for licence in sorted({one.licence for one in everything}):
        own = [one for one in everything if one.licence == licence]
        lines += ["", f"## {licence}", "", LICENCES[licence].fr, "", LICENCES[licence].en, ""]
        lines += ["| table | mention · attribution |", "|---|---|"]
        lines += [f"| `{one.file}` | {one.attribution} |" for one in own]
    return "\n".join(lines) + "\n"


def main(arguments: list[str], folder: Path) -> int:
    """Print one of the pages; return the exit code."""
    pages = {"data": data_reference, "licences": licences_page}
    if len(arguments) != 1 or arguments[0] not in pages:
        sys.stderr.write(f"usage: python -m rebond.opendata.reference {'|'.join(pages)}\n")
        return 2
    sys.stdout.write(pages[arguments[0]](load_catalogue(folder / CATALOGUE_FILE)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:], packaged_folder()))
