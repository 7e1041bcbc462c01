import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.agency import AGENT_NAMED, summarize_agency
from framelens.constructions import CONSTRUCTIONS
from framelens.errors import ArgumentError
from framelens.schema import RESULT


def events(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Mentions of one event from ``(outlet, article, construction)``."""
    frame = pd.DataFrame(rows, columns=["outlet", "article_id", "construction"])
    return frame.assign(event="raid", voice="own", agent_party=None, patient_party=None)


# Alpha: a1 says active, active, nominal; a2 agentless. Beta: b1 says by-agent and four intransitives.
EVENTS = events(
    ("Alpha", "a1", "active"), ("Alpha", "a1", "active"), ("Alpha", "a1", "nominal"),
    ("Alpha", "a2", "agentless-passive"), ("Beta", "b1", "by-agent"), *[("Beta", "b1", "intransitive")] * 4,
)  # fmt: skip


def row(frame: pd.DataFrame, outlet: str, construction: str) -> pd.Series:
    return frame.set_index(["outlet", "construction"]).loc[(outlet, construction)]


def test_shares_are_means_of_the_articles_shares():
    shares = summarize_agency(EVENTS)
    # Alpha's active: 2 of 3 in a1, 0 of 1 in a2.
    assert row(shares, "Alpha", "active")[["estimate", "k", "n", "n_articles"]].tolist() == [1 / 3, 2, 4, 2]
    assert row(shares, "Alpha", "agentless-passive")["estimate"] == 1 / 2


def test_shares_by_mentions_are_k_of_n():
    assert row(summarize_agency(EVENTS, weight="mentions"), "Alpha", "active")["estimate"] == 2 / 4


def test_every_construction_has_a_row_and_the_sum_that_names_the_agent_one_more():
    shares = summarize_agency(EVENTS)
    assert set(shares["construction"]) == {*CONSTRUCTIONS, AGENT_NAMED}
    assert row(shares, "Beta", "nominal")[["estimate", "k", "n"]].tolist() == [0, 0, 5]


def test_the_agent_is_named_in_three_constructions_and_by_an_instrument_s_party():
    # Alpha: 2 actives; the mean of 2/3 and 0. Beta: 1 by-agent of 5.
    shares = summarize_agency(EVENTS)
    assert row(shares, "Alpha", AGENT_NAMED)[["estimate", "k"]].tolist() == [1 / 3, 2]
    assert row(shares, "Beta", AGENT_NAMED)[["estimate", "k"]].tolist() == [1 / 5, 1]
    bombs = events(*[("Alpha", "a1", name) for name in ("instrument", "instrument", "nominal-agent", "nominal")])
    named = summarize_agency(bombs.assign(agent_party=["norland", None, None, None]))
    assert row(named, "Alpha", AGENT_NAMED)[["k", "n"]].tolist() == [2, 4]
    assert row(named, "Alpha", "instrument")["k"] == 2


def test_one_article_has_an_interval_and_several_have_none():
    shares = summarize_agency(EVENTS)
    assert row(shares, "Alpha", "active")["interval"] == "none"
    beta = row(shares, "Beta", "by-agent")
    assert beta["interval"] == "within-article-wilson"
    # R's prop.test(1, 5, correct = FALSE).
    assert beta[["low", "high"]].tolist() == pytest.approx([0.0362241, 0.6244654], abs=1e-6)


def test_shares_of_fewer_than_five_mentions_are_sparse():
    shares = summarize_agency(EVENTS)
    assert row(shares, "Alpha", "active")["sparse"]
    assert not row(shares, "Beta", "by-agent")["sparse"]


@pytest.mark.parametrize(("voice", "n"), [("own", 1), ("indirect", 1), ("quoted", 2), ("all", 4)])
def test_mentions_are_of_one_voice(voice, n):
    frame = events(*[("A", "a", "active")] * 4).assign(voice=["own", "quoted", "quoted", "indirect"])
    assert set(summarize_agency(frame, voice=voice)["n"]) == {n}


def test_groups_may_be_who_did_it_to_whom():
    frame = events(*[("A", "a", "active")] * 3).assign(agent_party=["x", "x", None], patient_party=["y", "y", "x"])
    shares = summarize_agency(frame, by=("agent_party", "patient_party"))
    active = shares[shares["construction"] == "active"]
    assert active[["agent_party", "patient_party", "k"]].fillna("-").values.tolist() == [["x", "y", 2], ["-", "x", 1]]


def test_mentions_are_of_the_zone_asked():
    frame = EVENTS.assign(zone=["headline", *["body"] * 8])
    assert row(summarize_agency(frame), "Alpha", "active")["k"] == 1
    assert row(summarize_agency(frame, zone="all"), "Alpha", "active")["k"] == 2


def test_the_result_is_a_result_table():
    shares = summarize_agency(EVENTS)
    assert shares.columns.tolist() == ["outlet", "event", "construction", *RESULT]
    assert set(shares["unit"]) == {"mention"}
    assert summarize_agency(EVENTS[:0]).columns.tolist() == shares.columns.tolist()


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("xyz"), st.sampled_from(CONSTRUCTIONS)), min_size=1))
def test_constructions_add_up_to_one_whatever_the_order_of_mentions(rows):
    frame = events(*[(outlet, outlet + article, construction) for outlet, article, construction in rows])
    shares = summarize_agency(frame)
    parts = shares[shares["construction"] != AGENT_NAMED].groupby("outlet")
    assert parts["estimate"].sum().tolist() == pytest.approx([1.0] * parts.ngroups)
    assert parts["k"].sum().tolist() == parts["n"].first().tolist()
    other = frame[::-1].assign(colour="red").astype({"outlet": "category", "construction": "category"})
    other.index = range(50, 50 + len(other))
    again = summarize_agency(other)
    pd.testing.assert_frame_equal(shares, again.astype(shares.dtypes))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"voice": "mine"}, "`voice` must be one of 'own', 'indirect', 'quoted', 'all'; got 'mine'."),
        ({"weight": "mention"},
         "`weight` must be one of 'articles', 'mentions'; got 'mention'. Did you mean 'mentions'?"),
        ({"by": ("paper",)},
         "the events table lacks the column(s) 'paper'; it has 'outlet', 'article_id', 'construction', 'event',"
         " 'voice', 'agent_party', 'patient_party'."),
    ],
)  # fmt: skip
def test_a_wrong_option_is_named_with_what_is_allowed(options, message):
    with pytest.raises(ArgumentError) as error:
        summarize_agency(EVENTS, **options)
    assert str(error.value) == message
