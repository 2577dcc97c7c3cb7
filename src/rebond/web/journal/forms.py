"""What the list of acts is narrowed to, read from the address."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rebond.web.journal.acts import all_acts
from rebond.web.journal.queries import OBJECT_TYPES, Asked, organisations
from rebond.web.theme import writing

GREATEST = 2**62


class ActsForm(forms.Form):
    """Filters of the list of acts; each may be left empty."""

    acte = forms.ChoiceField(label=_("Acte"), required=False)
    objet = forms.ChoiceField(label=_("Objet"), required=False)
    reference = forms.CharField(label=_("Référence de l’objet"), required=False, max_length=80)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    depuis = forms.DateField(
        label=_("Depuis le"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    jusqu_au = forms.DateField(
        label=_("Jusqu’au"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    avant = forms.IntegerField(required=False, min_value=1, max_value=GREATEST)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        everything = [("", _("tous"))]
        words = {name: writing.words(text) for name, text in all_acts().items()}
        self.fields["acte"].choices = everything + sorted(words.items(), key=lambda one: one[1])
        self.fields["objet"].choices = everything + [
            (name, writing.words(text)) for name, text in OBJECT_TYPES.items()
        ]
        self.fields["organisation"].choices = [("", _("toutes")), *organisations()]
        for name, field in self.fields.items():
            choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs |= {"class": "form-select" if choice else "form-control", "id": name}

    def asked(self) -> Asked:
        """Return what is asked; a filter that cannot be read is left out, and its field says so."""
        self.is_valid()
        given = self.cleaned_data
        return Asked(
            act=given.get("acte", ""),
            object_type=given.get("objet", ""),
            reference=given.get("reference", "").strip(),
            organisation=given.get("organisation", ""),
            since=_within(given.get("depuis")),
            until=_within(given.get("jusqu_au")),
            before=given.get("avant"),
        )

    def shown(self) -> list[forms.BoundField]:
        """Return the fields that a person fills."""
        return [field for field in self if field.name != "avant"]

    def address_before(self, number: int) -> str:
        """Return the address of the older acts under the same filters."""
        kept = {name: value for name, value in self.data.items() if value and name != "avant"}
        return "?" + urlencode({**kept, "avant": number})


def _within(day: date | None) -> date | None:
    """Leave out the first and last days of the calendar, which have no day before or after."""
    return day if day is not None and date.min.year < day.year < date.max.year else None
