import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens import ArgumentError
from framelens.cue_list import CUE_CLASSES
from framelens.cue_profiles import compare_cues, profile_cues
from framelens.schema import CUES, RESULT, conform


def cues_of(*rows) -> pd.DataFrame:
    """Cues from (article, outlet, actor, class, how many, anything else)."""
    found = [
        {"article_id": article, "outlet": outlet, "actor": actor, "cue_class": cue_class, "kind": "verb"}
        | {"negated": False, "nested": False}
        | (rest[0] if rest else {})
        for article, outlet, actor, cue_class, n, *rest in rows
        for _ in range(n)
    ]
    frame = pd.DataFrame(found).assign(start=range(len(found)))
    outlets = frame.drop_duplicates("article_id").set_index("article_id")["outlet"]
    typed = conform(frame, CUES)
    return typed.assign(outlet=typed["article_id"].map(outlets))


CELLS = (
    ("a1", "Alpha", "Mara", "neutral", 3),
    ("a1", "Alpha", "Mara", "distancing", 1),
    ("a2", "Alpha", "Mara", "distancing", 2),
    ("a2", "Alpha", None, "neutral", 1),
    ("b1", "Beta", "Mara", "neutral", 5),
)


def cell(frame: pd.DataFrame, outlet: str, actor: str | None, cue_class: str) -> pd.Series:
    is_actor = frame["actor"].isna() if actor is None else frame["actor"] == actor
    return frame[(frame["outlet"] == outlet) & is_actor & (frame["cue_class"] == cue_class)].iloc[0]


# ---- Profiles -------------------------------------------------------------------------------------------------------


def test_a_profile_is_the_share_of_each_class_among_a_source_s_cues():
    # Mara in Alpha: 1 of 4 cues distancing in a1, 2 of 2 in a2; (1/4 + 1) / 2 by articles, 3 of 6 by cues.
    row = cell(profile_cues(cues_of(*CELLS)), "Alpha", "Mara", "distancing")
    assert row[["estimate", "k", "n", "n_articles", "interval"]].tolist() == [5 / 8, 3, 6, 2, "none"]
    assert cell(profile_cues(cues_of(*CELLS), weight="cues"), "Alpha", "Mara", "distancing")["estimate"] == 1 / 2


def test_one_article_has_an_interval():
    row = cell(profile_cues(cues_of(*CELLS)), "Beta", "Mara", "neutral")
    # 5 of 5, z = 1.959964: low = 5 / (5 + z²).
    assert row[["low", "high"]].tolist() == pytest.approx([5 / (5 + 1.959964**2), 1])
    assert row["interval"] == "within-article-wilson"


def test_a_profile_has_every_class_and_keeps_sources_that_nobody_names():
    profile = profile_cues(cues_of(*CELLS))
    assert profile.columns.tolist() == ["outlet", "actor", "cue_class", *RESULT]
    assert set(profile["cue_class"]) == set(CUE_CLASSES)
    assert len(profile) == 3 * len(CUE_CLASSES)
    assert cell(profile, "Alpha", None, "neutral")[["k", "n", "sparse"]].tolist() == [1, 1, True]
    assert profile["unit"].unique().tolist() == ["cue"]


@pytest.mark.parametrize(
    ("change", "n"),
    [({}, 2), ({"kind": "according-to"}, 2), ({"kind": "nominal"}, 1), ({"negated": True}, 1), ({"nested": True}, 1)],
)
def test_nouns_negated_and_nested_cues_do_not_count(change, n):
    cues = cues_of(("a", "A", "Mara", "neutral", 1), ("a", "A", "Mara", "neutral", 1, change))
    assert profile_cues(cues)["n"].unique().tolist() == [n]


@pytest.mark.parametrize(("n", "sparse"), [(4, True), (5, False)])
def test_a_profile_is_sparse_below_five_cues(n, sparse):
    assert profile_cues(cues_of(("a", "A", "Mara", "neutral", n)))["sparse"].unique().tolist() == [sparse]


def test_cues_of_the_body_count_where_the_table_says_the_zone():
    cues = cues_of(*CELLS).assign(zone=lambda rows: rows["article_id"].map({"b1": "headline"}).fillna("body"))
    assert set(profile_cues(cues)["outlet"]) == {"Alpha"}
    assert set(profile_cues(cues, zone="headline")["outlet"]) == {"Beta"}


