import pytest

from framelens.attribution import attribute
from framelens.cue_list import Lexicon
from framelens.quotations import find_quotations
from tests.parsed import parsed


def told(text):
    """Voice, words, cue and speaker's head of each attributed span."""
    _, reports = attribute(parsed(text), find_quotations(text), Lexicon())
    return [
        (one.voice, text[one.start : one.end], one.cue and one.cue.token.text, one.speaker and one.speaker.text)
        for one in reports
    ]


def cues_of(text):
    """Form and speaker's head of each of the narrator's cues."""
    cues, _ = attribute(parsed(text), find_quotations(text), Lexicon())
    return [(cue.token.text, cue.speaker and cue.speaker.text) for cue in cues]


# ---- Whose a quotation is ---- #


@pytest.mark.parametrize(
    ("text", "cue", "speaker"),
    [
        # The cue's own clause.
        ("“The dam is safe,” said the minister.", "said", "minister"),
        ("“The dam is safe,” the minister said.", "said", "minister"),
        ("“The dam is safe,” the mayor, who built it, said.", "said", "mayor"),
        ("The minister said: “The dam is safe.”", "said", "minister"),
        ("The minister said, “The dam is safe.”", "said", "minister"),
        ("“Is the dam safe?” asked the minister.", "asked", "minister"),
        ("The mayor said that he was “not amused”.", "said", "mayor"),
        # Beside the quotation: after it, before it, before a colon that ends the sentence.
        ("“Never,” snapped the chair.", "snapped", "chair"),
        ("“We saw nothing,” recalled Emeka Obi.", "recalled", "Obi"),
        ("Asked about the dam, the mayor replied: “No.”", "replied", "mayor"),
        ("“The dam is safe,” the mayor was quoted as saying.", "saying", "mayor"),
        ("The minister told the press:\n“The dam is safe.”", "told", "minister"),
        ("The letter read: “We wait.”", "read", "letter"),
        # Above it: the verb whose object holds the words.
        ("The mayor condemned the “shameful” report.", "condemned", "mayor"),
        ("The mayor condemned the attack on the town and its “shameful” cost.", "condemned", "mayor"),
        # A verb that is no cue elsewhere.
        ("“Nobody knew,” shrugged Anna Kell.", "shrugged", "Kell"),
        # The words are theirs whom the narrator heard.
        ("The mayor said the minister had agreed “in part”.", "said", "mayor"),
        ("The mayor said the minister had promised to “go home”.", "said", "mayor"),
        # Nobody's.
        ("The so-called “dam” is a wall.", None, None),
        ("The film “River” opened on Monday.", None, None),
        ("“The dam is safe.” The mayor left.", None, None),
    ],
)
def test_the_cue_and_the_speaker_of_a_quotation(text, cue, speaker):
    [(_, _, found, who)] = [one for one in told(text) if one[0] == "quoted"]
    assert (found, who) == (cue, speaker)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The dam is safe,” the minister said. “We checked it twice.”", "minister"),
        ("“The dam is safe,” the minister said.\n“We checked it twice.”", "minister"),
        ("The mayor said that the dam was safe. “We checked it twice.”", "mayor"),
        ("“The dam is safe,” the mayor said. The road is open. “We checked it twice.”", "mayor"),
        ("They met. Anna Kell was not impressed. “Friday is too late.”", "Kell"),
        ("They met. Anna Kell was not impressed.\n“Friday is too late.”", None),
        ("They met. The bridge was not impressed. “Friday is too late.”", None),
        ("“We had no warning”: survivors tell of the flood.", "survivors"),
        # The clause before the colon, though the parser hangs it on the quotation's.
        ("Anna Kell was blunt on Monday: “The gate stays closed.”", "Kell"),
        ("The law has one sentence: “No ship may pass.”", None),
        ("Minister: “No new ferries”", "Minister"),
    ],
)
def test_a_quotation_without_a_cue_goes_on_from_the_words_before(text, speaker):
    *_, (voice, _, cue, who) = told(text)
    assert (voice, cue, who) == ("quoted", None, speaker)


def test_the_next_speaker_s_quotation_is_the_next_speaker_s():
    text = "“We wait,” Anna Kell said. “The bridge is weak,” Tom Reed said."
    assert [who for *_, who in told(text)] == ["Kell", "Reed"]


