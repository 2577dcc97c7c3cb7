"""The room's door: one import gives everything that the platform needs of a form's answers."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.programme import answers, load_programme, shipped_programmes
from rebond.programme.answers import AnswerFault, check, facts, questions

PROGRAMME = load_programme(shipped_programmes()[0])
FORMS = [one.form for one in PROGRAMME.measures if one.form is not None]
ON = dt.date(2031, 6, 2)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def test_everything_that_is_announced_exists() -> None:
    assert all(hasattr(answers, name) for name in answers.__all__)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_stands_in_the_answers_the_check_tells_it_and_never_breaks(
    data: st.DataObject,
) -> None:
    form = data.draw(st.sampled_from(FORMS))
    paths = [one.path for one in questions(form, {})]
    held = data.draw(st.dictionaries(st.sampled_from(paths), JSON, max_size=8))
    problems = check(form, held, {}, on=ON)
    assert all(one.path and one.label.fr and one.cure_text.en for one in problems)
    assert facts(form, held).keys() <= set(paths)


def test_an_empty_form_lacks_each_required_answer_and_nothing_else() -> None:
    for form in FORMS:
        asked = [one for one in questions(form, {}) if one.field.required]
        problems = check(form, {}, {}, on=ON)
        assert [one.path for one in problems] == [one.path for one in asked]
        assert {one.fault for one in problems} <= {AnswerFault.MISSING}


def test_an_empty_form_states_no_fact() -> None:
    for form in FORMS:
        assert set(facts(form, {}).values()) <= {None}
