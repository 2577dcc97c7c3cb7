"""What can go wrong when a decision is proposed, confirmed or changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from rebond.errors import BadInput
from rebond.texts import Text, day_text

SHORTEST_SENTENCE = 30
NOTHING_CHANGED = Text("Rien n’a été changé.", "Nothing was changed.")


def moment(at: datetime) -> Text:
    """Write a moment in Paris."""
    local = timezone.localtime(at)
    day = day_text(local.date())
    return Text(f"le {day.fr} à {local:%H h %M}", f"on {day.en} at {local:%H:%M}")


class SentenceTooShort(BadInput):
    """The sentence that the applicant will read is absent or says nothing."""

    def __init__(self, length: int, what: Text | None = None) -> None:
        self.length = length
        name = what or Text("La phrase pour le candidat", "The sentence for the applicant")
        super().__init__(
            Text(
                "{name} compte {length} caractères ; il en faut {least} au moins.",
                "{name} has {length} characters; at least {least} are needed.",
            ).filled(name=name, length=length, least=SHORTEST_SENTENCE),
            cure=Text("Dites en une phrase ce qui a décidé.", "Say in one sentence what decided."),
        )


class SentenceUnfit(BadInput):
    """The sentence holds a character that nobody can read, or is too long."""

    def __init__(self, what: Text) -> None:
        super().__init__(what, cure=Text("Écrivez-la à nouveau.", "Write it again."))


class ReasonDisagrees(BadInput):
    """The outcome and the kind of reason do not go together."""

    def __init__(self, outcome: str, kind: str, allowed: Sequence[str]) -> None:
        self.outcome, self.kind = outcome, kind
        super().__init__(
            Text(
                "l’issue « {outcome} » ne va pas avec la raison « {kind} ».",
                "the outcome “{outcome}” does not go with the reason “{kind}”.",
            ).filled(outcome=outcome, kind=kind or "—"),
            why=Text("Cette issue demande : {allowed}.", "This outcome wants: {allowed}.").filled(
                allowed=", ".join(sorted(allowed)) or "—"
            ),
            cure=Text("Choisissez une raison qui y répond.", "Choose a reason that fits it."),
        )


class ReasonIncomplete(BadInput):
    """A part of the reason is absent, or is not in what it must be read from."""

    def __init__(self, what: Text, cure: Text | None = None) -> None:
        super().__init__(what, cure=cure)


class EvaluationNotOfficial(BadInput):
    """The evaluation that is cited is not the call's last official one."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "l’évaluation citée n’est pas la dernière évaluation officielle de l’appel.",
                "the cited evaluation is not the last official one of the call.",
            ),
            why=Text(
                "Une décision se fonde sur celle qui est versée à la délibération.",
                "A decision rests on the one that was entered in the deliberation.",
            ),
            cure=Text(
                "Rouvrez la page et proposez à nouveau.", "Open the page again and propose anew."
            ),
        )


class DeviationUnexplained(BadInput):
    """The outcome is not the engine's, and nobody says why."""

    def __init__(self, suggested: str) -> None:
        self.suggested = suggested
        super().__init__(
            Text(
                "le calcul propose « {suggested} » et l’issue choisie est une autre ; il faut dire pourquoi.",
                "the computation suggests “{suggested}” and another outcome is chosen; say why.",
            ).filled(suggested=suggested),
            cure=Text(
                "Écrivez une explication de 30 caractères au moins ; elle reste dans la décision.",
                "Write an explanation of at least 30 characters; it stays in the decision.",
            ),
        )


class NotTheMoment(BadInput):
    """The call or the dossier is not where this act may be done."""

    def __init__(self, what: Text, cure: Text | None = None) -> None:
        super().__init__(what, why=NOTHING_CHANGED, cure=cure)


class AlreadyProposed(BadInput):
    """Someone else proposed first."""

    def __init__(self, dossier: str, who: str, at: datetime) -> None:
        self.dossier, self.who, self.at = dossier, who, at
        super().__init__(
            Text(
                "{who} a déjà proposé une décision sur {dossier} {at}.",
                "{who} already proposed a decision on {dossier} {at}.",
            ).filled(who=who, dossier=dossier, at=moment(at)),
            why=NOTHING_CHANGED,
            cure=Text("Confirmez-la, ou retirez-la d’abord.", "Confirm it, or take it back first."),
        )


