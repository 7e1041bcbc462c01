import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens import ArgumentError, voice_shares
from framelens.resampling import ratio_interval
from framelens.schema import ATTRIBUTIONS, RESULT, SENTENCES, conform
from framelens.sourcing import count_sources, pool_sources, sentence_voices, summarize_sources
from framelens.spans import nest
from tests.toy import annotations_of


@pytest.fixture
def tokens() -> pd.DataFrame:
    return annotations_of().tokens


def row(frame: pd.DataFrame, outlet: str, voice: str) -> pd.Series:
    return frame.set_index(["outlet", "voice"]).loc[(outlet, voice)]


def test_a_share_is_the_mean_of_the_articles_shares(tokens):
    # a1: 3 of 15 words stand in “a good operation”; a2: none of 9. (1/5 + 0) / 2 = 0.1, and not 3 of 24.
    assert row(voice_shares(tokens), "Alpha", "quoted")[["k", "n", "n_articles"]].tolist() == [3, 24, 2]
    assert row(voice_shares(tokens), "Alpha", "quoted")["estimate"] == pytest.approx(0.1)
    assert row(voice_shares(tokens), "Alpha", "own")["estimate"] == pytest.approx(0.9)


def test_each_of_three_articles_weighs_a_third():
    tokens = pd.DataFrame({"article_id": ["1", "2", "2", "3"], "voice": ["quoted", "own", "own", "own"]})
    shares = voice_shares(tokens.assign(outlet="A", zone="body"))
    assert row(shares, "A", "quoted")["estimate"] == pytest.approx(1 / 3)


def test_every_outlet_has_a_row_for_every_voice(tokens):
    shares = voice_shares(tokens)
    assert shares[["outlet", "voice"]].values.tolist() == [
        [outlet, voice] for outlet in ("Alpha", "Beta") for voice in ("indirect", "own", "quoted")
    ]
    assert row(shares, "Beta", "quoted")[["estimate", "k", "n"]].tolist() == [0, 0, 12]


def test_shares_of_an_outlet_add_up_to_one(tokens):
    assert voice_shares(tokens).groupby("outlet")["estimate"].sum().tolist() == pytest.approx([1, 1])


def test_only_one_article_has_an_interval(tokens):
    shares = voice_shares(tokens)
    assert row(shares, "Alpha", "own")["interval"] == "none"
    beta = row(shares, "Beta", "own")
    assert beta["interval"] == "within-article-wilson"
    # 12 of 12, z = 1.959964: low = 12 / (12 + z²).
    assert beta[["low", "high"]].tolist() == pytest.approx([12 / (12 + 1.959964**2), 1])


def test_shares_by_article(tokens):
    shares = voice_shares(tokens, by=("outlet", "article_id"))
    quoted = shares[shares["voice"] == "quoted"]
    assert quoted[["article_id", "k", "n"]].values.tolist() == [["a1", 3, 15], ["a2", 0, 9], ["b1", 0, 12]]


def test_added_up_tokens_give_the_same_shares(tokens):
    summed = tokens.groupby(["outlet", "article_id", "zone", "voice", "term"]).size().rename("n").reset_index()
    pd.testing.assert_frame_equal(voice_shares(summed), voice_shares(tokens))


def test_zones_are_kept_apart(tokens):
    both = pd.concat([tokens, tokens[tokens["article_id"] == "b1"].assign(zone="headline", voice="quoted")])
    assert row(voice_shares(both), "Beta", "quoted")["k"] == 0
    assert row(voice_shares(both, zone="headline"), "Beta", "quoted")[["k", "n"]].tolist() == [12, 12]
    assert row(voice_shares(both, zone="all"), "Beta", "quoted")[["k", "n"]].tolist() == [12, 24]


def test_shares_do_not_depend_on_order_index_extra_columns_or_category_dtype(tokens):
    other = (
        tokens.sample(frac=1, random_state=7).assign(colour="red").astype({"outlet": "category", "voice": "category"})
    )
    left, right = voice_shares(tokens), voice_shares(other)
    pd.testing.assert_frame_equal(left, right.astype(left.dtypes))


def test_shares_are_a_result_table(tokens):
    assert voice_shares(tokens).columns.tolist() == ["outlet", "voice", *RESULT]


