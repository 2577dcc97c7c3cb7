"""Sheets as PDF: typeset from values alone, kept while they say the same, typeset anew only so often for one address."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allauth.core.internal import ratelimit
from django.http import HttpResponse

if TYPE_CHECKING:
    from django.http import HttpRequest

APP, RATES = "rebond.web.theme", {"sheet": "30/m/ip"}
MOST_KEPT = 64
RETRY_SECONDS = "60"
_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet says, as JSON values, and the day that dates it."""

    template: Path
    said: Mapping[str, Any]
    on: date

    @property
    def body(self) -> str:
        """Return the values as the typesetter reads them."""
        return json.dumps(self.said, ensure_ascii=False)

    @property
    def key(self) -> str:
        """Return what is the same for two sheets of the same bytes."""
        parts = (str(self.template), self.on.isoformat(), self.body)
        return hashlib.sha256("\n".join(parts).encode(errors="surrogatepass")).hexdigest()


def answer(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Return a sheet; 429 to an address that asks for too many which nobody has asked for before."""
    is_kept = sheet.key in _kept
    if not is_kept and not ratelimit.consume(
        request, app=APP, action="sheet", config=RATES, limit_get=True
    ):
        refusal = ratelimit.respond_429(request)
        refusal["Retry-After"] = RETRY_SECONDS
        return refusal
    return HttpResponse(pdf(sheet), content_type="application/pdf")


def pdf(sheet: Sheet) -> bytes:
    """Return the bytes of a sheet, typeset once while it says the same.

    Texts reach the typesetter as JSON values, never as its markup: nothing in the data is run.
    """
    key = sheet.key
    with _lock:
        if (found := _kept.get(key)) is not None:
            _kept.move_to_end(key)
            return found
    found = _typeset(sheet)
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


def forget() -> None:
    """Forget what this process keeps."""
    with _lock:
        _kept.clear()


def _typeset(sheet: Sheet) -> bytes:
    import typst  # noqa: PLC0415 - a page without documents does not wait for it

    def compiled(standard: str | None) -> bytes:
        made: bytes = typst.compile(
            sheet.template.read_bytes(),
            format="pdf",
            font_paths=typst.Fonts(include_system_fonts=False),
            sys_inputs={"sheet": sheet.body},
            pdf_standards=standard,
            timestamp=datetime.combine(sheet.on, time(), UTC),
        )
        return made

    try:
        return compiled("ua-1")
    except RuntimeError:
        # PDF/UA forbids a character that no font draws; such a name is shown with boxes, not refused.
        return compiled(None)
