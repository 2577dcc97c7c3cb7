"""The page that looks back on 2020 holds the figures of the shipped run and no others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_every_figure_of_the_page_is_the_runs() -> None:
    checked = subprocess.run(
        [sys.executable, "scripts/write_looking_back.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, "run scripts/write_looking_back.py\n" + checked.stderr
