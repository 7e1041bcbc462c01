import pytest

from framelens.words import WORD, count_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The UK’s ship", ["The", "UK’s", "ship"]),
        ("don't", ["don't"]),
        ("a well-known three-day-old strike", ["a", "well-known", "three-day-old", "strike"]),
        ("1,200.50 euros", ["1,200.50", "euros"]),
        ("It rose 3.5% to 1,000.", ["It", "rose", "3.5", "to", "1,000"]),
        ("the players' room", ["the", "players", "room"]),
        ("‘quoted’ words", ["quoted", "words"]),
        ("yes—no – maybe", ["yes", "no", "maybe"]),
        ("no.Next", ["no", "Next"]),
        ("Çavuş", ["Çavuş"]),
    ],
)
def test_words_are_split(text, words):
    assert WORD.findall(text) == words


def test_count_of_words():
    assert count_words("Two words, “three” — 4.") == 4


@pytest.mark.parametrize("text", ["", " \n\t", "— … “”", "* * *"])
def test_marks_are_no_words(text):
    assert count_words(text) == 0
