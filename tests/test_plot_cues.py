import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from framelens import ArgumentError, outlet_labels
from framelens.cue_profiles import profile_cues
from framelens.plots.cues import leading_sources, plot_cue_classes, plot_cue_classes_grid
from framelens.style import WIDTHS, style_context
from tests.test_plots import cut_off, labels_of, overlaps, too_small, written


def profile_of(*cells, cue_class: str = "distancing") -> pd.DataFrame:
    """Rows of one class from (outlet, actor, k, n, low, high)."""
    frame = pd.DataFrame(cells, columns=["outlet", "actor", "k", "n", "low", "high"])
    return frame.assign(estimate=frame["k"] / frame["n"], sparse=frame["n"] < 5, cue_class=cue_class)


PROFILE = profile_of(
    ("A", "Mara", 6, 8, 0.4, 0.9), ("A", "Orin", 1, 10, None, None),
    ("B", "Mara", 1, 2, None, None), ("B", "Orin", 0, 5, None, None), ("B", None, 1, 9, None, None),
)  # fmt: skip
TITLES = {"Mara": "M. Mara", "Orin": "O. Orin"}


def dots_of(ax) -> dict[str, list[tuple[float, float]]]:
    """Where the dots stand, by shape."""
    dots: dict[str, list[tuple[float, float]]] = {}
    for line in ax.lines:
        if line.get_marker() not in ("", "None"):
            dots.setdefault(line.get_marker(), []).append((line.get_xdata()[0], round(line.get_ydata()[0], 3)))
    return dots


