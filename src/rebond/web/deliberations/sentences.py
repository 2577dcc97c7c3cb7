"""Sentences for applicants: suggested, filled from the reason, and fit to be read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from rebond.texts import Lang, Text, day_text, number, percent, verbatim
from rebond.web.deliberations.errors import (
    SHORTEST_SENTENCE,
    SentenceTooShort,
    SentenceUnfit,
)

LONGEST_SENTENCE = 2000
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
ALLOWED = frozenset({"\n", "\u00ad", "\u200c", "\u200d"})
"""Line breaks, soft hyphens and joiners; every other unseen character is refused."""
FIELDS = (
    "dossier",
    "titre",
    "rang",
    "places",
    "candidats",
    "score",
    "chance",
    "condition",
    "regle",
)
"""What a template may name between braces."""

SUGGESTED: Mapping[tuple[str, str], Text] = {
    ("retained", "rank"): Text(
        "Le dossier est retenu : il est au rang {rang} sur {candidats} pour {places} places, avec un score de {score} sur 1, et figure parmi les retenus dans {chance} des tirages.",
        "The dossier is retained: it ranks {rang} of {candidats} for {places} places, with a score of {score} out of 1, and is among those retained in {chance} of the draws.",
    ),
    ("below_cut", "rank"): Text(
        "Le dossier est éligible mais son score de {score} sur 1 le place au rang {rang} sur {candidats}, après les {places} retenus ; il figure parmi eux dans {chance} des tirages.",
        "The dossier is eligible but its score of {score} out of 1 ranks it {rang} of {candidats}, after the {places} retained; it is among them in {chance} of the draws.",
    ),
    ("kept_out", "constraint"): Text(
        "Le dossier est au rang {rang} sur {candidats} pour {places} places, mais la règle « {regle} » a donné sa place à un autre.",
        "The dossier ranks {rang} of {candidats} for {places} places, but the rule “{regle}” gave its place to another.",
    ),
    ("ineligible", "gate"): Text(
        "Le dossier n’est pas éligible : la condition « {condition} » n’est pas remplie.",
        "The dossier is not eligible: the condition “{condition}” is not met.",
    ),
}

ONE_PLACE: Mapping[tuple[str, str], Text] = {
    ("retained", "rank"): Text(
        "Le dossier est retenu : il est au rang {rang} sur {candidats} pour une seule place, avec un score de {score} sur 1, et l’obtient dans {chance} des tirages.",
        "The dossier is retained: it ranks {rang} of {candidats} for a single place, with a score of {score} out of 1, and takes it in {chance} of the draws.",
    ),
    ("below_cut", "rank"): Text(
        "Le dossier est éligible mais son score de {score} sur 1 le place au rang {rang} sur {candidats}, pour une seule place ; il l’obtient dans {chance} des tirages.",
        "The dossier is eligible but its score of {score} out of 1 ranks it {rang} of {candidats}, for a single place; it takes it in {chance} of the draws.",
    ),
    ("kept_out", "constraint"): Text(
        "Le dossier est au rang {rang} sur {candidats} pour une seule place, mais la règle « {regle} » l’a donnée à un autre.",
        "The dossier ranks {rang} of {candidats} for a single place, but the rule “{regle}” gave it to another.",
    ),
}
"""The same where only one is retained."""


def suggested(outcome: str, reason: Mapping[str, Any]) -> Text | None:
    """Return the sentence that the values of a reason make; None where only a person can write it."""
    case = (outcome, str(reason.get("kind")))
    template = (ONE_PLACE.get(case) if reason.get("k") == 1 else None) or SUGGESTED.get(case)
    if template is None:
        return None
    values = {lang: _values(reason, lang) for lang in ("fr", "en")}
    if any(f"{{{key}}}" in template.fr and key not in values["fr"] for key in FIELDS):
        return None
    return Text(_replaced(template.fr, values["fr"]), _replaced(template.en, values["en"]))


def filled(template: str, lang: Lang, reason: Mapping[str, Any], more: Mapping[str, str]) -> str:
    """Fill a template written for many dossiers; only the known names are ever replaced.

    Raises
    ------
    SentenceUnfit
        When a known name has no value for this dossier.
    """
    check_names(template)
    values = _values(reason, lang) | dict(more)
    absent = [name for name in FIELDS if f"{{{name}}}" in template and name not in values]
    if absent:
        raise SentenceUnfit(
            Text(
                "la phrase nomme « {names} », qui n’a pas de valeur pour ce dossier.",
                "the sentence names “{names}”, which has no value for this dossier.",
            ).filled(names=", ".join(absent))
        )
    return _replaced(template, values)


def check_names(template: str) -> None:
    """Refuse a template that names what nothing fills, or holds a lone brace.

    Raises
    ------
    SentenceUnfit
    """
    named = re.findall(r"\{([^{}]*)\}", template)
    unknown = sorted({name for name in named if name not in FIELDS})
    permitted = Text(*(", ".join(f"{{{name}}}" for name in FIELDS) for _lang in ("fr", "en")))
    if unknown:
        raise SentenceUnfit(
            Text(
                "la phrase nomme {names}, que rien ne remplace ; sont permis : {permitted}.",
                "the sentence names {names}, which nothing replaces; permitted are: {permitted}.",
            ).filled(
                names=verbatim(", ".join(f"{{{name}}}" for name in unknown)), permitted=permitted
            )
        )
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", template)):
        raise SentenceUnfit(
            Text(
                "la phrase contient une accolade seule ; sont permis : {permitted}.",
                "the sentence holds a lone brace; permitted are: {permitted}.",
            ).filled(permitted=permitted)
        )


def check(sentence: str, sentence_en: str) -> tuple[str, str]:
    """Return both sentences without blanks around.

    Raises
    ------
    SentenceTooShort, SentenceUnfit
    """
    fr, en = tidy(sentence), tidy(sentence_en)
    if len(fr) < SHORTEST_SENTENCE:
        raise SentenceTooShort(len(fr))
    if en and len(en) < SHORTEST_SENTENCE:
        raise SentenceTooShort(len(en), Text("La phrase anglaise", "The English sentence"))
    for text in (fr, en):
        check_text(text)
    return fr, en


def tidy(text: str) -> str:
    """Return a text without blanks around, its line ends those of Unix."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def check_text(text: str) -> None:
    """Refuse what cannot be read, or turns a page around.

    Raises
    ------
    SentenceUnfit
    """
    if len(text) > LONGEST_SENTENCE:
        raise SentenceUnfit(
            Text(
                "La phrase compte {length} caractères, plus que {most}.",
                "The sentence has {length} characters, more than {most}.",
            ).filled(length=len(text), most=LONGEST_SENTENCE)
        )
    for place, sign in enumerate(text):
        if sign not in ALLOWED and unicodedata.category(sign) in UNSEEN:
            raise SentenceUnfit(
                Text(
                    "La phrase contient un caractère invisible (U+{code}) à la place {place}.",
                    "The sentence holds an unseen character (U+{code}) at position {place}.",
                ).filled(code=f"{ord(sign):04X}", place=place + 1)
            )


def _values(reason: Mapping[str, Any], lang: Lang) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, key, digits in (("rang", "rank", 0), ("places", "k", 0), ("candidats", "count", 0)):
        if reason.get(key) is not None:
            values[name] = number(float(reason[key]), lang, digits=digits)
    if reason.get("score") is not None:
        values["score"] = number(float(reason["score"]), lang, digits=3)
    if reason.get("chance") is not None:
        values["chance"] = chance(float(reason["chance"]), lang)
    title = reason.get("title")
    if isinstance(title, Mapping):
        values["regle" if reason.get("kind") == "constraint" else "condition"] = str(title[lang])
    if reason.get("until"):
        values["date"] = day_text(str(reason["until"])).of(lang)
    return values


def chance(value: float, lang: Lang) -> str:
    """Write a chance; what is nearly nothing or nearly sure is never rounded to never or always."""
    if value > 0 and f"{100 * value:.0f}" == "0":
        return Text("moins de {one}", "less than {one}").of(lang).format(one=percent(0.01, lang))
    if value < 1 and f"{100 * value:.0f}" == "100":
        return Text("plus de {most}", "more than {most}").of(lang).format(most=percent(0.99, lang))
    return percent(value, lang)


def _replaced(template: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), template)