def test_a_profile_does_not_depend_on_order_index_or_category_dtype():
    cues = cues_of(*CELLS)
    other = cues.sample(frac=1, random_state=2).astype({"outlet": "category", "actor": "category"})
    left, right = profile_cues(cues), profile_cues(other)
    pd.testing.assert_frame_equal(left, right.astype(left.dtypes))


# ---- Comparisons ----------------------------------------------------------------------------------------------------

# Admissions to Berkeley's six largest departments in 1973, by sex (Bickel, Hammel & O'Connell 1975; R's UCBAdmissions):
# admitted and rejected men, admitted and rejected women.
BERKELEY = {
    "A": (512, 313, 89, 19), "B": (353, 207, 17, 8), "C": (120, 205, 202, 391), "D": (138, 279, 131, 244),
    "E": (53, 138, 94, 299), "F": (22, 351, 24, 317),
}  # fmt: skip


OPTIONS = {"actor": "Mara", "against": "Orin", "cue_class": "distancing"}


def strata(tables: dict[str, tuple[int, int, int, int]]) -> pd.DataFrame:
    """Cues by article: Mara's that are distancing or not, and Orin's."""
    cells = [("Mara", "distancing"), ("Mara", "neutral"), ("Orin", "distancing"), ("Orin", "neutral")]
    return cues_of(
        *((article, "A", *cell, n) for article, table in tables.items() for cell, n in zip(cells, table, strict=True))
    )


def compared(tables: dict[str, tuple[int, int, int, int]], **options) -> pd.Series:
    return compare_cues(strata(tables), **(OPTIONS | options)).iloc[0]


def test_the_pooled_odds_ratio_its_limits_and_its_test_are_those_of_r():
    row = compared(BERKELEY)
    # mantelhaen.test(UCBAdmissions): 0.9046968 (0.7719074, 1.0603298), X-squared = 1.4269, p-value = 0.2323.
    assert row[["estimate", "low", "high"]].tolist() == pytest.approx([0.9046968, 0.7719074, 1.0603298], abs=1e-6)
    assert row["p"] == pytest.approx(0.2323, abs=1e-4)
    assert row[["k", "n", "k_against", "n_against", "n_articles"]].tolist() == [1198, 2691, 557, 1835, 6]
    assert row[["interval", "level", "unit", "sparse"]].tolist() == ["robins-breslow-greenland", 0.95, "cue", False]


def test_the_odds_ratio_is_taken_within_articles():
    # a: 3·3/8 over 1·1/8; b: 1·3/8 over 1·3/8: (9 + 3) / (1 + 3) = 3. The four cells added up would give 4·6 / (2·4).
    row = compared({"a": (3, 1, 1, 3), "b": (1, 1, 3, 3)})
    assert row["estimate"] == pytest.approx(3)


def test_articles_without_both_sources_or_both_kinds_of_cue_carry_no_information():
    tables = {"a": (3, 1, 1, 3), "b": (4, 2, 0, 0), "c": (0, 5, 0, 5), "d": (1, 0, 2, 0), "e": (2, 1, 1, 2)}
    row, without = compared(tables), compared({name: tables[name] for name in "ae"})
    assert row["n_articles"] == 2
    assert row[["estimate", "low", "high", "p"]].tolist() == without[["estimate", "low", "high", "p"]].tolist()
    assert row[["k", "n", "k_against", "n_against"]].tolist() == [10, 19, 4, 14]


def test_one_informative_article_has_an_estimate_and_neither_limits_nor_p():
    row = compared({"a": (3, 1, 1, 3), "b": (0, 2, 0, 2)})
    assert row[["estimate", "n_articles", "interval"]].tolist() == [9, 1, "none"]
    assert row[["low", "high", "p"]].isna().all()


def test_no_informative_article_has_nothing():
    row = compared({"a": (3, 1, 0, 0), "b": (0, 0, 1, 3)})
    assert row["n_articles"] == 0
    assert row[["estimate", "low", "high", "p"]].isna().all()


