from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from framelens import ArgumentError, score_mentions, summarize_sentiment, telling_sentences
from framelens.schema import RESULT
from framelens.scorers import LABELS
from tests.toy import annotations_of


class Recorder:
    """A scorer that keeps what it is given, and finds everything neutral."""

    name, version, licence, confusion = "recorder", "1", "CC0-1.0", None

    def __init__(self):
        self.seen: list[tuple[str, list[str]]] = []

    def __call__(self, texts, spans):
        for text, places in zip(texts, spans, strict=True):
            self.seen.append((text, [text[start:end] for start, end in places]))
        return np.tile([0.0, 1.0, 0.0], (len(texts), 1))


def heard(text: str, **changes) -> list[tuple[str, list[str]]]:
    """What a scorer is given for a text in which “…” is quoted, each with the names that it is asked about."""
    tables, recorder = annotations_of({"x": ("X", text)}), Recorder()
    given = {"mentions": tables.mentions, "sentences": tables.sentences, "attributions": tables.attributions}
    score_mentions(**(given | changes), scorer=recorder)
    return recorder.seen


def scored(rows: list[tuple[str, str, str]], **more) -> pd.DataFrame:
    """A scores table of ``(outlet, article, label)`` in the narrator's voice, each label certain."""
    frame = pd.DataFrame(rows, columns=["outlet", "article_id", "label"])
    chances = {name: (frame["label"] == name).astype(float) for name in LABELS}
    fields = {"sentence_id": range(len(frame)), "start": 0, "party": "tidemark", "voice": "own", "scorer": "lexicon"}
    return frame.assign(**(fields | chances | more))


def values(frame: pd.DataFrame, column: str = "estimate") -> list[float]:
    return frame[column].round(6).tolist()


def test_for_the_narrator_the_words_of_others_are_replaced_before_scoring():
    text = "Ravel called Tidemark “a wicked, wicked land”."
    assert set(map(str, heard(text))) == {
        str((text, ["Ravel"])), str((text, ["Tidemark"])),
        str(("Ravel called Tidemark “…”.", ["Ravel"])), str(("Ravel called Tidemark “…”.", ["Tidemark"])),
    }  # fmt: skip


def test_those_who_are_quoted_are_scored_on_their_own_words():
    assert ("…Ravel lied…", ["Ravel"]) in heard("She said: “Ravel lied” to him.")


def test_two_speakers_of_one_sentence_are_scored_apart():
    # The toy's quotations have no speaker; here the first is Ann's and the second Bo's.
    text = "“Ravel lied,” said Ann; “Ravel won,” said Bo."
    tables = annotations_of({"x": ("X", text)})
    attributions = tables.attributions.assign(actor=["Ann", "Bo"], party=["tidemark", None])
    recorder = Recorder()
    found = score_mentions(tables.mentions, tables.sentences, attributions=attributions, scorer=recorder)
    assert ("…Ravel lied,…", ["Ravel"]) in recorder.seen
    assert ("…Ravel won,…", ["Ravel"]) in recorder.seen
    apart = found[found["voice"] == "attributed"]
    assert apart["speaker_party"].fillna("nobody's").tolist() == ["tidemark", "nobody's"]
    assert apart["start"].tolist() == [1, text.rindex("Ravel")]


def test_without_attributions_every_word_is_the_narrator_s():
    assert heard("Ravel is “bad”.", attributions=None) == [("Ravel is “bad”.", ["Ravel"])] * 2


def test_a_mention_inside_a_quotation_is_not_the_narrator_s():
    tables = annotations_of({"x": ("X", "She said: “Ravel lied.”")})
    found = score_mentions(tables.mentions, tables.sentences, attributions=tables.attributions, scorer=Recorder())
    assert sorted(found["voice"]) == ["all", "attributed"]


