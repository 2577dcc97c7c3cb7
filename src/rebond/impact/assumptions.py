"""What must hold for the comparison to measure an effect, in words that a reader can dispute."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.texts import Text


@dataclass(frozen=True, slots=True)
class Assumption:
    """One identifying assumption.

    Parameters
    ----------
    id : str
    title : Text
    words : Text
        What it says, and what would break it.
    looked_at : Text
        What the data can and cannot show of it.
    """

    id: str
    title: Text
    words: Text
    looked_at: Text


ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption(
        "parallel_trends",
        Text("Évolutions parallèles", "Parallel trends"),
        Text(
            "Sans la décision, les retenus et les candidats auxquels ils sont comparés auraient évolué de la même façon. C’est faux si l’on a retenu ceux qui allaient déjà mieux, ou ceux à qui un projet était promis.",
            "Without the decision, the retained and the candidates they are compared with would have changed alike. It fails if those already doing better were retained, or those to whom a project was promised.",
        ),
        Text(
            "On peut seulement regarder les années d’avant ; qu’elles aillent ensemble ne prouve rien pour celles d’après.",
            "One can only look at the years before; that they go together proves nothing of those after.",
        ),
    ),
    Assumption(
        "no_anticipation",
        Text("Pas d’anticipation", "No anticipation"),
        Text(
            "La décision n’a rien changé avant d’être publiée. C’est faux si des investisseurs, sûrs du résultat, sont venus plus tôt, ou ont attendu.",
            "The decision changed nothing before it was published. It fails if investors, sure of the result, came earlier, or waited.",
        ),
        Text(
            "Un écart dans la dernière année d’avant en serait un signe.",
            "A gap in the last year before would be a sign of it.",
        ),
    ),
    Assumption(
        "no_spillover",
        Text("Pas d’effet sur les autres", "No effect on the others"),
        Text(
            "La décision n’a rien changé pour les candidats non retenus. C’est faux si une usine s’installe chez un retenu au lieu d’un voisin : l’écart compte alors deux fois un simple déplacement.",
            "The decision changed nothing for candidates that were not retained. It fails if a plant settles with a retained one instead of a neighbour: the gap then counts a mere move twice.",
        ),
        Text(
            "Les données d’ici ne permettent pas de le vérifier.",
            "The data here do not allow it to be checked.",
        ),
    ),
    Assumption(
        "facts_tell",
        Text("Les faits comparés disent l’essentiel", "The facts compared tell what matters"),
        Text(
            "Les faits du jour de la décision réunissent des candidats vraiment comparables. Ce que personne n’a noté — un maire décidé, un terrain déjà promis — n’y est pas.",
            "The facts of the day of the decision bring together candidates that are truly comparable. What nobody wrote down — a determined mayor, land already promised — is not among them.",
        ),
        Text(
            "Le tableau d’équilibre ne montre que les faits notés.",
            "The balance table shows recorded facts only.",
        ),
    ),
    Assumption(
        "same_measure",
        Text("Une même mesure pour tous", "One measure for all"),
        Text(
            "Emplois et investissements sont comptés de la même façon des deux côtés. C’est faux si les retenus, suivis de près, déclarent plus que les autres.",
            "Jobs and investment are counted alike on both sides. It fails if the retained, followed closely, declare more than the others.",
        ),
        Text(
            "Comparer ce qui est déclaré et ce qui est vérifié en donne une idée.",
            "Comparing what is declared with what is checked gives an idea.",
        ),
    ),
    Assumption(
        "independent",
        Text("Des candidats indépendants", "Independent candidates"),
        Text(
            "Ce qui arrive à un candidat ne dit rien de ce qui arrive à un autre. C’est faux si une région entière va mieux ou moins bien et que les retenus y sont plus nombreux : l’intervalle à 95 % est alors trop étroit.",
            "What happens to one candidate tells nothing of what happens to another. It fails if a whole region does better or worse and more of the retained are there: the 95% interval is then too narrow.",
        ),
        Text(
            "Essayé sur des données inventées : la méthode dit de combien l’intervalle se trompe alors.",
            "Tried on invented data: the method says by how much the interval is then wrong.",
        ),
    ),
)
