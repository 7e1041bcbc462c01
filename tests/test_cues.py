import pytest

from framelens.cue_list import Lexicon
from framelens.cues import find_cues
from tests.parsed import parsed, words


def found(text, lexicon=None):
    """Lemma, kind, speaker and content of each cue that reports something outside marks."""
    doc = parsed(text)
    cues = [cue for cue in find_cues(doc, lexicon or Lexicon()) if cue.content]
    return [(cue.lemma, cue.kind, cue.speaker and cue.speaker.text, words(doc, cue.content)) for cue in cues]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("The mayor said that the dam was safe.", [("say", "verb", "mayor", "that the dam was safe")]),
        ("The mayor pointed out that the dam leaked.", [("point out", "verb", "mayor", "that the dam leaked")]),
        # According to, in the words of, per: with a source who may speak.
        ("The dam was safe, according to the engineer.",
         [("according", "according-to", "engineer", "The dam was safe")]),
        ("According to the engineer, the dam was safe and the road was open.",
         [("according", "according-to", "engineer", "the dam was safe and the road was open")]),
        ("The dam was built according to plan.", []),
        ("The dam was safe, per the engineer.", [("per", "according-to", "engineer", "The dam was safe")]),
        ("They paid two pounds per person.", []),
        ("In the words of the mayor, the dam was a disgrace.",
         [("words", "according-to", "mayor", "the dam was a disgrace")]),
        ("The words of the mayor were kind.", []),
        # Nouns with a clause, or with “of” where their owner is named.
        ("Her claim that it sank was wrong.", [("claim", "nominal", "Her", "that it sank")]),
        ("The mayor's claims of theft were ignored.", [("claim", "nominal", "mayor", "of theft")]),
        ("They heard claims of theft.", []),
        ("The mayor's hope of rain was ignored.", []),
        ("The mayor's warning of rain was ignored.", []),
        ("Her claim was wrong.", []),
        # Two cues may share what they report.
        ("She repeated her vow that the dam would stand.",
         [("repeat", "verb", "She", "that the dam would stand"),
          ("vow", "nominal", "her", "that the dam would stand")]),
        # Another sense.
        ("That said, the dam was sound.", []),
        ("She lives in a place called Dale.", []),
        ("Can you tell whether the dam is sound?", []),
        ("He could not tell whether the dam was sound.", [("tell", "verb", "He", "whether the dam was sound")]),
        # Handed on: “quoted as saying” is one cue.
        ("He was quoted as saying that the dam was safe.", [("say", "verb", "He", "that the dam was safe")]),
        ("Anna Kell was cited as saying that the dam was safe.", [("say", "verb", "Kell", "that the dam was safe")]),
        # Cues beside the report's own: with its subject, or with theirs.
        ("She said the report was late and asked for more time.",
         [("say", "verb", "She", "the report was late"), ("ask for", "verb", "She", "for more time")]),
        ("She said it was late, adding that the road was closed.",
         [("say", "verb", "She", "it was late"), ("add", "verb", "She", "that the road was closed")]),
        ("She said the dam was safe, while the mayor said that it leaked.",
         [("say", "verb", "She", "the dam was safe"), ("say", "verb", "mayor", "that it leaked")]),
        # A cue inside the report stays in it.
        ("The mayor said the minister had told workers that the dam leaked.",
         [("say", "verb", "mayor", "the minister had told workers that the dam leaked"),
          ("tell", "verb", "minister", "that the dam leaked")]),
    ],
)  # fmt: skip
def test_cues_of_a_sentence(text, cues):
    assert found(text) == cues


def test_a_verb_without_content_may_be_the_cue_of_a_quotation():
    doc = parsed("The mayor condemned the plan.")
    assert [(cue.lemma, cue.content) for cue in find_cues(doc, Lexicon())] == [("condemn", frozenset())]


def test_a_participle_before_a_noun_is_no_cue():
    doc = parsed("The alleged thief left.")
    assert find_cues(doc, Lexicon()) == []


def test_a_cue_has_the_class_of_the_list_or_of_the_study():
    doc = parsed("The mayor claimed that the dam was safe. Her claim that it was new was wrong.")
    own = Lexicon({"neutral": ("claim",)})
    assert [cue.cue_class for cue in find_cues(doc, Lexicon())] == ["distancing", "distancing"]
    assert [cue.cue_class for cue in find_cues(doc, own)] == ["neutral", "neutral"]


def test_a_verb_of_the_study_is_a_cue():
    text = "The mayor drawled that the bridge was weak."
    assert found(text) == []
    assert found(text, Lexicon({"other": ("drawl",)})) == [("drawl", "verb", "mayor", "that the bridge was weak")]


def test_according_to_is_neutral_and_never_denied():
    [cue] = find_cues(parsed("The dam was not safe, according to the engineer."), Lexicon())
    assert (cue.cue_class, cue.negated) == ("neutral", False)


def test_a_denied_verb_is_marked():
    [cue] = find_cues(parsed("The mayor did not say that the dam was safe."), Lexicon())
    assert cue.negated
