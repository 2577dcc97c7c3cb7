"""Running a decision again from its own file and comparing, value by value."""

from __future__ import annotations

import datetime as dt
import json
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

from rebond import __version__
from rebond.canonical import canonical_bytes, digest
from rebond.errors import BadInput, BrokenData, NotReproduced
from rebond.opendata import Snapshot
from rebond.pipeline.body import decision_body
from rebond.pipeline.errors import BodyUnusable, ContentChanged, NotRecomputable, OtherInputs
from rebond.pipeline.plan import Request, load_policy, make_plan, plan_again
from rebond.pipeline.running import Progress, run
from rebond.pipeline.shape import check_body
from rebond.programme import Programme, load_programme, shipped_programmes, thaw_programme
from rebond.programme.chosen_policy import SOURCE_ID
from rebond.record import DecisionNotReproduced, Record, first_difference, sealed_record
from rebond.record.errors import DigestMismatch
from rebond.territory import Atlas

LIBRARIES = ("highspy", "numba", "numpy", "scipy")


def evaluate_to_record(
    request: Request,
    snapshot: Snapshot,
    *,
    threads: int = 1,
    on_progress: Progress | None = None,
    produced_at: dt.datetime | None = None,
) -> Record:
    """Run a request and seal its decision.

    Parameters
    ----------
    request : Request
    snapshot : Snapshot
    threads : int, default 1
    on_progress : callable (step, done, total), optional
    produced_at : datetime, optional
        Moment written outside the digest; by default now, in UTC.

    Returns
    -------
    Record
    """
    policy = load_policy(request)  # before the places are read: a fault in it is told at once
    atlas = Atlas.shared(snapshot)
    plan = make_plan(request, atlas, policy=policy)
    result = run(plan, snapshot, atlas, threads=threads, on_progress=on_progress)
    moment = produced_at or dt.datetime.now(tz=dt.UTC)
    return sealed_record(decision_body(result, snapshot), moment, environment())


def verify_record(
    record: Record,
    snapshot: Snapshot,
    *,
    programme: str | None = None,
    threads: int = 1,
    on_progress: Progress | None = None,
) -> None:
    """Compute a decision again and refuse it at the first difference.

    Parameters
    ----------
    record : Record
        As `read_record` returns it: its bytes and its seal are already checked.
    snapshot : Snapshot
    programme : str, optional
        Folder of the policy, to compare it with the one that the file holds.
    threads : int, default 1
    on_progress : callable, optional

    Raises
    ------
    BodyUnusable
        The body is not laid out as a decision.
    OtherInputs
        The policy or the snapshot at hand is not the one that the file names.
    NotRecomputable
        What the file says it was made from is refused: no run can have written it.
    DecisionNotReproduced
        With the place of the first difference, what the file says and what the computation gives.
    """
    check_body(record.body)
    _verify(record.body, snapshot, programme, threads, on_progress)


def _verify(
    body: dict[str, Any],
    snapshot: Snapshot,
    programme: str | None,
    threads: int,
    on_progress: Progress | None,
) -> None:
    _same("policy", body["programme"]["digest"], digest(body["policy"]))
    policy = _policy(body, programme)
    _same("snapshot", body["snapshot"]["digest"], snapshot.digest)
    atlas = Atlas.shared(snapshot)
    try:
        plan = plan_again(body, policy, atlas)
        result = run(plan, snapshot, atlas, threads=threads, on_progress=on_progress)
    except BadInput as error:
        raise NotRecomputable(error) from error
    again = decision_body(result, snapshot)
    difference = first_difference(body, again)
    if difference is not None:
        raise DecisionNotReproduced(difference)


def changed_content(
    file: Path,
    mismatch: DigestMismatch,
    snapshot: Snapshot,
    *,
    programme: str | None = None,
    threads: int = 1,
    on_progress: Progress | None = None,
) -> BrokenData:
    """Return the error for a file whose content changed, with the first value that does not follow.

    Parameters
    ----------
    file : Path
        File that `read_record` refused.
    mismatch : DigestMismatch
        Why it did.
    snapshot : Snapshot
    programme, threads, on_progress
        As for `verify_record`.

    Returns
    -------
    ContentChanged, or `mismatch` itself when the content cannot be computed again
    """
    try:
        body = json.loads(file.read_bytes())["body"]
        check_body(body)
        _verify(body, snapshot, programme, threads, on_progress)
    except (BodyUnusable, OSError, ValueError, KeyError, TypeError):
        return mismatch
    except NotReproduced as error:
        return ContentChanged(mismatch, error)
    return mismatch


def environment() -> dict[str, str]:
    """Return the versions that computed a decision; they stand outside its digest."""
    versions = {name: metadata.version(name) for name in LIBRARIES}
    return {"rebond": __version__, "python": platform.python_version(), **versions}


def _policy(body: dict[str, Any], asked: str | None) -> Programme:
    """Return the policy that the file holds, once it is the one at hand under that name."""
    try:
        policy = thaw_programme(canonical_bytes(body["policy"]))
    except BadInput as error:
        raise NotRecomputable(error) from error
    name = body["programme"]["id"]
    # A call completes the policy with its own choices, cited as such: it is no longer the shipped one.
    is_shipped = name in shipped_programmes() and not is_completed_by_a_call(policy)
    if asked is not None or is_shipped:
        _same("programme", body["programme"]["digest"], load_programme(asked or name).digest)
    return policy


def is_completed_by_a_call(policy: Programme) -> bool:
    """Return whether a policy cites the choices of a call as a source of its own.

    Such a policy is no longer the shipped one: a file that carries it proves itself only, unless the policy
    is compared with that of the authority.
    """
    return any(source.id.startswith(SOURCE_ID) for source in policy.sources)


def _same(what: str, stated: str, found: str) -> None:
    if stated != found:
        raise OtherInputs(what, stated, found)
