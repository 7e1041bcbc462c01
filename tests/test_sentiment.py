import pandas as pd
import pytest

from framelens import ArgumentError, score_mentions, summarize_sentiment
from framelens.schema import RESULT
from framelens.scorers import LexiconScore
from tests.toy import annotations_of


@pytest.fixture
def texts(monkeypatch) -> list[str]:
    """What the scorer was given, in its order; every text scores 0."""
    seen: list[str] = []

    def score(text: str) -> LexiconScore:
        seen.append(text)
        return LexiconScore(0.0, False, False)

    monkeypatch.setattr("framelens.sentiment.score_by_lexicon", score)
    return seen


def score(text: str | None = None) -> pd.DataFrame:
    tables = annotations_of({"x": ("X", text)} if text else annotations_of.__defaults__[0])
    return score_mentions(tables.mentions, tables.sentences, attributions=tables.attributions)


def scored(rows: list[tuple[str, str, float]], **more) -> pd.DataFrame:
    """A scores table of ``(outlet, article, score)`` in the narrator's voice."""
    frame = pd.DataFrame(rows, columns=["outlet", "article_id", "score"])
    fields = {"sentence_id": range(len(frame)), "start": 0, "party": "tidemark", "voice": "own", "unit": "sentence"}
    return frame.assign(**(fields | {"covered": True, "saturated": False} | more))


def test_for_the_narrator_quotations_are_replaced_before_scoring(texts):
    score("Ravel called Tidemark “a wicked, wicked land”.")
    assert set(texts) == {"Ravel called Tidemark “…”.", "Ravel called Tidemark “a wicked, wicked land”.",
                          "Ravel called Tidemark “a wicked, wicked land", "Ravel called Tidemark"}  # fmt: skip


def test_without_attributions_nothing_is_replaced(texts):
    tables = annotations_of({"x": ("X", "Ravel is “bad”.")})
    score_mentions(tables.mentions, tables.sentences)
    assert set(texts) == {"Ravel is “bad”.", "Ravel is “bad"}


def test_a_mention_inside_a_quotation_is_not_the_narrator_s():
    found = score("She said: “Ravel lied.”")
    assert found["voice"].unique().tolist() == ["all"]


def test_a_sentence_is_scored_once_a_party_voice_and_unit():
    found = score("Ravel and Ravel met Tidemark and Ravel.")
    keys = ["party", "voice", "unit"]
    assert not found.duplicated(keys).any()
    assert len(found) == 2 * 2 * 2


def test_a_mention_that_is_the_speaker_is_left_out():
    tables = annotations_of({"x": ("X", "Ravel spoke of Tidemark.")})
    mentions = tables.mentions.assign(is_speaker=[True, False])
    assert score_mentions(mentions, tables.sentences)["party"].unique().tolist() == ["tidemark"]


def test_a_sentence_outside_the_body_is_not_scored():
    tables = annotations_of()
    assert score_mentions(tables.mentions, tables.sentences.assign(zone="headline")).empty


def test_the_window_is_ten_words_on_either_side_of_the_first_mention(texts):
    words = [f"w{number:02}" for number in range(1, 31)]
    words[14] = words[29] = "Ravel"
    score(" ".join(words) + ".")
    # Word 15 is the mention: words 5 to 25.
    assert texts[1] == " ".join(words[4:25])
    assert len(texts[1].split()) == 21


def test_the_window_ends_where_the_sentence_ends(texts):
    score("Ravel met nobody.")
    assert texts[1] == "Ravel met nobody"


def test_the_window_of_the_narrator_is_counted_after_replacing(texts):
    quoted = " ".join(["many"] * 20)
    score(f"One “{quoted}” two Ravel.")
    assert "One “…” two Ravel" in texts


def test_scores_are_vader_s():
    # “good” alone: 1.9 / sqrt(1.9² + 15) = 0.4404.
    found = score("Tidemark was good.")
    assert found["score"].tolist() == [0.4404] * 4
    assert found["covered"].all()


def test_a_sentence_without_a_word_of_the_lexicon_is_not_covered():
    found = score("Tidemark has a harbour.")
    assert not found["covered"].any()
    assert found["score"].tolist() == [0.0] * 4


def test_an_estimate_is_the_mean_of_the_articles_means():
    # Article 1: (0.2 + 0.4) / 2 = 0.3; article 2: -0.9; mean -0.3, and not (0.2 + 0.4 - 0.9) / 3 = -0.1.
    scores = scored([("A", "1", 0.2), ("A", "1", 0.4), ("A", "2", -0.9)])
    row = summarize_sentiment(scores).iloc[0]
    assert row["estimate"] == pytest.approx(-0.3)
    assert row[["k", "n", "n_articles"]].tolist() == [3, 3, 2]


