"""What a person asks of the list of dossiers: words and filters from the address, nothing trusted."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict

from rebond.web.dossiers.models import Dossier

MOST_WORDS = 100
PAGE = 50
FARTHEST_PAGE = 10_000
ELIGIBILITIES = ("yes", "no", "unknown")
SORTS = {
    "depot": ("-filed_at", "-pk"),
    "modification": ("-saved_at", "-pk"),
    "reference": ("reference",),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the list; an unknown value of a filter is no filter."""

    words: str = ""
    call: str = ""
    state: str = ""
    region: str = ""
    eligibility: str = ""
    sort: str = "depot"
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.words or self.call or self.state or self.region or self.eligibility)

    def query(self, **changed: object) -> str:
        """Return the address's query for the same question, with some parts changed."""
        parts = {
            "q": self.words,
            "appel": self.call,
            "etat": self.state,
            "region": self.region,
            "eligible": self.eligibility,
            "tri": self.sort if self.sort != "depot" else "",
            "page": self.page if self.page > 1 else "",
        } | changed
        return urlencode({name: value for name, value in parts.items() if value})


def asked(given: QueryDict) -> Asked:
    """Read the question from an address."""
    state, eligibility = given.get("etat", ""), given.get("eligible", "")
    sort, page = given.get("tri", "depot"), given.get("page", "1")
    is_number = page.isascii() and page.isdigit() and len(page) <= len(str(FARTHEST_PAGE))
    return Asked(
        words=" ".join(given.get("q", "").replace("\0", " ").split())[:MOST_WORDS],
        call=given.get("appel", "").replace("\0", "")[:24],
        state=state if state in Dossier.State.values else "",
        region=given.get("region", "").replace("\0", "")[:3],
        eligibility=eligibility if eligibility in ELIGIBILITIES else "",
        sort=sort if sort in SORTS else "depot",
        page=max(1, min(int(page), FARTHEST_PAGE)) if is_number else 1,
    )
