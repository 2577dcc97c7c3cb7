"""The receipt of a filing: what was received, when, under which digest, and what happens next.

The canonical file of the filing is attached inside the PDF: `pdfdetach -saveall` then `sha256sum` give the
digest that the receipt states, without any program of ours.
"""

from __future__ import annotations

from rebond.programme.answers import is_item_path
from rebond.texts import Lang, Text, number
from rebond.web.dossiers.errors import moment_text
from rebond.web.dossiers.filings import filed_bytes
from rebond.web.dossiers.models import Filing
from rebond.web.dossiers.printing import FILE_COLUMNS, dossier_pdf, file_rows
from rebond.web.dossiers.typesetting import Document, Pair, Part, typeset

__all__ = ["attached_name", "document_of", "dossier_pdf", "receipt_pdf"]

_ELIGIBILITY = {
    "yes": Text(
        "aucune de celles qui éliminent n’est manquée au jour du dépôt",
        "none of those that eliminate is missed on the filing day",
    ),
    "no": Text(
        "l’une au moins, qui élimine, n’est pas remplie au jour du dépôt",
        "at least one that eliminates is not met on the filing day",
    ),
    "unknown": Text(
        "une au moins de celles qui éliminent reste à vérifier\u00a0; elle n’élimine pas tant qu’elle l’est",
        "at least one of those that eliminate is still to be checked; until then it does not eliminate",
    ),
}


def attached_name(filing: Filing) -> str:
    """Return the name of the canonical file inside the receipt."""
    return f"{filing.dossier.reference}-{filing.number}.json"


def receipt_pdf(filing: Filing, lang: Lang) -> bytes:
    """Return the receipt of a filing as a PDF, the canonical file of the filing attached."""
    name = attached_name(filing)
    description = Text("Ce qui a été déposé", "What was filed").of(lang)
    document = document_of(filing, lang)
    return typeset(document, filing.filed_at, (name, description, filed_bytes(filing)))


def document_of(filing: Filing, lang: Lang) -> Document:
    """Return what the receipt says in one language."""
    dossier = filing.dossier
    at = moment_text(filing.filed_at).of(lang)
    lead = [
        Text(
            "Le dossier {reference} est reçu le {at}, heure de Paris.",
            "Dossier {reference} was received on {at}, Paris time.",
        ).filled(reference=dossier.reference, at=at)
    ]
    if filing.is_in_grace:
        lead.append(
            Text(
                "Il a été déposé après l’heure de clôture, sous la règle écrite des brouillons du dernier jour.",
                "It was filed after the closing time, under the written rule for drafts of the last day.",
            )
        )
    return Document(
        lang=lang,
        kind=Text("Récépissé de dépôt", "Receipt of filing").of(lang),
        title=dossier.title or dossier.reference,
        foot=f"{dossier.reference} · {filing.digest[:23]}…",
        lead=tuple(one.of(lang) for one in lead),
        parts=(
            _what(filing, lang),
            _files(filing, lang),
            _next(filing, lang),
            _check(filing, lang),
        ),
    )


def _what(filing: Filing, lang: Lang) -> Part:
    dossier, call = filing.dossier, filing.dossier.call
    given = sum(not is_item_path(path) for path in filing.answers)
    pairs = [
        (Text("Dossier", "Dossier"), dossier.reference, False),
        (Text("Demandeur", "Applicant"), dossier.organisation.name, False),
        (
            Text("Appel", "Call"),
            f"{Text(call.title_fr, call.title_en).of(lang)} ({call.reference})",
            False,
        ),
        (Text("Dépôt n°", "Filing no."), str(filing.number), False),
        (Text("Reçu le", "Received on"), moment_text(filing.filed_at).of(lang), False),
        (Text("Réponses", "Answers"), number(given, lang), False),
        (Text("Pièces", "Files"), number(len(filing.files), lang), False),
        (Text("Empreinte du dépôt", "Digest of the filing"), filing.digest, True),
        (Text("Révision de l’appel", "Revision of the call"), str(filing.revision.number), False),
        (
            Text("Empreinte des règles de l’appel", "Digest of the call’s rules"),
            filing.revision.policy_digest,
            True,
        ),
    ]
    known = _ELIGIBILITY.get(dossier.eligibility)
    if known is not None and filing.number == 1:
        title = Text("Conditions d’accès", "Conditions of access")
        pairs.append((title, known.of(lang), False))
    return Part(
        title=Text("Ce qui est reçu", "What is received").of(lang),
        pairs=tuple(Pair(name.of(lang), value, is_code) for name, value, is_code in pairs),
        head=(Text("élément", "item").of(lang), Text("valeur", "value").of(lang)),
    )


