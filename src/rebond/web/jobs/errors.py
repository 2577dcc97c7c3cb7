"""What can go wrong with jobs."""

from __future__ import annotations

from rebond.errors import BadInput, RebondError
from rebond.texts import Text


class QueueFull(BadInput):
    """Too many jobs of one kind wait already."""

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        super().__init__(
            Text(
                f"{waiting} calculs attendent déjà.",
                f"{waiting} calculations are waiting already.",
            ),
            cure=Text(
                "Réessayez dans quelques minutes ; rien n’a été perdu, vos choix restent dans le formulaire.",
                "Try again in a few minutes; nothing was lost, your choices stay in the form.",
            ),
        )


class LostLease(RebondError):
    """Another worker took the job over; what this one computes no longer counts."""

    def __init__(self) -> None:
        super().__init__(Text("bail perdu", "lease lost"))


class UnknownKind(RebondError):
    """No app of this installation knows how to do this kind of job."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(
            Text(f"Le travail « {kind} » est inconnu.", f"The work “{kind}” is unknown."),
            cure=Text(
                "Mettez à jour le processus ouvrier, puis relancez le travail.",
                "Bring the worker process up to date, then start the job again.",
            ),
        )


class Stopped(RebondError):
    """The calculation stopped by our fault."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Le calcul s’est interrompu par notre faute.",
                "The calculation stopped by our fault.",
            ),
            cure=Text(
                "Redemandez-le ; si cela revient, signalez l’adresse de cette page.",
                "Ask for it again; if this comes back, report the address of this page.",
            ),
        )


class GivenUp(RebondError):
    """The workers of a job died too often."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Le calcul s’est interrompu trois fois ; il n’est plus tenté.",
                "The calculation stopped three times; it is no longer tried.",
            )
        )


class NotFailed(BadInput):
    """Only a failed job can be started again."""

    def __init__(self, state: Text) -> None:
        super().__init__(
            Text(
                "Ce travail n’est pas en échec : {state}", "This job has not failed: {state}"
            ).filled(state=state),
            why=Text(
                "Une autre personne l’a peut-être relancé entre-temps.",
                "Somebody else may have started it again meanwhile.",
            ),
            cure=Text("Rechargez la page.", "Reload the page."),
        )
