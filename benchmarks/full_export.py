"""A full export of a hundred thousand rows in each format: how long, and how much memory beside a tenth of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks._measure import Row, arguments, deliver, peak_mib

TENTH = 10


def one(form: str, count: int) -> tuple[float, float, int]:
    """Write the file in a process of its own; return its time, its largest memory and the rows found again."""
    command = [sys.executable, "-m", "benchmarks.full_export", "--child", form, str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, memory, rows = json.loads(done.stdout.splitlines()[-1])
    return float(seconds), float(memory), int(rows)


def child(form: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks._platform_settings",
            "REBOND_VAR": str(folder),
        }
        import django

        django.setup()
        from benchmarks.ogc_items import rows
        from rebond.web.publishing.datasets import datasets
        from rebond.web.publishing.writing import write

        path = folder / f"communes.{form}"
        start = time.perf_counter()
        written = write(datasets()["communes"], rows(count), path, form)
        seconds = time.perf_counter() - start
        memory = peak_mib()
        print(json.dumps([seconds, memory, written]))


def main() -> None:
    if "--child" in sys.argv:
        form, count = sys.argv[-2:]
        child(form, int(count))
        return
    asked = arguments(__doc__).parse_args()
    count = 10_000 if asked.quick else 100_000
    found = []
    for form in ("csv", "xlsx", "jsonl", "geojson", "gpkg", "parquet"):
        _seconds, least, _rows = one(form, count // TENTH)
        seconds, most, rows = one(form, count)
        print(f"  {form}: {seconds:.2f} s, {most:.0f} MiB, {least:.0f} for a tenth", flush=True)
        found.append(
            Row(
                work=f"full export, {form}",
                size=f"{count} rows",
                ours_s=seconds,
                peer=None,
                peer_s=None,
                ratio=None,
                per_thread_ratio=None,
                exactness=f"{rows} rows; {most:.0f} MiB, and {least:.0f} for {count // TENTH} rows",
                peak_mib=most,
            )
        )
    deliver(found, asked.json)


if __name__ == "__main__":
    main()
