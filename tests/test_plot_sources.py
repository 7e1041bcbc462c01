import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from framelens import ArgumentError, outlet_labels
from framelens.plots.sources import plot_sources
from framelens.sourcing import pool_sources, summarize_sources
from framelens.style import style_context
from tests.test_plots import cut_off, labels_of, overlaps, too_small, written


def sources_of(*cells) -> pd.DataFrame:
    """A table of sources from (outlet, actor, k, n, anything else)."""
    rows = [
        {"outlet": outlet, "actor": actor, "estimate": k / n, "k": k, "n": n, "unit": "word", "sparse": False}
        | {"low": float("nan"), "high": float("nan"), "interval": "none"}
        | (rest[0] if rest else {})
        for outlet, actor, k, n, *rest in cells
    ]
    return pd.DataFrame(rows)


SOURCES = sources_of(
    ("A", "Mara", 500, 1000), ("A", "Orin", 200, 1000), ("A", "other sources", 260, 1000), ("A", None, 40, 1000),
    ("B", "Orin", 90, 90), ("B", "Mara", 0, 90),
    ("C", "Mara", 3, 4, {"sparse": True}), ("C", None, 1, 4, {"sparse": True}),
)  # fmt: skip


def bars_of(ax) -> dict[int, list[tuple[float, float]]]:
    """Left edge and width of each part, by row."""
    bars: dict[int, list[tuple[float, float]]] = {}
    for bar in ax.patches:
        bars.setdefault(round(bar.get_y() + 0.31), []).append((round(bar.get_x(), 6), round(bar.get_width(), 6)))
    return bars


def written_at(ax, row: int) -> list[str]:
    """What is written in a row; what stands at an x of the axes itself, as the n does, comes last."""
    texts = [text for text in ax.texts if getattr(text, "xy", text.get_position())[1] == row]
    return [text.get_text() for text in sorted(texts, key=lambda text: (hasattr(text, "xy"), text.get_position()[0]))]


def legend_of(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_sources_are_bars_of_a_hundred_percent_with_their_units_and_n():
    ax = plot_sources(SOURCES)
    assert bars_of(ax) == {0: [(0, 50), (50, 20), (70, 26), (96, 4)], 1: [(0, 100)]}
    assert written_at(ax, 0) == ["500", "200", "260", "40", "n = 1,000"]
    assert written_at(ax, 1) == ["90", "n = 90"]
    assert labels_of(ax.yaxis) == ["A", "B", "C"]
    assert ax.get_xlabel() == "Share of attributed words (%)"


def test_an_outlet_below_the_smallest_n_has_counts_and_no_bar():
    ax = plot_sources(SOURCES)
    assert written_at(ax, 2) == ["Mara 3/4, unattributed 1/4"]
    assert 2 not in bars_of(ax)


def test_parts_stand_in_the_order_of_the_titles_then_by_share_then_others_and_nobody():
    ax = plot_sources(SOURCES, width="slide")
    assert legend_of(ax) == ["Mara", "Orin", "other sources", "unattributed"]
    ax = plot_sources(SOURCES, titles={"Orin": "O. Orin"}, width="slide")
    assert legend_of(ax) == ["O. Orin", "Mara", "other sources", "unattributed"]
    assert bars_of(ax)[0][0] == (0, 20)


def test_a_source_keeps_its_colour_whatever_the_order():
    def color(ax) -> tuple[float, ...]:
        return next(bar.get_facecolor() for bar in ax.patches if round(bar.get_width()) == 50)

    assert color(plot_sources(SOURCES)) == color(plot_sources(SOURCES, titles={"Orin": "O"}))


def test_an_outlet_that_attributes_nothing_says_so():
    ax = plot_sources(SOURCES, rows={"D": "Delta\n1 article", "B": "Beta"})
    assert labels_of(ax.yaxis) == ["Delta\n1 article", "Beta"]
    assert written(ax)[0] == "0 attributed words"
    assert bars_of(ax) == {1: [(0, 100)]}
    assert legend_of(ax) == ["Orin"]


def test_a_legend_of_several_rows_is_read_from_left_to_right():
    names = ["Annika of the Long Name", "Bertil of the Long Name", "Carlotta of the Long Name"]
    frame = sources_of(*(("A", name, 10, 30) for name in names))
    ax = plot_sources(frame, titles=dict(zip(names, names, strict=True)))
    # In two columns matplotlib fills the left one first.
    assert ax.get_legend()._ncols == 2
    assert legend_of(ax) == [names[0], names[2], names[1]]


def test_too_many_sources_are_refused():
    frame = sources_of(*(("A", f"S{number}", 1, 7) for number in range(7)))
    with pytest.raises(ArgumentError) as error:
        plot_sources(frame)
    assert str(error.value) == "7 sources cannot be told apart; keep 6 and pool the rest: pool_sources."


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (SOURCES[["outlet"]], "the sources table lacks the column(s) 'actor', 'estimate', 'low', 'high', 'interval',"
                              " 'k', 'n', 'unit', 'sparse'; it has 'outlet'."),
        (SOURCES[:0], "there is nothing to draw: nothing is attributed to anybody."),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_drawn_is_named(frame, message):
    with pytest.raises(ArgumentError) as error:
        plot_sources(frame)
    assert str(error.value) == message


@pytest.mark.parametrize("column", ["party", "actor"])
def test_every_text_can_be_read_in_the_figure_of_the_sample_study(sample, column):
    study, observations = sample
    annotations = observations.annotations
    keep = list(study.parties) if column == "party" else ["Felsted", "Renke", "Dorveni", "Tamsin", "Oestvik", "Maddik"]
    frame = summarize_sources(pool_sources(annotations.attributions, keep=keep, column=column), by=("outlet", column))
    figure = plot_sources(frame, source=column, rows=outlet_labels(annotations.articles)).get_figure()
    FigureCanvasAgg(figure)
    with style_context():
        figure.draw_without_rendering()
    assert [found for check in (overlaps, cut_off, too_small) for found in check(figure)] == []
