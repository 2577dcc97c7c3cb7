"""The files of a policy's folder: regular files inside it, and nothing else."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from rebond.programme.errors import ProblemKind
from rebond.programme.yaml_scalars import BROKEN
from rebond.programme.yaml_source import MAX_BYTES, read_yaml
from rebond.programme.yaml_values import YamlSource
from rebond.texts import Text

if TYPE_CHECKING:
    from pathlib import Path

HEAD_FILE = "programme.yaml"
MEASURES_FOLDER = "measures"
MOST_FILES = 200


def measure_file(name: str) -> str:
    """Return the path, inside the folder, of the file of a measure."""
    return f"{MEASURES_FOLDER}/{name}.yaml"


def measure_files(folder: Path) -> tuple[str, ...]:
    """Return the YAML files that stand in the folder of measures, sorted, at most `MOST_FILES`."""
    try:
        names = sorted(
            path.name
            for path in (folder / MEASURES_FOLDER).iterdir()
            if path.suffix in (".yaml", ".yml")
        )
    except OSError:
        return ()
    return tuple(f"{MEASURES_FOLDER}/{name}" for name in names[:MOST_FILES])


def read_policy_file(folder: Path, name: str) -> YamlSource:
    """Read one file of a policy.

    Parameters
    ----------
    folder : Path
    name : str
        Path inside the folder.

    Returns
    -------
    YamlSource
        With its problems; a file that cannot be read has one and the value `BROKEN`.
    """
    content = policy_file_content(folder, name)
    return read_yaml(content, name) if isinstance(content, bytes) else content


def policy_file_content(folder: Path, name: str) -> bytes | YamlSource:
    """Return the bytes of one file of a policy, or what `read_policy_file` says of one that cannot be read.

    Notes
    -----
    The kind of file is looked at before opening: a pipe would wait for ever, a device never end.
    """
    path = folder / name
    try:
        if not path.resolve(strict=True).is_relative_to(folder.resolve()):
            return _refused(
                name,
                ProblemKind.OUTSIDE_FOLDER,
                Text(
                    "le lien mène hors du dossier de la politique",
                    "the link leads out of the policy's folder",
                ),
                Text(
                    "Mettez le fichier lui-même dans le dossier.",
                    "Put the file itself in the folder.",
                ),
            )
        if not stat.S_ISREG(path.stat().st_mode):
            return _unreadable(name, Text("ce n’est pas un fichier", "it is not a file"))
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _refused(
            name,
            ProblemKind.MISSING_FILE,
            Text("le fichier manque", "the file is missing"),
            Text(
                "Créez-le, ou retirez la mesure de la liste measures.",
                "Create it, or remove the measure from the list measures.",
            ),
        )
    except (OSError, RuntimeError) as error:
        # RuntimeError: a loop of links, on the Python versions that say it so.
        detail = getattr(error, "strerror", None) or str(error)
        return _unreadable(name, Text(detail, detail))


def _unreadable(name: str, detail: Text) -> YamlSource:
    return _refused(
        name,
        ProblemKind.UNREADABLE,
        Text(
            "le fichier ne peut pas être lu ({detail})", "the file cannot be read ({detail})"
        ).filled(detail=detail),
        Text(
            "Vérifiez que c’est un fichier et que vous pouvez le lire.",
            "Check that it is a file that you may read.",
        ),
    )


def _refused(name: str, kind: ProblemKind, what: Text, cure: Text) -> YamlSource:
    source = YamlSource(name, value=BROKEN)
    source.complain(kind, (), None, what, cure)
    return source
