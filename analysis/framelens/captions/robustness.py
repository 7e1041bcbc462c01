"""Captions of specification curves."""

import pandas as pd

from framelens.captions.parts import Caption
from framelens.plots.rows import count_of

_UNITS = {
    "word choice": "the outlet's mean share of the label among the mentions of the concept less that of the rest",
    "sentiment": "the outlet's mean sentiment toward the party (-1 to 1) less that of the rest",
    "terms": "the log-odds ratio of the term in the outlet against the rest",
}


def caption_specifications(summary: pd.DataFrame) -> Caption:
    """For `plot_specifications_grid`, from the table of `summarize_specifications` of one measure.

    Examples
    --------
    >>> findings = choose_findings(observations, n=1)[:1]
    >>> summary = summarize_specifications(vary_specifications(observations, findings))
    >>> caption_specifications(summary).text[:32]
    'Specification curves of the stro'
    """
    measure = str(summary["measure"].iloc[0])
    said = [_say(row) for row in summary.itertuples()]
    tested = "Hollow: q of 0.05 and more; small and grey: not tested."
    if not summary["n_tested"].any():
        tested = "A description: no test, because an outlet has one article only."
    return Caption(
        f"Specification curves of the strongest contrasts of {measure}: {_UNITS[measure]}, in every specification that"
        " the rows below name, from the lowest estimate to the highest (Simonsohn, Simmons & Nelson 2020). Diamond: the"
        " main specification. Parts are left out one at a time, all else as in the main one. q is Benjamini and"
        f" Hochberg's over all contrasts of the specification. {tested} {' '.join(said)}",
        f"Curves of estimates with a matrix of choices below, a panel a finding. {' '.join(said)}",
    )


def _say(row) -> str:  # type: ignore[no-untyped-def]
    """One finding: its estimate, the range, and what agrees."""
    text = (
        f"{row.outlet}, {row.kind}: {row.estimate:.2f} ({row.lowest:.2f} to {row.highest:.2f}), the same sign in"
        f" {row.n_same_sign} of {count_of(row.n_specifications, 'specification')}"
    )
    return text + (f", q < 0.05 in {row.n_significant} of {row.n_tested} tested." if row.n_tested else ".")
