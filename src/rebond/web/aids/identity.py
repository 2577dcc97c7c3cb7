"""Keys that tell the same person and the same contract again, and nobody's name.

A keyed digest (HMAC-SHA256) whose key derives from the installation's secret key: without it nobody can try
names against the stored keys. An installation that changes its secret key no longer recognises those before.
"""

from __future__ import annotations

import unicodedata
from datetime import date

from django.utils.crypto import salted_hmac

SALT = "rebond.web.aids.identity"
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def normalised(name: str) -> str:
    """Return a name without accents, capitals, punctuation and order.

    Examples
    --------
    >>> normalised("  DUPONT-Œuvrard, Zoé ") == normalised("zoe dupont oeuvrard")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(LIGATURES))
    kept = "".join(
        " " if not unicodedata.combining(one) and not one.isalnum() else one
        for one in plain
        if not unicodedata.combining(one)
    )
    return " ".join(sorted(kept.split()))


def person_key(name: str, born_on: date) -> str:
    """Return the key of a person, the same however the name is typed."""
    return _keyed("person", normalised(name), born_on.isoformat())


def account_key(reference: str) -> str:
    """Return the key of an account: one person however they type their name and birth date."""
    return _keyed("account", reference)


def contract_key(siren: str, person: str, starts_on: date) -> str:
    """Return the key of a contract: a firm by its SIREN, whatever its name, a person, a first day."""
    return _keyed("contract", siren, person, starts_on.isoformat())


def _keyed(*parts: str) -> str:
    # The parts hold no line break: names are split on blanks, the rest is digits.
    made = salted_hmac(SALT, "\n".join(parts), algorithm="sha256")
    return f"hmac:{made.hexdigest()}"
