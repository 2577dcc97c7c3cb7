"""What is said of a measure that labels sites: the labels of its programme, then those of other waves apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rebond.texts import Text, day_text
from rebond.web.territories.ground import Ground, joined
from rebond.web.territories.labels_here import Held, Waves
from rebond.web.territories.standing_rows import (
    MOST_PROOFS,
    MeasureStanding,
    Proof,
    Standing,
    and_then,
    named,
)

REGISTER = "labelled_sites"


def labelled_row(
    base: MeasureStanding, held: Sequence[Held], others: Sequence[Held], ground: Ground, day: date
) -> MeasureStanding:
    """Return the row of a place where the programme labelled sites."""
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
        day=day_text(first.state.granted_on or day),
        title=first.title,
        state=_state(first),
    )
    sites = {each.label.site_id for each in held}
    many = Text(
        "{n} sites y ont reçu un label ({names}).", "{n} sites there received a label ({names})."
    ).filled(n=len(sites), names=named([one.site_name for one in held]))
    words = one if len(held) == 1 else many if len(sites) > 1 else _twice(held)
    return replace(
        base,
        standing=Standing.LABELLED,
        sentence=_of_whole(and_then(words, *apart(others)), ground),
        proofs=(*_proofs([*held, *others]), *base.proofs),
        on=first.state.granted_on,
        is_fictitious=any(one.is_fictitious for one in held),
    )


def unlabelled_row(
    base: MeasureStanding,
    others: Sequence[Held],
    unplaced: Sequence[Held],
    waves: Waves,
    ground: Ground,
    day: date,
) -> MeasureStanding:
    """Return the row of a place where no label of the programme is known, and how much that says."""
    announced = waves.of_measure(base.programme, base.measure, day)
    known = sum(waves.count(one) for one in announced)
    total = sum(one.official_total for one in announced)
    said = [day_text(one.announced_on) for one in announced]
    days = Text(joined([one.fr for one in said]).fr, joined([one.en for one in said]).en)
    tail = Text("", "")
    if announced and all(waves.is_whole(one, ground) for one in announced):
        tail = Text(
            " ; la liste est complète pour sa région, et aucun n’y est",
            "; the list is complete for its région, and none stands there",
        )
    elif announced:
        tail = Text(
            ", mais Rebond ne connaît que {known} des {total} sites annoncés le {days}",
            ", but Rebond knows only {known} of the {total} sites announced on {days_en}",
        ).filled(known=known, total=total, days=days.fr, days_en=days.en)
    # Where another wave labelled a site, one was proposed: to which call is not always established.
    lead = (
        Text(
            "Aucun site labellisé connu de ce programme ne s’y trouve{tail}.",
            "No known labelled site of this programme stands there{tail}.",
        )
        if others
        else Text(
            "Rien n’établit qu’un site y ait été proposé ; aucun site labellisé connu ne s’y trouve{tail}.",
            "Nothing establishes that a site was proposed there; no known labelled site stands there{tail}.",
        )
    )
    words = and_then(lead.filled(tail=tail), *apart(others), *_loose(unplaced, ground))
    if ground.whole:
        words = Text(
            "{words} Ces listes disent « {whole} », sans distinguer les arrondissements.",
            "{words} These lists say “{whole}”, without telling the arrondissements apart.",
        ).filled(words=words, whole=ground.whole)
    return replace(
        base,
        standing=Standing.NOT_ESTABLISHED,
        sentence=words,
        proofs=(*_proofs(others), *base.proofs, *_list_proof(base, waves, day)),
    )


def _list_proof(base: MeasureStanding, waves: Waves, day: date) -> tuple[Proof, ...]:
    announced = waves.of_measure(base.programme, base.measure, day)
    if not announced:
        return ()
    return (
        Proof(
            id=f"list:{REGISTER}",
            words=Text(
                "{known} sites labellisés connus sur {total} annoncés",
                "{known} labelled sites known of {total} announced",
            ).filled(
                known=sum(waves.count(one) for one in announced),
                total=sum(one.official_total for one in announced),
            ),
            source=REGISTER,
            on=max(one.announced_on for one in announced),
            address="/sites/labellises/",
        ),
    )


def apart(others: Sequence[Held]) -> list[Text]:
    """Say the labels that are not of the programme, in a sentence of their own."""
    if not others:
        return []
    if len(others) == 1:
        one = others[0]
        day = day_text(one.state.granted_on) if one.state.granted_on else Text("", "")
        return [
            Text(
                "« {site} » y a reçu le {day} un label qui n’est pas de ce programme ({title}) ; {state}.",
                "“{site}” received there, on {day}, a label that is not of this programme ({title}); {state}.",
            ).filled(site=one.site_name, title=one.title, day=day, state=_state(one))
        ]
    groups: dict[tuple[str, str], list[Held]] = {}
    for one in others:
        groups.setdefault((one.title.fr, one.title.en), []).append(one)
    parts = []
    for (fr, en), held in groups.items():
        names = named([one.site_name for one in held])
        parts.append(Text(f"{fr} ({names.fr})", f"{en} ({names.en})"))
    return [
        Text(
            "{n} labels qui ne sont pas de ce programme y ont été donnés : {parts_fr}.",
            "{n} labels that are not of this programme were given there: {parts_en}.",
        ).filled(
            n=len(others),
            parts_fr=" ; ".join(one.fr for one in parts),
            parts_en="; ".join(one.en for one in parts),
        )
    ]


def _loose(unplaced: Sequence[Held], ground: Ground) -> list[Text]:
    """Say the labels that pages place around and in no smaller place, whatever wave gave them."""
    if not unplaced:
        return []
    where = {
        True: Text("même département", "same département"),
        False: Text("même région", "same région"),
    }
    fr = [f"« {one.site_name} » ({one.title.fr} ; {where[one.is_near].fr})" for one in unplaced]
    en = [f"“{one.site_name}” ({one.title.en}; {where[one.is_near].en})" for one in unplaced]
    level = Text("commune", "commune")
    if ground.key.kind == "departement":
        level = Text("département", "département")
    lead = Text(
        "Sans que sa {level} soit établie, est aussi labellisé : {names}.",
        "Its {level} not being established, also labelled: {names}.",
    )
    if len(unplaced) > 1:
        lead = Text(
            "Sans que leur {level} soit établie, sont aussi labellisés : {names}.",
            "Their {level} not being established, also labelled: {names}.",
        )
    if ground.key.kind == "departement":
        lead = Text(lead.fr.replace("sa {", "son {").replace("établie", "établi"), lead.en)
    return [lead.filled(level=level, names=named(fr, en))]


def _state(one: Held) -> Text:
    since = one.state.since
    if since is None or since == one.state.granted_on:
        return Text("aucun changement n’en est connu depuis", "no change of it is known since")
    return Text("il est {state} depuis le {day}", "it is {state} since {day}").filled(
        state=one.state.words, day=day_text(since)
    )


def _twice(held: Sequence[Held]) -> Text:
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


def label_proof(one: Held) -> Proof:
    """Return the proof that a label is."""
    return Proof(
        id=f"label:{one.label.reference}",
        words=Text("« {site} » : {title}, {state}", "“{site}”: {title}, {state}").filled(
            site=one.site_name, title=one.title, state=one.state.words
        ),
        source=REGISTER if one.pages else "record",
        on=one.state.granted_on,
        address=f"/sites/{one.label.site.identifier}/",
    )


def _proofs(held: Sequence[Held]) -> tuple[Proof, ...]:
    return tuple(label_proof(one) for one in held[:MOST_PROOFS])


def _of_whole(words: Text, ground: Ground) -> Text:
    """Say that a record of a commune is not one of its arrondissement."""
    if not ground.whole:
        return words
    return Text(
        "{words} Le registre situe à {whole} sans dire dans quel arrondissement.",
        "{words} The register places it in {whole} without saying in which arrondissement.",
    ).filled(words=words, whole=ground.whole)