@pytest.mark.parametrize("table", [(3, 1, 0, 4), (0, 4, 3, 1)])
def test_where_one_source_never_gets_the_class_there_is_a_test_but_no_odds_ratio(table):
    row = compared({"a": table, "b": table})
    assert row[["estimate", "low", "high"]].isna().all()
    # Two tables with margins 4, 4 / 3, 5: Σ(a − E) = 2 (3 − 1.5) = 3, Var = 2 · 4·4·3·5 / (64 · 7);
    # (3 − 1/2)² / Var = 5.8333, which a chi-square of 1 df exceeds with p = 0.015725.
    assert row["p"] == pytest.approx(0.015725, abs=1e-6)


def test_several_classes_are_taken_together():
    cues = cues_of(
        ("a", "A", "Mara", "distancing", 2), ("a", "A", "Mara", "conflictive", 1), ("a", "A", "Mara", "neutral", 1),
        ("a", "A", "Orin", "conflictive", 1), ("a", "A", "Orin", "emphatic", 3),
    )  # fmt: skip
    row = compare_cues(cues, actor="Mara", against="Orin", cue_class=["distancing", "conflictive"]).iloc[0]
    assert row[["cue_class", "k", "n", "k_against", "n_against"]].tolist() == ["distancing+conflictive", 3, 4, 1, 4]
    assert row["estimate"] == 9


def test_parties_can_be_compared():
    cues = strata({"a": (3, 1, 1, 3)})
    cues = cues.assign(party=cues["actor"].map({"Mara": "tidemark", "Orin": "ravel"}))
    found = compare_cues(cues, actor="tidemark", against="ravel", cue_class="distancing", column="party")
    assert found.columns.tolist() == ["party", "against", "cue_class", *RESULT, "k_against", "n_against", "p"]
    assert found.loc[0, ["party", "against", "estimate"]].tolist() == ["tidemark", "ravel", 9]


def test_only_cues_that_profiles_count_are_compared():
    cues = strata({"a": (3, 1, 1, 3)})
    more = cues_of(*(("a", "A", "Mara", "distancing", 9, {flag: True}) for flag in ("negated", "nested")))
    pd.testing.assert_frame_equal(compare_cues(pd.concat([cues, more]), **OPTIONS), compare_cues(cues, **OPTIONS))


@pytest.mark.parametrize(("n_against", "sparse"), [(4, True), (5, False)])
def test_a_comparison_is_sparse_where_either_side_has_fewer_than_five_cues(n_against, sparse):
    assert compared({"a": (9, 9, 1, n_against - 1)})["sparse"] == sparse


TABLES = st.dictionaries(st.sampled_from("abcd"), st.tuples(*[st.integers(0, 6)] * 4), min_size=1).filter(
    lambda tables: sum(sum(table[:2]) for table in tables.values()) and sum(sum(table[2:]) for table in tables.values())
)


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_exchanging_the_sources_inverts_the_odds_ratio_and_keeps_p(tables):
    one, other = compared(tables), compared(tables, actor="Orin", against="Mara")
    assert [1 / one["estimate"], 1 / one["low"], 1 / one["high"]] == pytest.approx(
        [other["estimate"], other["high"], other["low"]], nan_ok=True
    )
    assert one["p"] == pytest.approx(other["p"], nan_ok=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"actor": "Maria"}, "`actor` is 'Maria', which no cue introduces. Did you mean 'Mara'?"),
        ({"against": "Mara"}, "`actor` and `against` are the same; give two sources to compare."),
        ({"column": "speaker"}, "`column` must be one of 'actor', 'party'; got 'speaker'."),
        ({"cue_class": "distant"}, "`cue_class` must be one of 'neutral', 'endorsing', 'distancing', 'conflictive',"
                                   " 'emphatic', 'other'; got 'distant'. Did you mean 'distancing'?"),
        ({"cue_class": []}, "`cue_class` is empty; give a class."),
    ],
)  # fmt: skip
def test_a_wrong_option_is_named_with_what_is_allowed(options, message):
    with pytest.raises(ArgumentError) as error:
        compared({"a": (1, 1, 1, 1)}, **options)
    assert str(error.value) == message


def test_a_missing_column_is_named():
    with pytest.raises(ArgumentError) as error:
        profile_cues(pd.DataFrame({"outlet": ["A"], "actor": ["X"]}))
    assert str(error.value) == (
        "the cues table lacks the column(s) 'article_id', 'cue_class', 'kind', 'negated', 'nested'; it has 'outlet',"
        " 'actor'."
    )
