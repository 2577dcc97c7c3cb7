import re
from pathlib import Path

import pytest

from rebond import evaluation
from rebond.evaluation.errors import UnknownMethod
from rebond.evaluation.registry import METHODS, method, versions
from rebond.impact import registry as impact

DOCUMENTATION = Path(__file__).parents[2] / "docs" / "reference" / "methods.md"


def headings():
    found = re.findall(
        r"^## `(\w+)` (\S+)$", DOCUMENTATION.read_text(encoding="utf-8"), re.MULTILINE
    )
    return dict(found)


def test_the_documentation_lists_the_same_methods_and_versions():
    assert headings() == versions() | impact.versions()


@pytest.mark.parametrize("name", [entry.name for entry in (*METHODS, *impact.METHODS)])
def test_each_method_has_formula_parameters_limits_and_references(name):
    text = DOCUMENTATION.read_text(encoding="utf-8")
    section = text.split(f"## `{name}`")[1].split("\n## ")[0]
    for part in ("**Formula.**", "**Parameters.**", "**Limits.**", "**References.**"):
        assert part in section, f"{name} lacks {part}"


def test_names_are_unique_and_versions_semantic():
    assert len({entry.name for entry in METHODS}) == len(METHODS)
    for entry in METHODS:
        assert re.fullmatch(r"\d+\.\d+\.\d+", entry.version)
        assert entry.title.fr
        assert entry.title.en


def test_a_method_is_found_by_name_or_refused_with_the_known_names():
    assert method("spotis").version == "1.0.0"
    with pytest.raises(UnknownMethod) as refused:
        method("vikor")
    assert refused.value.known == tuple(versions())


def test_everything_offered_by_the_package_is_there():
    for name in evaluation.__all__:
        assert getattr(evaluation, name) is not None
