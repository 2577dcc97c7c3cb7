"""`rebond evaluate`, `rebond explain`: make a decision, and read what it says of one candidate."""

from pathlib import Path
from typing import Annotated

import typer

from rebond.cli.opened import MOST_THREADS, thread_count, threads_help
from rebond.cli.output import Format, format_help, print_json, print_paragraphs, progress_bar
from rebond.errors import BadInput
from rebond.texts import Lang, Text


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    @app.command(
        help=say(
            "Évaluer des candidats. Écrit le fichier de décision que demande --out.",
            "Evaluate candidates. Writes the decision file that --out asks for.",
        )
    )
    def evaluate(
        programme: Annotated[
            str,
            typer.Argument(
                help=say(
                    "Programme livré, ou dossier d’une politique.",
                    "Shipped programme, or folder of a policy.",
                )
            ),
        ],
        out: Annotated[
            Path | None,
            typer.Option(help=say("Fichier de décision à écrire.", "Decision file to write.")),
        ] = None,
        candidates: Annotated[
            Path | None,
            typer.Option(help=say("CSV de vos propres candidats.", "CSV of your own candidates.")),
        ] = None,
        perimeter: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Lieux à évaluer : périmètre:phase, ou une nature de lieu (epci).",
                    "Places to evaluate: perimeter:phase, or a kind of place (epci).",
                )
            ),
        ] = None,
        measure: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Mesure, si plusieurs ont une grille.", "Measure, when several have a grid."
                )
            ),
        ] = None,
        k: Annotated[
            int | None,
            typer.Option(
                "--k",
                help=say(
                    "Nombre à retenir ; par défaut celui de la politique.",
                    "How many to retain; by default that of the policy.",
                ),
            ),
        ] = None,
        regions_min: Annotated[
            int | None,
            typer.Option(
                help=say(
                    "Régions à couvrir au moins ; par défaut selon la politique, si K est le sien.",
                    "Régions to cover at least; by default as the policy says, if K is its own.",
                )
            ),
        ] = None,
        weight: Annotated[
            list[str] | None,
            typer.Option(
                metavar=say("CRITÈRE=POIDS", "CRITERION=WEIGHT"),
                help=say(
                    "Poids 0.2 ou intervalle 0.1:0.4, à répéter ; remplace ceux de la politique.",
                    "Weight 0.2 or interval 0.1:0.4, repeated; replaces those of the policy.",
                ),
            ),
        ] = None,
        at_least: Annotated[
            list[str] | None,
            typer.Option(
                metavar="A>=B",
                help=say(
                    "Le critère A pèse au moins autant que B ; à répéter.",
                    "Criterion A weighs at least as much as B; repeated.",
                ),
            ),
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Jour dont les connaissances comptent, AAAA-MM-JJ ; par défaut celui de la décision.",
                    "Day whose knowledge counts, YYYY-MM-DD; by default that of the decision.",
                )
            ),
        ] = None,
        later: Annotated[
            str,
            typer.Option(
                help=say(
                    "Données postérieures à ce jour : as_policy, none ou all.",
                    "Data of after that day: as_policy, none or all.",
                )
            ),
        ] = "as_policy",
        draws: Annotated[int, typer.Option(help=say("Tirages.", "Draws."))] = 10_000,
        seed: Annotated[
            int | None,
            typer.Option(
                help=say(
                    "Graine ; par défaut la date de décision.",
                    "Seed; by default the decision's date.",
                )
            ),
        ] = None,
        threads: Annotated[int, typer.Option(min=0, max=MOST_THREADS, help=threads_help(lang))] = 0,
        top: Annotated[
            int,
            typer.Option(
                min=0, help=say("Candidats affichés ; 0 : tous.", "Candidates shown; 0: all.")
            ),
        ] = 20,
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.cli.opened import check_writable, day, open_snapshot, write_decision
        from rebond.cli.summary import print_summary
        from rebond.pipeline import Request, evaluate_to_record, read_weight_options

        if candidates is not None and perimeter is not None:
            raise TwoSources
        if out is not None:
            check_writable(out)
        request = Request(
            programme=programme,
            measure=measure,
            candidates_file=candidates,
            perimeter=perimeter,
            k=k,
            covered_regions_min=regions_min,
            draws=draws,
            seed=seed,
            later=later,
            as_of=day(as_of),
            weights=read_weight_options(weight or (), at_least or ()),
        )
        with progress_bar(lang) as report:
            record = evaluate_to_record(
                request, open_snapshot(), threads=thread_count(threads), on_progress=report
            )
        if out is not None:
            write_decision(out, record)
        print_summary(record, out, how, lang, shown=top)

    @app.command(
        help=say(
            "Expliquer le sort d’un candidat. Raison, chance, contributions, ce qui l’aurait changé, faits, sources.",
            "Explain a candidate's outcome. Reason, chance, contributions, what would have changed it, facts, sources.",
        )
    )
    def explain(
        file: Annotated[Path, typer.Argument(help=say("Fichier de décision.", "Decision file."))],
        candidate: Annotated[
            list[str],
            typer.Argument(
                help=say(
                    "Nom, début du nom, identifiant, ou commune qui en fait partie.",
                    "Name, its beginning, identifier, or a commune that belongs to it.",
                )
            ),
        ],
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.cli.explanation import print_explanation
        from rebond.cli.holding import candidate_or_holder
        from rebond.cli.opened import open_atlas
        from rebond.pipeline import check_body
        from rebond.record import read_record

        body = read_record(file).body
        check_body(body)
        entry, found = candidate_or_holder(body, " ".join(candidate), open_atlas)
        if found is not None and how is Format.text:
            print_paragraphs([found.of(lang), ""], lang)
        if how is Format.json:
            print_json(entry)
        else:
            print_explanation(body, entry, how, lang)


class TwoSources(BadInput):
    """Candidates are asked for from a file and from a perimeter at once."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "--candidates et --perimeter sont donnés ensemble.",
                "--candidates and --perimeter are given together.",
            ),
            cure=Text("Gardez l’un des deux.", "Keep one of the two."),
        )
