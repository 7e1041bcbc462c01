import pandas as pd

import framelens as fl


def result(**columns) -> pd.DataFrame:
    return pd.DataFrame(columns)


SHARES = result(
    outlet=["A", "A", "B", "B"], concept="event", label=["war", "raid"] * 2, estimate=[0.75, 0.25, 0.5, 0.5],
    k=[3, 1, 1, 1], n=[4, 4, 2, 2], n_articles=[1, 1, 1, 1], interval="within-article-wilson", level=0.95,
)  # fmt: skip


def test_a_caption_s_n_is_that_of_its_table():
    caption = fl.caption_label_shares(SHARES, title="What it is called", voice="own")
    assert caption.text == (
        "What it is called: share of each label among the mentions of the concept in the narrator’s own words, with"
        " k/n; dots are means of the articles, ticks articles. n = 2 outlets, 2 articles,"
        " 6 mentions. Lines: 95% Wilson intervals within the article, which take its mentions as independent; they say"
        " nothing about other articles of the outlet. Hollow: fewer than 5 mentions."
    )
    assert (
        caption.alt
        == "Dot plots, one a label, outlets as rows. A: war 3 of 4, raid 1 of 4; B: war 1 of 2, raid 1 of 2."
    )


def test_a_caption_says_that_there_is_no_interval():
    text = fl.caption_label_shares(SHARES.assign(interval="none", n_articles=2), title="T", voice="all").text
    assert "No interval: 2 to 9 articles: too few for an interval over articles." in text
    assert "in all words, whoever speaks" in text


def test_an_outlet_without_a_mention_is_named_in_the_alternative_text():
    none = result(
        outlet=["C"], concept="event", label="war", k=0, n=0, n_articles=0, interval="none", level=float("nan")
    )
    assert fl.caption_label_shares(pd.concat([SHARES, none]), title="T", voice="own").alt.endswith("C: no mention.")


# A's narrator words the raid twice, both in the active voice, and A quotes a third; B's narrator does not mention it.
AGENCY = result(
    outlet=["A", "A", "B", "B"], event="raid", construction=["active", "nominal"] * 2, k=[2, 0, 0, 0], n=[2, 2, 0, 0],
    n_articles=[1, 1, 0, 0], estimate=[1, 0, None, None], interval=["within-article-wilson"] * 2 + ["none"] * 2,
    level=[0.95, 0.95, None, None], sparse=True, k_all=[2, 1, 1, 0], n_all=[3, 3, 1, 1], sparse_all=True,
    estimate_all=[2 / 3, 1 / 3, 1, 0],
)  # fmt: skip


def test_an_agency_caption_says_what_the_diamonds_are_and_how_many_mentions_they_stand_for():
    titles = {"raid": "The raid", "fire": "The fire"}
    caption = fl.caption_agency(AGENCY, voice="own", beside="all", titles=titles)
    # All words: 3 of A and 1 of B.
    assert caption.text == (
        "How each outlet words the events of the study in the narrator’s own words, with k/n: n = 1 outlet that mention"
        " any, 2 mentions. Agent named: the doer stands in the clause or noun phrase; one named in the sentence before"
        " counts for nothing. Dots are means of the articles’ shares. No interval: every cell is below the smallest n."
        " Below 5 mentions there is k/n and no dot. Grey diamonds: the same in all words, whoever speaks (n = 4"
        " mentions), with k/n and without an interval, where the count or the share differs; hollow below the same n."
        " Not mentioned by any outlet: The fire. A description: no test."
    )
    assert caption.alt == (
        "Matrix of outlets and constructions, an event below the other. A: The raid, active 2 of 2. In all words,"
        " whoever speaks: A: The raid, active 2 of 3, The raid, nominal 1 of 3; B: The raid, active 1 of 1."
    )


def test_a_caption_says_that_two_voices_do_not_differ():
    same = AGENCY[:2].assign(k_all=[2, 0], n_all=2, estimate_all=[1, 0])
    text = fl.caption_agency(same, voice="own", beside="all").text
    assert " The same in all words, whoever speaks: no count and no share differs." in text
    assert "Grey diamonds" not in text
    assert "all words" not in fl.caption_agency(same, voice="own").text


