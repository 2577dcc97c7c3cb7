"""What can go wrong with an application for an aid; nothing was changed by any of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rebond.errors import BadInput
from rebond.texts import Text, day_text, verbatim

NOTHING_CHANGED = Text("Rien n’a été changé.", "Nothing was changed.")
READ_AGAIN = Text(
    "Relisez la page : un autre acte a pu être enregistré entre-temps.",
    "Read the page again: another act may have been recorded meanwhile.",
)


def listed(texts: Sequence[Text]) -> Text:
    """Return texts one after another."""
    return Text(" ; ".join(one.fr for one in texts), "; ".join(one.en for one in texts))


class NotEligible(BadInput):
    """The rules of the day answer no."""

    def __init__(self, aid: Text, on: date, deciding: Sequence[Text]) -> None:
        super().__init__(
            Text(
                "{aid} : non, selon les règles du {day}. Ce qui décide : {rules}",
                "{aid}: no, under the rules of {day}. What decides: {rules}",
            ).filled(aid=aid, day=day_text(on), rules=listed(deciding)),
            why=Text(
                "Une demande à laquelle les règles répondent non n’est pas déposée. Rien n’est gardé.",
                "An application that the rules answer with no is not filed. Nothing is kept.",
            ),
            cure=Text(
                "Si un fait est inexact, corrigez-le ; ce qui vient de l’offre ou de la charte se corrige là.",
                "If a fact is wrong, correct it; what comes from the offer or the charter is corrected there.",
            ),
        )


class RecruitmentUnfit(BadInput):
    """A recruitment for which nothing is applied for."""

    def __init__(self, what: Text, cure: Text | None = None) -> None:
        super().__init__(what, why=NOTHING_CHANGED, cure=cure or READ_AGAIN)


class NoFundOpen(BadInput):
    """No fund pays this aid this year."""

    def __init__(self, aid: Text, year: int) -> None:
        super().__init__(
            Text(
                "{aid} : aucun fonds n’est ouvert pour {year}.",
                "{aid}: no fund is open for {year}.",
            ).filled(aid=aid, year=year),
            why=Text(
                "Sans fonds, rien ne peut être réservé. Rien n’est gardé.",
                "Without a fund nothing can be reserved. Nothing is kept.",
            ),
            cure=Text(
                "L’opérateur de l’aide ouvre le fonds ; redemandez ensuite.",
                "The operator of the aid opens the fund; apply again then.",
            ),
        )


FOLLOW = Text(
    "Suivez cette première demande\u00a0: elle est décidée et ne se retire plus.",
    "Follow that first application: it is decided and can no longer be withdrawn.",
)
REPAIRS = {
    "contract": FOLLOW,
    "person": Text(
        f"{FOLLOW.fr} Une autre personne recrutée peut donner droit à l’aide.",
        f"{FOLLOW.en} Recruiting another person may give the aid.",
    ),
    "firm": Text(
        "Les demandes de l’année sont décidées et ne se retirent plus. Redemandez l’an prochain.",
        "The applications of the year are decided and can no longer be withdrawn. Apply again next year.",
    ),
}
"""What a firm can do where its earlier application is decided; a person can only follow their own."""


class AlreadyAided(BadInput):
    """The contract, the person or the firm has the aid already, as often as it may."""

    def __init__(
        self,
        kind: str,
        reference: str,
        most: int,
        *,
        is_ours: bool,
        is_open: bool,
        is_person: bool,
        why: Text,
    ) -> None:
        self.kind, self.reference = kind, reference
        who = {
            "contract": Text("Ce contrat", "This contract"),
            "person": Text("Cette personne", "This person"),
            "firm": Text("Cette entreprise (SIREN)", "This firm (SIREN)"),
        }[kind]
        times = Text("une fois", "once") if most == 1 else Text(f"{most} fois", f"{most} times")
        what = Text("{who} a déjà demandé cette aide.", "{who} has applied for this aid already.")
        cure = Text(
            "L’opérateur de l’aide peut dire ce qu’il en est.",
            "The operator of the aid can say how it stands.",
        )
        if reference:
            what = Text(
                "{who} a déjà demandé cette aide, par la demande {reference}.",
                "{who} has applied for this aid already, by the application {reference}.",
            )
            cure = FOLLOW if is_person else REPAIRS[kind]
            if is_open:
                cure = Text(
                    "Suivez cette demande, ou retirez-la avant d’en déposer une autre.",
                    "Follow that application, or withdraw it before filing another.",
                )
        super().__init__(
            what.filled(who=who, reference=reference),
            why=Text(
                "Elle s’obtient {times} au plus ({ground}) : {why}",
                "It is had {times} at most ({ground}): {why}",
            ).filled(
                times=times,
                ground=Text("règle supposée par nous", "a rule that we assume")
                if is_ours
                else Text("règle d’une source", "a rule of a source"),
                why=why,
            ),
            cure=cure,
        )


class FactsUnread(BadInput):
    """Answers that cannot be read, each with what is wrong with it."""

    def __init__(self, faults: Mapping[str, Text], questions: Mapping[str, Text]) -> None:
        self.faults = dict(faults)
        said = [
            Text("« {question} » : {fault}", "“{question}”: {fault}").filled(
                question=questions[name], fault=fault
            )
            for name, fault in faults.items()
        ]
        super().__init__(
            listed(said),
            why=NOTHING_CHANGED,
            cure=Text("Corrigez ces réponses.", "Correct these answers."),
        )


class FactsErased(BadInput):
    """A personal fact told for an application whose personal facts are erased."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Text(
                "{reference}\u00a0: les faits personnels sont effacés, et aucun ne se donne plus.",
                "{reference}: its personal facts are erased, and none is told any more.",
            ).filled(reference=reference),
            why=NOTHING_CHANGED,
            cure=Text("Retirez cette demande.", "Withdraw this application."),
        )


