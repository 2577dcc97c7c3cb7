"""Who may apply."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from rebond.programme.applicants import APPLICANT_TITLES, Applicants, ApplicantType, Perimeter
from rebond.programme.policy_model import Unknown

WORDS = {"fr": "x", "en": "x"}


def test_every_kind_of_applicant_has_a_title_in_both_languages() -> None:
    assert set(APPLICANT_TITLES) == set(ApplicantType)
    assert all(title.fr and title.en for title in APPLICANT_TITLES.values())


def test_applicants_are_named_by_their_kind() -> None:
    applicants = Applicants.model_validate({"types": ("epci", "sem")})
    assert applicants.types == (ApplicantType.EPCI, ApplicantType.SEM)
    assert applicants.perimeters == ()


def test_who_may_apply_can_be_unknown() -> None:
    applicants = Applicants.model_validate({"types": {"status": "unknown", "looked_for": WORDS}})
    assert isinstance(applicants.types, Unknown)


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError):
        Applicants.model_validate({"types": ("pirate",)})


def test_the_phase_of_a_perimeter_is_a_code() -> None:
    base = {"id": "ti", "perimeter": "territoire_industrie", "title": WORDS}
    assert Perimeter.model_validate({**base, "phase": "1"}).phase == "1"
    with pytest.raises(ValidationError):
        Perimeter.model_validate({**base, "phase": 1})
