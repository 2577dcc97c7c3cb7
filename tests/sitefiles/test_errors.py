"""Errors of whole files say what, where and what to do, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.sitefiles import errors
from rebond.texts import Text

PATH = Path("/tmp/chez-moi/sites.csv")  # noqa: S108 - never opened
CASES = (
    errors.UnknownTable("x", ("a", "b")),
    errors.TableNotRecognised(PATH, ("a", "b")),
    errors.ColumnsMissing(PATH, "site-eco", ("site_nom",)),
    errors.ColumnRepeated(PATH, "site_nom"),
    errors.FormatRefused(PATH, Text("vide.", "empty.")),
    errors.FileTooLarge(PATH, Text("grand.", "large.")),
    errors.FileBroken(PATH, Text("abîmé.", "damaged.")),
    errors.LayerNotChosen(PATH, ("a", "b")),
)


@pytest.mark.parametrize("error", CASES, ids=lambda one: type(one).__name__)
def test_a_file_error_speaks_both_languages_and_shows_no_folder(
    error: errors.SiteFileRefused,
) -> None:
    assert error.exit_code == 2
    assert error.cure is not None
    assert error.message("fr") != error.message("en")
    assert "chez-moi" not in error.message("fr")


def test_every_error_is_tried() -> None:
    kinds = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type)
        and issubclass(kind, errors.SiteFileRefused)
        and kind is not errors.SiteFileRefused
    }
    assert kinds == {type(case) for case in CASES}
