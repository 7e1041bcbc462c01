"""Sentiment toward each party: the sentences that mention it, scored for whoever speaks, and averaged over articles."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from framelens.checks import check_columns, check_one_of
from framelens.inference import FEWEST_ARTICLES, LEVEL, SMALLEST
from framelens.misclassification import correct_shares, corrected_interval
from framelens.schema import as_result
from framelens.scorers import LABELS, Places, Scorer, find_scorer, known_errors, labels_of
from framelens.shares import in_zone
from framelens.voices import Voices, Whose

ELLIPSIS = "…"
SCORES = {
    "article_id": "str", "sentence_id": "Int64", "start": "Int64", "party": "str", "voice": "str",
    "speaker_party": "str", "scorer": "str", **dict.fromkeys(LABELS, "float64"), "label": "str", "outlet": "str",
}  # fmt: skip
SCORED_VOICES = ("own", "attributed", "all")
"""Whose evaluation: the narrator's, somebody's whose words are reported, or the sentence's whoever speaks."""
MEASURES = (*LABELS, "mean")
_NARRATOR = Whose("own", None, None)


class _Unit(NamedTuple):
    """What is scored: the sentence's part that one voice speaks, with the target's places in it."""

    keys: tuple[Any, ...]
    text: str
    places: Places


def score_mentions(
    mentions: pd.DataFrame,
    sentences: pd.DataFrame,
    *,
    attributions: pd.DataFrame | None = None,
    scorer: str | Scorer = "model",
    zone: str = "body",
) -> pd.DataFrame:
    """Score each sentence toward each party that it mentions, once a party and speaker.

    A mention that is the speaker of an attribution is left out. Each voice is scored on its own words, the others'
    replaced by "…": ``own`` on the narrator's, ``attributed`` on those of one speaker, ``all`` on the whole sentence.

    Parameters
    ----------
    mentions, sentences
        The tables of a corpus, with texts.
    attributions
        The attributed spans; without them every word counts as the narrator's.
    scorer
        ``model``, the encoder that ships with framelens; ``lexicon``, VADER on the clause; or a `Scorer` of your own.
    zone
        Where in the article, or ``all``.

    Returns
    -------
    DataFrame
        A row for each sentence, party, ``voice`` and speaker: ``start`` of the first mention, ``speaker_party`` of
        attributed words, the name of the ``scorer``, the probabilities ``negative, neutral, positive`` (null where the
        scorer has nothing to go by) and the likeliest ``label`` (then neutral).

    Raises
    ------
    ArgumentError
        If the scorer is unknown or a column is missing.

    References
    ----------
    Hamborg, F. & Donnay, K. (2021). NewsMTSC: a dataset for (multi-)target-dependent sentiment classification in
    political news articles. EACL 2021.

    Examples
    --------
    >>> scores = score_mentions(annotations.mentions, annotations.sentences, attributions=annotations.attributions)
    >>> scores["voice"].unique().tolist()
    ['all', 'attributed', 'own']
    """
    check_columns(mentions, ["article_id", "sentence_id", "start", "end", "party", "is_speaker"], table="mentions")
    check_columns(sentences, ["article_id", "sentence_id", "zone", "text", "offsets"], table="sentences")
    judge = find_scorer(scorer)
    units = list(_units(mentions, in_zone(sentences, zone, table="sentences"), attributions))
    chances = np.asarray(judge([unit.text for unit in units], [unit.places for unit in units]), dtype=float)
    chances = chances.reshape(-1, len(LABELS))
    frame = pd.DataFrame(
        [unit.keys for unit in units],
        columns=["article_id", "sentence_id", "start", "party", "voice", "speaker_party", "outlet"],
    )
    name = scorer if isinstance(scorer, str) else judge.name
    frame = frame.assign(scorer=name, label=labels_of(chances), **dict(zip(LABELS, chances.T, strict=True)))
    frame = frame[list(SCORES)].astype(SCORES)
    return frame.sort_values(["article_id", "start", "party", "voice"], kind="stable", ignore_index=True)


