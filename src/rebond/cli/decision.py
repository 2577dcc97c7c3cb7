"""`rebond evaluate`, `rebond explain`, `rebond verify`, `rebond sign`: make, read, check and sign a decision."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from rebond.cli.output import Format, print_json, progress_bar, show
from rebond.texts import Lang, Text, percent


def register(app: typer.Typer, lang: Lang) -> None:
    """Add the commands to the tree."""

    def say(fr: str, en: str) -> str:
        return Text(fr, en).of(lang)

    @app.command(
        help=say(
            "Évaluer les candidats d’un programme et écrire le fichier de décision.",
            "Evaluate a programme's candidates and write the decision file.",
        )
    )
    def evaluate(
        programme: Annotated[
            str,
            typer.Argument(
                help=say("Programme livré, ou dossier.", "Shipped programme, or folder.")
            ),
        ],
        out: Annotated[
            Path | None, typer.Option(help=say("Fichier de décision.", "Decision file."))
        ] = None,
        measure: Annotated[
            str | None, typer.Option(help=say("Mesure à évaluer.", "Measure to evaluate."))
        ] = None,
        candidates: Annotated[
            Path | None,
            typer.Option(help=say("CSV de vos propres candidats.", "CSV of your own candidates.")),
        ] = None,
        k: Annotated[
            int | None, typer.Option("--k", help=say("Nombre à retenir.", "How many to retain."))
        ] = None,
        regions_min: Annotated[
            int | None,
            typer.Option(help=say("Régions à couvrir au moins.", "Régions to cover at least.")),
        ] = None,
        draws: Annotated[int, typer.Option(help=say("Tirages.", "Draws."))] = 10_000,
        seed: Annotated[
            int | None,
            typer.Option(
                help=say(
                    "Graine ; par défaut la date de décision.",
                    "Seed; by default the decision's date.",
                )
            ),
        ] = None,
        threads: Annotated[
            int, typer.Option(help=say("Fils d’exécution ; 0 : tous.", "Threads; 0: all."))
        ] = 0,
        later: Annotated[
            str,
            typer.Option(
                help=say(
                    "Millésimes postérieurs : as_policy, none ou all.",
                    "Later vintages: as_policy, none or all.",
                )
            ),
        ] = "as_policy",
        weight: Annotated[
            list[str] | None,
            typer.Option(
                help=say(
                    "Poids ou intervalle : critère=0.2 ou critère=0.1:0.4.",
                    "Weight or interval: criterion=0.2 or criterion=0.1:0.4.",
                )
            ),
        ] = None,
        at_least: Annotated[
            list[str] | None,
            typer.Option(help=say("Ordre : a>=b.", "Ordering: a>=b.")),
        ] = None,
        top: Annotated[int, typer.Option(help=say("Lignes affichées.", "Rows shown."))] = 20,
        how: Annotated[Format, typer.Option("--format")] = Format.text,
    ) -> None:
        from rebond.cli.opened import open_snapshot
        from rebond.pipeline import Request, evaluate_to_record, read_weight_options

        request = Request(
            programme=programme,
            measure=measure,
            candidates_file=candidates,
            k=k,
            covered_regions_min=regions_min,
            draws=draws,
            seed=seed,
            later=later,
            weights=read_weight_options(weight or (), at_least or ()),
        )
        with progress_bar(lang) as report:
            record = evaluate_to_record(
                request, open_snapshot(), threads=threads or os.cpu_count() or 1, on_progress=report
            )
        if out is not None:
            from rebond.record import write_record

            _refuse_folder(out)
            write_record(out, record)
        rows = _rows(record.body, lang, how)
        _print_candidates(rows if how is not Format.text else rows[:top], lang, how)
        if how is Format.text:
            _print_summary(record, out, lang)

    @app.command(
        help=say(
            "Expliquer le sort d’un candidat : raison, contributions, ce qui l’aurait changé, faits.",
            "Explain a candidate's outcome: reason, contributions, what would have changed it, facts.",
        )
    )
    def explain(
        file: Annotated[Path, typer.Argument(help=say("Fichier de décision.", "Decision file."))],
        candidate: Annotated[
            list[str], typer.Argument(help=say("Nom ou identifiant.", "Name or identifier."))
        ],
        how: Annotated[Format, typer.Option("--format")] = Format.text,
    ) -> None:
        from rebond.cli.explanation import print_explanation
        from rebond.pipeline import find_candidate
        from rebond.record import read_record

        body = read_record(file).body
        entry = find_candidate(body, " ".join(candidate))
        if how is Format.json:
            print_json(entry)
        else:
            print_explanation(body, entry, how, lang)

    @app.command(
        help=say(
            "Vérifier un fichier de décision : octets, sceau, puis recalcul complet.",
            "Verify a decision file: bytes, seal, then the whole computation again.",
        )
    )
    def verify(
        file: Annotated[Path, typer.Argument(help=say("Fichier de décision.", "Decision file."))],
        programme: Annotated[
            str | None,
            typer.Option(
                help=say(
                    "Dossier de la politique, si elle n’est pas livrée.",
                    "Folder of the policy, if it is not shipped.",
                )
            ),
        ] = None,
        key: Annotated[
            Path | None,
            typer.Option(
                help=say("Clé publique de l’autorité (PEM).", "Public key of the authority (PEM).")
            ),
        ] = None,
        threads: Annotated[
            int, typer.Option(help=say("Fils d’exécution ; 0 : tous.", "Threads; 0: all."))
        ] = 0,
    ) -> None:
        from rebond.cli.opened import open_snapshot, readable
        from rebond.pipeline import verify_record
        from rebond.record import check_signature, read_record

        record = read_record(file)
        if key is not None:
            check_signature(record, readable(key))
        with progress_bar(lang) as report:
            verify_record(
                record,
                open_snapshot(),
                programme=programme,
                threads=threads or os.cpu_count() or 1,
                on_progress=report,
            )
        typer.echo(
            say(
                f"Vérifié. Le recalcul redonne le même contenu, octet pour octet : {record.digest}",
                f"Verified. Computing it again gives the same content, byte for byte: {record.digest}",
            )
        )
        if record.signature is not None:
            typer.echo(_signed(record, lang, checked=key is not None))

    @app.command(
        help=say(
            "Signer un fichier de décision avec une clé Ed25519 (PEM).",
            "Sign a decision file with an Ed25519 key (PEM).",
        )
    )
    def sign(
        file: Annotated[Path, typer.Argument(help=say("Fichier de décision.", "Decision file."))],
        key: Annotated[Path, typer.Option(help=say("Clé privée (PEM).", "Private key (PEM)."))],
        out: Annotated[
            Path | None, typer.Option(help=say("Fichier signé.", "Signed file."))
        ] = None,
    ) -> None:
        from rebond.cli.opened import readable
        from rebond.record import read_record, write_record
        from rebond.record import sign as sign_record

        signed = sign_record(read_record(file), readable(key))
        write_record(out or file, signed)
        typer.echo(_signed(signed, lang, checked=False))


def _rows(body: dict[str, Any], lang: Lang, how: Format) -> list[dict[str, Any]]:
    ordered = sorted(
        body["candidates"], key=lambda one: (one["rank"]["median"], -one["chance"], one["id"])
    )
    rows = []
    for one in ordered:
        text = how is Format.text
        rows.append(
            {
                "id": one["id"],
                "name": one["name"],
                "role": one["role"],
                "region": one["region"],
                "chance": percent(one["chance"], lang) if text else one["chance"],
                "rank_low": one["rank"]["low"],
                "rank_high": one["rank"]["high"],
                "rank": f"{one['rank']['low']}–{one['rank']['high']}"
                if text
                else one["rank"]["median"],
                "score": round(one["score"]["mid"], 3),
                "reliability": percent(one["reliability"], lang) if text else one["reliability"],
                "status": _STATUS[one["status"]].of(lang) if text else one["status"],
                "reason": one["reason"][lang],
            }
        )
    return rows


_STATUS = {
    "retained": Text("retenu", "retained"),
    "below_cut": Text("sous la coupure", "below the cut"),
    "kept_out": Text("écarté par une règle", "kept out by a rule"),
    "ineligible": Text("inéligible", "ineligible"),
    "never_proposed": Text("jamais proposé", "never proposed"),
    "deferred": Text("différé", "deferred"),
    "reference": Text("site labellisé connu (repère)", "known labelled site (reference)"),
}


def _print_candidates(rows: list[dict[str, Any]], lang: Lang, how: Format) -> None:
    columns = {
        "name": Text("candidat", "candidate").of(lang),
        "region": Text("région", "région").of(lang),
        "chance": Text("chance", "chance").of(lang),
        "rank": Text("rang 5–95 %", "rank 5–95%").of(lang),
        "reliability": Text("fiabilité", "reliability").of(lang),
        "status": Text("état", "status").of(lang),
    }
    show(rows, columns, how, right=("chance", "rank", "reliability"))


def _print_summary(record: Any, out: Path | None, lang: Lang) -> None:
    body = record.body
    count = sum(one["role"] == "candidate" for one in body["candidates"])
    parameters = body["parameters"]
    later = [
        indicator["title"][lang]
        for criterion in body["criteria"]
        for indicator in criterion["indicators"]
        if indicator["as_of_state"] == "later_allowed"
    ]
    lines = [
        Text(
            f"{count} candidats, {parameters['k']} à retenir, {parameters['draws']} tirages, graine {parameters['seed']}.",
            f"{count} candidates, {parameters['k']} to retain, {parameters['draws']} draws, seed {parameters['seed']}.",
        ),
        Text(
            "Millésimes postérieurs à la décision, admis par la politique : {names}.",
            "Vintages later than the decision, admitted by the policy: {names}.",
        ).filled(names=", ".join(later) or "—"),
        Text(f"Empreinte : {record.digest}", f"Digest: {record.digest}"),
    ]
    if out is not None:
        lines.append(Text(f"Fichier : {out}", f"File: {out}"))
    typer.echo("")
    for line in lines:
        typer.echo(line.of(lang))


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


def _refuse_folder(path: Path) -> None:
    from rebond.cli.opened import UnwritableTarget

    if path.is_dir() or not path.parent.is_dir():
        raise UnwritableTarget(path)
