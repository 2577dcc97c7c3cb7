"""Templates of the draft: for each kind of request, which rows are told, in which words, and what is said without any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rebond.parliament.asks import Kind
from rebond.parliament.evidence import Topic
from rebond.texts import Text


@dataclass(frozen=True, slots=True)
class Section:
    """One sentence of a block, or one a row.

    Parameters
    ----------
    topic : Topic
        Rows told.
    words : Text
        With ``{rows}``: one sentence lists them. Without: each row is a sentence of its own.
    absent : Text, optional
        Sentence without any row; nothing is said where it is None.
    doubtful : Text, optional
        Sentence after the list when some of its rows are not established.
    kind : Kind, optional
        Keeps the rows whose words are about this kind of request only.
    by_measure : bool
        Whether each measure has its own sentence, with ``{measure}``.
    yields : bool
        Whether a row that is about another request too is told there, and only referred to here.
    """

    topic: Topic
    words: Text | None = None
    absent: Text | None = None
    doubtful: Text | None = None
    kind: Kind | None = None
    by_measure: bool = True
    yields: bool = False


NO_STANDING: Final = Text(
    "La situation du territoire au regard de la mesure n’est pas établie : le registre n’en contient rien.",
    "The standing of the territory with the measure is not established: the record holds nothing of it.",
)
UNKNOWN_LIST: Final = Text(
    "N’est pas établi, après recherche : {rows}.", "Not established, after a search: {rows}."
)
RECIPES: Final[dict[Kind, tuple[Section, ...]]] = {
    Kind.WHY_CHOSEN: (
        Section(
            Topic.CRITERION,
            Text(
                "Les critères de choix que le registre contient pour « {measure} » sont les suivants : {rows}.",
                "The criteria of choice that the record holds for “{measure}” are: {rows}.",
            ),
            Text(
                "Les critères de choix ne sont pas établis : le registre n’en contient aucun.",
                "The criteria of choice are not established: the record holds none.",
            ),
        ),
        Section(
            Topic.GATE,
            Text(
                "Des sources citent aussi ces conditions : {rows}.",
                "Sources also quote these conditions: {rows}.",
            ),
            doubtful=Text(
                "Si ne pas remplir une de ces conditions éliminait un site n’est pas établi.",
                "Whether failing one of these conditions eliminated a site is not established.",
            ),
        ),
        Section(Topic.DECISION),
        Section(Topic.STANDING, absent=NO_STANDING),
        Section(
            Topic.WEIGHTS,
            Text(
                "Ce qui aurait départagé les territoires n’est pas établi, après recherche : {rows}.",
                "What would have told the territories apart is not established, after a search: {rows}.",
            ),
            Text(
                "La pondération des critères n’est pas établie.",
                "The weights of the criteria are not established.",
            ),
        ),
        Section(Topic.UNKNOWN, UNKNOWN_LIST, kind=Kind.WHY_CHOSEN, by_measure=False, yields=True),
    ),
    Kind.PROPOSALS: (
        Section(
            Topic.UNKNOWN,
            UNKNOWN_LIST,
            Text(
                "L’origine des propositions n’est pas établie.",
                "Where the proposals came from is not established.",
            ),
            kind=Kind.PROPOSALS,
            by_measure=False,
        ),
        Section(
            Topic.PROPOSER,
            Text(
                "La politique décrit ainsi qui propose, sans dire si cela a compté dans le choix : « {rows} ».",
                "The policy describes who proposes thus, without saying whether it counted in the choice: “{rows}”.",
            ),
            absent=Text(
                "Qui proposait n’est pas établi : le registre n’en contient rien.",
                "Who proposed is not established: the record holds nothing of it.",
            ),
        ),
        Section(Topic.STANDING, kind=Kind.PROPOSALS),
    ),
    Kind.FIGURES: (
        Section(
            Topic.FIGURE,
            Text("Chiffres du registre : {rows}.", "Figures of the record: {rows}."),
            Text(
                "Le chiffre demandé n’est pas établi : le registre n’en contient aucun.",
                "The figure asked for is not established: the record holds none.",
            ),
        ),
        Section(Topic.LABEL),
        Section(Topic.UNKNOWN, UNKNOWN_LIST, kind=Kind.FIGURES, by_measure=False),
    ),
    Kind.CALENDAR: (
        Section(
            Topic.CALENDAR,
            Text("Dates du registre : {rows}.", "Dates of the record: {rows}."),
            Text(
                "Le calendrier n’est pas établi : le registre n’en contient pas.",
                "The calendar is not established: the record holds none.",
            ),
        ),
        Section(Topic.STANDING),
    ),
    Kind.MONEY: (
        Section(
            Topic.MONEY,
            Text(
                "La mesure « {measure} » donne : {rows}.", "The measure “{measure}” gives: {rows}."
            ),
            Text(
                "Le montant n’est pas établi : le registre n’en contient aucun.",
                "The amount is not established: the record holds none.",
            ),
        ),
        Section(Topic.UNKNOWN, UNKNOWN_LIST, kind=Kind.MONEY, by_measure=False),
    ),
    Kind.OPINION: (Section(Topic.MEASURE),),
    Kind.OTHER: (
        Section(Topic.STANDING, absent=NO_STANDING),
        Section(Topic.MEASURE),
    ),
}
ELSEWHERE: Final = Text(
    "{topics} : voir la réponse à la demande n° {ask}, « {kind} ».",
    "{topics}: see the answer to request {ask}, “{kind}”.",
)
SAME: Final = Text(
    "Voir aussi la réponse à la demande n° {ask}, « {kind} ».",
    "See also the answer to request {ask}, “{kind}”.",
)
TOLD_TOPICS: Final = {
    Topic.UNKNOWN: Text("ce qui n’est pas établi à ce sujet", "what is not established about it"),
    Topic.PROPOSER: Text("qui proposait", "who proposed"),
}
"""Topics as a reference to another block names them, where their own words would not do."""
OPENINGS: Final[dict[Kind, Text]] = {
    Kind.OPINION: Text(
        "Le registre ne contient pas d’avis : il revient au ministre de donner le sien. Ce que la politique prévoit est rappelé ci-après.",
        "The record holds no opinion: it is for the minister to give one. What the policy provides is recalled below.",
    ),
    Kind.OTHER: Text(
        "Cette demande n’est rattachée à aucun type de fait du registre ; ce qui la touche de plus près suit.",
        "This request belongs to no type of fact of the record; what comes closest to it follows.",
    ),
}
"""Sentence that opens a block without any proof: it says what the record cannot answer."""
