"""`rebond programme list|validate|show`: policies as data."""

from typing import Annotated, Any

import typer

from rebond.cli.output import Format, print_json, show
from rebond.texts import Lang, Text, percent


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Programmes : la politique écrite comme une donnée.", "Programmes: policy as data."
        ),
    )
    app.add_typer(group, name="programme")
    which = say(
        "Programme livré, ou dossier d’une politique.", "Shipped programme, or folder of a policy."
    )

    @group.command(
        name="list", help=say("Lister les programmes livrés.", "List the shipped programmes.")
    )
    def list_(how: Annotated[Format, typer.Option("--format")] = Format.text) -> None:
        from rebond.programme import load_programme, shipped_programmes

        rows = []
        for name in shipped_programmes():
            programme = load_programme(name)
            rows.append(
                {
                    "id": programme.id,
                    "title": programme.title.of(lang),
                    "version": programme.version,
                    "decision_on": programme.decision_on.isoformat(),
                    "digest": programme.digest,
                }
            )
        columns = {
            "id": say("identifiant", "identifier"),
            "title": say("titre", "title"),
            "version": "version",
            "decision_on": say("décidé le", "decided on"),
        }
        show(rows, columns, how)

    @group.command(
        help=say(
            "Valider une politique : fichier, ligne, clé, valeur trouvée, ce qui est permis.",
            "Validate a policy: file, line, key, value found, what is allowed.",
        )
    )
    def validate(programme: Annotated[str, typer.Argument(help=which)]) -> None:
        from rebond.evidence import load_indicators
        from rebond.programme import KnownNames, load_programme

        known = KnownNames(indicators=frozenset(load_indicators().ids))
        loaded = load_programme(programme, known=known)
        count = len(loaded.measures)
        typer.echo(
            say(
                f"Valide : {loaded.id} {loaded.version}, {count} mesures, empreinte {loaded.digest}",
                f"Valid: {loaded.id} {loaded.version}, {count} measures, digest {loaded.digest}",
            )
        )

    @group.command(
        name="show",
        help=say(
            "Montrer un programme : objectifs, mesures, grille, règles, ce qui n’est pas établi.",
            "Show a programme: objectives, measures, grid, rules, what is not established.",
        ),
    )
    def show_(
        programme: Annotated[str, typer.Argument(help=which)],
        how: Annotated[Format, typer.Option("--format")] = Format.text,
    ) -> None:
        from rebond.programme import load_programme

        loaded = load_programme(programme)
        if how is Format.json:
            print_json(loaded.as_json())
            return
        rows = _rows(loaded, lang)
        columns = {
            "part": say("partie", "part"),
            "id": say("identifiant", "identifier"),
            "text": say("texte", "text"),
        }
        show(rows, columns, how, title=f"{loaded.title.of(lang)} ({loaded.id} {loaded.version})")


def _rows(programme: Any, lang: Lang) -> list[dict[str, str]]:
    rows = []

    def add(part: Text, name: str, text: str) -> None:
        rows.append({"part": part.of(lang), "id": name, "text": text})

    for objective in programme.objectives:
        add(Text("objectif", "objective"), objective.id, objective.title.of(lang))
    for measure in programme.measures:
        add(Text("mesure", "measure"), measure.id, measure.title.of(lang))
        for gate in measure.gates:
            add(Text("condition", "gate"), gate.id, gate.requirement.of(lang))
        if measure.grid is None:
            continue
        weights = (
            Text(
                "non établis : toutes les pondérations sont admises",
                "not established: every weighting is admissible",
            )
            if measure.grid.weights_are_unknown
            else Text("fixés par la politique", "stated by the policy")
        )
        add(Text("poids", "weights"), measure.grid.id, weights.of(lang))
        for criterion in measure.grid.criteria:
            add(Text("critère", "criterion"), criterion.id, criterion.title.of(lang))
            for use, share in zip(criterion.indicators, criterion.shares, strict=True):
                add(Text("indicateur", "indicator"), use.indicator, percent(float(share), lang))
    return rows
