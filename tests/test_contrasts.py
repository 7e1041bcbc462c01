import numpy as np
import pandas as pd
import pytest
import scipy.stats

from framelens import ArgumentError, contrast_groups, label_shares, strongest_contrasts, summarize_sentiment
from framelens.inference import adjust, newcombe
from framelens.resampling import ratio_interval
from framelens.scorers import LABELS


def shares(rows, *, n=10) -> pd.DataFrame:
    """Shares of the label *raid* by article, from ``(outlet, article, raids)`` of ``n`` mentions each."""
    said = [(o, a, label) for o, a, k in rows for label in ["raid"] * k + ["war"] * (n - k)]
    labels = pd.DataFrame(said, columns=["outlet", "article_id", "label"]).assign(concept="act", voice="own")
    return label_shares(labels, by=("outlet", "article_id"))


def raids(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["label"] == "raid"].set_index("outlet")


def many(n: int, share: float, outlet: str) -> list[tuple[str, str, int]]:
    drawn = np.random.default_rng([n, int(10 * share)]).binomial(10, share, n)
    return [(outlet, f"{outlet}{number:02}", int(k)) for number, k in enumerate(drawn)]


FOUR = [("A", "a1", 9), ("A", "a2", 7), ("B", "b1", 2), ("B", "b2", 1), ("C", "c1", 4)]


def test_an_estimate_is_the_difference_of_the_articles_means_and_its_sign_is_the_target_s():
    row = raids(contrast_groups(shares(FOUR), target="A")).loc["A"]
    # Means 0.8 and (0.2 + 0.1 + 0.4) / 3.
    assert row["estimate"] == pytest.approx(0.8 - 0.7 / 3)
    names = ["reference", "k", "n", "n_articles", "k_reference", "n_reference", "n_articles_reference"]
    assert row[names].tolist() == ["the rest", 16, 20, 2, 7, 30, 3]
    assert raids(contrast_groups(shares(FOUR), target="B", reference="A")).loc["B", "estimate"] == pytest.approx(-0.65)


def test_units_weigh_equally_on_request():
    rows = pd.concat([shares(FOUR[:1], n=10), shares(FOUR[1:3], n=20), shares([("B", "b2", 3)], n=4)])
    # A: 16 of 30 less B: 5 of 24; by articles (0.9 + 0.35) / 2 - (0.1 + 0.75) / 2.
    assert raids(contrast_groups(rows, weight="units")).loc["A", "estimate"] == pytest.approx(16 / 30 - 5 / 24)
    assert raids(contrast_groups(rows)).loc["A", "estimate"] == pytest.approx(0.2)


def test_each_of_three_groups_is_contrasted_with_the_rest_and_of_two_the_first_alone():
    assert contrast_groups(shares(FOUR))["outlet"].unique().tolist() == ["A", "B", "C"]
    two = contrast_groups(shares(FOUR[:4]))
    assert two[["outlet", "reference"]].drop_duplicates().values.tolist() == [["A", "B"]]


def test_two_of_five_articles_are_tested_exactly_and_cannot_reach_5_percent():
    row = raids(contrast_groups(shares(FOUR), target="A")).loc["A"]
    # The highest pair of the 10.
    assert row[["test", "p", "p_min", "n_tests"]].tolist() == ["exact permutation", 0.1, 0.1, 0]
    assert row[["q", "p_holm"]].isna().all()
    assert pd.isna(row["seed"])


def test_p_is_scipy_s():
    rows = [*many(6, 0.7, "A"), *many(6, 0.4, "B")]
    sides = [[k / 10 for o, _, k in rows if o == outlet] for outlet in "AB"]
    theirs = scipy.stats.permutation_test(
        sides, lambda a, b: abs(np.mean(a) - np.mean(b)), alternative="greater", n_resamples=1e6
    )
    row = raids(contrast_groups(shares(rows))).loc["A"]
    assert row["p"] == pytest.approx(theirs.pvalue)
    # 924 ways to choose 6 of 12; of equal groups each arrangement has its mirror image.
    assert row["p_min"] >= 2 / 924


def test_q_and_holm_count_every_row_that_could_reach_5_percent():
    frame = shares([*many(8, 0.7, "A"), *many(8, 0.4, "B"), *many(7, 0.5, "C")])
    found = contrast_groups(frame)
    assert found["n_tests"].unique().tolist() == [6]
    assert found["q"].tolist() == pytest.approx(adjust(found["p"]).tolist())
    assert found["p_holm"].tolist() == pytest.approx(adjust(found["p"], method="holm").tolist())


