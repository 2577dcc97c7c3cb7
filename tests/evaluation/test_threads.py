import threading

import pytest

from rebond.evaluation.errors import Cancelled
from rebond.evaluation.threads import share_out

PARTS = [(number, 10) for number in range(20)]


def gather(outcome, part, size):
    outcome.append((part, size))


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_every_part_is_done_once(threads):
    outcomes = share_out(PARTS, threads, list, gather)
    assert sorted(item for outcome in outcomes for item in outcome) == PARTS
    assert len(outcomes) == threads


def test_one_thread_is_the_callers_own():
    seen = set()
    share_out(PARTS, 1, list, lambda *_: seen.add(threading.get_ident()))
    assert seen == {threading.get_ident()}


@pytest.mark.parametrize("threads", [1, 3])
def test_progress_adds_up_in_the_callers_thread(threads):
    seen = []

    def note(done, total):
        assert threading.current_thread() is threading.main_thread()
        seen.append((done, total))

    share_out(PARTS, threads, list, gather, on_progress=note)
    assert seen == [(10 * i, 200) for i in range(1, 21)]


@pytest.mark.parametrize("threads", [1, 3])
def test_it_stops_soon_after_it_is_asked(threads):
    done = []
    with pytest.raises(Cancelled) as stopped:
        share_out(
            PARTS,
            threads,
            list,
            lambda _, part, __: done.append(part),
            is_cancelled=lambda: len(done) >= 3,
        )
    assert stopped.value.total == 200
    assert stopped.value.done < 200


@pytest.mark.parametrize("threads", [1, 3])
def test_a_request_that_comes_with_the_last_part_is_too_late(threads):
    outcomes = share_out(PARTS[:1], threads, list, gather, is_cancelled=lambda: True)
    assert outcomes == [[(0, 10)]]


@pytest.mark.parametrize("threads", [1, 3])
def test_an_error_of_one_part_reaches_the_caller(threads):
    def fail(_, part, __):
        if part == 4:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        share_out(PARTS, threads, list, fail)
