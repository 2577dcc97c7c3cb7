"""The base of every error that Rebond shows to a person.

An error is part of the interface: it says what is wrong, where, why it matters and how to repair it,
in French and in English. Each room has its own subclasses, one per thing that can go wrong, in its
own ``errors`` module, with the data as attributes.
"""

from __future__ import annotations

import errno

from rebond.texts import Lang, Text


class RebondError(Exception):
    """Something a person can repair.

    Parameters
    ----------
    what : Text
        What is wrong, with the value found.
    where : str, optional
        Place: file, line, key, row, field.
    why : Text, optional
        Why it is a problem.
    cure : Text, optional
        What to do about it.
    """

    exit_code = 1

    def __init__(
        self,
        what: Text,
        *,
        where: str | None = None,
        why: Text | None = None,
        cure: Text | None = None,
    ) -> None:
        self.what = what
        self.where = where
        self.why = why
        self.cure = cure
        super().__init__(self.message("en"))

    def message(self, lang: Lang) -> str:
        """Return the whole message in `lang`, one line a part."""
        head = self.what.of(lang) if self.where is None else f"{self.where}: {self.what.of(lang)}"
        lines = [head]
        lines += [part.of(lang) for part in (self.why, self.cure) if part is not None]
        return "\n".join(lines)


_REFUSALS = {
    errno.ENOENT: Text("il n’existe pas", "it does not exist"),
    errno.EACCES: Text("l’accès est refusé", "access is denied"),
    errno.EPERM: Text("ce n’est pas permis", "it is not permitted"),
    errno.EISDIR: Text("c’est un dossier", "it is a folder"),
    errno.ENOTDIR: Text(
        "une partie du chemin n’est pas un dossier", "part of the path is no folder"
    ),
    errno.EEXIST: Text("il existe déjà", "it exists already"),
    errno.ENOSPC: Text("il n’y a plus de place", "there is no space left"),
    errno.EROFS: Text("le disque ne s’écrit pas", "the disk is read-only"),
    errno.ENAMETOOLONG: Text("le nom est trop long", "the name is too long"),
    errno.EADDRINUSE: Text("l’adresse est déjà prise", "the address is in use already"),
}


def refusal(error: OSError) -> Text:
    """Return why the system refused, in both languages; in its own words where it is none of the usual ones.

    Examples
    --------
    >>> refusal(FileNotFoundError(2, "No such file or directory")).fr
    'il n’existe pas'
    >>> refusal(OSError("odd")).fr
    'odd'
    """
    words = error.strerror or str(error)
    return _REFUSALS.get(error.errno or 0, Text(words, words))


class BadInput(RebondError):
    """The caller gave something that cannot be used (exit code 2)."""

    exit_code = 2


class BrokenData(RebondError):
    """Stored or mirrored data is damaged, truncated or of another version (exit code 3)."""

    exit_code = 3


class NotReproduced(RebondError):
    """A decision file does not follow from its inputs (exit code 4)."""

    exit_code = 4
