"""What other rooms hold about a person: each declares how it is exported and what goes when the person is erased."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from rebond.texts import Text
from rebond.web.accounts.models import User

Export = Callable[[User], Mapping[str, Any]]
Erasure = Callable[[User, datetime], None]


class Waits(Protocol):
    """Why an erasure has to wait, or None; `is_stale` when the rule on unused accounts asks for it."""

    def __call__(self, user: User, now: datetime, *, is_stale: bool) -> Text | None: ...


@dataclass(slots=True)
class _Declared:
    exports: dict[str, Export] = field(default_factory=dict)
    erasures: list[Erasure] = field(default_factory=list)
    waits: list[Waits] = field(default_factory=list)


_declared = _Declared()


def holds(name: str, export: Export, erase: Erasure) -> None:
    """Declare what a room holds: its name in the exported file, its export, and its part of an erasure."""
    if name not in _declared.exports:
        _declared.erasures.append(erase)
    _declared.exports[name] = export


def waits_for(function: Waits) -> None:
    """Declare a reason for which an erasure waits, such as money that is to come back."""
    if function not in _declared.waits:
        _declared.waits.append(function)


def reason_to_wait(user: User, now: datetime, *, is_stale: bool) -> Text | None:
    """Return the first reason for which a person cannot be erased yet; None when nothing keeps them."""
    for function in _declared.waits:
        if (reason := function(user, now, is_stale=is_stale)) is not None:
            return reason
    return None


def exported(user: User) -> dict[str, Any]:
    """Return what every room holds about a person."""
    return {name: dict(export(user)) for name, export in sorted(_declared.exports.items())}


def erase(user: User, now: datetime) -> None:
    """Have every room forget a person, inside the transaction of the erasure."""
    for function in _declared.erasures:
        function(user, now)
