"""How often labels agree with people's, class by class."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from framelens.checks import check_columns
from framelens.errors import ArgumentError
from framelens.inference import LEVEL, wilson
from framelens.schema import as_result
from framelens.scorers import LABELS, SCORERS, find_scorer

MEASURES = ("precision", "recall", "share")
FEWEST = 10
"""Rows below which a share is `sparse`: its 95 % interval is then wider than half the scale."""


def scorer_errors(scorers: Sequence[str] = SCORERS) -> pd.DataFrame:
    """What the shipped scorers of sentiment say of labelled sentences that they were not trained on.

    Returns
    -------
    DataFrame
        A row for each scorer, ``truth`` (people's label) and ``label`` (the scorer's), with their number ``n``
        of targets. They are the 783 dev targets of NewsMTSC (Hamborg & Donnay 2021, *EACL*), by which the model was
        chosen.

    Raises
    ------
    ArgumentError
        If there is no scorer of that name.

    Examples
    --------
    >>> errors = scorer_errors()
    >>> errors.loc[errors["truth"] == errors["label"]].groupby("scorer")["n"].sum().to_dict()
    {'lexicon': 432, 'model': 601}
    """
    tables = []
    for name in scorers:
        counts = np.asarray(find_scorer(name).confusion)
        truth, label = (np.array(LABELS)[places].ravel() for places in np.indices(counts.shape))
        tables.append(pd.DataFrame({"scorer": name, "truth": truth, "label": label, "n": counts.ravel()}))
    return pd.concat(tables, ignore_index=True)


def summarize_accuracy(
    coded: pd.DataFrame,
    *,
    by: Sequence[str] = ("scorer",),
    truth: str = "truth",
    label: str = "label",
    level: float = LEVEL,
) -> pd.DataFrame:
    """Precision and recall of each class, and how common the class is, with Wilson's intervals.

    Rows are taken as independent: draw the sentences that are coded at random, not whole articles.

    Parameters
    ----------
    coded
        What was coded by people, a row a sentence, or a row a kind of sentence with their number in the column ``n``.
    by
        Columns that make a group.
    truth
        The column of people's labels.
    label
        The column of the labels that are judged.
    level
        Of the intervals, between 0 and 1.

    Returns
    -------
    DataFrame
        A row for each group, ``class`` and ``measure``. ``precision``: k of the n rows with this label are the class;
        ``recall``: k of the n rows of the class have this label; ``share``: k of all n rows are the class, which is
        the precision of a coder who gives that label to all. ``estimate`` is k / n, null without rows; ``sparse``:
        fewer than 10 rows.

    Raises
    ------
    ArgumentError
        If a column is missing, or a row has no label.

    Examples
    --------
    >>> accuracy = summarize_accuracy(scorer_errors())
    >>> of_model = accuracy[(accuracy["scorer"] == "model") & (accuracy["class"] == "positive")]
    >>> print(of_model[["measure", "k", "n"]].to_string(index=False))
      measure   k   n
    precision  97 136
       recall  97 160
        share 160 783
    """
    check_columns(coded, (*by, truth, label), table="coded")
    if coded[[truth, label]].isna().any(axis=None):
        raise ArgumentError(f"a row has no '{truth}' or no '{label}'; leave out what was not coded.")
    sizes = coded["n"] if "n" in coded.columns else 1
    counted = coded.assign(n=sizes).groupby([*by, truth, label], observed=True)["n"].sum().unstack(label, fill_value=0)
    tables = dict(iter(counted.groupby(list(by)))) if by else {(): counted}
    frame = pd.concat([_classes(table).assign(**dict(zip(by, key, strict=True))) for key, table in tables.items()])
    with np.errstate(invalid="ignore", divide="ignore"):
        low, high = wilson(frame["k"], frame["n"], level=level)
        estimate = frame["k"].to_numpy() / frame["n"].to_numpy()
    frame = frame.assign(
        estimate=estimate, low=low, high=high, interval=np.where(frame["n"] > 0, "wilson", "none"), level=level,
        unit="sentence", n_articles=pd.NA, sparse=frame["n"] < FEWEST,
    )  # fmt: skip
    return as_result(frame, (*by, "class", "measure"))


def _classes(counted: pd.DataFrame) -> pd.DataFrame:
    """``class, measure, k, n`` of a table of counts, people's labels as rows."""
    counted = counted.droplevel(list(range(counted.index.nlevels - 1)))
    names = sorted({*counted.index, *counted.columns})
    table = counted.reindex(index=names, columns=names, fill_value=0).to_numpy()
    right, of_class, labelled = np.diag(table), table.sum(axis=1), table.sum(axis=0)
    everything = np.full(len(names), table.sum())
    counts = zip(MEASURES, (right, right, of_class), (labelled, of_class, everything), strict=True)
    return pd.concat([pd.DataFrame({"class": names, "measure": measure, "k": k, "n": n}) for measure, k, n in counts])
