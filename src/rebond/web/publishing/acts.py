"""Acts of what is published for reuse that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "publishing.token_made": Text("crée un jeton de l’API", "makes a token of the API"),
    "publishing.token_revoked": Text("révoque un jeton de l’API", "revokes a token of the API"),
}
