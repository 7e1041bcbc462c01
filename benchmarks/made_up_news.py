"""A corpus of made-up words of any size, seeded, whose vocabulary grows with it as that of news does.

Phrases are drawn from a stock and words into phrases, both by a Zipf-Mandelbrot law, so that words and pairs of words
repeat; every tenth word is drawn anew. There are capitals, apostrophes, hyphens, numbers, curly marks, letters beyond
ASCII, sentences and paragraphs.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

N_WORDS, N_PHRASES, LONGEST_PHRASE = 1_000_000, 500_000, 9
SENTENCE, ARTICLE = 20, 400
OUTLETS = [f"Outlet {number:02d}" for number in range(20)]
CONSONANTS = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "th")
SYLLABLES = [consonant + vowel + coda for coda in ("n", "r", "") for consonant in CONSONANTS for vowel in "aeiou"]
BETWEEN = np.array([" "] * 90 + [", "] * 6 + ["; ", " – ", "” “", "? “"])
ENDINGS = np.array([". ", ". ", ". ", ".” ", "? ", ".\n\n"])
BATCH = 1_000_000


def write_corpus(path: Path, megabytes: float, seed: int = 1) -> None:
    """Write articles (``article_id, outlet, text``) of about so many megabytes of text as Parquet."""
    rng = np.random.default_rng(seed)
    pieces = _pieces()
    phrases = _ranks(rng, N_PHRASES * LONGEST_PHRASE, size=N_WORDS, exponent=1.6, shift=40)
    lengths = rng.integers(1, LONGEST_PHRASE, N_PHRASES)
    columns = {"article_id": pa.string(), "outlet": pa.string(), "text": pa.string()}
    n_bytes = n_articles = 0
    with pq.ParquetWriter(path, pa.schema(columns)) as writer:
        while n_bytes < megabytes * 1e6:
            chosen = _ranks(rng, BATCH // LONGEST_PHRASE, size=N_PHRASES, exponent=1.3, shift=50)
            steps = np.arange(LONGEST_PHRASE)
            words = phrases.reshape(-1, LONGEST_PHRASE)[chosen][steps < lengths[chosen, None]]
            anew = rng.random(len(words)) < 0.1
            words[anew] = _ranks(rng, anew.sum(), size=N_WORDS, exponent=1.6, shift=40)
            texts = _texts(rng, words, pieces)
            ids = [f"a{n_articles + number:08d}" for number in range(len(texts))]
            outlets = np.array(OUTLETS)[np.minimum(rng.geometric(0.12, len(texts)) - 1, len(OUTLETS) - 1)]
            writer.write_table(pa.table({"article_id": ids, "outlet": outlets, "text": texts}))
            n_bytes += pc.sum(pc.binary_length(texts)).as_py()
            n_articles += len(texts)


def _ranks(rng: np.random.Generator, n: int, *, size: int, exponent: float, shift: float) -> np.ndarray:
    """Ranks below ``size`` by a truncated Zipf-Mandelbrot law: the inverse of its continuous distribution."""
    power = 1 - exponent
    rest = 1 - rng.random(n) * (1 - ((size + shift) / shift) ** power)
    return np.minimum(shift * (rest ** (1 / power) - 1), size - 1).astype(np.int64)


def _pieces() -> pa.Array:
    """The words by rank, then the same with a capital, then what stands between words, then what ends a sentence."""
    words = [_dressed(rank, _spelt(rank)) for rank in range(N_WORDS)]
    return pa.array([*words, *(word[0].upper() + word[1:] for word in words), *BETWEEN, *ENDINGS])


def _spelt(rank: int) -> str:
    """A word of its own for each rank, longer for rarer ones."""
    word = ""
    while True:
        rank, syllable = divmod(rank, len(SYLLABLES))
        word += SYLLABLES[syllable]
        if not rank:
            return word
        rank -= 1


def _dressed(rank: int, word: str) -> str:
    """Some words as names, possessives, compounds, numbers, or with a letter beyond ASCII."""
    match rank % 50:
        case 11 | 12 | 13 | 14 | 15:
            return word.capitalize()
        case 21:
            return f"{word}’s"
        case 22:
            return f"{word}n't"
        case 23:
            return f"{word}-{word[:2]}"
        case 24:
            return f"{rank:,}"
        case 25:
            return f"{rank / 10}"
        case 26:
            return word.replace("a", "é").replace("u", "ü") + "ş"
    return word


def _texts(rng: np.random.Generator, words: np.ndarray, pieces: pa.Array) -> pa.Array:
    """The words as articles: words and what stands between them in turn, joined by Arrow."""
    ends = rng.random(len(words)) < 1 / SENTENCE
    begins = np.concatenate([[True], ends[:-1]])
    between = np.where(ends, len(BETWEEN) + rng.integers(0, len(ENDINGS), len(words)),
                       rng.integers(0, len(BETWEEN), len(words)))  # fmt: skip
    indices = np.column_stack([words + N_WORDS * begins, between + 2 * N_WORDS]).ravel()
    borders = np.flatnonzero(ends)[:: ARTICLE // SENTENCE] + 1
    joined = pa.ListArray.from_arrays(pa.array(2 * borders, pa.int32()), pieces.take(pa.array(indices)))
    return pc.binary_join(joined, "")
