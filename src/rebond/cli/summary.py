"""What `rebond evaluate` prints: the candidates in the order retained, the known sites in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from rebond.cli.output import Format, print_lines, print_paragraphs, print_table, show
from rebond.selection.outcome import STATUSES
from rebond.texts import Lang, Text, day_text, number, percent

if TYPE_CHECKING:
    from pathlib import Path

    from rebond.record import Record

STATUS: dict[str, Text] = {
    **{str(status): text for status, text in STATUSES.items()},
    "reference": Text("site labellisé connu (repère)", "known labelled site (reference)"),
}
_COUNTED = {
    "retained": Text("{count} retenus", "{count} retained"),
    "below_cut": Text("{count} sous la coupure", "{count} below the cut"),
    "kept_out": Text("{count} écartés par une règle", "{count} kept out by a rule"),
    "ineligible": Text("{count} non éligibles", "{count} ineligible"),
    "never_proposed": Text("{count} jamais proposés", "{count} never proposed"),
    "deferred": Text("{count} différés", "{count} deferred"),
}


def candidate_rows(body: dict[str, Any], lang: Lang) -> list[dict[str, Any]]:
    """Return one row a candidate: the retained first, then the others, by score; references last."""
    return [
        {
            "id": one["id"],
            "name": one["name"],
            "role": one["role"],
            "status": one["status"],
            "region": one["region"],
            "score": one["score"]["mid"],
            "score_rank": one["portfolio"]["by_score_rank"],
            "chance": one["chance"],
            "rank_low": one["rank"]["low"],
            "rank_median": one["rank"]["median"],
            "rank_high": one["rank"]["high"],
            "reliability": one["reliability"],
            "reason": one["reason"][lang],
        }
        for one in sorted(body["candidates"], key=_order)
    ]


def _order(one: dict[str, Any]) -> tuple[bool, bool, int, str]:
    return (
        one["role"] != "candidate",
        one["status"] != "retained",
        one["portfolio"]["by_score_rank"],
        one["id"],
    )


def print_summary(record: Record, out: Path | None, how: Format, lang: Lang, *, shown: int) -> None:
    """Print the result of an evaluation in the format asked for.

    Parameters
    ----------
    shown : int
        Candidates in the table for people; 0 for all. Machines get all rows.
    """
    rows = candidate_rows(record.body, lang)
    if how is not Format.text:
        show(rows, {}, how)
        return
    candidates = [row for row in rows if row["role"] == "candidate"]
    _print_table(candidates[: shown or None], lang)
    paragraphs = [
        _counts(candidates, shown, lang),
        *_references(record.body, lang),
        _draws(record.body, lang),
        *_later(record.body, lang),
        *_frame(record.body, lang),
        *_undated(record.body, lang),
    ]
    print_paragraphs(["", *paragraphs], lang)
    # Whole lines, longer than some terminals, because they are copied.
    copied = [Text(f"Empreinte : {record.digest}", f"Digest: {record.digest}")]
    if out is not None:
        copied.append(Text("Fichier : {out}", "File: {out}").filled(out=out))
    print_lines([line.of(lang) for line in copied], lang)


def _print_table(rows: Sequence[dict[str, Any]], lang: Lang) -> None:
    cells = [
        {
            "score_rank": row["score_rank"],
            "name": row["name"],
            "region": row["region"],
            "score": number(row["score"], lang, digits=3),
            "chance": percent(row["chance"], lang, digits=1),
            "rank": f"{row['rank_low']}–{row['rank_high']}",
            "status": STATUS[row["status"]].of(lang),
        }
        for row in rows
    ]
    columns = {
        "score_rank": Text("n°", "no.").of(lang),
        "name": Text("candidat", "candidate").of(lang),
        "region": Text("région", "région").of(lang),
        "score": "score",
        "chance": "chance",
        "rank": Text("rang 5–95 %", "rank 5–95%").of(lang),
        "status": Text("état", "status").of(lang),
    }
    right = ("score_rank", "score", "chance", "rank")
    print_table(cells, columns, right=right, lang=lang)


def _counts(candidates: Sequence[dict[str, Any]], shown: int, lang: Lang) -> str:
    by_status = Counter(row["status"] for row in candidates)
    listed = ", ".join(
        text.filled(count=by_status[status]).of(lang)
        for status, text in _COUNTED.items()
        if by_status[status]
    )
    said = (
        Text("{count} candidats : {listed}.", "{count} candidates: {listed}.")
        .filled(count=len(candidates), listed=listed)
        .of(lang)
    )
    if shown and shown < len(candidates):
        said += Text(
            f" Les {shown} premiers sont ci-dessus ; tous : --top 0.",
            f" The first {shown} are above; all of them: --top 0.",
        ).of(lang)
    return said


def _references(body: dict[str, Any], lang: Lang) -> list[str]:
    """Sum the known labelled sites up, which are compared and take nobody's place."""
    sites = [one for one in body["candidates"] if one["role"] == "reference"]
    waves: dict[object, list[dict[str, Any]]] = {}
    for site in sites:
        waves.setdefault(site["history"]["labels"][0]["wave"], []).append(site)
    if not sites:
        return []
    by_wave = [_wave(wave, waves[wave]) for wave in sorted(waves, key=str)]
    return [
        Text(
            "Repères : {count} sites labellisés connus, chacun entré seul parmi les candidats. {waves}. Un site est lu au "
            "centre de sa commune, un territoire par la médiane de ses communes : l’écart n’est pas une mesure des choix "
            "faits. Détail : --format csv, ou rebond explain.",
            "References: {count} known labelled sites, each entered alone among the candidates. {waves}. A site is read at "
            "the centre of its commune, a territory by the median of its communes: the gap does not measure the choices "
            "made. Detail: --format csv, or rebond explain.",
        )
        .filled(
            count=len(sites),
            waves=Text(" ; ".join(one.fr for one in by_wave), "; ".join(one.en for one in by_wave)),
        )
        .of(lang)
    ]


