from dataclasses import replace
from math import log

import pandas as pd
import pytest

import framelens as fl
from framelens.copies import COPIES
from framelens.schema import empty
from framelens.specifications import CHOICES, specifications, vary
from tests.toy import annotations_of, tokens_of

# Mentions of one concept by outlet and article: how many of the label “war”, and of “operation”.
MENTIONS = {("A", "a1"): (3, 1), ("A", "a2"): (1, 1), ("B", "b1"): (0, 4), ("B", "b2"): (1, 0)}
HEADLINES = {("A", "a1"): (0, 2)}


def labels_of(mentions: dict[tuple[str, str], tuple[int, int]], zone: str = "body") -> pd.DataFrame:
    rows = [
        {"article_id": article, "outlet": outlet, "concept": "event", "label": label, "voice": "own", "zone": zone}
        for (outlet, article), numbers in mentions.items()
        for label, number in zip(("war", "operation"), numbers, strict=True)
        for _ in range(number)
    ]
    return pd.DataFrame(rows).assign(start=range(len(rows)))


@pytest.fixture
def small() -> fl.Observations:
    labels = pd.concat([labels_of(MENTIONS), labels_of(HEADLINES, "headline")])
    annotations = replace(annotations_of(), labels=labels)
    return fl.Observations(annotations, facts=pd.DataFrame(), scores=pd.DataFrame(), copies=empty(COPIES))


FINDING = pd.DataFrame({"measure": ["word choice"], "outlet": ["A"], "kind": ["event: war"]})


def test_each_specification_by_hand(small):
    # Shares of “war”: a1 3/4, a2 1/2, b1 0/4, b2 1/1. Articles: 5/8 - 1/2; mentions: 4/6 - 1/5. All words are own.
    # With its headline a1 has 3/6: 1/2 - 1/2, and 4/8 - 1/5.
    curve = fl.vary_specifications(small, FINDING)
    found = curve.set_index("specification")["estimate"].to_dict()
    assert found == pytest.approx(
        {
            "main": 1 / 8,
            "weight: mentions": 4 / 6 - 1 / 5,
            "voice: all": 1 / 8,
            "voice: all, weight: mentions": 4 / 6 - 1 / 5,
            "zone: all": 0,
            "weight: mentions, zone: all": 4 / 8 - 1 / 5,
            "voice: all, zone: all": 0,
            "voice: all, weight: mentions, zone: all": 4 / 8 - 1 / 5,
            "without the article a1": 1 / 2 - 1 / 2,
            "without the article a2": 3 / 4 - 1 / 2,
            "without the article b1": 5 / 8 - 1,
            "without the article b2": 5 / 8 - 0,
            "without the label event: operation": 1 - 1,
        }
    )
    assert curve["specification"].iloc[0] == "main"
    assert curve["is_main"].tolist() == [True] + [False] * (len(curve) - 1)


def test_terms_without_one_term_by_hand(small):
    # “war” 3 of 8 words against 1 of 10, with 500 pseudo-words in proportion to 4 of 18 in all, and .01 for each term.
    # Without “sun” 3 of 4 against 1 of 4, in proportion to 4 of 8; without “sea” 3 of 7 and 1 of 7, 4 of 14.
    words = {("A", "a1"): {"war": 3, "sea": 1, "sun": 4}, ("B", "b1"): {"war": 1, "sea": 3, "sun": 6}}
    seen = replace(small, annotations=replace(small.annotations, tokens=tokens_of(words)))
    curve = fl.vary_specifications(seen, pd.DataFrame({"measure": ["terms"], "outlet": ["A"], "kind": ["war"]}))
    found = curve.set_index("specification")["estimate"]

    def log_odds(n_first: int, n_second: int, n_terms: int) -> float:
        alpha, alpha0 = 500 * 4 / (n_first + n_second) + 0.01, 500 + 0.01 * n_terms
        first, second = ((k + alpha) / (n + alpha0 - k - alpha) for k, n in ((3, n_first), (1, n_second)))
        return log(first / second)

    assert found["main"] == pytest.approx(log_odds(8, 10, 3))
    left_out = found[curve["left_out"].notna().to_numpy()].to_dict()
    # Without “war” there is nothing to estimate, without an article nothing to contrast with.
    assert left_out == pytest.approx(
        {"without the term sea": log_odds(7, 7, 2), "without the term sun": log_odds(4, 4, 2)}
    )


def test_the_summary_counts_the_specifications_that_agree(small):
    (row,) = fl.summarize_specifications(fl.vary_specifications(small, FINDING)).to_dict("records")
    assert (row["estimate"], row["lowest"], row["highest"]) == pytest.approx((1 / 8, -3 / 8, 5 / 8))
    # With headlines, or without a1, nothing differs; without b1 all is turned round; without “operation” all is war.
    assert (row["n_specifications"], row["n_same_sign"], row["survives"]) == (13, 8, False)
    assert row["turned_by"] == (
        "zone: all; voice: all, zone: all; without the article a1; without the article b1; without the label event: "
        "operation"
    )


def test_what_changes_nothing_is_no_specification(small):
    elsewhere = labels_of({("B", "b3"): (2, 2)}).assign(concept="other")
    both = replace(small, annotations=replace(small.annotations, labels=pd.concat([small.labels, elsewhere])))
    said = fl.vary_specifications(both, FINDING)["specification"]
    assert not said.str.contains("b3|other").any()


