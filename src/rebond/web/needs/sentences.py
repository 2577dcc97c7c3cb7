"""A need in words: a sentence on pages, the subject of a mail."""

from __future__ import annotations

from datetime import date

from rebond.texts import Text, day_text, number
from rebond.web.needs import activities
from rebond.web.needs.fields import ON_SITE, REGIMES, YES
from rebond.web.needs.places import departements, regions
from rebond.web.needs.query import InvestorNeed, Wanted

ANY = Text("Tous les sites publics", "All public sites")


def sentence(need: InvestorNeed) -> Text:
    """Return a need as one sentence: what is a must, then what is wished."""
    musts = [phrase(one) for one in need.musts]
    wishes = [phrase(one) for one in need.wishes]
    parts = [_listed(musts)] if musts else [ANY]
    if wishes:
        parts.append(Text("si possible ", "if possible ").filled())
        last = _listed(wishes)
        parts[-1] = Text(parts[-1].fr + last.fr, parts[-1].en + last.en)
    if need.box is not None:
        parts.append(
            Text("dans le cadre choisi sur la carte", "inside the frame chosen on the map")
        )
    whole = Text("\u202f; ".join(one.fr for one in parts), "; ".join(one.en for one in parts))
    return Text(whole.fr[:1].upper() + whole.fr[1:], whole.en[:1].upper() + whole.en[1:])


def phrase(one: Wanted) -> Text:
    """Return one thing wanted in words."""
    value = one.value
    if isinstance(value, tuple):
        return _places(one.key, value)
    if isinstance(value, date):
        day = day_text(value)
        return Text(
            f"prêt avant le {day.fr} avec {one.chance}\u00a0% de chances",
            f"ready before {day.en} with {one.chance}% chance",
        )
    if isinstance(value, float):
        return _quantity(one.key, value)
    return _choice(one.key, value)


def quantity(value: float, unit: str = "", digits: int | None = None) -> Text:
    """Return a number with its unit, with as many decimals as it needs."""
    shown = (0 if value == int(value) else 1) if digits is None else digits
    if digits is None and round(value, 1) != value:
        shown = 2
    end = f"\u00a0{unit}" if unit else ""
    return Text(number(value, "fr", digits=shown) + end, number(value, "en", digits=shown) + end)


def _quantity(key: str, value: float) -> Text:
    said = quantity(value)
    pattern = {
        "lot": Text("{n}\u00a0ha d’un seul tenant", "{n}\u00a0ha in one piece"),
        "puissance": Text("{n}\u00a0MVA", "{n}\u00a0MVA"),
        "rail": Text("rail à {n}\u00a0km au plus", "rail within {n}\u00a0km"),
        "eau": Text("quai ou port à {n}\u00a0km au plus", "quay or port within {n}\u00a0km"),
        "autoroute": Text(
            "échangeur autoroutier à {n}\u00a0km au plus", "motorway junction within {n}\u00a0km"
        ),
        "emplois": Text("{n} emplois dans un rayon de 30\u00a0km", "{n} jobs within 30\u00a0km"),
    }[key]
    return pattern.filled(n=said)


def _choice(key: str, value: str) -> Text:
    if value == ON_SITE:
        return {
            "rail": Text("embranchement ferroviaire sur le site", "rail siding on the site"),
            "eau": Text("quai sur le site", "quay on the site"),
        }[key]
    if key == "activite":
        return Text("activité acceptée : {w}", "activity accepted: {w}").filled(
            w=activities.words(value)
        )
    if key == "icpe":
        return {
            REGIMES[0]: Text("activité sans régime ICPE", "activity outside ICPE"),
            REGIMES[1]: Text("déclaration ICPE acceptée", "ICPE declaration accepted"),
            REGIMES[2]: Text("enregistrement ICPE accepté", "ICPE registration accepted"),
            REGIMES[3]: Text("autorisation ICPE acceptée", "ICPE authorisation accepted"),
        }[value]
    if key == "seveso":
        is_low = value == "bas"
        tier = Text("bas", "lower") if is_low else Text("haut", "upper")
        return Text("Seveso seuil {t} accepté", "Seveso {t} tier accepted").filled(t=tier)
    if key == "friche":
        return Text("friche", "brownfield") if value == YES else Text("hors friche", "greenfield")
    return Text("labellisé", "labelled")


def _places(key: str, codes: tuple[str, ...]) -> Text:
    names = regions() if key == "region" else departements()
    listed = [names.get(code, code) for code in codes]
    return Text(f"en {' ou '.join(listed)}", f"in {' or '.join(listed)}")


def _listed(parts: list[Text]) -> Text:
    return Text(", ".join(one.fr for one in parts), ", ".join(one.en for one in parts))
