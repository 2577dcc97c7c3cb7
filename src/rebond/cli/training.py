"""`rebond training load-laureates`: the laureates that public pages name enter the platform without a browser."""

import typer

from rebond.texts import Lang, Text


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the group to the command tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    group = typer.Typer(
        no_args_is_help=True,
        help=say(
            "Appels à formation et parcours des lauréats.",
            "Calls for training and the path of laureates.",
        ),
    )
    app.add_typer(group, name="training")

    @group.callback()
    def alone() -> None:
        """Keep the name of the only command."""

    @group.command(
        name="load-laureates",
        help=say(
            "Charger les lauréats que nomment des pages publiques\u202f; sans effet la seconde fois.",
            "Load the laureates that public pages name; without effect the second time.",
        ),
    )
    def load_laureates() -> None:
        from rebond.web.serving import prepare

        prepare()
        from rebond.web import clock
        from rebond.web.training import history

        done = history.load(clock.now())
        found = history.history()
        missing = found.announced - found.named
        typer.echo(
            say(
                f"{done.laureates} lauréats nommés, dont {done.new_laureates} nouveaux\u202f; "
                f"{missing} autres ne sont pas établis.",
                f"{done.laureates} laureates named, {done.new_laureates} of them new; "
                f"{missing} others are not established.",
            )
        )
