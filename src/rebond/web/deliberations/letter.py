"""The letter that carries a visible decision, as a PDF: typeset from values alone, offline."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.translation import gettext as _

from rebond.web.deliberations import explaining
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.proposals import digest_of
from rebond.web.theme import writing

TEMPLATE = Path(__file__).parent / "letter.typ"


def letter_pdf(decision: Decision, now: datetime) -> bytes:
    """Typeset the letter of one visible decision in the language in force.

    The document is dated from the decision, so that the same decision gives the same bytes.
    """
    body = letter_of(decision, now)
    stamp = decision.confirmed_at or now

    def typeset(standard: str | None) -> bytes:
        return typst.compile(
            TEMPLATE.read_bytes(),
            format="pdf",
            font_paths=typst.Fonts(include_system_fonts=False),
            sys_inputs={"letter": json.dumps(body, ensure_ascii=False)},
            pdf_standards=standard,
            timestamp=stamp.replace(microsecond=0),  # typst counts whole seconds
        )

    try:
        return typeset("ua-1")
    except RuntimeError:
        # PDF/UA forbids a character that no font draws; such a sentence is shown with boxes, not refused.
        return typeset(None)


def letter_of(decision: Decision, now: datetime) -> dict[str, Any]:
    """Return what the letter says, as JSON values in the language in force."""
    call, dossier = decision.call, decision.dossier
    day = explaining.notified_on(decision, call)
    is_english = writing.lang() == "en"
    sentence = decision.sentence_en if is_english and decision.sentence_en else decision.sentence
    evidence = explaining.evidence(decision)
    return {
        "lang": writing.lang(),
        "title": _("Décision sur le dossier %(dossier)s") % {"dossier": dossier.reference},
        "fictitious": _("Appel fictif : ce document n’a aucun effet.")
        if call.is_fictitious
        else None,
        "to": dossier.organisation.name,
        "from": call.manager.name,
        "call": call.title_en if is_english else call.title_fr,
        "day": writing.day(day),
        "answer": explaining.answer(decision),
        "sentence": sentence if explaining.own_sentence(decision) else "",
        "sentence_lang": "en" if is_english and decision.sentence_en else "fr",
        "facts": [
            *(list(row) for row in explaining.reason_words(decision)),
            *_own_answer(explaining.gate_change(decision, now)),
        ],
        "heading_authority": _("Qui a décidé"),
        "authority": [list(row) for row in explaining.authority(decision)],
        "heading_reason": _("Les raisons"),
        "heading_law": _("Ce que la loi demande de dire"),
        "law": _law(decision, has_evaluation=evidence is not None),
        "heading_parameters": _("Part de chaque critère dans le score"),
        "parameters": [
            [writing.words(row.title), writing.written(row.value, 3), writing.written(row.mean, 3)]
            for row in evidence.contributions.rows
        ]
        if evidence
        else [],
        "column_names": [_("Critère"), _("Ici"), _("En moyenne")],
        "heading_appeal": _("Comment contester"),
        "appeals": [
            {
                "title": writing.words(way.title),
                "rule": writing.words(way.rule),
                "terms": [
                    _("%(day)s : %(says)s")
                    % {"day": writing.day(term.on), "says": writing.words(term.says)}
                    for term in way.terms
                ],
                "articles": ("; " if is_english else " ; ").join(
                    writing.words(source.article) for source in way.sources
                ),
            }
            for way in explaining.ways(day, day)
        ],
        "appeal_note": _(
            "Dates comptées comme si chaque demande partait le jour de la notification, le %(day)s. Elles sont une aide, pas une garantie : vérifiez les articles en vigueur."
        )
        % {"day": writing.day(day)},
        "digest": digest_of(decision),
        "digest_label": _("Empreinte de la décision"),
        "taken": _("Acte n° %(number)s, confirmé par une seconde personne le %(day)s")
        % {
            "number": decision.number,
            "day": writing.day(timezone.localtime(decision.confirmed_at).date())
            if decision.confirmed_at
            else "",
        },
    }


def _own_answer(change: explaining.GateChange | None) -> list[list[str]]:
    if change is None or not change.answered.fr:
        return []
    return [[_("Votre réponse"), writing.words(change.answered)]]


def _law(decision: Decision, *, has_evaluation: bool) -> list[list[str]]:
    measure = decision.call.title_en if writing.lang() == "en" else decision.call.title_fr
    if has_evaluation:
        said = (
            _("Le calcul classe les candidats et propose une sélection ; une autorité décide."),
            _(
                "Les réponses du dossier et les données ouvertes de la page de la décision, avec leur source et leur millésime."
            ),
            _(
                "Ceux du tableau ci-dessous, à la pondération centrale ; la page de la décision donne chaque poids, chaque repère et chaque règle."
            ),
            _(
                "Chaque valeur est ramenée entre 0 et 1, les critères sont pondérés et additionnés, les candidats classés, la sélection choisie sous les règles de la politique."
            ),
        )
    else:
        said = (
            _(
                "Aucun classement : seules les conditions d’accès sont calculées ; des personnes ont lu le dossier et une autorité a décidé."
            ),
            _("Les réponses du dossier et les périmètres du programme au jour du dépôt."),
            _("Aucune pondération ; chaque condition est remplie, non remplie, ou on ne sait pas."),
            _(
                "Chaque condition est comparée à la réponse donnée ; les lectures sont résumées par leur médiane."
            ),
        )
    titles = (
        _("1. Le degré et le mode de contribution du traitement"),
        _("2. Les données traitées et leurs sources"),
        _("3. Les paramètres et leur pondération, appliqués à ce cas"),
        _("4. Les opérations effectuées"),
        _("Mention"),
    )
    mention = _(
        "Finalité : instruire l’appel « %(measure)s ». Vous pouvez demander à l’autorité qui a décidé les règles de ce traitement et les principales caractéristiques de sa mise en œuvre (CRPA, articles L311-3-1, R311-3-1-1 et R311-3-1-2)."
    ) % {"measure": measure}
    return [list(pair) for pair in zip(titles, (*said, mention), strict=True)]
