import pytest
from matplotlib.figure import Figure

from framelens.plots.fitting import label_below, legend_columns, letters_beside, panel_columns, row_height


@pytest.mark.parametrize(
    ("width", "n_panels", "columns"),
    # 160 mm less 45 for labels are four panels of 28 mm; 77 mm are one; a figure narrower than its labels has one.
    [("acl-page", 6, 4), ("acl-page", 2, 2), ("acl-column", 6, 1), (30, 6, 1), (102, 6, 2)],
)
def test_as_many_panels_stand_side_by_side_as_there_is_room_for(width, n_panels, columns):
    assert panel_columns(width, n_panels, panel_mm=28) == columns


def test_a_row_is_as_high_as_the_longest_label():
    assert row_height(["one", "one\ntwo\nthree\nfour"], least=10) == pytest.approx(4 * 3.3)
    assert row_height(["one", "two"], least=10) == 10


def test_beside_the_labels_of_rows_there_is_room_for_the_rest_of_a_line():
    # 4 inches are 101.6 mm: 70 letters of 1.45 mm, less the longest line.
    assert letters_beside(Figure(figsize=(4, 2)), ["one", "three\nseven"]) == 70 - 5


def test_entries_of_a_legend_go_below_each_other_where_they_are_long():
    # 4 inches are 101.6 mm: three of 9 + 10 × 1.45 = 23.5 mm, two of 38 mm, one of 67 mm.
    figure = Figure(figsize=(4, 2))
    assert [legend_columns(figure, ["x" * length] * 3) for length in (10, 20, 40)] == [3, 2, 1]


def test_a_long_label_of_the_axes_is_broken_into_lines():
    figure = Figure(figsize=(2, 2))
    label_below(figure, "one two three four five six seven eight nine ten")
    # 50.8 mm hold 35 letters.
    assert figure.get_supxlabel() == "one two three four five six seven\neight nine ten"
