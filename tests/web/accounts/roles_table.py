"""The table of who may open what, written from the doors that the tests try.

`python -m tests.web.accounts.roles_table` brings docs/reference/roles.md up to date.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "reference" / "roles.md"
BEGIN, END = "<!-- doors: begin -->", "<!-- doors: end -->"


def table() -> str:
    """Return the table: address, way, who."""
    from django.urls import URLPattern, URLResolver, get_resolver

    from tests.web.doors import all_doors
    from tests.web.world import CAST, MEMBERS, NOBODY, PERSONAS, SIGNED_IN, VISITOR, YOUNG

    routes: dict[str, str] = {}

    def walk(resolver: URLResolver, before: str) -> None:
        for one in resolver.url_patterns:
            here = before + re.sub(r"[\^$]", "", str(one.pattern))
            if isinstance(one, URLPattern):
                routes[str(one.name)] = re.sub(r"\(\?P<(\w+)>.*?\)(?=[-/])", r"<\1>", here)
            else:
                walk(
                    one,
                    before + ("" if "Locale" in type(one.pattern).__name__ else str(one.pattern)),
                )

    walk(get_resolver(), "/")

    def who(allowed: frozenset[str]) -> str:
        known = {
            PERSONAS: "everyone",
            SIGNED_IN: "who is signed in",
            MEMBERS: "who acts for an organisation",
            frozenset({VISITOR}): "visitors",
            frozenset(): "nobody of the cast",
        }
        if allowed in known:
            return known[allowed]
        order = [*CAST, NOBODY, YOUNG, VISITOR]
        return ", ".join(f"`{one}`" for one in sorted(allowed, key=order.index))

    lines = ["| address | way | who |", "|---|---|---|"]
    for name, doors in sorted(all_doors().items(), key=lambda pair: routes.get(pair[0], pair[0])):
        for door in doors:
            note = f" ({door.note})" if door.note else ""
            route = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", routes.get(name, name))
            lines.append(f"| `{route}` | {door.method} | {who(door.allowed)}{note} |")
    return "\n".join(dict.fromkeys(lines))


def people() -> str:
    """Return the cast that tries the doors."""
    from tests.web.world import CAST, ORGANISATIONS

    lines = ["| name | kind of organisation | role | territory |", "|---|---|---|---|"]
    for persona, (slug, role) in CAST.items():
        kind, (place, code) = ORGANISATIONS[slug]
        lines.append(f"| `{persona}` | `{kind}` | `{role}` | {place} {code} |")
    return "\n".join(lines)


def written() -> str:
    """Return what the document must hold between its marks."""
    return f"{BEGIN}\n\n{people()}\n\n{table()}\n\n{END}"


def update() -> None:
    """Write it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    DOCUMENT.write_text(before + written() + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond.web.settings")
    import django

    django.setup()
    update()
