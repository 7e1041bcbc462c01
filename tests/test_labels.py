import pandas as pd
import pytest

from framelens import ArgumentError, find_labels, label_shares, observe, read_study
from framelens.resampling import ratio_interval
from framelens.schema import LABELS, RESULT
from framelens.study import Concept
from tests.toy import ROOT, annotations_of, needs_data, real_study

EVENT = Concept(label="The event", labels={"war": ["war"], "operation": ["operation", "good operation"]})


def found(text: str, **concept) -> list[tuple[str, str]]:
    """Label and words of each mention in ``text``."""
    labels = find_labels(annotations_of({"x": ("X", text)}), {"event": Concept(label="Event", **concept)})
    return [(row.label, text[row.start : row.end]) for row in labels.itertuples()]


@pytest.fixture
def labels() -> pd.DataFrame:
    return find_labels(annotations_of(), {"event": EVENT})


def share(frame: pd.DataFrame, outlet: str, label: str) -> pd.Series:
    return frame.set_index(["outlet", "label"]).loc[(outlet, label)]


def test_the_longest_match_wins():
    labels = {"operation": ["operation"], "military": ["special military operation", "military operation"]}
    assert found("A special military operation.", labels=labels) == [("military", "special military operation")]


def test_words_match_whole_words_whatever_their_capitals():
    assert found("War, warring, post-war WAR.", labels={"war": ["war"]}) == [
        ("war", "War"),
        ("war", "war"),
        ("war", "WAR"),
    ]


def test_an_asterisk_stands_for_the_rest_of_a_word():
    assert found("Raids and raiders.", labels={"raid": ["raid*"]}) == [("raid", "Raids"), ("raid", "raiders")]


def test_an_exclusion_kills_every_match_that_it_overlaps():
    text = "The rescue operation failed; the operation did not."
    labels = {"operation": ["operation"]}
    assert found(text, labels=labels, exclude=["rescue operation*"]) == [("operation", "operation")]
    assert found(text, labels=labels, exclude=["rescue operation*", "the operation did"]) == []


def test_an_exclusion_beside_a_match_leaves_it():
    assert found("A rescue, an operation.", labels={"op": ["operation"]}, exclude=["rescue"]) == [("op", "operation")]


def test_a_mention_has_its_voice_place_and_sentence(labels):
    first = labels.iloc[0]
    assert first[["article_id", "sentence_id", "start", "end", "label", "voice"]].tolist() == [
        "a1", 1, 17, 20, "war", "own",
    ]  # fmt: skip
    # “a good operation” in a1's second sentence is quoted.
    assert labels.loc[labels["article_id"] == "a1", "voice"].tolist() == ["own", "own", "quoted"]


def test_labels_have_the_columns_of_their_table(labels):
    assert labels.columns.tolist() == [*LABELS, "outlet"]


def test_labels_are_looked_for_in_the_zone_asked():
    annotations = annotations_of()
    annotations.sentences.loc[annotations.sentences["article_id"] == "b1", "zone"] = "headline"
    concepts = {"event": EVENT}
    assert set(find_labels(annotations, concepts, zone="headline")["article_id"]) == {"b1"}
    assert "b1" not in set(find_labels(annotations, concepts)["article_id"])
    assert len(find_labels(annotations, concepts, zone="all")) == 7


def test_without_a_mention_the_labels_table_is_empty_with_its_columns():
    labels = find_labels(annotations_of({"x": ("X", "Nothing here.")}), {"event": EVENT})
    assert labels.columns.tolist() == [*LABELS, "outlet"]
    assert labels.empty


def test_shares_by_articles_are_means_of_the_articles_shares(labels):
    shares = label_shares(labels)
    # Alpha: a1 says war 2 of 2, a2 operation 1 of 1: each article's word weighs half. Beta's only article: 1 of 3.
    assert share(shares, "Alpha", "war")[["estimate", "k", "n", "n_articles"]].tolist() == [1 / 2, 2, 3, 2]
    assert share(shares, "Beta", "war")[["estimate", "k", "n", "n_articles"]].tolist() == [1 / 3, 1, 3, 1]


