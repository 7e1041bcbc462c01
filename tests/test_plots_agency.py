import inspect
import re

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from framelens.agency import AGENT_NAMED, summarize_agency
from framelens.constructions import CONSTRUCTIONS
from framelens.errors import ArgumentError
from framelens.plots import agency
from framelens.plots.agency import plot_agency, plot_agency_grid
from framelens.plots.beside import join_voices
from framelens.style import MUTED, style_context
from tests.test_agency import EVENTS, events

SHARES = summarize_agency(EVENTS)


def written(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def dots_of(ax: Axes) -> list[tuple[float, float]]:
    return sorted(tuple(point) for line in ax.lines if line.get_marker() == "o" for point in line.get_xydata())


def test_every_construction_has_a_column_after_the_sum():
    assert set(agency._TITLES) == {AGENT_NAMED, *CONSTRUCTIONS}
    assert next(iter(agency._TITLES)) == AGENT_NAMED
    [top] = plot_agency(SHARES).child_axes
    assert [label.get_text() for label in top.get_xticklabels()] == list(agency._TITLES.values())


def test_a_sparse_row_has_k_of_n_and_no_dot_another_has_both():
    ax = plot_agency(SHARES)
    assert sorted(written(ax)) == sorted(
        ["2/4", "2/4", "1/4", "1/4", "0/4", "0/4", "0/4", "0/4", "1/5", "1/5", "4/5", "0/5", "0/5", "0/5", "0/5", "0/5"]
    )
    assert {text.get_position()[1] for text in ax.texts} == {0, 1 - 0.13}
    assert {place for _, place in dots_of(ax)} == {1}
    assert len(dots_of(ax)) == 8


def test_a_dot_stands_at_its_share_of_the_column_with_its_interval():
    ax = plot_agency(SHARES[SHARES["outlet"] == "Beta"])
    column = list(agency._TITLES).index("intransitive")
    assert dots_of(ax)[-1][0] == pytest.approx(column + agency._SCALE * 4 / 5)
    row = SHARES[(SHARES["outlet"] == "Beta") & (SHARES["construction"] == "intransitive")].iloc[0]
    lines = [segment[:, 0].tolist() for lines in ax.collections for segment in lines.get_segments()]
    ends = [column + agency._SCALE * row["low"], column + agency._SCALE * row["high"]]
    assert any(line == pytest.approx(ends) for line in lines)


def test_a_row_label_says_the_number_of_mentions_and_an_outlet_without_any_says_so():
    ax = plot_agency(SHARES, rows={"Beta": "Beta\n1 article", "Gamma": "Gamma"})
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Beta\n1 article\n5 mentions", "Gamma\n0 mentions"]
    assert "0 mentions" in written(ax)
    assert ax.get_ylim() == (1.5, -0.5)


def test_rows_of_several_events_are_refused_and_drawn_by_the_grid():
    both = pd.concat([SHARES, SHARES.assign(event="fire")])
    with pytest.raises(ArgumentError) as error:
        plot_agency(both)
    assert str(error.value) == ("these rows are of several events; choose one, or draw all with plot_agency_grid.")
    figure = plot_agency_grid(both, titles={"raid": "The raid", "fire": "The fire"}, width=150)
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["The raid", "The fire"]
    assert figure.get_size_inches()[0] * 25.4 == pytest.approx(150)
    assert plot_agency(SHARES, width=120).get_figure().get_size_inches()[0] * 25.4 == pytest.approx(120)
    assert len(plot_agency_grid(both[both["event"] == "fire"]).axes) == 1


# All words add a by-agent to Alpha's a1, and a mention of Gamma's, whose narrator has none. Beta's are the same.
EVERYBODY = pd.concat([EVENTS, events(("Alpha", "a1", "by-agent"), ("Gamma", "c1", "active")).assign(voice="quoted")])
TWO_VOICES = join_voices(SHARES, summarize_agency(EVERYBODY, voice="all"))


def test_another_voice_stands_under_the_first_where_it_differs():
    ax = plot_agency(TWO_VOICES, beside="all")
    # Of Alpha four cells differ: agent named (mean of 3/4 and 0), active (2/4, 0), by-agent and nominal (1/4, 0).
    # In a2 everything is as it was, so that agentless passives have 1 of 5 for 1 of 4, and the same mean. Gamma has no
    # mention of its own, so that all eight differ; they are fewer than 5, hence no mark.
    below = [text for text in ax.texts if text.get_position()[1] % 1 == pytest.approx(agency._LAST)]
    alpha = [text.get_text() for text in below if text.get_position()[1] < 1]
    gamma = [text.get_text() for text in below if text.get_position()[1] > 1]
    assert sorted(alpha) == ["1/5", "1/5", "2/5", "3/5"]
    assert sorted(gamma) == ["◇ 0/1"] * 6 + ["◇ 1/1"] * 2
    assert {to_hex(text.get_color()) for text in below} == {MUTED}
    diamonds = sorted(line.get_xdata()[0] for line in ax.lines if line.get_marker() == "D")
    columns = {0: 3 / 8, 1: 2 / 8, 2: 1 / 8, list(agency._TITLES).index("nominal"): 1 / 8}
    assert diamonds == pytest.approx(sorted(column + agency._SCALE * share for column, share in columns.items()))


def test_a_row_label_says_how_many_mentions_the_other_voice_has_where_it_has_others():
    ax = plot_agency(TWO_VOICES, beside="all")
    said = [label.get_text().split("\n")[-1] for label in ax.get_yticklabels()]
    assert said == ["4 mentions (◇ 5)", "5 mentions", "0 mentions (◇ 1)"]


def test_a_legend_says_whose_the_numbers_are_where_there_are_two_voices():
    grid = plot_agency_grid(TWO_VOICES.assign(event="raid"), beside="all")
    assert [text.get_text() for text in grid.legends[0].get_texts()] == [
        "the narrator’s own words", "all words, whoever speaks, where that differs"
    ]  # fmt: skip
    few = plot_agency(TWO_VOICES[TWO_VOICES["outlet"] != "Beta"], beside="all").get_figure()
    assert few.legends[0].get_texts()[0].get_text() == "k/n: the narrator’s own words"
    assert plot_agency_grid(TWO_VOICES).legends == []


def test_an_event_without_a_row_has_no_panel():
    figure = plot_agency_grid(SHARES, titles={"fire": "The fire", "raid": "The raid"})
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["The raid"]


def test_a_column_of_a_page_is_too_narrow():
    with pytest.raises(ArgumentError) as error:
        plot_agency_grid(SHARES, width="acl-column")
    assert str(error.value) == "`width` is 77 mm, and eight columns take 140; give 'acl-page' or more."


def test_a_wrong_or_empty_table_is_answered():
    with pytest.raises(ArgumentError) as error:
        plot_agency(pd.DataFrame({"x": [1]}))
    assert str(error.value) == (
        "the agency table lacks the column(s) 'outlet', 'construction', 'estimate', 'low', 'high', 'k', 'n', 'sparse';"
        " it has 'x'."
    )
    for draw in (plot_agency, plot_agency_grid):
        with pytest.raises(ArgumentError) as error:
            draw(SHARES[:0])
        assert str(error.value) == (
            "there is nothing to draw: no event of the study is mentioned in this voice; another voice, or other"
            " words in the study, may find one."
        )


@pytest.mark.parametrize("beside", [None, "all"])
def test_every_text_lies_within_the_figure_and_none_on_another(beside):
    ax = plot_agency(TWO_VOICES, beside=beside)
    with style_context():
        FigureCanvasAgg(ax.get_figure())
        ax.get_figure().draw_without_rendering()
    texts = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels(), *ax.child_axes[0].get_xticklabels()]
    boxes = [text.get_window_extent() for text in texts]
    edges = ax.get_figure().bbox
    assert all(box.x0 >= 0 and box.x1 <= edges.x1 and box.y0 >= 0 and box.y1 <= edges.y1 for box in boxes)
    assert [(a, b) for n, a in enumerate(boxes) for b in boxes[:n] if a.overlaps(b)] == []


@pytest.mark.parametrize("plot", [plot_agency, plot_agency_grid])
def test_every_parameter_is_documented(plot):
    section = inspect.getdoc(plot).split("Parameters\n----------\n")[1].split("\n\n")[0]
    assert re.findall(r"^\w.*$", section, re.MULTILINE) == list(inspect.signature(plot).parameters)
