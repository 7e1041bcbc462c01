import pandas as pd

import framelens as fl
from tests.test_plots import labels_of
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
        " that differs; hollow below the same n."
    ) in caption.text
    assert caption.alt.endswith("B: talks (5). In all words, whoever speaks: A: raid (9), war (3).")


def test_a_terms_caption_says_that_the_voices_are_the_same():
    same = TWO_VOICES[TWO_VOICES["outlet"] == "B"]
    caption = fl.caption_terms(same, voice="own", measure="tf-idf", beside="all")
    assert "The same in all words, whoever speaks: no count and no weight differs." in caption.text
    assert caption.alt.endswith("B: talks (5).")
