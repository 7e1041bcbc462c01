import pandas as pd
import pytest

from framelens import ArgumentError, voice_shares
from framelens.schema import RESULT
from tests.toy import annotations_of


@pytest.fixture
def tokens() -> pd.DataFrame:
    return annotations_of().tokens


def row(frame: pd.DataFrame, outlet: str, voice: str) -> pd.Series:
    return frame.set_index(["outlet", "voice"]).loc[(outlet, voice)]


def test_a_share_is_the_mean_of_the_articles_shares(tokens):
    # a1: 3 of 15 words stand in “a good operation”; a2: none of 9. (1/5 + 0) / 2 = 0.1, and not 3 of 24.
    assert row(voice_shares(tokens), "Alpha", "quoted")[["k", "n", "n_articles"]].tolist() == [3, 24, 2]
    assert row(voice_shares(tokens), "Alpha", "quoted")["estimate"] == pytest.approx(0.1)
    assert row(voice_shares(tokens), "Alpha", "own")["estimate"] == pytest.approx(0.9)


def test_each_of_three_articles_weighs_a_third():
    tokens = pd.DataFrame({"article_id": ["1", "2", "2", "3"], "voice": ["quoted", "own", "own", "own"]})
    shares = voice_shares(tokens.assign(outlet="A", zone="body"))
    assert row(shares, "A", "quoted")["estimate"] == pytest.approx(1 / 3)


def test_every_outlet_has_a_row_for_every_voice(tokens):
    shares = voice_shares(tokens)
    assert shares[["outlet", "voice"]].values.tolist() == [
        [outlet, voice] for outlet in ("Alpha", "Beta") for voice in ("indirect", "own", "quoted")
    ]
    assert row(shares, "Beta", "quoted")[["estimate", "k", "n"]].tolist() == [0, 0, 12]


def test_shares_of_an_outlet_add_up_to_one(tokens):
    assert voice_shares(tokens).groupby("outlet")["estimate"].sum().tolist() == pytest.approx([1, 1])


def test_only_one_article_has_an_interval(tokens):
    shares = voice_shares(tokens)
    assert row(shares, "Alpha", "own")["interval"] == "none"
    beta = row(shares, "Beta", "own")
    assert beta["interval"] == "within-article-wilson"
    # 12 of 12, z = 1.959964: low = 12 / (12 + z²).
    assert beta[["low", "high"]].tolist() == pytest.approx([12 / (12 + 1.959964**2), 1])


def test_shares_by_article(tokens):
    shares = voice_shares(tokens, by=("outlet", "article_id"))
    quoted = shares[shares["voice"] == "quoted"]
    assert quoted[["article_id", "k", "n"]].values.tolist() == [["a1", 3, 15], ["a2", 0, 9], ["b1", 0, 12]]


def test_added_up_tokens_give_the_same_shares(tokens):
    summed = tokens.groupby(["outlet", "article_id", "zone", "voice", "term"]).size().rename("n").reset_index()
    pd.testing.assert_frame_equal(voice_shares(summed), voice_shares(tokens))


def test_zones_are_kept_apart(tokens):
    both = pd.concat([tokens, tokens[tokens["article_id"] == "b1"].assign(zone="headline", voice="quoted")])
    assert row(voice_shares(both), "Beta", "quoted")["k"] == 0
    assert row(voice_shares(both, zone="headline"), "Beta", "quoted")[["k", "n"]].tolist() == [12, 12]
    assert row(voice_shares(both, zone="all"), "Beta", "quoted")[["k", "n"]].tolist() == [12, 24]


def test_shares_do_not_depend_on_order_index_extra_columns_or_category_dtype(tokens):
    other = (
        tokens.sample(frac=1, random_state=7).assign(colour="red").astype({"outlet": "category", "voice": "category"})
    )
    left, right = voice_shares(tokens), voice_shares(other)
    pd.testing.assert_frame_equal(left, right.astype(left.dtypes))


def test_shares_are_a_result_table(tokens):
    assert voice_shares(tokens).columns.tolist() == ["outlet", "voice", *RESULT]


def test_a_missing_column_is_named(tokens):
    with pytest.raises(ArgumentError) as error:
        voice_shares(tokens[["outlet", "article_id", "voice"]])
    assert str(error.value) == "the tokens table lacks the column(s) 'zone'; it has 'outlet', 'article_id', 'voice'."


def test_an_unknown_zone_is_named(tokens):
    with pytest.raises(ArgumentError) as error:
        voice_shares(tokens, zone="title")
    assert str(error.value) == (
        "`zone` must be one of 'kicker', 'headline', 'standfirst', 'byline', 'caption', 'subhead', 'body',"
        " 'boilerplate', 'blank', 'all'; got 'title'."
    )
