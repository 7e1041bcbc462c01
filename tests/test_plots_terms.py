import pandas as pd
import pytest

import framelens as fl
from tests.test_plots import hollow, labels_of
from tests.test_plots_beside import diamonds

# "raid": the count and the weight differ; "war": the weight alone; "talks": the same.
TERMS = pd.DataFrame(
    {"outlet": ["A", "A", "B"], "term": ["raid", "war", "talks"], "estimate": [2.5, 1.0, 3.0], "k": [7, 3, 5],
     "n": [1200, 1200, 90], "n_articles": [2, 2, 1], "sparse": [False, True, True]}
)  # fmt: skip
TWO_VOICES = TERMS.assign(
    estimate_all=[2.0, 0.5, 3.0], k_all=[9, 3, 5], n_all=[2000, 2000, 90], sparse_all=[False, True, True]
)
OF_A = TWO_VOICES[TWO_VOICES["outlet"] == "A"]


def test_a_term_s_diamond_stands_under_its_row_and_its_count_in_brackets():
    ax = fl.plot_terms(OF_A, beside="all")
    assert labels_of(ax.yaxis) == ["raid  7 (9)", "war  3"]
    assert diamonds(ax) == [(2.0, 0.32, False), (0.5, 1.32, True)]


def test_a_terms_legend_says_whose_the_marks_are_once_and_only_where_voices_differ():
    said = ["words inside quotation marks", "all words, whoever speaks, where that differs"]
    grid = fl.plot_terms_grid(TWO_VOICES, voice="quoted", beside="all")
    assert [[text.get_text() for text in legend.get_texts()] for legend in grid.legends] == [said]
    assert len(fl.plot_terms(OF_A, beside="all").get_figure().legends) == 1
    assert fl.plot_terms_grid(TWO_VOICES).legends == []
    assert fl.plot_terms_grid(TWO_VOICES[TWO_VOICES["outlet"] == "B"], beside="all").legends == []


def test_a_terms_caption_says_what_the_diamonds_are_and_reads_them_out():
    caption = fl.caption_terms(TWO_VOICES, voice="own", measure="tf-idf", beside="all")
    # 2,000 words of A in all and 90 of B.
    assert (
        "Grey diamonds, and counts in brackets: the same terms in all words, whoever speaks (n = 2,090 words), where"
        " that differs; hollow by the same rule."
    ) in caption.text
    assert caption.alt.endswith("B: talks (5). In all words, whoever speaks: A: raid (9), war (3).")


def test_a_terms_caption_says_that_the_voices_are_the_same():
    same = TWO_VOICES[TWO_VOICES["outlet"] == "B"]
    caption = fl.caption_terms(same, voice="own", measure="tf-idf", beside="all")
    assert "The same in all words, whoever speaks: no count and no weight differs." in caption.text
    assert caption.alt.endswith("B: talks (5).")


def test_a_terms_caption_names_the_outlets_that_the_figure_lacks():
    caption = fl.caption_terms(TWO_VOICES, voice="own", measure="tf-idf", outlets=["D", "B", "C", "A"])
    assert " No term of C, D is used often enough to be shown. A description" in caption.text
    assert "often enough" not in fl.caption_terms(TWO_VOICES, voice="own", measure="tf-idf", outlets="AB").text


TESTED = TWO_VOICES.assign(
    sparse=False, sparse_all=False, q=[0.01, 0.3, None], q_all=[0.2, 0.04, 0.01], low=[1.5, None, None],
    high=[3.5, None, None], interval=["article-bootstrap-t", "none", "none"], level=[0.95, None, None],
    test=["permutation-pooled", "permutation-pooled", "none"], p_min=[1e-6, 1e-6, None], n_tests=812,
    seed=pd.array([4, 4, None], dtype="Int64"),
)  # fmt: skip


def test_a_contrast_is_full_only_where_q_is_small_in_either_voice():
    of_a = TESTED[TESTED["outlet"] == "A"]
    assert hollow(fl.plot_terms(of_a)) == {False: [2.5], True: [1.0]}
    assert diamonds(fl.plot_terms(of_a, beside="all")) == [(2.0, 0.32, True), (0.5, 1.32, False)]


def test_a_contrast_has_its_interval_where_there_is_one():
    ax = fl.plot_terms(TESTED[TESTED["outlet"] == "A"])
    stems, intervals = (collection.get_segments() for collection in ax.collections)
    assert [segment.tolist() for segment in stems] == [[[0, 0], [2.5, 0]], [[0, 1], [1, 1]]]
    assert [segment.tolist() for segment in intervals] == [[[1.5, 0], [3.5, 0]]]


def test_a_caption_of_contrasts_says_tests_intervals_and_seed():
    text = fl.caption_terms(TESTED, voice="own", measure="log-odds ratio").text
    for said in (
        "Full: q < 0.05; hollow: any other.",
        "999 random permutations of the articles, the null distribution pooled over terms",
        "812 tests of all terms and contrasts, corrected by Benjamini and Hochberg; smallest p possible 1e-06; seed 4.",
        "No test of B: a single article, or no term that can be.",
        "Lines: 95% intervals from 999 resamples of the articles (bootstrap-t)",
    ):
        assert said in text
    assert "*" not in text


@pytest.mark.parametrize(
    ("n_articles", "said"), [(1, "A description only, one article per outlet:"), (2, "A description:")]
)
def test_a_caption_of_contrasts_without_tests_says_so(n_articles, said):
    frame = TESTED.assign(test="none", interval="none", n_articles=n_articles)
    text = fl.caption_terms(frame, voice="own", measure="log-odds ratio").text
    assert text.endswith(f"Hollow: no test. {said} no test, no interval.")


def test_articles_too_few_and_short_for_any_term_give_a_figure_that_says_so():
    none = TERMS[:0]
    figure = fl.plot_terms_grid(none)
    assert [text.get_text() for ax in figure.axes for text in ax.texts] == ["No term is used often enough to be shown."]
    caption = fl.caption_terms(none, voice="own", measure="log-odds")
    assert caption.text.endswith("log-odds. No term is used often enough to be shown.")
