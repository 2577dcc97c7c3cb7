"""What a file cannot know of its own rows: links to other tables, whose record it is, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rebond.sitefiles.notes import Note, Row
from rebond.sitefiles.tables import NO_LINK, TABLES
from rebond.texts import Text, verbatim
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation, Scope
from rebond.web.sites import tables
from rebond.web.sites.commune_places import commune_places
from rebond.web.sites.deriving import communes_of
from rebond.web.sites.identifiers import FIXED_WORDS, NEW_LOT
from rebond.web.sites.models import Brownfield, Establishment, Lot, Pole, Site
from rebond.web.sites.permissions import AUTHORITIES, TAKING

WORDS = {
    "other_manager": Text(
        "« {found} » est au registre de {used} : seul ce gestionnaire peut l’écrire.",
        "“{found}” is in the registry of {used}: only this manager can write it.",
    ),
    "another_manager": Text(
        "« {found} » est déjà au registre : seul son gestionnaire peut l’écrire.",
        "“{found}” is in the registry already: only its manager can write it.",
    ),
    "not_confirmed": Text(
        "Personne ne gère « {found} » : une collectivité de son territoire le reprend, ou l’équipe nationale vous le confie.",
        "Nobody manages “{found}”: a local authority of its territory takes it up, or the national team entrusts it to you.",
    ),
    "fixed_word": Text(
        "« {found} » est un mot des adresses de Rebond : choisissez un autre identifiant.",
        "“{found}” is a word of Rebond’s own addresses: choose another identifier.",
    ),
    "other_territory": Text(
        "« {found} » est hors du territoire de votre organisation.",
        "“{found}” is outside your organisation’s territory.",
    ),
    "no_commune": Text(
        "Aucune commune connue : le territoire ne peut pas être vérifié.",
        "No known commune: the territory cannot be checked.",
    ),
    "unknown_pole": Text(
        "Le pôle « {found} » n’est pas au registre. Livrez d’abord la table des pôles, ou laissez vide.",
        "Pole “{found}” is not in the registry. Deliver the table of poles first, or leave it empty.",
    ),
    "unknown_site": Text(
        "Le site « {found} » n’est pas au registre. Livrez d’abord la table des sites.",
        "Site “{found}” is not in the registry. Deliver the table of sites first.",
    ),
    "unknown_lot": Text(
        "Le terrain « {found} » n’est pas au registre : le lien est gardé tel quel.",
        "Plot “{found}” is not in the registry: the link is kept as it is.",
    ),
    "real_site": Text(
        "« {found} » est réel, et votre organisation est fictive : elle n’en écrit rien. Essayez sur un site fictif.",
        "“{found}” is real, and your organisation is fictitious: it writes nothing of it. Try on a fictitious site.",
    ),
    "moved_site": Text(
        "Ce terrain est à un autre site que « {found} »\u202f; un terrain ne change pas de site.",
        "This plot belongs to another site than “{found}”; a plot does not move to another site.",
    ),
}
SOME = 900
"""Identifiers asked for at once: SQLite takes so many in one question."""


@dataclass(frozen=True, slots=True)
class Deliverer:
    """On whose behalf rows are judged."""

    organisation: int
    is_national: bool
    scopes: frozenset[tuple[str, str]]
    kind: str = ""
    is_fictitious: bool = False

    @property
    def is_everywhere(self) -> bool:
        """Whether the whole country is the territory."""
        return self.is_national or Scope.COUNTRY in self.scopes

    @property
    def takes_up(self) -> bool:
        """Whether sites that nobody manages may be taken up, inside the territory."""
        return self.is_national or self.kind in TAKING


def deliverer_of(organisation: Organisation) -> Deliverer:
    """Return whose rules hold for what an organisation delivers."""
    return Deliverer(
        organisation.pk,
        organisation.kind == Kind.NATIONAL_TEAM,
        frozenset(organisation.scopes.values_list("kind", "code")),
        organisation.kind,
        organisation.is_fictitious,
    )


@dataclass
class Judge:
    """Judges rows chunk by chunk; what it asks the database is a few questions a chunk."""

    table: str
    who: Deliverer
    names: dict[int, str] = field(default_factory=dict)

    def judge(self, rows: Sequence[Row]) -> list[tuple[Note, ...]]:
        """Return what is to be added to each row's own notes."""
        rule = _RULES[self.table]
        return [tuple(notes) for notes in rule(self, rows)]

    def _note(self, row: Row, name: str, code: str, found: str, used: str = "") -> Note:
        severity: Any = "warning" if code == "unknown_lot" else "refused"
        words = WORDS[code].filled(found=verbatim(found[:80]), used=verbatim(used))
        return Note(row.number, name, severity, code, found[:80], used, words)

    def _is_other(self, owner: int | None) -> bool:
        return owner is not None and owner != self.who.organisation

    def _name(self, owner: int | None) -> str:
        if owner not in self.names:
            self.names |= dict(Organisation.objects.filter(pk=owner).values_list("pk", "name"))
        return self.names.get(owner or 0, "")

    def _owned(self, row: Row, owner: int | None, site: Standing | None = None) -> Iterable[Note]:
        """Refuse a row whose record is another's; whose it is, only those who see the site are told."""
        if site is not None and self._is_real(site):
            yield self._note(row, "site_id", "real_site", site.identifier)
        elif self._is_other(owner):
            name = TABLES[self.table].identifier
            found = site.identifier if site is not None else row.identifier
            if site is not None:
                name = "site_id"
            if self.who.is_national or (site is not None and self._sees(site)):
                yield self._note(row, name, "other_manager", found, self._name(owner))
            else:
                yield self._note(row, name, "another_manager", found)

    def _is_real(self, site: Standing) -> bool:
        """Whether the site is real and a fictitious organisation would write of it (`journal.reality`)."""
        return self.who.is_fictitious and not site.is_fictitious

    def _sees(self, site: Standing) -> bool:
        if site.visibility == Site.Visibility.PUBLIC:
            return True
        return self.who.kind in AUTHORITIES and self._covers(site.communes)

    def _covers(self, communes: Iterable[str]) -> bool:
        if self.who.is_everywhere:
            return True
        found = (commune_places(code) for code in communes)
        return any(
            pair in self.who.scopes for one in found if one is not None for pair in one.places
        )

    def _taken(self, row: Row, site: Standing) -> Iterable[Note]:
        """Refuse what takes up a site that nobody manages, unless it is an authority's that stands there."""
        if not self.who.takes_up:
            yield self._note(row, "site_id", "not_confirmed", site.identifier)
        else:
            yield from self._inside(row, "site_id", site.communes)

    def _inside(self, row: Row, name: str, communes: Sequence[str]) -> Iterable[Note]:
        """Refuse a row whose communes all stand outside the territory."""
        if self.who.is_everywhere:
            return
        found = [place for code in communes if (place := commune_places(code)) is not None]
        if not found and any(one.field == name for one in row.notes if one.severity == "refused"):
            return  # the row's own refusal of that commune is enough
        if not found:
            yield self._note(row, name, "no_commune", "")
        elif not any(pair in self.who.scopes for one in found for pair in one.places):
            where = f"{found[0].name} ({found[0].code})"
            yield self._note(row, name, "other_territory", where)


