"""What can go wrong with open data, one class for each.

Damage to the snapshot or to a mirror file is `BrokenData` (exit code 3); something that the person
asked for and that cannot be done is `BadInput` (exit code 2).
"""

from __future__ import annotations

from rebond.errors import BadInput, BrokenData
from rebond.texts import Text, verbatim

REBUILD = Text(
    "Réinstallez Rebond, ou reconstruisez l’instantané avec « rebond data build ».",
    "Reinstall Rebond, or rebuild the snapshot with “rebond data build”.",
)
FETCH_AGAIN = Text(
    "Copiez de nouveau ce fichier dans le miroir, puis relancez « rebond data build ».",
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
                "Le catalogue est inutilisable : {p}.", "The catalogue cannot be used: {p}."
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
                "Le manifeste est inutilisable : {p}.", "The manifest cannot be used: {p}."
            ).filled(p=problem),
            where=file,
            why=Text(
                "Le manifeste donne l’empreinte de chaque table ; sans lui, rien ne prouve que les "
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
                "Le fichier {f} a changé : empreinte attendue {e}, trouvée {g}.",
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
                "La table « {n} » n’existe pas dans l’instantané.",
                "The snapshot has no table named “{n}”.",
            ).filled(n=name),
            cure=Text("Tables disponibles : {t}.", "Tables available: {t}.").filled(
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
                "Les colonnes de {f} ne sont pas celles du catalogue (attendues : {e} ; trouvées : {g} ; "
                "manquantes : {m}).",
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
                "La valeur « {v} » ne convient pas ; attendu : {e}.",
                "The value “{v}” does not fit; expected: {e}.",
            ).filled(v=value, e=expected),
            where=f"{file}:{row}, {field}",
            why=Text(
                "Une valeur manquante s’écrit par un champ vide, jamais par un zéro ni par « NaN ».",
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
                "Indiquez le dossier du miroir (variable REBOND_DATA_MIRROR) ; la liste des fichiers "
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
            Text("Le fichier est endommagé : {r}.", "The file is damaged: {r}.").filled(r=reason),
            where=file if row is None else f"{file}:{row}",
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
                "Colonne absente : {m} (colonnes trouvées : {g}).",
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
                "La valeur « {v} » ne convient pas ; attendu : {e}.",
                "The value “{v}” does not fit; expected: {e}.",
            ).filled(v=value, e=expected),
            where=f"{file}:{row}, {field}",
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
            Text("La table {t} est refusée : {p}.", "The table {t} is refused: {p}.").filled(
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
                "L’instantané ne peut pas être écrit dans {p} : {r}.",
                "The snapshot cannot be written to {p}: {r}.",
            ).filled(p=path, r=reason),
            why=Text("Rien n’a été modifié.", "Nothing was changed."),
            cure=Text(
                "Donnez un dossier vide, à créer, ou celui d’un instantané.",
                "Give a folder that is empty, to be created, or that of a snapshot.",
            ),
        )


class OfficialAddressUnknown(BadInput):
    """The address of an official file is not established."""

    def __init__(self, name: str, page: str | None) -> None:
        self.name = name
        self.page = page
        cure = (
            Text(
                "Copiez le fichier dans un miroir, puis lancez « rebond data build ».",
                "Copy the file into a mirror, then run “rebond data build”.",
            )
            if page is None
            else Text(
                "La page du jeu de données est {p} : copiez-en le fichier dans un miroir, puis lancez "
                "« rebond data build ».",
                "The page of the data set is {p}: copy its file into a mirror, then run “rebond data "
                "build”.",
            ).filled(p=page)
        )
        super().__init__(
            Text(
                "L’adresse du fichier officiel de « {n} » n’est pas établie.",
                "The address of the official file of “{n}” is not established.",
            ).filled(n=name),
            why=Text(
                "Rebond n’invente pas d’adresse : le catalogue dit « unknown ».",
                "Rebond invents no address: the catalogue says “unknown”.",
            ),
            cure=cure,
        )


