import pytest

from framelens.speakers import is_inverted, is_negated, is_passive, speaker_of, speaker_of_noun, subject_of
from tests.parsed import by_hand, parsed, token


@pytest.mark.parametrize(
    ("text", "verb", "speaker"),
    [
        ("The minister said that the dam was safe.", "said", "minister"),
        ("The minister opened the dam and said that it was safe.", "said", "minister"),
        ("She came home, saying that the dam leaked.", "saying", "She"),
        ("The minister refused to say why the dam leaked.", "say", "minister"),
        ("The minister left without saying that the dam leaked.", "saying", "minister"),
        ("He sent a letter saying that the dam leaked.", "saying", "letter"),
        ("People who said that the dam was safe went home.", "said", "People"),
        ("Workers with long hair who said that the dam was safe went home.", "said", "Workers"),
        ("The engineer, who said that the dam leaked, went home.", "said", "engineer"),
        ("The residents were told by the engineer that the dam leaked.", "told", "engineer"),
        ("He was told by police to leave.", "told", "police"),
        ("The residents were told that the dam leaked.", "told", None),
        ("The minister was criticised for the delay.", "criticised", None),
        ("The bridge is safe, says the mayor.", "says", "mayor"),
        ("The bridge was safe, claimed the mayor.", "claimed", "mayor"),
        ("There said the mayor.", "said", None),
    ],
)
def test_the_speaker_of_a_verb(text, verb, speaker):
    found = speaker_of(token(parsed(text), verb))
    assert (found and found.text) == speaker


def test_a_finite_verb_without_a_subject_has_the_noun_beside_it():
    # The parser may take “Kell” for the sentence's root and “said” for its clause.
    doc = by_hand("Kell , sadly , said so .", [0, 0, 4, 4, 0, 4, 0], "ROOT punct advmod punct dep advmod punct",
                  "NNP , RB , VBD RB .", "PROPN PUNCT ADV PUNCT VERB ADV PUNCT")  # fmt: skip
    assert subject_of(doc[4]).text == "Kell"
    doc[4].tag_ = "VBN"
    assert subject_of(doc[4]) is None


def test_an_81_year_old_may_stand_beside_the_verb():
    doc = by_hand("The old said so .", [1, 1, 1, 2, 1], "det ROOT dep advmod punct", "DT JJ VBD RB .",
                  "DET ADJ VERB ADV PUNCT")  # fmt: skip
    assert subject_of(doc[2]).text == "old"


def test_who_means_the_noun_before_it():
    # “who” hangs on a verb that the parser did not take for a relative clause.
    doc = by_hand("Kell who said so .", [2, 2, 2, 2, 2], "dep nsubj ROOT advmod punct", "NNP WP VBD RB .",
                  "PROPN PRON VERB ADV PUNCT")  # fmt: skip
    assert subject_of(doc[2]).text == "Kell"


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("The residents were told that the dam leaked.", "told", True),
        ("The port was closed, according to a letter seen by the paper.", "seen", True),
        ("The residents had told us that the dam leaked.", "told", False),
        ("The residents told us that the dam leaked.", "told", False),
        ("Asked about the dam, the mayor replied.", "Asked", True),
    ],
)
def test_a_passive_s_subject_does_not_speak(text, verb, passive):
    assert is_passive(token(parsed(text), verb)) == passive


@pytest.mark.parametrize(
    ("text", "verb", "inverted"),
    [
        ("The bridge was safe, claimed the mayor.", "claimed", True),
        ("The mayor left, and claimed the bridge.", "claimed", False),
        ("The mayor came and claimed the bridge.", "claimed", False),
        ("The mayor claimed the bridge.", "claimed", False),
    ],
)
def test_a_second_verb_after_a_comma_may_be_an_inverted_one(text, verb, inverted):
    assert is_inverted(token(parsed(text), verb)) == inverted


@pytest.mark.parametrize(
    ("text", "noun", "speaker"),
    [
        ("Her claim that the dam was sound was wrong.", "claim", "Her"),
        ("The mayor's claim that the dam was sound was wrong.", "claim", "mayor"),
        ("Ukrainian demands to leave the port were ignored.", "demands", "Ukrainian"),
        ("He ignored urgent demands to leave the port.", "demands", None),
        ("A claim by the mayor that the dam was sound was wrong.", "claim", "mayor"),
        ("A warning from the mayor was ignored.", "warning", "mayor"),
        ("She made the claim that the dam was sound.", "claim", "She"),
        ("She heard the claim that the dam was sound.", "claim", None),
    ],
)
def test_the_speaker_of_a_noun(text, noun, speaker):
    found = speaker_of_noun(token(parsed(text), noun))
    assert (found and found.text) == speaker


@pytest.mark.parametrize(
    ("text", "verb", "negated"),
    [
        ("The minister said that the dam did not leak.", "said", False),
        ("The minister did not say that the dam leaked.", "say", True),
        ("The minister never said that the dam leaked.", "said", True),
        ("Neither the mayor nor the minister said that the dam leaked.", "said", True),
        ("Both the mayor and the minister said that the dam leaked.", "said", False),
        ("The minister refused to say why the dam leaked.", "say", True),
        ("The minister failed to say why the dam leaked.", "say", True),
        ("The minister wanted to say why the dam leaked.", "say", False),
        ("The minister did not want to say why the dam leaked.", "say", True),
        ("The minister left without saying that the dam leaked.", "saying", True),
        ("The minister began by saying that the dam leaked.", "saying", False),
        ("She did not attend, nor did she say that the dam leaked.", "say", True),
    ],
)
def test_speaking_may_be_denied(text, verb, negated):
    assert is_negated(token(parsed(text), verb)) == negated
