"""From the communes named in the answers to the places that a dossier touches, at every level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rebond.programme import Programme
from rebond.programme.answers import questions
from rebond.programme.forms import Form, GroupField
from rebond.territory import PlaceKey
from rebond.web.dossiers.models import Dossier, DossierPlace
from rebond.web.territories.places import atlas

PERIMETER = "perimetre"
"""Kind of the rows that name a perimeter of the programme, by the policy's own id."""
LEVELS = frozenset({"epci", "ept", "departement", "region"})


@dataclass(frozen=True, slots=True)
class Touched:
    """Where a dossier stands; `places` are pairs of kind and code."""

    commune_code: str
    region_code: str
    places: tuple[tuple[str, str], ...]


def resolve_commune(asked: str) -> str:
    """Return the code of today's commune for a code (former and arrondissement codes too) or a name.

    Raises RebondError in words when there is none, or several.
    """
    written = asked.strip()
    if written and written[0].isdigit():
        return str(atlas().resolve_commune(written.upper()).code)
    return str(atlas().find(written, kinds={"commune"}).only().key.code)


def commune_name(code: str) -> str:
    """Return the name of a commune."""
    return str(atlas().place(PlaceKey("commune", code)).name)


def communes_in(form: Form, answers: Mapping[str, Any]) -> list[str]:
    """Return the communes that the answers name, in the order of the form, each once."""
    codes: dict[str, None] = {}
    for question in questions(form, answers):
        if question.field.type == "commune":
            codes |= dict.fromkeys(answers.get(question.path) or ())
    return list(codes)


def perimeters_of(programme: Programme, code: str) -> frozenset[str]:
    """Return the programme's perimeters, by their id in the policy, whose list holds a commune.

    The policy names a list and its phase: the list says who is in, whatever the day.
    """
    held = {(one.key.kind, one.key.phase) for one in atlas().perimeters_of(code)}
    return frozenset(one.id for one in programme.perimeters if (one.perimeter, one.phase) in held)


def touched(codes: Sequence[str], programme: Programme) -> Touched:
    """Return where communes stand, the first one deciding who examines."""
    found: dict[tuple[str, str], None] = {}
    regions: list[str] = []
    for code in codes:
        place = atlas().place(PlaceKey("commune", code))
        parents = [one for one in place.parents if one.kind in LEVELS]
        found |= {(one.kind, one.code): None for one in (place.key, *parents)}
        found |= {(PERIMETER, name): None for name in sorted(perimeters_of(programme, code))}
        regions.append(place.region_code or "")
    return Touched(
        commune_code=codes[0] if codes else "",
        region_code=regions[0] if regions else "",
        places=tuple(found),
    )


def set_places(dossier: Dossier, codes: Iterable[str]) -> Touched:
    """Write where a dossier stands; the caller holds its lock and saves the dossier."""
    found = touched(list(codes), dossier.revision.programme)
    wanted = set(found.places)
    known = set(dossier.places.values_list("kind", "code"))
    for kind, code in known - wanted:
        dossier.places.filter(kind=kind, code=code).delete()
    DossierPlace.objects.bulk_create(
        DossierPlace(dossier=dossier, kind=kind, code=code)
        for kind, code in found.places
        if (kind, code) not in known
    )
    dossier.commune_code, dossier.region_code = found.commune_code, found.region_code
    return found


def name_field(form: Form) -> str | None:
    """Return the id of the field that names a dossier: the first line of text beside its communes.

    Personal fields never name a dossier. Without communes, the first line of text of the form is taken.
    """
    groups: list[tuple[Any, ...]] = []

    def gather(fields: tuple[Any, ...]) -> None:
        groups.append(fields)
        for one in fields:
            if isinstance(one, GroupField):
                gather(one.fields)

    gather(form.fields)
    with_communes = [one for one in groups if any(field.type == "commune" for field in one)]
    for fields in (*with_communes, *groups):
        for one in fields:
            if one.type == "text" and one.format == "plain" and not one.is_personal:
                return str(one.id)
    return None
