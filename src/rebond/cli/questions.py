"""`rebond questions`: read a file of written questions; load those that come with the package."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rebond.cli.opened import day, open_atlas, open_snapshot, readable
from rebond.cli.output import Format, format_help, print_csv, print_json, print_paragraphs
from rebond.texts import Lang, Text, day_text

if TYPE_CHECKING:
    from rebond.parliament.question import WrittenQuestion
    from rebond.territory import Atlas


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    group = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        help=say(
            "Questions écrites du Parlement : lire, dater, détecter.",
            "Written questions of Parliament: read, date, detect.",
        ),
    )
    app.add_typer(group, name="questions")

    @group.command(
        help=say(
            "Lire un texte ou un fichier : données clés, échéance, territoires, mesures et demandes.",
            "Read a text or a file: key data, deadline, territories, measures and requests.",
        )
    )
    def read(
        file: Annotated[
            Path,
            typer.Argument(
                help=say(
                    "Texte publié, JSON ou XML de l’Assemblée nationale, CSV du Sénat.",
                    "Published text, JSON or XML of the Assemblée nationale, CSV of the Sénat.",
                ),
                show_default=False,
            ),
        ],
        on: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Jour de lecture du délai, AAAA-MM-JJ ; aujourd’hui par défaut.",
                    "Day on which the delay is read, YYYY-MM-DD; today by default.",
                ),
                show_default=False,
            ),
        ] = None,
        how: Annotated[Format, typer.Option("--format", help=format_help(lang))] = Format.text,
    ) -> None:
        from rebond.parliament.reading import read as read_file

        asked = day(on) or date.today()  # noqa: DTZ011 - the day of the person's machine
        handed = read_file(readable(file), name=file.name, today=asked)
        _snapshot, atlas = open_atlas()
        told = [_told(one, atlas, asked, lang) for one in handed.questions]
        if how is Format.json:
            unread = [one.message(lang) for one in handed.refused]
            print_json({"form": handed.form, "questions": told, "refused": unread})
        elif how is Format.csv:
            print_csv([_flat(one) for one in told])
        else:
            for one in told:
                print_paragraphs(_lines(one, lang), lang)
            for refused in handed.refused:
                typer.echo(refused.message(lang), err=True)

    @group.command(
        name="load-published",
        help=say(
            "Charger les questions publiées que fournit Rebond\u202f; sans effet la seconde fois.",
            "Load the published questions that come with Rebond; without effect the second time.",
        ),
    )
    def load_published() -> None:
        from rebond.web.serving import prepare

        prepare()
        from rebond.web import clock
        from rebond.web.questions import loading

        done = loading.load(clock.now(), open_snapshot())
        typer.echo(
            say(
                f"Questions publiées\u00a0: {done.questions}\u202f; nouvelles\u00a0: {done.created}\u202f; "
                f"complétées\u00a0: {done.completed}.",
                f"Published questions: {done.questions}; new: {done.created}; completed: {done.completed}.",
            )
        )


def _told(question: "WrittenQuestion", atlas: "Atlas", on: date, lang: Lang) -> dict[str, Any]:
    """Return a question with its clock and what its text names and asks."""
    from rebond.parliament.asks import asks
    from rebond.parliament.clock import clock
    from rebond.parliament.detecting import territories
    from rebond.parliament.vocabulary import measures, other_spans, shipped_vocabularies

    said = f"{question.title}\n\n{question.text}"
    words = shipped_vocabularies()
    titles = {(one.programme.id, name): text for one in words for name, text in one.titles.items()}
    read = clock(question, on)
    named = territories(said, atlas, on=question.published_on, elsewhere=other_spans(said, words))
    return {
        **question.as_json(),
        "key": question.key,
        "state": str(read.state),
        "state_words": read.state.text.of(lang),
        "due_on": read.due_on.isoformat() if read.due_on else None,
        "days_taken": read.days_taken,
        "days_late": read.days_late,
        "trace": [line.of(lang) for line in read.trace],
        "territories": [
            {
                "written": one.written,
                "keys": [str(key) for key in one.keys],
                "note": one.note.of(lang),
            }
            for one in named
        ],
        "measures": [
            {
                "programme": one.programme,
                "measure": one.measure,
                "title": titles[one.programme, one.measure].of(lang),
            }
            for one in measures(said, words)
        ],
        "asks": [
            {"kind": str(one.kind), "kind_words": one.kind.text.of(lang), "text": one.text}
            for one in asks(question.text)
        ],
    }


def _flat(told: dict[str, Any]) -> dict[str, Any]:
    """Return one row a question: lists joined, texts left out."""
    kept = {name: value for name, value in told.items() if name not in {"text", "reply", "trace"}}
    kept["territories"] = " ".join(key for one in told["territories"] for key in one["keys"])
    kept["measures"] = " ".join(one["measure"] for one in told["measures"])
    kept["asks"] = " ".join(one["kind"] for one in told["asks"])
    return kept


def _lines(told: dict[str, Any], lang: Lang) -> list[str]:
    """Return a question in words."""
    from rebond.parliament.question import FIELD_TEXTS

    def row(words: Text, value: object) -> str:
        label = words.of(lang)
        return (
            Text("{label} : {value}", "{label}: {value}")
            .filled(label=label[:1].upper() + label[1:], value=value)
            .of(lang)
        )

    lines = [f"{told['key']}, {told['title']}"]
    for name, words in FIELD_TEXTS.items():
        value = told[name]
        if name in {"title", "text", "reply"} or value in {"", None}:
            continue
        lines.append(row(words, day_text(value).of(lang) if name.endswith("_on") else value))
    lines.append(row(Text("état", "state"), told["state_words"]))
    lines += told["trace"]
    for one in told["territories"]:
        keys = ", ".join(one["keys"][:5])
        said = f"{one['written']} ({one['note']}) {keys}".rstrip()
        lines.append(row(Text("territoire", "territory"), said))
    lines += [row(Text("mesure", "measure"), one["title"]) for one in told["measures"]]
    for number, one in enumerate(told["asks"], start=1):
        called = Text(f"demande {number}", f"request {number}")
        label = Text(f"{called.fr} ({one['kind_words']})", f"{called.en} ({one['kind_words']})")
        lines.append(row(label, one["text"]))
    return lines
