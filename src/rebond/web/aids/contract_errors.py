"""What a contract, a diploma or a firm cannot be; nothing was changed by any of it."""

from __future__ import annotations

from datetime import date

from rebond.errors import BadInput
from rebond.texts import Text, day_text
from rebond.web.aids.recruiting_errors import NOTHING_CHANGED


class EndMissing(BadInput):
    """A contract of a given length without a last day."""

    field = "ends_on"

    def __init__(self, contract: Text) -> None:
        super().__init__(
            Text(
                "«\u00a0{contract}\u00a0»\u00a0: ce contrat a un dernier jour, et il n’est pas donné.",
                "“{contract}”: this contract has a last day, and it is not given.",
            ).filled(contract=contract),
            why=NOTHING_CHANGED,
            cure=Text("Donnez la fin du contrat.", "Give the end of the contract."),
        )


class EndTooMany(BadInput):
    """A permanent contract with a last day."""

    field = "ends_on"

    def __init__(self, contract: Text, ends: date) -> None:
        super().__init__(
            Text(
                "«\u00a0{contract}\u00a0»\u00a0: ce contrat n’a pas de dernier jour, et le {day} est donné.",
                "“{contract}”: this contract has no last day, and {day} is given.",
            ).filled(contract=contract, day=day_text(ends)),
            why=NOTHING_CHANGED,
            cure=Text(
                "Laissez la fin vide, ou changez de contrat.",
                "Leave the end empty, or change the contract.",
            ),
        )


class ContractTooShort(BadInput):
    """Days that make a contract shorter than its name says."""

    field = "ends_on"

    def __init__(self, contract: Text, starts: date, ends: date, least: date) -> None:
        super().__init__(
            Text(
                "«\u00a0{contract}\u00a0»\u00a0: du {starts} au {ends}, c’est plus court.",
                "“{contract}”: from {starts} to {ends} is shorter.",
            ).filled(contract=contract, starts=day_text(starts), ends=day_text(ends)),
            why=Text(
                "De quantième à quantième, il va au moins jusqu’au {least}. Rien n’a été changé.",
                "Counted from day to day of the month, it runs until {least} at least. Nothing was changed.",
            ).filled(least=day_text(least)),
            cure=Text(
                "Corrigez les dates, ou l’offre si le contrat est un autre.",
                "Correct the dates, or the offer if the contract is another.",
            ),
        )


class StartBeforeOffer(BadInput):
    """A contract that would have begun before anybody could answer the offer."""

    field = "starts_on"

    def __init__(self, starts: date, opened: date) -> None:
        super().__init__(
            Text(
                "Le contrat commencerait le {starts}, avant l’ouverture de l’offre, le {opened}.",
                "The contract would begin on {starts}, before the offer was opened, on {opened}.",
            ).filled(starts=day_text(starts), opened=day_text(opened)),
            why=NOTHING_CHANGED,
            cure=Text("Corrigez le premier jour.", "Correct the first day."),
        )


class SituationUnfit(BadInput):
    """A situation that the day of the diploma contradicts."""

    field = "situation"

    def __init__(self, situation: Text, graduated_on: date, day: date) -> None:
        super().__init__(
            Text(
                "«\u00a0{situation}\u00a0» ne va pas avec un diplôme du {graduated}, le {day}.",
                "“{situation}” does not go with a diploma of {graduated}, on {day}.",
            ).filled(situation=situation, graduated=day_text(graduated_on), day=day_text(day)),
            why=NOTHING_CHANGED,
            cure=Text("Corrigez l’un des deux.", "Correct one of the two."),
        )


class FirmUnregistered(BadInput):
    """A firm whose SIREN the platform does not hold: nobody checked that the one typed is its own."""

    field = "siren"

    def __init__(self, firm: str) -> None:
        super().__init__(
            Text(
                "Le SIREN de {firm} n’est pas enregistré ici.",
                "The SIREN of {firm} is not registered here.",
            ).filled(firm=firm),
            why=Text(
                "Une offre ouverte porte le SIREN enregistré de l’entreprise, jamais un SIREN seulement tapé : "
                "les aides se comptent par lui. Le brouillon reste.",
                "An open offer bears the firm’s registered SIREN, never one only typed: aids are counted "
                "by it. The draft stays.",
            ),
            cure=Text(
                "Qui administre les comptes de l’entreprise l’enregistre sur la page de l’organisation, «\u00a0Numéro"
                " SIREN\u00a0»\u202f; l’équipe nationale le peut aussi.",
                "Whoever administers the firm’s accounts registers it on the organisation’s page, “SIREN number”;"
                " the national team can too.",
            ),
        )


class PayerUnknown(BadInput):
    """An aid that no source says who pays here."""

    def __init__(self, aid: Text) -> None:
        super().__init__(
            Text(
                "{aid}\u00a0: non établi, rien ne dit qui la paie ici.",
                "{aid}: not established, nothing says who pays it here.",
            ).filled(aid=aid),
            why=Text(
                "Aucun fonds ne peut donc être ouvert pour elle. Rien n’est gardé.",
                "So no fund can be opened for it. Nothing is kept.",
            ),
            cure=Text(
                "Demandez-la à qui la verse, hors de cette plateforme.",
                "Ask who pays it, outside this platform.",
            ),
        )


class FrozenUnreadable(BadInput):
    """Rules of a filing day kept in a form that this version does not read."""

    def __init__(self, aid: str, schema: object) -> None:
        super().__init__(
            Text(
                "{aid}\u00a0: ses règles gelées sont de la forme {schema}, que cette version ne lit pas.",
                "{aid}: its frozen rules are of the form {schema}, which this version does not read.",
            ).filled(aid=aid, schema=str(schema)),
            why=NOTHING_CHANGED,
            cure=Text(
                "Installez la version qui les a écrites, ou une plus récente.",
                "Install the version that wrote them, or a later one.",
            ),
        )
