"""What can go wrong with offers, profiles and recruitments; nothing was changed by any of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from rebond.errors import BadInput
from rebond.texts import Text, day_text, number, verbatim
from rebond.web.clock import today

NOTHING_CHANGED = Text("Rien n’a été changé.", "Nothing was changed.")
READ_AGAIN = Text(
    "Relisez la page\u00a0: quelqu’un a pu agir entre-temps.",
    "Read the page again: somebody may have acted meanwhile.",
)


class _Field(BadInput):
    """Something typed that cannot be used; `field` names it in the form."""

    def __init__(self, field: str, what: Text, cure: Text | None) -> None:
        self.field = field
        super().__init__(what, why=NOTHING_CHANGED, cure=cure)


class FieldMissing(_Field):
    """A field that must be filled is empty."""

    def __init__(self, field: str, label: Text) -> None:
        super().__init__(
            field,
            Text("{label}\u00a0: rien n’est écrit.", "{label}: nothing is written.").filled(
                label=label
            ),
            Text("Remplissez ce champ.", "Fill this field."),
        )


class TooLong(_Field):
    """A text is longer than what is kept."""

    def __init__(self, field: str, label: Text, length: int, most: int) -> None:
        counted = {
            "length": Text(number(length, "fr"), number(length, "en")),
            "most": Text(number(most, "fr"), number(most, "en")),
        }
        super().__init__(
            field,
            Text(
                "{label}\u00a0: {length} caractères\u202f; {most} au plus.",
                "{label}: {length} characters; at most {most}.",
            ).filled(label=label, **counted),
            Text("Raccourcissez-le.", "Shorten it."),
        )


class UnknownChoice(_Field):
    """A value that is not among those offered."""

    def __init__(self, field: str, label: Text, written: str) -> None:
        super().__init__(
            field,
            Text(
                "{label}\u00a0: «\u00a0{written}\u00a0» n’est pas un des choix.",
                "{label}: “{written}” is not one of the choices.",
            ).filled(label=label, written=written[:40]),
            Text("Choisissez dans la liste.", "Choose in the list."),
        )


class TooManyChosen(_Field):
    """More of a list was chosen than is kept."""

    def __init__(self, field: str, label: Text, count: int, most: int) -> None:
        super().__init__(
            field,
            Text(
                "{label}\u00a0: {count} choisis\u202f; {most} au plus.",
                "{label}: {count} chosen; at most {most}.",
            ).filled(label=label, count=count, most=most),
            Text("Gardez les principaux.", "Keep the main ones."),
        )


class SirenUnfit(_Field):
    """A SIREN that does not agree with its key, or is not the firm's."""

    def __init__(self, written: str, own: str = "") -> None:
        what = Text(
            "SIREN\u00a0: «\u00a0{written}\u00a0» ne s’accorde pas avec sa clé.",
            "SIREN: “{written}” does not agree with its key.",
        )
        cure = Text("Neuf chiffres, comme sur le Kbis.", "Nine digits, as on the firm’s register.")
        if own:
            what = Text(
                "SIREN\u00a0: «\u00a0{written}\u00a0» n’est pas celui de votre entreprise, {own}.",
                "SIREN: “{written}” is not your firm’s, {own}.",
            )
            cure = Text(
                "Une offre porte le SIREN de qui recrute.",
                "An offer bears the SIREN of who recruits.",
            )
        super().__init__("siren", what.filled(written=written[:20], own=own), cure)


class PlaceUnfit(_Field):
    """A place that the register does not know, or that may be several; `proposed` are those that may be meant."""

    def __init__(
        self, field: str, what: Text, proposed: Sequence[str] = (), cure: Text | None = None
    ) -> None:
        if proposed:
            cure = Text("Écrivez par exemple : {labels}.", "Write for instance: {labels}.").filled(
                labels=verbatim(" ; ".join(proposed))
            )
        super().__init__(field, what, cure)


class DayUnfit(_Field):
    """A day that cannot be read, or that stands outside the first and the last that can be."""

    def __init__(self, field: str, label: Text, written: str, first: date, last: date) -> None:
        super().__init__(
            field,
            Text(
                "{label}\u00a0: «\u00a0{written}\u00a0» ne convient pas.",
                "{label}: “{written}” cannot be used.",
            ).filled(label=label, written=written[:20]),
            Text(
                "Donnez un jour du {first} au {last}, écrit comme 2031-12-02.",
                "Give a day from {first} to {last}, written like 2031-12-02.",
            ).filled(first=day_text(first), last=day_text(last)),
        )


