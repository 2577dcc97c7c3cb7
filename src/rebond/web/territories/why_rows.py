"""What the answer to « pourquoi pas nous ? » is made of: sentences with what proves them, in parts."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.texts import Text
from rebond.web.territories.standing_rows import Proof


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and what proves it."""

    words: Text
    proofs: tuple[Proof, ...] = ()
    parts: tuple[Sentence, ...] = ()
    """What it joins, where one half may be established and the other not."""
    is_established: bool = True
    about: str = ""
    """The evaluated territory that it is about, where the place has several; its name stands in the words too."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the whole answer."""

    id: str
    title: Text
    sentences: tuple[Sentence, ...]
