"""What the measures are held against: a bar to reach, and the nearest published figure."""

NEAREST = {
    ("quotes.spans", "GUM news"): "Gender Gap Tracker, other articles: 83.7 (overlap 0.3), 76.1 (overlap 0.8)",
    ("quotes.speakers", "GUM news"): "Gender Gap Tracker, other articles: 86.5 to 87.4",
    ("voice.sentences", "GUM"): "one regular expression: 84.3",
    ("voice.sentences", "PUD"): "one regular expression: 85.7",
    ("voice.sentences", "PassivePy"): "one regular expression: 78.2",
    ("sentiment.model", "NewsMTSC dev, real-world"): "GRU-TSC with RoBERTa, names seen, test set: 83.1",
    ("sentiment.model", "NewsMTSC dev, several targets"): "GRU-TSC with RoBERTa, names seen, test set: 82.5",
}
"""Published figures and floors for F1 or the share, in percent, by measure and data set. None is of these very cuts,
but the regular expression's."""

BARS = {
    ("quotes.spans", "GUM news"): 97,
    ("quotes.spans", "GUM interview"): 90,
    ("quotes.spans", "PUD"): 97,
    ("quotes.speakers", "GUM news"): 90,
    ("quotes.sentence-speaker", "PUD"): 90,
    ("quotes.cue-recall", "GUM news"): 85,
    ("quotes.cue-precision", "GUM news"): 85,
    ("voice.sentences", "GUM"): 95,
    ("voice.sentences", "PUD"): 95,
    ("voice.sentences", "PassivePy"): 90,
    ("voice.agents", "GUM"): 90,
    ("readings.quotations", "five articles"): 95,
    ("readings.speakers", "five articles"): 90,
    ("readings.cues", "five articles"): 85,
    ("readings.sentences", "five articles"): 85,
    ("readings.labels", "five articles"): 85,
    ("copies.pairs", "planted near-duplicates"): 100,
    ("inference.level", "simulated, 5 and 5 articles"): 95,
    ("inference.level", "simulated, 4 and 12 articles"): 95,
    ("inference.level", "simulated, 12 and 30 articles"): 95,
    ("inference.exchanged", "NewsWCL50"): 95,
    ("sentiment.model", "NewsMTSC dev, real-world"): 78,
    ("sentiment.model", "NewsMTSC dev, several targets"): 76.5,
}
"""The F1 or share to reach, in percent, by measure and data set."""


COVERAGE = ("inference.share", "inference.difference")
"""Measures that should lie in a range: more is as wrong as less."""

_COMPARED = ("F1", "share", "macro F1")


def bar(name: str, data: str, statistic: str) -> str:
    """The bar of a row of the table; empty where there is none."""
    if name.startswith(COVERAGE):
        return "92 to 98"
    reach = BARS.get((name, data))
    return "" if reach is None or statistic not in _COMPARED else f"{reach}"


def nearest(name: str, data: str, statistic: str) -> str:
    """The nearest published figure of a row of the table; empty where there is none."""
    return NEAREST.get((name, data), "") if statistic in _COMPARED else ""
