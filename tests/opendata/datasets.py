"""A small data set with one column of each type."""

from __future__ import annotations

from pathlib import Path

import yaml

from rebond.opendata.catalogue import Catalogue, load_catalogue

TEXT = {"fr": "x", "en": "x"}


def entry(**changes: object) -> dict[str, object]:
    """Return the catalogue entry of the data set `sample`, with `changes`."""
    content: dict[str, object] = {
        "id": "sample",
        "title": {"fr": "Échantillon", "en": "Sample"},
        "description": TEXT,
        "producer": "nobody",
        "copy_of": "nothing",
        "licence": "etalab-2.0",
        "attribution": "nobody",
        "vintage": TEXT,
        "observed_until": "2020-12-31",
        "published_on": "unknown",
        "mirror_files": [],
        "official_url": "unknown",
        "official_file": "unknown",
        "key": ["code"],
        "columns": {
            "code": {"type": "code", "description": TEXT},
            "name": {"type": "text", "required": True, "description": TEXT},
            "members": {"type": "codes", "description": TEXT},
            "page": {"type": "url", "description": TEXT},
            "quarter": {"type": "quarter", "description": TEXT},
            "people": {"type": "integer", "description": TEXT},
            "rate": {"type": "number", "digits": 2, "description": TEXT},
            "day": {"type": "date", "description": TEXT},
        },
        "known_defects": TEXT,
    }
    content.update(changes)
    return {key: value for key, value in content.items() if value is not None}


def written(path: Path, *entries: dict[str, object]) -> Path:
    """Write a catalogue of `entries`; ISO days are written as YAML dates."""
    text = yaml.safe_dump({"tables": list(entries)}, allow_unicode=True, sort_keys=False)
    path.write_text(text.replace("'2020-12-31'", "2020-12-31"), encoding="utf-8")
    return path


def catalogue(folder: Path, *entries: dict[str, object]) -> Catalogue:
    """Return the catalogue of `entries`."""
    return load_catalogue(written(folder / "catalogue.yaml", *entries))