def test_all_mentions_of_a_party_in_a_sentence_are_scored_at_once():
    text = "Ravel and Ravel met Tidemark and Ravel."
    assert heard(text)[:2] == [(text, ["Ravel", "Ravel", "Ravel"])] * 2
    assert len(heard(text)) == 2 * 2  # parties × (own, all)


def test_a_mention_that_is_the_speaker_is_left_out():
    tables = annotations_of({"x": ("X", "Ravel spoke of Tidemark.")})
    mentions = tables.mentions.assign(is_speaker=[True, False])
    found = score_mentions(mentions, tables.sentences, scorer=Recorder())
    assert found["party"].unique().tolist() == ["tidemark"]


def test_a_sentence_outside_the_body_is_scored_where_its_zone_is_asked_for():
    tables = annotations_of()
    headlines = tables.sentences.assign(zone="headline")
    assert score_mentions(tables.mentions, headlines, scorer=Recorder()).empty
    body = score_mentions(tables.mentions, tables.sentences, scorer=Recorder())
    for zone in ("headline", "all"):
        found = score_mentions(tables.mentions, headlines, scorer=Recorder(), zone=zone)
        pd.testing.assert_frame_equal(found, body)


def test_a_summary_is_of_one_zone():
    zones = ["body", "body", "headline"]
    scores = scored([("A", "1", "negative"), ("A", "1", "neutral"), ("A", "1", "positive")]).assign(zone=zones)
    found = {zone: summarize_sentiment(scores, errors={}, zone=zone) for zone in ("body", "headline", "all")}
    # Negative, neutral, positive, and positive less negative.
    assert values(found["body"]) == [0.5, 0.5, 0, -0.5]
    assert values(found["headline"]) == [0, 0, 1, 1]
    assert values(found["all"]) == [0.333333, 0.333333, 0.333333, 0]
    pd.testing.assert_frame_equal(summarize_sentiment(scores, errors={}), found["body"])
    texts = scores[["article_id", "sentence_id"]].assign(text=zones)
    assert telling_sentences(scores, texts)["text"].tolist() == ["body"]
    assert telling_sentences(scores, texts, zone="headline")["text"].tolist() == ["headline"]


def test_the_lexicon_labels_by_vader_s_thresholds():
    # “good” alone: 1.9 / sqrt(1.9² + 15) = 0.44, beyond 0.05; no word of “has a harbour” is in the lexicon.
    tables = annotations_of({"x": ("X", "Tidemark was good.\nTidemark was bad.\nTidemark has a harbour.")})
    found = score_mentions(tables.mentions, tables.sentences, scorer="lexicon")
    own = found[found["voice"] == "own"]
    assert own["label"].tolist() == ["positive", "negative", "neutral"]
    assert own["positive"].fillna(-1).tolist() == [1, 0, -1]
    assert own["scorer"].unique().tolist() == ["lexicon"]


def test_shares_are_means_of_the_articles_shares():
    # Article 1: 1/2 negative, 1/2 neutral; article 2: all positive. Means: 1/4, 1/4, 1/2; mean label 1/2 - 1/4 = 1/4.
    found = summarize_sentiment(
        scored([("A", "1", "negative"), ("A", "1", "neutral"), ("A", "2", "positive")]), errors={}
    )
    assert found["measure"].tolist() == ["negative", "neutral", "positive", "mean"]
    assert values(found) == [0.25, 0.25, 0.5, 0.25]
    assert found["k"].tolist()[:3] == [1, 1, 1]
    assert found["n"].unique().tolist() == [3]
    assert found["n_articles"].unique().tolist() == [2]


def test_shares_are_corrected_for_the_scorer_s_errors():
    # 80 % of negative sentences are found and 20 % of them taken for neutral, and the other way round; positive ones
    # always are found. From raw (.32, .48, .2): .8 a + .2 b = .32 and .2 a + .8 b = .48 give a = .2667 and b = .5333.
    labels = ["negative"] * 8 + ["neutral"] * 12 + ["positive"] * 5
    errors = {"lexicon": [[80, 20, 0], [20, 80, 0], [0, 0, 100]]}
    found = summarize_sentiment(scored([("A", "1", label) for label in labels]), errors=errors)
    assert values(found) == [0.32, 0.48, 0.2, -0.12]
    assert values(found, "corrected") == [0.266667, 0.533333, 0.2, -0.066667]
    assert (found["low"] <= found["corrected"]).all()
    assert (found["corrected"] <= found["high"]).all()
    assert found["interval"].unique().tolist() == ["within-article-classifier"]


