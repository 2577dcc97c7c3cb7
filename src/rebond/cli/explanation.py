"""The explanation of one candidate: answer, contributions, what would change it, facts, sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from rebond.cli.language import typeset
from rebond.cli.layout import labelled_lines, terminal_width, wrapped
from rebond.cli.output import (
    Format,
    print_csv,
    print_heading,
    print_items,
    print_lines,
    print_paragraphs,
    print_table,
)
from rebond.cli.summary import STATUS, frame_sentences
from rebond.texts import Lang, Text, day_text, number, percent


def print_explanation(body: dict[str, Any], entry: dict[str, Any], how: Format, lang: Lang) -> None:
    """Print what a decision says of one candidate; as CSV, its facts."""
    if how is Format.csv:
        print_csv(fact_rows(body, entry, lang))
        return
    _print_answer(body, entry, lang)
    _print_contributions(body, entry, lang)
    if entry["role"] == "candidate":
        print_heading(Text("Ce qui l’aurait changé", "What would have changed it").of(lang), lang)
        print_items(change_sentences(body, entry, lang), lang)
    print_heading(Text("Faits", "Facts").of(lang), lang)
    _print_facts(body, entry, lang)
    print_heading(Text("Ce qui manque", "What is missing").of(lang), lang)
    print_items(_missing(body, entry, lang) or [Text("Rien.", "Nothing.").of(lang)], lang)
    print_heading(Text("De quoi le lieu est fait", "What the place is made of").of(lang), lang)
    print_items([entry["composition"]["note"][lang], *frame_sentences(body, lang)], lang)
    print_heading("Sources", lang)
    print_items(_sources(body, entry, lang), lang)


def _print_answer(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> None:
    status = STATUS[entry["status"]].of(lang)
    where = " · ".join(part for part in (entry["id"], entry["region"]) if part)
    print_paragraphs([entry["name"], where, ""], lang)
    print_paragraphs([f"{status[:1].upper()}{status[1:]}. {entry['reason'][lang]}", ""], lang)
    typed = [
        (typeset(label, lang), typeset(value, lang))
        for label, value in _key_figures(body, entry, lang)
    ]
    print_lines(labelled_lines(typed, terminal_width()))
    typer.echo("")
    print_paragraphs(_remarks(entry, lang), lang)


def _key_figures(
    body: dict[str, Any], entry: dict[str, Any], lang: Lang
) -> Iterator[tuple[str, str]]:
    rank, score, parameters = entry["rank"], entry["score"], body["parameters"]
    draws = number(parameters["draws"], lang)
    chance = percent(entry["chance"], lang, digits=1)
    yield (
        Text(f"Parmi les {parameters['k']} premiers", f"Among the first {parameters['k']}").of(
            lang
        ),
        Text(f"{chance} des {draws} tirages", f"{chance} of the {draws} draws").of(lang),
    )
    yield (
        Text("Rang", "Rank").of(lang),
        Text(
            f"{rank['median']}, de {rank['low']} à {rank['high']} dans 90 % des tirages",
            f"{rank['median']}, from {rank['low']} to {rank['high']} in 90% of the draws",
        ).of(lang),
    )
    low, mid, high = (number(score[end], lang, digits=3) for end in ("low", "mid", "high"))
    yield (
        "Score",
        Text(
            f"{mid}, de {low} à {high} selon les faits", f"{mid}, from {low} to {high} by the facts"
        ).of(lang),
    )
    reliability = percent(entry["reliability"], lang)
    yield (
        Text("Fiabilité", "Reliability").of(lang),
        Text(
            f"{reliability} du poids de la grille repose sur des faits connus",
            f"{reliability} of the grid's weight rests on known facts",
        ).of(lang),
    )


def _remarks(entry: dict[str, Any], lang: Lang) -> list[str]:
    remarks = [
        Text(
            "Un tirage est une pondération admissible, avec chaque fait quelque part dans ses bornes ; un fait "
            "manquant peut y prendre toute sa plage.",
            "A draw is one admissible weighting, with each fact somewhere within its bounds; a missing fact may "
            "take its whole range.",
        )
    ]
    if entry["role"] == "candidate" and entry["history"]["proposed"] == "unknown":
        remarks.append(
            Text(
                "Exercice rétrospectif sur données ouvertes : rien n’établit que ce territoire ait proposé un site.",
                "Retrospective exercise on open data: nothing establishes that this territory proposed a site.",
            )
        )
    elif entry["role"] == "candidate" and entry["history"]["proposed"] == "yes":
        remarks.append(
            Text(
                "Exercice rétrospectif sur données ouvertes : un site y a été labellisé ; qui l’a proposé n’est pas établi.",
                "Retrospective exercise on open data: a site was labelled there; who proposed it is not established.",
            )
        )
    remarks += [
        Text(
            "Site labellisé connu : {name}, vague {wave}, {date}. Source : {source}",
            "Known labelled site: {name}, wave {wave}, {date}. Source: {source}",
        ).filled(
            name=label["name"],
            wave=label["wave"],
            date=day_text(label["announced_on"]),
            source=label["source_url"] or "—",
        )
        for label in entry["history"]["labels"]
    ]
    return [remark.of(lang) for remark in remarks]


def _print_contributions(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> None:
    print_heading(Text("Contributions au score", "Contributions to the score").of(lang), lang)
    rows = []
    for criterion in body["criteria"]:
        value = entry["criteria"][criterion["id"]]
        low, mid, high = (number(value[end], lang, digits=2) for end in ("low", "mid", "high"))
        rows.append(
            {
                "criterion": criterion["title"][lang],
                "value": mid if low == high else f"{mid} ({low}–{high})",
                "contribution": number(entry["contributions"][criterion["id"]], lang, digits=3),
                "mean": number(body["mean_contributions"][criterion["id"]], lang, digits=3),
                "documented": percent(value["documented"], lang),
            }
        )
    rows.append(
        {
            "criterion": Text("total (score)", "total (score)").of(lang),
            "value": "",
            "contribution": number(entry["score"]["mid"], lang, digits=3),
            "mean": number(sum(body["mean_contributions"].values()), lang, digits=3),
            "documented": "",
        }
    )
    columns = {
        "criterion": Text("critère", "criterion").of(lang),
        "value": Text("valeur (de–à)", "value (from–to)").of(lang),
        "contribution": "contribution",
        "mean": Text("moyenne", "mean").of(lang),
        "documented": Text("documenté", "documented").of(lang),
    }
    print_table(
        rows, columns, right=("contribution", "mean", "documented"), whole=("value",), lang=lang
    )


def change_sentences(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> list[str]:
    """Return what alone would have brought a candidate in, the smallest rise of a criterion first."""
    if entry["status"] == "retained":
        return [Text("Rien : il est retenu.", "Nothing: it is retained.").of(lang)]
    if not entry["changes"]:
        return [
            Text(
                "Aucun changement d’un seul critère ou d’une seule règle n’y suffit.",
                "No change of one criterion or one rule alone is enough.",
            ).of(lang)
        ]
    criteria = {one["id"]: one["title"][lang] for one in body["criteria"]}
    rules = {one["id"]: one["title"][lang] for one in body["portfolio"]["rules"]}
    rises = [one for one in entry["changes"] if one["kind"] == "criterion"]
    sentences = [
        Text("Condition à remplir d’abord : {title}", "Condition to meet first: {title}")
        .filled(title=one["title"][lang])
        .of(lang)
        for one in entry["changes"]
        if one["kind"] == "gate"
    ]
    sentences += [
        Text(
            "Critère « {name} » : {to} au lieu de {found}, sur une échelle de 0 à 1.",
            "Criterion “{name}”: {to} instead of {found}, on a scale from 0 to 1.",
        )
        .filled(
            name=criteria[one["criterion"]],
            to=number(one["to"], lang, digits=3),
            found=number(one["from"], lang, digits=3),
        )
        .of(lang)
        for one in sorted(rises, key=lambda one: one["to"] - one["from"])
    ]
    sentences += [
        _rule_sentence(rules[one["rule"]], one).of(lang)
        for one in entry["changes"]
        if one["kind"] == "rule"
    ]
    return sentences


def _rule_sentence(title: str, change: dict[str, Any]) -> Text:
    if change["to"] is None:
        return Text("Sans la règle « {name} ».", "Without the rule “{name}”.").filled(name=title)
    return Text(
        "Règle « {name} » : {to} au lieu de {found}.", "Rule “{name}”: {to} instead of {found}."
    ).filled(name=title, to=change["to"], found=change["from"])


def _print_facts(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> None:
    width = terminal_width()
    bounds = Text(
        "« de … à … » : les bornes entre lesquelles chaque tirage prend le fait.",
        "“from … to …”: the bounds between which each draw takes the fact.",
    )
    print_paragraphs([bounds.of(lang)], lang)
    for criterion in body["criteria"]:
        print_lines(wrapped(typeset(criterion["title"][lang], lang), width))
        known = False
        for indicator in criterion["indicators"]:
            fact = entry["facts"][indicator["id"]]
            if fact["status"] != "known":
                continue
            known = True
            own = Text("valeur donnée par le candidat", "value given by the candidate").of(lang)
            source = f"[{fact['dataset']}] {own if fact['dataset'] == 'own' else indicator['vintage'][lang]}"
            for indent, text in (
                ("  ", indicator["title"][lang]),
                ("    ", _value(fact, indicator, lang)),
                ("    ", source),
            ):
                print_lines(wrapped(typeset(text, lang), width, indent=indent))
        if not known:
            print_lines(["  " + Text("aucun fait connu", "no known fact").of(lang)])


def _value(fact: dict[str, Any], indicator: dict[str, Any], lang: Lang) -> str:
    digits = indicator["digits"]
    low, value, high = (number(fact[key], lang, digits=digits) for key in ("low", "value", "high"))
    unit = indicator["unit"][lang]
    joined = f"{value} %" if unit == "%" else f"{value} {unit}"
    if low == high:
        return joined
    return joined + Text(f", de {low} à {high}", f", from {low} to {high}").of(lang)


def _missing(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> list[str]:
    colon = Text(" : ", ": ").of(lang)
    return [
        f"{indicator['title'][lang]}{colon}{(fact['note'] or indicator['why'])[lang]}"
        for criterion in body["criteria"]
        for indicator in criterion["indicators"]
        for fact in (entry["facts"][indicator["id"]],)
        if fact["status"] != "known"
    ]


def _sources(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> list[str]:
    """Name who made each table that a known fact of this candidate rests on."""
    used = {
        name
        for fact in entry["facts"].values()
        if fact["status"] == "known"
        for name in fact["dataset"].split(" + ")
    }
    said = [
        f"[{name}] {one['title'][lang]}. {one['producer']}. {one['licence']}."
        for name, one in body["snapshot"]["sources"].items()
        if name in used
    ]
    digest = body["snapshot"]["digest"]
    said.append(Text(f"Empreinte des données : {digest}", f"Digest of the data: {digest}").of(lang))
    return said


def fact_rows(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> list[dict[str, Any]]:
    """Return one row a fact, known or not, with its values as numbers."""
    return [
        {
            "candidate": entry["id"],
            "criterion": criterion["id"],
            "indicator": indicator["id"],
            "title": indicator["title"][lang],
            "status": fact["status"],
            "value": fact["value"],
            "low": fact["low"],
            "high": fact["high"],
            "unit": indicator["unit"][lang],
            "dataset": fact["dataset"],
            "vintage": indicator["vintage"][lang],
            "as_of_state": indicator["as_of_state"],
            "note": (fact["note"] or indicator["why"])[lang],
        }
        for criterion in body["criteria"]
        for indicator in criterion["indicators"]
        for fact in (entry["facts"][indicator["id"]],)
    ]
