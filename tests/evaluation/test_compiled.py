import subprocess
import sys

import numba

from rebond.evaluation.compiled import compiled, compiled_for_screening

KERNEL = """
import numpy as np
from rebond.evaluation.compiled import compiled

@compiled
def total(values):
    result = 0.0
    for value in values:
        result += value
    return result

assert total(np.array([1.0, 2.0])) == 3.0
print("done")
"""


def add(a, b):
    return a + b


def test_kernels_compute_and_release_the_interpreter_lock():
    kernel = compiled(add)
    assert kernel(1.0, 2.0) == 3.0
    assert kernel.targetoptions["nogil"] is True
    assert kernel.targetoptions["fastmath"] is False


def test_screening_may_fuse_and_nothing_else():
    assert compiled_for_screening(add).targetoptions["fastmath"] == {"contract"}


def test_a_place_where_nothing_can_be_written_still_computes(monkeypatch):
    # code that comes from no file has no place for a cache
    namespace = {}
    exec(compile("def twice(x):\n    return 2 * x\n", "<nowhere>", "exec"), namespace)  # noqa: S102

    def refuse(*_, **options):
        if options["cache"]:
            message = "cannot cache function: no locator available"
            raise RuntimeError(message)
        return numba_njit(*_, **options)

    numba_njit = numba.njit
    monkeypatch.setattr(numba, "njit", refuse)
    assert compiled(namespace["twice"])(4) == 8


def test_a_read_only_install_still_computes(tmp_path):
    source = tmp_path / "kernel.py"
    source.write_text(KERNEL, encoding="utf-8")
    (tmp_path / "__pycache__").write_text(
        "a file where the cache folder would be", encoding="utf-8"
    )
    ran = subprocess.run(
        [sys.executable, "-B", str(source)],
        capture_output=True,
        text=True,
        check=False,
        env={"HOME": "/dev/null", "PATH": "", "XDG_CACHE_HOME": "/dev/null/none"},
    )
    assert ran.stdout == "done\n", ran.stderr
