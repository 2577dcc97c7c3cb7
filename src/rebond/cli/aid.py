"""`rebond aid list|simulate|cases`: who is eligible for an aid on a day, for how much, and by which rule."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rebond.cli import aid_cost
from rebond.cli.facts import pairs
from rebond.cli.output import Format, format_help, print_csv, print_json
from rebond.errors import NotReproduced
from rebond.texts import Lang, Text

if TYPE_CHECKING:
    from rebond.aid import Aid, Answer, AnswerStep, FactSpec

MARKS = {"yes": "✓", "no": "✗", "unknown": "?"}


class CasesDiffer(NotReproduced):
    """Some cases do not get the answer of their sources."""

    def __init__(self, count: int) -> None:
        super().__init__(
            Text(f"{count} cas n’ont pas la réponse attendue", f"{count} cases differ"),
            cure=Text("Les cas sont nommés ci-dessus.", "The cases are named above."),
        )


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Aides : éligibilité et montant d’après des règles datées.",
            "Aids: eligibility and amount by dated rules.",
        ),
    )
    app.add_typer(group, name="aid")

    @group.command(
        name="list",
        help=say("Lister les aides et leurs questions.", "List the aids and their questions."),
    )
    def list_(
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.aid import shipped_aids

        rows = [_question(aid, fact, lang) for aid in shipped_aids() for fact in aid.facts]
        if how is Format.json:
            print_json(rows)
        elif how is Format.csv:
            print_csv(rows)
        else:
            typer.echo(_list_text(lang))

    @group.command(
        help=say(
            "Dire si un cas est éligible, par quelle règle, et pour combien.",
            "Tell whether a case is eligible, by which rule, and for how much.",
        )
    )
    def simulate(
        aid: Annotated[str, typer.Argument(help=say("Identifiant de l’aide.", "Id of the aid."))],
        on: Annotated[
            str,
            typer.Option(
                help=say("Jour du dépôt : ses règles s’appliquent.", "Filing day: its rules apply.")
            ),
        ],
        fact: Annotated[
            list[str] | None,
            typer.Option(
                help=say(
                    "Un fait, NOM=VALEUR ; répétable. Montants en euros.",
                    "A fact, NAME=VALUE; may be repeated. Amounts in euros.",
                )
            ),
        ] = None,
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.aid.evaluating import answer
        from rebond.aid.loading import shipped_aid
        from rebond.aid.reporting import answer_json
        from rebond.aid.typed import read_typed
        from rebond.cli.opened import day

        asked = shipped_aid(aid)
        moment = day(on)
        assert moment is not None  # noqa: S101 - the option is required
        found = answer(asked, read_typed(asked, dict(pairs(fact or []))), on=moment)
        if how is Format.json:
            print_json(answer_json(found))
        elif how is Format.csv:
            print_csv([_step_row(step, lang) for step in found.steps])
        else:
            typer.echo(answer_text(asked, found, lang))

    @group.command(
        help=say(
            "Rejouer les cas livrés et comparer aux réponses de leurs sources.",
            "Play the shipped cases and compare with the answers of their sources.",
        )
    )
    def cases(
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.aid.cases import play, shipped_cases

        played = [one for name, file in shipped_cases() for one in play(name, file)]
        rows = [
            {
                "aid": one.answer.aid,
                "filed_on": one.case.filed_on.isoformat(),
                "case": one.case.case,
                "answer": one.answer.answer,
                "low_cents": one.answer.amount.low,
                "high_cents": one.answer.amount.high,
                "differs": "; ".join(one.differences),
            }
            for one in played
        ]
        if how is Format.json:
            print_json(rows)
        elif how is Format.csv:
            print_csv(rows)
        else:
            for row in rows:
                mark = "✗" if row["differs"] else "✓"
                typer.echo(
                    f"{mark} {row['aid']} {row['filed_on']}  {row['case']}  {row['differs']}"
                )
            typer.echo(say(f"{len(rows)} cas.", f"{len(rows)} cases."))
        different = sum(bool(row["differs"]) for row in rows)
        if different:
            raise CasesDiffer(different)

    aid_cost.register(group, lang)


def answer_text(aid: "Aid", found: "Answer", lang: Lang) -> str:
    """Write the answer first, then the conditions, the computation, and what is missing."""

    from rebond.aid.reporting import applied_text, met

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    lines = [found.sentence.of(lang), f"{aid.title.of(lang)} ({aid.id} {aid.version}, {found.on})"]
    lines += ["", say("Conditions", "Conditions")]
    lines += [
        f"  {MARKS[met(step)]} {step.title.of(lang)}{_why(step, applied_text(aid, step), lang)}"
        for step in found.steps
    ]
    if found.amount.steps:
        lines += ["", say("Calcul", "Computation")]
        lines += [
            f"  {step.title.of(lang)}\u00a0: {step.words.of(lang)}" for step in found.amount.steps
        ]
    if found.missing:
        lines += ["", say("Il manque", "Missing")]
        lines += [f"  {name}: {aid.fact(name).question.of(lang)}" for name in found.missing]
    if aid.cautions:
        lines += ["", say("Attention", "Caution")]
        lines += [f"  {one.of(lang)}" for one in aid.cautions]
    return "\n".join(lines)


def _why(step: "AnswerStep", applied: Text | None, lang: Lang) -> str:
    from rebond.aid.reporting import standing_text

    told = standing_text(step)
    said = "\u202f; ".join(one.of(lang) for one in (told, applied) if one is not None)
    return f" ({said})" if said else ""


def _step_row(step: "AnswerStep", lang: Lang) -> dict[str, Any]:
    return {
        "condition": step.id,
        "title": step.title.of(lang),
        "fact": step.fact,
        "value": step.value,
        "answer": step.answer,
        "supposed": step.supposed,
        "rule": step.rule.standing,
    }


def _question(aid: "Aid", fact: "FactSpec", lang: Lang) -> dict[str, Any]:
    return {
        "aid": aid.id,
        "fact": fact.id,
        "question": fact.question.of(lang),
        "kind": fact.kind,
        "options": " | ".join(option.id for option in fact.options),
    }


def _list_text(lang: Lang) -> str:
    from rebond.aid import shipped_aids

    lines = []
    for aid in shipped_aids():
        lines += [f"{aid.id} {aid.version}  {aid.title.of(lang)}"]
        for fact in aid.facts:
            options = " | ".join(option.id for option in fact.options)
            lines.append(f"  {fact.id:<30} {fact.question.of(lang)} {options}".rstrip())
        lines.append("")
    return "\n".join(lines[:-1])