def test_a_missing_column_is_named(tokens):
    with pytest.raises(ArgumentError) as error:
        voice_shares(tokens[["outlet", "article_id", "voice"]])
    assert str(error.value) == "the tokens table lacks the column(s) 'zone'; it has 'outlet', 'article_id', 'voice'."


def test_an_unknown_zone_is_named(tokens):
    with pytest.raises(ArgumentError) as error:
        voice_shares(tokens, zone="title")
    assert str(error.value) == (
        "`zone` must be one of 'kicker', 'headline', 'standfirst', 'byline', 'caption', 'subhead', 'body',"
        " 'boilerplate', 'blank', 'all'; got 'title'."
    )


# ---- Sources --------------------------------------------------------------------------------------------------------

# article, outlet, start, end, voice, cue_id, actor, n_words. In a1 Mara's quotation of 20 words holds one of 2 by Orin;
# a statement of Mara's has two pieces; a title of 1 word has neither cue nor source.
SPANS = [
    ("a1", "Alpha", 0, 100, "quoted", 1, "Mara", 20),
    ("a1", "Alpha", 30, 40, "quoted", None, "Orin", 2),
    ("a1", "Alpha", 110, 150, "indirect", 2, "Mara", 6),
    ("a1", "Alpha", 160, 180, "quoted", 2, "Mara", 4),
    ("a1", "Alpha", 200, 206, "quoted", None, None, 1),
    ("a2", "Alpha", 0, 50, "indirect", 1, "Orin", 9),
    ("b1", "Beta", 0, 50, "quoted", 1, "Orin", 8),
]


def spans_of(rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "start", "end", "voice", "cue_id", "actor", "n_words"])
    typed = conform(frame.assign(attribution_id=range(1, len(frame) + 1)), ATTRIBUTIONS)
    outlets = frame.drop_duplicates("article_id").set_index("article_id")["outlet"]
    return typed.assign(outlet=typed["article_id"].map(outlets))


@pytest.fixture
def spans() -> pd.DataFrame:
    return spans_of(SPANS)


def of_source(frame: pd.DataFrame, outlet: str, actor: str | None) -> pd.Series:
    chosen = frame[(frame["outlet"] == outlet) & (frame["actor"].isna() if actor is None else frame["actor"] == actor)]
    return chosen.iloc[0]


def test_a_word_counts_for_the_innermost_source_and_once(spans):
    # Alpha: Mara 18 + 6 + 4 = 28, Orin 2 + 9 = 11, nobody 1: together the 40 words that stand in any span.
    shares = summarize_sources(spans)
    found = {actor: of_source(shares, "Alpha", actor)[["k", "n"]].tolist() for actor in ("Mara", "Orin", None)}
    assert found == {"Mara": [28, 40], "Orin": [11, 40], None: [1, 40]}


def test_a_source_s_share_is_the_mean_of_the_articles_shares_or_k_of_n(spans):
    # Orin: 2 of 31 words in a1, all 9 in a2.
    assert of_source(summarize_sources(spans), "Alpha", "Orin")["estimate"] == pytest.approx((2 / 31 + 1) / 2)
    pooled = summarize_sources(spans, weight="units")
    assert of_source(pooled, "Alpha", "Orin")["estimate"] == pytest.approx(11 / 40)


def test_an_article_that_attributes_no_word_has_no_part_in_the_mean(spans):
    empty = spans_of([("a3", "Alpha", 0, 3, "quoted", 1, "Orin", 0)])
    row = of_source(summarize_sources(pd.concat([spans, empty])), "Alpha", "Orin")
    assert row[["k", "n", "n_articles"]].tolist() == [11, 40, 2]
    assert row["estimate"] == pytest.approx((2 / 31 + 1) / 2)


def test_every_source_has_a_row_in_every_outlet(spans):
    shares = summarize_sources(spans)
    beta = of_source(shares, "Beta", "Mara")
    assert beta[["estimate", "k", "n", "n_articles", "interval"]].tolist() == [0, 0, 8, 1, "within-article-wilson"]
    assert len(shares) == 2 * 3


def test_only_words_of_the_voice_asked_count(spans):
    quoted = summarize_sources(spans, voice="quoted")
    assert of_source(quoted, "Alpha", "Mara")[["k", "n"]].tolist() == [18 + 4, 18 + 4 + 2 + 1]
    indirect = summarize_sources(spans, voice="indirect")
    assert indirect[["outlet", "actor", "k", "n"]].values.tolist() == [
        ["Alpha", "Mara", 6, 15],
        ["Alpha", "Orin", 9, 15],
    ]


