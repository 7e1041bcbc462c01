import pandas as pd

from framelens.spans import nest
from framelens.voices import Spans

# A span of 9 words holds one of 4 that begins with it, which holds one of 1; the last two cover the same place.
ROWS = pd.DataFrame(
    [("a", 1, 0, 90, 5, 9), ("a", 2, 0, 50, None, 4), ("a", 3, 20, 30, 6, 1), ("a", 4, 100, 120, None, 2),
     ("a", 5, 100, 120, None, 2), ("b", 1, 10, 50, None, 3)],
    columns=["article_id", "attribution_id", "start", "end", "cue_id", "n_words"],
)  # fmt: skip


def test_the_innermost_span_is_found_by_place():
    spans = Spans(ROWS.sample(frac=1, random_state=1))
    places = {("a", 0): 2, ("a", 19): 2, ("a", 20): 3, ("a", 29): 3, ("a", 30): 2, ("a", 49): 2, ("a", 50): 1}
    assert {place: spans.at(*place).attribution_id for place in places} == places
    assert spans.at("b", 25).attribution_id == 1
    assert [spans.at("a", 90), spans.at("b", 9), spans.at("c", 0)] == [None, None, None]


def test_each_span_has_the_words_that_no_span_inside_it_has():
    nested = nest(ROWS)
    assert nested["own_words"].tolist() == [5, 3, 1, 0, 2, 3]
    assert nested["is_inside"].tolist() == [False, True, True, False, True, False]


def test_a_span_without_a_cue_belongs_to_the_statement_round_it():
    assert nest(ROWS)["statement"].tolist() == [5, 5, 6, -4, -4, -1]


def test_spans_that_overlap_only_in_part_lie_beside_each_other():
    rows = ROWS.iloc[[1, 3]].assign(start=[10, 40], end=[50, 60])
    assert nest(rows)["own_words"].tolist() == [4, 2]
    assert not nest(rows)["is_inside"].any()