class NoPlannedEnd(_Field):
    """A contract without a planned last day does not reach it."""

    def __init__(self, field: str) -> None:
        super().__init__(
            field,
            Text(
                "Ce contrat n’a pas de fin prévue : il ne s’achève pas de lui-même.",
                "This contract has no planned end: it does not end by itself.",
            ),
            Text("S’il est rompu, dites sa rupture.", "If it broke, tell its break."),
        )


class ClosesAfterStart(_Field):
    """An offer that would await answers once the contract has begun."""

    def __init__(self, field: str, closes: date, starts: date) -> None:
        super().__init__(
            field,
            Text(
                "Le dernier jour de l’offre, le {closes}, vient après le premier jour du contrat, le {starts}.",
                "The last day of the offer, {closes}, comes after the first day of the contract, {starts}.",
            ).filled(closes=day_text(closes), starts=day_text(starts)),
            Text(
                "Donnez un jour jusqu’au premier jour du contrat, ou laissez vide.",
                "Give a day up to the first day of the contract, or leave it empty.",
            ),
        )


class DaysReversed(_Field):
    """The last day stands before the first one."""

    def __init__(self, field: str, starts: date, ends: date) -> None:
        super().__init__(
            field,
            Text(
                "La fin, le {ends}, est avant le début, le {starts}.",
                "The end, {ends}, is before the start, {starts}.",
            ).filled(starts=day_text(starts), ends=day_text(ends)),
            Text("Corrigez l’une des deux dates.", "Correct one of both dates."),
        )


class BreakAfterEnd(_Field):
    """A break on the planned last day, or after it, is no break."""

    def __init__(self, field: str, broken: date, ends: date) -> None:
        super().__init__(
            field,
            Text(
                "Une rupture le {broken} n’est pas avant la fin prévue du contrat, le {ends}.",
                "A break on {broken} is not before the planned end of the contract, {ends}.",
            ).filled(broken=day_text(broken), ends=day_text(ends)),
            Text(
                "Un contrat allé jusqu’à sa fin est achevé\u00a0: dites-le ainsi.",
                "A contract that ran to its end is completed: tell it so.",
            ),
        )


class DayPast(_Field):
    """A day to come is wanted, and this one is over; or the other way round."""

    def __init__(self, field: str, label: Text, day: date, *, is_future: bool = False) -> None:
        what = Text("{label}\u00a0: le {day} est passé.", "{label}: {day} is past.")
        cure = Text("Donnez un jour à venir.", "Give a day to come.")
        if is_future:
            what = Text("{label}\u00a0: le {day} est à venir.", "{label}: {day} is to come.")
            cure = Text("Revenez ce jour-là.", "Come back on that day.")
        super().__init__(field, what.filled(label=label, day=day_text(day)), cure)


class AmountUnfit(_Field):
    """A pay or a distance that is no number, or not one between the least and the most."""

    def __init__(self, field: str, label: Text, written: str, least: Text, most: Text) -> None:
        super().__init__(
            field,
            Text(
                "{label}\u00a0: «\u00a0{written}\u00a0» ne convient pas.",
                "{label}: “{written}” cannot be used.",
            ).filled(label=label, written=written[:20]),
            Text(
                "Écrivez un nombre de {least} à {most}.", "Write a number from {least} to {most}."
            ).filled(least=least, most=most),
        )


class NotADraft(BadInput):
    """An offer once open is no longer edited: those who answered read what it says."""

    def __init__(self, state: Text) -> None:
        super().__init__(
            Text(
                "Cette offre est «\u00a0{state}\u00a0»\u00a0: elle ne se modifie plus.",
                "This offer is “{state}”: it is no longer edited.",
            ).filled(state=state),
            why=NOTHING_CHANGED,
            cure=Text("Fermez-la, puis écrivez-en une autre.", "Close it, then write another one."),
        )


class OfferNotOpen(BadInput):
    """The offer is closed, filled or past its last day."""

    def __init__(self, state: Text, since: datetime | None = None) -> None:
        what = Text(
            "L’offre n’est plus ouverte\u00a0: {state}.", "The offer is no longer open: {state}."
        )
        if since is not None:
            what = Text(
                "L’offre n’est plus ouverte depuis le {day}.",
                "The offer has not been open since {day}.",
            )
        day = day_text(today(since)) if since is not None else verbatim("")
        super().__init__(what.filled(state=state, day=day), why=NOTHING_CHANGED, cure=READ_AGAIN)


