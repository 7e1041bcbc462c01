import pytest

from framelens.attribution import attribute
from framelens.cue_list import Lexicon
from framelens.narration import sentence_voice
from framelens.quotations import find_quotations
from tests.parsed import parsed


def voices(text):
    """The voice of each sentence of a text."""
    doc, lexicon = parsed(text), Lexicon()
    cues, reports = attribute(doc, find_quotations(text), lexicon)
    told = {place for report in reports for place in range(report.start, report.end)}
    attributed = {token.i for token in doc if token.idx in told}
    places = {cue.token.i for cue in cues}
    return [sentence_voice(one, attributed, places, lexicon.verbs) for one in doc.sents]


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        # Nobody speaks.
        ("The dam broke.", "own"),
        ("It is clear that the dam broke.", "own"),
        ("She said nothing.", "own"),
        # By a cue.
        ("The minister said that the dam was safe.", "attributed"),
        ("The dam was safe, according to the engineer.", "attributed"),
        ("“The dam is safe,” said the minister.", "attributed"),
        ("The minister wanted to say that the dam was safe.", "attributed"),
        ("The minister began by saying that the dam was safe.", "attributed"),
        ("“The dam is safe.”", "attributed"),
        # By a speech act whose object says what about.
        ("The minister proposed a timetable.", "attributed"),
        ("The minister praised the workers.", "attributed"),
        ("The minister did not propose a timetable.", "own"),
        ("A timetable was proposed.", "own"),
        ("The attack was condemned by the mayor.", "own"),
        # A clause of the narrator's own stands beside.
        ("The minister said that the dam was safe, but the dam broke.", "mixed"),
        ("The minister opened the dam and said it was safe.", "mixed"),
        ("The road was closed after the minister said that the dam had broken.", "mixed"),
        ("She came home, saying that the dam leaked.", "mixed"),
        ("The dam, which broke in May, was safe, the minister said.", "mixed"),
        ("She said that the dam was safe, although photos showed a crack.", "mixed"),
        ("The “dam” is a wall.", "mixed"),
        ("The mayor's claim that the dam was sound was wrong.", "mixed"),
        # Clauses that assert nothing.
        ("The minister, who built the dam, said it was safe.", "attributed"),
        ("The minister who built the dam said it was safe.", "attributed"),
        ("Speaking after the match, she said it was over.", "attributed"),
        ("She was speaking after the match when she said it was over.", "attributed"),
        ("When asked about the dam, she said it was safe.", "attributed"),
        ("When we asked about the dam, she said it was safe.", "attributed"),
        ("The answer was brief: “We wait.”", "attributed"),
        # No verb: somebody's words alone, or a phrase of the narrator's round them.
        ("No progress at “difficult” talks.", "mixed"),
    ],
)
def test_the_voice_of_a_sentence(text, voice):
    assert voices(text) == [voice]


def test_each_sentence_has_its_own():
    assert voices("“We checked,” the mayor said. The road is open. “It is safe.”") == [
        "attributed",
        "own",
        "attributed",
    ]
