"""Where a page of the API ends, as a signed word that nobody has to read, nor can make up."""

from __future__ import annotations

import hashlib

from django.core import signing

from rebond.texts import Text
from rebond.web.publishing.errors import BadParameter

_SALT = "rebond.publishing.cursor"
LONGEST = 400
_WHY = Text(
    "Un curseur vient du lien « next » d’une page, et ne vaut que pour la même adresse.",
    "A cursor comes from the “next” link of a page, and stands for the same address only.",
)
_CURE = Text(
    "Suivez « next », ou recommencez sans curseur.", "Follow “next”, or begin again without cursor."
)


def cursor(where: str, last: str) -> str:
    """Return the cursor after a row of an address."""
    return signing.dumps([_named(where), last], salt=_SALT)


def _named(where: str) -> str:
    """Return a digest of an address: a question may be longer than a cursor may."""
    return hashlib.blake2b(where.encode(), digest_size=9).hexdigest()


def after(where: str, written: str) -> str:
    """Return the identifier that a cursor stands after.

    Raises
    ------
    BadParameter
    """
    try:
        if len(written) > LONGEST:
            raise signing.BadSignature  # noqa: TRY301 - refused in the same words
        found = signing.loads(written, salt=_SALT)
        if found[0] != _named(where):
            raise signing.BadSignature  # noqa: TRY301
        return str(found[1])
    except (signing.BadSignature, ValueError, IndexError, TypeError, KeyError):
        raise BadParameter("cursor", written, _WHY, _CURE) from None