@dataclass(frozen=True, slots=True)
class Standing:
    """A site of the registry, as rows about it are judged."""

    identifier: str
    manager: int | None
    visibility: str
    communes: tuple[str, ...]
    extension: Mapping[str, Any]
    is_fictitious: bool


def _standing(identifiers: Iterable[str]) -> dict[str, Standing]:
    fields = ("manager", "visibility", "is_fictitious", "values", "extension", "public_pages")
    return {
        name: Standing(
            name,
            manager,
            visibility,
            tuple(communes_of(values, extension, pages)),
            extension,
            is_fictitious,
        )
        for name, (manager, visibility, is_fictitious, values, extension, pages) in _known(
            Site, identifiers, *fields
        ).items()
    }


def _known(model: Any, identifiers: Iterable[str], *fields: str) -> dict[str, tuple[Any, ...]]:
    """Return fields of the rows of some identifiers, by identifier."""
    wanted = list(dict.fromkeys(one for one in identifiers if one))
    found: dict[str, tuple[Any, ...]] = {}
    for start in range(0, len(wanted), SOME):
        part = model.objects.filter(identifier__in=wanted[start : start + SOME])
        found |= {row[0]: row[1:] for row in part.values_list("identifier", *fields)}
    return found


def _poles(judge: Judge, rows: Sequence[Row]) -> Iterable[list[Note]]:
    known = _known(Pole, (row.identifier for row in rows), "delivery__organisation")
    for row in rows:
        yield list(judge._owned(row, known.get(row.identifier, (None,))[0]))


