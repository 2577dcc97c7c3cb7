"""The explanation of one candidate in the terminal: answer, evidence, what would change it, method."""

from typing import Any

import typer

from rebond.cli.output import Format, print_csv, print_table
from rebond.texts import Lang, Text, number, percent


def print_explanation(body: dict[str, Any], entry: dict[str, Any], how: Format, lang: Lang) -> None:
    """Print what a decision says of one candidate."""
    facts = _facts(body, entry, lang)
    if how is Format.csv:
        print_csv(facts)
        return
    for line in _answer(body, entry, lang):
        typer.echo(line)
    _heading(Text("Contributions au score", "Contributions to the score"), lang)
    print_table(
        _contributions(body, entry, lang),
        {
            "criterion": Text("critère", "criterion").of(lang),
            "value": Text("valeur (de–à)", "value (from–to)").of(lang),
            "contribution": Text("contribution", "contribution").of(lang),
            "mean": Text("moyenne des candidats", "mean of candidates").of(lang),
            "documented": Text("documenté", "documented").of(lang),
        },
        right=("contribution", "mean", "documented"),
    )
    _heading(Text("Ce qui l’aurait changé", "What would have changed it"), lang)
    for line in _changes(body, entry, lang):
        typer.echo(f"- {line}")
    _heading(Text("Faits", "Facts"), lang)
    print_table(
        facts,
        {
            "indicator": Text("indicateur", "indicator").of(lang),
            "value": Text("valeur (5–95 %)", "value (5–95%)").of(lang),
            "source": Text("source", "source").of(lang),
            "vintage": Text("millésime", "vintage").of(lang),
        },
    )
    _heading(Text("Ce qui manque", "What is missing"), lang)
    for line in _missing(body, entry, lang) or [Text("Rien.", "Nothing.").of(lang)]:
        typer.echo(f"- {line}")


def _heading(text: Text, lang: Lang) -> None:
    typer.echo(f"\n{text.of(lang)}")
    typer.echo("─" * len(text.of(lang)))


def _answer(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> list[str]:
    rank, k = entry["rank"], body["parameters"]["k"]
    facts = Text(
        "Chance d’être parmi les {k} premiers : {chance} des pondérations admissibles. "
        "Rang : {median} (de {low} à {high} dans 90 % des tirages). Fiabilité : {reliability}.",
        "Chance of being in the first {k}: {chance} of the admissible weightings. "
        "Rank: {median} (from {low} to {high} in 90% of the draws). Reliability: {reliability}.",
    ).filled(
        k=k,
        chance=Text(
            percent(entry["chance"], "fr", digits=1), percent(entry["chance"], "en", digits=1)
        ),
        median=rank["median"],
        low=rank["low"],
        high=rank["high"],
        reliability=Text(percent(entry["reliability"], "fr"), percent(entry["reliability"], "en")),
    )
    caveat = Text(
        "Exercice rétrospectif sur données ouvertes : rien n’établit que ce territoire ait proposé un site.",
        "Retrospective exercise on open data: nothing establishes that this territory proposed a site.",
    )
    lines = [entry["name"], entry["reason"][lang], facts.of(lang)]
    if entry["kind"] not in {"own", "labelled_site"}:
        lines.append(caveat.of(lang))
    for label in entry["history"]["labels"]:
        lines.append(
            Text(
                "Site labellisé connu : {name}, vague {wave}, {date}. Source : {source}",
                "Known labelled site: {name}, wave {wave}, {date}. Source: {source}",
            )
            .filled(
                name=label["name"],
                wave=label["wave"],
                date=label["announced_on"],
                source=label["source_url"],
            )
            .of(lang)
        )
    return lines


def _contributions(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> list[dict[str, Any]]:
    rows = []
    for criterion in body["criteria"]:
        value = entry["criteria"][criterion["id"]]
        rows.append(
            {
                "criterion": criterion["title"][lang],
                "value": f"{number(value['mid'], lang, digits=2)} "
                f"({number(value['low'], lang, digits=2)}–{number(value['high'], lang, digits=2)})",
                "contribution": number(entry["contributions"][criterion["id"]], lang, digits=3),
                "mean": number(body["mean_contributions"][criterion["id"]], lang, digits=3),
                "documented": percent(value["documented"], lang),
            }
        )
    score = entry["score"]["mid"]
    rows.append(
        {
            "criterion": Text("total (score)", "total (score)").of(lang),
            "contribution": number(score, lang, digits=3),
            "mean": number(sum(body["mean_contributions"].values()), lang, digits=3),
        }
    )
    return rows


def _changes(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> list[str]:
    if not entry["changes"]:
        return [
            Text("Rien : il est retenu.", "Nothing: it is retained.").of(lang)
            if entry["status"] == "retained"
            else Text(
                "Aucun changement d’un seul critère ou d’une seule règle n’y suffit.",
                "No change of one criterion or one rule alone is enough.",
            ).of(lang)
        ]
    titles = {one["id"]: one["title"] for one in body["criteria"]}
    rules = {one["id"]: one["title"] for one in body["portfolio"]["rules"]}
    lines = []
    for change in entry["changes"]:
        if change["kind"] == "criterion":
            lines.append(
                Text(
                    "« {name} » à {to} au lieu de {found}.", "“{name}” at {to} instead of {found}."
                )
                .filled(
                    name=titles[change["criterion"]][lang],
                    to=number(change["to"], lang, digits=3),
                    found=number(change["from"], lang, digits=3),
                )
                .of(lang)
            )
        else:
            lines.append(
                Text(
                    "Règle « {name} » : {to} au lieu de {found}.",
                    "Rule “{name}”: {to} instead of {found}.",
                )
                .filled(name=rules[change["rule"]][lang], to=change["to"], found=change["from"])
                .of(lang)
            )
    return lines


def _facts(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> list[dict[str, Any]]:
    rows = []
    for criterion in body["criteria"]:
        for indicator in criterion["indicators"]:
            fact = entry["facts"][indicator["id"]]
            if fact["status"] != "known":
                continue
            digits = indicator["digits"]
            low, value, high = (
                number(fact[key], lang, digits=digits) for key in ("low", "value", "high")
            )
            spread = "" if low == high else f" ({low}–{high})"
            rows.append(
                {
                    "criterion": criterion["title"][lang],
                    "indicator": indicator["title"][lang],
                    "value": f"{value}{spread} {indicator['unit'][lang]}",
                    "source": fact["dataset"],
                    "vintage": indicator["vintage"][lang],
                }
            )
    return rows


def _missing(body: dict[str, Any], entry: dict[str, Any], lang: Lang) -> list[str]:
    lines = []
    for criterion in body["criteria"]:
        for indicator in criterion["indicators"]:
            fact = entry["facts"][indicator["id"]]
            if fact["status"] == "known":
                continue
            why = (fact["note"] or indicator["why"])[lang]
            lines.append(
                f"{indicator['title'][lang]} : {why}"
                if lang == "fr"
                else f"{indicator['title'][lang]}: {why}"
            )
    return lines


__all__ = ["print_explanation"]
