"""Captions of accuracy."""

from collections.abc import Mapping

import pandas as pd

from framelens.accuracy import FEWEST
from framelens.captions.parts import Caption


def caption_accuracy(
    frame: pd.DataFrame, *, data: str, by: str = "scorer", titles: Mapping[str, str] | None = None
) -> Caption:
    """For `plot_accuracy_grid`; ``data`` says what people coded.

    Examples
    --------
    >>> caption = caption_accuracy(summarize_accuracy(scorer_errors()), data="783 targets of NewsMTSC")
    >>> caption.text.startswith("How often labels agree with people’s, class by class (783 targets of NewsMTSC)")
    True
    """
    titles = titles or {}
    read = [
        f"{titles.get(row[by], row[by])}, {row['class']}, {row['measure']}: {row['k']} of {row['n']}"
        for _, row in frame.iterrows()
    ]
    return Caption(
        f"How often labels agree with people’s, class by class ({data}). Precision: so many of the sentences with the"
        " label are of the class; recall: so many of the class have the label; grey: how common the class is, which is"
        f" the precision of giving that label to all. Lines: {frame['level'].max():.0%} Wilson intervals, which take"
        f" sentences as independent. Hollow: fewer than {FEWEST} sentences.",
        f"Two dots with intervals for each class. {'; '.join(read)}.",
    )
