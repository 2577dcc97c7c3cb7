from __future__ import annotations

import inspect

import pytest

from rebond.errors import BadInput, BrokenData, RebondError
from rebond.opendata import errors
from rebond.texts import Text

EXPECTED = Text("un entier", "an integer")
EXAMPLES: dict[str, RebondError] = {
    error.__class__.__name__: error
    for error in (
        errors.CatalogueBroken("catalogue.yaml", "tables[0].key", "no key"),
        errors.SnapshotFileMissing("communes.csv", "no such file"),
        errors.ManifestBroken("manifest.json", "no tables"),
        errors.DigestMismatch("communes.csv", "sha256:aa", "sha256:bb"),
        errors.TableUnknown("arpents", ("communes",)),
        errors.TableColumnsWrong("communes.csv", ("code",), ("name",)),
        errors.TableValueWrong("communes.csv", 3, "population", "douze", EXPECTED),
        errors.MirrorMissing("mirror/a.csv"),
        errors.MirrorFileDamaged("a.csv.gz", EXPECTED, row=4),
        errors.MirrorColumnMissing("a.csv", ("insee",), ("nom",)),
        errors.MirrorValueWrong("a.csv", 3, "population", "NaN", EXPECTED),
        errors.TableRefused("communes", "01001", EXPECTED),
        errors.TargetRefused("/folder", EXPECTED),
        errors.OfficialAddressUnknown("communes", None),
        errors.HostUnreachable("https://example.org", "refused"),
        errors.DownloadRefused("https://example.org", 404),
        errors.DownloadInterrupted("https://example.org", 10, None, "cut"),
        errors.DownloadTooLarge("https://example.org", 10),
        errors.OfficialFileChanged("https://example.org", "sha256:aa", "sha256:bb"),
        errors.CacheUnusable("/cache", "read only"),
    )
}


def test_every_error_of_the_room_has_an_example_here() -> None:
    declared = {
        name
        for name, value in inspect.getmembers(errors, inspect.isclass)
        if value.__module__ == errors.__name__
    }
    assert declared == set(EXAMPLES)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_error_speaks_both_languages_and_says_what_to_do(name: str) -> None:
    error = EXAMPLES[name]
    assert error.message("fr") != error.message("en")
    assert error.cure is not None
    assert "{" not in error.message("fr") + error.message("en")


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_error_is_either_the_callers_or_the_datas(name: str) -> None:
    error = EXAMPLES[name]
    assert isinstance(error, (BadInput, BrokenData))
    assert error.exit_code in {2, 3}


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_error_holds_its_facts_as_data(name: str) -> None:
    error = EXAMPLES[name]
    parameters = set(inspect.signature(type(error).__init__).parameters) - {"self"}
    assert parameters <= set(vars(error))


def test_a_value_is_named_with_file_row_and_field() -> None:
    message = EXAMPLES["MirrorValueWrong"].message("fr")
    assert message.startswith("a.csv:3, population: La valeur « NaN »")