def _files(filing: Filing, lang: Lang) -> Part:
    rows = file_rows(filing.files, lang)
    none = Text("Aucune pièce n’est jointe.", "No file is attached.").of(lang)
    return Part(
        title=Text("Pièces", "Files").of(lang),
        lines=() if rows else (none,),
        rows=rows,
        columns=tuple(one.of(lang) for one in FILE_COLUMNS),  # type: ignore[arg-type]
    )


def _next(filing: Filing, lang: Lang) -> Part:
    dossier, call = filing.dossier, filing.dossier.call
    instruction = getattr(dossier, "instruction", None)
    who = instruction.organisation.name if instruction is not None else call.manager.name
    lines = [
        Text(
            "{who} examine le dossier. Elle peut vous demander de corriger certains champs, avec un délai\u00a0: "
            "passé ce délai, ce dépôt reste celui qui compte.",
            "{who} examines the dossier. It may ask you to correct some fields within a time: after that, this "
            "filing is the one that counts.",
        ).filled(who=who)
    ]
    for moment, said in (
        (
            call.opinions_due_at,
            Text("Les avis sont attendus au {at}.", "Opinions are due by {at}."),
        ),
        (
            call.committee_at,
            Text("Le comité se réunit le {at}.", "The committee meets on {at}."),
        ),
        (
            call.results_at,
            Text(
                "Les résultats et leurs motifs sont publiés le {at}, pas avant.",
                "Results and their reasons are published on {at}, not before.",
            ),
        ),
    ):
        if moment is not None:
            lines.append(said.filled(at=moment_text(moment)))
    lines.append(
        Text(
            "Ces dates peuvent être déplacées\u00a0; chaque déplacement porte son motif sur la page de l’appel. Vous "
            "pouvez retirer le dossier tant qu’il n’est pas décidé.",
            "These dates may be moved; each move bears its reason on the page of the call. You may withdraw the "
            "dossier until it is decided.",
        )
    )
    return Part(
        title=Text("Ce qui se passe ensuite", "What happens next").of(lang),
        lines=tuple(one.of(lang) for one in lines),
    )


def _check(filing: Filing, lang: Lang) -> Part:
    name = attached_name(filing)
    lines = (
        Text(
            "Le fichier {name}, attaché à ce PDF, contient tout ce qui a été déposé. Son empreinte SHA-256 est celle "
            "du dépôt\u00a0: extrayez-le avec votre lecteur de PDF ou «\u00a0pdfdetach -saveall\u00a0», puis calculez-la "
            "avec «\u00a0sha256sum {name}\u00a0» (Windows\u00a0: «\u00a0certutil -hashfile {name} SHA256\u00a0»). Chaque pièce se "
            "vérifie de même.",
            "File {name}, attached to this PDF, holds everything that was filed. Its SHA-256 digest is that of the "
            "filing: extract it with your PDF reader or “pdfdetach -saveall”, then compute it with “sha256sum {name}” "
            "(Windows: “certutil -hashfile {name} SHA256”). Each file is checked alike.",
        ).filled(name=name),
        Text(
            "Ce récépissé contient donc vos réponses, données personnelles comprises\u00a0: gardez-le comme le dossier.",
            "This receipt therefore holds your answers, personal data included: keep it as you keep the dossier.",
        ),
    )
    return Part(
        title=Text("Vérifier l’empreinte", "Check the digest").of(lang),
        lines=tuple(one.of(lang) for one in lines),
    )
