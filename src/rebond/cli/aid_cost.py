"""`rebond aid cost`: the simulated cost of the VTE aids, territory by territory, assumptions named."""

from typing import TYPE_CHECKING, Annotated

import typer

from rebond.cli.facts import UnusablePair, pairs
from rebond.cli.output import Format, format_help, print_csv, print_json
from rebond.texts import Lang, Text

if TYPE_CHECKING:
    from rebond.pipeline.aid_cost import AidCost


def register(group: typer.Typer, lang: Lang) -> None:
    """Add the command to its group."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    @group.command(
        help=say(
            "Simuler le coût des aides au VTE par Territoire d’industrie, hypothèses nommées.",
            "Simulate the cost of the VTE aids by Territoire d’industrie, assumptions named.",
        )
    )
    def cost(
        on: Annotated[
            str,
            typer.Option(
                help=say("Jour du dépôt : ses règles s’appliquent.", "Filing day: its rules apply.")
            ),
        ],
        suppose: Annotated[
            list[str] | None,
            typer.Option(
                help=say(
                    "Changer une hypothèse, NOM=NOMBRE ; répétable.",
                    "Change an assumption, NAME=NUMBER; may be repeated.",
                )
            ),
        ] = None,
        seed: Annotated[
            int, typer.Option(help=say("Graine des tirages.", "Seed of the draws."))
        ] = 0,
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.cli.opened import day, open_atlas
        from rebond.pipeline.aid_cost import aid_cost

        moment = day(on)
        assert moment is not None  # noqa: S101 - the option is required
        changes = {name: _number(name, value) for name, value in pairs(suppose or [])}
        found = aid_cost(*open_atlas(), on=moment, changes=changes, seed=seed)
        rows = [
            {
                "territory": one.id,
                "name": one.name,
                "jobs": one.jobs,
                "recruitments": one.recruitments,
                "firm_cents": one.firm_cents,
                "housing_cents": one.housing_cents,
            }
            for one in found.territories
        ]
        if how is Format.json:
            print_json(
                {
                    "on": found.on.isoformat(),
                    "seed": found.seed,
                    "method_version": found.version,
                    "sure_cents": found.sure_cents,
                    "supposed_cents": found.supposed_cents,
                    "most_cents": found.most_cents,
                    "unsettled": found.unsettled,
                    "assumptions": [
                        {
                            "name": one.name,
                            "value": one.value,
                            "words": one.words.as_json(),
                            "basis": one.basis,
                            "source": one.source,
                        }
                        for one in found.assumptions
                    ],
                    "territories": rows,
                }
            )
        elif how is Format.csv:
            print_csv(rows)
        else:
            typer.echo(cost_text(found, lang))


SAME = Text(
    "Le plus est le même\u00a0: tous les faits étant tirés au sort, seules les règles lues plus tard laissent des "
    "demandes indécises, et les supposer les accorde toutes.",
    "The most is the same: every fact being drawn, only the rules read later leave applications open, and supposing "
    "them grants all of them.",
)


def cost_text(found: "AidCost", lang: Lang) -> str:
    """Write the whole cost first, then each territory, then every assumption."""
    from rebond.pipeline.aid_cost import drawn_sum

    def money(cents: int) -> str:
        # As the page writes it; the JSON keeps the cents, to compute it again.
        return drawn_sum(cents).of(lang)

    head = Text(
        "{supposed} si les règles lues plus tard valaient déjà le {on}\u202f; {sure} d’après les seules règles "
        "déjà lues ce jour-là ({open} demandes restent indécises)\u202f; {most}.",
        "{supposed} if the rules read later already held on {on}; {sure} by the rules already read on that day "
        "alone ({open} applications stay open); {most}.",
    ).filled(
        supposed=money(found.supposed_cents),
        sure=money(found.sure_cents),
        most=Text("sans plafond connu", "with no known ceiling").of(lang)
        if found.most_cents is None
        else Text("au plus {most}", "at most {most}").filled(most=money(found.most_cents)).of(lang),
        on=found.on,
        open=found.unsettled,
    )
    lines = [head.of(lang)]
    if found.most_cents == found.supposed_cents:
        lines.append(SAME.of(lang))
    lines.append("")
    lines += [
        f"{one.id:<8} {one.recruitments:>4}  {money(one.firm_cents):>12} {money(one.housing_cents):>12}  {one.name}"
        for one in found.territories
    ]
    lines += ["", Text("Hypothèses", "Assumptions").of(lang)]
    for one in found.assumptions:
        basis = (
            Text("annoncé", "announced")
            if one.basis == "announced"
            else Text("hypothèse", "assumption")
        )
        source = f", {one.source}" if one.source else ""
        lines.append(
            f"  {one.name} = {one.value:g}: {one.words.of(lang)} ({basis.of(lang)}{source})"
        )
    return "\n".join(lines)


def _number(name: str, written: str) -> float:
    try:
        return float(written)
    except ValueError:
        raise UnusablePair(f"{name}={written}") from None