def test_a_statement_is_what_one_cue_introduces(spans):
    # Alpha: Mara's cues 1 and 2; Orin inside Mara's quotation, and cue 1 of a2; the title.
    shares = summarize_sources(spans, unit="statement")
    found = {actor: of_source(shares, "Alpha", actor)[["k", "n"]].tolist() for actor in ("Mara", "Orin", None)}
    assert found == {"Mara": [2, 5], "Orin": [2, 5], None: [1, 5]}


def test_a_nested_quotation_without_a_cue_belongs_to_the_statement_round_it():
    nested = spans_of([SPANS[0], (*SPANS[1][:6], "Mara", 2)])
    assert summarize_sources(nested, unit="statement")["n"].tolist() == [1]


def test_a_sentence_counts_for_each_source_whose_words_it_holds(spans):
    # Mara's quotation runs on over the first two sentences of a1, and Orin's words stand in the first of them.
    places = [("a1", 1, 0, 60), ("a1", 2, 60, 105), ("a1", 3, 105, 190), ("a1", 4, 190, 220), ("a2", 1, 0, 60)]
    sentences = pd.DataFrame(places, columns=["article_id", "sentence_id", "start", "end"])
    sentences = conform(sentences.assign(zone="body"), SENTENCES)
    shares = summarize_sources(spans, unit="sentence", sentences=sentences)
    found = {actor: of_source(shares, "Alpha", actor)[["k", "n"]].tolist() for actor in ("Mara", "Orin", None)}
    assert found == {"Mara": [3, 6], "Orin": [2, 6], None: [1, 6]}
    assert summarize_sources(spans, unit="sentence", sentences=sentences.assign(zone="headline")).empty


def test_sources_can_be_shared_out_in_all_articles_or_in_each(spans):
    assert summarize_sources(spans, by=("actor",))[["actor", "k", "n"]].values.tolist()[:2] == [
        ["Mara", 28, 48],
        ["Orin", 19, 48],
    ]
    by_article = summarize_sources(spans, by=("outlet", "article_id", "actor"))
    assert by_article[by_article["actor"] == "Orin"][["article_id", "k", "n"]].values.tolist() == [
        ["a1", 2, 31],
        ["a2", 9, 9],
        ["b1", 8, 8],
    ]


@pytest.mark.parametrize(("n", "sparse"), [(4, True), (5, False)])
def test_sources_are_sparse_below_five_statements(n, sparse):
    rows = [("a1", "Alpha", 10 * place, 10 * place + 5, "quoted", place, "Mara", 30) for place in range(n)]
    assert summarize_sources(spans_of(rows))["sparse"].tolist() == [sparse]


def test_only_spans_of_the_zone_count_where_the_table_says_it(spans):
    zoned = spans.assign(zone=["headline", *["body"] * 6])
    assert of_source(summarize_sources(zoned), "Alpha", "Mara")["n"] == 40 - 18
    assert summarize_sources(zoned, zone="headline")["n"].tolist() == [20]
    assert summarize_sources(zoned, zone="all").equals(summarize_sources(spans))


def test_sources_are_a_result_table(spans):
    shares = summarize_sources(spans)
    assert shares.columns.tolist() == ["outlet", "actor", *RESULT]
    assert shares["unit"].unique().tolist() == ["word"]


def test_sources_do_not_depend_on_order_index_extra_columns_or_category_dtype(spans):
    other = (
        spans.sample(frac=1, random_state=3).assign(colour="red").astype({"outlet": "category", "actor": "category"})
    )
    for measure in (summarize_sources, count_sources):
        left, right = measure(spans), measure(other)
        pd.testing.assert_frame_equal(left, right.astype(left.dtypes))


@st.composite
def corpora(draw, outlets=("Alpha", "Beta")) -> pd.DataFrame:
    """Spans that lie inside or beside one another, 10 characters a word."""
    rows = []
    for article in range(draw(st.integers(1, 4))):
        outlet = draw(st.sampled_from(outlets))
        kept: list[tuple[int, int]] = []
        for start, end in draw(st.lists(st.tuples(st.integers(0, 19), st.integers(1, 20)), max_size=8)):
            crossing = any(start < one < end < other or one < start < other < end for one, other in kept)
            if start < end and not crossing and (start, end) not in kept:
                kept.append((start, end))
                voice, actor = draw(st.sampled_from(["quoted", "indirect"])), draw(st.sampled_from(["X", "Y", None]))
                cue = draw(st.sampled_from([None, 1, 2]))
                article_id = f"{outlet}{article}"
                rows.append((article_id, outlet, 10 * start, 10 * end, voice, cue, actor, end - start))
    return spans_of(rows)


