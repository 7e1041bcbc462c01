"""Numbers that other people published or other programs computed; the README beside them says how a value passes."""

from pathlib import Path

import numpy as np
import pytest

from framelens import (
    Prior,
    conditional_odds_ratio,
    conservative_log_ratio,
    contrast_terms,
    count_terms,
    exact_rate_test,
    expected_counts,
    fisher_exact,
    log_likelihood,
    log_odds,
    log_ratio,
    percent_difference,
    pointwise_mutual_information,
    t_score,
    weight_terms,
    word_level_p,
)
from framelens.inference import adjust, clopper_pearson, newcombe, odds_ratio, rate_ratio, risk_ratio, wilson
from framelens.keyness import chi_squared, effect_of_log_likelihood, information_criterion, jensen_shannon
from framelens.scorers import score_by_lexicon
from tests.speech import annotate_passages, article_text
from tests.toy import DATA, golden, golden_counts, near, needs_data, tokens_of

# Every number that the files expect is checked below, or named here with the reason why ours is another.
CHECKED = {
    "g2": {
        "g2", "g2_two_cell", "g2_four_cell", "signed_g2_four_cell", "g2_four_cell_williams", "p_four_cell", "chi2",
        "chi2_p", "chi2_yates", "chi2_yates_r", "signed_chi2", "expected", "sign", "fisher_p",
        "minus_log10_fisher_p_one_sided", "pmi_ln", "log10_observed_over_expected", "t_score",
        "log10_odds_ratio_disc_half", "words", "a", "b",
    },
    "log_ratio": {"log_ratio", "log_ratio_hardie", "conservative_poisson_95"},
    "effect_sizes": {"g2_two_cell", "percent_diff", "relative_risk", "odds_ratio", "log_ratio", "bic", "ell"},
    "log_odds": {"delta", "variance", "z", "alpha_w"},
    "tfidf": {"sklearn_default", "bertopic_c_tf_idf"},
    "intervals": {
        "wilson", "clopper_pearson", "newcombe_10", "relative_risk_katz_log", "odds_ratio_woolf_logit", "exact_ci95",
        "rate_ratio", "p", "bh", "by", "holm", "bonferroni",
    },
    "vader": {"compound"},
    "overlap": {"jaccard_1_word_shingles", "jaccard_2_word_shingles", "jaccard_3_word_shingles"},  # test_copies.py
    "word_shift": {"proportion_difference_2_minus_1", "jensen_shannon_divergence_bits"},
    "quotes": {"speaker_cue_content"},
}  # fmt: skip
OTHER_CONVENTIONS = {
    "g2": {
        "signed_chi2_yates": "UCS corrects beyond what is expected; SciPy, R and we stop there",
        "fisher_odds_ratio_cmle": "R stops its search some 1e-5 away from the solution, which is SciPy's and ours",
    },
    "log_ratio": {
        "log_ratio_walter": "adds 0.5 to all counts; ours is Hardie's, who takes 0 as 0.5",
        "conservative_normal_95": "of the normal approximation; ours is exact",
    },
    "log_odds": {
        "z_four_term": "scattertext's variance; ours has Monroe's two terms (eq. 19)",
        "empirical_bayes": "tidylo: a group against all groups, itself among them; ours is against the rest",
        "uninformative_alpha1": "the same",
    },
    "tfidf": dict.fromkeys(
        ("sklearn_no_norm", "sklearn_no_smooth_no_norm", "sklearn_sublinear_no_norm", "tidytext_tf_idf"),
        "another weighting; ours are scikit-learn's default and BERTopic's",
    ),
    "intervals": {"difference": "the difference of the two shares itself"},
    "vader": dict.fromkeys(("pos", "neu", "neg"), "VADER's shares of words; ours is its compound score"),
}


@needs_data
@pytest.mark.parametrize("topic", CHECKED)
def test_every_number_of_a_file_is_checked_or_has_a_reason(topic):
    expected = {key for case in golden(topic) for key in case.values[0]["expected"]}
    assert expected == CHECKED[topic] | OTHER_CONVENTIONS.get(topic, {}).keys()


@needs_data
def test_every_file_is_checked_but_that_of_agreement():
    files = {path.stem for path in (Path(DATA) / "eval" / "golden").glob("*.json")}
    assert {name for name in files if not name.startswith("counts_")} == CHECKED.keys() | {"agreement"}


def sides(case) -> tuple[int, int, int, int]:
    return tuple(case["inputs"][name] for name in "abcd")


