import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from framelens.agency import summarize_agency
from framelens.errors import ArgumentError
from framelens.plots.beside import join_voices, other_voice, tell_voices
from framelens.plots.labels import plot_label_shares, plot_label_shares_grid
from framelens.style import MUTED
from tests.test_plots import labels_of, written


def shares(*rows: tuple[str, int, int]) -> pd.DataFrame:
    """A result from (outlet, k, n)."""
    frame = pd.DataFrame(rows, columns=["outlet", "k", "n"])
    frame = frame.assign(estimate=frame["k"] / frame["n"].where(frame["n"] > 0), low=None, high=None, interval="none")
    return frame.assign(sparse=frame["n"] < 5, concept="event", label="war")[
        ["outlet", "concept", "label", "estimate", "low", "high", "interval", "k", "n", "sparse"]
    ]


# A: the share differs. B: another n and the same share of nothing. C: the same. D: no mention of its own. E: its
# narrator and all words have the same share, of other counts.
OWN = shares(("A", 1, 4), ("B", 0, 2), ("C", 1, 1), ("E", 1, 2))
ALL = shares(("A", 4, 8), ("B", 0, 9), ("C", 1, 1), ("D", 0, 3), ("E", 2, 4))
JOINED = join_voices(OWN, ALL)


def test_the_other_voice_s_numbers_stand_beside_the_first_s():
    assert JOINED.columns[-4:].tolist() == ["estimate_all", "k_all", "n_all", "sparse_all"]
    found = JOINED.set_index("outlet")
    assert found.loc["A", ["k", "n", "estimate", "k_all", "n_all", "estimate_all"]].tolist() == [1, 4, 0.25, 4, 8, 0.5]
    assert found["sparse_all"].tolist() == [False, False, True, True, True]


def test_a_group_of_one_voice_has_no_mention_in_the_other():
    alone = JOINED.set_index("outlet").loc["D"]
    assert alone[["k", "n", "sparse", "interval", "k_all", "n_all"]].tolist() == [0, 0, True, "none", 0, 3]
    assert pd.isna(alone["estimate"])
    back = join_voices(ALL, OWN, voice="own").set_index("outlet").loc["D"]
    assert back[["n", "n_own", "sparse_own"]].tolist() == [3, 0, True]


def test_tables_by_other_keys_are_refused():
    with pytest.raises(ArgumentError) as error:
        join_voices(OWN, ALL.drop(columns="label"))
    assert str(error.value) == (
        "one table is by outlet, concept, label, the other by outlet, concept; group both alike."
    )
    with pytest.raises(ArgumentError) as error:
        join_voices(OWN, ALL, voice="al")
    assert str(error.value) == (
        "`voice` must be one of 'own', 'indirect', 'quoted', 'all'; got 'al'. Did you mean 'all'?"
    )


def test_rows_differ_by_their_count_or_their_share():
    other = other_voice(JOINED, "all")
    assert other["outlet"].tolist() == ["A", "D", "E"]
    assert other["k"].tolist() == [4, 0, 2]
    assert other["estimate"].tolist() == [0.5, 0, 0.5]
    assert other_voice(JOINED, None).empty
    # A voice that never mentions the thing has nothing to draw.
    assert other_voice(join_voices(ALL, OWN, voice="own"), "own")["outlet"].tolist() == ["A", "E"]


def test_a_mean_that_is_not_exact_differs_from_nothing():
    joined = JOINED[JOINED["outlet"] == "C"].assign(estimate=0.1 + 0.2, estimate_all=0.3)
    assert other_voice(joined, "all").empty


def diamonds(ax) -> list[tuple[float, float, bool]]:
    """Where the diamonds stand, and whether they are hollow."""
    found = [line for line in ax.lines if line.get_marker() == "D"]
    return [(line.get_xdata()[0], line.get_ydata()[0], line.get_markerfacecolor() == "white") for line in found]


def test_a_label_s_diamond_stands_under_its_row_with_its_own_k_of_n():
    ax = plot_label_shares(JOINED, beside="all")
    assert labels_of(ax.yaxis) == ["A", "B", "C", "D", "E"]
    assert diamonds(ax) == [(50, 0.33, False), (0, 3.33, True), (50, 4.33, True)]
    assert written(ax) == ["0 mentions", "1/4", "0/2", "1/1", "1/2", "4/8", "0/3", "2/4"]
    assert {to_hex(text.get_color()) for text in ax.texts[-3:]} == {MUTED}


def test_a_legend_says_whose_the_marks_are():
    figure = plot_label_shares(JOINED, beside="all").get_figure()
    said = ["the narrator’s own words", "all words, whoever speaks, where that differs"]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == said
    grid = plot_label_shares_grid(JOINED, voice="quoted", beside="all")
    assert [text.get_text() for text in grid.legends[0].get_texts()] == ["words inside quotation marks", said[1]]


def test_there_is_no_legend_where_the_voices_say_the_same_or_the_axes_are_another_s():
    assert plot_label_shares_grid(JOINED[JOINED["outlet"] == "C"], beside="all").legends == []
    assert plot_label_shares_grid(JOINED).legends == []
    ax = Figure().add_subplot()
    assert plot_label_shares(JOINED, ax=ax, beside="all").get_figure().legends == []
    assert len(diamonds(ax)) == 3


def test_a_legend_has_the_marks_that_are_drawn():
    figure = Figure(figsize=(6, 2))
    tell_voices(figure, ["own", "all"], other_voice(JOINED, "all").query("sparse"), has_dots=False)
    first, second = figure.legends[0].legend_handles
    assert figure.legends[0].get_texts()[0].get_text() == "k/n: the narrator’s own words"
    assert (first.get_marker(), second.get_marker(), second.get_markerfacecolor()) == ("", "D", "white")


def test_a_label_that_only_others_use_has_a_panel():
    mine = pd.concat([OWN.assign(label="raid", k=0, estimate=0.0), OWN])
    theirs = pd.concat([ALL.assign(label="raid", k=1), ALL])
    figure = plot_label_shares_grid(join_voices(mine, theirs), beside="all")
    assert {ax.get_title(loc="left") for ax in figure.axes} == {"raid", "war"}
    assert len(plot_label_shares_grid(mine).axes) == 1


def test_a_table_without_the_other_voice_is_named():
    with pytest.raises(ArgumentError) as error:
        plot_label_shares(OWN, beside="all")
    assert str(error.value).startswith("the joined table lacks the column(s) 'estimate_all', 'k_all', 'n_all'")


def test_all_words_never_have_fewer_mentions_than_the_narrator_s(sample):
    events = sample[1].annotations.events
    joined = join_voices(summarize_agency(events), summarize_agency(events, voice="all"))
    assert len(joined) == len(summarize_agency(events, voice="all"))
    assert (joined["n"] <= joined["n_all"]).all()
    assert (joined["k"] <= joined["k_all"]).all()
