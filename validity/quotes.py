"""The block of quotations, speakers and cues: annotate the gold's texts through the public API, then score."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

import framelens as fl
from framelens.schema import ARTICLES, conform
from framelens.study import Study
from validity.cues import cue_precision_outcomes, cue_recall_outcomes, phrasing, quoted_cue_outcomes, stating
from validity.gold import ATTRIBUTED, QuoteGold, read_quote_gold
from validity.outcomes import Kind, Measure, outcome_table, overlap, place, spans_by_text
from validity.sentences import cue_outcomes, head_outcomes, silence_outcomes, with_prediction
from validity.spans import character_outcomes, quoted_rows, span_outcomes
from validity.speakers import speaker_outcomes

LABELS: dict[str, tuple[str, str, Kind]] = {
    "spans": ("quotations with the right ends", "quotation", "prf"),
    "characters": ("quoted speech against narrator", "character", "f1"),
    "speakers": ("speaker of a quotation", "quotation", "share"),
    "cue-recall": ("gold's cues of saying that were found", "cue", "share"),
    "cue-precision": ("cues of statements found that are the gold's", "cue", "share"),
    "phrases": ("cues of phrases, requests and names found that are the gold's (it has few)", "cue", "share"),
    "thinking": ("gold's cues of thinking that were found (not aimed at)", "cue", "share"),
    "quoted-cues": ("gold's cues of saying that stand outside quotation marks", "cue", "share"),
    "sentence-cue": ("cue, from one sentence alone", "quotation", "share"),
    "sentence-speaker": ("speaker, from one sentence alone", "quotation", "share"),
    "silence": ("no cue and speaker where the sentence has none", "sentence", "share"),
    "zones": ("gold outside lines zoned as boilerplate", "quotation or cue", "share"),
}
"""The measures: what the table calls them, their unit, what is printed."""


def measure_quotes(folder: Path) -> Iterator[Measure]:
    """The measures of ``eval/quotes``."""
    gold = read_quote_gold(folder / "quotes")
    outcomes = score_quotes(annotate_texts(gold.texts), gold)
    for name, (label, unit, kind) in LABELS.items():
        yield Measure(f"quotes.{name}", label, unit, kind, outcomes[name], gold.texts)


def annotate_texts(texts: pd.DataFrame) -> fl.Annotations:
    """Annotate texts under a study without names; the data set stands for the outlet."""
    sections = {"study": {"title": "Validity"}, "corpus": {"articles": "articles.csv"}}
    study = Study.model_validate(sections | {"path": Path("study.toml")})
    articles = texts.rename(columns={"text_id": "article_id", "data": "outlet"}).assign(language="en")
    return fl.annotate(conform(articles, ARTICLES), study)


def score_quotes(annotations: fl.Annotations, gold: QuoteGold) -> dict[str, pd.DataFrame]:
    """The outcomes of every measure of quotations."""
    texts = gold.texts.set_index("text_id")["text"].to_dict()
    attributed = gold.texts.loc[gold.texts["data"].isin(ATTRIBUTED), "text_id"]
    quoted = quoted_rows(annotations.attributions, texts)
    spans = gold.spans[gold.spans["article_id"].isin(attributed)]
    single = gold.texts.loc[gold.texts["data"] == "PUD", "text_id"]
    both = with_prediction(quoted, gold.spans[gold.spans["article_id"].isin(single)])
    cues = annotations.cues
    return {
        "spans": span_outcomes(quoted, gold.spans, texts),
        "characters": character_outcomes(quoted[quoted["article_id"].isin(attributed)], spans, texts),
        "speakers": speaker_outcomes(quoted, spans, gold.attributions),
        "cue-recall": cue_recall_outcomes(cues, gold.attributions, spans, of="saying"),
        "cue-precision": cue_precision_outcomes(
            stating(cues, annotations.attributions, texts), gold.attributions, spans
        ),
        "phrases": cue_precision_outcomes(phrasing(cues, annotations.attributions, texts), gold.attributions, spans),
        "thinking": cue_recall_outcomes(cues, gold.attributions, spans, of="thinking"),
        "quoted-cues": quoted_cue_outcomes(gold.attributions, spans),
        "sentence-cue": cue_outcomes(both),
        "sentence-speaker": head_outcomes(both),
        "silence": silence_outcomes(both),
        "zones": zone_outcomes(annotations.lines, gold),
    }


def zone_outcomes(lines: pd.DataFrame, gold: QuoteGold) -> pd.DataFrame:
    """Quotations and cues of the gold: right where their line is no boilerplate, which has rows in no table."""
    cut = spans_by_text(lines[lines["zone"] == "boilerplate"])
    items = [(row.article_id, (row.start, row.end)) for row in gold.spans.itertuples()]
    items += [(row.article_id, row.cue[-1]) for row in gold.attributions.itertuples() if row.cue]
    return outcome_table(
        place(text_id, *span)
        | {"outcome": "missed" if any(overlap(span, line) for line in cut.get(text_id, ())) else "right"}
        for text_id, span in items
    )