@pytest.mark.parametrize("case", [case for case in golden("g2") if not case.id.endswith("top-10")])
def test_log_likelihood_in_its_two_forms(case):
    for key in {"g2_four_cell", "signed_g2_four_cell", "g2", "g2_two_cell"} & case["expected"].keys():
        found = log_likelihood(*sides(case), n_cells=2 if key == "g2_two_cell" else 4)
        assert float(found) == near(abs(case["expected"][key]), case["tolerance"])


WORDS = [case for case in golden("g2") if not case.id.endswith("top-10")]
"""Those of one word: its two counts and the sizes of the corpora."""


@pytest.mark.parametrize("case", WORDS)
def test_what_beside_g2_is_one_number_of_a_word(case):
    measures = {
        "g2_four_cell_williams": lambda *counts: log_likelihood(*counts, williams=True),
        "p_four_cell": lambda *counts: word_level_p(log_likelihood(*counts)),
        "chi2_p": lambda *counts: word_level_p(chi_squared(*counts)),
        "fisher_p": fisher_exact,
        "minus_log10_fisher_p_one_sided": lambda *counts: -np.log10(fisher_exact(*counts, alternative="greater")),
        "pmi_ln": lambda *counts: pointwise_mutual_information(*counts) * np.log(2),
        "log10_observed_over_expected": lambda *counts: pointwise_mutual_information(*counts) * np.log10(2),
        "t_score": t_score,
        "sign": lambda *counts: np.sign(percent_difference(*counts)),
    }
    for key in measures.keys() & case["expected"].keys():
        assert float(measures[key](*sides(case))) == near(case["expected"][key], case["tolerance"])


@pytest.mark.parametrize("case", WORDS)
def test_expected_counts_are_scipy_s_and_signs_those_of_ucs(case):
    expected, found = case["expected"], percent_difference(*sides(case))
    if "expected" in expected:
        tolerated = [near(count, case["tolerance"]) for count in expected["expected"]]
        assert [float(count) for count in expected_counts(*sides(case))] == tolerated
    for key in {"signed_g2_four_cell", "signed_chi2"} & expected.keys():
        assert np.sign(found) == np.sign(expected[key])


@pytest.mark.parametrize("case", WORDS)
def test_the_conditional_odds_ratio_is_r_s_as_far_as_r_goes(case):
    if (expected := case["expected"].get("fisher_odds_ratio_cmle")) is not None:
        assert float(conditional_odds_ratio(*sides(case))) == near(expected, {"rel": 3e-5, "abs": 0})


@pytest.mark.parametrize("case", [case for case in golden("g2") if "scipy" in case.id or "quanteda" in case.id])
def test_chi_squared_is_scipy_s_and_r_s(case):
    expected = case["expected"]
    corrected = expected.get("chi2_yates", expected.get("chi2_yates_r"))
    for yates, value in ((False, expected["chi2"]), (True, corrected)):
        assert float(chi_squared(*sides(case), yates=yates)) == near(value, case["tolerance"])


@pytest.mark.parametrize("case", [case for case in golden("g2") if case.id.startswith(("ucs", "g2"))])
def test_chi_squared_and_the_odds_ratio_are_those_of_ucs(case):
    # Its correction by Yates goes beyond what is expected, R's and SciPy's and ours do not.
    a, b, c, d = sides(case)
    assert float(chi_squared(a, b, c, d)) == near(abs(case["expected"]["signed_chi2"]), case["tolerance"])
    delta, _ = log_odds([a, c - a], [b, d - b], 0.5)
    assert delta[0] / np.log(10) == near(case["expected"]["log10_odds_ratio_disc_half"], case["tolerance"])


@pytest.mark.parametrize("case", [case for case in golden("g2") if case.id.endswith("top-10") or case.id == "g2"])
def test_the_ten_most_telling_words_of_two_speakers_are_scipy_s(case):
    given, expected = golden_counts(case["inputs"]["counts"]), case["expected"]
    counts = count_terms(tokens_of({("1", "1"): given["corpus1"], ("2", "2"): given["corpus2"]}))
    found = contrast_terms(counts, target="1", measure="log-ratio")
    more = found[found["estimate"] > 0].sort_values(["g2", "term"], ascending=[False, True]).set_index("term").head(10)
    assert sorted(more.index) == sorted(expected["words"])
    for word, g2, a, b in zip(*(expected[key] for key in ("words", "signed_g2_four_cell", "a", "b")), strict=True):
        assert more.loc[word, "g2"] == near(g2, case["tolerance"])
        assert more.loc[word, ["k", "k_reference", "n", "n_reference"]].tolist() == [
            a, b, case["inputs"]["c"], case["inputs"]["d"],
        ]  # fmt: skip


