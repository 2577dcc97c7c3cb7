from __future__ import annotations

import pytest

from rebond.territory.codes import CommuneCodes
from rebond.territory.communes import Communes, Resolution
from rebond.territory.errors import BrokenReference, DuplicateCode
from tests.territory.tiny import TinySource, with_rows


def codes(**tables: object) -> CommuneCodes:
    source = TinySource(**tables)
    return CommuneCodes.from_source(source, Communes.from_source(source))


@pytest.mark.parametrize(
    ("asked", "code", "via"),
    [
        ("96001", "96001", "current"),
        ("96900", "96001", "former_commune"),
        ("99102", "99056", "arrondissement"),
    ],
)
def test_a_code_leads_to_the_commune_of_today_and_says_how(asked: str, code: str, via: str) -> None:
    assert codes().resolve(asked) == Resolution(code, via, asked)
    assert codes().row(asked) == codes().communes.index_of(code)


def test_a_commune_that_was_re_created_means_itself() -> None:
    again = with_rows("former_communes", {"former_code": "96003", "code": "96001"})
    assert codes(**again).resolve("96003").code == "96003"


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="98765"):
        codes().resolve("98765")


def test_a_successor_that_does_not_exist_is_broken_data() -> None:
    dangling = with_rows("former_communes", {"former_code": "96901", "code": "96999"})
    with pytest.raises(BrokenReference) as caught:
        codes(**dangling)
    assert (caught.value.row, caught.value.found) == ("96901", "96999")


def test_two_successors_of_one_code_are_broken_data() -> None:
    two = with_rows("former_communes", {"former_code": "96900", "code": "96002"})
    with pytest.raises(DuplicateCode):
        codes(**two)
