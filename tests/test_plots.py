import inspect
import itertools
import re
from collections.abc import Iterator

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import framelens as fl
from framelens.style import WIDTHS, style_context
from tests.toy import ROOT

PLOTS = {name: getattr(fl, name) for name in fl.__all__ if name.startswith("plot_")}
GRIDS = {name for name in PLOTS if name.endswith("_grid")}


def labels_of(axis) -> list[str]:
    return [label.get_text() for label in axis.get_ticklabels()]


def written(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def hollow(ax: Axes) -> dict[bool, list[float]]:
    """Where on x the hollow marks (True) and the full ones (False) stand."""
    places: dict[bool, list[float]] = {True: [], False: []}
    for line in ax.lines:
        if line.get_marker() in ("o", "D"):
            places[line.get_markerfacecolor() == "white"] += [float(x) for x in line.get_xdata()]
    return places


# ---- Signatures -----------------------------------------------------------------------------------------------------


def test_there_is_a_plot_for_every_measure():
    assert len(PLOTS) >= 8
    assert len(GRIDS) >= 3


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_takes_its_frame_first_and_all_else_by_name(name):
    first, *rest = inspect.signature(PLOTS[name]).parameters.values()
    assert (first.name, first.kind) == ("frame", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    assert {parameter.kind for parameter in rest} == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("name", PLOTS)
def test_a_plot_documents_every_parameter(name):
    section = inspect.getdoc(PLOTS[name]).split("Parameters\n----------\n")[1].split("\n\n")[0]
    documented = [word for line in re.findall(r"^\w.*$", section, re.MULTILINE) for word in line.split(", ")]
    assert documented == list(inspect.signature(PLOTS[name]).parameters)


@pytest.mark.parametrize("name", sorted(PLOTS.keys() - GRIDS))
def test_a_plot_can_draw_on_given_axes_and_returns_axes(name):
    signature = inspect.signature(PLOTS[name])
    assert signature.parameters["ax"].default is None
    assert signature.return_annotation == "Axes"


@pytest.mark.parametrize("name", sorted(GRIDS))
def test_a_grid_returns_a_figure(name):
    assert inspect.signature(PLOTS[name]).return_annotation == "Figure"


# ---- Marks ----------------------------------------------------------------------------------------------------------

SHARES = pd.DataFrame(
    {"outlet": ["A", "B", "C"], "concept": "event", "label": "war", "estimate": [0.75, 0.5, None],
     "low": [0.5, None, None], "high": [0.9, None, None], "k": [6, 1, 0], "n": [8, 2, 0], "sparse": [False, True, True]}
)  # fmt: skip


def test_a_share_is_a_dot_with_k_of_n_and_hollow_where_sparse():
    ax = fl.plot_label_shares(SHARES)
    assert hollow(ax) == {False: [75], True: [50]}
    assert written(ax) == ["0 mentions", "6/8", "1/2"]
    assert labels_of(ax.yaxis) == ["A", "B", "C"]


def test_rows_run_from_top_to_bottom_under_the_labels_given():
    ax = fl.plot_label_shares(SHARES, rows={"B": "Beta\n2 articles", "A": "Alpha\n1 article"})
    assert labels_of(ax.yaxis) == ["Beta\n2 articles", "Alpha\n1 article"]
    assert ax.get_ylim() == (1.5, -0.5)
    dot = next(line for line in ax.lines if line.get_marker() == "o" and line.get_markerfacecolor() != "white")
    assert (list(dot.get_xdata()), list(dot.get_ydata())) == ([75], [1])


def test_an_interval_is_a_line_from_low_to_high():
    ax = fl.plot_label_shares(SHARES[SHARES["outlet"] == "A"])
    (lines,) = ax.collections
    assert lines.get_segments()[0].tolist() == [[50, 0], [90, 0]]


def test_articles_are_ticks_where_an_outlet_has_several():
    by_article = pd.DataFrame(
        {"outlet": ["A", "A", "B"], "concept": "event", "label": "war", "estimate": [1.0, 0.5, 0.5], "n": [4, 4, 2]}
    )
    ax = fl.plot_label_shares(SHARES, article_shares=by_article)
    ticks = next(line for line in ax.lines if line.get_marker() == "|")
    assert list(ticks.get_xdata()) == [100, 50]
    assert list(ticks.get_ydata()) == [0, 0]


def test_shares_of_several_labels_are_refused():
    with pytest.raises(fl.ArgumentError) as error:
        fl.plot_label_shares(pd.concat([SHARES, SHARES.assign(label="raid")]))
    assert str(error.value) == (
        "these rows are of several labels; choose one, or draw all with plot_label_shares_grid."
    )


def test_a_grid_has_a_panel_for_each_label_that_is_used_the_commonest_first():
    other = SHARES.assign(label="raid", k=[8, 2, 0])
    unused = SHARES.assign(label="talks", k=0)
    figure = fl.plot_label_shares_grid(pd.concat([SHARES, other, unused]))
    assert [ax.get_title(loc="left") or ax.get_title() for ax in figure.axes] == ["raid", "war"]


def sentiment_rows(outlet: str, shares: list[float], counts: list[int], **more) -> pd.DataFrame:
    """The four rows of one outlet, toward party x."""
    mean = shares[2] - shares[0]
    fields = {"outlet": outlet, "party": "x", "scorer": "model", "sparse": sum(counts) < 5, "n": sum(counts),
              "measure": ["negative", "neutral", "positive", "mean"], "estimate": [*shares, mean],
              "corrected": [*shares, round(mean / 2, 6)], "low": mean / 2 - 0.1, "high": mean / 2 + 0.1,
              "k": pd.array([*counts, None], dtype="Int64")}  # fmt: skip
    return pd.DataFrame(fields | more)


SENTIMENT = pd.concat([sentiment_rows("A", [0.6, 0.2, 0.2], [3, 1, 1]), sentiment_rows("B", [0, 0.5, 0.5], [0, 1, 1])])


def bars(ax: Axes) -> list[float]:
    """Signed lengths of the bars, from top to bottom."""
    return [round(float(bar.get_width()), 6) for bar in ax.patches]


def test_sentiment_shows_negative_to_the_left_positive_to_the_right_and_the_corrected_mean():
    ax = fl.plot_party_sentiment(SENTIMENT)
    assert bars(ax) == [-0.6, 0.2, 0, 0.5]
    assert written(ax) == ["3/5", "1/5", "0/2", "1/2"]
    # Raw means are 0.2 - 0.6 and 0.5; the corrected ones half of that here. B has fewer than 5 sentences.
    assert hollow(ax) == {False: [-0.2], True: [0.25]}


def test_scorers_stand_under_one_another_in_the_order_of_the_rows():
    other = sentiment_rows("A", [0.2, 0.2, 0.6], [1, 1, 3], scorer="lexicon")
    ax = fl.plot_party_sentiment(pd.concat([SENTIMENT.iloc[:4], other]))
    assert bars(ax) == [-0.6, 0.2, -0.2, 0.6]
    first, second = ax.patches[0], ax.patches[2]
    assert first.get_y() < second.get_y()
    assert first.get_facecolor() != second.get_facecolor()


def test_what_the_first_outlet_lacks_still_comes_first():
    said = [rows.assign(voice=voice) for voice, rows in [("all", SENTIMENT.iloc[:4]), ("own", SENTIMENT.iloc[4:])]]
    ax = fl.plot_party_sentiment(pd.concat(said), compare="voice")
    # A has no sentence of the narrator's own: its row says so above its bars for all words.
    assert [text for text in written(ax) if text in ("0 sentences", "3/5")] == ["0 sentences", "3/5", "0 sentences"]


def test_a_scorer_whose_errors_are_unknown_has_bars_and_no_mean():
    ax = fl.plot_party_sentiment(SENTIMENT.assign(corrected=float("nan"), low=float("nan"), high=float("nan")))
    assert bars(ax) == [-0.6, 0.2, 0, 0.5]
    assert hollow(ax) == {False: [], True: []}


def test_an_outlet_without_a_sentence_says_so():
    ax = fl.plot_party_sentiment(SENTIMENT, rows={"A": "A", "B": "B", "C": "C"})
    assert written(ax)[-1] == "0 sentences"
    assert ax.texts[-1].get_position() == pytest.approx((0, 2))


def test_a_sentiment_grid_has_a_panel_a_party_in_the_order_of_the_titles():
    frame = pd.concat([SENTIMENT, SENTIMENT.assign(party="y")])
    figure = fl.plot_party_sentiment_grid(frame, titles={"y": "Ypsilon", "x": "Iks"})
    assert [ax.get_title(loc="left") or ax.get_title() for ax in figure.axes] == ["Ypsilon", "Iks"]


TERMS = pd.DataFrame(
    {"outlet": ["A", "A", "B"], "term": ["raid", "war", "talks"], "estimate": [2.5, 1.0, 3.0], "k": [7, 3, 5],
     "n": [1200, 1200, 90], "n_articles": [2, 2, 1], "sparse": [False, True, True]}
)  # fmt: skip


def test_terms_are_lollipops_with_their_count_in_the_label():
    ax = fl.plot_terms(TERMS[TERMS["outlet"] == "A"], xlabel="z")
    assert labels_of(ax.yaxis) == ["raid  7", "war  3"]
    assert hollow(ax) == {False: [2.5], True: [1.0]}
    assert [segment.tolist() for segment in ax.collections[0].get_segments()] == [[[0, 0], [2.5, 0]], [[0, 1], [1, 1]]]
    assert ax.get_xlabel() == "z"


def test_a_terms_grid_says_each_outlet_s_n():
    figure = fl.plot_terms_grid(TERMS)
    titles = [ax.get_title(loc="left") or ax.get_title() for ax in figure.axes]
    assert titles == ["A\n2 articles, 1,200 words", "B\n1 article, 90 words"]
    assert figure.axes[0].get_xlim() == figure.axes[1].get_xlim()


def test_voices_are_bars_of_a_hundred_percent_with_words_in_them():
    frame = pd.DataFrame({"outlet": ["A", "A", "B"], "voice": ["own", "quoted", "own"], "k": [1500, 500, 10]}).assign(
        estimate=[0.75, 0.25, 1.0], low=float("nan"), high=float("nan"), interval="none"
    )
    ax = fl.plot_voices(frame)
    bars = sorted((round(bar.get_y() + 0.31), round(bar.get_x(), 6), round(bar.get_width(), 6)) for bar in ax.patches)
    assert bars == [(0, 0, 75), (0, 75, 25), (1, 0, 100)]
    assert sorted(written(ax)) == ["1,500", "10", "500"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["narrator", "in quotation marks"]


def test_a_fact_matrix_tells_found_by_shape_and_counts_articles():
    facts = pd.DataFrame(
        {"article_id": ["b", "a", "b", "a"], "fact": ["end", "end", "hurt", "hurt"], "found": [False, True, True, True]}
    )
    articles = pd.DataFrame({"article_id": ["b", "a"], "outlet": ["Beta", "Alpha"], "n_words": [1200, 300]})
    ax = fl.plot_fact_matrix(facts, articles=articles, titles={"hurt": "Somebody was hurt"})
    assert labels_of(ax.yaxis) == ["Somebody was hurt  2/2", "end  1/2"]
    assert labels_of(ax.xaxis) == ["300", "1,200"]
    full, ring = (set(zip(*line.get_data(), strict=True)) for line in ax.lines if line.get_marker() == "o")
    assert full == {(0, 0), (1, 0), (0, 1)}
    assert ring == {(1, 1)}


def test_a_row_label_says_the_outlet_s_n():
    articles = pd.DataFrame({"outlet": ["B", "A", "A"], "n_words": [90, 700, 500]})
    assert fl.outlet_labels(articles) == {"A": "A\n2 articles, 1,200 words", "B": "B\n1 article, 90 words"}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("plot_label_shares", "the label shares table lacks the column(s) 'outlet', 'concept', 'label', 'estimate',"
                              " 'low', 'high', 'k', 'n', 'sparse'; it has 'x'."),
        ("plot_label_shares_grid", "the label shares table lacks the column(s) 'outlet', 'concept', 'label',"
                                   " 'estimate', 'low', 'high', 'k', 'n', 'sparse'; it has 'x'."),
        ("plot_party_sentiment", "the sentiment table lacks the column(s) 'outlet', 'measure', 'estimate', 'corrected',"
                                 " 'low', 'high', 'k', 'n', 'sparse', 'scorer'; it has 'x'."),
        ("plot_terms", "the terms table lacks the column(s) 'term', 'estimate', 'k', 'sparse'; it has 'x'."),
        ("plot_voices", "the voices table lacks the column(s) 'outlet', 'voice', 'estimate', 'low', 'high', 'interval',"
                        " 'k'; it has 'x'."),
    ],
)  # fmt: skip
def test_a_wrong_table_is_answered_with_the_columns_it_lacks(name, message):
    with pytest.raises(fl.ArgumentError) as error:
        PLOTS[name](pd.DataFrame({"x": [1]}))
    assert str(error.value) == message


# ---- The figures of the committed studies ---------------------------------------------------------------------------


def figures_of(study: fl.Study, seen: fl.Observations) -> dict[str, Figure]:
    """The figures that the notebooks draw."""
    articles = seen.annotations.articles
    rows = fl.outlet_labels(articles)
    counts, common = fl.merge_variants(fl.count_terms(seen.annotations.tokens)), fl.function_words(study)
    shares, everybody = (fl.label_shares(seen.labels, articles=articles, voice=voice) for voice in ("own", "all"))
    agency, by_all = (fl.summarize_agency(seen.annotations.events, voice=voice) for voice in ("own", "all"))
    events = {key: event.label for key, event in study.events.items()}
    by_article = fl.label_shares(seen.labels, by=("outlet", "article_id"))
    means = fl.summarize_sentiment(seen.scores)
    top = fl.top_terms(fl.contrast_terms(counts), 8, rank="z", exclude=common)
    heaviest = fl.top_terms(fl.weight_terms(counts, scheme="c-tf-idf"), 8, exclude=common)
    titles = {key: party.label for key, party in study.parties.items()}
    facts = {key: fact.label for key, fact in study.facts.items()}
    drawn = {
        "voices": fl.plot_voices(fl.voice_shares(seen.annotations.tokens), rows=rows).get_figure(),
        "facts": fl.plot_fact_matrix(seen.facts, articles=articles, titles=facts).get_figure(),
        "sentiment": fl.plot_party_sentiment_grid(means, rows=rows, titles=titles),
        "agency": fl.plot_agency_grid(fl.join_voices(agency, by_all), beside="all", rows=rows, titles=events),
        "log-odds": fl.plot_terms_grid(top, xlabel="Log-odds ratio"),
        "c-tf-idf": fl.plot_terms_grid(heaviest, xlabel="Class-based tf-idf"),
    }
    for concept, rows_of in fl.join_voices(shares, everybody).groupby("concept"):
        drawn[concept] = fl.plot_label_shares_grid(rows_of, article_shares=by_article, beside="all", rows=rows)
    return drawn


def all_axes(figure: Figure) -> list[Axes]:
    return [each for ax in figure.axes for each in (ax, *ax.child_axes)]


def texts_of(ax: Axes) -> list[Text]:
    """What can be read of one axes: visible texts, and labels of ticks within the axes."""
    found = [*ax.texts, ax.title, *(getattr(ax, side) for side in ("_left_title", "_right_title"))]
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
        found += [label for tick in ticks for label in (tick.label1, tick.label2)] + [axis.label]
    if ax.get_legend():
        found += ax.get_legend().get_texts()
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def overlaps(figure: Figure) -> Iterator[object]:
    for ax in all_axes(figure):
        boxes = [(text.get_text(), text.get_window_extent()) for text in texts_of(ax)]
        for (one, first), (other, second) in itertools.combinations(boxes, 2):
            width = min(first.x1, second.x1) - max(first.x0, second.x0)
            height = min(first.y1, second.y1) - max(first.y0, second.y0)
            if width > 1 and height > 1:
                yield one, other, round(width, 1), round(height, 1)


def cut_off(figure: Figure) -> Iterator[object]:
    for text in (text for ax in all_axes(figure) for text in texts_of(ax)):
        box = text.get_window_extent()
        if box.x0 < -1 or box.y0 < -1 or box.x1 > figure.bbox.x1 + 1 or box.y1 > figure.bbox.y1 + 1:
            yield text.get_text(), [round(edge) for edge in box.extents]


def too_small(figure: Figure) -> Iterator[object]:
    for text in figure.findobj(Text):
        if text.get_text().strip() and text.get_fontsize() < 7:
            yield text.get_text(), text.get_fontsize()


def too_wide(figure: Figure) -> Iterator[object]:
    width = figure.get_size_inches()[0] * 25.4
    if width != pytest.approx(WIDTHS["acl-page"]):
        yield width


@pytest.mark.parametrize("name", ["port-callen", "antalya-2022"])
def test_in_the_figures_of_a_committed_study_every_text_can_be_read_and_matplotlib_is_left_as_it_was(name):
    study = fl.read_study(ROOT / "seeds" / name)
    before = dict(mpl.rcParams)
    figures = figures_of(study, fl.observe(study))
    assert dict(mpl.rcParams) == before
    with style_context():
        for figure in figures.values():
            FigureCanvasAgg(figure)
            figure.draw_without_rendering()
    offenders = [
        (check.__name__, key, *found)
        for key, figure in figures.items()
        for check in (overlaps, cut_off, too_small, too_wide)
        for found in check(figure)
    ]
    assert offenders == []


def test_a_grid_takes_the_width_of_a_column():
    assert fl.plot_terms_grid(TERMS, width="acl-column").get_size_inches()[0] * 25.4 == pytest.approx(77)
    assert fl.plot_voices(
        pd.DataFrame(
            {"outlet": ["A"], "voice": "own", "estimate": 1.0, "low": 0.5, "high": 1.0, "interval": "x", "k": 1}
        ),
        width=120,
    ).get_figure().get_size_inches()[0] * 25.4 == pytest.approx(120)