@pytest.mark.parametrize("case", golden("effect_sizes"))
def test_what_wizards_give_beside_the_effects(case):
    for key, measure in (("bic", information_criterion), ("ell", effect_of_log_likelihood)):
        assert float(measure(*sides(case))) == near(case["expected"][key], case["tolerance"])
    assert float(log_likelihood(*sides(case), n_cells=2)) == near(case["expected"]["g2_two_cell"], case["tolerance"])


@pytest.mark.parametrize("case", golden("log_ratio"))
def test_log_ratio_is_hardie_s(case):
    expected = case["expected"].get("log_ratio", case["expected"].get("log_ratio_hardie"))
    assert float(log_ratio(*sides(case))) == near(expected, case["tolerance"])


@pytest.mark.parametrize("case", [case for case in golden("log_ratio") if case.id.startswith(("am", "log_ratio"))])
def test_the_conservative_log_ratio_is_that_of_association_measures(case):
    expected = case["expected"]["conservative_poisson_95"]
    assert float(conservative_log_ratio(*sides(case))) == near(expected, case["tolerance"])


SYMMETRIC = [case for case in golden("log_odds") if case.id.startswith("uninformative") or case.values[0] is None]


def symmetric_counts(case):
    first, second = case["inputs"]["counts1"], case["inputs"]["counts2"]
    return sorted(first.keys() | second.keys()), first, second, case["inputs"]["prior"]["alpha_w"]


@pytest.mark.parametrize("case", SYMMETRIC)
def test_log_odds_and_its_two_term_variance_are_those_of_logodds(case):
    words, first, second, alpha = symmetric_counts(case)
    delta, variance = log_odds([first.get(w, 0) for w in words], [second.get(w, 0) for w in words], alpha)
    for place, word in enumerate(words):
        assert delta[place] == near(case["expected"]["delta"][word], case["tolerance"])
        assert variance[place] == near(case["expected"]["variance"][word], case["tolerance"])


@pytest.mark.parametrize("case", SYMMETRIC)
def test_contrast_terms_under_a_symmetric_prior_gives_the_same(case):
    words, first, second, alpha = symmetric_counts(case)
    counts = count_terms(tokens_of({("1", "1"): first, ("2", "2"): second}))
    found = contrast_terms(counts, target="1", prior=Prior("symmetric", weight=alpha)).set_index("term")
    for ours, theirs in (("estimate", "delta"), ("variance", "variance"), ("z", "z")):
        for word in words:
            assert found.loc[word, ours] == near(case["expected"][theirs][word], case["tolerance"])


@pytest.mark.parametrize("case", [case for case in golden("log_odds") if case.id.startswith(("convokit", "log_odds"))])
def test_contrast_terms_gives_convokit_s_z_for_inaugural_addresses(case):
    given = golden_counts(case["inputs"]["counts"])
    counts = count_terms(tokens_of({("1", "1"): given["corpus1"], ("2", "2"): given["corpus2"]}))
    found = contrast_terms(counts, target="1", prior=Prior("symmetric", weight=case["inputs"]["prior"]["alpha_w"]))
    z = found.set_index("term")["z"]
    assert len(case["expected"]["z"]) == 16
    for word, expected in case["expected"]["z"].items():
        assert z[word] == near(expected, case["tolerance"])


@pytest.mark.parametrize(
    "case", [case for case in golden("log_odds") if case.id.startswith(("informative", "log_odds"))]
)
def test_contrast_terms_under_an_informative_prior_gives_logodds_s_numbers_for_speeches(case):
    given = golden_counts(case["inputs"]["counts"])
    counts = count_terms(tokens_of({("1", "1"): given["corpus1"], ("2", "2"): given["corpus2"]}))
    prior = Prior(weight=500, background=given["background"])
    alpha = dict(zip(counts.vocabulary, prior.pseudo_counts(counts), strict=True))
    for word, expected in case["expected"]["alpha_w"].items():
        assert alpha[word] == near(expected, case["tolerance"])
    found = contrast_terms(counts, target="1", prior=prior).set_index("term")
    assert len(case["expected"]["delta"]) == 16
    for ours, theirs in (("estimate", "delta"), ("variance", "variance"), ("z", "z")):
        for word, expected in case["expected"][theirs].items():
            assert found.loc[word, ours] == near(expected, case["tolerance"])


