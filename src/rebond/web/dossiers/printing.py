"""A filed dossier on paper: every question with its answer, and the list of its files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rebond.programme.answers import Question, in_words, is_answered, questions
from rebond.programme.forms import FileField, ListField
from rebond.texts import Lang, Text, number
from rebond.web.dossiers.errors import moment_text
from rebond.web.dossiers.locking import form_of
from rebond.web.dossiers.models import Filing
from rebond.web.dossiers.places import commune_name
from rebond.web.dossiers.typesetting import Document, Pair, Part, typeset

KILOBYTE = 1_000
FILE_COLUMNS = (
    Text("nom", "name"),
    Text("format", "format"),
    Text("taille", "size"),
    Text("empreinte", "digest"),
)
_BLANK = Text("sans réponse", "no answer")
_WITHHELD = Text("donnée personnelle, non montrée", "personal data, not shown")
_OTHERS = Text("Autres questions", "Other questions")


def file_rows(
    files: Iterable[Mapping[str, Any]], lang: Lang
) -> tuple[tuple[str, str, str, str], ...]:
    """Return the files of a filing as rows: name, format, size in kilobytes, digest."""
    unit = Text("ko", "kB").of(lang)
    return tuple(
        (
            str(one["name"]),
            str(one["format"]),
            f"{number(-(-int(one['size']) // KILOBYTE), lang)}\u00a0{unit}",
            str(one["digest"]).removeprefix("sha256:"),
        )
        for one in files
    )


def dossier_pdf(filing: Filing, lang: Lang, *, personal: bool) -> bytes:
    """Return a filing as a PDF; without `personal`, what describes people is withheld, and said to be."""
    return typeset(document_of(filing, lang, personal=personal), filing.filed_at)


def document_of(filing: Filing, lang: Lang, *, personal: bool) -> Document:
    """Return what the printed dossier says in one language."""
    dossier, call = filing.dossier, filing.dossier.call
    lead = Text(
        "{organisation}, appel {call}. Dépôt n°\u00a0{number} du {at}.",
        "{organisation}, call {call}. Filing no. {number} of {at}.",
    ).filled(
        organisation=dossier.organisation.name,
        call=call.reference,
        number=filing.number,
        at=moment_text(filing.filed_at),
    )
    digest = Text("Empreinte\u00a0: {digest}.", "Digest: {digest}.").filled(digest=filing.digest)
    return Document(
        lang=lang,
        kind=Text("Dossier déposé", "Filed dossier").of(lang) + f" {dossier.reference}",
        title=dossier.title or dossier.reference,
        foot=f"{dossier.reference} · {filing.digest[:23]}…",
        lead=(lead.of(lang), digest.of(lang)),
        parts=(
            *_answers(filing, lang, personal=personal),
            _annexes(filing, lang, personal=personal),
        ),
    )


def _answers(filing: Filing, lang: Lang, *, personal: bool) -> list[Part]:
    form = form_of(filing.revision)
    groups: dict[str, tuple[Text, list[Pair]]] = {}
    for one in questions(form, filing.answers):
        top = one.placed.line[0]
        is_grouped = top.type in {"group", "list"}
        key, title = (top.id, top.label) if is_grouped else ("", _OTHERS)
        pairs = groups.setdefault(key, (title, []))[1]
        pairs.append(_pair(one, filing, lang, personal=personal))
    head = (Text("question", "question").of(lang), Text("réponse", "answer").of(lang))
    return [
        Part(title=title.of(lang), pairs=tuple(pairs), head=head)
        for title, pairs in groups.values()
    ]


def _pair(question: Question, filing: Filing, lang: Lang, *, personal: bool) -> Pair:
    name = question.label.of(lang)
    files = {one["path"]: one for one in filing.files}
    if question.placed.is_personal and not personal:
        return Pair(name, _WITHHELD.of(lang), is_blank=True)
    if not is_answered(question, filing.answers, files):
        return Pair(name, _BLANK.of(lang), is_blank=True)
    if isinstance(question.field, FileField):
        names = [str(one["name"]) for one in filing.files if one["path"] == question.path]
        return Pair(name, ", ".join(names))
    if isinstance(question.field, ListField):
        return Pair(name, Text("voir ci-dessous", "see below").of(lang))
    value = filing.answers[question.path]
    return Pair(name, in_words(question.field, value, commune_name=commune_name).of(lang))


def _annexes(filing: Filing, lang: Lang, *, personal: bool) -> Part:
    form = form_of(filing.revision)
    hidden = {
        one.path
        for one in questions(form, filing.answers)
        if one.placed.is_personal and not personal
    }
    listed = [
        one if one["path"] not in hidden else {**one, "name": _WITHHELD.of(lang)}
        for one in filing.files
    ]
    none = Text("Aucune pièce n’est jointe.", "No file is attached.").of(lang)
    return Part(
        title=Text("Pièces annexées", "Annexes").of(lang),
        lines=() if listed else (none,),
        rows=file_rows(listed, lang),
        columns=tuple(one.of(lang) for one in FILE_COLUMNS),  # type: ignore[arg-type]
    )