def test_a_label_caption_reads_the_diamonds_to_those_who_do_not_see_them():
    joined = SHARES.assign(
        sparse=True, sparse_all=False, k_all=[4, 1, 1, 1], n_all=[5, 5, 2, 2], estimate_all=[0.8, 0.2, 0.5, 0.5]
    )
    caption = fl.caption_label_shares(joined, title="T", voice="own", beside="all")
    assert "Grey diamonds: the same in all words, whoever speaks (n = 7 mentions), with k/n" in caption.text
    assert caption.alt.endswith("raid 1 of 2. In all words, whoever speaks: A: war 4 of 5, raid 1 of 5.")


def test_a_caption_says_whose_intervals_are_missing():
    mixed = SHARES.assign(interval=["within-article-wilson"] * 2 + ["none"] * 2, n_articles=[1, 1, 9, 9])
    text = fl.caption_label_shares(mixed, title="T", voice="own").text
    assert (
        "other articles of the outlet. No line: 2 to 9 articles: too few for an interval over articles. Hollow" in text
    )


def test_a_caption_names_the_intervals_over_articles_their_seed_and_the_labels_too_rare_for_one():
    mixed = SHARES.assign(interval=["article-bootstrap-t"] * 2 + ["none"] * 2, n_articles=[12, 12, 30, 30], seed=7)
    text = fl.caption_label_shares(mixed, title="T", voice="own").text
    assert (
        "Lines: 95% bootstrap-t intervals over articles (seed 7). No line: fewer than 5 articles with it, or with"
        " anything else. Hollow"
    ) in text


def test_a_cue_caption_counts_the_sources_drawn_and_the_intervals_drawn():
    frame = result(outlet=["A", "A", "B"], actor=["x", "y", "x"], cue_class="neutral", k=[3, 1, 2], n=[6, 9, 2],
                   n_articles=[2, 2, 1], interval=["none", "none", "within-article-wilson"], level=[None, None, 0.95],
                   sparse=[False, False, True])  # fmt: skip
    caption = fl.caption_cues(frame, source="actor", titles={"x": "Iks"})
    assert "n = 2 outlets, 8 cues." in caption.text
    # B's cell has an interval and is too small to be drawn.
    assert "No interval: 2 to 9 articles: too few for an interval over articles." in caption.text
    assert "legend’s order, from top to bottom" in caption.text
    assert caption.alt.endswith("A: Iks neutral 3 of 6; B: Iks neutral 2 of 2.")


def test_words_of_a_voice_caption_are_added_over_outlets():
    frame = result(outlet=["A", "A", "B"], voice=["own", "quoted", "own"], k=[900, 100, 50], n=[1000, 1000, 50],
                   n_articles=[2, 2, 1], interval=["none", "none", "within-article-wilson"])  # fmt: skip
    caption = fl.caption_voices(frame)
    assert "n = 2 outlets, 3 articles, 1,050 words." in caption.text
    assert caption.text.endswith(
        "No interval is drawn: 2 to 9 articles: too few for an interval over articles; within one article words are not"
        " independent, as the table’s intervals take them to be."
    )
    assert caption.alt == (
        "Stacked bars, one an outlet. A: own 900 of 1,000 words, quoted 100 of 1,000 words; B: own 50 of 50 words."
    )


def test_a_voice_caption_says_what_the_line_across_the_narrator_s_part_is():
    frame = result(outlet="A", voice=["own", "quoted"], k=[900, 100], n=1000, n_articles=12, level=0.95, seed=3,
                   interval="article-bootstrap-t")  # fmt: skip
    assert fl.caption_voices(frame).text.endswith(
        "Lines: 95% bootstrap-t intervals over articles (seed 3) for the narrator’s part; for the others they are in"
        " the table."
    )


def test_a_terms_caption_counts_each_outlet_s_articles_once():
    frame = result(outlet=["A", "A", "B"], term=["war", "raid", "talks"], k=[3, 2, 1], n_articles=[2, 2, 1])
    caption = fl.caption_terms(frame, voice="quoted", measure="tf-idf")
    assert caption.text == (
        "Terms that mark each outlet in words inside quotation marks: tf-idf. n = 3 articles; the number after a term"
        " is its count in the outlet. Hollow: fewer than 5 uses or in fewer than 2 articles. A description: no test,"
        " no interval."
    )
    assert caption.alt == (
        "Lollipop charts, one an outlet, of its highest terms with their counts. A: war (3), raid (2); B: talks (1)."
    )


