"""What can go wrong with a file that somebody adds."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.texts import Text, number

MEGABYTE = 1_000_000


def _mb(size: int) -> Text:
    return Text(
        f"{number(size / MEGABYTE, 'fr', digits=1)}\u00a0Mo",
        f"{number(size / MEGABYTE, 'en', digits=1)} MB",
    )


class FileRefused(BadInput):
    """A file is not what it should be."""

    def __init__(self, what: Text, cure: Text, *, why: Text | None = None, name: str = "") -> None:
        self.name = name
        super().__init__(what, where=name or None, why=why, cure=cure)


class EmptyFile(FileRefused):
    """A file without a byte."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text("ce fichier est vide.", "this file is empty."),
            Text("Vérifiez qu’il s’ouvre chez vous.", "Check that it opens on your side."),
            name=name,
        )


class FileTooLarge(FileRefused):
    """A file weighs more than the field accepts."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            Text(
                "ce fichier dépasse {most}, le plus que ce champ accepte.",
                "this file is larger than {most}, the most that this field accepts.",
            ).filled(most=_mb(most)),
            Text(
                "Réduisez les images, ou partagez-le en plusieurs fichiers.",
                "Reduce its images, or split it into several files.",
            ),
            name=name,
        )


class QuotaReached(FileRefused):
    """The files of a dossier weigh too much together, or are too many."""

    def __init__(self, held: int, most: int) -> None:
        super().__init__(
            Text(
                "les pièces de ce dossier pèsent déjà {held}\u202f; {most} au plus sont gardés.",
                "the files of this dossier already weigh {held}; at most {most} are kept.",
            ).filled(held=_mb(held), most=_mb(most)),
            Text("Retirez une pièce, ou réduisez celle-ci.", "Remove a file, or reduce this one."),
        )


class FieldFull(FileRefused):
    """A field has all the files it accepts."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Text(
                f"ce champ a déjà ses {most} fichier(s).",
                f"this field already has its {most} file(s).",
            ),
            Text("Retirez-en un d’abord.", "Remove one first."),
        )


class WrongFormat(FileRefused):
    """A file is of another format than the field accepts, judged by its content."""

    def __init__(self, name: str, found: Text, accepted: tuple[str, ...]) -> None:
        super().__init__(
            Text("ce fichier est {found}.", "this file is {found}.").filled(found=found),
            Text(
                f"Formats acceptés\u202f: {', '.join(accepted)}.",
                f"Formats accepted: {', '.join(accepted)}.",
            ),
            name=name,
        )


class WrongExtension(FileRefused):
    """The end of a name says another format than the content."""

    def __init__(self, name: str, extension: str, found: str) -> None:
        super().__init__(
            Text(
                f"son nom finit par .{extension}, et son contenu est de format {found}.",
                f"its name ends with .{extension}, and its content is {found}.",
            ),
            Text(
                f"Enregistrez-le sous son vrai format, ou renommez-le en .{found}.",
                f"Save it under its true format, or rename it to .{found}.",
            ),
            why=Text("Qui l’ouvrira se fie au nom.", "Whoever opens it relies on the name."),
            name=name,
        )


class BrokenFile(FileRefused):
    """A file of a known format that cannot be read to its end, or hides something else."""

    def __init__(self, kind: str, reason: Text) -> None:
        self.kind = kind
        super().__init__(
            Text(
                "ce fichier {kind} n’est pas accepté\u202f: {reason}.",
                "this {kind} file is not accepted: {reason}.",
            ).filled(kind=kind, reason=reason),
            Text(
                "Ouvrez-le, enregistrez-le de nouveau, puis ajoutez le nouveau fichier.",
                "Open it, save it again, then add the new file.",
            ),
        )


class FileMissing(BadInput):
    """A file that a dossier lists is not in the store any more."""

    exit_code = 3

    def __init__(self, name: str, digest: str) -> None:
        self.digest = digest
        super().__init__(
            Text(
                f"la pièce {name} n’est plus dans le dépôt.",
                f"file {name} is no longer in the store.",
            ),
            why=Text(f"Empreinte attendue\u202f: {digest}.", f"Expected digest: {digest}."),
            cure=Text(
                "Prévenez l’équipe nationale\u202f: elle se restaure depuis la sauvegarde.",
                "Tell the national team: it is restored from the backup.",
            ),
        )


class NotAFileField(BadInput):
    """A file can be added to a field that takes files only."""

    def __init__(self, path: str) -> None:
        super().__init__(
            Text("Ce champ n’accepte pas de fichier.", "This field takes no file."),
            where=path,
            cure=Text("Rien n’a été changé.", "Nothing was changed."),
        )
