"""What the deliberation's forms carry, read into plain values; services say what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from rebond.web.deliberations import reasons
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.sentences import LONGEST_SENTENCE

LONGEST_KEY = 15


class DecisionForm(forms.Form):
    """An outcome, its reason, and the sentence in one language or two."""

    outcome = forms.CharField(required=False, max_length=12)
    gate = forms.CharField(required=False, max_length=80)
    until = forms.DateField(required=False)
    condition_fr = forms.CharField(required=False, max_length=reasons.LONGEST_CONDITION)
    condition_en = forms.CharField(required=False, max_length=reasons.LONGEST_CONDITION)
    explanation = forms.CharField(required=False, max_length=LONGEST_SENTENCE, strip=False)
    sentence_fr = forms.CharField(required=False, max_length=LONGEST_SENTENCE, strip=False)
    sentence_en = forms.CharField(required=False, max_length=LONGEST_SENTENCE, strip=False)
    motive = forms.CharField(required=False, max_length=LONGEST_SENTENCE, strip=False)
    act = forms.CharField(required=False, max_length=12)
    evaluation = forms.CharField(required=False, max_length=40)


@dataclass(frozen=True)
class Asked:
    """A decision as a person asked for it."""

    values: Mapping[str, Any]
    chosen: tuple[int, ...] = ()

    def __getattr__(self, name: str) -> str:
        return str(self.values.get(name) or "")

    @property
    def reason(self) -> dict[str, Any]:
        """The part of the reason that a person gives; its kind follows from the outcome."""
        until = self.values.get("until")
        return {
            "kind": kind_of(self.outcome, self.values.get("suggested_kind")),
            "gate": self.gate,
            "until": until.isoformat() if until else None,
            "condition_fr": self.condition_fr,
            "condition_en": self.condition_en,
            "explanation": self.explanation,
        }


def kind_of(outcome: str, suggested_kind: Any = None) -> str:
    """Return the kind of reason of an outcome; the retained have a rank where the engine gives one."""
    kinds = reasons.KINDS.get(outcome, ())
    if suggested_kind in kinds:
        return str(suggested_kind)
    if outcome == Decision.Outcome.RETAINED:
        return reasons.COMMITTEE
    return kinds[0] if kinds else ""


def is_key(written: str) -> bool:
    """Return whether a text may be the key of a row, or the number of a page."""
    return written.isdecimal() and written.isascii() and len(written) <= LONGEST_KEY


def asked(data: QueryDict, *, suggested_kind: str = "") -> Asked:
    """Read a posted decision; what a field cannot hold is left out, and the service says what is missing."""
    form = DecisionForm(data)
    form.is_valid()
    typed = {name: data.get(name, "") for name in form.fields}
    typed["until"] = form.cleaned_data.get("until")
    chosen = tuple(int(one) for one in data.getlist("chosen") if is_key(one))
    return Asked({**typed, "suggested_kind": suggested_kind}, chosen)