@pytest.mark.parametrize(("n", "interval"), [(9, "none"), (10, "article-bootstrap-t"), (30, "article-bootstrap-t")])
def test_intervals_are_given_from_ten_articles_on_each_side(n, interval):
    row = raids(contrast_groups(shares([*many(n, 0.6, "A"), *many(40, 0.3, "B")]), seed=5)).loc["A"]
    assert row["interval"] == interval
    assert pd.isna(row["low"]) == (interval == "none")
    if interval != "none":
        assert row[["level", "seed"]].tolist() == [0.95, 5]
        assert row["low"] < row["estimate"] < row["high"]


def test_an_interval_is_made_of_those_of_the_two_groups():
    first, second = many(12, 0.6, "A"), many(15, 0.3, "B")
    row = raids(contrast_groups(shares([*first, *second]))).loc["A"]
    (a, (al, ah)), (b, (bl, bh)) = (
        (np.mean(values), [float(end[0]) for end in ratio_interval(values[:, None], 1)])
        for values in (np.array([k / 10 for _, _, k in side]) for side in (first, second))
    )
    # Zou & Donner 2008, eq. 8, of independent estimates.
    assert row["low"] == pytest.approx(a - b - np.hypot(a - al, bh - b))
    assert row["high"] == pytest.approx(a - b + np.hypot(ah - a, b - bl))


def test_one_article_on_each_side_has_newcombe_s_interval_and_no_test():
    row = raids(contrast_groups(shares([("A", "a", 6), ("B", "b", 2)]))).loc["A"]
    low, high = newcombe(6, 10, 2, 10)
    assert row[["low", "high"]].tolist() == pytest.approx([float(low), float(high)])
    assert row[["interval", "test", "n_tests"]].tolist() == ["within-article-newcombe", "none", 0]
    assert row[["p", "p_min", "q"]].isna().all()


def test_one_article_against_several_is_described_only():
    row = raids(contrast_groups(shares(FOUR), target="C")).loc["C"]
    assert row[["interval", "test", "k", "n"]].tolist() == ["none", "none", 4, 10]


def test_fewer_than_five_mentions_on_a_side_are_sparse_and_not_tested():
    found = raids(contrast_groups(shares(FOUR, n=9).assign(n=2), target="A")).loc["A"]
    assert found[["sparse", "test", "n_tests"]].tolist() == [True, "none", 0]


EVENTS = {"a1": "x", "a2": "y", "a3": "z", "b1": "x", "b2": "y", "b3": "z"}
PAIRED = [("A", "a1", 3), ("A", "a2", 6), ("A", "a3", 9), ("B", "b1", 2), ("B", "b2", 4), ("B", "b3", 8)]


def test_articles_are_exchanged_and_compared_within_strata():
    row = raids(contrast_groups(shares(PAIRED), strata=EVENTS)).loc["A"]
    # Differences 0.1, 0.2 and 0.1; A's is the higher one in each: 2 of 2 ** 3 arrangements.
    assert row["estimate"] == pytest.approx(0.4 / 3)
    assert row[["p", "p_min", "interval"]].tolist() == [0.25, 0.25, "none"]
    # Without them the events' own differences blur it: 20 arrangements of 6 articles.
    assert raids(contrast_groups(shares(PAIRED))).loc["A", "p"] > 0.5


def test_a_column_of_strata_is_no_kind():
    by_event = shares(PAIRED).assign(event=lambda frame: frame["article_id"].map(EVENTS))
    by_event = by_event[["outlet", "event", *(name for name in by_event.columns if name not in ("outlet", "event"))]]
    found = contrast_groups(by_event, strata="event")
    pd.testing.assert_frame_equal(found, contrast_groups(shares(PAIRED), strata=EVENTS))


def test_from_ten_strata_on_they_are_drawn_whole():
    first, second = many(12, 0.6, "A"), many(12, 0.4, "B")
    strata = {article: article[1:] for _, article, _ in (*first, *second)}
    row = raids(contrast_groups(shares([*first, *second]), strata=strata)).loc["A"]
    apart = np.array([(one[2] - other[2]) / 10 for one, other in zip(first, second, strict=True)])
    low, high = ratio_interval(apart[:, None], 1, lowest=-1)
    assert row["estimate"] == pytest.approx(apart.mean())
    assert row[["low", "high"]].tolist() == pytest.approx([low[0], high[0]])
    assert row["interval"] == "stratum-bootstrap-t"