def summarize_sentiment(
    scores: pd.DataFrame,
    *,
    by: Sequence[str] = ("outlet", "party"),
    voice: str | Sequence[str] = "own",
    zone: str = "body",
    errors: Mapping[str, npt.ArrayLike | None] | None = None,
    weight: Literal["articles", "sentences"] = "articles",
) -> pd.DataFrame:
    """Shares of negative, neutral and positive sentences toward each party, and their mean; raw and corrected.

    ``mean`` is the share of positive less the share of negative sentences (-1 to 1). A scorer
    errs, and more of what is rare is taken for what is frequent than the other way round; ``corrected`` is what the
    shares would be without the errors that it made on labelled data, and the interval is one of the corrected value.

    Parameters
    ----------
    scores
        The table of `score_mentions`, of one scorer or several.
    by
        Columns that make a group, beside the scorer; for the attributed voice ``speaker_party`` may be one.
    voice
        ``own``, ``attributed`` or ``all``; or several of them, and ``voice`` is then a key of the result.
    zone
        Where in the article, or ``all``. A table without the column ``zone`` is taken whole.
    errors
        Confusion counts by scorer, rows true and columns given labels; those of the scorers that ship if None.
    weight
        ``articles``: the mean of the articles' shares; ``sentences``: those of all sentences together, without an
        interval over articles.

    Returns
    -------
    DataFrame
        A result table, a row for each group, scorer and ``measure`` (``negative, neutral, positive, mean``):
        ``estimate``, raw; ``corrected``; ``low, high`` of the corrected value, which hold the scorer's errors and, from
        ten articles on, the sampling of articles; none with two to nine articles, and none for one article with fewer
        than 5 sentences; ``k`` sentences with the label of ``n``; ``coverage``, the share of sentences that the scorer
        had anything to go by. ``sparse`` below 5 sentences.

    Raises
    ------
    ArgumentError
        If an option is unknown or a column is missing.

    References
    ----------
    Rogan, W. J. & Gladen, B. (1978). Estimating prevalence from the results of a screening test. American Journal of
    Epidemiology 107, 71-76.

    Examples
    --------
    >>> shares = summarize_sentiment(observations.scores)
    >>> shares["measure"].unique().tolist()
    ['negative', 'neutral', 'positive', 'mean']
    """
    voices = [voice] if isinstance(voice, str) else list(dict.fromkeys(voice))
    for one in voices:
        check_one_of("voice", one, SCORED_VOICES)
    check_one_of("weight", weight, ("articles", "sentences"))
    keys = [*by, "scorer"] if isinstance(voice, str) else [*by, "voice", "scorer"]
    check_columns(scores, [*keys, "article_id", "voice", *LABELS, "label"], table="scores")
    known = known_errors(scores["scorer"].unique()) if errors is None else errors
    chosen = in_zone(scores[scores["voice"].isin(voices)], zone, table="scores")
    rows: list[dict[str, Any]] = []
    for group, found in chosen.groupby(keys, dropna=False, observed=True):
        rows += [dict(zip(keys, group, strict=True)) | row for row in _summary(found, known.get(group[-1]), weight)]
    columns = [*keys, "measure", "estimate", "corrected", "low", "high", "interval", "level", "k", "n"]
    frame = pd.DataFrame(rows, columns=[*columns, "n_articles", "coverage"])
    frame = frame.assign(unit="sentence", sparse=frame["n"] < SMALLEST["sentence"])
    order = {"measure": MEASURES} | ({} if isinstance(voice, str) else {"voice": voices})
    for name, values in order.items():
        frame[name] = pd.Categorical(frame[name], values, ordered=True)
    result = as_result(frame, [*keys, "measure"], ["corrected", "coverage"])
    return result.astype(dict.fromkeys(order, "str") | {"corrected": "float64", "coverage": "float64"})


def telling_sentences(scores: pd.DataFrame, sentences: pd.DataFrame, *, zone: str = "body", n: int = 5) -> pd.DataFrame:
    """The sentences that speak most clearly for and against each party, for the reader to judge the scorer by.

    Parameters
    ----------
    scores
        Rows of `score_mentions`, of one voice and one scorer.
    sentences
        The sentences table, with texts.
    zone
        Where in the article, or ``all``. A table without the column ``zone`` is taken whole.
    n
        How many at each end.

    Returns
    -------
    DataFrame
        For each party its ``n`` likeliest negative sentences, the clearest first, then its ``n`` likeliest positive
        ones: ``party, label, chance`` (the probability of the label), ``outlet, article_id, sentence_id, text``. Only
        sentences with that label; fewer where there are not so many.

    Raises
    ------
    ArgumentError
        If a column is missing.

    Examples
    --------
    >>> own = observations.scores[observations.scores["voice"] == "own"]
    >>> telling = telling_sentences(own[own["scorer"] == "model"], annotations.sentences, n=1)
    >>> telling["label"].unique().tolist()
    ['negative', 'positive']
    """
    check_columns(scores, ["article_id", "sentence_id", "party", "label", *LABELS], table="scores")
    check_columns(sentences, ["article_id", "sentence_id", "text"], table="sentences")
    scores = in_zone(scores, zone, table="scores")
    ends = [scores[scores["label"] == label].assign(chance=scores[label]) for label in ("negative", "positive")]
    ranked = pd.concat(ends).sort_values(
        ["party", "label", "chance", "article_id", "sentence_id"], ascending=[True, True, False, True, True]
    )
    shown = ranked.groupby(["party", "label"], sort=False).head(n)
    texts = sentences[["article_id", "sentence_id", "text"]]
    columns = ["party", "label", "chance", "outlet", "article_id", "sentence_id", "text"]
    return shown.merge(texts, on=["article_id", "sentence_id"], how="left")[columns]


