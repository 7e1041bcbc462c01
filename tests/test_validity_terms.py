import numpy as np
import pytest

from validity import terms
from validity.terms import draw_counts, interval_held, no_discovery, null_p


def test_articles_drawn_use_words_as_their_outlet_does():
    shares = np.array([0.5, 0.3, 0.2])
    counts = draw_counts((400,), [shares], np.random.default_rng(1))
    own = counts.matrix.toarray() / counts.matrix.sum(axis=1)[:, None]
    assert own.mean(axis=0).tolist() == pytest.approx(shares.tolist(), abs=0.01)
    # Independent words would vary by p (1 - p) / n alone; these have 250 words in the middle article.
    assert own[:, 0].var() > 0.25 / 250 * 1.2


def test_intervals_are_held_against_the_true_shares(monkeypatch):
    held, counted = interval_held(10, runs=1)
    assert 0.85 * counted < held <= counted
    # Against the shares of another outlet they fail.
    monkeypatch.setattr(terms, "_pulled", lambda counts, shares: np.full(len(counts.vocabulary), 9.0))
    assert interval_held(10, runs=1) == (0, counted)


def test_a_discovery_is_one_of_a_small_q(monkeypatch):
    monkeypatch.setattr(terms, "NULL_TERMS", 50)
    assert no_discovery(1)
    same = draw_counts

    def other(sizes, shares, rng, *, alike):
        return same(sizes, [shares[0], *[share[::-1] for share in shares[1:]]], rng, alike=alike)

    monkeypatch.setattr(terms, "draw_counts", other)
    assert not no_discovery(1)


def test_p_is_as_small_as_its_level_says_where_outlets_do_not_differ(monkeypatch):
    p = null_p((8, 9), runs=3)
    assert len(p) > 500
    for level in (0.05, 0.25, 0.5, 0.75):
        assert (p <= level).mean() == pytest.approx(level, abs=3.5 * np.sqrt(level * (1 - level) / len(p)))
    # Outlets that differ have far more of the small ones.
    same = draw_counts

    def other(sizes, shares, rng, *, alike):
        return same(sizes, [shares[0], shares[1][::-1]], rng, alike=alike)

    monkeypatch.setattr(terms, "draw_counts", other)
    assert (null_p((8, 9), runs=1) <= 0.05).mean() > 0.1