def test_each_of_three_articles_weighs_a_third():
    labels = pd.DataFrame({"article_id": ["1", "2", "2", "3"], "label": ["war", "raid", "raid", "raid"]})
    shares = label_shares(labels.assign(outlet="A", concept="c", voice="own"))
    assert share(shares, "A", "war")["estimate"] == pytest.approx(1 / 3)


def test_shares_by_mentions_are_k_of_n(labels):
    shares = label_shares(labels, weight="mentions")
    assert share(shares, "Alpha", "war")["estimate"] == 2 / 3
    assert share(shares, "Beta", "operation")["estimate"] == 2 / 3


@pytest.mark.parametrize(("voice", "k", "n"), [("own", 1, 3), ("quoted", 1, 1), ("all", 2, 4)])
def test_shares_are_of_one_voice(labels, voice, k, n):
    assert share(label_shares(labels, voice=voice), "Alpha", "operation")[["k", "n"]].tolist() == [k, n]


def test_shares_are_of_one_zone(labels):
    # Alpha has “war” twice and “operation” twice, Beta once and twice.
    zoned = labels.assign(zone=labels["label"].map({"war": "body", "operation": "headline"}))
    found = {zone: label_shares(zoned, voice="all", zone=zone) for zone in ("body", "headline", "all")}
    sizes = {zone: shares.groupby("outlet")["n"].first().to_dict() for zone, shares in found.items()}
    assert sizes["body"] == {"Alpha": 2, "Beta": 1}
    assert sizes["headline"] == {"Alpha": 2, "Beta": 2}
    assert sizes["all"] == {"Alpha": 4, "Beta": 3}
    pd.testing.assert_frame_equal(label_shares(zoned, voice="all"), found["body"])


def test_shares_by_article(labels):
    shares = label_shares(labels, by=("outlet", "article_id"), voice="all")
    rows = shares[shares["label"] == "war"]
    assert list(zip(rows["article_id"], rows["k"], rows["n"], strict=True)) == [
        ("a1", 2, 3),
        ("a2", 0, 1),
        ("b1", 1, 3),
    ]


def test_an_outlet_without_any_mention_has_rows_when_articles_are_given(labels):
    articles = pd.DataFrame({"article_id": ["a1", "b1", "c1"], "outlet": ["Alpha", "Beta", "Gamma"]})
    row = share(label_shares(labels, articles=articles), "Gamma", "war")
    assert row[["k", "n", "n_articles", "interval", "sparse"]].tolist() == [0, 0, 0, "none", True]
    assert pd.isna(row["estimate"])
    assert "Gamma" not in set(label_shares(labels)["outlet"])


def test_one_article_has_an_interval_and_several_have_none(labels):
    shares = label_shares(labels)
    assert share(shares, "Alpha", "war")["interval"] == "none"
    beta = share(shares, "Beta", "war")
    # R's prop.test(1, 3, correct = FALSE).
    assert beta[["low", "high"]].tolist() == pytest.approx([0.0614919, 0.7923404], abs=1e-6)
    assert beta["interval"] == "within-article-wilson"


@pytest.mark.parametrize(("n", "sparse"), [(4, True), (5, False)])
def test_shares_are_sparse_below_five_mentions(n, sparse):
    labels = pd.DataFrame({"article_id": "x", "outlet": "X", "concept": "c", "label": ["l"] * n, "voice": "own"})
    assert label_shares(labels)["sparse"].tolist() == [sparse]


def test_a_label_of_one_concept_is_no_label_of_another():
    labels = pd.DataFrame(
        {"article_id": "x", "outlet": "X", "concept": ["c", "d"], "label": ["war", "talks"], "voice": "own"}
    )
    assert label_shares(labels)[["concept", "label"]].values.tolist() == [["c", "war"], ["d", "talks"]]


