"""`rebond procedure list|show|deadline`: what the law says, and the date that follows, line by line."""

import datetime as dt
import textwrap
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rebond.cli.output import Format, print_csv, print_json
from rebond.errors import BadInput
from rebond.texts import Lang, Text

if TYPE_CHECKING:
    from rebond.procedure.catalogue import ProcedureView, Statement
    from rebond.procedure.deadline_result import Deadline, TraceLine

WIDTH = 78
FAMILIES = {
    "urbanisme": Text("Urbanisme", "Planning"),
    "environnement": Text("Environnement", "Environment"),
    "archeologie": Text("Archéologie", "Archaeology"),
}


class UnusableEvent(BadInput):
    """An event on the command line is not a name and a day."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Text(
                "« {written} » n’est pas un événement daté.",
                "“{written}” is not a dated event.",
            ).filled(written=written),
            cure=Text(
                "Écrivez NOM=AAAA-MM-JJ, par exemple posted=2020-07-20.",
                "Write NAME=YYYY-MM-DD, for example posted=2020-07-20.",
            ),
        )


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Procédures : délais légaux datés, majorations, silence, validité.",
            "Procedures: dated legal delays, increases, silence, validity.",
        ),
    )
    app.add_typer(group, name="procedure")
    which = say("Identifiant de la procédure.", "Id of the procedure.")

    @group.command(
        name="list",
        help=say(
            "Lister les procédures : versions, en vigueur, ce qui n’est pas établi.",
            "List the procedures: versions, in force, what is not established.",
        ),
    )
    def list_(how: Annotated[Format, typer.Option("--format")] = Format.text) -> None:
        from rebond.procedure.catalogue import list_procedures

        views = list_procedures()
        if how is Format.json:
            print_json([view.as_json() for view in views])
            return
        rows = [_row(view, lang) for view in views]
        if how is Format.csv:
            print_csv(rows)
        else:
            typer.echo(_list_text(rows, lang))

    @group.command(
        name="show",
        help=say(
            "Montrer ce que dit la loi d’une procédure, avec articles et sources.",
            "Show what the law says of a procedure, with articles and sources.",
        ),
    )
    def show_(
        procedure: Annotated[str, typer.Argument(help=which)],
        on: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Seulement la version en vigueur ce jour-là.",
                    "Only the version in force on that day.",
                )
            ),
        ] = None,
        how: Annotated[Format, typer.Option("--format")] = Format.text,
    ) -> None:
        from rebond.cli.opened import day
        from rebond.procedure.catalogue import show_procedure

        view = show_procedure(procedure, on=day(on))
        if how is Format.json:
            print_json(view.as_json())
        elif how is Format.csv:
            print_csv(_statement_rows(view, lang))
        else:
            typer.echo(_procedure_text(view, lang))

    @group.command(
        help=say(
            "Calculer une échéance, avec sa trace ligne à ligne.",
            "Compute a deadline, with its trace line by line.",
        )
    )
    def deadline(
        procedure: Annotated[str, typer.Argument(help=which)],
        filed: Annotated[
            str | None, typer.Option(help=say("Jour du dépôt.", "Filing day."))
        ] = None,
        complete: Annotated[
            str | None,
            typer.Option(help=say("Jour où le dossier est complet.", "Day the file is complete.")),
        ] = None,
        decided: Annotated[
            str | None, typer.Option(help=say("Jour de la décision.", "Day of the decision."))
        ] = None,
        event: Annotated[
            list[str] | None,
            typer.Option(
                help=say(
                    "Autre événement, NOM=AAAA-MM-JJ ; répétable.",
                    "Another event, NAME=YYYY-MM-DD; may be repeated.",
                )
            ),
        ] = None,
        increase: Annotated[
            list[str] | None,
            typer.Option(
                "--increase",
                "--case",
                help=say(
                    "Majoration ou variante de la loi (abf, commission…) ; répétable.",
                    "Increase or variant of the law (abf, commission…); may be repeated.",
                ),
            ),
        ] = None,
        on: Annotated[
            str | None,
            typer.Option(
                "--on",
                "--as-of",
                help=say(
                    "Jour de lecture : temps restant et état.",
                    "Day of reading: time left and state.",
                ),
            ),
        ] = None,
        how: Annotated[Format, typer.Option("--format")] = Format.text,
    ) -> None:
        from rebond.cli.opened import day
        from rebond.procedure.deadlines import deadline as compute

        events = _events(event or [], {"filed": filed, "complete": complete, "decided": decided})
        answer = compute(procedure, events, circumstances=increase or (), on=day(on))
        if how is Format.json:
            print_json(answer.as_json())
        elif how is Format.csv:
            print_csv(_trace_rows(answer, lang))
        else:
            typer.echo(deadline_text(answer, lang))


def deadline_text(answer: "Deadline", lang: Lang) -> str:
    """Write the date first, then what silence means, what is missing, and why line by line."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    head = answer.due_on.isoformat() if answer.due_on else answer.state_text.of(lang)
    lines = [head, f"{answer.title.of(lang)} ({answer.version})"]
    if answer.on is not None:
        left = "" if answer.remaining_days is None else _left(answer.remaining_days, answer, lang)
        lines.append(
            _named(
                say(f"Au {answer.on}", f"On {answer.on}"),
                f"{answer.state_text.of(lang)}{left}.",
                lang,
            )
        )
    if answer.earliest_on is not None:
        lines.append(
            say(f"Pas avant le {answer.earliest_on}.", f"Not before {answer.earliest_on}.")
        )
    lines.append(say("Silence\u202f: ", "Silence: ") + answer.silence.of(lang))
    for other in answer.alternatives:
        when = say("non établi", "not established") if other.due_on is None else str(other.due_on)
        lines.append(f"{when} {other.when.of(lang)}")
    body = [_wrapped(line) for line in lines[1:]]
    body += _part(
        say("Non établi", "Not established"),
        [_named(item.what.of(lang), item.looked_for.of(lang), lang) for item in answer.missing],
    )
    body += _part(say("Pourquoi", "Why"), [_trace_line(line, lang) for line in answer.trace])
    body += _part(say("Attention", "Caution"), [text.of(lang) for text in answer.cautions])
    body.append(
        "\n"
        + _wrapped(
            say(
                "Une date calculée est une estimation, pas une garantie légale.",
                "A computed date is an estimate, not a legal guarantee.",
            )
        )
    )
    return "\n".join([lines[0], *body])


