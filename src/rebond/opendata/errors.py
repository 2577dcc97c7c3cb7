"""What can go wrong with open data, one class for each.

Damage to the snapshot or to a mirror file is `BrokenData` (exit code 3); something that the person
asked for and that cannot be done is `BadInput` (exit code 2).
"""

from __future__ import annotations

from rebond.errors import BadInput, BrokenData
from rebond.texts import Text

REBUILD = Text(
    "Réinstallez Rebond, ou reconstruisez l’instantané avec « rebond data build ».",
    "Reinstall Rebond, or rebuild the snapshot with “rebond data build”.",
)
FETCH_AGAIN = Text(
    "Copiez de nouveau ce fichier dans le miroir, puis relancez « rebond data build ».",
    "Copy this file into the mirror again, then run “rebond data build” again.",
)
STATE_INTACT = Text(
    "L’instantané précédent n’a pas été modifié.",
    "The previous snapshot was not changed.",
)


class CatalogueBroken(BrokenData):
    """``catalogue.yaml`` cannot be used."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        self.file = file
        self.key = key
        self.problem = problem
        super().__init__(
            Text(
                "Le catalogue est inutilisable : {p}.", "The catalogue cannot be used: {p}."
            ).filled(p=problem),
            where=f"{file}: {key}" if key else file,
            why=Text(
                "Sans lui, ni le type ni la source des colonnes ne sont connus.",
                "Without it neither the type nor the source of the columns is known.",
            ),
            cure=REBUILD,
        )


class SnapshotFileMissing(BrokenData):
    """A file of the snapshot is absent or cannot be read."""

    def __init__(self, file: str, reason: str) -> None:
        self.file = file
        self.reason = reason
        super().__init__(
            Text(
                "Le fichier {f} de l’instantané ne peut pas être lu ({r}).",
                "The snapshot file {f} cannot be read ({r}).",
            ).filled(f=file, r=reason),
            where=file,
            cure=REBUILD,
        )


class ManifestBroken(BrokenData):
    """``manifest.json`` is not the manifest of this snapshot."""

    def __init__(self, file: str, problem: str) -> None:
        self.file = file
        self.problem = problem
        super().__init__(
            Text(
                "Le manifeste est inutilisable : {p}.", "The manifest cannot be used: {p}."
            ).filled(p=problem),
            where=file,
            why=Text(
                "Le manifeste donne l’empreinte de chaque table ; sans lui, rien ne prouve que les "
                "données sont celles qui ont été publiées.",
                "The manifest holds the digest of each table; without it nothing proves that the data "
                "are those that were published.",
            ),
            cure=REBUILD,
        )


class DigestMismatch(BrokenData):
    """A file of the snapshot is not the one that the manifest names."""

    def __init__(self, file: str, expected: str, found: str) -> None:
        self.file = file
        self.expected = expected
        self.found = found
        super().__init__(
            Text(
                "Le fichier {f} a changé : empreinte attendue {e}, trouvée {g}.",
                "The file {f} has changed: expected digest {e}, found {g}.",
            ).filled(f=file, e=expected, g=found),
            where=file,
            why=Text(
                "Un résultat calculé sur des données modifiées ne pourrait pas être refait par un tiers.",
                "A result computed on changed data could not be computed again by anyone else.",
            ),
            cure=REBUILD,
        )


class TableUnknown(BadInput):
    """No table has this name."""

    def __init__(self, name: str, names: tuple[str, ...]) -> None:
        self.name = name
        self.names = names
        super().__init__(
            Text(
                "La table « {n} » n’existe pas dans l’instantané.",
                "The snapshot has no table named “{n}”.",
            ).filled(n=name),
            cure=Text("Tables disponibles : {t}.", "Tables available: {t}.").filled(
                t=", ".join(names)
            ),
        )


class TableColumnsWrong(BrokenData):
    """The columns of a table are not those of the catalogue."""

    def __init__(self, file: str, expected: tuple[str, ...], found: tuple[str, ...]) -> None:
        self.file = file
        self.expected = expected
        self.found = found
        missing = ", ".join(name for name in expected if name not in found) or "—"
        super().__init__(
            Text(
                "Les colonnes de {f} ne sont pas celles du catalogue (attendues : {e} ; trouvées : {g} ; "
                "manquantes : {m}).",
                "The columns of {f} are not those of the catalogue (expected: {e}; found: {g}; "
                "missing: {m}).",
            ).filled(f=file, e=", ".join(expected), g=", ".join(found), m=missing),
            where=file,
            cure=REBUILD,
        )


class TableValueWrong(BrokenData):
    """A value of a table is not of the type that the catalogue declares."""

    def __init__(self, file: str, row: int, field: str, value: str, expected: Text) -> None:
        self.file = file
        self.row = row
        self.field = field
        self.value = value
        self.expected = expected
        super().__init__(
            Text(
                "La valeur « {v} » ne convient pas ; attendu : {e}.",
                "The value “{v}” does not fit; expected: {e}.",
            ).filled(v=value, e=expected),
            where=f"{file}, row {row}, {field}",
            why=Text(
                "Une valeur manquante s’écrit par un champ vide, jamais par un zéro ni par « NaN ».",
                "A missing value is an empty field, never a zero and never “NaN”.",
            ),
            cure=REBUILD,
        )


class MirrorMissing(BadInput):
    """The mirror folder, or a file of it, is absent."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            Text("{p} est introuvable.", "{p} was not found.").filled(p=path),
            why=STATE_INTACT,
            cure=Text(
                "Indiquez le dossier du miroir (variable REBOND_DATA_MIRROR) ; la liste des fichiers "
                "attendus est dans docs/reference/data.md.",
                "Give the folder of the mirror (variable REBOND_DATA_MIRROR); the list of expected files "
                "is in docs/reference/data.md.",
            ),
        )


