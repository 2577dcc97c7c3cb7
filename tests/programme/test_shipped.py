"""Where the shipped policies stand."""

from __future__ import annotations

from rebond.programme import load_programme
from rebond.programme.shipped import shipped_folder, shipped_programmes


def test_the_folder_of_shipped_policies_holds_each_of_them() -> None:
    names = shipped_programmes()
    assert "pack_rebond_2020" in names
    assert list(names) == sorted(names)
    for name in names:
        assert (shipped_folder() / name / "programme.yaml").is_file()


def test_each_shipped_policy_is_named_by_its_folder() -> None:
    assert [load_programme(name).id for name in shipped_programmes()] == list(shipped_programmes())