def _summary(found: pd.DataFrame, errors: npt.ArrayLike | None, weight: str) -> Iterator[dict[str, Any]]:
    """The rows of one group: the three shares and their mean."""
    sizes = found.groupby(["article_id", "label"], observed=True).size().unstack(fill_value=0)
    counts = sizes.reindex(columns=list(LABELS), fill_value=0).to_numpy()
    by_article = weight == "articles"
    shares = (
        (counts / counts.sum(axis=1, keepdims=True)).mean(axis=0) if by_article else counts.sum(axis=0) / len(found)
    )
    corrected, bounds, interval = np.full(3, np.nan), np.full((4, 2), np.nan), "none"
    if errors is not None:
        corrected = correct_shares(shares, errors)
        interval = _interval(len(counts), len(found), by_article)
    if errors is not None and interval != "none":
        bounds = corrected_interval(counts, errors, level=LEVEL)
    totals = [*counts.sum(axis=0).tolist(), None]
    values = zip(MEASURES, _with_mean(shares), _with_mean(corrected), bounds, totals, strict=True)
    for measure, estimate, true, (low, high), k in values:
        yield {
            "measure": measure, "estimate": estimate, "corrected": true, "low": low, "high": high,
            "interval": interval, "level": LEVEL if interval != "none" else np.nan, "k": k, "n": len(found),
            "n_articles": len(counts), "coverage": found["neutral"].notna().mean(),
        }  # fmt: skip


def _interval(n_articles: int, n_sentences: int, by_article: bool) -> str:
    """Which interval there is."""
    if n_articles == 1:
        # With fewer sentences it holds the truth less often than it says.
        return "within-article-classifier" if n_sentences >= SMALLEST["sentence"] else "none"
    return "articles-and-classifier" if by_article and n_articles >= FEWEST_ARTICLES else "none"


def _with_mean(shares: npt.NDArray[np.float64]) -> list[float]:
    return [*shares.tolist(), float(shares[2] - shares[0])]


def _units(mentions: pd.DataFrame, sentences: pd.DataFrame, attributions: pd.DataFrame | None) -> Iterator[_Unit]:
    voices = Voices(attributions) if attributions is not None else None
    texts = sentences[["article_id", "sentence_id", "text", "offsets"]]
    found = mentions[~mentions["is_speaker"]].merge(texts, on=["article_id", "sentence_id"])
    for (article, sentence, party), rows in found.groupby(["article_id", "sentence_id", "party"], sort=False):
        text, offsets, outlet = rows[["text", "offsets", "outlet"]].iloc[0]
        spans = sorted(zip(rows["start"], rows["end"], strict=True))
        owners = {place: voices.at(article, place) if voices else _NARRATOR for place in offsets}
        for voice, speaker, is_heard in _hearings([owners[start] for start, _ in spans]):
            shown, places = _shown(text, offsets, owners, is_heard)
            heard = [(start, end) for start, end in spans if is_heard(owners[start])]
            keys = (article, sentence, heard[0][0], party, voice, speaker, outlet)
            yield _Unit(keys, shown, [_moved(span, places) for span in heard])


def _hearings(owners: Sequence[Whose]) -> Iterator[tuple[str, str | None, Callable[[Whose], bool]]]:
    """For each voice that mentions the party: its name, the speaker's party, and which characters are its own."""
    yield "all", None, lambda _: True
    for speaker in dict.fromkeys(_speaker(one) for one in owners):
        voice = "own" if speaker == _speaker(_NARRATOR) else "attributed"
        yield voice, speaker[2], partial(_is, speaker)


def _speaker(one: Whose) -> tuple[bool, str | None, str | None]:
    """Who speaks, inside quotation marks or outside them."""
    return one.voice == "own", one.actor, one.party


def _is(speaker: tuple[bool, str | None, str | None], one: Whose) -> bool:
    return _speaker(one) == speaker


def _shown(
    text: str, offsets: Sequence[int], owners: Mapping[int, Whose], is_heard: Callable[[Whose], bool]
) -> tuple[str, dict[int, int]]:
    """The sentence as one voice speaks it, and where each character of the file stands in it."""
    shown: list[str] = []
    places: dict[int, int] = {}
    for char, offset in zip(text, offsets, strict=True):
        if is_heard(owners[offset]):
            places[offset] = len(shown)
            shown.append(char)
        elif not shown or shown[-1] != ELLIPSIS:
            shown.append(ELLIPSIS)
    return "".join(shown), places


def _moved(span: tuple[int, int], places: Mapping[int, int]) -> tuple[int, int]:
    """A span of the file in the text that is shown."""
    kept = [places[offset] for offset in range(*span) if offset in places]
    return kept[0], kept[-1] + 1
