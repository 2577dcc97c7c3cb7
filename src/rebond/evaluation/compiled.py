"""Compilation of the few loops that array operations cannot express well.

Kernels hold no Python object, so they release the interpreter lock and plain threads run them side
by side. Machine code is cached beside the sources, or in the user's cache folder when the package
is installed read-only, or not at all when neither can be written: slower to start, same results.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

Kernel = TypeVar("Kernel", bound="Callable[..., Any]")


def compiled(kernel: Kernel) -> Kernel:
    """Compile a kernel whose floating-point operations run exactly as written, in that order."""
    return _compile(kernel, fastmath=False)


def compiled_for_screening(kernel: Kernel) -> Kernel:
    """Compile a kernel that may fuse multiply and add.

    Only for bounds that are checked afterwards in exact order: the fused result depends on the
    processor.
    """
    return _compile(kernel, fastmath={"contract"})


def _compile(kernel: Kernel, *, fastmath: bool | set[str]) -> Kernel:
    try:
        return numba.njit(kernel, cache=True, nogil=True, fastmath=fastmath)  # type: ignore[no-any-return]
    except RuntimeError:
        # numba found no folder where it may write its cache
        return numba.njit(kernel, cache=False, nogil=True, fastmath=fastmath)  # type: ignore[no-any-return]