def test_an_article_of_two_groups_is_one_article_that_changes_sides_as_a_whole():
    copied = [(outlet, f"copy{number}", k + (outlet == "A")) for number, k in enumerate((1, 4, 7)) for outlet in "AB"]
    row = raids(contrast_groups(shares(copied))).loc["A"]
    # Paired: three differences of 0.1, of which 2 of the 2 ** 3 arrangements are as extreme.
    assert row["estimate"] == pytest.approx(0.1)
    assert row["p"] == 0.25


def test_what_two_groups_share_narrows_the_interval():
    drawn = many(12, 0.5, "A")
    apart = [*drawn, *(("B", f"b{number}", k) for number, (_, _, k) in enumerate(drawn))]
    together = [*drawn, *(("B", article, k) for _, article, k in drawn)]
    wide, narrow = (raids(contrast_groups(shares(rows))).loc["A"] for rows in (apart, together))
    # The same articles in both: what is left is how lopsided the interval of one group is.
    assert wide["low"] < -0.1 < narrow["low"] <= 0 <= narrow["high"] < 0.1 < wide["high"]


def test_sentiment_is_contrasted_party_by_party_and_its_mean_has_an_interval_too():
    rng = np.random.default_rng(3)
    rows = [(o, f"{o}{a}", rng.choice(LABELS, p=p)) for o, p in (("A", [0.6, 0.3, 0.1]), ("B", [0.1, 0.3, 0.6]))
            for a in range(12) for _ in range(4)]  # fmt: skip
    scores = pd.DataFrame(rows, columns=["outlet", "article_id", "label"]).assign(
        party="x", voice="own", scorer="mine", **dict.fromkeys(LABELS, 0.3)
    )
    by_article = summarize_sentiment(scores, by=("outlet", "article_id", "party"))
    found = contrast_groups(by_article).set_index("measure")
    assert set(found.index) == {"negative", "neutral", "positive", "mean"}
    mean = found.loc["mean"]
    assert mean["estimate"] == pytest.approx(found.loc["positive", "estimate"] - found.loc["negative", "estimate"])
    assert -2 <= mean["low"] < mean["estimate"] < mean["high"] < 0
    assert pd.isna(mean["k"])


def test_the_order_of_rows_changes_nothing():
    frame = shares([*many(12, 0.6, "A"), *many(15, 0.3, "B"), *many(11, 0.5, "C")])
    mixed = frame.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(contrast_groups(frame), contrast_groups(mixed))


def test_the_strongest_contrasts_come_first_and_leave_out_the_sparse():
    found = contrast_groups(shares(FOUR))
    assert found.loc[0, "sparse"] == False  # noqa: E712
    first = strongest_contrasts(found.assign(sparse=found["outlet"] == "A"), 2)
    # B: 0.15 less 2/3; C: 0.4 less 0.475. Both labels of an outlet mirror each other; raid stands before war.
    assert first[["outlet", "label"]].values.tolist() == [["B", "raid"], ["B", "war"]]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": "D"}, "`target` must be one of 'A', 'B', 'C'; got 'D'."),
        ({"target": "A", "reference": "A"}, "`target` and `reference` are both 'A'; a group cannot be contrasted with"
         " itself."),
        ({"strata": {"a1": "x"}}, "`strata` has no stratum for the article 'a2'; give one for every article."),
        ({"weight": "words"}, "`weight` must be one of 'articles', 'units'; got 'words'."),
    ],
)  # fmt: skip
def test_wrong_options_are_named(options, message):
    with pytest.raises(ArgumentError) as error:
        contrast_groups(shares(FOUR), **options)
    assert str(error.value) == message


def test_a_table_without_articles_cannot_be_contrasted():
    with pytest.raises(ArgumentError) as error:
        contrast_groups(shares(FOUR).drop(columns="article_id"))
    assert str(error.value) == (
        "the table must have a row for each article; compute it with 'article_id' among its `by`."
    )
    with pytest.raises(ArgumentError) as error:
        contrast_groups(shares(FOUR[:2]))
    assert str(error.value) == "a contrast needs two groups or more; there is only 'A'."
