import csv
from collections import Counter
from importlib import resources

import pytest

from framelens.cue_list import CUE_CLASSES, Entry, Lexicon, lookup
from tests.parsed import parsed, token

FRAMES = {"that", "to", "ing", "name", "quote", "noun", "act", "source", "say"}
LINKS = {"of", "for", "as", "on", "with", "about", "against", "at"}


@pytest.fixture(scope="module")
def lines():
    text = resources.files("framelens").joinpath("cues.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


# ---- The file ---- #


def test_a_lemma_stands_once_of_each_kind(lines):
    counts = Counter((line["lemma"], line["kind"]) for line in lines)
    assert [key for key, n in counts.items() if n > 1] == []


def test_each_line_has_a_class_a_kind_and_a_source(lines):
    assert {line["cue_class"] for line in lines} == set(CUE_CLASSES)
    assert {line["kind"] for line in lines} == {"verb", "nominal"}
    assert [line["lemma"] for line in lines if not line["source"].strip()] == []


def test_frames_are_those_that_the_rules_know(lines):
    assert {frame for line in lines for frame in line["frames"].split()} <= FRAMES | LINKS
    assert [line["lemma"] for line in lines if (line["kind"] == "verb") != bool(line["frames"])] == []


def test_lemmas_are_in_lower_case_and_in_order(lines):
    lemmas = [(line["lemma"], line["kind"]) for line in lines]
    assert lemmas == sorted(lemmas)
    assert all(lemma == lemma.lower().strip() for lemma, _ in lemmas)


# ---- A study's own classes ---- #


def test_a_study_changes_the_class_of_a_verb_and_keeps_its_frames():
    changed, listed = Lexicon({"distancing": ("say",)}), Lexicon()
    assert changed.verbs["say"] == Entry(listed.verbs["say"].frames, "distancing")
    assert listed.verbs["say"].cue_class == "neutral"


def test_a_study_s_class_holds_for_verb_and_noun():
    changed = Lexicon({"emphatic": ("claim",)})
    assert (changed.verbs["claim"].cue_class, changed.nouns["claim"].cue_class) == ("emphatic", "emphatic")


def test_a_lemma_that_is_only_a_noun_makes_no_verb():
    changed = Lexicon({"neutral": ("allegation",)})
    assert changed.nouns["allegation"].cue_class == "neutral"
    assert "allegation" not in changed.verbs


def test_a_lemma_that_the_list_lacks_is_a_verb_with_a_that_clause():
    assert "drawl" not in Lexicon().verbs
    assert Lexicon({"other": ("drawl",)}).verbs["drawl"] == Entry(frozenset({"that"}), "other")


@pytest.mark.parametrize(
    ("text", "verb", "lemma"),
    [
        ("The mayor pointed out that the bridge was weak.", "pointed", "point out"),
        ("The mayor ruled out closing the bridge.", "ruled", "rule out"),
        ("The mayor called for a new bridge.", "called", "call for"),
        ("The mayor called the bridge a disgrace.", "called", "call"),
        ("The mayor hit back.", "hit", "hit back"),
        ("The mayor walked out.", "walked", "walk"),
    ],
)
def test_a_verb_goes_with_its_particle_where_the_list_has_both(text, verb, lemma):
    found, entry = lookup(token(parsed(text), verb), Lexicon().verbs)
    assert found == lemma
    assert entry == Lexicon().verbs.get(lemma)
