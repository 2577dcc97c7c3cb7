"""What `rebond evaluate` prints: the candidates in the order retained, the known sites in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING, Any

from rebond.cli.output import Format, print_lines, print_paragraphs, print_table, show
from rebond.texts import Lang, Text, number, percent

if TYPE_CHECKING:
    from pathlib import Path

    from rebond.record import Record

STATUS = {
    "retained": Text("retenu", "retained"),
    "below_cut": Text("sous la coupure", "below the cut"),
    "kept_out": Text("écarté par une règle", "kept out by a rule"),
    "ineligible": Text("inéligible", "ineligible"),
    "never_proposed": Text("jamais proposé", "never proposed"),
    "deferred": Text("différé", "deferred"),
    "reference": Text("site labellisé connu (repère)", "known labelled site (reference)"),
}
_COUNTED = {
    "retained": Text("{count} retenus", "{count} retained"),
    "below_cut": Text("{count} sous la coupure", "{count} below the cut"),
    "kept_out": Text("{count} écartés par une règle", "{count} kept out by a rule"),
    "ineligible": Text("{count} inéligibles", "{count} ineligible"),
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
        *_references(record.body, rows, lang),
        _draws(record.body, lang),
        *_later(record.body, lang),
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


def _references(body: dict[str, Any], rows: Sequence[dict[str, Any]], lang: Lang) -> list[str]:
    """Sum the known labelled sites up, which are compared and take nobody's place."""
    chances = [row["chance"] for row in rows if row["role"] == "reference"]
    if not chances:
        return []
    joining = sum(
        one["role"] == "reference" and one["portfolio"]["chosen"] for one in body["candidates"]
    )
    return [
        Text(
            "Repères : {count} sites labellisés connus, chacun entré seul parmi les candidats ; chance médiane "
            "{chance}, {joining} entreraient dans le portefeuille. Détail : --format csv, ou rebond explain.",
            "References: {count} known labelled sites, each entered alone among the candidates; median chance "
            "{chance}, {joining} would join the portfolio. Detail: --format csv, or rebond explain.",
        )
        .filled(
            count=len(chances),
            chance=Text(
                percent(median(chances), "fr", digits=1), percent(median(chances), "en", digits=1)
            ),
            joining=joining,
        )
        .of(lang)
    ]


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
        .filled(day=body["programme"]["as_of"], names=Text(" ; ".join(names), "; ".join(names)))
        .of(lang)
    ]
