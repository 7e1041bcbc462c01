import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens import ArgumentError, TermCounts, count_terms, merge_variants
from tests.toy import annotations_of, tokens_of


def as_dict(counts: TermCounts) -> dict[tuple[str, str], int]:
    frame = counts.to_frame()
    return {(*row[:-5], row[-5]): row[-4] for row in frame.itertuples(index=False, name=None)}


@pytest.fixture
def tokens() -> pd.DataFrame:
    return annotations_of().tokens


def test_counts_are_those_of_the_narrator_s_words(tokens):
    counts = as_dict(count_terms(tokens))
    # Alpha: "war" in a1's first and second sentence; "operation" once unquoted, in a2.
    assert counts["Alpha", "war"] == 2
    assert counts["Alpha", "operation"] == 1
    assert counts["Beta", "operation"] == 2


def test_the_grid_is_complete_with_zeros(tokens):
    counts = count_terms(tokens)
    frame = counts.to_frame()
    assert len(frame) == 2 * len(counts.vocabulary)
    assert as_dict(counts)["Beta", "ravel"] == 0
    assert frame.loc[frame["term"] == "ravel", "n_articles_with"].tolist() == [2, 0]


def test_a_grid_says_n_and_articles_in_zero_rows_too(tokens):
    frame = count_terms(tokens).to_frame().set_index(["outlet", "term"])
    row = frame.loc[("Beta", "ravel")]
    # Beta's one article: 6 + 3 + 3 words.
    assert row.tolist() == [0, 12, 1, 0]


def test_columns_of_the_frame_are_keys_then_counts(tokens):
    names = ["outlet", "term", "k", "n", "n_articles", "n_articles_with"]
    assert count_terms(tokens).to_frame().columns.tolist() == names


def test_vocabulary_is_in_alphabetical_order(tokens):
    vocabulary = count_terms(tokens, voice="all").vocabulary.tolist()
    assert vocabulary == sorted(vocabulary)


@pytest.mark.parametrize(
    ("voice", "words"), [("own", {"ravel": 3, "war": 2}), ("quoted", {"good": 1, "a": 1}), ("all", {"good": 1, "a": 2})]
)
def test_voice_chooses_whose_words_are_counted(tokens, voice, words):
    counts = as_dict(count_terms(tokens, voice=voice))
    assert {word: counts["Alpha", word] for word in words} == words


def test_zone_chooses_where_words_are_counted(tokens):
    headline = tokens.head(4).assign(zone="headline")
    both = pd.concat([headline, tokens])
    assert count_terms(both, zone="headline").matrix.sum() == 4
    assert count_terms(both, zone="all", voice="all").matrix.sum() == 4 + len(tokens)
    assert count_terms(both, voice="all").matrix.sum() == len(tokens)


def test_unit_lemma_counts_lemmas():
    tokens = tokens_of({("A", "a"): {"wars": 2, "war": 1}}).assign(lemma="war")
    assert as_dict(count_terms(tokens, unit="lemma")) == {("A", "war"): 3}


def test_counts_can_be_grouped_by_several_columns(tokens):
    counts = as_dict(count_terms(tokens, by=("outlet", "article_id"), voice="own"))
    assert counts["Alpha", "a2", "hurt"] == 2
    assert counts["Alpha", "a1", "hurt"] == 0


def test_ngrams_never_cross_a_sentence(tokens):
    grams = set(count_terms(tokens, ngrams=(2, 2)).vocabulary)
    assert "the operation" in grams
    assert "war the" not in grams


def test_ngrams_never_cross_a_voice(tokens):
    grams = set(count_terms(tokens, ngrams=(2, 2), voice="all").vocabulary)
    assert "good operation" in grams
    assert "is a" not in grams


def test_ngrams_do_not_jump_over_a_quotation():
    tokens = annotations_of({"x": ("X", "He called “it” mad.")}).tokens
    assert count_terms(tokens, ngrams=(2, 2)).vocabulary.tolist() == ["he called"]


def test_ngrams_never_cross_an_article():
    tokens = annotations_of({"x": ("X", "One two"), "y": ("X", "three four")}).tokens
    assert count_terms(tokens, ngrams=(2, 2)).vocabulary.tolist() == ["one two", "three four"]


def test_ngrams_of_one_to_two_words_hold_both(tokens):
    both = count_terms(tokens, ngrams=(1, 2)).matrix.sum()
    assert both == count_terms(tokens).matrix.sum() + count_terms(tokens, ngrams=(2, 2)).matrix.sum()


def test_added_up_tokens_give_the_same_counts(tokens):
    keys = ["outlet", "article_id", "zone", "voice", "term"]
    summed = tokens.groupby(keys).size().rename("n").reset_index()
    pd.testing.assert_frame_equal(count_terms(summed).to_frame(), count_terms(tokens).to_frame())


def test_order_index_extra_columns_and_category_dtype_do_not_matter(tokens):
    other = tokens.sample(frac=1, random_state=3).assign(colour="red")
    other.index = range(900, 900 - len(other), -1)
    other = other.astype({"outlet": "category", "term": "category"})
    left, right = count_terms(tokens).to_frame(), count_terms(other).to_frame()
    pd.testing.assert_frame_equal(left, right, check_dtype=False, check_categorical=False)
    assert left["outlet"].tolist() == right["outlet"].tolist()


