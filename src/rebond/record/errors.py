"""What can be wrong with a decision file, one class per thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.errors import BadInput, BrokenData, NotReproduced
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.record.difference import Difference

FETCH_AGAIN = Text(
    fr="Reprenez le fichier là où la décision est publiée, sans l’ouvrir dans un éditeur.",
    en="Take the file again from where the decision is published, without opening it in an editor.",
)
SEE_FILE_FORMAT = Text(
    fr="Voir docs/reference/decision-file.md.", en="See docs/reference/decision-file.md."
)


class RecordUnreadable(BrokenData):
    """The file cannot be opened or read."""

    def __init__(self, where: str, cause: str | Text) -> None:
        self.cause = cause
        super().__init__(
            Text(
                fr="Le fichier de décision ne peut pas être lu : {cause}.",
                en="The decision file cannot be read: {cause}.",
            ).filled(cause=cause),
            where=where,
            cure=Text(
                fr="Vérifiez le chemin et les droits de lecture.",
                en="Check the path and the right to read it.",
            ),
        )


class RecordTooLarge(BrokenData):
    """The file is larger than the reader accepts."""

    def __init__(self, where: str, size: int | None, limit: int) -> None:
        self.size = size
        self.limit = limit
        super().__init__(
            Text(
                fr="Le fichier de décision dépasse la limite de {limit} octets.",
                en="The decision file is above the limit of {limit} bytes.",
            ).filled(limit=limit),
            where=where,
            why=Text(
                fr="Un fichier sans limite de taille peut épuiser la mémoire de qui le vérifie.",
                en="A file of any size could exhaust the memory of whoever verifies it.",
            ),
            cure=Text(
                fr="Si le fichier vient d’une source sûre, relevez la limite (`max_bytes`).",
                en="If the file comes from a source you trust, raise the limit (`max_bytes`).",
            ),
        )


class RecordNotJson(BrokenData):
    """The bytes are not one JSON value in UTF-8."""

    def __init__(self, where: str, line: int, column: int, cause: str) -> None:
        self.line = line
        self.column = column
        self.cause = cause
        super().__init__(
            Text(
                fr="Ce n’est pas du JSON en UTF-8 (ligne {line}, colonne {column}) : {cause}.",
                en="This is not JSON in UTF-8 (line {line}, column {column}): {cause}.",
            ).filled(line=line, column=column, cause=cause),
            where=f"{where}:{line}:{column}",
            cure=FETCH_AGAIN,
        )


class RecordNotCanonical(BrokenData):
    """The JSON can be read, but its bytes are not the canonical ones."""

    def __init__(self, where: str, offset: int, expected: str, found: str) -> None:
        self.offset = offset
        self.expected = expected
        self.found = found
        super().__init__(
            Text(
                fr="Les octets ne sont pas ceux de la forme canonique (RFC 8785) : à l’octet {offset}, "
                "attendu « {expected} », trouvé « {found} ».",
                en="The bytes are not those of the canonical form (RFC 8785): at byte {offset}, "
                'expected "{expected}", found "{found}".',
            ).filled(offset=offset, expected=expected, found=found),
            where=where,
            why=Text(
                fr="Une empreinte ne vaut que pour une suite d’octets ; le fichier a été réécrit ou modifié.",
                en="A digest holds for one sequence of bytes; the file was rewritten or changed.",
            ),
            cure=FETCH_AGAIN,
        )


class UnknownFormat(BrokenData):
    """The body states a format that this version does not read."""

    def __init__(self, where: str, found: object, known: tuple[str, ...]) -> None:
        self.found = found
        self.known = known
        super().__init__(
            Text(
                fr="Format de décision inconnu : {found}. Formats lus : {known}.",
                en="Unknown decision format: {found}. Formats read: {known}.",
            ).filled(found=repr(found), known=", ".join(known)),
            where=where,
            cure=Text(
                fr="Utilisez la version de Rebond qui a écrit ce fichier (clé « environment »).",
                en='Use the version of Rebond that wrote this file (key "environment").',
            ),
        )


class EnvelopeBroken(BrokenData):
    """A key of the envelope is missing, unknown or of the wrong kind."""

    def __init__(self, where: str, key: str, what: Text) -> None:
        self.key = key
        super().__init__(what, where=f"{where}, /{key}" if key else where, cure=SEE_FILE_FORMAT)


class DigestMismatch(BrokenData):
    """The body and its digest disagree; `part` names the one that changed.

    Parameters
    ----------
    part : {"body", "digest", "body or digest"}
        What the seal shows to have changed.
    """

    def __init__(self, where: str, part: str, expected: str, found: str) -> None:
        self.part = part
        self.expected = expected
        self.found = found
        named = {
            "body": Text(
                fr="Le contenu de la décision (« body ») a été modifié après le scellement",
                en='The content of the decision ("body") was changed after it was sealed',
            ),
            "digest": Text(
                fr="L’empreinte écrite (« digest ») a été modifiée ; le contenu est intact",
                en='The written digest ("digest") was changed; the content is intact',
            ),
        }.get(
            part,
            Text(
                fr="Le contenu (« body ») et l’empreinte écrite (« digest ») ne concordent pas, et le sceau "
                "ne confirme ni l’un ni l’autre",
                en='The content ("body") and the written digest ("digest") disagree, and the seal confirms neither',
            ),
        )
        super().__init__(
            Text(
                fr="{named} : empreinte écrite {expected}, empreinte calculée {found}.",
                en="{named}: written digest {expected}, computed digest {found}.",
            ).filled(named=named, expected=expected, found=found),
            where=where,
            why=Text(
                fr="Ce fichier n’est pas celui qui a été scellé.",
                en="This file is not the one that was sealed.",
            ),
            cure=FETCH_AGAIN,
        )


class SealMismatch(BrokenData):
    """The body is intact, but the envelope around it changed."""

    part = "envelope"

    def __init__(self, where: str, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(
            Text(
                fr="Le contenu est intact, mais l’enveloppe a été modifiée (« environment », « produced_at » ou "
                "« seal ») : sceau écrit {expected}, sceau calculé {found}.",
                en='The content is intact, but the envelope was changed ("environment", "produced_at" or "seal"): '
                "written seal {expected}, computed seal {found}.",
            ).filled(expected=expected, found=found),
            where=where,
            why=Text(
                fr="La date ou les logiciels indiqués ne sont pas ceux qui ont été scellés.",
                en="The moment or the software named here is not what was sealed.",
            ),
            cure=FETCH_AGAIN,
        )


class SignatureInvalid(BrokenData):
    """The signature in the file does not hold for this decision."""

    part = "signature"

    def __init__(self, where: str, cause: Text) -> None:
        self.cause = cause
        super().__init__(
            Text(
                fr="La signature ne vaut pas pour cette décision : {cause}.",
                en="The signature does not hold for this decision: {cause}.",
            ).filled(cause=cause),
            where=where,
            why=Text(
                fr="Rien ne prouve que l’autorité a signé ce contenu.",
                en="Nothing proves that the authority signed this content.",
            ),
            cure=FETCH_AGAIN,
        )


class SignatureMissing(BrokenData):
    """A signature was expected and the file has none."""

    def __init__(self) -> None:
        super().__init__(
            Text(fr="La décision n’est pas signée.", en="The decision is not signed."),
            cure=Text(
                fr="Demandez le fichier signé à l’autorité, ou vérifiez sans clé publique.",
                en="Ask the authority for the signed file, or verify without a public key.",
            ),
        )


class OtherKey(BrokenData):
    """The file is signed, but by another key than the one expected."""

    def __init__(self, expected: str, found: str) -> None:
        self.expected = expected
        self.found = found
        super().__init__(
            Text(
                fr="La décision est signée par une autre clé : attendue {expected}, trouvée {found}.",
                en="The decision is signed by another key: expected {expected}, found {found}.",
            ).filled(expected=expected, found=found),
            where="/signature/key_id",
            cure=Text(
                fr="Vérifiez auprès de l’autorité l’empreinte de sa clé publique, par une autre voie que ce fichier.",
                en="Check with the authority the digest of its public key, by another way than this file.",
            ),
        )


class AlreadySigned(BadInput):
    """A signed record is not signed again in silence."""

    def __init__(self, key_id: str) -> None:
        self.key_id = key_id
        super().__init__(
            Text(
                fr="La décision porte déjà une signature (clé {key_id}).",
                en="The decision already carries a signature (key {key_id}).",
            ).filled(key_id=key_id),
            cure=Text(
                fr="Retirez d’abord cette signature (`unsigned`), ou gardez-la.",
                en="Remove that signature first (`unsigned`), or keep it.",
            ),
        )


class UnusableKey(BadInput):
    """The key file does not hold an Ed25519 key that can be read."""

    def __init__(self, cause: str) -> None:
        self.cause = cause
        super().__init__(
            Text(
                fr="Cette clé ne peut pas servir : {cause}.", en="This key cannot be used: {cause}."
            ).filled(cause=cause),
            cure=Text(
                fr="Il faut une clé Ed25519 au format PEM, par exemple « openssl genpkey -algorithm ed25519 ».",
                en='An Ed25519 key in PEM form is needed, for example "openssl genpkey -algorithm ed25519".',
            ),
        )


class UnfitForRecord(BadInput):
    """The body holds a value that canonical JSON does not have."""

    def __init__(self, path: str, found: str, cause: Text) -> None:
        self.path = path
        self.found = found
        super().__init__(
            Text(
                fr="Valeur impossible dans une décision : {found} ({cause}).",
                en="Value that a decision cannot hold: {found} ({cause}).",
            ).filled(found=found, cause=cause),
            where=path or "/",
            why=Text(
                fr="Une valeur manquante s’écrit null avec son état, jamais NaN.",
                en="A missing value is written null with its status, never NaN.",
            ),
            cure=SEE_FILE_FORMAT,
        )


class UnusableMoment(BadInput):
    """`produced_at` is not a moment with its offset from UTC."""

    def __init__(self, found: object) -> None:
        self.found = found
        super().__init__(
            Text(
                fr="Moment de production inutilisable : {found}.",
                en="Unusable moment of production: {found}.",
            ).filled(found=repr(found)),
            where="/produced_at",
            cure=Text(
                fr="Donnez une date et une heure avec leur décalage, par exemple 2026-11-21T10:00:00+00:00.",
                en="Give a date and a time with their offset, for example 2026-11-21T10:00:00+00:00.",
            ),
        )


class DecisionNotReproduced(NotReproduced):
    """Running the decision again gives another result; the first difference is named."""

    def __init__(self, difference: Difference, where: str | None = None) -> None:
        self.difference = difference
        super().__init__(
            Text(
                fr="Le calcul refait ne donne pas la même décision. {sentence}",
                en="Running the decision again does not give the same decision. {sentence}",
            ).filled(sentence=difference.sentence),
            where=where,
            cure=Text(
                fr="Comparez les empreintes du programme et des données, et la version de Rebond (« environment »).",
                en='Compare the digests of the programme and of the data, and the version of Rebond ("environment").',
            ),
        )