class ProfileNotShown(BadInput):
    """The profile is withdrawn, expired or erased."""

    def __init__(self) -> None:
        super().__init__(
            Text("Ce profil n’est plus montré.", "This profile is no longer shown."),
            why=Text(
                "La personne l’a retiré, ou il a expiré.", "The person withdrew it, or it expired."
            ),
            cure=NOTHING_CHANGED,
        )


class ProfileOver(BadInput):
    """One’s own profile has expired or does not exist any more."""

    def __init__(self) -> None:
        super().__init__(
            Text("Vous n’avez pas de profil en cours.", "You have no profile in force."),
            why=NOTHING_CHANGED,
            cure=Text("Écrivez-en un, ou prolongez-le.", "Write one, or prolong it."),
        )


class AlreadyThere(BadInput):
    """This person and this offer are already together."""

    def __init__(self, reference: str, state: Text) -> None:
        self.reference = reference
        super().__init__(
            Text(
                "Un recrutement existe déjà pour cette offre et cette personne\u00a0: {reference}, {state}.",
                "A recruitment already exists for this offer and this person: {reference}, {state}.",
            ).filled(reference=reference, state=state),
            why=NOTHING_CHANGED,
            cure=Text("Ouvrez-le.", "Open it."),
        )


class OwnFirm(BadInput):
    """Somebody of the firm answers the firm’s own offer."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Cette personne agit pour l’entreprise qui offre.",
                "This person acts for the firm that offers.",
            ),
            why=NOTHING_CHANGED,
            cure=Text("Elle ne peut signer des deux côtés.", "Nobody signs on both sides."),
        )


class TooManyWaiting(BadInput):
    """Too many proposals wait for an answer."""

    def __init__(self, count: int) -> None:
        super().__init__(
            Text(
                "{count} propositions attendent déjà une réponse.",
                "{count} proposals already wait for an answer.",
            ).filled(count=count),
            why=NOTHING_CHANGED,
            cure=Text("Attendez-en quelques-unes.", "Wait for some of them."),
        )


class NotInThatState(BadInput):
    """The recruitment is not where this act applies; it says where it is."""

    def __init__(self, state: Text) -> None:
        super().__init__(
            Text(
                "Ce recrutement est à l’état «\u00a0{state}\u00a0».",
                "This recruitment is in state “{state}”.",
            ).filled(state=state),
            why=NOTHING_CHANGED,
            cure=READ_AGAIN,
        )


class AlreadySigned(BadInput):
    """The same side has signed before."""

    def __init__(self, side: Text, at: datetime) -> None:
        super().__init__(
            Text("{side} a déjà signé, le {day}.", "{side} already signed on {day}.").filled(
                side=side, day=day_text(today(at))
            ),
            why=NOTHING_CHANGED,
            cure=Text("Une signature suffit.", "One signature is enough."),
        )


class NotAnsweredYet(BadInput):
    """The person has not yet agreed to be known to the firm."""

    def __init__(self) -> None:
        super().__init__(
            Text("Le jeune n’a pas encore répondu.", "The young person has not answered yet."),
            why=NOTHING_CHANGED,
            cure=Text(
                "La charte se signe après sa réponse.", "The charter is signed after the answer."
            ),
        )


class SameContract(BadInput):
    """The same firm, person and first day are already recruited together."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            Text(
                "Le même contrat (même SIREN, même personne, même premier jour) est déjà signé sous {reference}.",
                "The same contract (same SIREN, same person, same first day) is already signed under {reference}.",
            ).filled(reference=reference),
            why=Text(
                "Un contrat n’ouvre droit qu’une fois.", "A contract gives a right once only."
            ),
            cure=NOTHING_CHANGED,
        )


class SentenceTooShort(_Field):
    """A decision says why."""

    def __init__(self, length: int, least: int) -> None:
        super().__init__(
            "sentence",
            Text(
                "Le motif compte {length} caractères\u202f; il en faut {least} au moins.",
                "The reason has {length} characters; at least {least} are needed.",
            ).filled(length=length, least=least),
            Text("Dites en une phrase ce qui a décidé.", "Say in one sentence what decided."),
        )
