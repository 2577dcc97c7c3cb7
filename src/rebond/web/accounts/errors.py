"""What can go wrong with accounts, in words."""

from __future__ import annotations

import datetime as dt

from rebond.errors import BadInput
from rebond.texts import Text, day_text, verbatim
from rebond.web import clock


class NameMissing(BadInput):
    """An organisation without a name."""

    def __init__(self) -> None:
        super().__init__(
            Text("l’organisation n’a pas de nom", "the organisation has no name"),
            cure=Text("Écrivez le nom sous lequel elle agit.", "Write the name it acts under."),
        )


class UnknownKind(BadInput):
    """A kind that does not exist."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            Text(
                f"«\u00a0{kind}\u00a0» n’est pas un genre d’organisation",
                f"“{kind}” is no kind of organisation",
            ),
            cure=Text("Choisissez un genre dans la liste.", "Choose a kind from the list."),
        )


class UnknownRole(BadInput):
    """A role that does not exist."""

    def __init__(self, role: str) -> None:
        super().__init__(
            Text(f"«\u00a0{role}\u00a0» n’est pas un rôle", f"“{role}” is no role"),
            cure=Text("Choisissez un rôle dans la liste.", "Choose a role from the list."),
        )


class WrongSiren(BadInput):
    """A SIREN whose nine digits do not agree with its key."""

    def __init__(self, siren: str, *, is_optional: bool = False) -> None:
        self.siren = siren
        cure = Text(
            "Recopiez-le, comme sur l’avis de situation au répertoire Sirene.",
            "Copy it again, as on the notice of the Sirene register.",
        )
        if is_optional:
            cure = Text(
                "Recopiez-le, comme sur l’avis de situation au répertoire Sirene, ou laissez le champ vide\u00a0: "
                "l’organisation l’enregistrera elle-même.",
                "Copy it again, as on the notice of the Sirene register, or leave the field empty: the organisation "
                "will register it itself.",
            )
        super().__init__(
            Text(
                f"«\u00a0{siren}\u00a0» n’est pas un numéro SIREN",
                f"“{siren}” is not a SIREN number",
            ),
            why=Text(
                "Un SIREN a neuf chiffres, et le dernier est la clé des huit autres.",
                "A SIREN has nine digits, and the last is the key of the other eight.",
            ),
            cure=cure,
        )


class SirenTaken(BadInput):
    """Another organisation of this kind already has this SIREN."""

    def __init__(self, siren: str, name: str) -> None:
        super().__init__(
            Text(
                f"le SIREN {siren} est déjà celui de «\u00a0{name}\u00a0»",
                f"the SIREN {siren} is already that of “{name}”",
            ),
            cure=Text(
                "Ouvrez cette organisation\u202f: invitez-y qui doit agir, ou fermez-la si elle fait double emploi.",
                "Open that organisation: invite there who must act, or close it if there are two of one.",
            ),
        )


class SirenHeld(BadInput):
    """Another organisation has this SIREN already; who may not read which one is not told."""

    def __init__(self, siren: str) -> None:
        super().__init__(
            Text(
                f"une autre organisation inscrite ici porte déjà le SIREN {siren}",
                f"another organisation registered here already has the SIREN {siren}",
            ),
            why=Text(
                "Un SIREN dit une seule entreprise ou collectivité\u202f; ses aides se comptent par lui. Rien n’a été changé.",
                "A SIREN tells one firm or authority; its aids are counted by it. Nothing was changed.",
            ),
            cure=Text(
                "Relisez le numéro. S’il est bien le vôtre, demandez à l’équipe nationale\u00a0: vos collègues ont peut-être"
                " déjà un compte ici, et peuvent vous inviter.",
                "Read the number again. If it is yours, ask the national team: colleagues of yours may already have"
                " an account here, and may invite you.",
            ),
        )


class SirenOfAuthority(BadInput):
    """A SIREN that gives rights over a territory, and is not that of the organisation’s own."""

    def __init__(self, siren: str) -> None:
        super().__init__(
            Text(
                f"le SIREN {siren} n’est pas celui du territoire de votre organisation",
                f"the SIREN {siren} is not that of your organisation’s territory",
            ),
            why=Text(
                "Par le SIREN d’une intercommunalité, ses sites lui reviennent. Rien n’a été changé.",
                "By the SIREN of an intercommunality, its sites come to it. Nothing was changed.",
            ),
            cure=Text(
                "Relisez le numéro\u202f; s’il est juste, l’équipe nationale l’enregistre.",
                "Read the number again; if it is right, the national team registers it.",
            ),
        )


class SirenAlready(BadInput):
    """A SIREN is registered already: the same, or another that only the national team corrects."""

    def __init__(self, siren: str, *, is_same: bool = False) -> None:
        cure = Text(
            "S’il est faux, demandez à l’équipe nationale de le corriger, en disant pourquoi.",
            "If it is wrong, ask the national team to correct it, and say why.",
        )
        if is_same:
            cure = Text("Il n’y a rien à faire.", "There is nothing to do.")
        super().__init__(
            Text(
                f"le SIREN {siren} est déjà enregistré pour cette organisation",
                f"the SIREN {siren} is already registered for this organisation",
            ),
            why=Text("Rien n’a été changé.", "Nothing was changed."),
            cure=cure,
        )


class NoScope(BadInput):
    """An organisation that could act nowhere."""

    def __init__(self) -> None:
        super().__init__(
            Text("aucun territoire n’est choisi", "no territory is chosen"),
            why=Text(
                "Une organisation sans territoire ne verrait aucun dossier.",
                "An organisation without a territory would see no file.",
            ),
            cure=Text("Choisissez-en un, ou toute la France.", "Choose one, or the whole country."),
        )


class UnknownPlace(BadInput):
    """A place that the directory does not know."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Text(
                f"«\u00a0{written}\u00a0» n’est pas dans le répertoire",
                f"“{written}” is not in the directory",
            ),
            cure=Text(
                "Essayez un nom entier ou un code\u00a0: «\u00a0Normandie\u00a0», «\u00a014366\u00a0», «\u00a0200069532\u00a0».",
                "Try a whole name or a code: “Normandie”, “14366”, “200069532”.",
            ),
        )


