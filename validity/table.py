"""The one Markdown table, and the pages that hold it."""

import re
from collections.abc import Iterable
from pathlib import Path
from textwrap import fill

import pandas as pd

from framelens.parsing import model_id
from validity.bars import bar, nearest
from validity.cues import THINKING
from validity.inference import RUNS
from validity.scoring import RESAMPLES, SEED

BEGIN, END = "<!-- validity -->", "<!-- /validity -->"
HEAD = ("measure", "data set", "statistic", "unit", "k", "n", "%", "95 % interval", "bar", "nearest other figure")

DETAILS = ("hard cases", "95 % interval of a difference", "95 % interval of a share holds the truth, by units")
"""Labels that begin so are for the page alone."""

PAGE = """# Validity

How far the text layer and the scorers agree with annotations that others made. Written by `make validity`, with
{model}.

{table}

## How it is counted

- **Data.** Quotations and cues: GUM (whole Wikinews texts), PUD (single sentences of news and Wikipedia), LitBank
  (fiction, a stress test for quotation marks). Clauses: GUM in six genres and PUD, read off hand-checked trees, and
  PassivePy (sentences written and coded for it). Five articles: news reports of one event, coded by one reader, a
  language model and no person, by [the rule sheet](voice-coding.md) before it saw any output; the rules were then
  developed on three of them and on PUD and GUM as above. Made-up passages: {passages} of them, written blind, on which
  no rule was changed; three more sets like it served for development.
- **k, n, interval.** Shares have Wilson's interval, which takes the units as independent. F1 is 2 right / (2 right +
  missed + false), with k and n its two sides, and a percentile bootstrap over documents (over sentences in PassivePy,
  where each is on its own): {resamples:,} draws, seed {seed}. Where nothing is wrong it has no width; the n
  then says how much that means.
- **Quotations.** Right where both ends are the gold's, marks and white space left off. Nested ones count too. Quoted
  speech: the characters of quotations of more than three tokens.
- **Speaker.** A prediction is right when a key word of its `speaker` or `actor` is a key word of the gold source, as
  written or as the name of the entity behind it. Key words are the last word, and the word before the first
  preposition, of what stands before the first comma, bracket, dash or relative pronoun. Predicting none is wrong. From
  one sentence alone, the gold's head must be a word of `speaker`.
- **Cues.** Only outside quotation marks, where the cues table looks. A cue was found, or is the gold's, when it shares
  a character with one of the other side. Precision is that of verbs and *according to*, against every cue of the
  gold; ours without a partner there are n − k. Saying is all but the last lemmas of this list:
  {thinking}.
- **Clauses.** A full passive is one with an auxiliary; verbs are matched by their first character, agents, patients,
  subjects and objects by the head. The gold takes the first word of a name for its head, the parser the last: a head
  is right by either word of the name. A subject that several verbs share belongs to the first, as in the gold.
- **Near-duplicates.** 1,000 collages of newswire sentences in which ten pairs were planted (C. McCormick, MinHash, MIT
  licence): an easy test, which says nothing on rewritten wire copy.
- **Inference.** Simulated articles have 2 units and more (median 8), of which a share of 10, 20, 50 or 80 % is of a
  kind, with a correlation of .05 or .2 between the units of an article; {runs} runs of each, counted where at least 5
  articles have the kind and 5 something else. Means of the articles (*by articles*) and k / n (*by units*). Intervals
  should hold the truth in 92 to 98 % of the runs, p be above .05 in 95 % or more where outlets do not differ. Phrases
  of NewsWCL50: share of a phrase among those for a concept, each outlet against the others within events; phrases with
  5 uses in 2 articles. With the articles of each event given to its outlets by lot nothing should be found. As
  they are, q < .05: {contrasts}.
- **Sentiment.** One decision a target; macro F1 is the mean of the three classes' F1, k the right decisions; intervals
  are a bootstrap over sentences. The dev files served for choices among recipes, and the temperature is fitted on them
  (for the calibration error crosswise, by sentence): held-out data will be a little harder. Countries: our own check
  set ([its card](../tests/data/countries/README.md)), on which nothing was chosen. Replacing the target's own name
  changes nothing, by construction and by a test; the table has what replacing another party's name changes.

`python -m validity --errors NAME` prints what is wrong. NAME is one of
{names}.
"""


def to_markdown(rows: pd.DataFrame) -> str:
    """The table of the rows that `scoring.score` gives, in percent with one decimal."""
    lines = [_line(HEAD), _line("---" for _ in HEAD)]
    for row in rows.itertuples():
        key = (row.name, row.data, row.statistic)
        interval = "" if pd.isna(row.low) else f"{100 * row.low:.1f} to {100 * row.high:.1f}"
        estimate = "" if pd.isna(row.estimate) else f"{100 * row.estimate:.1f}"
        k = "" if pd.isna(row.k) else f"{row.k:,.0f}"
        cells = (row.label, row.data, row.statistic, row.unit, k, f"{row.n:,}", estimate, interval)
        lines.append(_line((*cells, bar(*key), nearest(*key))))
    return "\n".join(lines) + "\n"


def is_detail(rows: pd.DataFrame) -> pd.Series:
    """Rows for the page alone: too many for the README."""
    return rows["statistic"].str.startswith("recall of") | rows["label"].str.startswith(DETAILS)


def page(rows: pd.DataFrame, *, contrasts: str) -> str:
    """The page docs/validity.md."""
    names = [name for name in rows["name"].unique() if not name.startswith("sentiment.")]
    listed = fill(", ".join(f"`{name}`" for name in names), 110)
    thinking = fill(", ".join(sorted(THINKING)), 110, subsequent_indent="  ")
    table = to_markdown(rows).rstrip()
    return PAGE.format(
        model=model_id(),
        table=table,
        passages=50,
        resamples=RESAMPLES,
        seed=SEED,
        thinking=thinking,
        names=listed,
        runs=RUNS,
        contrasts=fill(contrasts, 110, subsequent_indent="  "),
    )


def write_between_marks(path: Path, table: str) -> None:
    """Put the table between the two marks of a file; a file without them stays as it is."""
    text = path.read_text(encoding="utf-8")
    between = re.compile(f"(?<={re.escape(BEGIN)}).*?(?={re.escape(END)})", re.DOTALL)
    new = between.sub(lambda _: f"\n\n{table}\n", text)
    if new != text:
        path.write_text(new, encoding="utf-8")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
