"""Whether frozen rows are still those whose digest the journal chained when they were frozen.

The chain says nothing of the rows themselves: decisions confirmed, filings and published revisions stand in
their own tables. Each left its digest in the content of an act; here it is computed again from the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from rebond.canonical import digest, digest_bytes
from rebond.web.journal import chain
from rebond.web.journal.errors import RowDiffers
from rebond.web.journal.models import Entry

CONFIRMED = ("deliberations.confirm", "deliberations.confirm_many")
FILED = ("dossiers.filed",)
PUBLISHED = ("calls.published", "calls.revision_published")
ROWS = 500
"""Rows held at once while their digests are computed."""

Key = tuple[str, str]
"""Type and reference of a row: ``("decision", "D-1/1")``, ``("filing", "D-1/1")``, ``("revision", "c/1")``."""

Act = tuple[int, str, str, dict[str, Any] | None]
"""Number, act, reference of its object, content or None where it was erased."""


@dataclass(slots=True)
class Chained:
    """What the journal holds of frozen rows."""

    digests: dict[Key, tuple[int, str]] = field(default_factory=dict)
    """Number of the act and digest, by row; in the order of the acts."""
    erased: list[tuple[int, str, str]] = field(default_factory=list)
    """Acts whose content was erased: number, type of their rows, reference of the act's object."""

    def may_hold(self, key: Key) -> bool:
        """Return whether an act whose content was erased may have been that of this row."""
        kind, reference = key
        # An erased act on many decisions tells its call only: it may have been of any of them.
        return any(
            kind == of_kind
            and (of in (reference, reference.rpartition("/")[0]) or _is_of_many(kind, of))
            for _number, of_kind, of in self.erased
        )


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many rows were compared, and the acts that cannot be, for their content was erased."""

    compared: int
    not_comparable: tuple[int, ...] = ()


def chained(entries: Iterable[Act]) -> Chained:
    """Read the digests out of acts, in their order."""
    found = Chained()
    for number, act, reference, content in entries:
        kind = "decision" if act in CONFIRMED else "filing" if act in FILED else "revision"
        if content is None:
            found.erased.append((number, kind, reference))
        elif kind == "decision":
            said = content.get("digests") or {reference: content.get("digest", "")}
            for name, of in said.items():
                found.digests[kind, name] = (number, of)
        elif kind == "filing":
            found.digests[kind, f"{reference}/{content.get('number')}"] = (
                number,
                str(content.get("digest", "")),
            )
        else:
            found.digests[kind, f"{reference}/{content.get('revision')}"] = (
                number,
                _of_publication(content),
            )
    return found


def verify() -> Agreement:
    """Compare every frozen row with what the journal chained of it.

    Raises
    ------
    RowDiffers
        Naming the first row that differs, in the order of the journal.
    """
    until = chain.head().number
    held = chained(_acts(0, until))
    now = dict(_rows())
    for (kind, reference), (number, expected) in held.digests.items():
        found = now.pop((kind, reference), None)
        if found != expected:
            raise RowDiffers(kind, reference, number, expected, found)
    # Frozen while the rows were read: their act comes after the head that was read first.
    later = chained(_acts(until, chain.head().number)) if now else Chained()
    for key in sorted(now):
        if key not in later.digests and not held.may_hold(key):
            raise RowDiffers(*key, None, None, now[key])
    return Agreement(len(held.digests), tuple(number for number, _kind, _of in held.erased))


def call_decisions(call: str, names: Iterable[str]) -> Chained:
    """Return what the journal holds of the confirmed decisions of one call."""
    found = Entry.objects.filter(
        Q(act=CONFIRMED[0], object_type="decision", object_reference__in=list(names))
        | Q(act=CONFIRMED[1], object_type="call", object_reference=call)
    )
    return chained(_read(found))


def _acts(after: int, until: int) -> Iterator[Act]:
    acts = (*CONFIRMED, *FILED, *PUBLISHED)
    return _read(Entry.objects.filter(act__in=acts, number__gt=after, number__lte=until))


def _read(entries: QuerySet[Entry]) -> Iterator[Act]:
    values = entries.order_by("number").values_list(
        "number", "act", "object_reference", "content__value"
    )
    return iter(values.iterator(chunk_size=ROWS))


def _is_of_many(kind: str, of: str) -> bool:
    return kind == "decision" and "/" not in of


def _of_publication(said: Mapping[str, object]) -> str:
    return digest(
        [
            said.get("policy_digest"),
            said.get("settings_digest"),
            said.get("choices"),
            said.get("settings"),
            said.get("reason"),
        ]
    )


def _rows() -> Iterator[tuple[Key, str]]:
    """Compute again the digest of every frozen row, from what it holds now."""
    from rebond.web.calls.models import Revision  # noqa: PLC0415 - they write to the journal too
    from rebond.web.deliberations.models import Decision  # noqa: PLC0415
    from rebond.web.deliberations.proposals import digest_of  # noqa: PLC0415
    from rebond.web.dossiers import filings  # noqa: PLC0415
    from rebond.web.dossiers.models import Filing  # noqa: PLC0415

    decisions = Decision.objects.confirmed().select_related("dossier", "evaluation")
    for decision in decisions.defer("evaluation__record").iterator(chunk_size=ROWS):
        yield ("decision", decision.name), digest_of(decision)
    filed = Filing.objects.select_related("dossier__call", "dossier__organisation", "revision")
    heavy = ("revision__policy", "revision__base_policy")
    for filing in filed.defer(*heavy).iterator(chunk_size=ROWS):
        yield (
            ("filing", f"{filing.dossier.reference}/{filing.number}"),
            _same(filing.digest, filings.digest_of(filing)),
        )
    published = Revision.objects.filter(published_at__isnull=False).select_related("call")
    for revision in published.defer("base_policy").iterator(chunk_size=1):
        yield (
            ("revision", f"{revision.call.reference}/{revision.number}"),
            _of_publication(
                {
                    "policy_digest": _same(
                        revision.policy_digest, digest_bytes(revision.policy.encode())
                    ),
                    "settings_digest": digest(revision.settings),
                    "choices": revision.choices,
                    "settings": revision.settings,
                    "reason": revision.reason,
                }
            ),
        )


def _same(written: str, computed: str) -> str:
    """Return the digest that a row's content gives; the one written beside it must be the same."""
    return computed if written == computed else f"{written} ≠ {computed}"