def _wave(wave: object, sites: Sequence[dict[str, Any]]) -> Text:
    """Sum one wave up: how many sites, their median chance, how many would join."""
    chance = median(site["chance"] for site in sites)
    return Text(
        "Vague {wave} : {count}, chance médiane {chance}, {joining} dans le portefeuille",
        "Wave {wave}: {count}, median chance {chance}, {joining} in the portfolio",
    ).filled(
        wave=wave,
        count=len(sites),
        chance=Text(percent(chance, "fr", digits=1), percent(chance, "en", digits=1)),
        joining=sum(site["portfolio"]["chosen"] for site in sites),
    )


def _draws(body: dict[str, Any], lang: Lang) -> str:
    parameters = body["parameters"]
    draws = parameters["draws"]
    return (
        Text(
            "Chance : part des {draws} tirages où le candidat est parmi les {k} premiers ; un tirage est une "
            "pondération admissible, avec chaque fait quelque part dans ses bornes. Graine {seed}.",
            "Chance: share of the {draws} draws in which the candidate is among the first {k}; a draw is one "
            "admissible weighting, with each fact somewhere within its bounds. Seed {seed}.",
        )
        .filled(
            draws=Text(number(draws, "fr"), number(draws, "en")),
            k=parameters["k"],
            seed=parameters["seed"],
        )
        .of(lang)
    )


def _later(body: dict[str, Any], lang: Lang) -> list[str]:
    """Name the indicators whose data are later than the date of the run, when there are any."""
    names = [
        indicator["title"][lang]
        for criterion in body["criteria"]
        for indicator in criterion["indicators"]
        if indicator["as_of_state"] == "later_allowed"
    ]
    if not names:
        return []
    return [
        Text(
            "Données postérieures au {day}, admises : {names}.",
            "Data of after {day}, admitted: {names}.",
        )
        .filled(
            day=day_text(body["programme"]["as_of"]),
            names=Text(" ; ".join(names), "; ".join(names)),
        )
        .of(lang)
    ]


def frame_sentences(body: dict[str, Any], lang: Lang) -> list[str]:
    """Say of each thing that builds the places, when it is later than the day of the run, what it changes."""
    return [
        Text("{title} [{dataset}] : {vintage}. {why}", "{title} [{dataset}]: {vintage}. {why}")
        .filled(
            title=_text(part["title"]),
            dataset=part["dataset"],
            vintage=_text(part["vintage"]),
            why=_text(part["why"]),
        )
        .of(lang)
        for part in body["frame"]
        if part["is_later"]
    ]


def _frame(body: dict[str, Any], lang: Lang) -> list[str]:
    """Name what builds the places and is later than the date of the run, when there is any."""
    later = [part for part in body["frame"] if part["is_later"]]
    if not later:
        return []
    return [
        Text(
            "Les lieux eux-mêmes sont décrits avec des tables postérieures au {day}, faute de millésime antérieur : "
            "{names}. Ce que cela peut changer : rebond explain.",
            "The places themselves are described with tables of after {day}, for want of an earlier vintage: "
            "{names}. What that can change: rebond explain.",
        )
        .filled(
            day=day_text(body["programme"]["as_of"]),
            names=Text(_by_vintage(later, "fr"), _by_vintage(later, "en")),
        )
        .of(lang)
    ]


def _by_vintage(parts: Sequence[dict[str, Any]], lang: Lang) -> str:
    """Name the parts, those of one vintage together."""
    grouped: dict[str, list[str]] = {}
    for part in parts:
        grouped.setdefault(part["vintage"][lang], []).append(part["title"][lang])
    between = Text(" ; ", "; ").of(lang)
    return between.join(f"{', '.join(titles)} ({vintage})" for vintage, titles in grouped.items())


def _undated(body: dict[str, Any], lang: Lang) -> list[str]:
    """Name the candidates whose communes come from no list of the time."""
    names = [one["name"] for one in body["candidates"] if one["composition"]["source"] == "members"]
    if not names:
        return []
    return [
        Text(
            "Composition tirée des membres actuels, faute de liste de l’époque : {names}.",
            "Composition taken from the present members, for want of a list of the time: {names}.",
        )
        .filled(names=", ".join(names))
        .of(lang)
    ]


def _text(value: dict[str, str]) -> Text:
    return Text(value["fr"], value["en"])
