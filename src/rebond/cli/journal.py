"""`rebond journal`: walk along the chain of acts, export its head, check an earlier head."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from rebond.cli.output import print_paragraphs, progress_bar
from rebond.texts import Lang, Text, number


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    journal = typer.Typer(
        no_args_is_help=True,
        help=say("Vérifier le journal des actes.", "Verify the journal of acts."),
    )
    app.add_typer(journal, name="journal")

    @journal.command(
        help=say(
            "Parcourir toute la chaîne, y comparer décisions, dépôts et révisions, et nommer la première ligne qui ne tient pas.",
            "Walk along the whole chain, compare decisions, filings and revisions with it, and name the first row that does not hold.",
        )
    )
    def verify() -> None:
        from rebond.web.journal import standalone

        with progress_bar(lang) as report:
            walk = standalone.verify(None, _walked(report))
            agreement = standalone.compare()
        print_paragraphs(
            [_whole(walk, lang), *_agreed(agreement, lang), *_erased(walk, lang)], lang
        )

    @journal.command(
        help=say(
            "Exporter la tête du journal : son dernier numéro et son empreinte, signés si on le demande.",
            "Export the head of the journal: its last number and digest, signed when asked.",
        )
    )
    def head(
        out: Annotated[Path, typer.Option(help=say("Fichier à écrire.", "File to write."))],
        sign: Annotated[
            Path | None,
            typer.Option(help=say("Clé privée Ed25519 (PEM).", "Ed25519 private key (PEM).")),
        ] = None,
    ) -> None:
        from rebond.canonical import replace_file
        from rebond.cli.opened import check_writable, readable
        from rebond.cli.verification import KEY_OPENER_VARIABLE
        from rebond.record.journal_head import sign_head
        from rebond.web.journal import standalone

        check_writable(out)
        exported = standalone.current_head()
        if sign is not None:
            pem, opener = readable(sign), os.environ.get(KEY_OPENER_VARIABLE, "").encode()
            password = (opener or None) if b"ENCRYPTED" in pem else None
            exported = sign_head(exported, pem, password=password)
        replace_file(out, exported.to_bytes())
        print_paragraphs([_exported(exported, out, lang)], lang)

    @journal.command(
        name="check-head",
        help=say(
            "Vérifier que le journal est bien la suite d’une tête exportée plus tôt.",
            "Check that the journal continues a head exported earlier.",
        ),
    )
    def check_head(
        file: Annotated[Path, typer.Argument(help=say("Tête exportée.", "Exported head."))],
        key: Annotated[
            Path | None,
            typer.Option(
                help=say("Clé publique de qui l’a signée (PEM).", "Public key of its signer (PEM).")
            ),
        ] = None,
    ) -> None:
        from rebond.cli.opened import readable
        from rebond.record.journal_head import read_head
        from rebond.web.journal import standalone

        public = None if key is None else readable(key)
        exported = read_head(readable(file), str(file), public_key_pem=public)
        known = {exported.number: exported.digest} if exported.number else {}
        with progress_bar(lang) as report:
            walk = standalone.verify(known, _walked(report))
        print_paragraphs(
            [_whole(walk, lang), _continues(exported, lang, checked=key is not None)], lang
        )


def _walked(report: Callable[[str, int, int], None]) -> Callable[[int, int], None]:
    return lambda done, total: report("journal", done, total)


def _whole(walk: Any, lang: Lang) -> str:
    if not walk.number:
        return Text("Le journal est vide.", "The journal is empty.").of(lang)
    return (
        Text(
            "Vérifié. Les {n} lignes du journal se suivent et aucune n’a changé. Tête : {digest}",
            "Verified. The {n} rows of the journal follow each other and none was changed. Head: {digest}",
        )
        .filled(n=Text(number(walk.number, "fr"), number(walk.number, "en")), digest=walk.digest)
        .of(lang)
    )


def _agreed(agreement: Any, lang: Lang) -> list[str]:
    said = []
    if agreement.compared:
        text = Text(
            "Comparés à leur empreinte au journal, décisions confirmées, dépôts et révisions publiées : {n}, tous inchangés.",
            "Compared with their digest in the journal, confirmed decisions, filings and published revisions: {n}, none changed.",
        )
        said.append(
            text.filled(
                n=Text(number(agreement.compared, "fr"), number(agreement.compared, "en"))
            ).of(lang)
        )
    if agreement.not_comparable:
        text = Text(
            "Actes dont les lignes ne peuvent plus être comparées, leur contenu étant effacé : {n}.",
            "Acts whose rows can no longer be compared, their content being erased: {n}.",
        )
        said.append(text.filled(n=len(agreement.not_comparable)).of(lang))
    return said


def _erased(walk: Any, lang: Lang) -> list[str]:
    if not walk.missing:
        return []
    text = Text(
        "Contenus effacés par un acte du journal : {n}.",
        "Contents erased by an act of the journal: {n}.",
    )
    return [text.filled(n=len(walk.missing)).of(lang)]


def _exported(exported: Any, out: Path, lang: Lang) -> str:
    state = (
        Text("non signée", "not signed")
        if exported.signature is None
        else Text("signée : {key}", "signed: {key}").filled(key=exported.signature.key_id)
    )
    return (
        Text(
            "Tête écrite dans {file} : ligne {n}, {digest} ({state}).",
            "Head written to {file}: row {n}, {digest} ({state}).",
        )
        .filled(file=out, n=exported.number, digest=exported.digest or "∅", state=state)
        .of(lang)
    )


def _continues(exported: Any, lang: Lang, *, checked: bool) -> str:
    who = Text("", "")
    if exported.signature is not None:
        who = (
            Text(" La clé donnée l’a signée.", " The given key signed it.")
            if checked
            else Text(
                " Elle est signée ; donnez --key pour vérifier par qui.",
                " It is signed; give --key to check by whom.",
            )
        )
    return (
        Text(
            "Le journal est la suite de la tête exportée le {at} : ligne {n}.{who}",
            "The journal continues the head exported on {at}: row {n}.{who}",
        )
        .filled(at=exported.at, n=exported.number, who=who)
        .of(lang)
    )
