"""How well the attribution engine reads made-up news passages; `speech` says how the numbers come about."""

import functools

import pandas as pd
import pytest

from framelens.cleaning import clean
from framelens.schema import ARTICLES, conform
from framelens.sentences import split_sentences
from framelens.words import WORD
from tests.speech import (
    Comparison,
    article_text,
    compare,
    compare_all,
    cue_places,
    load,
    place_of,
    same_actor,
    span_places,
)

FILES = ("develop", "develop-2", "held-out", "held-out-2")
VOICES = {"own", "attributed", "mixed"}

# No rule has been changed for a passage of held-out-2; the errors of the other files have been looked at.
MINIMUM = {
    "develop": {"cues": 0.97, "sentence voices": 0.95, "word voices": 0.97, "span actors": 0.95},
    "develop-2": {"cues": 0.95, "sentence voices": 0.95, "word voices": 0.95, "span actors": 0.83},
    "held-out": {"cues": 0.95, "sentence voices": 0.93, "word voices": 0.95, "span actors": 0.83},
    "held-out-2": {"cues": 0.95, "sentence voices": 0.95, "word voices": 0.95, "span actors": 0.83},
}


@functools.cache
def total(name):
    return compare_all(name)


@pytest.mark.parametrize(("name", "measure"), [(name, measure) for name in FILES for measure in MINIMUM[name]])
def test_passages_are_read_well_enough(name, measure):
    tally = total(name).tallies[measure]
    assert tally.share >= MINIMUM[name][measure], f"{measure} {tally}; python tests/speech.py {name} lists the errors"


# ---- The passages ---- #


@pytest.mark.parametrize("name", FILES)
def test_the_passages_of_a_file_are_numbered_and_each_their_own(name):
    entries = load(name)
    first = {"develop": "d", "held-out": "h", "develop-2": "e", "held-out-2": "i"}[name]
    assert [entry["id"] for entry in entries] == [f"{first}{number:03d}" for number in range(1, len(entries) + 1)]
    assert len({entry["text"] for entry in entries}) == len(entries) >= 50


def test_each_feature_has_four_passages():
    features = [entry["feature"] for name in FILES for entry in load(name)]
    assert {feature: features.count(feature) for feature in set(features) if features.count(feature) < 4} == {}


@pytest.mark.parametrize("entry", [e for name in FILES for e in load(name)], ids=lambda entry: entry["id"])
def test_a_passage_is_sound(entry):
    text = entry["text"]
    spans = [(span["voice"], *place) for span, place in zip(entry["attributions"], span_places(entry), strict=True)]
    assert len(set(spans)) == len(spans)
    assert len(set(cue_places(entry))) == len(entry["cues"])
    assert all(span["cue"] in {None, *(cue["cue"] for cue in entry["cues"])} for span in entry["attributions"])
    quoted = [(start, end) for voice, start, end in spans if voice == "quoted"]
    assert all(text[start - 1] in "\"'“‘" and text[end] in "\"'”’" for start, end in quoted)
    # A word has one voice: reports stand outside marks, and cues stand outside both unless they are nested.
    indirect = [(start, end) for voice, start, end in spans if voice == "indirect"]
    words = [match.start() for match in WORD.finditer(text)]
    assert all(sum(start <= word < end for start, end in indirect + quoted) <= 1 for word in words)
    for cue, (place, _) in zip(entry["cues"], cue_places(entry), strict=True):
        assert not any(start <= place < end for start, end in quoted)
        assert any(start <= place < end for start, end in indirect) == cue["nested"]


@pytest.mark.parametrize("entry", [e for name in FILES for e in load(name)], ids=lambda entry: entry["id"])
def test_a_passage_has_a_voice_for_each_sentence(entry):
    blocks = entry["text"].split("\n\n", 1) if entry["feature"] == "headline" else [entry["text"]]
    assert len(entry["sentences"]) == sum(len(list(split_sentences(block))) for block in blocks)
    assert set(entry["sentences"]) <= VOICES


def test_passages_are_body_text():
    rows = [{"article_id": e["id"], "outlet": "A", "text": article_text(e)} for name in FILES for e in load(name)]
    _, lines = clean(conform(pd.DataFrame(rows), ARTICLES))
    lines = lines[lines["zone"] != "blank"]
    first = lines.groupby("article_id").head(1)
    assert set(first["zone"]) == {"headline"}
    assert set(lines.drop(first.index)["zone"]) == {"body"}


# ---- The comparison ---- #

