"""Reading what the pages of accounts send."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rebond.web.accounts import errors, queries
from rebond.web.accounts.kinds import Role
from rebond.web.accounts.models import User

CHOSEN = re.compile(r"\[([a-z]+:[0-9A-Za-z]+)\]$")
"""What the script writes behind the name of a place chosen from its list."""


class ProfileForm(forms.ModelForm):
    """Name, language, mail."""

    class Meta:
        model = User
        fields = ("name", "language", "mailing")
        widgets = {
            "language": forms.Select(choices=(("fr", "Français"), ("en", "English"))),
        }

    def clean_language(self) -> str:
        """Accept a language of the pages only."""
        written: str = self.cleaned_data["language"]
        if written not in {"fr", "en"}:
            raise forms.ValidationError(_("Les pages sont en français et en anglais."))
        return written

    def clean_name(self) -> str:
        """Write a name with single spaces."""
        return " ".join(self.cleaned_data["name"].split())


@dataclass(frozen=True, slots=True)
class InvitationForm:
    """An address and a role, as typed."""

    email: str = ""
    role: str = Role.AGENT

    @classmethod
    def read(cls, sent: QueryDict) -> InvitationForm:
        """Read what was sent."""
        return cls(sent.get("email", "")[:254], sent.get("role", "")[:16])


@dataclass(frozen=True, slots=True)
class SirenForm:
    """A SIREN and why it changes, as typed."""

    siren: str = ""
    reason: str = ""

    @classmethod
    def read(cls, sent: QueryDict) -> SirenForm:
        """Read what was sent."""
        return cls(sent.get("siren", "")[:40], sent.get("reason", "")[:1000])


@dataclass(frozen=True, slots=True)
class ScopeForm:
    """The territory of an organisation: places kept, one more written, and those that it may mean."""

    kept: tuple[str, ...] = ()
    written: str = ""
    choices: tuple[queries.ScopeRow, ...] = ()

    @classmethod
    def read(cls, sent: QueryDict) -> ScopeForm:
        """Read what was sent and look the written place up.

        A name that several places bear leaves its `choices`; `places` then refuses.
        """
        kept = tuple(dict.fromkeys(one[:40] for one in sent.getlist("place")))[:200]
        written = " ".join(sent.get("written", "").replace("\x00", "").split())[:120]
        named = CHOSEN.search(written)
        choices = tuple(queries.places_named(named[1] if named else written)) if written else ()
        return cls(kept, written, choices)

    def places(self) -> list[tuple[str, str]]:
        """Return the places.

        Raises
        ------
        RebondError
            When the written place is unknown or may be several.
        """
        found = list(self.kept)
        if self.written:
            if not self.choices:
                raise errors.UnknownPlace(self.written)
            if len(self.choices) > 1:
                raise errors.AmbiguousPlace(self.written, len(self.choices))
            found.append(self.choices[0].key)
        return [split(one) for one in dict.fromkeys(found)]

    def rows(self) -> list[queries.ScopeRow]:
        """Return the places kept, in words."""
        rows = []
        for one in self.kept:
            kind, code = split(one)
            rows.append(queries.scope_row(kind, code))
        return rows


def split(key: str) -> tuple[str, str]:
    """Return the kind and the code of a place’s key.

    Raises
    ------
    RebondError
        When it is no key.
    """
    kind, colon, code = key.partition(":")
    if not colon or not kind.isidentifier() or not code.isalnum():
        raise errors.UnknownPlace(key)
    return kind, code
