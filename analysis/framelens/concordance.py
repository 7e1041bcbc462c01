"""Words in their surroundings: keyword in context, and the pairs of words that stand together, by NLTK."""

import pandas as pd

from framelens.annotations import Annotations
from framelens.checks import check_one_of
from framelens.errors import ArgumentError
from framelens.schema import VOICES


def keyword_in_context(annotations: Annotations, term: str, *, voice: str = "all", width: int = 80) -> pd.DataFrame:
    """Every use of a term in the body, with what stands round it.

    Parameters
    ----------
    annotations
        The tables of a corpus, with texts.
    term
        One word, or several that stand together; capitals do not matter.
    voice
        Whose words: ``own``, ``quoted``, ``indirect`` or ``all``.
    width
        Characters of a line.

    Returns
    -------
    DataFrame
        ``article_id, outlet, sentence_id, voice, left, keyword, right``, in the order of the text.

    Raises
    ------
    ArgumentError
        If the term is empty or the tables hold no words one by one, as in the shared form of a study.

    Examples
    --------
    >>> keyword_in_context(annotations, "raid")["keyword"].str.lower().unique().tolist()
    ['raid']
    """
    from nltk.text import ConcordanceIndex

    check_one_of("voice", voice, (*VOICES, "all"))
    words = term.casefold().split()
    if not words:
        raise ArgumentError("`term` is empty; give a word.")
    _check_has_words(annotations)
    body = annotations.tokens[annotations.tokens["zone"] == "body"]
    rows = []
    for article_id, tokens in body.groupby("article_id", sort=True):
        text = str(annotations.articles.set_index("article_id").loc[article_id, "text"])
        index = ConcordanceIndex(tokens["term"].tolist())
        for place in index.offsets(words[0]):
            run = tokens.iloc[place : place + len(words)]
            if run["term"].tolist() != words or run["sentence_id"].nunique() > 1:
                continue
            first, last = run["start"].iloc[0], run["end"].iloc[-1]
            half = max((width - (last - first)) // 2, 0)
            around = (text[max(first - half, 0) : first], text[first:last], text[last : last + half])
            fields = {"article_id": article_id, "outlet": run["outlet"].iloc[0]}
            fields |= {"sentence_id": run["sentence_id"].iloc[0], "voice": run["voice"].iloc[0]}
            rows.append(fields | dict(zip(("left", "keyword", "right"), map(_one_line, around), strict=True)))
    columns = ["article_id", "outlet", "sentence_id", "voice", "left", "keyword", "right"]
    found = pd.DataFrame(rows, columns=columns)
    return found[(found["voice"] == voice) | (voice == "all")].reset_index(drop=True)


def find_collocations(
    annotations: Annotations, *, voice: str = "own", min_count: int = 3, window: int = 2
) -> pd.DataFrame:
    """Pairs of words that stand together in the body more often than their frequencies explain, by outlet.

    Parameters
    ----------
    annotations
        The tables of a corpus.
    voice
        Whose words: ``own``, ``quoted``, ``indirect`` or ``all``.
    min_count
        Leave out pairs that occur less often in an outlet.
    window
        Words between the first and the last of a pair, both counted: 2 for neighbours.

    Returns
    -------
    DataFrame
        ``outlet, first, second, k, g2``: the pair's count and Dunning's log-likelihood (NLTK's
        ``BigramAssocMeasures.likelihood_ratio``), the highest first. A pair stays within one sentence; pairs of
        function words (scikit-learn's stop list) are left out.

    Raises
    ------
    ArgumentError
        If the voice is unknown or the tables hold no words one by one.

    Examples
    --------
    >>> find_collocations(annotations, voice="all").columns.tolist()
    ['outlet', 'first', 'second', 'k', 'g2']
    """
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    check_one_of("voice", voice, (*VOICES, "all"))
    _check_has_words(annotations)
    tokens = annotations.tokens
    body = tokens[(tokens["zone"] == "body") & ((tokens["voice"] == voice) | (voice == "all"))]
    rows = []
    for outlet, words in body.groupby("outlet", sort=True):
        sentences = [group["term"].tolist() for _, group in words.groupby(["article_id", "sentence_id"])]
        finder = BigramCollocationFinder.from_documents(sentences) if window == 2 else _windowed(sentences, window)
        finder.apply_freq_filter(min_count)
        finder.apply_word_filter(ENGLISH_STOP_WORDS.__contains__)
        scored = finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)
        rows += [(outlet, first, second, finder.ngram_fd[first, second], g2) for (first, second), g2 in scored]
    frame = pd.DataFrame(rows, columns=["outlet", "first", "second", "k", "g2"])
    order = ["outlet", "g2", "first", "second"]
    return frame.sort_values(order, ascending=[True, False, True, True], ignore_index=True)


def _windowed(sentences: list[list[str]], window: int):  # type: ignore[no-untyped-def]
    from nltk.collocations import BigramCollocationFinder

    padded = [word for sentence in sentences for word in [*sentence, *[None] * (window - 1)]]
    return BigramCollocationFinder.from_words(padded, window_size=window)


def _check_has_words(annotations: Annotations) -> None:
    if "n" in annotations.tokens.columns:
        raise ArgumentError("the shared form of a study has no running words; put its articles in place first.")


def _one_line(text: str) -> str:
    return " ".join(text.split())
