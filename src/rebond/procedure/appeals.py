"""How an applicant may contest a decision, until which day, and under which article."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from rebond.procedure.legal_time import add_months
from rebond.texts import Text

READ_ON = datetime.date(2026, 11, 22)
"""Day on which the articles were read; each is to be checked on Légifrance for the day of the case."""
COURT_MONTHS = 2
SILENCE_MONTHS = 2
RULES_SILENCE_MONTHS = 1
CADA_MONTHS = 2
WITHDRAWAL_MONTHS = 4

Way = Literal["gracious", "rules", "court"]


@dataclass(frozen=True, slots=True)
class Source:
    """An article and the page where it was read."""

    article: Text
    url: str


def _same(article: str) -> Text:
    """Return the name of an article that is the same in both languages."""
    return Text(article, article)


COURT = Source(
    _same("CJA, article R421-1"),
    "https://www.doctrine.fr/l/texts/codes/LEGITEXT000006070933/articles/LEGIARTI000006449941",
)
COUNTING = Source(
    Text("délai franc", "how days are counted"),
    "https://impots.gouv.fr/particulier/questions/comment-est-calcule-le-delai-de-saisine-du-tribunal",
)
MENTIONED = Source(
    _same("CJA, article R421-5"),
    "https://mdmh-avocats.fr/2015/02/18/fiche-pratique-n-3-notice-pour-justificiable-averti-en-cas-de-contestation-dune-decision-administrative-explicite-et-individuelle",
)
GRACIOUS = Source(
    _same("CRPA, article L411-2"),
    "https://www.juritravail.com/document-personnalise/contestation-decision-administrative-recours-gracieux",
)
SILENCE = Source(
    _same("CJA, article R421-2"),
    "https://www.contentieux-administratif.fr/2010/03/14/art-r-421-2-du-code-de-justice-administrative/",
)
RULES = Source(
    Text(
        "CRPA, articles L311-3-1, R311-3-1-1 et R311-3-1-2",
        "CRPA, articles L311-3-1, R311-3-1-1 and R311-3-1-2",
    ),
    "https://www.service-public.fr/particuliers/actualites/A11502",
)
WITHDRAWAL = Source(
    _same("CRPA, article L242-1"),
    "https://www.legifrance.gouv.fr/affichCode.do?idSectionTA=LEGISCTA000031367655&cidTexte=LEGITEXT000031366350",
)


@dataclass(frozen=True, slots=True)
class Term:
    """One day that counts, with what it means."""

    on: datetime.date
    says: Text


@dataclass(frozen=True, slots=True)
class Appeal:
    """One way to contest: what it is, its days in order, its sources.

    Parameters
    ----------
    way : {"gracious", "rules", "court"}
    title, rule : Text
    terms : tuple of Term
        Counted from the day given; the first one is the last safe day to act, where there is one.
    sources : tuple of Source
    """

    way: Way
    title: Text
    rule: Text
    terms: tuple[Term, ...]
    sources: tuple[Source, ...]


def court(notified_on: datetime.date) -> Appeal:
    """Return until when the administrative court may be seized.

    Parameters
    ----------
    notified_on : date
        Day on which the decision reached the applicant.

    Returns
    -------
    Appeal
        Two days: the safe one, «de quantième à quantième», and the day after it, the last one of a «délai
        franc».

    References
    ----------
    CJA R421-1 (two months from notification); impots.gouv.fr for the counting: notified on 20 March, 21 May.

    Examples
    --------
    >>> [term.on.isoformat() for term in court(datetime.date(2031, 3, 20)).terms]
    ['2031-05-20', '2031-05-21']
    """
    safe = add_months(notified_on, COURT_MONTHS)
    return Appeal(
        "court",
        Text("Recours devant le tribunal administratif", "Appeal to the administrative court"),
        Text(
            "Deux mois à partir de la notification de la décision. Le délai est franc : le jour de la notification et celui de l’échéance ne comptent pas, et il passe au premier jour ouvrable quand il finit un samedi, un dimanche ou un jour férié ; la première date ci-dessous est celle à laquelle on ne peut pas se tromper. Il ne vous est opposable que si la notification l’a mentionné.",
            "Two months from the notification of the decision. The day of notification and the day of expiry do not count, and the term moves to the first working day when it ends on a Saturday, a Sunday or a public holiday; the first date below is the safe one. It binds you only if the notification mentioned it.",
        ),
        (
            Term(safe, Text("jour sûr pour saisir le tribunal", "safe day to seize the court")),
            Term(
                safe + datetime.timedelta(days=1),
                Text("dernier jour, délai franc", "last day, neither end counted"),
            ),
        ),
        (COURT, COUNTING, MENTIONED),
    )


def gracious(notified_on: datetime.date, lodged_on: datetime.date | None = None) -> Appeal:
    """Return until when to ask the authority to decide again, and what its silence opens.

    Parameters
    ----------
    notified_on : date
    lodged_on : date, optional
        Day on which the authority receives the appeal; without it only the last safe day is known.

    Returns
    -------
    Appeal

    Notes
    -----
    An appeal lodged after the time for the court stops nothing: then no later day is returned.

    Examples
    --------
    >>> asked = gracious(datetime.date(2031, 3, 20), datetime.date(2031, 4, 30))
    >>> [term.on.isoformat() for term in asked.terms]
    ['2031-05-20', '2031-06-30', '2031-08-30']
    """
    last = add_months(notified_on, COURT_MONTHS)
    terms = [Term(last, Text("jour sûr pour l’adresser", "safe day to lodge it"))]
    if lodged_on is not None and notified_on <= lodged_on <= last:
        refused = add_months(lodged_on, SILENCE_MONTHS)
        terms += [
            Term(refused, Text("sans réponse, il est rejeté", "without an answer, it is rejected")),
            Term(
                add_months(lodged_on, SILENCE_MONTHS + COURT_MONTHS),
                Text("jour sûr pour saisir alors le tribunal", "safe day to seize the court then"),
            ),
        ]
    return Appeal(
        "gracious",
        Text("Recours gracieux", "Gracious appeal"),
        Text(
            "Demander à l’autorité qui a décidé de décider à nouveau. Adressé dans le délai du recours devant le tribunal, il interrompt ce délai, qui repart du rejet. Deux mois de silence valent rejet.",
            "Ask the authority that decided to decide again. Lodged within the time for the court, it interrupts that time, which starts again at the rejection. Two months of silence mean rejection.",
        ),
        tuple(terms),
        (GRACIOUS, SILENCE),
    )


def rules(asked_on: datetime.date) -> Appeal:
    """Return the days of a request for the rules of the computation, and of the CADA after a silence.

    Parameters
    ----------
    asked_on : date
        Day on which the authority receives the request.

    Returns
    -------
    Appeal

    Examples
    --------
    >>> [term.on.isoformat() for term in rules(datetime.date(2031, 1, 31)).terms]
    ['2031-02-28', '2031-04-28']
    """
    refused = add_months(asked_on, RULES_SILENCE_MONTHS)
    # No source says whether the months run together or from the refusal's own day: the safe day is the earlier.
    together = add_months(asked_on, RULES_SILENCE_MONTHS + CADA_MONTHS)
    return Appeal(
        "rules",
        Text(
            "Demande des règles du calcul, puis CADA",
            "Request for the rules of the computation, then the CADA",
        ),
        Text(
            "Demander à l’autorité les règles du traitement et leur application à votre cas. Un mois de silence vaut refus ; la Commission d’accès aux documents administratifs (CADA) peut alors être saisie dans les deux mois.",
            "Ask the authority for the rules of the processing and how they applied to your case. One month of silence means refusal; the commission for access to administrative documents (CADA) may then be seized within two months.",
        ),
        (
            Term(
                refused, Text("sans réponse, c’est un refus", "without an answer, it is a refusal")
            ),
            Term(
                min(add_months(refused, CADA_MONTHS), together),
                Text("jour sûr pour saisir la CADA", "safe day to seize the CADA"),
            ),
        ),
        (RULES,),
    )


def withdrawal_limit(taken_on: datetime.date) -> datetime.date:
    """Return the last day on which an illegal decision that gave rights may be withdrawn.

    Parameters
    ----------
    taken_on : date
        Day on which the decision was taken.

    References
    ----------
    CRPA L242-1: only if it is illegal, and within four months of the decision.

    Examples
    --------
    >>> withdrawal_limit(datetime.date(2030, 10, 31)).isoformat()
    '2031-02-28'
    """
    return add_months(taken_on, WITHDRAWAL_MONTHS)