def test_each_of_three_articles_weighs_a_third():
    # Article 1: (0.9 + 0 + 0) / 3 = 0.3; the mean of 0.3, 0 and 0 is 0.1.
    scores = scored([("A", "1", 0.9), ("A", "1", 0.0), ("A", "1", 0.0), ("A", "2", 0.0), ("A", "3", 0.0)])
    assert summarize_sentiment(scores)["estimate"].tolist() == pytest.approx([0.1])


def test_coverage_and_saturation_are_shares_of_the_sentences():
    scores = scored([("A", str(n), 0.0) for n in range(4)], covered=[True, True, True, False],
                    saturated=[True, False, False, False])  # fmt: skip
    row = summarize_sentiment(scores).iloc[0]
    assert row[["k", "n", "coverage", "saturation"]].tolist() == [3, 4, 3 / 4, 1 / 4]


@pytest.mark.parametrize(("n", "sparse"), [(4, True), (5, False)])
def test_a_mean_is_sparse_below_five_sentences(n, sparse):
    assert summarize_sentiment(scored([("A", "1", 0.1)] * n))["sparse"].tolist() == [sparse]


def test_units_and_voices_are_never_mixed():
    both = pd.concat([
        scored([("A", "1", 0.5)]), scored([("A", "1", 0.1)], unit="window"), scored([("A", "1", -1.0)], voice="all"),
    ])  # fmt: skip
    assert summarize_sentiment(both)["estimate"].tolist() == [0.5]
    assert summarize_sentiment(both, unit="window")["estimate"].tolist() == [0.1]
    assert summarize_sentiment(both, unit="both")[["unit", "estimate"]].values.tolist() == [
        ["sentence", 0.5], ["window", 0.1],
    ]  # fmt: skip
    assert summarize_sentiment(both, voice="all")["estimate"].tolist() == [-1.0]


def test_sentiment_can_be_summed_up_by_article():
    found = summarize_sentiment(scored([("A", "1", 0.2), ("A", "2", 0.6)]), by=("outlet", "party", "article_id"))
    assert found[["article_id", "estimate"]].values.tolist() == [["1", 0.2], ["2", 0.6]]


def test_there_is_no_interval_and_no_test_anywhere():
    found = summarize_sentiment(score(), unit="both")
    assert found["interval"].unique().tolist() == ["none"]
    assert found[["low", "high", "level"]].isna().all(axis=None)
    assert found.columns.tolist() == ["outlet", "party", *RESULT, "coverage", "saturation"]


def test_a_summary_does_not_depend_on_order_index_extra_columns_or_category_dtype():
    scores = score()
    other = scores.sample(frac=1, random_state=6).assign(colour="red").set_index("start", drop=False)
    other = other.astype({"outlet": "category", "party": "category"})
    left, right = summarize_sentiment(scores), summarize_sentiment(other)
    pd.testing.assert_frame_equal(left, right.astype(left.dtypes))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"voice": "quoted"}, "`voice` must be one of 'own', 'all'; got 'quoted'."),
        ({"unit": "windows"},
         "`unit` must be one of 'sentence', 'window', 'both'; got 'windows'. Did you mean 'window'?"),
        (
            {"by": ("paper",)},
            "the scores table lacks the column(s) 'paper'; it has 'article_id', 'sentence_id', 'start', 'party',"
            " 'voice', 'unit', 'score', 'covered', 'saturated', 'outlet'.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_option_is_named_with_what_is_allowed(options, message):
    with pytest.raises(ArgumentError) as error:
        summarize_sentiment(score(), **options)
    assert str(error.value) == message


def test_an_unknown_scorer_is_named_with_what_is_allowed():
    tables = annotations_of()
    with pytest.raises(ArgumentError) as error:
        score_mentions(tables.mentions, tables.sentences, scorer="lexikon")
    assert str(error.value) == "`scorer` must be one of 'lexicon'; got 'lexikon'. Did you mean 'lexicon'?"


def test_sentences_without_texts_cannot_be_scored():
    tables = annotations_of()
    with pytest.raises(ArgumentError) as error:
        score_mentions(tables.mentions, tables.sentences.drop(columns="offsets"))
    assert str(error.value) == (
        "the sentences table lacks the column(s) 'offsets'; it has 'article_id', 'sentence_id', 'zone', 'paragraph',"
        " 'start', 'end', 'text', 'voice', 'n_words', 'outlet'."
    )
