"""Dispersion: how evenly a term is spread over the articles of a group."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from framelens.counts import TermCounts


def deviation_of_proportions(counts: TermCounts) -> npt.NDArray[np.float64]:
    r"""Gries' DP of each term in each group, group × term; NaN for a term that the group does not use.

    :math:`DP = \frac{1}{2} \sum_i |v_i - s_i|` over the group's articles, :math:`v_i` the share of the term's uses
    that stand in article i, :math:`s_i` the share of the group's words. 0: spread as the words are; near 1: all in one
    short article. The first version, not normalised: of one article it is 0, and it cannot reach 1.

    Parameters
    ----------
    counts
        Counts by group.

    Returns
    -------
    ndarray

    References
    ----------
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. International Journal of Corpus Linguistics
    13(4), 403-437. The normalised version divides by 1 - min(s) (Lijffijt & Gries 2012).

    Examples
    --------
    >>> tokens = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "outlet": "A", "term": ["war", "war", "war", "sea"],
    ...                        "voice": "own", "zone": "body"})
    >>> deviation_of_proportions(count_terms(tokens)).round(3).tolist()
    [[0.5, 0.167]]
    """
    words = np.asarray(counts.matrix.sum(axis=1), dtype=float).ravel()
    group = counts.articles["group"].to_numpy()
    share_of_words = words / np.bincount(group, weights=words)[group]
    uses = counts.group_matrix()
    cells = counts.matrix.tocoo()
    part = share_of_words[cells.row]
    with np.errstate(divide="ignore", invalid="ignore"):
        # An article without the term adds its share of the words: all shares add up to 1.
        beyond = np.abs(cells.data / uses[group[cells.row], cells.col] - part) - part
        sums = sparse.coo_array((beyond, (group[cells.row], cells.col)), shape=uses.shape).toarray()
    return np.where(uses > 0, np.clip((1 + sums) / 2, 0, 1), np.nan)
