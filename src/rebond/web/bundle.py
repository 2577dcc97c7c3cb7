"""Whether the styles and the script of the pages have been built."""

from __future__ import annotations

from pathlib import Path

from rebond.errors import BrokenData
from rebond.texts import Text

BUNDLE = Path(__file__).parent / "theme" / "static" / "bundle"
NEEDED = ("app.css", "app.js", "draft.js", "map.css", "map.js", "map-worker.js")


class BundleMissing(BrokenData):
    """The styles or the script are not there: the package was not built, or not whole."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing
        names = ", ".join(missing)
        super().__init__(
            Text(
                f"les styles et le script des pages manquent\u00a0: {names}",
                f"the styles and the script of the pages are missing: {names}",
            ),
            where=str(BUNDLE),
            cure=Text(
                "Dans le dossier frontend\u00a0: npm ci --ignore-scripts && npm run build",
                "In the folder frontend: npm ci --ignore-scripts && npm run build",
            ),
        )


def require_bundle(folder: Path = BUNDLE) -> None:
    """Refuse to go on without the bundle.

    Raises
    ------
    BundleMissing
    """
    missing = tuple(name for name in NEEDED if not (folder / name).is_file())
    if missing:
        raise BundleMissing(missing)