def test_shares_do_not_depend_on_order_index_extra_columns_or_category_dtype(labels):
    other = labels.sample(frac=1, random_state=5).assign(colour="red")
    other.index = range(50, 50 + len(other))
    other = other.astype({"outlet": "category", "label": "category", "concept": "category"})
    left, right = label_shares(labels), label_shares(other)
    pd.testing.assert_frame_equal(left, right.astype(left.dtypes))


def test_shares_are_a_result_table(labels):
    shares = label_shares(labels)
    assert shares.columns.tolist() == ["outlet", "concept", "label", *RESULT]
    assert shares.equals(shares.sort_values(["outlet", "concept", "label"], ignore_index=True))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"voice": "mine"}, "`voice` must be one of 'own', 'indirect', 'quoted', 'all'; got 'mine'."),
        ({"weight": "article"},
         "`weight` must be one of 'articles', 'mentions'; got 'article'. Did you mean 'articles'?"),
        (
            {"by": ("paper",)},
            "the labels table lacks the column(s) 'paper'; it has 'article_id', 'sentence_id', 'start', 'end',"
            " 'concept', 'label', 'voice', 'actor', 'party', 'outlet'.",
        ),
        (
            {"articles": pd.DataFrame({"article_id": ["a"]})},
            "the articles table lacks the column(s) 'outlet'; it has 'article_id'.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_option_is_named_with_what_is_allowed(labels, options, message):
    with pytest.raises(ArgumentError) as error:
        label_shares(labels, **options)
    assert str(error.value) == message


@needs_data
def test_labels_and_facts_of_the_five_articles_are_those_coded_by_hand(tmp_path):
    seen = observe(read_study(real_study(tmp_path / "copy")))
    for name, found, columns in (
        ("labels", seen.labels[seen.labels["zone"] == "body"], ["article_id", "start", "end", "concept", "label"]),
        ("facts", seen.facts[seen.facts["found"]], ["article_id", "fact", "line"]),
    ):
        gold = pd.read_csv(ROOT / "tests" / "data" / "antalya-2022" / f"{name}.csv")
        ours, theirs = (sorted(frame[columns].itertuples(index=False, name=None)) for frame in (found, gold))
        assert ours == theirs


def articles_of(raids: list[int], *, n: int = 5) -> pd.DataFrame:
    """An article an entry, with so many of ``n`` mentions a raid."""
    rows = [(f"a{number:02}", label) for number, k in enumerate(raids) for label in ["raid"] * k + ["war"] * (n - k)]
    return pd.DataFrame(rows, columns=["article_id", "label"]).assign(outlet="A", concept="act", voice="own")


RAIDS = [1, 3, 2, 4, 1, 2, 3, 2, 0, 2]


def test_from_ten_articles_on_the_interval_is_that_of_resampled_articles():
    row = share(label_shares(articles_of(RAIDS), seed=4), "A", "raid")
    low, high = ratio_interval([[k / 5] for k in RAIDS], 1, seed=4)
    assert row[["low", "high"]].tolist() == pytest.approx([low[0], high[0]])
    assert row[["interval", "level", "seed"]].tolist() == ["article-bootstrap-t", 0.95, 4]


def test_by_mentions_the_interval_is_that_of_the_ratio():
    uneven = pd.concat([articles_of(RAIDS), articles_of([1] * 3).assign(article_id="a00")])
    row = share(label_shares(uneven, weight="mentions"), "A", "raid")
    # The first article has 1 + 3 raids of 5 + 15 mentions.
    low, high = ratio_interval([[k] for k in [4, *RAIDS[1:]]], [[n] for n in [20, *[5] * 9]])
    assert row[["low", "high"]].tolist() == pytest.approx([low[0], high[0]])
    assert row["estimate"] == pytest.approx(23 / 65)


def test_nine_articles_have_no_interval_and_neither_has_a_label_of_four():
    few = label_shares(articles_of(RAIDS[:9]))
    rare = label_shares(articles_of([1, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0]))
    for frame in (few, rare):
        assert frame["interval"].unique().tolist() == ["none"]
        assert frame[["low", "high", "level", "seed"]].isna().all(axis=None)
