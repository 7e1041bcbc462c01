import pytest

from framelens.cue_list import Lexicon
from framelens.mentions import Names
from framelens.passages import NOBODY, Passage
from framelens.reading import Block
from framelens.study import Study
from tests.parsed import NORLAND, annotated, parsed

TEXT = "Berg said the port of Norland was “a ‘sad’ sight”. It rained."


@pytest.fixture
def passage(tmp_path):
    study = Study(
        study={"title": "A"}, corpus={"articles": "a"}, parties={"norland": NORLAND}, path=tmp_path / "study.toml"
    )
    # The text begins 100 characters into the file.
    block = Block("body", TEXT, range(100, 100 + len(TEXT)))
    return Passage(block, parsed(TEXT), 7, Lexicon(), Names(study))


def test_a_word_belongs_to_the_innermost_span(passage):
    owners = [passage.is_own(TEXT.index(word)) for word in ("Berg", "said", "port", "a ‘sad", "sad", "It")]
    assert owners == [True, True, False, False, False, True]
    passage.speakers = {report.speaker.i: NOBODY for report in passage.reports}
    assert [passage.owner(TEXT.index(word))[0] for word in ("Berg", "port", "sad", "It")] == [
        "own", "indirect", "quoted", "own",
    ]  # fmt: skip
    assert passage._owners[TEXT.index("a ‘sad")] != passage._owners[TEXT.index("sad")]


def test_marks_are_nobody_s_but_those_inside_a_quotation(passage):
    assert [passage.is_own(TEXT.index(mark)) for mark in "“‘’”"] == [True, False, False, True]


def test_places_are_those_in_the_file(passage):
    assert passage.place(0, 4) == (100, 104)


def test_sentences_go_on_counting_from_the_block_before(passage):
    assert [passage.sentence_at(TEXT.index(word)) for word in ("Berg", "sad", "It", "rained")] == [7, 7, 8, 8]


def test_tokens_in_marks_are_quoted(passage):
    assert [passage.doc[place].text for place in sorted(passage.quoted)] == ["a", "‘", "sad", "’", "sight"]


def test_tokens_of_reports_are_attributed(passage):
    # The marks round the outer quotation are the narrator's, those inside it are not.
    words = [passage.doc[place].text for place in sorted(passage.attributed)]
    assert words == ["the", "port", "of", "Norland", "was", "a", "‘", "sad", "’", "sight"]


def test_mentions_are_found_in_the_reading_text(passage):
    assert [(one.alias, TEXT[one.start : one.end]) for one in passage.mentions] == [
        ("Berg", "Berg"),
        ("Norland", "Norland"),
    ]


def test_no_name_reaches_over_the_end_of_a_sentence(tmp_path):
    text = "We met Ana. Berg left."
    study = Study(study={"title": "A"}, corpus={"articles": "a"}, path=tmp_path / "study.toml",
                  parties={"a": {"label": "A", "names": ["re:Ana\\W+Berg"]}})  # fmt: skip
    assert Passage(Block("body", text, range(len(text))), parsed(text), 1, Lexicon(), Names(study)).mentions == []


# ---- Whole articles ---- #


def test_words_in_a_headline_s_marks_are_theirs_who_say_them_in_the_body():
    headline = "City hears that the bridge is ‘far too weak’"
    body = "Anna Kell opened the port on Monday and left. “The bridge is far too weak,” Kell said."
    found = annotated(f"{headline}\n\n{body}\n").attributions
    assert found["zone"].tolist() == ["headline", "body"]
    assert found["actor"].tolist() == ["Anna Kell", "Anna Kell"]
    assert found["speaker"].isna().tolist() == [True, False]  # The headline names nobody.


def test_words_in_a_headline_s_marks_that_nobody_says_are_nobody_s():
    headline = "City hears that the bridge is ‘far too weak’"
    body = "Anna Kell opened the port on Monday and left. “The bridge is old and wet,” Kell said."
    assert annotated(f"{headline}\n\n{body}\n").attributions["actor"].isna().tolist() == [True, False]


def test_a_party_s_mention_may_be_the_speaker():
    found = annotated("Briefly\n\nBerg said that Norland was weak. Ana Berg of Norland left.\n").mentions
    assert found[["alias", "voice", "speaker_party", "is_speaker"]].astype("object").fillna("").to_numpy().tolist() == [
        ["Berg", "own", "", True],
        ["Norland", "indirect", "norland", False],
        ["Ana Berg", "own", "", False],
        ["Norland", "own", "", False],
    ]
