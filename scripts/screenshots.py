"""Take the README's screenshots of a running platform, wide and narrow.

    python scripts/screenshots.py --base http://127.0.0.1:8000 --out docs/images

Pages come from the home page's own menu and from the first candidate of the evaluation, so that nothing
here names a programme.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--hide-scrollbars",
]
WIDTHS = {"large": 1440, "etroit": 390}


def pages(page: Page, base: str, query: str) -> dict[str, str]:
    """Return the address of each page to show, found by following the menu."""
    page.goto(base)
    found = {"accueil": base}
    for name, key in (
        ("programme", "programme"),
        ("evaluation", "evaluation"),
        ("methode", "method"),
    ):
        link = page.locator(f".masthead a[data-page='{key}']")
        if link.count():
            found[name] = base + str(link.first.get_attribute("href"))
    found["recherche"] = f"{base}/recherche/?q={query}"
    if "evaluation" in found:
        page.goto(found["evaluation"])
        first = page.locator("#candidats tbody th a").first
        found["territoire"] = base + str(first.get_attribute("href"))
        found["recalculer"] = found["evaluation"].split("?")[0] + "recalculer/"
        reference = page.locator("[aria-labelledby='references'] tbody th a")
        if reference.count():
            found["site"] = base + str(reference.first.get_attribute("href"))
    return found


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--query", default="Lisieux")
    parser.add_argument("--scheme", choices=["light", "dark"], default="light")
    parser.add_argument("--extra", nargs="*", default=[], help="more addresses, as name=/path/")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--first-screen", action="store_true", help="do not take the whole page")
    wanted = parser.parse_args()
    base = wanted.base.rstrip("/")
    wanted.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for label, width in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=wanted.scheme,
                reduced_motion="reduce",
            )
            page = context.new_page()
            found = pages(page, base, wanted.query)
            found |= {name: base + path for name, path in (e.split("=", 1) for e in wanted.extra)}
            for name, address in found.items():
                if wanted.only and name not in wanted.only:
                    continue
                page.goto(address)
                page.wait_for_load_state("networkidle")
                target = wanted.out / f"{name}-{label}.png"
                page.screenshot(path=target, full_page=not wanted.first_screen)
                print(target)
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