def test_each_source_has_a_dot_of_its_shape_and_k_of_n():
    ax = plot_cue_classes(PROFILE, titles=TITLES)
    # Two sources stand 0.35 of a row apart, the first above.
    assert dots_of(ax) == {"o": [(75, -0.175)], "s": [(10, 0.175), (0, 1.175)]}
    assert written(ax) == ["6/8", "1/10", "1/2", "0/5"]
    assert labels_of(ax.yaxis) == ["A", "B"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["M. Mara", "O. Orin"]


def test_an_interval_is_a_line_from_low_to_high():
    ax = plot_cue_classes(PROFILE[:1])
    assert [segment.tolist() for lines in ax.collections for segment in lines.get_segments()] == [[[40, 0], [90, 0]]]


def test_dots_of_an_outlet_are_joined_where_there_are_two():
    joined = [line for line in plot_cue_classes(PROFILE, titles=TITLES).lines if len(line.get_xdata()) == 2]
    assert [list(line.get_xdata()) for line in joined] == [[75, 10]]


def test_a_source_without_a_cue_says_so():
    ax = plot_cue_classes(PROFILE, titles=TITLES, rows={"C": "Gamma", "A": "Alpha"})
    assert written(ax) == ["no cue", "no cue", "6/8", "1/10"]
    assert labels_of(ax.yaxis) == ["Gamma", "Alpha"]


def test_a_source_keeps_its_shape_when_others_are_left_out():
    assert dots_of(plot_cue_classes(PROFILE, titles={"Orin": "O. Orin"})) == {"s": [(10, 0), (0, 1)]}


def test_a_grid_has_a_panel_for_each_class_that_is_used_in_the_order_of_the_classes():
    classes = {"emphatic": PROFILE, "neutral": PROFILE, "other": PROFILE.assign(k=0)}
    frame = pd.concat([rows.assign(cue_class=name) for name, rows in classes.items()])
    figure = plot_cue_classes_grid(frame, titles=TITLES)
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["neutral", "emphatic"]
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["M. Mara", "O. Orin"]
    assert all(ax.get_legend() is None for ax in figure.axes)


@pytest.mark.parametrize(("width", "columns"), [("acl-page", 3), ("nature-column", 1), (125, 2)])
def test_a_grid_has_as_many_columns_as_there_is_room_for(width, columns):
    frame = pd.concat([PROFILE.assign(cue_class=name) for name in ("neutral", "endorsing", "distancing", "other")])
    figure = plot_cue_classes_grid(frame, titles=TITLES, width=width)
    assert figure.axes[0].get_gridspec().ncols == columns
    assert figure.get_figwidth() * 25.4 == pytest.approx(WIDTHS.get(width, width))


@pytest.mark.parametrize("plot", [plot_cue_classes, plot_cue_classes_grid])
@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (PROFILE[["outlet", "actor"]], "the cue profiles table lacks the column(s) 'cue_class', 'estimate', 'low',"
                                       " 'high', 'k', 'n', 'sparse'; it has 'outlet', 'actor'."),
        (pd.concat([PROFILE.assign(actor=name) for name in "VWXYZ"]),
         "5 sources cannot be told apart; name at most 4 in `titles`."),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_drawn_is_named(plot, frame, message):
    with pytest.raises(ArgumentError) as error:
        plot(frame)
    assert str(error.value) == message


def test_several_classes_do_not_go_into_one_picture():
    with pytest.raises(ArgumentError) as error:
        plot_cue_classes(pd.concat([PROFILE, PROFILE.assign(cue_class="neutral")]))
    assert str(error.value) == (
        "these rows are of several classes; choose one, or draw all with plot_cue_classes_grid."
    )


def test_a_grid_without_a_cue_of_the_sources_is_refused():
    with pytest.raises(ArgumentError) as error:
        plot_cue_classes_grid(PROFILE, titles={"Nobody": "Nobody"})
    assert str(error.value) == "there is nothing to draw: no cue introduces these sources."


def test_the_leading_sources_are_those_named_with_the_most_cues_at_most_four():
    # Renke has 4 + 3, Dorveni and Halvers 5, Felsted 2, Maddik 1, Orro none; the bystander may not be chosen.
    rows = [("A", "Renke", 4), ("B", "Renke", 3), ("A", "Halvers", 5), ("A", "Dorveni", 5), ("A", "Felsted", 2),
            ("A", "Maddik", 1), ("A", "Orro", 0), ("A", "a bystander", 9), ("A", None, 9)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["outlet", "actor", "k"])
    titles = {name: f"{name[0]}." for name in ("Orro", "Maddik", "Felsted", "Halvers", "Renke", "Dorveni", "Nobody")}
    leading = leading_sources(frame, titles=titles)
    assert list(leading.items()) == [("Renke", "R."), ("Dorveni", "D."), ("Halvers", "H."), ("Felsted", "F.")]
    assert leading_sources(frame, titles={"Orro": "O."}) == {}
    assert leading_sources(frame.rename(columns={"actor": "party"}), source="party", titles=titles) == leading
    with pytest.raises(ArgumentError) as error:
        leading_sources(frame, source="party", titles=titles)
    assert str(error.value) == "the cue profiles table lacks the column(s) 'party'; it has 'outlet', 'actor', 'k'."


@pytest.mark.parametrize("n_sources", [2, 3])
def test_every_text_can_be_read_in_the_figure_of_the_sample_study(sample, n_sources):
    study, observations = sample
    annotations = observations.annotations
    titles = {key: party.label for key, party in list(study.parties.items())[:n_sources]}
    frame = profile_cues(annotations.cues, by=("outlet", "party"))
    rows = outlet_labels(annotations.articles)
    figure = plot_cue_classes_grid(frame, source="party", titles=titles, rows=rows)
    FigureCanvasAgg(figure)
    with style_context():
        figure.draw_without_rendering()
    assert [found for check in (overlaps, cut_off, too_small) for found in check(figure)] == []


def test_four_actors_can_be_read_in_the_figure_of_the_sample_study(sample):
    study, observations = sample
    frame = profile_cues(observations.annotations.cues)
    actors = {name: name for party in study.parties.values() for name in party.actors}
    titles = leading_sources(frame, titles=actors)
    assert len(titles) == 4
    figure = plot_cue_classes_grid(frame, titles=titles, rows=outlet_labels(observations.annotations.articles))
    FigureCanvasAgg(figure)
    with style_context():
        figure.draw_without_rendering()
    assert [found for check in (overlaps, cut_off, too_small) for found in check(figure)] == []