class FactFixed(BadInput):
    """A fact that the offer, the charter or the place tells, given otherwise."""

    def __init__(self, question: Text) -> None:
        super().__init__(
            Text(
                "« {question} » : la réponse vient du recrutement et ne se change pas ici.",
                "“{question}”: the answer comes from the recruitment and is not changed here.",
            ).filled(question=question),
            why=NOTHING_CHANGED,
            cure=Text(
                "Corrigez l’offre ou le profil, si c’est encore possible.",
                "Correct the offer or the profile, if that is still possible.",
            ),
        )


class NotThatState(BadInput):
    """The act does not apply to an application in its state."""

    def __init__(self, reference: str, state: Text, act: Text) -> None:
        super().__init__(
            Text(
                "{reference} : {state} ; on ne peut pas {act}.",
                "{reference}: {state}; one cannot {act}.",
            ).filled(reference=reference, state=state, act=act),
            why=NOTHING_CHANGED,
            cure=READ_AGAIN,
        )


class NotYetDecidable(BadInput):
    """Something stands between an application and its decision."""

    def __init__(self, what: Text, cure: Text) -> None:
        super().__init__(what, why=NOTHING_CHANGED, cure=cure)


class ProofUnfit(BadInput):
    """A proof that does not show that the contract runs on the day that counts."""

    def __init__(self, what: Text, cure: Text) -> None:
        super().__init__(what, why=NOTHING_CHANGED, cure=cure)


class AmountOutOfRule(BadInput):
    """An amount that the rules do not give."""

    def __init__(self, what: Text) -> None:
        super().__init__(
            what,
            why=NOTHING_CHANGED,
            cure=Text("Donnez un montant entre ces bornes.", "Give an amount within these bounds."),
        )


class ActElsewhere(BadInput):
    """An act of the ledger on a reservation that belongs to an application."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Text(
                "cette réservation est celle de la demande d’aide {reference}.",
                "this reservation is that of the aid application {reference}.",
            ).filled(reference=verbatim(reference)),
            why=Text(
                "Engager, payer ou annuler ici laisserait la demande dire autre chose que les comptes.",
                "Committing, paying or cancelling here would leave the application at odds with the books.",
            ),
            cure=Text(
                "Décidez sur la page de la demande.", "Decide on the application’s own page."
            ),
        )
