"""Random numbers by counter: Philox 4×32-10, addressed by site, step and draw.

A number depends on nothing but the seed, the key of the site, the key of the step and the number of
the draw. Hence the same bits for any number of threads, for one site or ten thousand, and for a site
whose studies change («what if»): a step keeps its draws whatever the others do.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

import numpy as np

from rebond.procedure.kernel import CHUNK, fill_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_LOW = 0xFFFFFFFF


def stream_key(name: str) -> int:
    """Return the 64-bit key of a site or a step, from its identifier.

    Parameters
    ----------
    name : str
        Stable identifier.

    Returns
    -------
    int
        In [0, 2**64).

    Examples
    --------
    >>> stream_key("permis_de_construire") == stream_key("permis_de_construire")
    True
    """
    return int.from_bytes(hashlib.sha256(name.encode("utf-8")).digest()[:8], "little")


def words(key: int) -> tuple[int, int]:
    """Return the low and the high 32 bits of a 64-bit key.

    Examples
    --------
    >>> words(1 << 32)
    (0, 1)
    """
    return key & _LOW, (key >> 32) & _LOW


def site_words(names: Sequence[str]) -> NDArray[np.uint32]:
    """Return the words of the sites, shape (sites, 2)."""
    return np.array([words(stream_key(name)) for name in names], dtype=np.uint32).reshape(-1, 2)


def step_words(names: Sequence[str]) -> NDArray[np.uint32]:
    """Return the word of each step or branch, shape (steps,)."""
    return np.array([words(stream_key(name))[0] for name in names], dtype=np.uint32)


def uniforms(draws: int, *, step: str, site: str, seed: int) -> NDArray[np.float32]:
    """Return the uniform numbers that one step of one site sees.

    Parameters
    ----------
    draws : int
        At least 1.
    step, site : str
        Identifiers.
    seed : int
        In [0, 2**64).

    Returns
    -------
    array, shape (draws,), float32 in (0, 1)
        Odd multiples of 2**-24, never 0 nor 1.
    """
    low, high = site_words([site])[0]
    step_word = step_words([step])[0]
    seed_words = np.array(words(seed), dtype=np.uint32)
    blocks = -(-draws // CHUNK)
    bits = np.empty((blocks, CHUNK), dtype=np.uint32)
    for block in range(blocks):
        fill_bits(bits[block], (np.uint32(block), step_word, low, high), seed_words)
    unit = (bits >> np.uint32(9)).astype(np.float32) + np.float32(0.5)
    return cast("NDArray[np.float32]", (unit * np.float32(2.0**-23)).reshape(-1)[:draws])
