"""What can be wrong with a whole file; what is wrong with a row is a `Note`, never an error."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rebond.errors import BadInput
from rebond.sitefiles.notes import cut
from rebond.texts import Text


class SiteFileRefused(BadInput):
    """A file of sites that cannot be read at all."""


class UnknownTable(SiteFileRefused):
    """A table is asked for that no standard here has."""

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        self.asked = asked
        super().__init__(
            Text("La table « {asked} » n’existe pas.", "There is no table “{asked}”.").filled(
                asked=asked
            ),
            cure=Text(f"Tables : {', '.join(known)}.", f"Tables: {', '.join(known)}."),
        )


class TableNotRecognised(SiteFileRefused):
    """The columns are those of no table, or of several alike."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self.columns = tuple(columns)
        listed = ", ".join(map(cut, list(columns)[:8])) or "—"
        super().__init__(
            Text(
                "les colonnes ne sont celles d’aucune table : {listed}.",
                "the columns are those of no table: {listed}.",
            ).filled(listed=listed),
            where=path.name,
            why=Text(
                "La première ligne doit porter les noms de champs du standard.",
                "The first line must hold the standard’s field names.",
            ),
            cure=Text(
                "Vérifiez la première ligne et le séparateur, ou nommez la table ; voir docs/reference/site-files.md.",
                "Check the first line and the separator, or name the table; see docs/reference/site-files.md.",
            ),
        )


class ColumnsMissing(SiteFileRefused):
    """Columns that the table requires are not in the file."""

    def __init__(self, path: Path, table: str, missing: Sequence[str]) -> None:
        self.missing = tuple(missing)
        super().__init__(
            Text(
                "il manque des colonnes obligatoires de la table {table} : {missing}.",
                "required columns of the table {table} are missing: {missing}.",
            ).filled(table=table, missing=", ".join(missing)),
            where=path.name,
            cure=Text(
                "Ajoutez ces colonnes ; « rebond sites schema {table} » les décrit.",
                "Add these columns; “rebond sites schema {table}” describes them.",
            ).filled(table=table),
        )


class ColumnRepeated(SiteFileRefused):
    """Two columns are the same field."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(
            Text("deux colonnes se lisent « {name} ».", "two columns read as “{name}”.").filled(
                name=cut(name)
            ),
            where=path.name,
            cure=Text("Gardez-en une.", "Keep one of them."),
        )


class FormatRefused(SiteFileRefused):
    """The file is not of a format that is read here."""

    def __init__(self, path: Path, what: Text, cure: Text | None = None) -> None:
        super().__init__(
            what,
            where=path.name,
            cure=cure
            or Text(
                "Donnez un CSV, un GeoJSON ou un GeoPackage.",
                "Give a CSV, a GeoJSON or a GeoPackage.",
            ),
        )


class FileTooLarge(SiteFileRefused):
    """The file holds more than the limits allow."""

    def __init__(self, path: Path, what: Text) -> None:
        super().__init__(
            what,
            where=path.name,
            cure=Text("Partagez-le en plusieurs fichiers.", "Split it into several files."),
        )


class FileBroken(SiteFileRefused):
    """The file cannot be read to its end."""

    def __init__(self, path: Path, what: Text, cure: Text | None = None) -> None:
        super().__init__(
            what,
            where=path.name,
            cure=cure or Text("Exportez-le de nouveau.", "Export it again."),
        )


class LayerNotChosen(SiteFileRefused):
    """A GeoPackage has several layers and none is the only one that fits."""

    def __init__(self, path: Path, layers: Sequence[str]) -> None:
        self.layers = tuple(layers)
        super().__init__(
            Text(
                "ce GeoPackage a plusieurs couches qui conviendraient : {layers}.",
                "this GeoPackage has several layers that would fit: {layers}.",
            ).filled(layers=", ".join(layers)),
            where=path.name,
            cure=Text("Nommez la table voulue.", "Name the table that is meant."),
        )
