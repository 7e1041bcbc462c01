import pandas as pd
import pytest
from matplotlib.figure import Figure

import framelens as fl

# People say x, x, x, y; the labels are x, x, y, y. So of the labels x 2 of 2 are right, of y 1 of 2; of the three x of
# people 2 have the label, of the one y 1.
CODED = pd.DataFrame({"truth": list("xxxy"), "label": list("xxyy")})
COUNTS = {("x", "precision"): (2, 2), ("x", "recall"): (2, 3), ("x", "share"): (3, 4),
          ("y", "precision"): (1, 2), ("y", "recall"): (1, 1), ("y", "share"): (1, 4)}  # fmt: skip


def counts(frame: pd.DataFrame) -> dict[tuple[str, str], tuple[int, int]]:
    """k and n by class and measure."""
    return {(row["class"], row["measure"]): (row["k"], row["n"]) for _, row in frame.iterrows()}


def test_precision_recall_and_share_of_each_class():
    accuracy = fl.summarize_accuracy(CODED, by=())
    assert counts(accuracy) == COUNTS
    recall = accuracy.set_index(["class", "measure"]).loc[("x", "recall")]
    # Wilson's interval of 2 of 3, as statsmodels' proportion_confint(2, 3, method="wilson") has it.
    assert (recall["low"], recall["high"]) == pytest.approx((0.2077, 0.9385), abs=1e-4)
    assert recall["sparse"]


def test_rows_with_a_number_count_so_often():
    summed = CODED.value_counts().reset_index(name="n")
    pd.testing.assert_frame_equal(fl.summarize_accuracy(summed, by=()), fl.summarize_accuracy(CODED, by=()))


def test_groups_are_apart():
    coded = pd.concat([CODED.assign(scorer="a"), CODED.assign(scorer="b", label=["y", "y", "x", "x"])])
    accuracy = fl.summarize_accuracy(coded)
    assert counts(accuracy[accuracy["scorer"] == "a"]) == COUNTS
    # b's labels are a's turned round: x for one x and for the y.
    assert counts(accuracy[accuracy["scorer"] == "b"])[("x", "precision")] == (1, 2)


def test_a_class_that_is_never_given_has_no_precision():
    accuracy = fl.summarize_accuracy(CODED.assign(label="x"), by=()).set_index(["class", "measure"])
    row = accuracy.loc[("y", "precision")]
    assert row["n"] == 0
    assert pd.isna(row["estimate"])
    assert row["interval"] == "none"


def test_what_was_not_coded_is_refused():
    with pytest.raises(fl.ArgumentError, match="a row has no 'truth' or no 'label'"):
        fl.summarize_accuracy(CODED.assign(truth=["x", None, "x", "y"]), by=())


def test_the_figure_has_a_mark_for_each_share_and_says_k_of_n():
    ax = fl.plot_accuracy(fl.summarize_accuracy(CODED, by=()))
    points = {round(float(line.get_xdata()[0]), 1) for line in ax.lines}
    assert points == {100.0, 66.7, 50.0}
    assert sorted(text.get_text() for text in ax.texts) == ["1/1", "1/2", "2/2", "2/3"]
    assert isinstance(ax.figure, Figure)


def test_the_caption_reads_all_counts():
    caption = fl.caption_accuracy(fl.summarize_accuracy(CODED.assign(scorer="a")), data="four sentences")
    assert "a, x, recall: 2 of 3" in caption.alt
    assert "four sentences" in caption.text
