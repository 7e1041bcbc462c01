import pandas as pd
import pytest

from framelens.errors import ArgumentError
from framelens.plots.rates import plot_term_rates

# 4 of 100 words are 40 per 1,000, 2 of 200 are 10; *raid* is one side's alone, *talks* the other's.
FRAME = pd.DataFrame(
    {
        "outlet": "A",
        "term": ["war", "raid", "talks"],
        "reference": "B",
        "k": [4, 1, 0],
        "n": 100,
        "k_reference": [2, 0, 6],
        "n_reference": 200,
        "sparse": [False, True, True],
        "z": [1.0, 3.0, -2.0],
    }
)


def points(ax) -> set[tuple[float, float, str]]:
    lines = [line for line in ax.lines if line.get_marker() == "o"]
    return {(x, y, line.get_markerfacecolor()) for line in lines for x, y in line.get_xydata().round(6).tolist()}


def test_terms_stand_at_their_rates_and_at_zero_s_own_place_where_one_side_has_none():
    ax = plot_term_rates(FRAME)
    zero = 10 / 1.6  # below the lowest rate, 10
    assert points(ax) == {(10.0, 40.0, "#222222"), (zero, 10.0, "white"), (30.0, zero, "white")}
    assert [label.get_text() for label in ax.get_xticklabels()] == ["0", "10", "20"]
    assert ax.get_xlim() == ax.get_ylim()
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("B, per 1,000 words", "A, per 1,000 words")
    assert ax.get_title(loc="left") + ax.get_title() == "3 terms; 100 and 200 words"


def test_the_terms_that_rank_furthest_from_zero_are_named():
    assert [text.get_text() for text in plot_term_rates(FRAME, n_labels=2).texts] == ["raid", "talks"]


def test_a_term_without_room_is_not_named():
    twins = pd.concat([FRAME, FRAME.iloc[:1].assign(term="twin", z=0.5)], ignore_index=True)
    # It stands at the very place of *war*, whose name says that there is one more.
    assert {text.get_text() for text in plot_term_rates(twins).texts} == {"raid", "talks", "war +1"}


def test_nothing_to_draw_is_said():
    with pytest.raises(ArgumentError, match="no term is used often enough"):
        plot_term_rates(FRAME[:0])


def test_no_name_stands_on_a_dot_a_name_the_diagonal_or_beyond_the_axes():
    # Rates of 1 to 6 per 1,000 words on either side, each pair a term: dots so near that most have no room.
    pairs = [(k, other) for k in range(1, 7) for other in range(1, 7)]
    crowd = pd.DataFrame(pairs, columns=["k", "k_reference"]).assign(
        outlet="A", reference="B", n=1000, n_reference=1000, sparse=True, term=[f"word-{i}" for i in range(36)]
    )
    ax = plot_term_rates(crowd.assign(z=range(36)), n_labels=36)
    names = [text.get_window_extent() for text in ax.texts]
    assert len(names) > 3
    places = ax.transData.transform(crowd[["k_reference", "k"]].to_numpy())
    for number, name in enumerate(names):
        assert not any(name.contains(x, y) for x, y in places)
        assert not name.count_overlaps(names[:number])
        # The axes are square, so the diagonal is where both coordinates are the same share of the way.
        (left, low), (right, high) = ax.transAxes.inverted().transform(name)
        assert 0 <= left < right <= 1
        assert right < low or left > high
