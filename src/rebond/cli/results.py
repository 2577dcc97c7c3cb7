"""`rebond results compare|coverage`: retained beside others like them; does the method find what it should."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from rebond.cli.output import (
    Format,
    format_help,
    print_csv,
    print_heading,
    print_items,
    print_json,
    print_lines,
    print_paragraphs,
    show,
)
from rebond.texts import Lang, Text, number, percent

if TYPE_CHECKING:
    from rebond.impact import Comparison


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Résultats : comparer retenus et non retenus.",
            "Results: compare retained candidates with others.",
        ),
    )
    app.add_typer(group, name="results")

    @group.command(
        help=say(
            "Comparer les retenus à des candidats semblables, ou dire pourquoi rien ne se conclut.",
            "Compare the retained with candidates like them, or say why no claim can be made.",
        )
    )
    def compare(
        file: Annotated[
            Path,
            typer.Argument(
                help=say(
                    "CSV : unit, retained, year, outcome, et un fait par colonne.",
                    "CSV: unit, retained, year, outcome, and one fact a column.",
                )
            ),
        ],
        from_: Annotated[
            int,
            typer.Option(
                "--from",
                metavar=say("ANNÉE", "YEAR"),
                help=say("Première année d’après.", "First year after."),
            ),
        ],
        unit: Annotated[
            str, typer.Option(help=say("Unité du résultat.", "Unit of the outcome."))
        ] = "",
        metric: Annotated[
            Literal["mahalanobis", "standardised"],
            typer.Option(help=say("Distance entre candidats.", "Distance between candidates.")),
        ] = "mahalanobis",
        caliper: Annotated[
            float,
            typer.Option(
                help=say(
                    "Écart le plus grand sur chaque fait, en écarts types ; 0 : sans limite.",
                    "Largest gap on each fact, in standard deviations; 0: no limit.",
                )
            ),
        ] = 0.5,
        with_replacement: Annotated[
            bool,
            typer.Option(
                "--with-replacement",
                help=say(
                    "Un candidat peut servir plusieurs fois.",
                    "One candidate may serve several times.",
                ),
            ),
        ] = False,
        draws: Annotated[
            int, typer.Option(help=say("Tirages de la permutation.", "Draws of the permutation."))
        ] = 9999,
        seed: Annotated[int, typer.Option(help=say("Graine.", "Seed."))] = 0,
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.impact import Options, read_panel
        from rebond.impact import compare as compared
        from rebond.impact.telling import as_json

        found = compared(
            read_panel(file, first_after=from_),
            Options(
                metric=metric,
                caliper=caliper or None,
                with_replacement=with_replacement,
                draws=draws,
                seed=seed,
            ),
        )
        if how is Format.json:
            print_json(as_json(found))
        elif how is Format.csv:
            print_csv([_pair_row(found, one) for one in found.pairing.pairs])
        else:
            _print(found, Text(unit, unit), lang)

    @group.command(
        help=say(
            "Essayer la méthode sur des programmes inventés à l’effet connu.",
            "Try the method on invented programmes with a known effect.",
        )
    )
    def coverage(
        effect: Annotated[float, typer.Option(help=say("Effet vrai.", "True effect."))] = 3.0,
        units: Annotated[
            int, typer.Option(min=10, max=5000, help=say("Candidats.", "Candidates."))
        ] = 160,
        trend: Annotated[
            float,
            typer.Option(
                help=say(
                    "Combien un fait infléchit les évolutions.", "How much a fact bends the trends."
                )
            ),
        ] = 0.0,
        draws: Annotated[
            int,
            typer.Option(
                min=10, max=100_000, help=say("Programmes inventés.", "Invented programmes.")
            ),
        ] = 300,
        seed: Annotated[int, typer.Option(help=say("Graine.", "Seed."))] = 1,
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.impact.synthetic import Design
        from rebond.impact.synthetic import coverage as covered

        design = Design(units=units, effect=effect, trend_by_fact=trend)
        found = covered(design, draws=draws, seed=seed)
        row = {
            "effect": effect,
            "draws": found.draws,
            "covered": found.covered,
            "standard_error": found.standard_error,
            "rejected": found.rejected,
            "mean": found.mean,
        }
        if how is Format.json:
            print_json(row)
        elif how is Format.csv:
            print_csv([row])
        else:
            print_paragraphs([_coverage_text(row, lang)], lang)


def _coverage_text(row: dict[str, Any], lang: Lang) -> str:
    return (
        Text(
            "Sur {draws} programmes inventés d’effet {effect}, l’intervalle à 95 % contient l’effet vrai dans {covered} des cas (à {error} près) et exclut zéro dans {rejected} ; estimation moyenne {mean}.",
            "Over {draws} invented programmes of effect {effect}, the 95% interval holds the true effect in {covered} of them (give or take {error}) and excludes zero in {rejected}; mean estimate {mean}.",
        )
        .filled(
            draws=row["draws"],
            effect=number(row["effect"], lang, digits=1),
            covered=percent(row["covered"], lang, digits=1),
            error=percent(row["standard_error"], lang, digits=1),
            rejected=percent(row["rejected"], lang, digits=1),
            mean=number(row["mean"], lang, digits=2),
        )
        .of(lang)
    )


def _pair_row(found: "Comparison", one: Any) -> dict[str, Any]:
    return {
        "retained": found.units[one.retained],
        "other": found.units[one.other],
        "distance": one.distance,
    }


def _print(found: "Comparison", unit: Text, lang: Lang) -> None:
    from rebond.impact import ASSUMPTIONS, Strength
    from rebond.impact.telling import answer_of

    print_paragraphs([" ".join(answer_of(found, unit).of(lang).split())], lang)
    if found.cautions:
        print_heading(Text("Réserves", "Cautions").of(lang), lang)
        print_items((one.words.of(lang) for one in found.cautions), lang)
    if found.strength is not Strength.NONE:
        print_heading(Text("Année par année", "Year by year").of(lang), lang)
        show(
            [_year_row(one, lang) for one in found.years_estimates],
            {
                "year": Text("année", "year").of(lang),
                "gap": Text("écart", "gap").of(lang),
                "interval": Text("intervalle", "interval").of(lang),
            },
            Format.text,
            lang=lang,
        )
    print_heading(Text("Équilibre des faits", "Balance of facts").of(lang), lang)
    show(
        [_balance_row(one, lang) for one in found.pairing.balance],
        {
            "fact": Text("fait", "fact").of(lang),
            "before": Text("avant", "before").of(lang),
            "after": Text("après", "after").of(lang),
        },
        Format.text,
        lang=lang,
    )
    print_heading(Text("Ce qui doit être vrai", "What must be true").of(lang), lang)
    print_items((f"{one.title.of(lang)}. {one.words.of(lang)}" for one in ASSUMPTIONS), lang)
    paired = Text("Paires complètes : {n}", "Complete pairs: {n}").filled(n=found.complete)
    print_lines(
        [
            "",
            paired.of(lang),
            f"{found.method} {found.method_version} · {found.inputs_digest}",
        ],
        lang,
    )


def _year_row(one: Any, lang: Lang) -> dict[str, str]:
    from rebond.impact.telling import signed

    estimate = one.estimate
    interval = ""
    if estimate.low is not None and estimate.high is not None:
        interval = f"{signed(estimate.low, 1).of(lang)} … {signed(estimate.high, 1).of(lang)}"
    return {
        "year": str(one.year),
        "gap": signed(estimate.value, 1).of(lang),
        "interval": interval,
    }


def _balance_row(one: Any, lang: Lang) -> dict[str, str]:
    from rebond.impact.telling import signed

    unknown = Text("non établi", "not established").of(lang)
    return {
        "fact": one.fact,
        "before": unknown if one.before is None else signed(one.before, 2).of(lang),
        "after": unknown if one.after is None else signed(one.after, 2).of(lang),
    }
