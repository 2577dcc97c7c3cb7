"""The secret of the link by which an investor follows an enquiry.

It is made from the installation's key and the enquiry's reference, so that each mail can carry the link
again; the database keeps its digest only, and gives nobody the link.
"""

from __future__ import annotations

import base64

from django.utils.crypto import salted_hmac

from rebond.canonical import digest
from rebond.web.enquiries.models import Enquiry

SALT = "rebond.web.enquiries.follow"
LONGEST = 100


def token_of(reference: str) -> str:
    """Return the secret of an enquiry."""
    made = salted_hmac(SALT, reference, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def digest_of(token: str) -> str:
    """Return what is kept of a secret."""
    return digest(token)


def current_token(enquiry: Enquiry) -> str:
    """Return the secret of an enquiry, none where the installation's key has changed since it was made.

    The link already sent then still works; only new mails cannot repeat it.
    """
    token = token_of(enquiry.reference)
    return token if digest_of(token) == enquiry.token_digest else ""
