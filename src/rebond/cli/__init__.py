"""The command `rebond`: a thin shell over the rooms.

Modules: ``app`` (the command tree, and errors in words), ``language`` (which language to speak),
``usage`` (a command badly written), ``layout`` (text in columns), ``output`` (tables for people, JSON
and CSV for machines), ``opened`` (what commands open), then one module per noun: ``programme``,
``territory``, ``evidence``, ``decision`` (with ``summary``,
``explanation`` and ``holding``), ``verification``,
``procedure``, ``site`` (with ``site_text``), ``data``, ``serve``.

Exit codes: 0 done, 1 failed, 2 unusable input, 3 damaged data, 4 decision not reproduced, 130 interrupted.
"""

from __future__ import annotations


def main() -> None:
    """Run the command with the process's arguments."""
    import sys

    from rebond.cli.app import run

    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot write «é» gets an escape, never a traceback.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    run()


__all__ = ["main"]
