"""Where a place stands with each measure of the programmes, and with each call that was run here.

What was not run here is not established, whatever our own evaluation says of it: a label in the known lists
says «labelled», its absence from a partial list says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from rebond.programme import Measure, Programme, shipped_programmes
from rebond.territory import PlaceKey
from rebond.texts import Text, day_text
from rebond.web.accounts.actors import Actor
from rebond.web.programmes.queries import programme as shipped
from rebond.web.territories import calls_here, labels_here
from rebond.web.territories.ground import (
    Ground,
    day_of,
    ground_of,
    joined,
    moment_of,
    perimeters_in,
)
from rebond.web.territories.labels_here import Held, Waves
from rebond.web.territories.places import atlas
from rebond.web.territories.standing_rows import MeasureStanding, Proof, Standing
from rebond.web.training.models import Laureate

LABEL, CALL = "label", "call"
CHOSEN = frozenset({LABEL, CALL})
"""Kinds of measures that choose between territories; the others are open to all that they name."""
REGISTER = "labelled_sites"
MOST_PROOFS = 12
MOST_NAMES = 3
"""Names that a sentence holds."""


@dataclass(frozen=True, slots=True)
class _Here:
    """What the records hold of a place on a day, read once for every measure."""

    ground: Ground
    day: date
    labels: list[Held]
    unplaced: list[Held]
    waves: Waves
    laureates: list[Laureate]


def standings(
    key: PlaceKey, actor: Actor | None, now: datetime, day: date | None = None
) -> tuple[MeasureStanding, ...]:
    """Return one row a measure of the shipped programmes, then one a public call run here, the newest first.

    Parameters
    ----------
    key : PlaceKey
    actor : Actor, optional
        None gives what everyone may read, and nothing else may be published. Somebody reads besides the
        decisions that are his to read; such rows say so (`is_own`).
    now : datetime
    day : date, optional
        The day asked about; today by default.

    Raises
    ------
    TerritoryError
        When the key names no place.
    """
    moment = moment_of(day, now)
    on = day_of(moment)
    ground = ground_of(key, on if day else None)
    here = _Here(
        ground,
        on,
        labels_here.labels_here(ground, on),
        labels_here.unplaced(ground, on),
        labels_here.waves(),
        _laureates(ground, on),
    )
    found: list[MeasureStanding] = []
    for name in shipped_programmes():
        one = shipped(name)
        found += [_row(one, measure, here) for measure in one.measures] if one else []
    return (*found, *calls_here.rows(ground, actor, moment))


def _laureates(ground: Ground, day: date) -> list[Laureate]:
    """Return the laureates of calls run elsewhere whose place is this one, in it, or just around it."""
    where = Q(place_kind=ground.key.kind, place_code=ground.key.code)
    where |= Q(place_kind="commune", place_code__in=ground.communes)
    found = Laureate.objects.filter(where, dossier=None)
    return [one for one in found if one.retained_on is None or one.retained_on <= day]


def _row(programme: Programme, measure: Measure, here: _Here) -> MeasureStanding:
    base = MeasureStanding(
        programme=programme.id,
        measure=measure.id,
        title=measure.title,
        standing=Standing.NO_CALL,
        sentence=Text("", ""),
        proofs=(_policy(programme, measure),),
    )
    held = [one for one in here.labels if one.label.measure_id == measure.id]
    if held:
        return _labelled(base, held, here)
    if measure.kind == CALL and here.laureates:
        return _laureate(base, here)
    if here.day < programme.announced_on:
        return replace(
            base,
            sentence=Text(
                "Le {day}, le programme n’était pas encore annoncé : il l’a été le {announced}.",
                "On {day} the programme was not announced yet: it was on {announced}.",
            ).filled(day=day_text(here.day), announced=day_text(programme.announced_on)),
        )
    if measure.kind in CHOSEN:
        words, proofs = _not_established(programme, measure, here)
        return replace(
            base,
            standing=Standing.NOT_ESTABLISHED,
            sentence=words,
            proofs=(*base.proofs, *proofs),
        )
    return replace(base, sentence=_open_to(programme, measure, here.ground))


def _policy(programme: Programme, measure: Measure) -> Proof:
    return Proof(
        id=f"measure:{programme.id}/{measure.id}",
        words=Text("Ce que la politique dit de la mesure", "What the policy says of the measure"),
        source=measure.sources[0],
        on=programme.announced_on,
        address=f"/programmes/{programme.id}/",
    )


def _labelled(base: MeasureStanding, held: list[Held], here: _Here) -> MeasureStanding:
    # What stands is said before what ended.
    held = sorted(
        held, key=lambda one: (not one.state.is_standing, one.state.granted_on or date.max)
    )
    first = held[0]
    one = Text(
        "« {site} » y a reçu un label le {day} ({title}) ; {state}.",
        "“{site}” received a label there on {day} ({title}); {state}.",
    ).filled(
        site=first.site_name,
        day=day_text(first.state.granted_on or here.day),
        title=first.title,
        state=_state(first),
    )
    sites = {each.label.site_id for each in held}
    many = Text(
        "{n} sites y ont reçu un label ({names}).", "{n} sites there received a label ({names})."
    ).filled(n=len(sites), names=_names(held))
    return replace(
        base,
        standing=Standing.LABELLED,
        sentence=_of_whole(
            one if len(held) == 1 else many if len(sites) > 1 else _twice(held), here
        ),
        proofs=(*(_label_proof(each) for each in held[:MOST_PROOFS]), *base.proofs),
        on=first.state.granted_on,
        is_fictitious=all(each.label.site.is_fictitious for each in held),
    )


def _state(one: Held) -> Text:
    since = one.state.since
    if since is None or since == one.state.granted_on:
        return Text("aucun changement n’en est connu depuis", "no change of it is known since")
    return Text("il est {state} depuis le {day}", "it is {state} since {day}").filled(
        state=one.state.words, day=day_text(since)
    )


def _names(held: list[Held]) -> Text:
    names = list(dict.fromkeys(one.site_name for one in held))
    if len(names) <= MOST_NAMES:
        return joined(names)
    rest = len(names) - MOST_NAMES
    start = ", ".join(names[:MOST_NAMES])
    return Text(f"{start} et {rest} autres", f"{start} and {rest} others")


def _twice(held: list[Held]) -> Text:
    days = [day_text(one.state.granted_on) for one in held if one.state.granted_on]
    return Text(
        "« {site} » y a reçu {n} labels, le {days}.",
        "“{site}” received {n} labels there, on {days_en}.",
    ).filled(
        site=held[0].site_name,
        n=len(held),
        days=joined([day.fr for day in days]).fr,
        days_en=joined([day.en for day in days]).en,
    )


def _label_proof(one: Held) -> Proof:
    return Proof(
        id=f"label:{one.label.reference}",
        words=Text("« {site} » : {title}, {state}", "“{site}”: {title}, {state}").filled(
            site=one.site_name, title=one.title, state=one.state.words
        ),
        source=REGISTER if one.pages else "record",
        on=one.state.granted_on,
        address=f"/sites/{one.label.site.identifier}/",
    )


def _of_whole(words: Text, here: _Here) -> Text:
    """Say that a record of a commune is not one of its arrondissement."""
    if not here.ground.whole:
        return words
    return Text(
        "{words} Le registre situe à {whole} sans dire dans quel arrondissement.",
        "{words} The register places it in {whole} without saying in which arrondissement.",
    ).filled(words=words, whole=here.ground.whole)


def _laureate(base: MeasureStanding, here: _Here) -> MeasureStanding:
    first = here.laureates[0]
    day = (
        Text(", le {day}", ", on {day}").filled(day=day_text(first.retained_on))
        if first.retained_on
        else Text(" ; le jour n’est pas établi", "; the day is not established")
    )
    return replace(
        base,
        standing=Standing.RETAINED,
        sentence=Text(
            "« {name} » a été retenu ({call}){day}.", "“{name}” was retained ({call}){day}."
        ).filled(name=first.name, call=first.call_name, day=day),
        proofs=(
            *(
                Proof(
                    id=f"laureate:{one.reference}",
                    words=Text(f"{one.name}, {one.call_name}", f"{one.name}, {one.call_name}"),
                    source="record" if not one.source_url else one.source_url.split(" ; ")[0],
                    on=one.retained_on,
                )
                for one in here.laureates[:MOST_PROOFS]
            ),
            *base.proofs,
        ),
        on=first.retained_on,
        is_fictitious=all(one.is_fictitious for one in here.laureates),
    )


def _not_established(
    programme: Programme, measure: Measure, here: _Here
) -> tuple[Text, tuple[Proof, ...]]:
    name = here.ground.said_name
    if measure.kind != LABEL:
        return (
            Text(
                "Non établi : l’appel n’a pas été conduit ici, et aucune liste à notre disposition ne dit si {name} y a répondu.",
                "Not established: the call was not run here, and no list at hand says whether {name} answered it.",
            ).filled(name=name),
            (),
        )
    waves = here.waves.of_measure(programme.id, measure.id, here.day)
    known = sum(here.waves.known[one.measure_id, one.number] for one in waves)
    total = sum(one.official_total for one in waves)
    whole = _whole(waves, here)
    said = [day_text(one.announced_on) for one in waves]
    days = Text(joined([one.fr for one in said]).fr, joined([one.en for one in said]).en)
    tail = Text("", "")
    if whole:
        tail = Text(
            "; la liste est complète pour sa région, et aucun n’y est",
            "; the list is complete for its région, and none stands there",
        )
    elif waves:
        tail = Text(
            ", mais nous ne connaissons que {known} des {total} sites annoncés le {days}",
            ", but we know only {known} of the {total} sites announced on {days_en}",
        ).filled(known=known, total=total, days=days.fr, days_en=days.en)
    words = Text(
        "Rien n’établit qu’un site y ait été proposé ; aucun site labellisé connu ne s’y trouve{tail}.",
        "Nothing establishes that a site was proposed there; no known labelled site stands there{tail}.",
    ).filled(tail=Text(tail.fr.replace("; ", " ; ", 1) if whole else tail.fr, tail.en))
    if here.unplaced:
        words = Text(
            "{words} « {site} » est labellisé dans le même département, sans que sa commune soit établie.",
            "{words} “{site}” is labelled in the same département, its commune not established.",
        ).filled(words=words, site=here.unplaced[0].site_name)
    proof = Proof(
        id=f"list:{REGISTER}",
        words=Text(
            "{known} sites labellisés connus sur {total} annoncés",
            "{known} labelled sites known of {total} announced",
        ).filled(known=known, total=total),
        source=REGISTER,
        on=max((one.announced_on for one in waves), default=None),
        address="/sites/labellises/",
    )
    return _of_whole_silent(words, here), (proof,)


def _of_whole_silent(words: Text, here: _Here) -> Text:
    if not here.ground.whole:
        return words
    return Text(
        "{words} Ces listes disent « {whole} », sans distinguer les arrondissements.",
        "{words} These lists say “{whole}”, without telling the arrondissements apart.",
    ).filled(words=words, whole=here.ground.whole)


def _whole(waves: list[labels_here.Wave], here: _Here) -> bool:
    """Return whether the list of every wave is whole where the place stands."""
    regions = here.ground.regions
    return bool(waves and regions) and all(
        here.waves.is_whole(wave, region) for wave in waves for region in regions
    )


def _open_to(programme: Programme, measure: Measure, ground: Ground) -> Text:
    """Say to which perimeters a measure is open, and whether the place is in one."""
    wanted = [one for one in programme.perimeters if one.id in measure.applicants.perimeters]
    if not wanted:
        return Text(
            "Ouverte à tous, sans choix entre territoires ; qui en a bénéficié ici n’est pas établi.",
            "Open to all, without a choice between territories; who had it here is not established.",
        )
    pairs = {(one.perimeter, one.phase) for one in wanted}
    named = Text(
        ", ".join(one.title.fr for one in wanted), ", ".join(one.title.en for one in wanted)
    )
    held = holding(ground, pairs)
    if not held:
        return Text(
            "Ouverte aux territoires d’une liste, « {list} » ; {name} n’en fait pas partie, d’après la liste à notre disposition.",
            "Open to the territories of a list, “{list}”; {name} is not in it, according to the list at hand.",
        ).filled(list=named, name=ground.said_name)
    if any(key == ground.key for key, _name in held):
        return Text(
            "Ouverte à tous les territoires d’une liste, « {list} », sans choix entre eux : {name} en est. Qui en a bénéficié ici n’est pas établi.",
            "Open to all territories of a list, “{list}”, without a choice between them: {name} is in it. Who had it here is not established.",
        ).filled(list=named, name=ground.said_name)
    names = [name for _key, name in held]
    by = (
        joined(names)
        if len(names) <= MOST_NAMES
        else Text(f"{len(names)} périmètres", f"{len(names)} perimeters")
    )
    return Text(
        "Ouverte à tous les territoires d’une liste, « {list} », sans choix entre eux : {name} y est, en tout ou partie, par {by}. Qui en a bénéficié ici n’est pas établi.",
        "Open to all territories of a list, “{list}”, without a choice between them: {name} is in it, whole or in part, through {by}. Who had it here is not established.",
    ).filled(list=named, name=ground.said_name, by=by)


def holding(ground: Ground, pairs: set[tuple[str, str]]) -> list[tuple[PlaceKey, str]]:
    """Return the perimeters of some lists and phases that hold some commune of the place."""
    if (ground.key.kind, ground.key.phase) in pairs:
        return [(ground.key, ground.place.name)]
    held = perimeters_in(ground.key)
    return [
        (key, atlas().place(key).name) for key in sorted(held) if (key.kind, key.phase) in pairs
    ]
