"""What the pages of cases send, read into values that services take; a bad value is a fault with its words."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from rebond.procedure.site_model import ReadSite, read_site_content
from rebond.texts import Text
from rebond.web.cases.errors import BadDay, FieldMissing
from rebond.web.cases.models import Item
from rebond.web.cases.services.lines import Line
from rebond.web.cases.timeline import KINDS, Asked

MOST_WORDS = 100
MOST_DIGITS = 18
MOST_LETTERS = 20_001
PLAN_LETTERS = 300_000


def day(raw: str, name: Text) -> date | None:
    """Read a day; nothing written is no day. Raises BadDay."""
    raw = raw.strip()
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise BadDay(name, raw) from None


def key(raw: str) -> int:
    """Read the key of a row; 0, which no row has, when it is none."""
    is_key = raw.isascii() and raw.isdecimal() and len(raw) <= MOST_DIGITS
    return int(raw) if is_key else 0


def plain(raw: str) -> str:
    """Take out what no database keeps."""
    return raw.replace("\0", "")[:MOST_LETTERS]


def line(sent: QueryDict) -> Line:
    """Read a line of the timeline. Raises BadDay."""
    events = {
        name.removeprefix("e."): plain(str(value)).strip()
        for name, value in sent.items()
        if name.startswith("e.") and str(value).strip()
    }
    return Line(
        title=plain(sent.get("titre", "")),
        text=plain(sent.get("texte", "")),
        state=sent.get("etat", Item.State.TO_DO),
        started_on=day(sent.get("depart", ""), Text("Départ", "Start")),
        promised_on=day(sent.get("promis", ""), Text("Jour promis", "Promised day")),
        done_on=day(sent.get("fin", ""), Text("Jour de fin", "Day of end")),
        events=events,
        circumstances=[plain(one)[:80] for one in sent.getlist("cas")],
        assigned_to=key(sent.get("confie", "")) or None,
        seen_by=[plain(one)[:20] for one in sent.getlist("vu")],
    )


def asked(given: QueryDict) -> Asked:
    """Read what the timeline is narrowed to; an unknown value is no filter."""
    kind = given.get("nature", "")
    return Asked(
        kind=kind if kind in KINDS else "",
        words=" ".join(plain(given.get("q", "")).split())[:MOST_WORDS],
        assigned=key(given.get("confie", "")),
        is_open=given.get("ouvert") == "1",
    )


def plan(sent: QueryDict) -> ReadSite | None:
    """Read the description of the project; None when the site's own plan is asked for again.

    Raises SiteInvalid with every problem; FieldMissing when nothing was pasted.
    """
    if sent.get("plan_du_site") == "1":
        return None
    written = sent.get("plan", "").replace("\r\n", "\n")[:PLAN_LETTERS]
    if not written.strip():
        raise FieldMissing(
            Text("Aucune description n’a été collée.", "No description was pasted."),
            Text(
                "Collez-la, ou reprenez le plan du site.",
                "Paste it, or take the site’s plan again.",
            ),
        )
    return read_site_content(written.encode(), "plan")