def test_ngrams_do_not_depend_on_the_order_of_rows(tokens):
    other = tokens.sample(frac=1, random_state=4)
    left, right = (count_terms(frame, ngrams=(1, 3)).to_frame() for frame in (tokens, other))
    pd.testing.assert_frame_equal(left, right)


def test_counting_leaves_the_tokens_as_they_were(tokens):
    before = tokens.copy()
    count_terms(tokens, ngrams=(1, 2))
    pd.testing.assert_frame_equal(tokens, before)


counted = st.dictionaries(
    st.tuples(st.sampled_from(["A", "B"]), st.sampled_from(["1", "2", "3"])),
    st.dictionaries(st.sampled_from(["ash", "bay", "cod"]), st.integers(1, 9), min_size=1),
    min_size=2,
)


@settings(max_examples=15, deadline=None)
@given(counted, st.data())
def test_counts_of_two_parts_add_up_to_the_whole(corpus, data):
    keys = sorted(corpus)
    first = set(data.draw(st.lists(st.sampled_from(keys), unique=True, min_size=1, max_size=len(keys) - 1)))
    # An article belongs to one outlet, so its name holds the outlet.
    corpus = {(outlet, outlet + name): terms for (outlet, name), terms in corpus.items()}
    first = {(outlet, outlet + name) for outlet, name in first}
    parts = [{key: corpus[key] for key in corpus if (key in first) is side} for side in (True, False)]
    whole = count_terms(tokens_of(corpus))
    total = count_terms(tokens_of(parts[0])) + count_terms(tokens_of(parts[1]))
    pd.testing.assert_frame_equal(total.to_frame(), whole.to_frame())


def test_counts_by_different_columns_cannot_be_added(tokens):
    with pytest.raises(ArgumentError) as error:
        count_terms(tokens) + count_terms(tokens, by=("article_id",))
    assert str(error.value) == "counts by ['outlet'] and counts by ['article_id'] cannot be added; count both alike."


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"voice": "quote"},
            "`voice` must be one of 'own', 'indirect', 'quoted', 'all'; got 'quote'. Did you mean 'quoted'?",
        ),
        (
            {"zone": "bodies"},
            "`zone` must be one of 'kicker', 'headline', 'standfirst', 'byline', 'caption', 'subhead', 'body',"
            " 'boilerplate', 'blank', 'all'; got 'bodies'. Did you mean 'body'?",
        ),
        ({"unit": "terms"}, "`unit` must be one of 'term', 'lemma'; got 'terms'. Did you mean 'term'?"),
        ({"ngrams": (2, 1)}, "`ngrams` must be (shortest, longest) with 1 <= shortest <= longest; got (2, 1)."),
        ({"ngrams": (0, 1)}, "`ngrams` must be (shortest, longest) with 1 <= shortest <= longest; got (0, 1)."),
        ({"ngrams": (1, 2)}, "these tokens are already added up, so only `ngrams=(1, 1)` can be counted from them."),
        (
            {"by": ("paper",)},
            "the tokens table lacks the column(s) 'paper'; it has 'outlet', 'article_id', 'term', 'n', 'voice',"
            " 'zone'.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_option_is_named_with_what_is_allowed(options, message):
    with pytest.raises(ArgumentError) as error:
        count_terms(tokens_of({("A", "a"): {"x": 1}}), **options)
    assert str(error.value) == message


def test_merged_variants_are_named_by_the_commonest_spelling():
    tokens = tokens_of({("A", "a"): {"stand-off": 2, "don’t": 1}, ("B", "b"): {"standoff": 3, "don't": 2, "off": 1}})
    merged = as_dict(merge_variants(count_terms(tokens)))
    assert {key: k for key, k in merged.items() if k} == {
        ("A", "standoff"): 2, ("B", "standoff"): 3, ("A", "don't"): 1, ("B", "don't"): 2, ("B", "off"): 1,
    }  # fmt: skip


def test_of_variants_as_common_the_first_by_name_gives_the_name():
    merged = merge_variants(count_terms(tokens_of({("A", "a"): {"cease-fire": 1, "ceasefire": 1}})))
    assert merged.vocabulary.tolist() == ["cease-fire"]


def test_merging_keeps_the_number_of_words(tokens):
    counts = count_terms(tokens, voice="all")
    assert merge_variants(counts).matrix.sum() == counts.matrix.sum()


WORDS = st.dictionaries(st.sampled_from(["war", "sea", "sun"]), st.integers(1, 3), min_size=1)


@given(st.dictionaries(st.sampled_from([(o, a) for o in "AB" for a in "ab"]), WORDS, min_size=1))
@settings(deadline=None, max_examples=30)
def test_counts_that_are_kept_are_those_of_the_rest_of_the_tokens(articles):
    tokens = tokens_of(articles)
    counts = count_terms(tokens)
    for kept, rest in (
        (counts.keep(articles=counts.articles["article_id"] != "a"), tokens[tokens["article_id"] != "a"]),
        (counts.keep(terms=counts.vocabulary != "war"), tokens[tokens["term"] != "war"]),
    ):
        expected = count_terms(rest)
        pd.testing.assert_frame_equal(kept.to_frame(), expected.to_frame(), check_dtype=False)
        pd.testing.assert_frame_equal(kept.articles, expected.articles, check_dtype=False)


def test_sums_have_no_articles_to_leave_out(tokens):
    with pytest.raises(ArgumentError) as error:
        count_terms(tokens).sum_articles().keep(terms=[True])
    assert str(error.value) == (
        'leaving out articles or terms needs the counts of each article; count again with `per="article"`.'
    )