class AmbiguousPlace(BadInput):
    """A name that several places bear."""

    def __init__(self, written: str, count: int) -> None:
        super().__init__(
            Text(
                f"«\u00a0{written}\u00a0» peut être {count} lieux",
                f"“{written}” may mean {count} places",
            ),
            cure=Text("Choisissez lequel ci-dessous.", "Choose which one below."),
        )


class ReasonMissing(BadInput):
    """A correction without its reason."""

    def __init__(self) -> None:
        super().__init__(
            Text("le motif manque", "the reason is missing"),
            why=Text(
                "Ce changement déplace ce que d’autres voient\u202f; le journal en garde le motif.",
                "This change moves what others see; the journal keeps the reason.",
            ),
            cure=Text("Écrivez-le en une phrase.", "Write it in one sentence."),
        )


class OrganisationClosed(BadInput):
    """Nothing more happens in a closed organisation."""

    def __init__(self, name: str, closed_at: dt.datetime) -> None:
        day = day_text(clock.today(closed_at))
        super().__init__(
            Text(
                "«\u00a0{name}\u00a0» est fermée depuis le {day}",
                "“{name}” has been closed since {day}",
            ).filled(name=verbatim(name), day=day),
            cure=Text(
                "Demandez à l’équipe nationale laquelle l’a remplacée.",
                "Ask the national team which one has replaced it.",
            ),
        )


class AlreadyMember(BadInput):
    """Who is invited is already there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"cette personne est déjà dans «\u00a0{name}\u00a0»",
                f"this person is already in “{name}”",
            ),
            cure=Text("Changez plutôt son rôle.", "Change their role instead."),
        )


class AlreadyInvited(BadInput):
    """An open invitation already stands for this address."""

    def __init__(self, until: dt.datetime) -> None:
        day = day_text(clock.today(until))
        super().__init__(
            Text(
                "une invitation attend déjà cette adresse jusqu’au {day}",
                "an invitation already waits for this address until {day}",
            ).filled(day=day),
            cure=Text(
                "Retirez-la d’abord si le courriel s’est perdu.",
                "Revoke it first if the mail got lost.",
            ),
        )


class WrongAddress(BadInput):
    """An address that mail cannot reach."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Text(
                f"«\u00a0{written}\u00a0» n’est pas une adresse", f"“{written}” is not an address"
            ),
            cure=Text(
                "Écrivez-la entière\u00a0: nom@exemple.fr.", "Write it whole: name@example.fr."
            ),
        )


class InvitationOver(BadInput):
    """An invitation that was used, revoked or is too old."""

    def __init__(self, how: Text) -> None:
        super().__init__(
            how,
            cure=Text(
                "Demandez-en une autre à qui vous a invité.",
                "Ask whoever invited you for another one.",
            ),
        )


class OtherAddress(BadInput):
    """An invitation sent to someone else."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "cette invitation a été envoyée à une autre adresse que la vôtre",
                "this invitation was sent to another address than yours",
            ),
            why=Text(
                "Une invitation ne vaut que pour l’adresse qui l’a reçue.",
                "An invitation holds only for the address that received it.",
            ),
            cure=Text(
                "Connectez-vous avec cette adresse, ou demandez une invitation à la vôtre.",
                "Sign in with that address, or ask for an invitation to yours.",
            ),
        )


class AddressNotConfirmed(BadInput):
    """Accepting before the address is known to be one’s own."""

    def __init__(self) -> None:
        super().__init__(
            Text("votre adresse n’est pas encore confirmée", "your address is not confirmed yet"),
            cure=Text(
                "Ouvrez d’abord le lien du courriel de confirmation.",
                "First open the link in the confirmation mail.",
            ),
        )


class LastAdministrator(BadInput):
    """An organisation would be left with nobody to administer it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"«\u00a0{name}\u00a0» n’aurait plus d’administrateur",
                f"“{name}” would have no administrator",
            ),
            why=Text(
                "Personne ne pourrait plus inviter ni retirer quelqu’un.",
                "Nobody could invite or remove anyone any more.",
            ),
            cure=Text(
                "Confiez d’abord ce rôle à une autre personne.",
                "Give that role to someone else first.",
            ),
        )


class ErasureWaits(BadInput):
    """A person cannot be erased as long as something is owed or must be kept by law."""

    def __init__(self, reason: Text) -> None:
        super().__init__(
            Text(
                "Les données ne peuvent pas encore être effacées\u00a0: {reason}",
                "The data cannot be erased yet: {reason}",
            ).filled(reason=reason),
            why=Text(
                "Ce qui est dû s’établit par elles. Rien n’a été changé.",
                "What is owed is established by them. Nothing was changed.",
            ),
            cure=Text(
                "Redemandez une fois le paiement ou le remboursement fait.",
                "Ask again once it is paid, or paid back.",
            ),
        )


class AlreadyDone(BadInput):
    """Someone else did it first."""

    def __init__(self, what: Text) -> None:
        super().__init__(
            what,
            cure=Text(
                "Rechargez la page\u00a0: elle montre l’état d’aujourd’hui.",
                "Reload the page: it shows the present state.",
            ),
        )
