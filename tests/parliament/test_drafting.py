from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.parliament.asks import Ask, Kind, asks
from rebond.parliament.drafting import draft, tied
from rebond.parliament.evidence import Evidence, Topic
from rebond.parliament.policy_evidence import policy_evidence
from rebond.parliament.reading_text import read_text
from rebond.parliament.tokens import Span
from rebond.parliament.vocabulary import shipped_vocabularies
from rebond.texts import Text
from tests.parliament.given import SEED, text

DAY = date(2020, 12, 8)
WORDS = shipped_vocabularies()[0]
STANDING = Evidence(
    "standing:ti",
    Topic.STANDING,
    Text(
        "Rien n’établit qu’un site y ait été proposé.",
        "Nothing establishes that a site was proposed there.",
    ),
)


def ask(kind: Kind) -> Ask:
    return Ask(1, Span(0, 1), "x", kind)


def of_measure() -> tuple[Evidence, ...]:
    return (*policy_evidence(WORDS.programme, ["site_cle_en_main"]), STANDING)


def test_the_draft_says_the_criteria_and_names_what_is_not_established():
    got = draft(asks(read_text(text()).text), of_measure(), as_of=DAY, titles=WORDS.titles)
    why, proposals, opinion = got.blocks
    said = " ".join(one.text.fr for one in why.sentences)
    assert "écosystème de sous-traitants\u202f; fournisseurs de services" in said
    assert "Rien n’établit qu’un site y ait été proposé." in said
    assert "les poids des critères" in said
    assert "cahier des charges" in said
    assert "si le choix s’est fait sur des propositions des EPCI" in proposals.sentences[0].text.fr
    assert not proposals.sentences[0].is_established
    assert any(
        "S1" in row.sources for row in got.evidence if row.id in proposals.sentences[-2].proofs
    )
    assert "ne contient pas d’avis" in opinion.sentences[0].text.fr


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_the_two_requests_of_the_seed_are_answered_apart():
    got = draft(
        asks(read_text(SEED.read_text(encoding="utf-8")).text),
        of_measure(),
        as_of=DAY,
        titles=WORDS.titles,
    )
    assert [block.kind for block in got.blocks] == [Kind.WHY_CHOSEN, Kind.PROPOSALS, Kind.OPINION]


def test_every_sentence_with_a_fact_has_a_row_and_every_other_one_says_so():
    for kind in Kind:
        for rows in (of_measure(), ()):
            for block in draft([ask(kind)], rows, as_of=DAY, titles=WORDS.titles).blocks:
                known = {row.id for row in rows}
                for one in block.sentences:
                    assert set(one.proofs) <= known
                    assert one.proofs or not one.is_established
                    assert "{" not in one.text.fr + one.text.en


def test_without_any_row_the_draft_invents_nothing():
    (block,) = draft([ask(Kind.WHY_CHOSEN)], (), as_of=DAY).blocks
    assert all(not one.is_established and not one.proofs for one in block.sentences)
    assert all("établi" in one.text.fr for one in block.sentences)


def test_the_same_rows_give_the_same_digest_and_another_word_another():
    one = draft([ask(Kind.PROPOSALS)], of_measure(), as_of=DAY)
    assert one.digest == draft([ask(Kind.PROPOSALS)], of_measure(), as_of=DAY).digest
    assert one.digest != draft([ask(Kind.PROPOSALS)], of_measure()[1:], as_of=DAY).digest
    assert one.digest != draft([ask(Kind.PROPOSALS)], of_measure(), as_of=date(2021, 1, 1)).digest


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Topic)), st.text(min_size=1, max_size=30), st.booleans()),
        max_size=8,
    )
)
def test_any_words_of_rows_are_told_as_they_are(given_rows: list[tuple[Topic, str, bool]]):
    rows = [
        Evidence(f"r{n}", topic, Text(words, words), is_established=known)
        for n, (topic, words, known) in enumerate(given_rows)
    ]
    for kind in Kind:
        assert draft([ask(kind)], rows, as_of=DAY).digest.startswith("sha256:")


def test_an_edited_line_loses_its_proof_and_the_others_keep_theirs():
    (block,) = draft([ask(Kind.PROPOSALS)], of_measure(), as_of=DAY, titles=WORDS.titles).blocks
    lines = [one.text.fr for one in block.sentences]
    edited = "\n".join([*lines[:-1], lines[-1] + " Vraiment.", "", "Une phrase à moi."])
    got = tied(edited, block.sentences)
    assert [one.is_added for one in got] == [False] * (len(lines) - 1) + [True, True]
    assert got[0].proofs == block.sentences[0].proofs
    assert [
        one.is_added
        for one in tied("\n".join(one.text.en for one in block.sentences), block.sentences, "en")
    ] == [False] * len(lines)


def test_the_draft_of_a_question_tells_each_thing_once_and_stands_alone():
    asked = asks(read_text(text()).text)
    rows = (
        *of_measure(),
        Evidence(
            "unknown:own",
            Topic.UNKNOWN,
            Text(
                "Si un site fut proposé ; la réponse à la question n° 31804 ne dit pas qui choisit.",
                "Whether a site was proposed; the answer to question 31804 does not say who chose.",
            ),
            is_established=False,
        ),
    )
    more = Ask(4, Span(0, 1), "x", Kind.WHY_CHOSEN)
    got = draft([*asked, more], rows, as_of=DAY, titles=WORDS.titles, number=31804)
    french = [one.text.fr for block in got.blocks for one in block.sentences]
    facts = [one for one in french if "demande n° " not in one]
    assert len(facts) == len(set(facts))
    told = [words for one in french for words in one.split("\u202f; ")]
    assert sum("propositions des EPCI" in one for one in told) == 1
    why, proposals, opinion, again = got.blocks
    assert "n° 31804" not in " ".join(french)
    assert "si un site fut proposé" in proposals.sentences[0].text.fr
    assert "demande n° 2" in why.sentences[-1].text.fr
    assert set(why.sentences[-1].proofs) <= set(proposals.sentences[0].proofs)
    assert all("demande n° " in one.text.fr for one in again.sentences)
    assert "celle-ci" not in " ".join(french)
    assert "La liste des formes juridiques admises n’est pas établie." in " ".join(french)
    assert opinion.sentences[-1].text.fr.startswith("La politique décrit ainsi «")
    other = draft(asked, rows, as_of=DAY, titles=WORDS.titles, number=913)
    assert any("n° 31804" in one.text.fr for block in other.blocks for one in block.sentences)


def test_who_proposes_is_told_as_the_policy_says_it_and_not_as_what_counted():
    (block,) = draft([ask(Kind.PROPOSALS)], of_measure(), as_of=DAY, titles=WORDS.titles).blocks
    (told,) = [one.text for one in block.sentences if "ommunes et intercommunalités" in one.text.fr]
    assert told.fr.startswith("La politique décrit ainsi qui propose, sans dire si cela a compté")
    assert told.en.startswith("The policy describes who proposes thus, without saying whether it")
