"""`make validity`: every measure against its gold, as one table; `--errors NAME` prints the errors of one measure."""

import argparse
import sys
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

import pandas as pd

from validity.copies import measure_copies
from validity.gold import ROOT, data_folder
from validity.inference import measure_inference, say_contrasts
from validity.misclassification import measure_misclassification
from validity.outcomes import Measure
from validity.quotes import measure_quotes
from validity.readings import measure_passages, measure_readings
from validity.scoring import score
from validity.sentiment import sentiment_rows
from validity.table import is_detail, page, to_markdown, write_between_marks
from validity.terms import measure_terms
from validity.voice import measure_voice

BLOCKS: dict[str, Callable[[Path], Iterable[Measure]]] = {
    "quotes": measure_quotes,
    "voice": measure_voice,
    "readings": measure_readings,
    "passages": measure_passages,
    "copies": measure_copies,
    "misclassification": measure_misclassification,
    "inference": measure_inference,
    "terms": measure_terms,
}
"""The blocks of measures; the name of a measure begins with its block's."""
CONTEXT = 90
"""Characters shown round an error."""


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m validity", description=__doc__)
    parser.add_argument("--errors", metavar="NAME", help="print the errors of this measure, and write nothing")
    wanted = parser.parse_args().errors
    folder = data_folder()
    if wanted is not None:
        print_errors(find_measure(wanted, folder))
        return
    measured = (row for block in BLOCKS.values() for measure in block(folder) for row in score(measure))
    rows = pd.DataFrame(chain(measured, sentiment_rows(folder)))
    (ROOT / "docs").mkdir(exist_ok=True)
    (ROOT / "docs" / "validity.md").write_text(page(rows, contrasts=say_contrasts(folder)), encoding="utf-8")
    write_between_marks(ROOT / "README.md", to_markdown(rows[~is_detail(rows)]))
    sys.stdout.write(to_markdown(rows))


def find_measure(name: str, folder: Path) -> Measure:
    """The measure of that name; exits with the names that there are."""
    blocks = [block for prefix, block in BLOCKS.items() if name.startswith(f"{prefix}.")] or BLOCKS.values()
    measures = {measure.name: measure for block in blocks for measure in block(folder)}
    if name not in measures:
        raise SystemExit(f"there is no measure '{name}'; there are {', '.join(measures)}.")
    return measures[name]


def print_errors(measure: Measure) -> None:
    """What was missed or wrongly found, with what stands round it."""
    texts = measure.texts.set_index("text_id")
    errors = measure.outcomes[measure.outcomes["outcome"] != "right"]
    for row in errors.itertuples():
        text, data = texts.at[row.text_id, "text"], texts.at[row.text_id, "data"]
        before, after = text[max(0, row.start - CONTEXT) : row.start], text[row.end : row.end + CONTEXT]
        shown = f"{before}>>>{text[row.start : row.end]}<<<{after}".replace("\n", "¶")
        sys.stdout.write(f"{row.outcome}  {data}  {row.text_id} {row.start}-{row.end}  {row.note}\n    {shown}\n")
    sys.stdout.write(f"{measure.name}: {len(errors)} of {len(measure.outcomes)} are wrong.\n")


if __name__ == "__main__":
    main()