def test_copies_are_one_article_in_the_main_specification_and_apart_in_another(small):
    # a1 and a2 as one article: 4/6. Apart: 5/8.
    copies = pd.DataFrame([("a1", "a2", "A", "A", 5, 5, 1.0)], columns=list(COPIES)).astype(COPIES)
    curve = fl.vary_specifications(replace(small, copies=copies), FINDING).set_index("specification")
    assert curve.loc["main", "estimate"] == pytest.approx(4 / 6 - 1 / 2)
    assert curve.loc["copies: apart", "estimate"] == pytest.approx(5 / 8 - 1 / 2)


def test_a_study_without_copies_has_no_specification_of_them(small):
    for measure in CHOICES:
        assert {options["copies"] for options in specifications(measure, small)} == {"merged"}


def test_a_measure_that_has_nothing_gives_no_finding(small):
    nothing = replace(small.annotations, labels=small.labels[:0], tokens=small.annotations.tokens[:0])
    scores = pd.DataFrame(columns=["article_id", "outlet", "party", "voice", "scorer", "start"])
    assert fl.choose_findings(replace(small, annotations=nothing, scores=scores)).empty


def test_without_findings_there_is_no_specification_and_no_summary(small):
    curve, full = (fl.vary_specifications(small, findings) for findings in (FINDING[:0], FINDING))
    assert curve.empty
    assert curve.columns.tolist() == full.columns.tolist()
    summary = fl.summarize_specifications(curve)
    assert summary.empty
    assert summary.columns.tolist() == fl.summarize_specifications(full).columns.tolist()


def test_sentiment_is_that_of_its_measure(sample):
    seen = sample[1]
    _, found = next(vary("sentiment", seen, seed=0))
    scores = seen.scores[seen.scores["scorer"] == "model"]
    by = ("outlet", "article_id", "party")
    rates = fl.summarize_sentiment(fl.merge_copies(scores, seen.copies), by=by, errors={})
    means = fl.contrast_groups(rates[rates["measure"] == "mean"])
    both = found.merge(means, left_on=["outlet", "kind"], right_on=["outlet", "party"], suffixes=("", "_of_measure"))
    assert len(both) == len(found)
    assert both["estimate"].tolist() == pytest.approx(both["estimate_of_measure"].tolist(), nan_ok=True)


def test_the_shared_form_gives_the_same_curve(sample):
    from framelens.observations import without_texts

    findings = pd.DataFrame(
        {"measure": ["word choice", "sentiment"], "outlet": "Tavrin Courier", "kind": ["the-people: crew", "veldmark"]}
    )
    curves = [fl.vary_specifications(seen, findings) for seen in (sample[1], without_texts(sample[1], sample[0]))]
    pd.testing.assert_frame_equal(*curves)
    assert {"article", "label", "name"} <= set(curves[0]["left_out"].dropna())


# ---- Picture --------------------------------------------------------------------------------------------------------

CURVE = pd.DataFrame(
    {
        "measure": "word choice",
        "outlet": "A",
        "kind": "event: war",
        "specification": ["main", "weight: mentions", "without the article a1", "without the article a2"],
        "is_main": [True, False, False, False],
        "weight": ["articles", "mentions", "articles", "articles"],
        "left_out": [None, None, "article", "article"],
        "estimate": [0.2, 0.4, -0.1, 0.1],
        "low": [0.1, None, None, None],
        "high": [0.3, None, None, None],
        "q": [0.01, 0.2, None, None],
    }
)


def test_a_panel_has_the_estimates_in_order_and_marks_the_main_one():
    curve, matrix = fl.plot_specifications_grid(CURVE).axes
    marks = {line.get_marker(): line for line in curve.lines if line.get_marker() == "D"}
    assert (list(marks["D"].get_xdata()), list(marks["D"].get_ydata())) == ([2], [0.2])
    dots = {float(x): float(y) for line in curve.lines if line.get_marker() == "o"
            for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)}  # fmt: skip
    assert dots == {0: -0.1, 1: 0.1, 3: 0.4}
    assert [label.get_text() for label in matrix.get_yticklabels()] == [
        "equal weight: articles", "equal weight: mentions", "without one article",
    ]  # fmt: skip


def test_a_matrix_marks_what_each_specification_is():
    _, matrix = fl.plot_specifications_grid(CURVE).axes
    ticks = {(float(x), float(y)) for line in matrix.lines if line.get_marker() == "|"
             for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)}  # fmt: skip
    assert ticks == {(2, 0), (3, 1), (0, 2), (1, 2)}


def test_hollow_is_what_was_tested_and_not_kept():
    curve, _ = fl.plot_specifications_grid(CURVE).axes
    hollow = [list(line.get_xdata()) for line in curve.lines
              if line.get_marker() == "o" and line.get_markerfacecolor() == "white"]  # fmt: skip
    assert hollow == [[3]]


def test_nothing_to_draw_is_refused():
    with pytest.raises(fl.ArgumentError) as error:
        fl.plot_specifications_grid(CURVE.assign(estimate=None))
    assert str(error.value) == ("there is nothing to draw: no contrast of the study has enough to count; add articles.")


def test_the_caption_says_how_many_specifications_agree():
    caption = fl.caption_specifications(fl.summarize_specifications(CURVE))
    said = "A, event: war: 0.20 (-0.10 to 0.40), the same sign in 3 of 4 specifications, q < 0.05 in 1 of 2 tested."
    assert caption.text.endswith(said)
    assert caption.alt.endswith(said)


def test_the_caption_of_a_description_says_that_there_is_no_test():
    caption = fl.caption_specifications(fl.summarize_specifications(CURVE.assign(q=float("nan"))))
    assert "A description: no test, because an outlet has one article only." in caption.text
