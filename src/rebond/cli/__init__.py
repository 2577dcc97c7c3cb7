"""The command `rebond`: a thin shell over the rooms.

Modules: ``app`` (the command tree), ``language`` (which language to speak), ``output`` (tables for
people, JSON and CSV for machines), then one module per noun: ``programme``, ``territory``,
``evidence``, ``decision``, ``data``, ``procedure``, ``serve``.

Exit codes: 0 done, 1 failed, 2 unusable input, 3 damaged data, 4 decision not reproduced, 130 interrupted.
"""

from __future__ import annotations


def main() -> None:
    """Run the command with the process's arguments."""
    from rebond.cli.app import run

    run()


__all__ = ["main"]