@settings(max_examples=12, deadline=None)
@given(corpora(), st.sampled_from(["word", "statement"]))
def test_shares_of_the_sources_of_an_outlet_add_up_to_one(spans, unit):
    shares = summarize_sources(spans, unit=unit).groupby("outlet")
    assert shares["estimate"].sum().tolist() == pytest.approx([1] * shares.ngroups)
    assert shares["k"].sum().tolist() == shares["n"].first().tolist()


@settings(max_examples=100, deadline=None)
@given(corpora())
def test_own_words_of_all_spans_are_the_words_that_stand_in_a_span(spans):
    inside = {(row.article_id, place) for row in spans.itertuples() for place in range(row.start // 10, row.end // 10)}
    assert nest(spans)["own_words"].sum() == len(inside)


@settings(max_examples=12, deadline=None)
@given(corpora(), corpora(), st.sampled_from(["word", "statement"]))
def test_counts_of_two_halves_of_a_corpus_add_up(one, other, unit):
    other = other.assign(article_id=other["article_id"] + "-b")
    keys = ["outlet", "actor"]
    whole, *halves = (
        summarize_sources(spans, unit=unit).groupby(keys, dropna=False)["k"].sum()
        for spans in (pd.concat([one, other]), one, other)
    )
    added = pd.concat(halves).groupby(level=keys, dropna=False).sum()
    assert whole[whole > 0].to_dict() == added[added > 0].to_dict()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"unit": "words"}, "`unit` must be one of 'word', 'sentence', 'statement'; got 'words'. Did you mean 'word'?"),
        ({"voice": "own"}, "`voice` must be one of 'quoted', 'indirect', 'all'; got 'own'."),
        ({"weight": "words"}, "`weight` must be one of 'articles', 'units'; got 'words'."),
        ({"unit": "sentence"}, '`unit="sentence"` needs the sentences table; give `sentences=`.'),
        ({"zone": "headline"}, "the attributions table lacks the column(s) 'zone'; it has 'article_id',"
         " 'attribution_id', 'sentence_id', 'start', 'end', 'voice', 'cue_id', 'cue_start', 'cue_end', 'speaker',"
         " 'actor', 'party', 'n_words', 'outlet'."),
    ],
)  # fmt: skip
def test_a_wrong_option_for_sources_is_named(spans, options, message):
    with pytest.raises(ArgumentError) as error:
        summarize_sources(spans, **options)
    assert str(error.value) == message


def test_sources_that_are_not_of_interest_are_pooled():
    frame = pd.DataFrame({"actor": ["Mara", "Orin", None], "party": ["tidemark", None, None]})
    assert pool_sources(frame, keep=["Mara"])["actor"].tolist()[:2] == ["Mara", "other sources"]
    assert pool_sources(frame, keep=["Mara"])["actor"].isna().tolist() == [False, False, True]
    by_party = pool_sources(frame, keep=["tidemark"], column="party")
    assert by_party["party"].tolist()[:2] == ["tidemark", "other sources"]
    assert by_party["actor"].equals(frame["actor"])


def test_the_effective_number_of_sources_is_the_inverse_simpson_index(spans):
    # Alpha: 28 words of Mara's and 11 of Orin's, 39² / (28² + 11²); the title has no source.
    found = count_sources(spans).set_index("outlet")
    assert found.loc["Alpha", ["estimate", "k", "n", "n_articles"]].tolist() == [39**2 / (28**2 + 11**2), 2, 39, 2]
    assert found.loc["Beta", ["estimate", "k", "n", "n_articles"]].tolist() == [1, 1, 8, 1]
    assert found["interval"].tolist() == ["none", "none"]
    assert found["sparse"].tolist() == [True, True]


def test_sources_that_speak_equally_much_are_as_many_as_they_are():
    rows = [("a1", "Alpha", 10 * place, 10 * place + 5, "quoted", place, f"Source {place}", 7) for place in range(6)]
    found = count_sources(spans_of(rows)).iloc[0]
    assert found[["estimate", "k", "n", "sparse"]].tolist() == [6, 6, 42, False]