ENTRY = {
    "id": "x1",
    "feature": "trailing",
    "text": "The road is shut, Ann Lee said. She waved.",
    "cues": [
        {"cue": "said", "lemma": "say", "kind": "verb", "negated": False, "nested": False}
        | {"speaker": "Ann Lee", "actor": "Ann Lee"}
    ],
    "attributions": [{"voice": "indirect", "text": "The road is shut", "cue": "said", "actor": "Ann Lee"}],
    "sentences": ["attributed", "own"],
}


def tables_of(*, cue="said", actor="Ann Lee", span="The road is shut,", voices=("attributed", "own")):
    """Tables of `ENTRY`, as right or as wrong as the arguments make them."""
    text = article_text(ENTRY)

    def at(piece):
        start = text.index(piece)
        return {"start": start, "end": start + len(piece)}

    cue_row = at(cue) | {"lemma": "say", "kind": "verb", "negated": False, "nested": False, "speaker": actor}
    links = {"voice": "indirect", "cue_start": at(cue)["start"], "cue_end": at(cue)["end"], "actor": actor}
    inside = at(span)
    tokens = [
        {"start": word.start(), "voice": "indirect" if inside["start"] <= word.start() < inside["end"] else "own"}
        for word in WORD.finditer(text)
    ]
    sentences = [at(piece) | {"voice": voice} for piece, voice in zip(("The road", "She"), voices, strict=True)]
    rows = {"cues": [cue_row | {"actor": actor}], "attributions": [inside | links], "tokens": tokens}
    return {name: pd.DataFrame(found) for name, found in (rows | {"sentences": sentences}).items()}


def wrong(comparison: Comparison) -> dict[str, tuple[int, int, int]]:
    return {measure: tuple(tally) for measure, tally in comparison.tallies.items() if tally.share < 1}


def test_right_tables_have_no_errors():
    comparison = compare(tables_of(), ENTRY)
    assert wrong(comparison) == {}
    assert comparison.errors == []
    assert comparison.tallies["word voices"] == (9, 9, 9)  # The headline's word is not counted.


def test_a_wrong_actor_is_wrong_for_the_cue_and_the_span():
    assert wrong(compare(tables_of(actor="Lee"), ENTRY)) == {"cues with actor": (0, 1, 1), "span actors": (0, 1, 1)}


def test_a_cue_elsewhere_is_missed_and_one_too_many():
    comparison = compare(tables_of(cue="waved"), ENTRY)
    assert wrong(comparison) == {"cues": (0, 1, 1), "cues with actor": (0, 1, 1), "span cues": (0, 1, 1)}
    assert [error.split(":")[0] for error in comparison.errors[1:]] == ["x1 cue missed", "x1 cue too many"]


def test_half_a_span_is_no_span_but_counts_by_words():
    # "is shut" without "The road": two of nine words have the wrong voice; the actor of the part is right.
    assert wrong(compare(tables_of(span="is shut"), ENTRY)) == {"spans": (0, 1, 1), "word voices": (7, 9, 9)}


def test_a_wrong_sentence_voice_is_named():
    comparison = compare(tables_of(voices=("mixed", "own")), ENTRY)
    assert wrong(comparison) == {"sentence voices": (1, 2, 2)}
    assert comparison.errors[1:] == ["x1 sentences mixed/own, not attributed/own"]


def test_an_optional_cue_is_neither_expected_nor_wrong():
    entry = ENTRY | {"cues": [ENTRY["cues"][0] | {"optional": True}]}
    assert compare(tables_of(), entry).tallies["cues"] == (0, 0, 0)
    assert compare(tables_of(cue="waved"), entry).tallies["cues"] == (0, 0, 1)


def test_the_report_inside_a_report_needs_no_span():
    nested = ENTRY | {"cues": [ENTRY["cues"][0] | {"nested": True}], "attributions": []}
    assert compare(tables_of(), nested).tallies["spans"] == (0, 0, 0)


@pytest.mark.parametrize(
    ("found", "expected", "same"),
    [
        ("Ann Lee", "Ann Lee", True),
        ("Mayor Ann Lee", "Ann Lee", True),
        ("Lee", "Ann Lee", False),
        ("Ministry", "The ministry", True),
        ("analysts", "two analysts", True),
        ("the ministry's", "the ministry", True),
        ("Ministry", "the Ministry of Works", False),
        ("the police", None, False),
        (None, None, True),
        (None, "Ann Lee", False),
    ],
)
def test_names_of_one_speaker(found, expected, same):
    assert same_actor(found, expected) is same


def test_a_cue_is_a_whole_word():
    assert place_of("He says he said so.", "sa", 2) == (11, 13)
    assert place_of("He says they say so.", "say", whole=True) == (13, 16)