class AlreadyDecided(BadInput):
    """Someone else confirmed first."""

    def __init__(self, dossier: str, who: str, at: datetime) -> None:
        self.dossier, self.who, self.at = dossier, who, at
        super().__init__(
            Text(
                "{who} a déjà confirmé la décision sur {dossier} {at}.",
                "{who} already confirmed the decision on {dossier} {at}.",
            ).filled(who=who, dossier=dossier, at=moment(at)),
            why=NOTHING_CHANGED,
            cure=Text(
                "Une décision confirmée se change par un nouvel acte.",
                "A confirmed decision is changed by a new act.",
            ),
        )


class ProposalGone(BadInput):
    """The proposal was taken back in the meantime."""

    def __init__(self, dossier: str, who: str, at: datetime) -> None:
        self.dossier, self.who, self.at = dossier, who, at
        super().__init__(
            Text(
                "{who} a retiré cette proposition sur {dossier} {at}.",
                "{who} took back this proposal on {dossier} {at}.",
            ).filled(who=who, dossier=dossier, at=moment(at)),
            why=NOTHING_CHANGED,
        )


class SamePerson(BadInput):
    """The person who proposed cannot confirm."""

    def __init__(self, dossier: str) -> None:
        self.dossier = dossier
        super().__init__(
            Text(
                "vous avez proposé la décision sur {dossier} ; une autre personne doit la confirmer.",
                "you proposed the decision on {dossier}; another person must confirm it.",
            ).filled(dossier=dossier),
            why=NOTHING_CHANGED,
        )


class Recused(BadInput):
    """The person declared an interest in this dossier."""

    def __init__(self, dossier: str) -> None:
        self.dossier = dossier
        super().__init__(
            Text(
                "vous avez déclaré un intérêt dans {dossier} ; vous ne pouvez pas en décider.",
                "you declared an interest in {dossier}; you cannot decide on it.",
            ).filled(dossier=dossier),
            why=NOTHING_CHANGED,
        )


class AlreadyClosed(BadInput):
    """Someone else closed the deliberation."""

    def __init__(self, call: str, who: str, at: datetime) -> None:
        self.call, self.who, self.at = call, who, at
        super().__init__(
            Text(
                "{who} a déjà clos la délibération de l’appel {call} {at}.",
                "{who} already closed the deliberation of the call {call} {at}.",
            ).filled(who=who, call=call, at=moment(at)),
            why=NOTHING_CHANGED,
        )


class NotReady(BadInput):
    """What is missing before the deliberation may be closed, all at once."""

    def __init__(self, call: str, missing: Sequence[Text]) -> None:
        self.call, self.missing = call, tuple(missing)
        super().__init__(
            Text(
                "la délibération de l’appel {call} ne peut pas être close : {count} choses manquent.",
                "the deliberation of the call {call} cannot be closed: {count} things are missing.",
            ).filled(call=call, count=len(self.missing)),
            why=Text(
                "\n".join(one.fr for one in self.missing), "\n".join(one.en for one in self.missing)
            ),
        )


class CautionsUnread(BadInput):
    """What is not finished and was not ticked by whoever closes."""

    def __init__(self, call: str, left: Sequence[Text]) -> None:
        self.call, self.left = call, tuple(left)
        super().__init__(
            Text(
                "la délibération de l’appel {call} n’est pas close : cochez ce que vous avez lu.",
                "the deliberation of the call {call} is not closed: tick what you have read.",
            ).filled(call=call),
            why=Text("\n".join(one.fr for one in left), "\n".join(one.en for one in left)),
        )


class BulkRefused(BadInput):
    """Acts asked together: one that cannot be done stops all of them, and each says why."""

    def __init__(self, rows: Sequence[tuple[str, BadInput]]) -> None:
        self.rows = tuple(rows)
        super().__init__(
            Text(
                "aucune décision n’a été enregistrée : {count} dossiers ne peuvent pas recevoir celle-ci.",
                "no decision was recorded: {count} dossiers cannot receive this one.",
            ).filled(count=len(self.rows)),
            why=Text(
                "\n".join(f"{name} : {error.what.fr}" for name, error in self.rows),
                "\n".join(f"{name}: {error.what.en}" for name, error in self.rows),
            ),
            cure=Text(
                "Ôtez-les de la sélection, ou traitez-les un par un.",
                "Take them out of the selection, or deal with them one by one.",
            ),
        )
