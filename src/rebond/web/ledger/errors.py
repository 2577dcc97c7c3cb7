"""What can go wrong with funds, reservations and payments; nothing was changed by any of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rebond.errors import BadInput
from rebond.texts import Text, day_text
from rebond.web.ledger.wording import amount_text

SHORTEST_REASON = 30
NOTHING_CHANGED = Text("Rien n’a été changé.", "Nothing was changed.")
READ_AGAIN = Text(
    "Relisez la page : un autre acte a pu être enregistré entre-temps.",
    "Read the page again: another act may have been recorded meanwhile.",
)
SHOWN_ROWS = 20


class AmountUnfit(BadInput):
    """A sum that is not a whole number of cents or days, or not one that a movement can bear."""

    def __init__(self, what: Text, cure: Text | None = None) -> None:
        super().__init__(
            what, why=NOTHING_CHANGED, cure=cure or Text("Corrigez-le.", "Correct it.")
        )


class ReasonTooShort(BadInput):
    """An act on money says why."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(
            Text(
                "la raison compte {length} caractères ; il en faut {least} au moins.",
                "the reason has {length} characters; at least {least} are needed.",
            ).filled(length=length, least=SHORTEST_REASON),
            why=Text(
                "Elle est écrite dans le registre des mouvements et n’en sort plus.",
                "It is written in the ledger and stays there.",
            ),
            cure=Text("Dites en une phrase ce qui a décidé.", "Say in one sentence what decided."),
        )


class FundUnfit(BadInput):
    """A fund that cannot be opened as described."""

    def __init__(self, what: Text, *, cure: Text | None = None) -> None:
        super().__init__(
            what,
            why=NOTHING_CHANGED,
            cure=cure or Text("Corrigez ce champ.", "Correct this field."),
        )


class SharesUnfit(FundUnfit):
    """Shares of funders that do not make one, or are not those of the policy."""


class FundClosed(BadInput):
    """A fund that takes no more requests."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            Text("le fonds {fund} est clos.", "the fund {fund} is closed.").filled(fund=reference),
            why=NOTHING_CHANGED,
            cure=Text("Choisissez le fonds de l’année en cours.", "Take the fund of this year."),
        )


class NotEnough(BadInput):
    """More is asked from an account than it holds."""

    def __init__(self, where: Text, held: int, asked: int, unit: str) -> None:
        self.held, self.asked = held, asked
        super().__init__(
            Text(
                "{where} : {held} seulement, et l’acte en demande {asked}.",
                "{where}: only {held}, and the act asks for {asked}.",
            ).filled(where=where, held=amount_text(held, unit), asked=amount_text(asked, unit)),
            why=NOTHING_CHANGED,
            cure=Text(
                "Demandez moins, ou relevez d’abord le fonds.", "Ask for less, or raise it first."
            ),
        )


class NotEnoughPlaces(BadInput):
    """More places are taken away than are free."""

    def __init__(self, held: int, asked: int) -> None:
        self.held, self.asked = held, asked
        super().__init__(
            Text(
                "places libres : {held} seulement, et l’acte en retire {asked}.",
                "free places: only {held}, and the act takes {asked} away.",
            ).filled(held=held, asked=asked),
            why=NOTHING_CHANGED,
            cure=Text("Retirez-en moins.", "Take fewer away."),
        )


class FundFull(BadInput):
    """A sum beyond what the books can hold."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Text(
                "le fonds {fund} dépasserait la plus grande somme qui se compte ici.",
                "the fund {fund} would pass the greatest sum that is counted here.",
            ).filled(fund=reference),
            why=NOTHING_CHANGED,
            cure=Text("Ouvrez un autre fonds.", "Open another fund."),
        )


class OtherAmount(BadInput):
    """The same subject asks again, for another amount."""

    def __init__(self, subject: str, held: int, asked: int, unit: str) -> None:
        super().__init__(
            Text(
                "{subject} a déjà une réservation de {held} ; une autre somme, {asked}, est demandée.",
                "{subject} already has a reservation of {held}; another sum, {asked}, is asked for.",
            ).filled(subject=subject, held=amount_text(held, unit), asked=amount_text(asked, unit)),
            why=NOTHING_CHANGED,
            cure=Text(
                "Annulez la première, puis demandez sous une autre référence.",
                "Cancel the first, then ask under another reference.",
            ),
        )


