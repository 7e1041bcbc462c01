import pandas as pd
import pytest

from framelens import ArgumentError, plot_contrasts

FRAME = pd.DataFrame({
    "outlet": ["A", "B"], "label": ["raid", "war"], "estimate": [0.5, -0.25], "low": [0.25, None], "high": [0.75, None],
    "k": [4, 1], "n": [6, 9], "k_reference": [2, 8], "n_reference": [20, 9], "p": [0.0004, None], "q": [0.04, None],
})  # fmt: skip


def test_differences_are_drawn_in_points_with_intervals_and_hollow_where_not_significant():
    ax = plot_contrasts(FRAME)
    full, hollow = (line for line in ax.lines if line.get_marker() == "o")
    assert (full.get_xdata().tolist(), full.get_ydata().tolist()) == ([50], [0])
    assert (hollow.get_xdata().tolist(), hollow.get_markerfacecolor()) == ([-25], "white")
    assert ax.collections[0].get_segments()[0].tolist() == [[25, 0], [75, 0]]


def test_a_row_says_label_outlet_counts_and_test():
    ax = plot_contrasts(FRAME)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["raid\nA", "war\nB"]
    assert [text.get_text() for text in ax.texts] == ["4/6, others 2/20\np = 0.0004, q = 0.04", "1/9, others 8/9"]


def test_a_q_of_5_percent_is_hollow():
    ax = plot_contrasts(FRAME.assign(q=0.05))
    assert [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"] == ["white"]


def test_without_contrasts_there_is_nothing_to_draw():
    with pytest.raises(ArgumentError) as error:
        plot_contrasts(FRAME[:0])
    assert str(error.value) == "there is nothing to draw: no kind has units enough in an outlet and in the others."
