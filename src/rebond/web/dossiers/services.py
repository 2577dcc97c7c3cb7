"""Commands on dossiers; each is one transaction. Written in the modules named below, imported from here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, BinaryIO, Literal

from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.dossiers.models import Attachment, CorrectionRequest, Dossier, Filing, SetAside
from rebond.web.dossiers.results import Conflict, Saved


def start(actor: Actor, call: Call, *, copied_from: Dossier | None = None, now: datetime) -> Dossier:
    """Open a draft; `copied_from` gives it the answers and files of an earlier dossier of the organisation."""
    raise NotImplementedError


def bring_up_to_date(actor: Actor, dossier: Dossier, now: datetime) -> bool:
    """Move a draft to the newest revision of its call, values kept; return whether it moved."""
    raise NotImplementedError


def save_answer(
    actor: Actor, dossier: Dossier, path: str, raw: Any, base_version: int, now: datetime
) -> Saved | Conflict:
    """Save one answer; `base_version` is the version that was on the page, 0 for none.

    Raises AnswerProblem when the value cannot be read (nothing changes), NotEditable when the state or the
    correction request does not allow it.
    """
    raise NotImplementedError


def settle(
    actor: Actor, aside: SetAside, keep: Literal["theirs", "mine"], now: datetime
) -> Saved | Conflict:
    """Settle a value set aside: leave what stands, or apply ours over it."""
    raise NotImplementedError


def add_item(actor: Actor, dossier: Dossier, list_path: str, now: datetime) -> str:
    """Add an empty item to a list and return its path, ``<list>.<item>``."""
    raise NotImplementedError


def remove_item(actor: Actor, dossier: Dossier, item_path: str, now: datetime) -> None:
    """Remove an item with its answers and files."""
    raise NotImplementedError


def attach(
    actor: Actor, dossier: Dossier, path: str, name: str, stream: BinaryIO, now: datetime
) -> Attachment:
    """Add a file to a field; its content is judged, its name cleaned. Raises BadFile and the like."""
    raise NotImplementedError


def read_geometry(
    actor: Actor,
    dossier: Dossier,
    path: str,
    name: str,
    stream: BinaryIO,
    base_version: int,
    now: datetime,
) -> Saved | Conflict:
    """Read the geometry of a GeoJSON or GeoPackage file into a geometry field; the file is not kept."""
    raise NotImplementedError


def remove_file(actor: Actor, attachment: Attachment, now: datetime) -> None:
    """Take a file out of the draft; a filing that lists it keeps it."""
    raise NotImplementedError


def file(
    actor: Actor, dossier: Dossier, now: datetime, *, confirms_ineligible: bool = False
) -> Filing:
    """File a draft, or file it again after a correction request.

    Raises Incomplete (with `problems`), TooLate, Ineligible (unless confirmed), NotEditable, PermissionDenied.
    """
    raise NotImplementedError


def withdraw(actor: Actor, dossier: Dossier, reason: str, now: datetime) -> None:
    """Withdraw a dossier before its decision."""
    raise NotImplementedError


def ask_correction(
    actor: Actor,
    dossier: Dossier,
    fields: Sequence[str],
    sentence: str,
    due_at: datetime,
    now: datetime,
) -> CorrectionRequest:
    """Ask the applicant to complete or correct some fields before a day."""
    raise NotImplementedError


def lapse_corrections(now: datetime) -> int:
    """End the correction requests whose day has passed: the last filing stands; return how many."""
    raise NotImplementedError


def correct_places(
    actor: Actor, dossier: Dossier, codes: Iterable[str], reason: str, now: datetime
) -> None:
    """Set the communes of a filed dossier, by the national team, with a journalled reason."""
    raise NotImplementedError