def _sites(judge: Judge, rows: Sequence[Row]) -> Iterable[list[Note]]:
    known = _standing(row.identifier for row in rows)
    poles = _known(Pole, (str(row.values.get("pole_id", "")) for row in rows))
    for row in rows:
        site = known.get(row.identifier)
        notes = list(judge._owned(row, site.manager, site)) if site is not None else []
        if site is None and row.identifier in FIXED_WORDS:
            notes.append(judge._note(row, "site_id", "fixed_word", row.identifier))
        extension = site.extension if site is not None else {}
        notes += judge._inside(row, "site_comm_insee", communes_of(row.values, extension, {}))
        if site is not None and site.manager is None and not notes:
            # Nobody manages it yet: it is taken up by who stands where it is, not where the row says.
            notes += judge._taken(row, site)
        pole = str(row.values.get("pole_id", ""))
        if pole and pole not in NO_LINK and pole not in poles:
            notes.append(judge._note(row, "pole_id", "unknown_pole", pole))
        yield notes


def _of_site(judge: Judge, rows: Sequence[Row]) -> Iterable[list[Note]]:
    """Judge rows that belong to a site: it must be known and one's own, or one's to take up."""
    sites = _standing(str(row.values.get("site_id", "")) for row in rows)
    lots = judge.table == tables.LOTS
    known = _known(Lot, (row.identifier for row in rows), "site__identifier") if lots else {}
    for row in rows:
        name = str(row.values.get("site_id", ""))
        if name not in sites:
            yield [judge._note(row, "site_id", "unknown_site", name)]
            continue
        site = sites[name]
        notes = list(judge._owned(row, site.manager, site))
        if site.manager is None and not notes:
            notes += judge._taken(row, site)
        before = known.get(row.identifier, (name,))[0]
        if lots and row.identifier == NEW_LOT:
            notes.append(judge._note(row, "terr_id", "fixed_word", row.identifier))
        if before != name:
            # Which site holds it is not told: it may be private.
            notes.append(judge._note(row, "site_id", "moved_site", name))
        yield notes


def _establishments(judge: Judge, rows: Sequence[Row]) -> Iterable[list[Note]]:
    known = _known(Establishment, (row.identifier for row in rows), "delivery__organisation")
    link = TABLES[tables.ESTABLISHMENTS].links[0]
    named = (one for row in rows for one in link.targets(row.values))
    lots = _known(Lot, named, "site__identifier", "site__is_fictitious")
    for row in rows:
        notes = list(judge._owned(row, known.get(row.identifier, (None,))[0]))
        notes += judge._inside(row, "comm_insee", [str(row.values.get("comm_insee", ""))])
        notes += [
            judge._note(row, link.field, "unknown_lot", one)
            for one in link.targets(row.values)
            if one not in lots
        ]
        if judge.who.is_fictitious:
            on = {lots[one] for one in link.targets(row.values) if one in lots}
            notes += [
                judge._note(row, link.field, "real_site", site)
                for site, is_fictitious in sorted(on)
                if not is_fictitious
            ]
        yield notes


def _brownfields(judge: Judge, rows: Sequence[Row]) -> Iterable[list[Note]]:
    known = _known(Brownfield, (row.identifier for row in rows), "delivery__organisation")
    sites = _standing(row.identifier for row in rows)
    for row in rows:
        notes = list(judge._owned(row, known.get(row.identifier, (None,))[0]))
        notes += judge._inside(row, "comm_insee", [str(row.values.get("comm_insee", ""))])
        site = sites.get(row.identifier)
        if site is not None and not notes:
            # A new brownfield is linked to the site of its identifier, and changes what searches read of it.
            notes += judge._owned(row, site.manager, site)
            if site.manager is None and not notes:
                notes += judge._inside(row, "site_id", site.communes)
        yield notes


_RULES: Mapping[str, Any] = {
    tables.POLES: _poles,
    tables.SITES: _sites,
    tables.LOTS: _of_site,
    tables.EXTENSION: _of_site,
    tables.ESTABLISHMENTS: _establishments,
    tables.BROWNFIELDS: _brownfields,
}