def test_one_article_with_few_sentences_is_corrected_and_has_no_interval():
    found = summarize_sentiment(scored([("A", "1", "negative")] * 4))
    assert found["corrected"].notna().all()
    assert found["interval"].unique().tolist() == ["none"]
    assert found[["low", "high", "level"]].isna().all(axis=None)


@pytest.mark.parametrize(("n_articles", "interval"), [(2, "none"), (9, "none"), (10, "articles-and-classifier")])
def test_from_ten_articles_on_the_interval_holds_their_sampling_too(n_articles, interval):
    rows = [("A", str(n), label) for n in range(n_articles) for label in ("negative", "neutral", "positive")]
    found = summarize_sentiment(scored(rows))
    assert set(found["interval"]) == {interval}
    assert found["low"].isna().all() == (interval == "none")
    assert found["corrected"].notna().all()


def test_sentences_weigh_equally_on_request_and_then_have_no_interval():
    # Nine articles of one negative sentence, a tenth of nine positive ones: 9/10 and 9/18 negative.
    rows = [("A", str(n), "negative") for n in range(9)] + [("A", "9", "positive")] * 9
    assert values(summarize_sentiment(scored(rows), errors={})) == [0.9, 0, 0.1, -0.8]
    by_sentence = summarize_sentiment(scored(rows), weight="sentences")
    assert values(by_sentence) == [0.5, 0, 0.5, 0]
    assert by_sentence["interval"].unique().tolist() == ["none"]


def test_a_scorer_whose_errors_are_unknown_is_not_corrected():
    found = summarize_sentiment(scored([("A", "1", "negative")], scorer="mine"))
    assert found["interval"].unique().tolist() == ["none"]
    assert found[["corrected", "low", "high", "level"]].isna().all(axis=None)
    assert found.columns.tolist() == ["outlet", "party", "scorer", "measure", *RESULT, "corrected", "coverage"]


def test_coverage_is_the_share_of_sentences_that_the_scorer_could_judge():
    rows = scored([("A", "1", "neutral")] * 4)
    rows.loc[0, list(LABELS)] = np.nan
    assert summarize_sentiment(rows, errors={})["coverage"].unique().tolist() == [0.75]


@pytest.mark.parametrize(("n", "sparse"), [(4, True), (5, False)])
def test_a_share_is_sparse_below_five_sentences(n, sparse):
    found = summarize_sentiment(scored([("A", "1", "neutral")] * n), errors={})
    assert found["sparse"].unique().tolist() == [sparse]


def test_voices_and_scorers_are_never_mixed():
    both = pd.concat([
        scored([("A", "1", "positive")]), scored([("A", "1", "negative")], voice="all"),
        scored([("A", "1", "neutral")], scorer="mine"),
    ])  # fmt: skip
    means = summarize_sentiment(both, errors={}).query("measure == 'mean'")
    assert means[["scorer", "estimate"]].values.tolist() == [["lexicon", 1.0], ["mine", 0.0]]
    assert summarize_sentiment(both, voice="all", errors={}).query("measure == 'mean'")["estimate"].tolist() == [-1.0]


def test_several_voices_stand_beside_one_another_in_the_order_asked_for():
    both = pd.concat([scored([("A", "1", "positive")]), scored([("A", "1", "negative")], voice="all")])
    means = summarize_sentiment(both, voice=("own", "all", "own"), errors={}).query("measure == 'mean'")
    assert means[["voice", "estimate"]].values.tolist() == [["own", 1.0], ["all", -1.0]]


