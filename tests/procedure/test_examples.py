from __future__ import annotations

import pytest

from rebond.procedure.examples import examples_folder, shipped_example, shipped_examples
from rebond.procedure.plan_errors import UnknownExample


def test_real_sites_come_first_and_the_invented_one_says_so() -> None:
    found = shipped_examples()
    assert [one.id for one in found] == ["le_carnet", "portes_du_tarn", "friche_fictive"]
    assert [one.read.site.is_fictitious for one in found] == [False, False, True]
    assert "fictif" in found[-1].read.site.name


def test_every_file_of_the_folder_ships() -> None:
    assert {one.path.name for one in shipped_examples()} == {
        path.name for path in examples_folder().iterdir()
    }


def test_a_real_site_cites_the_pages_that_describe_it() -> None:
    for one in shipped_examples():
        if not one.read.site.is_fictitious:
            assert one.read.site.sources
            assert "unknown" in one.content


def test_the_content_is_the_file_with_its_comments() -> None:
    assert shipped_example("le_carnet").content.startswith("# Le Carnet")


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownExample) as caught:
        shipped_example("le_carnets")
    assert "le_carnet" in caught.value.message("fr")
    assert caught.value.known == tuple(one.id for one in shipped_examples())
    assert caught.value.exit_code == 2
