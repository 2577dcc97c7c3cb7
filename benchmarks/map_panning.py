"""Panning the map of ten thousand fictitious sites in Chromium: time between frames, long tasks, first drawing.

WebGL is drawn by software (SwiftShader) on the processor that also runs the page, the server and the driver, so
these times are worse than on any machine with a graphics card, and move with its load, which each row gives. What
the same drag costs without any site is measured beside it: the difference is what the sites cost. The time of scripts
a frame is what remains for the processor where a graphics card draws.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.platform_pages import free_port

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-background-networking", "--use-gl=angle", "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
]  # fmt: skip
SITES, FEW = 10_000, 500
SECONDS, A_FRAME_MS = 6.0, 1000 / 60
DROPPED_FROM = 1.5
"""A frame that took this many times its sixtieth of a second made at least one be left out."""
VIEWS = (("France", 0), ("three steps closer", 3), ("six steps closer", 6))
WATCH = """() => {
  const seen = { frames: [], tasks: [] };
  window.seen = seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.tasks.push(entry.duration);
  }).observe({ type: 'longtask' });
  let before = null;
  const look = (now) => {
    if (before !== null) seen.frames.push(now - before);
    before = now;
    seen.request = requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""
STOP = "() => { cancelAnimationFrame(window.seen.request); return window.seen }"
NOTHING = {
    "scale": 10_000, "page": "/sites/{}/", "ids": [], "names": [], "lon": [], "lat": [],
    "label": "", "free": "", "sure": "", "place": "",
    "words": {"label": [], "free": [], "sure": [], "place": []},
}  # fmt: skip


@contextmanager
def platform(count: int) -> Iterator[str]:
    """Serve a platform that holds so many fictitious sites, and nothing else."""
    with tempfile.TemporaryDirectory(prefix="rbmap") as folder:
        port = free_port()
        environment = os.environ | {
            "REBOND_VAR": folder,
            "DATABASE_URL": f"sqlite:///{folder}/carte.sqlite3",
            "DJANGO_SETTINGS_MODULE": "rebond.web.settings",
            "REBOND_LOG_LEVEL": "ERROR",
        }
        for command in (
            ["-m", "benchmarks._map_sites", "--sites", str(count)],
            ["-m", "django", "collectstatic", "--no-input", "-v", "0"],
        ):
            subprocess.run([sys.executable, *command], check=True, env=environment)
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "rebond.web.wsgi:application"),
                *("--bind", f"127.0.0.1:{port}", "--threads", "2"),
                *("--log-level", "warning", "--no-control-socket", "--timeout", "300"),
            ],
            env=environment,
        )
        try:
            for _ in range(300):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            # The first search of a process may compile its kernel: not what is measured here.
            with urlopen(f"http://127.0.0.1:{port}/sites/carte/points.json", timeout=300) as answer:
                sent = len(gzip.compress(answer.read(), 6))
            print(f"  {count} points in {sent / 1000:.0f} kB compressed", flush=True)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def script_seconds(session: CDPSession) -> float:
    """Return how long the page's main thread has run scripts, as the browser counts it."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "ScriptDuration"))


def drag(page: Page, seconds: float) -> dict[str, list[float]]:
    """Hold the map and lead it along a figure of eight for some seconds; return what the page saw."""
    box = page.locator(".maplibregl-canvas").bounding_box()
    if box is None:
        raise RuntimeError("the map has no canvas")
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.evaluate(WATCH)
    start = time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        turn = 2 * math.pi * spent / 3
        x = middle[0] + 0.38 * box["width"] * math.sin(turn)
        y = middle[1] + 0.38 * box["height"] * math.sin(2 * turn) / 2
        page.mouse.move(x, y)
        time.sleep(max(0.0, 0.012 - (time.perf_counter() - start - spent)))
    found: dict[str, list[float]] = page.evaluate(STOP)
    page.mouse.up()
    return found


def opened(page: Page, address: str) -> float:
    """Open the map and return the seconds until all is drawn."""
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector("[data-map][data-count][data-drawn]", timeout=120_000)
    spent = time.perf_counter() - start
    page.locator("[data-map]").scroll_into_view_if_needed()
    return spent


def closer(page: Page, steps: int) -> None:
    """Come closer to the middle of the country, and wait for what is loaded and drawn then."""
    for _ in range(steps):
        page.locator("[data-zoom='1']").click()
        page.wait_for_timeout(700)
    page.wait_for_selector("[data-map][data-drawn]", timeout=120_000)
    page.wait_for_timeout(500)


def measured(base: str, count: int, seconds: float) -> list[dict[str, Any]]:
    """Measure each view with the sites and without any, in the same browser."""
    rows = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        for name, steps in VIEWS:
            for held in (count, 0):
                context = browser.new_context(viewport={"width": 1440, "height": 900})
                page = context.new_page()
                if not held:
                    page.route("**/points.json*", lambda route: route.fulfill(json=NOTHING))
                first = opened(page, f"{base}/sites/carte/")
                closer(page, steps)
                drag(page, 1.0)
                page.wait_for_timeout(1500)
                session = context.new_cdp_session(page)
                session.send("Performance.enable")
                before = script_seconds(session)
                found = drag(page, seconds)
                spent = script_seconds(session) - before
                rows.append(row(name, held, first, spent, found))
                context.close()
        browser.close()
    return rows


def row(
    name: str, held: int, first: float, script_s: float, found: dict[str, list[float]]
) -> dict[str, Any]:
    """Sum up one drag."""
    frames = sorted(found["frames"])
    if not frames:
        raise RuntimeError("no frame was drawn while the map was dragged")
    median, p95 = frames[len(frames) // 2], frames[int(0.95 * (len(frames) - 1))]
    due = sum(frames) / A_FRAME_MS
    dropped = sum(
        max(0, round(one / A_FRAME_MS) - 1) for one in frames if one > DROPPED_FROM * A_FRAME_MS
    )
    tasks = found["tasks"]
    said = (
        f"p95 {p95:.0f} ms, longest {frames[-1]:.0f} ms, {dropped / due:.0%} of frames dropped; "
        f"{len(tasks)} long tasks{f', longest {max(tasks):.0f} ms' if tasks else ''}; "
        f"scripts {1000 * script_s / len(frames):.1f} ms a frame; all drawn {first:.1f} s after asking; "
        f"software WebGL, load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores"
    )
    print(f"  {name}, {held} sites: median {median:.1f} ms, {said}", flush=True)
    return {
        "work": f"map: time between frames while dragging, {name}",
        "size": f"{held:,} sites".replace(",", " "),
        "ours_s": median / 1000,
        "exactness": said,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if not CHROMIUM.exists():
        print(f"  {CHROMIUM} is absent: the map was not measured")
        rows: list[dict[str, Any]] = []
    else:
        count = FEW if options.quick else SITES
        with platform(count) as base:
            rows = measured(base, count, 1.5 if options.quick else SECONDS)
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    main()