def test_the_model_gives_a_party_the_same_numbers_under_any_name():
    # The study's names are Tidemark and Ravel; the second text is the first with the names exchanged.
    texts = ["Tidemark betrayed Ravel.", "Ravel betrayed Tidemark."]
    tables = annotations_of({str(number): ("X", text) for number, text in enumerate(texts)})
    found = score_mentions(tables.mentions, tables.sentences, attributions=tables.attributions)
    own = found[found["voice"] == "own"].set_index(["article_id", "start"])[list(LABELS)]
    assert own.loc["0"].values.tolist() == own.loc["1"].values.tolist()
    assert own.loc["0"].idxmax(axis=1).tolist()[0] == "negative"


def test_what_each_party_says_of_another_stands_apart():
    rows = scored([("A", "1", "negative"), ("A", "1", "positive")], voice="attributed", speaker_party=["ravel", None])
    found = summarize_sentiment(rows, by=("speaker_party", "party"), voice="attributed", errors={})
    means = found[found["measure"] == "mean"]
    assert means["speaker_party"].fillna("nobody's").tolist() == ["ravel", "nobody's"]
    assert means["estimate"].tolist() == [-1.0, 1.0]


def test_a_summary_does_not_depend_on_order_index_extra_columns_or_category_dtype():
    rows = [("A", str(n % 3), LABELS[n % 2]) for n in range(12)] + [("B", "9", "positive")] * 2
    scores = scored(rows)
    other = scores.sample(frac=1, random_state=6).assign(colour="red").set_index("start", drop=False)
    other = other.astype({"outlet": "category", "party": "category"})
    left, right = summarize_sentiment(scores), summarize_sentiment(other)
    pd.testing.assert_frame_equal(left, right.astype(left.dtypes))


def test_the_most_telling_sentences_come_first_at_each_end():
    scores = scored([("A", "1", "negative"), ("A", "1", "negative"), ("A", "1", "positive"), ("A", "1", "neutral")])
    scores = scores.assign(negative=[0.6, 0.9, 0.1, 0.2])
    texts = pd.DataFrame({"article_id": "1", "sentence_id": range(4), "text": ["bad", "worse", "good", "so so"]})
    found = telling_sentences(scores, texts, n=5)
    assert found[["label", "text"]].values.tolist() == [
        ["negative", "worse"],
        ["negative", "bad"],
        ["positive", "good"],
    ]
    assert telling_sentences(scores, texts, n=1)["text"].tolist() == ["worse", "good"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"voice": "quoted"}, "`voice` must be one of 'own', 'attributed', 'all'; got 'quoted'."),
        ({"by": ("paper",)}, "the scores table lacks the column(s) 'paper'; it has"),
    ],
)
def test_a_wrong_option_is_named_with_what_is_allowed(options, message):
    with pytest.raises(ArgumentError) as error:
        summarize_sentiment(scored([("A", "1", "neutral")]), **options)
    assert str(error.value).startswith(message)


@pytest.mark.parametrize(
    ("scorer", "message"),
    [
        ("lexikon", "there is no scorer 'lexikon'; there are model and lexicon, and your own."),
        (SimpleNamespace(name="x"), "namespace(name='x') is no scorer: it must be callable with texts and spans, and"
         " have name, version, licence and confusion (None if unknown)."),
    ],
)  # fmt: skip
def test_an_unknown_scorer_is_named_with_what_is_allowed(scorer, message):
    tables = annotations_of()
    with pytest.raises(ArgumentError) as error:
        score_mentions(tables.mentions, tables.sentences, scorer=scorer)
    assert str(error.value) == message


def test_sentences_without_texts_cannot_be_scored():
    tables = annotations_of()
    with pytest.raises(ArgumentError) as error:
        score_mentions(tables.mentions, tables.sentences.drop(columns="offsets"))
    assert str(error.value).startswith("the sentences table lacks the column(s) 'offsets'; it has 'article_id',")
