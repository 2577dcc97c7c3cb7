"""What a visitor asks of a plan: a description, a day, what to suppose done. Nothing of it is kept."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rebond.procedure.examples import shipped_example
from rebond.procedure.site_model import read_site_content
from rebond.web.procedures.errors import FileTooLarge, NothingSent
from rebond.web.procedures.uploads import MOST_BYTES

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from rebond.procedure.site_model import ReadSite

EXAMPLE = "exemple"
FILE = "fichier"
TEXT = "description"
READING = "au"
HOPED = "souhaite"
DONE = "fait"
BASE = "base"
ASSUMED = "h."
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, once the description has been read.

    `numbers` are the assumptions as they were typed; `known_base` names the starting point that the
    visitor's page already shows, so that it need not be computed again.
    """

    read: ReadSite
    example: str
    content: str
    as_of: datetime.date
    hoped_for: datetime.date | None
    done: frozenset[str]
    numbers: Mapping[str, str]
    known_base: str
    faults: tuple[str, ...]

    @property
    def is_example(self) -> bool:
        """Return whether the site ships with Rebond."""
        return bool(self.example)


def question_of(request: HttpRequest) -> Question:
    """Read what is asked.

    Raises
    ------
    UnknownExample, NothingSent, FileTooLarge, SiteInvalid
    """
    sent = request.POST if request.method == "POST" else request.GET
    example = sent.get(EXAMPLE, "")[:LONGEST_NAME]
    if example:
        found = shipped_example(example)
        read, content = found.read, ""
    else:
        read, content = _description(request, sent)
    faults: list[str] = []
    as_of = _day(sent, READING, faults) or timezone.localdate()
    return Question(
        read=read,
        example=example,
        content=content,
        as_of=as_of,
        hoped_for=_day(sent, HOPED, faults) or read.site.hoped_for_on,
        done=frozenset(name[:LONGEST_NAME] for name in sent.getlist(DONE)),
        numbers={
            name.removeprefix(ASSUMED): str(value).strip()[:20]
            for name, value in sent.items()
            if name.startswith(ASSUMED)
        },
        known_base=sent.get(BASE, ""),
        faults=tuple(faults),
    )


def _description(request: HttpRequest, sent: QueryDict) -> tuple[ReadSite, str]:
    file: Any = request.FILES.get(FILE)
    if file is not None:
        name = str(file.name)[:LONGEST_NAME]
        if file.size > MOST_BYTES:
            raise FileTooLarge(name, file.size, MOST_BYTES)
        content = file.read()
        read = read_site_content(content, name)
        return read, content.decode("utf-8-sig")
    text = sent.get(TEXT, "").replace("\r\n", "\n")
    if not text.strip():
        raise NothingSent
    return read_site_content(text.encode(), _("description")), text


def _day(sent: QueryDict, name: str, faults: list[str]) -> datetime.date | None:
    written = sent.get(name, "").strip()[:20]
    if not written:
        return None
    try:
        return datetime.date.fromisoformat(written)
    except ValueError:
        faults.append(
            _("« %(written)s » n’est pas une date : écrivez AAAA-MM-JJ.") % {"written": written}
        )
        return None