def test_without_a_named_source_there_is_no_effective_number():
    found = count_sources(spans_of([SPANS[4]])).iloc[0]
    assert found[["k", "n", "n_articles"]].tolist() == [0, 0, 1]
    assert pd.isna(found["estimate"])


@settings(max_examples=12, deadline=None)
@given(corpora())
def test_the_effective_number_lies_between_one_and_the_number(spans):
    found = count_sources(spans)
    found = found[found["n"] > 0]
    assert (found["estimate"] >= 1 - 1e-9).all()
    assert (found["estimate"] <= found["k"].astype("float64") + 1e-9).all()


def test_sentences_are_shared_out_by_voice():
    # a1: 2 of 3 own, 1 mixed; a2: 1 attributed. Headlines do not count.
    voices = ["own", "own", "mixed", "attributed", "own"]
    frame = pd.DataFrame({"article_id": ["a1"] * 3 + ["a2"] * 2, "outlet": "Alpha", "voice": voices})
    shares = sentence_voices(frame.assign(zone=["body"] * 4 + ["headline"]))
    assert shares[["voice", "k", "n", "n_articles", "sparse"]].values.tolist() == [
        ["attributed", 1, 4, 2, True], ["mixed", 1, 4, 2, True], ["own", 2, 4, 2, True],
    ]  # fmt: skip
    assert shares["estimate"].tolist() == pytest.approx([1 / 2, 1 / 6, 1 / 3])
    assert shares["unit"].unique().tolist() == ["sentence"]


@pytest.mark.parametrize(("n", "sparse"), [(9, True), (10, False)])
def test_sentence_voices_are_sparse_below_ten_sentences(n, sparse):
    frame = pd.DataFrame({"article_id": "a", "outlet": "A", "voice": ["own"] * n, "zone": "body"})
    assert sentence_voices(frame)["sparse"].tolist() == [sparse] * 3


def words_of(quoted: list[int]) -> pd.DataFrame:
    """Articles of 20 words each, so many of them quoted."""
    rows = [(f"a{n:02}", voice, k) for n, q in enumerate(quoted) for voice, k in (("quoted", q), ("own", 20 - q))]
    return pd.DataFrame(rows, columns=["article_id", "voice", "n"]).assign(outlet="A", zone="body")


def test_words_may_weigh_equally():
    both = pd.concat([words_of([5]), words_of([2]).assign(article_id="b", n=lambda frame: frame["n"] * 10)])
    # 5 of 20 and 20 of 200 words.
    assert row(voice_shares(both), "A", "quoted")["estimate"] == pytest.approx((0.25 + 0.1) / 2)
    assert row(voice_shares(both, weight="words"), "A", "quoted")["estimate"] == pytest.approx(25 / 220)


def test_sentences_may_weigh_equally():
    sentences = pd.DataFrame({"article_id": ["a", "b", "b", "b"], "voice": ["own", "mixed", "own", "mixed"]})
    sentences = sentences.assign(outlet="A", zone="body")
    assert row(sentence_voices(sentences), "A", "own")["estimate"] == pytest.approx(2 / 3)
    assert row(sentence_voices(sentences, weight="sentences"), "A", "own")["estimate"] == 1 / 2


def test_from_ten_articles_on_the_interval_takes_articles_as_units():
    found = row(voice_shares(words_of([2, 6, 4, 8, 2, 4, 6, 4, 1, 4]), seed=2), "A", "quoted")
    low, high = ratio_interval([[q / 20] for q in (2, 6, 4, 8, 2, 4, 6, 4, 1, 4)], 1, seed=2)
    assert found[["low", "high"]].tolist() == pytest.approx([low[0], high[0]])
    assert found[["interval", "seed"]].tolist() == ["article-bootstrap-t", 2]


def test_a_group_of_few_articles_beside_one_of_many_has_no_interval():
    both = pd.concat([words_of([2, 6, 4, 8, 2, 4, 6, 4, 1, 4]), words_of([5, 6]).assign(outlet="B")])
    found = voice_shares(both).set_index(["outlet", "voice"])["interval"]
    assert found.loc[("A", "own")] == "article-bootstrap-t"
    assert found.loc["B"].unique().tolist() == ["none"]