class NotInThatState(BadInput):
    """The act does not apply to a reservation or an order in its state."""

    def __init__(self, what: str, state: Text, act: Text) -> None:
        self.state = state
        super().__init__(
            Text(
                "{what} : {state} ; on ne peut pas {act}.", "{what}: {state}; one cannot {act}."
            ).filled(what=what, state=state, act=act),
            why=NOTHING_CHANGED,
            cure=READ_AGAIN,
        )


class ProofUnfit(BadInput):
    """The funder's number of a payment that is absent, or belongs to another payment."""

    def __init__(self, what: Text) -> None:
        super().__init__(
            what,
            why=Text(
                "Ce numéro est ce qui empêche de compter deux fois un même virement.",
                "This number is what keeps one transfer from being counted twice.",
            ),
            cure=Text(
                "Donnez le numéro que porte le virement, celui de cet ordre.",
                "Give the number that the transfer bears, that of this order.",
            ),
        )


class WrongAmount(BadInput):
    """A payment of another sum than its order."""

    def __init__(self, order: str, ordered: int, paid: int, unit: str) -> None:
        super().__init__(
            Text(
                "l’ordre {order} est de {ordered}, le paiement de {paid}.",
                "the order {order} is of {ordered}, the payment of {paid}.",
            ).filled(order=order, ordered=amount_text(ordered, unit), paid=amount_text(paid, unit)),
            why=NOTHING_CHANGED,
            cure=Text(
                "Vérifiez le virement ; un ordre se paie en entier.",
                "Check the transfer; an order is paid whole.",
            ),
        )


class DayUnfit(BadInput):
    """A day that cannot be that of a payment."""

    def __init__(self, what: Text) -> None:
        super().__init__(
            what, why=NOTHING_CHANGED, cure=Text("Changez ce jour.", "Change the day.")
        )


class PaidTooLate(BadInput):
    """A payment of after the day on which its order was taken back."""

    def __init__(self, order: str, called_back_on: date, paid_on: date) -> None:
        super().__init__(
            Text(
                "l’ordre {order} a été rappelé le {back} ; un paiement du {paid} est d’après.",
                "the order {order} was taken back on {back}; a payment of {paid} is later.",
            ).filled(order=order, back=day_text(called_back_on), paid=day_text(paid_on)),
            why=Text(
                "Un paiement fait avant le rappel de l’ordre peut encore être enregistré, à sa date ; ensuite plus"
                " rien ne l’ordonnait. Rien n’a été changé.",
                "A payment made before the order was taken back may still be recorded, with its day; later, nothing"
                " ordered it. Nothing was changed.",
            ),
            cure=Text(
                "Donnez le jour que porte le virement. S’il est d’après le rappel, demandez à la banque de l’annuler.",
                "Give the day that the transfer bears. If it is later, ask the bank to cancel it.",
            ),
        )


class FundShort(BadInput):
    """A payment that was made, and that the fund cannot bear any more: its money or place was given again."""

    def __init__(self, fund: str, order: str) -> None:
        super().__init__(
            Text(
                "le fonds {fund} ne contient plus de quoi porter le paiement de l’ordre {order}.",
                "the fund {fund} no longer holds what the payment of the order {order} takes.",
            ).filled(fund=fund, order=order),
            why=Text(
                "Depuis le rappel de l’ordre, l’argent ou la place sont revenus au fonds et ont servi."
                " Rien n’a été changé.",
                "Since the order was taken back, the money or the place has returned to the fund and been used."
                " Nothing was changed.",
            ),
            cure=Text(
                "Qui gère le fonds le relève d’abord, de la somme et s’il le faut d’une place, en nommant l’ordre"
                " {order} : ce qui entre est gardé pour lui avant que la liste d’attente soit servie. Enregistrez"
                " ensuite le paiement.",
                "Whoever manages the fund raises it first, by the sum and, if need be, one place, naming the order"
                " {order}: what comes in is kept for it before those who wait are served. Then record the payment.",
            ).filled(order=order),
        )