@pytest.mark.parametrize("case", golden("tfidf"))
@pytest.mark.parametrize(("scheme", "key"), [("tf-idf", "sklearn_default"), ("c-tf-idf", "bertopic_c_tf_idf")])
def test_weights_are_those_of_scikit_learn_and_bertopic(case, scheme, key):
    given = case["inputs"]
    rows = {
        (group, group): dict(zip(given["vocabulary"], counts, strict=True))
        for group, counts in zip(given["groups"], given["counts"], strict=True)
    }
    found = weight_terms(count_terms(tokens_of(rows)), scheme=scheme).set_index(["outlet", "term"])["estimate"]
    for group, weights in zip(given["groups"], case["expected"][key], strict=True):
        for word, weight in zip(given["vocabulary"], weights, strict=True):
            assert found[group, word] == near(weight, case["tolerance"])


@pytest.mark.parametrize(
    "case", [case for case in golden("intervals") if case.id.startswith("proportion") or case.values[0] is None]
)
def test_wilson_s_interval_is_r_s(case):
    given = case["inputs"]
    for interval, name in ((wilson, "wilson"), (clopper_pearson, "clopper_pearson")):
        found = interval(given["k"], given["n"], level=given["level"])
        assert [float(end) for end in found] == [near(end, case["tolerance"]) for end in case["expected"][name]]


@pytest.mark.parametrize("case", [case for case in golden("intervals") if case.id.startswith(("diff", "rate", "int"))])
def test_intervals_of_two_shares_and_of_two_rates_are_r_s(case):
    given = case["inputs"]
    sides = [given[name] for name in ("k1", "n1", "k2", "n2")]
    named = {"newcombe_10": newcombe, "relative_risk_katz_log": risk_ratio, "odds_ratio_woolf_logit": odds_ratio,
             "exact_ci95": rate_ratio}  # fmt: skip
    for name in named.keys() & case["expected"].keys():
        if name != "newcombe_10" and 0 in (given["k1"], given["k2"]):
            continue  # The ratio of nothing has no interval.
        found = named[name](*sides, level=given["level"])
        assert [float(end) for end in found] == [near(end, case["tolerance"]) for end in case["expected"][name]]


@pytest.mark.parametrize("case", [case for case in golden("intervals") if case.id.startswith(("rate", "int"))])
def test_two_rates_are_tested_as_r_does(case):
    given, expected = case["inputs"], case["expected"]
    counts = [given[name] for name in ("k1", "k2", "n1", "n2")]
    assert float(exact_rate_test(*counts)) == near(expected["p"], case["tolerance"])
    assert 1 + float(percent_difference(*counts)) / 100 == near(expected["rate_ratio"], case["tolerance"])


@pytest.mark.parametrize("case", [case for case in golden("intervals") if case.id.startswith(("p-adjust", "int"))])
@pytest.mark.parametrize("method", ["bh", "by", "holm", "bonferroni"])
def test_adjusted_p_values_are_r_s(case, method):
    expected = [near(p, case["tolerance"]) for p in case["expected"][method]]
    assert adjust(case["inputs"]["p"], method=method).tolist() == expected


@pytest.mark.parametrize("case", golden("vader"))
def test_vader_scores_are_those_of_its_readme(case):
    assert score_by_lexicon(case["inputs"]["text"]).score == near(case["expected"]["compound"], case["tolerance"])


@pytest.mark.parametrize("case", golden("quotes"))
def test_quotations_have_textacy_s_speakers_cues_and_contents(case):
    text, listed = case["inputs"]["text"], case["expected"]["speaker_cue_content"]
    # Textacy repeats the cue for the second half of a speech: here that half has its speaker alone.
    expected = [(who, cue if place == 0 else None, said.strip('"')) for place, (who, cue, said) in enumerate(listed)]
    if not expected:  # It takes words in marks at the end of a claim for a title; here they are the speaker's.
        expected = [("Burton", "claims", text.split('"')[1])]
    entry = {"id": case["name"], "feature": "quotation", "text": text}
    tables, article = annotate_passages([entry])[case["name"]], article_text(entry)
    cues = tables["cues"].set_index("cue_id")["cue"].to_dict()
    quoted = tables["attributions"].query("voice == 'quoted'").itertuples()
    assert [(row.speaker, cues.get(row.cue_id), article[row.start : row.end]) for row in quoted] == expected


