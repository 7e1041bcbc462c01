import pytest

from framelens.contents import is_content_of_noun, subtree, verb_content
from framelens.cue_list import Lexicon, lookup
from tests.parsed import parsed, token, words


def reported(text, verb):
    """What a verb of the list reports in a sentence."""
    doc = parsed(text)
    _, entry = lookup(token(doc, verb), Lexicon().verbs)
    return words(doc, verb_content(token(doc, verb), entry.frames))


@pytest.mark.parametrize(
    ("text", "verb", "content"),
    [
        # Clauses.
        ("The minister said that the dam was safe.", "said", "that the dam was safe"),
        ("The minister said the dam was safe.", "said", "the dam was safe"),
        ("She asked whether the dam was safe.", "asked", "whether the dam was safe"),
        ("The police asked when the dam broke.", "asked", "when the dam broke"),
        ("The mayor vowed to leave.", "vowed", "to leave"),
        ("The mayor ordered workers to leave.", "ordered", "to leave"),
        ("The mayor denied closing the dam.", "denied", "closing the dam"),
        ("The report suggested closing the dam.", "suggested", "closing the dam"),
        ("The mayor called the dam a disgrace.", "called", "a disgrace"),
        ("She said nothing.", "said", ""),
        ("The mayor welcomed the workers.", "welcomed", ""),
        # What a document finds; what a person finds is no speech.
        ("The report found that the dam leaked.", "found", "that the dam leaked"),
        ("The diver found that the dam leaked.", "found", ""),
        # The verb has no infinitive, no participle, no that clause.
        ("The mayor complained to the press.", "complained", ""),
        ("The mayor said closing the dam was wrong.", "said", "closing the dam was wrong"),
        # Phrases with a preposition, on the verb or on its object.
        ("The mayor accused the minister of lying.", "accused", "of lying"),
        ("The mayor was accused of lying.", "accused", "of lying"),
        ("He accused her, after the match, of lying.", "accused", "of lying"),
        ("The mayor dismissed the report as nonsense.", "dismissed", "as nonsense"),
        ("He was described as a thief.", "described", "as a thief"),
        ("She praised the players for the win.", "praised", "for the win"),
        ("She praised the players at the port.", "praised", ""),
        ("She hit out at the plan.", "hit", "at the plan"),
        ("She warned of a plan that would close the port.", "warned", "of a plan that would close the port"),
        # The cue stands in the report or after it.
        ("The dam, the mayor said, was safe.", "said", "The dam was safe"),
        ("As the mayor said, the dam was safe.", "said", "the dam was safe"),
        ("The dam, as the mayor said, was safe.", "said", "The dam was safe"),
        ("The bridge was safe, claimed the mayor.", "claimed", "The bridge was safe"),
        ("The winter would be hard, it warned, if the dam broke.", "warned",
         "The winter would be hard if the dam broke"),
        ("The ferry was safe, insists Anna Kell, unless it leaked.", "insists", "The ferry was safe unless it leaked"),
        ("The dam broke, the mayor said, because the wall was weak.", "said",
         "The dam broke because the wall was weak"),
        # The parser hangs the clause on a noun of a phrase, or leaves “that” alone.
        ("She told the court in a letter that the ferry was late.", "told", "that the ferry was late"),
        ("She said that during the talks he had left.", "said", "that during the talks he had left"),
        ("He expressed fear that the dam would break.", "expressed", "that the dam would break"),
        # The parser takes the clause's subject for the verb's object.
        ("Experts warned the ice on the lake was thin.", "warned", "the ice on the lake was thin"),
    ],
)  # fmt: skip
def test_what_a_verb_reports(text, verb, content):
    assert reported(text, verb) == content


@pytest.mark.parametrize(
    ("text", "verb", "content"),
    [
        ("She said that the dam was safe, although photos showed a crack.", "said", "that the dam was safe"),
        ("She said that the dam was safe because it was new.", "said", "that the dam was safe because it was new"),
        ("She said that the ferry, which leaks, was safe.", "said", "that the ferry was safe"),
        ("She said that the ferry, which had leaked, was safe.", "said", "that the ferry which had leaked was safe"),
        ("The road was open; the dam was safe, she said.", "said", "the dam was safe"),
    ],
)
def test_the_narrator_s_asides_are_left_out(text, verb, content):
    assert reported(text, verb) == content


@pytest.mark.parametrize(
    ("text", "clause", "is_content"),
    [
        ("Her claim that the dam was sound was wrong.", "was", True),
        ("She renewed her promise to close the port.", "close", True),
        ("The claim which she made was wrong.", "made", False),
        ("The claim made by the mayor was wrong.", "made", False),
    ],
)
def test_a_noun_of_speech_has_a_that_clause_or_an_infinitive(text, clause, is_content):
    assert is_content_of_noun(token(parsed(text), clause)) == is_content


def test_a_subtree_has_its_own_head():
    doc = parsed("The mayor said that the bridge was weak.")
    assert words(doc, subtree(token(doc, "bridge"))) == "the bridge"
