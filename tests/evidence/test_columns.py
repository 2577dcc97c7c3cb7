"""Values on their way."""

import numpy as np

from rebond.evidence.columns import Draft
from rebond.evidence.facts import KNOWN, MISSING, NOT_APPLICABLE
from rebond.texts import Text

FIRST, SECOND = Text("un", "one"), Text("deux", "two")


def test_the_first_reason_stays():
    draft = Draft(np.array([1.0, 2.0, 3.0]))
    draft.leave_out(np.array([True, False, False]), FIRST)
    draft.leave_out(np.array([True, True, False]), SECOND, status=NOT_APPLICABLE)
    column = draft.column(1)
    assert column.status.tolist() == [MISSING, NOT_APPLICABLE, KNOWN]
    assert [column.reasons[r] for r in column.reason] == [FIRST, SECOND, Text("", "")]


def test_a_reason_that_holds_nowhere_is_not_kept():
    draft = Draft(np.array([1.0]))
    draft.leave_out(np.array([False]), FIRST)
    assert draft.column(0).reasons == (Text("", ""),)


def test_what_is_left_out_has_neither_value_nor_bound_nor_owner():
    draft = Draft(np.array([1.0]))
    draft.leave_out(np.array([True]), FIRST)
    column = draft.column(1, low=np.zeros(1), owner=np.zeros(1, dtype=np.int64), owners=("x",))
    assert np.isnan([column.value[0], column.low[0], column.high[0]]).all()
    assert column.owner.tolist() == [-1]


def test_values_are_rounded_and_zero_has_no_sign():
    column = Draft(np.array([-0.04, 2.25, 2.35])).column(1)
    assert column.value.tolist() == [0.0, 2.2, 2.4]
    assert not np.signbit(column.value[0])