# The same from public sources, for those who lack the golden files.


@pytest.mark.parametrize(("a", "b", "g2"), [(348, 99, 147), (9, 32, 14), (392, 170, 90)])
def test_log_likelihood_gives_the_numbers_of_rayson_s_learners(a, b, g2):
    # P. Rayson on the Corpora list, 2002: two corpora of a million words, rounded to whole numbers (one is cut off).
    assert float(log_likelihood(a, b, 1_000_000, 1_000_000)) == pytest.approx(g2, abs=0.75)


def test_log_likelihood_gives_scipy_s_number_for_a_small_table():
    # scipy.stats.chi2_contingency([[7, 2], [3, 7]], correction=False, lambda_="log-likelihood")
    assert float(log_likelihood(7, 2, 10, 9)) == pytest.approx(4.534939332256226, rel=1e-9)


def test_log_ratio_gives_cqpweb_s_number():
    assert float(log_ratio(1189, 968, 168_329, 19_552_238)) == pytest.approx(7.156575955874566, rel=1e-9)


def test_log_odds_gives_the_numbers_of_the_package_logodds():
    delta, variance = log_odds([30, 5, 200], [4, 28, 210], 0.01)
    z = delta / np.sqrt(variance)
    assert z.tolist() == pytest.approx([4.066221426968214, -3.6967582808044672, -1.4002680917177899], rel=1e-9)


def test_wilson_s_interval_is_the_one_that_newcombe_prints():
    # Newcombe 1998, table I: 81 of 263.
    assert [round(float(end), 4) for end in wilson(81, 263)] == [0.2553, 0.3662]


@pytest.mark.parametrize("case", golden("effect_sizes"))
def test_percent_difference_and_log_ratio_are_those_of_the_ucrel_wizard(case):
    # Its relative risk is the percent difference in other words, its odds ratio the log-odds without a prior; BIC and
    # ELL rescale a G² of two cells that takes words as independent, which is no measure of ours.
    expected, tolerance = case["expected"], case["tolerance"]
    percent = float(percent_difference(*sides(case)))
    assert percent == near(expected["percent_diff"], tolerance)
    assert 1 + percent / 100 == near(expected["relative_risk"], tolerance)
    assert float(log_ratio(*sides(case))) == near(expected["log_ratio"], tolerance)
    a, b, c, d = sides(case)
    assert np.exp(log_odds([a, c - a], [b, d - b], 0)[0][0]) == near(expected["odds_ratio"], tolerance)


@pytest.mark.parametrize("case", golden("word_shift"))
def test_a_contrast_s_counts_give_shifterator_s_differences_of_proportions(case):
    given = case["inputs"]
    counts = count_terms(tokens_of({("1", "1"): given["counts1"], ("2", "2"): given["counts2"]}))
    found = contrast_terms(counts, target="2").set_index("term")
    shift = found["k"] / found["n"] - found["k_reference"] / found["n_reference"]
    for word, expected in case["expected"]["proportion_difference_2_minus_1"].items():
        assert shift[word] == near(expected, case["tolerance"])
    divergence = jensen_shannon(found["k_reference"], found["k"])
    assert divergence == near(case["expected"]["jensen_shannon_divergence_bits"], case["tolerance"])


def test_chi_squared_gives_scipy_s_numbers_for_a_small_table():
    # scipy.stats.chi2_contingency([[7, 2], [3, 7]]), without and with correction
    assert float(chi_squared(7, 2, 10, 9)) == pytest.approx(4.337160493827162, rel=1e-9)
    assert float(chi_squared(7, 2, 10, 9, yates=True)) == pytest.approx(2.632438271604939, rel=1e-9)
    # Expected are 1.17 and .83: half a word beyond 1 and 1 would pass them.
    assert float(chi_squared(1, 1, 17, 12, yates=True)) == 0


def test_the_jensen_shannon_divergence_by_hand():
    # (1/2, 1/2) and (1, 0), whose mean is (3/4, 1/4): half of log2(2/3) / 2 + log2(2) / 2 and of log2(4/3).
    expected = (np.log2(2 / 3) / 2 + 1 / 2 + np.log2(4 / 3)) / 2
    assert jensen_shannon([1, 1], [1, 0]) == pytest.approx(expected)
