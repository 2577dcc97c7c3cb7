"""Filling the values of places."""

import numpy as np

from rebond.evidence.aggregate import Groups
from rebond.evidence.columns import Column
from rebond.evidence.facts import KNOWN, MISSING, NOT_APPLICABLE
from rebond.evidence.layout import Layout
from rebond.evidence.matrix import Matrix, copy_sites, summarise
from rebond.evidence.places import Sites
from rebond.texts import Text

NOTHING = Text("", "")
LOST = Text("perdu", "lost")


def column(values, status=None, reason=None, owner=None, owners=()):
    value = np.array(values, dtype=float)
    count = len(value)
    return Column(
        value,
        value,
        value,
        np.array(status if status is not None else [KNOWN] * count, dtype=np.uint8),
        np.array(reason if reason is not None else [0] * count),
        (NOTHING, LOST),
        np.array(owner if owner is not None else [-1] * count),
        owners,
    )


def perimeters(*members, population):
    none = np.zeros(0, dtype=np.int64)
    groups = Groups.of([np.array(one) for one in members], np.array(population, dtype=float))
    rows = np.arange(len(members))
    sites = Sites(np.zeros((0, 3)), none)
    texts = (NOTHING,) * len(members)
    return Layout(none, none, none, sites, rows, groups, np.ones(len(members), dtype=int), texts)


def test_a_new_matrix_holds_nothing_known():
    matrix = Matrix.of(2, 3)
    assert (matrix.status == MISSING).all()
    assert np.isnan(matrix.value).all()
    assert (matrix.covered == 0.0).all()


def test_sites_are_copied_with_their_reasons_and_what_was_found():
    matrix, reasons = Matrix.of(3, 1), [NOTHING]
    source = column(
        [np.nan, 7.0, 8.0],
        status=[MISSING, KNOWN, KNOWN],
        reason=[1, 0, 0],
        owner=[-1, 1, 0],
        owners=("Halte", "Triage"),
    )
    copy_sites(matrix, 0, np.array([2, 0]), source, np.array([0, 1]), reasons=reasons)
    assert matrix.value[0, 0] == 7.0
    assert "Triage" in reasons[matrix.reason[0, 0]].en
    assert np.isnan(matrix.value[2, 0])
    assert reasons[matrix.reason[2, 0]] == LOST
    assert matrix.status[:, 0].tolist() == [KNOWN, MISSING, MISSING]


def test_two_copies_into_one_column_keep_their_own_reasons():
    matrix, reasons = Matrix.of(2, 1), [NOTHING]
    first = column([1.0], owner=[0], owners=("Une",))
    second = column([np.nan], status=[MISSING], reason=[1])
    copy_sites(matrix, 0, np.array([0]), first, np.array([0]), reasons=reasons)
    copy_sites(matrix, 0, np.array([1]), second, np.array([0]), reasons=reasons)
    assert "Une" in reasons[matrix.reason[0, 0]].en
    assert reasons[matrix.reason[1, 0]] == LOST


def test_a_perimeter_needs_nine_tenths_of_its_people():
    layout = perimeters([0, 1], [0, 1], population=[90, 10])
    source = column([4.0, np.nan], status=[KNOWN, MISSING], reason=[0, 1])
    matrix, reasons = Matrix.of(2, 1), [NOTHING]
    summarise(matrix, 0, layout, source, reasons)
    assert matrix.value[:, 0].tolist() == [4.0, 4.0]
    layout = perimeters([0, 1], population=[89, 11])
    matrix, reasons = Matrix.of(1, 1), [NOTHING]
    summarise(matrix, 0, layout, source, reasons)
    assert matrix.status[0, 0] == MISSING
    said = reasons[matrix.reason[0, 0]].en
    assert "89%" in said
    assert "lost" in said


def test_a_perimeter_where_nothing_applies_is_not_applicable():
    source = column([np.nan], status=[NOT_APPLICABLE], reason=[1])
    matrix, reasons = Matrix.of(1, 1), [NOTHING]
    summarise(matrix, 0, perimeters([0], population=[5]), source, reasons)
    assert matrix.status[0, 0] == NOT_APPLICABLE
    assert reasons[matrix.reason[0, 0]] == LOST