class NotCalledBack(BadInput):
    """A fund raised for an order that was not taken back."""

    def __init__(self, fund: str, order: str) -> None:
        super().__init__(
            Text(
                "le fonds {fund} n’a pas d’ordre rappelé « {order} ».",
                "the fund {fund} has no order “{order}” that was taken back.",
            ).filled(fund=fund, order=order[:40]),
            why=Text(
                "Seul un ordre rappelé, dont l’argent est revenu au fonds, a besoin que le fonds soit relevé pour lui."
                " Rien n’a été changé.",
                "Only an order that was taken back, and whose money has returned to the fund, needs it to be raised"
                " for it. Nothing was changed.",
            ),
            cure=Text(
                "Copiez la référence de l’ordre depuis la page de sa réservation, ou laissez le champ vide.",
                "Copy the order’s reference from the page of its reservation, or leave the field empty.",
            ),
        )


class NotOfOneWorld(BadInput):
    """Money moved between a real fund and a fictitious one."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            Text(
                "l’un des fonds {one} et {other} est fictif, l’autre est réel.",
                "one of the funds {one} and {other} is fictitious, the other is real.",
            ).filled(one=one, other=other),
            why=Text(
                "De l’argent inventé ne change pas une somme réelle. Rien n’a été changé.",
                "Invented money changes no real sum. Nothing was changed.",
            ),
            cure=Text(
                "Choisissez deux fonds réels, ou deux fonds fictifs.",
                "Choose two real funds, or two fictitious ones.",
            ),
        )


class NotTheSameFunders(BadInput):
    """Money moved between funds that are not paid alike."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            Text(
                "les fonds {one} et {other} n’ont pas la même unité, les mêmes financeurs et les mêmes parts.",
                "the funds {one} and {other} do not have the same unit, funders and shares.",
            ).filled(one=one, other=other),
            why=Text(
                "Déplacer l’argent de l’un à l’autre ferait payer un financeur pour un autre.",
                "Moving money between them would make one funder pay for another.",
            ),
            cure=Text(
                "Réduisez l’un et relevez l’autre, par deux actes.",
                "Reduce one and raise the other, by two acts.",
            ),
        )


class NothingAwarded(BadInput):
    """A decision from which nothing can be reserved in this fund."""

    def __init__(self, what: Text) -> None:
        super().__init__(what, why=NOTHING_CHANGED, cure=READ_AGAIN)


class FileUnfit(BadInput):
    """A file of payments that cannot be read at all."""

    def __init__(self, what: Text) -> None:
        super().__init__(
            what,
            why=NOTHING_CHANGED,
            cure=Text(
                "Envoyez un CSV en UTF-8 dont l’en-tête nomme order, amount, executed_on et proof.",
                "Send a CSV in UTF-8 whose heading names order, amount, executed_on and proof.",
            ),
        )


class RowsRefused(BadInput):
    """A file of payments with rows that are wrong: none of it is recorded."""

    def __init__(self, rows: Sequence[tuple[int, BadInput]]) -> None:
        self.rows = tuple(rows)
        shown = self.rows[:SHOWN_ROWS]
        rest = len(self.rows) - len(shown)
        more = Text("", "") if not rest else Text(f"\n… et {rest} autres", f"\n… and {rest} more")
        super().__init__(
            Text(
                "lignes refusées : "
                + "".join(f"\nligne {n} : {one.what.fr}" for n, one in shown)
                + more.fr,
                "rows refused: "
                + "".join(f"\nrow {n}: {one.what.en}" for n, one in shown)
                + more.en,
            ),
            why=Text(
                "Un fichier est enregistré en entier ou pas du tout.",
                "A file is recorded whole or not at all.",
            ),
            cure=Text(
                "Corrigez ces lignes et renvoyez-le.", "Correct these rows and send it again."
            ),
        )
