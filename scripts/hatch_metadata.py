"""Read the package's dependencies from requirements/runtime.in, so that each is declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class DeclaredDependencies(MetadataHookInterface):
    """Fill `dependencies` of the built package."""

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (
            Path(self.root, "requirements", "runtime.in").read_text(encoding="utf-8").splitlines()
        )
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]
