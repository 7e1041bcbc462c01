"""The picture that `explore` shows, and where it can be clicked: every mark lies in the box of its own row."""

import base64
import io

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

import framelens as fl
from framelens.views import labels, screen
from framelens.views.parts import Material, View
from framelens.views.screen import take_picture
from framelens.views.show import MEASURES, draw, fill_view, tabulate


@pytest.fixture(scope="module")
def material(sample) -> Material:
    return Material(*sample)


def drawn(material, view):
    """The table of a view, its axes and the boxes of its rows."""
    view = fill_view(material, view)
    frame = tabulate(material, view)
    return frame, draw(material, frame, view), MEASURES[view.measure].marks(frame)


def rows_at(boxes, x, y):
    """The rows whose boxes a point lies in."""
    inside = ~(boxes["x0"] > x) & ~(boxes["x1"] < x) & (boxes["y0"] < y) & (boxes["y1"] > y)
    return list(boxes.index[inside])


def dots_of(axes):
    """The places of all round marks."""
    lines = [line for line in axes.lines if line.get_marker() == "o"]
    return [tuple(point) for line in lines for point in line.get_xydata()]


@pytest.mark.parametrize(("measure", "scale"), [("terms", 1), ("word choice", 100)])
def test_each_dot_lies_in_its_row(material, measure, scale):
    frame, axes, boxes = drawn(material, View(measure=measure))
    found = {rows_at(boxes, x, y)[0]: x for x, y in dots_of(axes)}
    assert found == pytest.approx((scale * frame["estimate"]).to_dict())


def test_each_dot_of_agency_lies_in_its_cell(material):
    frame, axes, boxes = drawn(material, View(measure="agency", voice="all", min_count=1))
    marks = [(rows_at(boxes, x, y), x) for x, y in dots_of(axes)]
    assert len(marks) == (~frame["sparse"]).sum() > 0
    for (row,), x in marks:
        start, end = boxes.loc[row, ["x0", "x1"]]
        assert (x - start) / (end - start) == pytest.approx(frame.loc[row, "estimate"])


def test_each_part_of_a_bar_is_the_box_of_its_source(material):
    frame, axes, boxes = drawn(material, View(measure="sources", voice="all", min_count=1))
    parts = [(bar, rows_at(boxes, bar.get_x() + bar.get_width() / 2, bar.get_y() + 0.3)) for bar in axes.patches]
    assert len(parts) == (~frame["sparse"]).sum() > 10
    for bar, (row,) in parts:
        assert 100 * frame.loc[row, "estimate"] == pytest.approx(bar.get_width())
        assert boxes.loc[row].tolist() == pytest.approx(
            [bar.get_x(), bar.get_x() + bar.get_width(), bar.get_y(), bar.get_y() + bar.get_height()]
        )
    assert boxes.loc[frame["sparse"], "y0"].isna().all()


def test_bars_of_sentiment_and_their_means_are_told_apart(material):
    frame, axes, boxes = drawn(material, View(measure="sentiment"))
    means = [[row for row in rows_at(boxes, x, y) if frame.loc[row, "measure"] == "mean"] for x, y in dots_of(axes)]
    assert [frame.loc[row, "corrected"] for (row,) in means] == [x for x, _ in dots_of(axes)]
    wide = [bar for bar in axes.patches if abs(bar.get_width()) > 0]
    assert len(wide) > 3
    for bar in wide:
        rows = frame.loc[rows_at(boxes, bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2)]
        side = "negative" if bar.get_x() + bar.get_width() / 2 < 0 else "positive"
        assert rows.loc[rows["measure"] == side, "estimate"].tolist() == pytest.approx([abs(bar.get_width())])
    assert boxes.loc[frame["measure"] == "neutral", "y0"].isna().all()


def pixels(picture):
    return imread(io.BytesIO(base64.b64decode(picture.address.partition(",")[2])))


def test_a_box_lies_on_the_picture_where_its_part_is_painted(material):
    _, axes, marks = drawn(material, View(measure="sources", voice="all"))
    picture = take_picture(axes, marks)
    seen = pixels(picture)
    rows = [rows_at(marks, bar.get_x() + bar.get_width() / 2, bar.get_y() + 0.3)[0] for bar in axes.patches]
    plain = [(bar, picture.boxes.loc[row]) for bar, row in zip(axes.patches, rows, strict=True) if not bar.get_hatch()]
    assert len(plain) > 5
    for bar, box in plain:  # A little inside, where no number stands.
        height, width = seen.shape[:2]
        row, column = (box["top"] + 0.15 * box["height"]) / 100, (box["left"] + 0.5 * box["width"]) / 100
        painted = seen[int(row * height), int(column * width), :3]
        assert painted == pytest.approx(np.array(to_rgb(bar.get_facecolor())), abs=0.02)


def test_a_box_without_an_end_reaches_the_edge_and_one_without_a_place_is_null(material):
    _, axes, marks = drawn(material, View())
    marks.loc[3, ["y0", "y1"]] = None
    boxes = take_picture(axes, marks).boxes
    assert (boxes["left"].tolist(), boxes["width"].tolist()) == ([0.0] * len(marks), [100.0] * len(marks))
    assert boxes.index[boxes["top"].isna()].tolist() == [3]
    # The rows are below one another and do not overlap.
    known = boxes.dropna()
    assert ((known["top"] + known["height"]).iloc[:-1].to_numpy() < known["top"].iloc[1:].to_numpy()).all()


def test_room_is_remembered_for_the_same_words_and_measured_for_others(material, monkeypatch):
    monkeypatch.setattr(screen, "_ROOM", {})
    shown = []
    for longer in ("", " and some more words", ""):
        _, axes, marks = drawn(material, View(measure="sources", voice="all"))
        axes.set_yticks(axes.get_yticks(), [label.get_text() + longer for label in axes.get_yticklabels()])
        shown.append(take_picture(axes, marks))
    assert shown[0].address == shown[2].address
    pd.testing.assert_frame_equal(shown[0].boxes, shown[2].boxes)
    assert shown[1].boxes.loc[0, "left"] > shown[0].boxes.loc[0, "left"] + 5
    assert len(screen._ROOM) == 2


def test_nothing_is_cut_off_at_an_edge(material):
    for measure, voice in (("terms", "all"), ("word choice", "own"), ("sentiment", "own"), ("sources", "all"),
                           ("agency", "all")):  # fmt: skip
        _, axes, marks = drawn(material, View(measure=measure, voice=voice, min_count=1))
        seen = pixels(take_picture(axes, marks))
        edges = np.concatenate([seen[0], seen[-1], seen[:, 0], seen[:, -1]])
        assert (edges[:, :3] > 0.99).all(), measure


@pytest.mark.parametrize("voice", ["own", "all"])
def test_shares_by_article_are_those_of_label_shares(material, voice):
    view = fill_view(material, View(measure="word choice", voice=voice))
    shares = fl.label_shares(material.observations.labels, by=("outlet", "article_id"), voice=voice)
    concept, _, label = view.topic.partition("/")
    expected = shares[(shares["concept"] == concept) & (shares["label"] == label) & (shares["n"] > 0)]
    columns = ["outlet", "article_id", "concept", "label", "estimate", "n"]
    pd.testing.assert_frame_equal(
        labels._by_article(material, view)[columns].sort_values(columns[:2], ignore_index=True),
        expected[columns].sort_values(columns[:2], ignore_index=True), check_dtype=False,
    )  # fmt: skip