def _left(remaining: int, answer: "Deadline", lang: Lang) -> str:
    from rebond.procedure.plan_words import days_text

    told = days_text(abs(remaining))
    if answer.state in ("decided", "appealed"):
        return ""
    if remaining < 0:
        return Text(f", il y a {told.fr}", f", {told.en} ago").of(lang)
    return Text(f", reste {told.fr}", f", {told.en} left").of(lang)


def _events(given: list[str], named: dict[str, str | None]) -> dict[str, list[dt.date]]:
    from rebond.cli.opened import day

    events: dict[str, list[dt.date]] = {}
    pairs = [(name, written) for name, written in named.items() if written is not None]
    for pair in given:
        name, equals, written = pair.partition("=")
        if not equals:
            raise UnusableEvent(pair)
        pairs.append((name.strip(), written.strip()))
    for name, written in pairs:
        moment = day(written)
        assert moment is not None  # noqa: S101 - the text is there
        events.setdefault(name, []).append(moment)
    return events


def _list_text(rows: list[dict[str, Any]], lang: Lang) -> str:
    """Write two lines a procedure, so that no id is ever cut."""
    lines: list[str] = []
    family = ""
    for row in rows:
        if row["family"] != family:
            family = row["family"]
            lines += ["", FAMILIES[family].of(lang).upper()]
        unknown = row["unknown"]
        doubts = Text(
            f"{unknown} point{'s' if unknown > 1 else ''} non établi{'s' if unknown > 1 else ''}",
            f"{unknown} point{'' if unknown == 1 else 's'} not established",
        ).of(lang)
        lines.append(f"  {row['procedure']:<30} {row['in_force']}")
        lines.append(_wrapped(f"    {row['title']} ({doubts})", hang=4))
    return "\n".join(lines[1:])


def _row(view: "ProcedureView", lang: Lang) -> dict[str, Any]:
    lines = [*view.statements, *(line for item in view.versions for line in item.statements)]
    last = view.versions[-1]
    return {
        "procedure": view.procedure,
        "title": view.title.of(lang),
        "family": view.family,
        "versions": len(view.versions),
        "in_force": last.period.of(lang).partition(":")[2].strip(),
        "unknown": sum(line.is_unknown for line in lines),
    }


def _statement_rows(view: "ProcedureView", lang: Lang) -> list[dict[str, Any]]:
    parts = [("", line) for line in view.statements]
    parts += [(item.version, line) for item in view.versions for line in item.statements]
    return [
        {
            "procedure": view.procedure,
            "version": version,
            "label": line.label.of(lang),
            "value": line.value.of(lang),
            "article": line.article,
            "sources": " ".join(line.sources),
            "is_unknown": line.is_unknown,
        }
        for version, line in parts
    ]


def _trace_rows(answer: "Deadline", lang: Lang) -> list[dict[str, Any]]:
    return [
        {
            "due_on": None if answer.due_on is None else answer.due_on.isoformat(),
            "state": answer.state,
            "line": place,
            "what": line.what.of(lang),
            "article": line.article,
            "version": line.version,
            "sources": " ".join(line.sources),
        }
        for place, line in enumerate(answer.trace, start=1)
    ]


def _procedure_text(view: "ProcedureView", lang: Lang) -> str:
    parts = [f"{view.title.of(lang)} ({view.procedure})"]
    if view.note is not None:
        parts.append(_wrapped(view.note.of(lang)))
    parts += [_statement(line, lang) for line in view.statements]
    for item in view.versions:
        parts.append("")
        parts.append(item.period.of(lang))
        if item.title is not None:
            parts.append(item.title.of(lang))
        parts += [_statement(line, lang) for line in item.statements]
        if item.circumstances:
            parts.append(_wrapped(f"  --increase : {', '.join(item.circumstances)}", hang=4))
    if view.sources:
        parts.append("")
        parts += [f"[{name}] {url}" for name, urls in view.sources.items() for url in urls]
    return "\n".join(parts)


def _statement(line: "Statement", lang: Lang) -> str:
    mark = "? " if line.is_unknown else "  "
    return _wrapped(
        mark
        + _named(line.label.of(lang), line.value.of(lang), lang)
        + _cited(line.article, line.sources),
        hang=4,
    )


def _named(name: str, value: str, lang: Lang) -> str:
    return f"{name}\u202f: {value}" if lang == "fr" else f"{name}: {value}"


def _trace_line(line: "TraceLine", lang: Lang) -> str:
    return f"{line.what.of(lang)}{_cited(line.article, line.sources)}"


def _cited(article: str | None, sources: tuple[str, ...]) -> str:
    return (f" ({article})" if article else "") + "".join(f" [{name}]" for name in sources)


def _part(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    return [f"\n{title}", *(_wrapped(f"  - {line}", hang=4) for line in lines)]


def _wrapped(text: str, *, hang: int = 0) -> str:
    return textwrap.fill(
        text, WIDTH, subsequent_indent=" " * hang, break_long_words=False, break_on_hyphens=False
    )
