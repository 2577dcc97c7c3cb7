"""Codes of communes, today's and former ones."""

from __future__ import annotations

import numpy as np
import pytest

from rebond.sitefiles.communes import CommuneBook


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ("14366", "14366", []),
        ("75116", "75116", []),
        ("1004", "01004", ["commune-form"]),
        ("14366.0", "14366", ["commune-form"]),
        ("2a004", "2A004", ["commune-form"]),
        ("99999", None, ["commune-unknown"]),
        ("Lisieux", None, ["commune-unknown"]),
    ],
)
def test_codes_are_read_as_files_write_them(
    book: CommuneBook, written: str, code: str | None, said: list[str]
) -> None:
    found, remarks = book.read(written)
    assert found == code
    assert [one.code for one in remarks] == said


def test_a_former_code_gives_its_successor_and_says_so(book: CommuneBook) -> None:
    former = next(iter(book.atlas.gazetteer.compositions.codes.former))
    code, remarks = book.read(former)
    assert code == book.atlas.resolve_commune(former).code
    assert [(one.severity, one.code) for one in remarks] == [("corrected", "commune-former")]
    assert book.name(str(code)) in remarks[0].at(2, "x").words.fr


def test_names_are_compared_without_spelling(book: CommuneBook) -> None:
    assert book.is_named("14366", "LISIEUX")
    assert book.is_named("12083", "CRANSAC")  # today Cransac-les-Thermes
    assert not book.is_named("14366", "Caen")


def test_distances_are_missing_where_the_commune_is(book: CommuneBook) -> None:
    away, reach = book.distances_km(["14366", None], np.array([[0.22, 49.14], [0.22, 49.14]]))
    assert away[0] < reach[0]
    assert np.isnan(away[1])
    assert book.distance_km("14366", 5.0, 45.0)[0] > 500  # type: ignore[index]
