from itertools import pairwise

import pytest

from tests.parsed import as_spacy_has_it, by_hand, parsed

TEXT = "The mill, which burned at noon, was hit and lost by Ann Berg’s men (“so what?”).\n\nWho paid £5 -- they?"


@pytest.fixture(scope="module")
def parses(sample):
    """Parses as ours and as spaCy has them: the sample's articles and marks of all kinds."""
    ours = [parsed(text) for text in (TEXT, *sample[1].annotations.articles["text"])]
    return [(doc, as_spacy_has_it(doc)) for doc in ours]


def places(tokens):
    return [token.i for token in tokens]


@pytest.mark.parametrize("name", ["children", "lefts", "rights", "ancestors", "conjuncts"])
def test_the_tree_is_spacy_s(parses, name):
    for ours, theirs in parses:
        assert [places(getattr(one, name)) for one in ours] == [places(getattr(one, name)) for one in theirs]


@pytest.mark.parametrize(
    "name",
    ["idx", "text", "lower_", "whitespace_", "is_alpha", "is_space", "is_punct", "is_currency", "is_sent_end"],
)
def test_a_token_says_of_itself_what_spacy_s_says(parses, name):
    for ours, theirs in parses:
        assert [getattr(one, name) for one in ours] == [getattr(one, name) for one in theirs]


def test_subtrees_and_their_edges_are_spacy_s(parses):
    for ours, theirs in parses:
        # Where branches cross, spaCy's order is the tree's and not the text's.
        assert [places(one.subtree) for one in ours] == [sorted(places(one.subtree)) for one in theirs]
        assert [(one.left_edge.i, one.right_edge.i) for one in ours] == [
            (one.left_edge.i, one.right_edge.i) for one in theirs
        ]


def test_sentences_are_spacy_s(parses):
    for ours, theirs in parses:
        assert [(one.start, one.end, one.start_char, one.end_char, one.text, one.root.i) for one in ours.sents] == [
            (one.start, one.end, one.start_char, one.end_char, one.text, one.root.i) for one in theirs.sents
        ]
        assert [one.sent.start for one in ours] == [one.sent.start for one in theirs]


def test_the_root_and_the_text_of_neighbours_are_spacy_s(parses):
    for ours, theirs in parses:
        for start in range(len(ours) - 3):
            span = theirs[start : start + 3]
            assert (ours.root(start, start + 3).i, ours.text_of(start, start + 3)) == (span.root.i, span.text)


def test_tokens_are_found_by_characters_as_spacy_finds_them():
    doc = parsed(TEXT)
    theirs = as_spacy_has_it(doc)
    for start in range(len(TEXT) - 12):
        touched = theirs.char_span(start, start + 12, alignment_mode="expand")
        inside = theirs.char_span(start, start + 12, alignment_mode="contract")
        assert doc.places(start, start + 12) == range(touched.start, touched.end)
        assert places(doc.within(start, start + 12)) == ([] if inside is None else places(inside))
        assert doc.at(start).i == max(token.i for token in theirs if token.idx <= start)


def test_a_token_is_an_ancestor_of_what_hangs_on_it(parses):
    for ours, theirs in parses:
        for (one, other), (first, second) in zip(pairwise(ours), pairwise(theirs), strict=True):
            assert one.is_ancestor(other) == first.is_ancestor(second)


def test_a_tree_whose_branches_cross_is_read_in_the_order_of_the_text():
    # “what” hangs on “do”, over “they want to”.
    doc = by_hand("what they want to do", [4, 2, 2, 4, 2], "dobj nsubj ROOT aux xcomp", "WP PRP VBP TO VB",
                  "PRON PRON VERB PART VERB")  # fmt: skip
    assert [token.text for token in doc[4].subtree] == ["what", "to", "do"]
    assert (doc[4].left_edge.text, doc[4].right_edge.text, doc.sents[0].root.text) == ("what", "do", "want")


def test_a_root_that_is_called_coordinated_has_no_conjuncts():
    doc = by_hand("or not", [0, 0], "conj neg", "CC RB", "CCONJ PART")
    assert doc[0].conjuncts == []


def test_a_word_has_the_token_that_covers_most_of_it():
    text = "Berg’s ferries cannot wait."
    words = [(text.index(word), text.index(word) + len(word)) for word in ("Berg’s", "ferries", "cannot")]
    # “Berg” covers four characters of six, “not” as many as “can”: the first one counts.
    assert [parsed(text).covering(*word).text for word in words] == ["Berg", "ferries", "can"]


def test_a_token_knows_its_neighbours_and_its_text():
    doc = parsed("Ferries wait.")
    assert (doc[0].nbor().text, doc[1].nbor(-1).text, len(doc[0]), repr(doc[0])) == ("wait", "Ferries", 7, "Ferries")