def sentiment(**columns) -> pd.DataFrame:
    """Four rows of one outlet and party: 3 negative and 1 positive of 5 sentences."""
    fields = {"outlet": "A", "party": "x", "scorer": "lexicon", "measure": ["negative", "neutral", "positive", "mean"],
              "estimate": [0.6, 0.2, 0.2, -0.4], "k": [3, 1, 1, None], "n": 5, "n_articles": 1,
              "interval": "within-article-classifier", "corrected": 0.1, "level": 0.95}  # fmt: skip
    return result(**(fields | columns))


def test_a_sentiment_caption_names_scorer_version_licence_and_what_the_interval_holds():
    caption = fl.caption_sentiment(sentiment(), voice="own", titles={"x": "Tidemark"})
    assert (
        "from top to bottom lexicon, in the narrator’s own words, n = 5 sentence–party pairs. Scored by lexicon,"
        " which is VADER on the clause (vaderSentiment 3.3.2, MIT)."
    ) in caption.text
    assert "hold the scorer's errors alone, for the very sentences of one article" in caption.text
    assert caption.alt.endswith("A: Tidemark, lexicon: 3 negative and 1 positive of 5.")


def test_a_sentiment_caption_says_what_intervals_of_several_articles_hold():
    caption = fl.caption_sentiment(sentiment(interval="articles-and-classifier"), voice="all", titles={})
    assert "the 95% intervals hold the sampling of articles and the scorer's errors." in caption.text


def test_a_sentiment_caption_says_that_few_articles_have_no_interval():
    caption = fl.caption_sentiment(sentiment(interval="none", n_articles=9), voice="own", titles={})
    assert (
        "Marks: share positive less share negative, corrected for the scorer's errors on labelled news sentences; no"
        " interval: 2 to 9 articles: too few for an interval over articles."
    ) in caption.text


def test_a_scorer_of_the_authors_own_is_called_so_and_not_corrected():
    caption = fl.caption_sentiment(
        sentiment(scorer="mine", interval="none", corrected=float("nan")), voice="own", titles={}
    )
    assert "Scored by mine, the authors' own. No correction and no interval" in caption.text


def test_a_facts_caption_counts_articles_and_lists_facts_by_their_number():
    frame = result(
        article_id=["1", "2", "1", "2"], fact=["end", "end", "hurt", "hurt"], found=[False, True, True, True]
    )
    caption = fl.caption_facts(frame, titles={"hurt": "People were hurt"})
    assert "n = 2 articles, 2 facts." in caption.text
    assert caption.alt == "Matrix of facts and articles. People were hurt: 2 of 2; end: 1 of 2."


def test_one_of_a_thing_is_not_written_as_many():
    assert (
        "n = 1 article, 1 fact."
        in fl.caption_facts(result(article_id=["1"], fact=["end"], found=[True]), titles={}).text
    )


def test_captions_of_the_sample_study_say_the_numbers_of_their_tables(sample):
    frame = fl.voice_shares(sample[1].annotations.tokens)
    n = int(frame.drop_duplicates("outlet")["n"].sum())
    assert f"30 articles, {n:,} words" in fl.caption_voices(frame).text


CONTRASTS = result(
    outlet=["A", "B"], label=["raid", "war"], k=[4, 1], n=[6, 9], k_reference=[2, 8], n_reference=[20, 9],
    n_articles=[5, 4], n_articles_reference=[20, 21], interval="none", level=None, test=["permutation", "none"],
    p=[0.0004, None], p_min=[0.0002, None], n_tests=7, seed=[0, None],
)  # fmt: skip


def test_a_caption_of_contrasts_says_how_they_were_tested_and_how_many():
    caption = fl.caption_contrasts(CONTRASTS, voice="own")
    assert caption.text.endswith(
        "Lines: none (2 to 9 articles: too few for an interval over articles). p by exchanging articles between the two"
        " sides, 10,000 of them drawn where there are more (seed 0); the smallest p that these articles could give:"
        " 0.0002. Full dots: q < .05 (Benjamini & Hochberg, 7 tests in the whole table); hollow: larger, or not tested."
    )
    assert caption.alt == (
        "Dot plot, a difference a row. A: raid 4 of 6, others 2 of 20; B: war 1 of 9, others 8 of 9."
    )


def test_a_caption_of_contrasts_of_one_article_an_outlet_says_description_only():
    one = CONTRASTS.assign(n_articles=1, test="none", p=None, p_min=None)
    assert fl.caption_contrasts(one, voice="own").text.endswith(
        "Description only: one article per outlet. No interval and no test."
    )
