"""`rebond programme list|validate|show`: policies as data."""

from typing import Annotated, Any

import typer

from rebond.cli.language import typeset
from rebond.cli.layout import labelled_lines, terminal_width, wrapped
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
    def list_(
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
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
        show(rows, columns, how, whole=("id", "decision_on"), lang=lang)

    @group.command(
        help=say(
            "Valider une politique. Chaque faute : fichier, ligne, clé, valeur trouvée, ce qui est permis.",
            "Validate a policy. Each fault: file, line, key, value found, what is allowed.",
        )
    )
    def validate(programme: Annotated[str, typer.Argument(help=which)]) -> None:
        from rebond.evidence import load_indicators
        from rebond.programme import KnownNames, load_outcomes, load_programme

        known = KnownNames(indicators=frozenset(load_indicators().ids))
        loaded = load_programme(programme, known=known)
        count = len(loaded.measures)
        followed = load_outcomes(programme, programme=loaded)
        indicators = len(followed.indicators) if followed is not None else 0
        print_lines(
            [
                say(
                    f"Valide : {loaded.id} {loaded.version}, mesures : {count}",
                    f"Valid: {loaded.id} {loaded.version}, measures: {count}",
                ),
                say(f"Empreinte : {loaded.digest}", f"Digest: {loaded.digest}"),
                say(f"Indicateurs : {indicators}", f"Indicators: {indicators}"),
            ],
            lang,
        )

    @group.command(
        name="show",
        help=say(
            "Montrer un programme. Objectifs, mesures, grille, règles, ce qui n’est pas établi.",
            "Show a programme. Objectives, measures, grid, rules, what is not established.",
        ),
    )
    def show_(
        programme: Annotated[str, typer.Argument(help=which)],
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.programme import load_programme

        loaded = load_programme(programme)
        if how is Format.json:
            print_json(loaded.as_json())
        elif how is Format.csv:
            print_csv(part_rows(loaded, lang))
        else:
            _print_programme(loaded, lang)


def _print_programme(programme: Any, lang: Lang) -> None:
    print_paragraphs([f"{programme.title.of(lang)} ({programme.id} {programme.version})"], lang)
    print_paragraphs([programme.summary.of(lang)], lang)
    decided = Text("Décision : {day}", "Decision: {day}").filled(day=programme.decision_on)
    print_lines([decided.of(lang)], lang)
    print_heading(Text("Objectifs", "Objectives").of(lang), lang)
    print_items((one.title.of(lang) for one in programme.objectives), lang)
    for measure in programme.measures:
        print_heading(f"{measure.title.of(lang)} ({measure.id})", lang)
        print_paragraphs([measure.summary.of(lang)], lang)
        _print_gates(measure.gates, lang)
        if measure.grid is not None:
            _print_grid(measure.grid, lang)
        if measure.selection is not None:
            _print_part(Text("Règles de sélection", "Selection rules"), lang)
            print_items(_rules(measure.selection, lang), lang)
    _print_unestablished(programme, lang)


def _print_part(title: Text, lang: Lang) -> None:
    print_lines(["", typeset(title.of(lang), lang)])


def _print_gates(gates: Any, lang: Lang) -> None:
    if gates:
        _print_part(Text("Conditions", "Gates"), lang)
        print_items((gate.requirement.of(lang) for gate in gates), lang)


def _print_grid(grid: Any, lang: Lang) -> None:
    _print_part(Text("Grille", "Grid"), lang)
    width = terminal_width()
    print_lines(wrapped(typeset(_weights(grid).of(lang), lang), width))
    for criterion in grid.criteria:
        print_lines(wrapped(typeset(f"{criterion.title.of(lang)} ({criterion.id})", lang), width))
        shares = [
            (use.indicator, typeset(percent(float(share), lang), lang))
            for use, share in zip(criterion.indicators, criterion.shares, strict=True)
        ]
        print_lines(labelled_lines(shares, width, indent="  "))


def _weights(grid: Any) -> Text:
    if grid.weights_are_unknown:
        return Text(
            "Poids non établis : toutes les pondérations sont admises.",
            "Weights not established: every weighting is admissible.",
        )
    bounds = ", ".join(
        f"{criterion.id} {float(low):g}"
        if low == high
        else f"{criterion.id} {float(low):g}:{float(high):g}"
        for criterion, (low, high) in zip(grid.criteria, grid.weight_bounds(), strict=True)
    )
    return Text("Poids : {bounds}.", "Weights: {bounds}.").filled(bounds=bounds)


def _rules(rules: Any, lang: Lang) -> list[str]:
    said = [Text(f"{rules.k} retenus", f"{rules.k} retained")]
    if rules.covered_regions_min is not None:
        count = rules.covered_regions_min
        said.append(
            Text(
                f"au moins {count} régions ont un retenu",
                f"at least {count} régions hold one retained",
            )
        )
    said += [one.title for one in (*rules.floors, *rules.ceilings, *rules.shares)]
    if rules.budget is not None:
        said.append(rules.budget.title)
    if rules.minimum_distance_km is not None:
        distance = float(rules.minimum_distance_km)
        said.append(
            Text(
                f"au moins {number(distance, 'fr')} km entre deux retenus",
                f"at least {number(distance, 'en')} km between two retained",
            )
        )
    return [one.of(lang) for one in said]


def _print_unestablished(programme: Any, lang: Lang) -> None:
    """Print what the policy looked for without finding it; an unknown is never hidden."""
    looked_for = [
        one.looked_for.of(lang)
        for owner in (programme, *programme.measures)
        for one in owner.not_established
    ]
    if looked_for:
        print_heading(Text("Ce qui n’est pas établi", "What is not established").of(lang), lang)
        print_items(looked_for, lang)


def part_rows(programme: Any, lang: Lang) -> list[dict[str, str]]:
    """Return one row a part of the policy, for a spreadsheet."""
    rows = []

    def add(part: str, measure: str, name: str, text: str) -> None:
        rows.append({"part": part, "measure": measure, "id": name, "text": text})

    for objective in programme.objectives:
        add("objective", "", objective.id, objective.title.of(lang))
    for measure in programme.measures:
        add("measure", measure.id, measure.id, measure.title.of(lang))
        for gate in measure.gates:
            add("gate", measure.id, gate.id, gate.requirement.of(lang))
        if measure.grid is None:
            continue
        add("weights", measure.id, measure.grid.id, _weights(measure.grid).of(lang))
        for criterion in measure.grid.criteria:
            add("criterion", measure.id, criterion.id, criterion.title.of(lang))
            for use, share in zip(criterion.indicators, criterion.shares, strict=True):
                add("indicator", measure.id, use.indicator, str(share))
    return rows