class HostUnreachable(BadInput):
    """The server of an official file does not answer."""

    def __init__(self, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(
            Text("{u} ne répond pas ({r}).", "{u} does not answer ({r}).").filled(u=url, r=reason),
            why=Text("Le cache n’a pas été modifié.", "The cache was not changed."),
            cure=Text(
                "Vérifiez l’accès au réseau (variables HTTP_PROXY, HTTPS_PROXY), puis relancez « rebond "
                "data pull » ; l’instantané installé reste utilisable sans réseau.",
                "Check network access (variables HTTP_PROXY, HTTPS_PROXY), then run “rebond data pull” "
                "again; the installed snapshot works without a network.",
            ),
        )


class DownloadRefused(BadInput):
    """The server answers, but not with the file."""

    def __init__(self, url: str, status: int) -> None:
        self.url = url
        self.status = status
        super().__init__(
            Text(
                "{u} n’a pas donné le fichier (réponse {s}).",
                "{u} did not give the file (answer {s}).",
            ).filled(u=url, s=status),
            why=Text("Le cache n’a pas été modifié.", "The cache was not changed."),
            cure=Text(
                "L’adresse a peut-être changé : cherchez le fichier sur la page du jeu de données.",
                "The address may have changed: look for the file on the page of the data set.",
            ),
        )


class DownloadInterrupted(BadInput):
    """The connection was cut before the end."""

    def __init__(self, url: str, done: int, total: int | None, reason: str) -> None:
        self.url = url
        self.done = done
        self.total = total
        self.reason = reason
        whole = Text("taille inconnue", "unknown size") if total is None else verbatim(total)
        super().__init__(
            Text(
                "Le téléchargement de {u} a été coupé après {d} octets sur {t} ({r}).",
                "The download of {u} was cut after {d} bytes of {t} ({r}).",
            ).filled(u=url, d=done, t=whole, r=reason),
            cure=Text(
                "Relancez « rebond data pull » : il reprendra là où il s’est arrêté.",
                "Run “rebond data pull” again: it goes on from where it stopped.",
            ),
        )


class DownloadTooLarge(BadInput):
    """The file is larger than anything expected."""

    def __init__(self, url: str, limit: int) -> None:
        self.url = url
        self.limit = limit
        super().__init__(
            Text(
                "{u} dépasse la taille permise ({m} octets).",
                "{u} exceeds the size allowed ({m} bytes).",
            ).filled(u=url, m=limit),
            cure=Text("Vérifiez l’adresse.", "Check the address."),
        )


class OfficialFileChanged(BrokenData):
    """A downloaded file is not the one that the catalogue pins."""

    def __init__(self, url: str, expected: str, found: str) -> None:
        self.url = url
        self.expected = expected
        self.found = found
        super().__init__(
            Text(
                "{u} ne donne pas le fichier attendu : empreinte attendue {e}, trouvée {g}.",
                "{u} does not give the expected file: expected digest {e}, found {g}.",
            ).filled(u=url, e=expected, g=found),
            why=Text("Le cache n’a pas été modifié.", "The cache was not changed."),
            cure=Text(
                "Le producteur a publié un autre fichier, ou la copie est corrompue ; comparez avec la "
                "page du jeu de données avant de changer l’empreinte dans catalogue.yaml.",
                "The producer has published another file, or the copy is corrupt; compare with the page "
                "of the data set before changing the digest in catalogue.yaml.",
            ),
        )


class CacheUnusable(BadInput):
    """The cache folder cannot be written."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(
            Text(
                "Le dossier {p} ne peut pas être utilisé ({r}).",
                "The folder {p} cannot be used ({r}).",
            ).filled(p=path, r=reason),
            cure=Text(
                "Donnez un dossier où vous pouvez écrire.", "Give a folder that you can write to."
            ),
        )
