"""`rebond demo`: a fictitious cast and its calls, to try every role."""

import typer

from rebond.texts import Lang, Text


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the command to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    @app.command(
        help=say(
            "Remplir une installation d’essai d’organisations, de personnes et de dossiers fictifs, et dire comment entrer.",
            "Fill a trial installation with fictitious organisations, people and dossiers, and say how to sign in.",
        )
    )
    def demo() -> None:
        from rebond.web.serving import prepare

        prepare()
        from rebond.web import clock
        from rebond.web.demo.filling import fill

        made = fill(clock.now(), say=typer.echo)
        typer.echo(
            say(
                "\nDémonstration : tout y est fictif. Un mot de passe pour tous, neuf à chaque fois :",
                "\nDemonstration: everything in it is fictitious. One password for all, new each time:",
            )
        )
        typer.echo(f"\n    {made.password}\n")
        width = max(len(one.email) for one in made.people)
        for one in made.people:
            typer.echo(f"    {one.email:<{width}}  {one.organisation}")
        typer.echo("")
