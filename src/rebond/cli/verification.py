"""`rebond verify`, `rebond sign`: check a decision, and say who made it."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from rebond.cli.opened import MOST_THREADS, thread_count, threads_help
from rebond.cli.output import print_paragraphs, progress_bar
from rebond.texts import Lang, Text

KEY_OPENER_VARIABLE = "REBOND_KEY_PASSWORD"


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    @app.command(
        help=say(
            "Vérifier un fichier de décision. Octets, sceau, signature, puis recalcul complet.",
            "Verify a decision file. Bytes, seal, signature, then the whole computation again.",
        )
    )
    def verify(
        file: Annotated[Path, typer.Argument(help=say("Fichier de décision.", "Decision file."))],
        programme: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Dossier d’une politique, à comparer à celle du fichier.",
                    "Folder of a policy, to compare with the one in the file.",
                )
            ),
        ] = None,
        key: Annotated[
            Path | None,
            typer.Option(
                help=say("Clé publique de l’autorité (PEM).", "Public key of the authority (PEM).")
            ),
        ] = None,
        threads: Annotated[int, typer.Option(min=0, max=MOST_THREADS, help=threads_help(lang))] = 0,
    ) -> None:
        from rebond.cli.opened import open_snapshot, readable
        from rebond.pipeline import changed_content, verify_record
        from rebond.record import check_signature, read_record
        from rebond.record.errors import DigestMismatch

        try:
            record = read_record(file)
        except DigestMismatch as mismatch:
            with progress_bar(lang) as report:
                found = changed_content(
                    file,
                    mismatch,
                    open_snapshot(),
                    programme=programme,
                    threads=thread_count(threads),
                    on_progress=report,
                )
            raise found from mismatch
        if key is not None:
            check_signature(record, readable(key))
        with progress_bar(lang) as report:
            verify_record(
                record,
                open_snapshot(),
                programme=programme,
                threads=thread_count(threads),
                on_progress=report,
            )
        said = [
            say(
                f"Vérifié. Le recalcul redonne le même contenu, octet pour octet : {record.digest}",
                f"Verified. Computing it again gives the same content, byte for byte: {record.digest}",
            )
        ]
        said.append(_compared(record.body, programme, lang))
        if record.signature is not None:
            said.append(_signed(record, lang, checked=key is not None))
        print_paragraphs(said, lang)

    @app.command(
        help=say(
            f"Signer un fichier de décision avec une clé Ed25519. Mot de passe de la clé : {KEY_OPENER_VARIABLE}.",
            f"Sign a decision file with an Ed25519 key. Password of the key: {KEY_OPENER_VARIABLE}.",
        )
    )
    def sign(
        file: Annotated[Path, typer.Argument(help=say("Fichier de décision.", "Decision file."))],
        key: Annotated[Path, typer.Option(help=say("Clé privée (PEM).", "Private key (PEM)."))],
        out: Annotated[
            Path | None,
            typer.Option(
                help=say("Fichier signé ; par défaut le même.", "Signed file; by default the same.")
            ),
        ] = None,
    ) -> None:
        from rebond.cli.opened import check_writable, readable, write_decision
        from rebond.record import read_record
        from rebond.record import sign as sign_record

        target = out or file
        check_writable(target)
        pem, opener = readable(key), os.environ.get(KEY_OPENER_VARIABLE, "").encode()
        signed = sign_record(
            read_record(file), pem, password=(opener or None) if b"ENCRYPTED" in pem else None
        )
        write_decision(target, signed)
        print_paragraphs([_signed(signed, lang, checked=False)], lang)


def _compared(body: dict[str, Any], folder: str | None, lang: Lang) -> str:
    """Say with what the policy was compared: a file that carries its own policy only proves itself."""
    from rebond.canonical import canonical_bytes
    from rebond.pipeline.verification import is_completed_by_a_call
    from rebond.programme import shipped_programmes, thaw_programme

    policy = f"{body['programme']['id']} {body['programme']['version']}"
    if folder is not None:
        with_what = Text(f"celle de « {folder} »", f"that of “{folder}”")
    elif is_completed_by_a_call(thaw_programme(canonical_bytes(body["policy"]))):
        return (
            Text(
                "Politique\u00a0: {policy}, complétée par les choix d’un appel, telle que le fichier la porte\u202f; donnez "
                "--programme pour la comparer à celle de l’autorité.",
                "Policy: {policy}, completed by the choices of a call, as the file carries it; give --programme to "
                "compare it with that of the authority.",
            )
            .filled(policy=policy)
            .of(lang)
        )
    elif body["programme"]["id"] in shipped_programmes():
        with_what = Text("celle qui est livrée avec Rebond", "the one shipped with Rebond")
    else:
        return (
            Text(
                "Politique : {policy}, telle que le fichier la porte ; elle n’est pas livrée avec Rebond, donnez "
                "--programme pour la comparer à celle de l’autorité.",
                "Policy: {policy}, as the file carries it; it is not shipped with Rebond, give --programme to "
                "compare it with that of the authority.",
            )
            .filled(policy=policy)
            .of(lang)
        )
    return (
        Text("Politique : {policy}, la même que {it}.", "Policy: {policy}, the same as {it}.")
        .filled(policy=policy, it=with_what)
        .of(lang)
    )


def _signed(record: Any, lang: Lang, *, checked: bool) -> str:
    key_id = record.signature.key_id
    checked_text = Text(
        "la clé donnée est celle de la signature", "the key given is the signature's"
    )
    open_text = Text(
        "signature valide ; donnez --key pour vérifier de qui elle est",
        "valid signature; give --key to check whose it is",
    )
    return (
        Text("Signé : {key} ({state}).", "Signed: {key} ({state}).")
        .filled(key=key_id, state=checked_text if checked else open_text)
        .of(lang)
    )