def test_a_listed_verb_keeps_its_class_and_another_has_none():
    cues = [attribute(parsed(text), find_quotations(text), Lexicon())[0][0] for text in (
        "“Never,” snapped the chair.", "“Nobody knew,” shrugged Anna Kell.")]  # fmt: skip
    assert [(cue.lemma, cue.cue_class) for cue in cues] == [("snap", "neutral"), ("shrug", "other")]


def test_a_cue_between_two_phrases_has_both():
    text = "“A disgrace,” said Anna Kell, “and a shame.”"
    assert told(text) == [("quoted", "A disgrace,", "said", "Kell"), ("quoted", "and a shame.", "said", "Kell")]


@pytest.mark.parametrize("between", ["said Anna Kell", "Anna Kell said"])
def test_a_cue_between_two_halves_has_both(between):
    text = f"“Nobody will work there,” {between}, “and nobody will come.”"
    assert [(cue, who) for _, _, cue, who in told(text)] == [("said", "Kell")] * 2
    assert cues_of(text) == [("said", "Kell")]


def test_a_cue_inside_marks_is_not_the_narrator_s():
    text = "“‘Go home,’ the mayor told me,” she said."
    assert cues_of(text) == [("said", "she")]
    assert told(text) == [
        ("quoted", "‘Go home,’ the mayor told me,", "said", "she"),
        ("quoted", "Go home,", None, "mayor"),
    ]


def test_words_quoted_inside_a_quotation_are_the_speaker_s_if_nobody_else_s():
    assert told("“We have ‘a plan’ for the bridge,” she said.")[1] == ("quoted", "a plan", None, "she")


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("The mayor hit back, saying: “We wait.”", [("hit", "mayor"), ("saying", "mayor")]),
        ("The mayor hit back, saying that the bridge was weak.", [("hit", "mayor"), ("saying", "mayor")]),
        ("The mayor criticised the plan, saying that it was late.", [("saying", "mayor")]),
        ("The mayor praised the workers.", []),
        ("She said nothing.", []),
    ],
)
def test_cues_are_those_that_hand_the_word_to_somebody(text, cues):
    assert cues_of(text) == cues


# ---- What is reported outside marks ---- #


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("The mayor said that the dam was safe.", ["the dam was safe"]),
        ("The mayor accused the minister of lying.", ["lying"]),
        ("The mayor ordered workers to leave.", ["to leave"]),
        ("The mayor said that the dam was “safe”.", ["the dam was"]),
        ("The mayor said that they were “weak” in a “wet” winter.", ["they were", "in a", "winter"]),
        ("The mayor said “the bridge” was weak.", ["was weak"]),
        ("The mayor said the “dam” was “safe”.", ["was"]),  # “the” alone says nothing.
        ("The mayor said the dam was “safe” and “dry”.", ["the dam was"]),  # “and” alone says nothing.
        ("The dam, the mayor said, was safe.", ["The dam", "was safe"]),
        ("The mayor said $5 was enough.", ["$5 was enough"]),
        ("The mayor said the price rose by 45%.", ["the price rose by 45%"]),
        ("The mayor said that the dam was safe (it was not).", ["the dam was safe (it was not)"]),
        ("The minister said it was late, but there were “other ways” to help.",
         ["it was late", "there were", "to help"]),
        # The clause is the quotation itself.
        ("“The dam is safe,” the mayor said.", []),
        ("The minister said “we wait” twice.", []),
        # A cue in a report has no report of its own; two cues of one report have one.
        ("The mayor said the minister had told workers that the dam leaked.",
         ["the minister had told workers that the dam leaked"]),
        ("She repeated her vow that the dam would stand.", ["the dam would stand"]),
        # Reports of their own.
        ("“We wait,” the mayor said, adding that the road was closed.", ["the road was closed"]),
        ("She said it was late, adding that the road was closed.", ["it was late", "the road was closed"]),
    ],
)  # fmt: skip
def test_the_pieces_of_indirect_reports(text, pieces):
    assert [piece for voice, piece, _, _ in told(text) if voice == "indirect"] == pieces


def test_a_cue_in_a_report_is_nested():
    text = "The mayor said the minister had told workers that the dam leaked."
    cues, _ = attribute(parsed(text), find_quotations(text), Lexicon())
    assert [(cue.token.text, cue.nested) for cue in cues] == [("said", False), ("told", True)]


def test_spans_come_in_the_order_of_the_text():
    spans = told("The mayor said the dam was “safe”. “We checked,” said Anna Kell, adding that it was dry.")
    assert [words for _, words, _, _ in spans] == ["the dam was", "safe", "We checked,", "it was dry"]
