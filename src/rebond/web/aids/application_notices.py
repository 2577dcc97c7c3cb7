"""What applicants and operators are told of an application; references and aids, nobody's name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from rebond.texts import Text
from rebond.web.aids.models import Application
from rebond.web.notices import services as notices
from rebond.web.notices.kinds import NoticeKind

FILED = "aids.application_filed"
COMPLETED = "aids.application_completed"
WITHDRAWN = "aids.application_withdrawn"
PROOF_GIVEN = "aids.proof_given"
ASKED = "aids.fact_asked"
SERVED = "aids.application_served"
GRANTED = "aids.application_granted"
REFUSED = "aids.application_refused"
PROOF_DECLINED = "aids.proof_declined"
ORDERED = "aids.payment_ordered"
PAID = "aids.application_paid"
BROKEN = "aids.contract_broken"
PAID_BEFORE = "aids.paid_before_break"
BEYOND = {
    "contract": "aids.paid_contract_twice",
    "person": "aids.paid_person_twice",
    "firm": "aids.paid_firm_too_often",
}
"""Paid before the break, while another application has taken the place of this limit: by kind of limit."""
TO_REPAY = "aids.to_repay"
RECOVERED = "aids.recovered"
NOTHING_DUE = "aids.nothing_due"
ENDED = "aids.application_ended"
PUT_IN_LINE = "aids.application_waiting"


def _kind(fr: str, en: str, line_fr: str, line_en: str) -> NoticeKind:
    return NoticeKind(
        Text(f"{fr} : {{application}}", f"{en}: {{application}}"),
        Text(f"{line_fr} ({{aid}}).", f"{line_en} ({{aid}})."),
    )


KINDS: dict[str, NoticeKind] = {
    FILED: _kind(
        "Demande d’aide à examiner",
        "Aid application to examine",
        "La demande {application} est déposée",
        "The application {application} has been filed",
    ),
    COMPLETED: _kind(
        "Demande d’aide complétée",
        "Aid application completed",
        "La demande {application} a les faits demandés",
        "The application {application} has the facts asked for",
    ),
    WITHDRAWN: _kind(
        "Demande d’aide retirée",
        "Aid application withdrawn",
        "La demande {application} est retirée par le demandeur",
        "The application {application} has been withdrawn by the applicant",
    ),
    PROOF_GIVEN: _kind(
        "Justificatif à examiner",
        "Proof to examine",
        "La demande {application} a son justificatif",
        "The application {application} has its proof",
    ),
    ASKED: _kind(
        "Un fait manque à votre demande",
        "Your application lacks a fact",
        "L’opérateur demande un fait pour {application}",
        "The operator asks for a fact for {application}",
    ),
    SERVED: _kind(
        "Votre demande sort de la liste d’attente",
        "Your application leaves the waiting list",
        "L’aide de {application} est réservée",
        "The aid of {application} is reserved",
    ),
    GRANTED: _kind(
        "Aide accordée",
        "Aid granted",
        "L’aide de {application} est accordée ; elle se paie sur justificatif",
        "The aid of {application} is granted; it is paid on proof",
    ),
    REFUSED: _kind(
        "Aide refusée",
        "Aid refused",
        "La demande {application} est refusée ; la raison est sur sa page",
        "The application {application} is refused; the reason is on its page",
    ),
    PROOF_DECLINED: _kind(
        "Justificatif à refaire",
        "Proof to be given again",
        "Le justificatif de {application} ne suffit pas ; la raison est sur sa page",
        "The proof of {application} is not enough; the reason is on its page",
    ),
    ORDERED: _kind(
        "Paiement ordonné",
        "Payment ordered",
        "Le paiement de {application} est ordonné à ses financeurs",
        "The payment of {application} is ordered from its funders",
    ),
    PAID: _kind(
        "Aide payée",
        "Aid paid",
        "L’aide de {application} est payée en entier",
        "The aid of {application} is paid in full",
    ),
    BROKEN: _kind(
        "Contrat rompu, à instruire",
        "Contract ended early, to examine",
        "Le contrat de {application} a pris fin avant son terme ; dites ce qui est à rendre",
        "The contract of {application} ended before its time; say what is to be paid back",
    ),
    PAID_BEFORE: _kind(
        "Payé avant la rupture, à décider de nouveau",
        "Paid before the break, to decide again",
        "Un paiement d’avant la rupture de {application} vient d’être enregistré ; redites ce qui est à rendre",
        "A payment made before the break of {application} has just been recorded; say again what is to be paid back",
    ),
    BEYOND["contract"]: _kind(
        "Contrat aidé deux fois",
        "Contract aided twice",
        "{application} est payée, et une autre demande a l’aide pour ce contrat depuis son retrait",
        "{application} is paid, and another application has the aid for this contract since it was withdrawn",
    ),
    BEYOND["person"]: _kind(
        "Personne aidée deux fois",
        "Person aided twice",
        "{application} est payée, et une autre demande a l’aide pour cette personne depuis son retrait",
        "{application} is paid, and another application has the aid for this person since it was withdrawn",
    ),
    BEYOND["firm"]: _kind(
        "Entreprise aidée au-delà de sa limite",
        "Firm aided beyond its limit",
        "{application} est payée, et d’autres demandes ont pris les places de l’entreprise depuis son retrait",
        "{application} is paid, and other applications have taken the firm’s places since it was withdrawn",
    ),
    TO_REPAY: _kind(
        "Une part de l’aide est à rendre",
        "A part of the aid is to be paid back",
        "Le montant à rendre pour {application} est sur sa page",
        "The amount to be paid back for {application} is on its page",
    ),
    RECOVERED: _kind(
        "Aide remboursée",
        "Aid paid back",
        "Ce qui était à rendre pour {application} est rendu",
        "What was to be paid back for {application} is paid back",
    ),
    NOTHING_DUE: _kind(
        "Rien n’est à rendre",
        "Nothing is to be paid back",
        "Le contrat de {application} a pris fin avant son terme ; rien n’est à rendre",
        "The contract of {application} ended before its time; nothing is to be paid back",
    ),
    ENDED: _kind(
        "Demande d’aide close",
        "Aid application closed",
        "Le recrutement de {application} a pris fin avant la décision ; ce qui était réservé revient au fonds",
        "The recruitment of {application} ended before the decision; what was reserved returns to the fund",
    ),
    PUT_IN_LINE: _kind(
        "Votre demande est en liste d’attente",
        "Your application is on the waiting list",
        "L’enveloppe ne contient plus le montant de {application} ; son rang est sur sa page",
        "The envelope no longer holds the amount of {application}; its place is on its page",
    ),
}


def tell_operator(application: Application, kind: str, now: datetime) -> None:
    """Tell the people of the operator."""
    notices.tell_organisation(application.operator_id, kind, **_said(application, now))


def tell_applicant(application: Application, kind: str, now: datetime) -> None:
    """Tell the young person, or the people of the firm."""
    if application.person_id is not None:
        notices.tell([application.person_id], kind, **_said(application, now))
    elif application.firm_id is not None:
        notices.tell_organisation(application.firm_id, kind, **_said(application, now))


def _said(application: Application, now: datetime) -> dict[str, Any]:
    with translation.override("fr"):
        address = reverse("aid-application", args=[application.reference])
    return {
        "about": ("aid_application", application.reference),
        "address": address,
        "facts": {"application": application.reference, "aid": application.aid["title"]},
        "now": now,
    }