class MirrorFileDamaged(BrokenData):
    """A mirror file is truncated or is not the text it should be."""

    def __init__(self, file: str, reason: Text, *, row: int | None = None) -> None:
        self.file = file
        self.row = row
        self.reason = reason
        super().__init__(
            Text("Le fichier est endommagé : {r}.", "The file is damaged: {r}.").filled(r=reason),
            where=file if row is None else f"{file}, row {row}",
            why=STATE_INTACT,
            cure=FETCH_AGAIN,
        )


class MirrorColumnMissing(BrokenData):
    """A mirror file lacks a column that a table is built from."""

    def __init__(self, file: str, missing: tuple[str, ...], found: tuple[str, ...]) -> None:
        self.file = file
        self.missing = missing
        self.found = found
        super().__init__(
            Text(
                "Colonne absente : {m} (colonnes trouvées : {g}).",
                "Missing column: {m} (columns found: {g}).",
            ).filled(m=", ".join(missing), g=", ".join(found)),
            where=file,
            why=STATE_INTACT,
            cure=FETCH_AGAIN,
        )


class MirrorValueWrong(BrokenData):
    """A value of a mirror file cannot be used."""

    def __init__(self, file: str, row: int, field: str, value: str, expected: Text) -> None:
        self.file = file
        self.row = row
        self.field = field
        self.value = value
        self.expected = expected
        super().__init__(
            Text(
                "La valeur « {v} » ne convient pas ; attendu : {e}.",
                "The value “{v}” does not fit; expected: {e}.",
            ).filled(v=value, e=expected),
            where=f"{file}, row {row}, {field}",
            why=STATE_INTACT,
            cure=FETCH_AGAIN,
        )


class TableRefused(BrokenData):
    """The rows built for a table break a rule that the catalogue declares."""

    def __init__(self, table: str, key: str, problem: Text) -> None:
        self.table = table
        self.key = key
        self.problem = problem
        super().__init__(
            Text("La table {t} est refusée : {p}.", "The table {t} is refused: {p}.").filled(
                t=table, p=problem
            ),
            where=f"{table}: {key}" if key else table,
            why=STATE_INTACT,
            cure=FETCH_AGAIN,
        )


class TargetRefused(BadInput):
    """The folder to write the snapshot to holds something else, or cannot be written."""

    def __init__(self, path: str, reason: Text) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            Text(
                "L’instantané ne peut pas être écrit dans {p} : {r}.",
                "The snapshot cannot be written to {p}: {r}.",
            ).filled(p=path, r=reason),
            why=Text("Rien n’a été modifié.", "Nothing was changed."),
            cure=Text(
                "Donnez un dossier vide, à créer, ou celui d’un instantané.",
                "Give a folder that is empty, to be created, or that of a snapshot.",
            ),
        )
