import gzip
import re
import sys
from collections import Counter

import fsspec
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from framelens import (
    ArgumentError,
    InputError,
    TermCounts,
    annotate,
    article_batches,
    clean,
    count_terms,
    count_text,
    read_corpus,
    read_study,
    streaming,
    tallies,
    vocabulary,
)
from framelens.chunks import cut_at_blanks, split_at_white_space
from framelens.ngram_counts import Cells
from framelens.sentences import split_sentences
from framelens.tallies import add_cells, sum_cells
from framelens.words import WORD
from tests.toy import TEXTS

# Everything that the rules of words and sentences speak of, and letters of one to four bytes.
ALPHABET = st.sampled_from(
    [*"aAbZ 09'’-.,?!\"”»)]( \n\t“«\0", *"éİßK٣中𝒳½ǅ\u0301\u2028\xa0", "Mr.", "U.S.", " . . . ", ". The"]
)
TEXT = st.one_of(st.lists(ALPHABET, max_size=30).map("".join), st.text())


def table(texts: list[str], outlets: list[str] | None = None) -> pd.DataFrame:
    ids = [f"a{number}" for number in range(len(texts))]
    return pd.DataFrame(
        {"article_id": ids, "outlet": outlets or ["A"] * len(texts), "text": texts}, dtype="object"
    ).astype({"outlet": "str", "article_id": "str"})


ARTICLES = table([text for _, text in TEXTS.values()], [outlet for outlet, _ in TEXTS.values()])


def totals(counts: TermCounts) -> dict[str, int]:
    return dict(zip(counts.vocabulary, counts.matrix.sum(axis=0).tolist(), strict=True))


def assert_equal(one: TermCounts, two: TermCounts) -> None:
    pd.testing.assert_frame_equal(one.to_frame(), two.to_frame())


@pytest.fixture(scope="module")
def annotated():
    study = read_study("port-callen")
    articles = read_corpus(study)
    return clean(articles, rules=study.cleaning.rules), annotate(articles, study).tokens


@pytest.mark.parametrize("ngrams", [(1, 1), (1, 2), (2, 2), (1, 3), (2, 4)])
def test_the_body_counts_as_the_annotated_tokens_do(annotated, ngrams):
    (articles, lines), tokens = annotated
    # One voice for all: a run of words may begin in one voice and end in another when nobody knows voices.
    theirs = count_terms(tokens.assign(voice="own"), ngrams=ngrams)
    ours = count_text(articles, lines=lines, ngrams=ngrams)
    assert_equal(ours, theirs)
    pd.testing.assert_frame_equal(ours.articles, theirs.articles)
    assert (ours.matrix != theirs.matrix).nnz == 0
    assert_equal(count_text(articles, lines=lines, ngrams=ngrams, per="group"), theirs)


def test_counts_worked_out_by_hand():
    counts = count_text(table(["A pause. A pause, it’s 1,000."]), ngrams=(1, 2))
    # "pause a" would cross the sentence's border.
    one, two = {"a": 2, "pause": 2, "it’s": 1, "1,000": 1}, {"a pause": 2, "pause it’s": 1, "it’s 1,000": 1}
    assert totals(counts) == one | two
    assert counts.vocabulary.tolist() == sorted(one | two)


def test_a_sum_over_articles_says_how_many_hold_each_term():
    frame = count_text(ARTICLES, per="group").to_frame().set_index(["outlet", "term"])
    # Alpha's a1 has 4 + 8 + 3 words, a2 4 + 5; "war" stands twice in a1.
    assert frame.loc[("Alpha", "war")].tolist() == [2, 24, 2, 1]
    assert frame.loc[("Beta", "war")].tolist() == [1, 12, 1, 1]
    assert frame.loc[("Beta", "ravel")].tolist() == [0, 12, 1, 0]


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXT, max_size=5))
@example(["a" * 70, "A" * 70, "a" * 64 + "b", "İ", "ß ss", "one\x1ctwo"])
def test_counts_are_those_of_python_s_own_regular_expression(texts):
    expected = Counter(word.casefold() for text in texts for word in WORD.findall(text))
    assert totals(count_text(table(texts))) == expected


@settings(deadline=None, max_examples=60)
@given(st.lists(TEXT, max_size=4))
@example(["(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((Mr. A word"])
@example(["x" + "(" * 58 + "Mr. A word", "one.  Two three.\u2003\n Four", "one. two"])
def test_pairs_are_those_within_the_sentences_of_the_splitter(texts):
    sentences = [WORD.findall(text[start:end]) for text in texts for start, end in split_sentences(text)]
    expected = Counter(f"{a} {b}".casefold() for words in sentences for a, b in zip(words, words[1:], strict=False))
    assert totals(count_text(table(texts), ngrams=(2, 2))) == expected


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(TEXT, st.sampled_from("ABC")), min_size=1, max_size=6), st.integers(0, 6), st.randoms())
def test_counts_add_up_over_any_split_in_any_order(rows, cut, random):
    whole = table([text for text, _ in rows], [outlet for _, outlet in rows])
    mixed = whole.sample(frac=1, random_state=random.randrange(2**32))
    for per in ("article", "group"):
        parts = [count_text(part, ngrams=(1, 2), per=per) for part in (mixed[:cut], mixed[cut:])]
        assert_equal(parts[0] + parts[1], count_text(whole, ngrams=(1, 2)))


@pytest.mark.parametrize("per", ["article", "group"])
def test_size_of_batches_and_of_what_waits_does_not_matter(monkeypatch, per):
    whole = count_text(ARTICLES, ngrams=(1, 3))
    monkeypatch.setattr(streaming, "BATCH_BYTES", 1)
    monkeypatch.setattr(tallies, "MOST_PENDING", 1)
    assert_equal(count_text(ARTICLES, ngrams=(1, 3), per=per), whole)


def test_chunks_that_are_not_remembered_count_as_those_that_are(monkeypatch):
    whole = count_text(ARTICLES, ngrams=(1, 2))
    monkeypatch.setattr(vocabulary, "MOST_KNOWN", 2)
    monkeypatch.setattr(streaming, "BATCH_BYTES", 1)
    assert_equal(count_text(ARTICLES, ngrams=(1, 2)), whole)


def test_white_space_is_that_of_python():
    characters = [
        character for character in map(chr, range(sys.maxunicode + 1)) if not "\ud800" <= character <= "\udfff"
    ]
    chunks = split_at_white_space(cut_at_blanks(pa.array([f"a{character}b" for character in characters])))
    n_chunks = np.diff(chunks.first).tolist()
    assert [n > 1 for n in n_chunks] == [character.isspace() for character in characters]


def test_what_is_trimmed_is_in_no_word_at_an_end():
    assert not re.search(r"\w", vocabulary.MARKS)


def test_sums_and_counts_of_articles_add_up_to_sums():
    added = count_text(ARTICLES[:1]) + count_text(ARTICLES[1:], per="group")
    assert added.per == "group"
    assert_equal(added, count_text(ARTICLES))


def test_an_article_of_no_group_is_not_counted():
    articles = ARTICLES.assign(outlet=["Alpha", None, "Beta"])
    assert_equal(count_text(articles), count_text(ARTICLES.iloc[[0, 2]]))


def test_an_article_without_a_run_of_that_length_holds_none():
    articles = table(["one", "one two", "one. Two"])
    counts = count_text(articles, ngrams=(2, 2), per="group")
    assert counts.articles["n_articles"].tolist() == [1]
    assert_equal(counts, count_text(articles, ngrams=(2, 2)))


def test_groups_of_several_columns():
    counts = count_text(ARTICLES, by=("outlet", "article_id"), per="group")
    assert counts.groups.to_numpy().tolist() == [["Alpha", "a0"], ["Alpha", "a1"], ["Beta", "a2"]]


def test_half_a_surrogate_pair_is_no_letter():
    assert totals(count_text(table(["one\ud800two"]))) == {"one": 1, "two": 1}


def write(folder, name: str, frame: pd.DataFrame = ARTICLES) -> str:
    path = folder / name
    kind = name.split(".")[1]
    if kind == "parquet":
        frame.to_parquet(path)
        return str(path)
    content = (frame.to_csv(index=False) if kind == "csv" else frame.to_json(orient="records", lines=True)).encode()
    if name.endswith(".gz"):
        content = gzip.compress(content)
    if name.endswith(".zst"):
        content = pa.compress(content, "zstd", asbytes=True)
    path.write_bytes(content)
    return str(path)


NAMES = ["x.parquet", "x.jsonl", "x.csv", "x.jsonl.gz", "x.jsonl.zst", "x.csv.gz"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("per", ["article", "group"])
def test_a_file_counts_as_the_table_does(tmp_path, name, per):
    assert_equal(count_text(write(tmp_path, name), ngrams=(1, 2), per=per), count_text(ARTICLES, ngrams=(1, 2)))


def test_an_address_gives_sums_unless_told_otherwise(tmp_path):
    assert count_text(write(tmp_path, "x.csv")).per == "group"


@pytest.mark.parametrize("place", ["", "/*", "/*.csv"])
def test_a_folder_or_a_pattern_counts_all_its_parts(tmp_path, place):
    write(tmp_path, "one.csv", ARTICLES[:1])
    write(tmp_path, "two.csv", ARTICLES[1:])
    (tmp_path / "empty.csv").touch()
    if not place:
        write(tmp_path, "_old.csv")
        (tmp_path / "notes.txt").write_text("no table")
    else:
        place = place.replace("*", "[oet]*", 1)
    assert_equal(count_text(f"{tmp_path}{place}"), count_text(ARTICLES))


def test_any_address_of_fsspec_will_do(tmp_path):
    memory = fsspec.filesystem("memory")
    memory.pipe("/count_text/one.jsonl", ARTICLES.to_json(orient="records", lines=True).encode())
    assert_equal(count_text("memory://count_text"), count_text(ARTICLES))
    memory.rm("/count_text", recursive=True)


def test_small_batches_of_a_file_change_nothing(tmp_path, monkeypatch):
    files = [write(tmp_path, name) for name in NAMES]
    monkeypatch.setattr(article_batches, "BATCH_BYTES", 50)
    monkeypatch.setattr(article_batches, "ROWS", 1)
    for file in files:
        assert_equal(count_text(file), count_text(ARTICLES))


def test_json_that_only_python_reads(tmp_path):
    file = tmp_path / "x.jsonl"
    rows = [r'{"text": "half\ud800way", "outlet": 5}', '{"text": "a\\u0000b", "outlet": "5", "more": {"a": [1]}}', ""]
    file.write_text("\n".join(rows))
    assert totals(count_text(str(file))) == {"half": 1, "way": 1, "a": 1, "b": 1}


def message(address, **options) -> str:
    """The one sentence that answers a bad address."""
    with pytest.raises(InputError) as caught:
        count_text(str(address), **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", ["x.parquet", "x.jsonl", "x.csv"])
def test_a_missing_column_is_named(tmp_path, name):
    file = write(tmp_path, name)
    assert "x." in message(file, by=("colour",))
    assert "'colour'" in message(file, by=("colour",))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.parquet", b"PAR1 no PAR1"),
        ("x.parquet", b""),
        ("x.jsonl", b'{"text": "a", "outlet": "A"}\n{"text": '),
        ("x.jsonl", b'{"text": "a\xff", "outlet": "A"}\n'),
        ("x.jsonl", b'["a"]\n'),
        ("x.jsonl", b"[" * 1_000_000),
        ("x.csv", b'text,outlet\n"a\nb,x\n'),
        ("x.csv", b"text,outlet\na\xff,x\n"),
        ("x.jsonl.gz", b"no gzip"),
        ("x.jsonl.gz", gzip.compress(b'{"text": "a", "outlet": "A"}\n' * 1000, mtime=0)[:-20]),
        ("x.jsonl.zst", b"no zstd"),
        ("x.txt", b"no table"),
    ],
)
def test_a_corrupt_part_is_named(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    assert f"{name}'" in message(tmp_path / name)


def test_a_parquet_part_cut_in_the_middle_is_named(tmp_path):
    file = tmp_path / write(tmp_path, "x.parquet", table(["word " * 1000] * 50)[["text", "outlet"]])
    content = bytearray(file.read_bytes())
    content[4:40] = b"\xff" * 36  # The header of the first page.
    file.write_bytes(content)
    assert "x.parquet'" in message(file)


def test_no_articles_at_all(tmp_path):
    assert "holds no articles" in message(tmp_path / write(tmp_path, "x.csv", ARTICLES[:0]))
    assert "there are no articles at" in message(tmp_path / "nowhere")
    assert "cannot be opened" in message("nosuchprotocol://place")


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv", "x.parquet"])
def test_a_record_without_end_is_no_article(tmp_path, name, monkeypatch):
    monkeypatch.setattr(article_batches, "LONGEST_RECORD", 1_000_000)
    file = write(tmp_path, name, table(["no end " * 1_000_000]))
    assert "x." in message(file)


def bomb(folder, name: str) -> str:
    """Zeros, packed: 5 GB for gzip (one stream after another) and zstd."""
    pack = {".gz": lambda data: gzip.compress(data, 1), ".zst": lambda data: pa.compress(data, "zstd", asbytes=True)}
    (folder / name).write_bytes(pack[name[name.rindex(".") :]](bytes(100_000_000)) * 50)
    return str(folder / name)


@pytest.mark.parametrize("name", ["x.jsonl.gz", "x.csv.gz", "x.jsonl.zst", "x.csv.zst"])
def test_five_gigabytes_of_zeros_are_not_unpacked(tmp_path, name):
    assert "x." in message(bomb(tmp_path, name))


def test_blank_lines_that_unpack_without_end_are_refused(tmp_path):
    (tmp_path / "x.jsonl.gz").write_bytes(gzip.compress(b"\n" * 100_000_000))
    assert "unpacks to more than 200 times its size" in message(tmp_path / "x.jsonl.gz")


def test_parquet_that_unpacks_to_far_more_is_refused(tmp_path):
    zeros = pa.table({"text": ["\0" * 1_000_000] * 100, "outlet": ["A"] * 100})
    parquet.write_table(zeros, tmp_path / "x.parquet", compression="zstd", use_dictionary=False)
    assert "unpacks to more than 200 times its size" in message(tmp_path / "x.parquet")


def test_wrong_options_are_answered():
    with pytest.raises(ArgumentError, match="`per` must be one of 'article', 'group'; got 'word'"):
        count_text(ARTICLES, per="word")
    with pytest.raises(ArgumentError, match="the articles table lacks the column"):
        count_text(ARTICLES, by=("colour",))
    with pytest.raises(ArgumentError, match="`ngrams` must be"):
        count_text(ARTICLES, ngrams=(2, 1))
    with pytest.raises(ArgumentError, match="`lines` belong to an articles table"):
        count_text("x.csv", lines=pd.DataFrame())


def test_sums_refuse_what_needs_articles():
    from framelens import merge_variants

    with pytest.raises(ArgumentError, match="needs the counts of each article"):
        merge_variants(count_text(ARTICLES, per="group"))


CELLS = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 5)), st.integers(1, 9))


@given(st.lists(CELLS, max_size=4))
def test_cells_added_in_steps_are_the_sums_of_all(parts):
    added = sum_cells([])
    for part in parts:
        added = add_cells(added, sum_cells([as_cells(part)]))
    expected: Counter[tuple[int, int]] = Counter()
    for part in parts:
        expected.update(part)
    assert list(zip(added.rows.tolist(), added.terms.tolist(), strict=True)) == sorted(expected)
    assert added.n.tolist() == added.n_articles.tolist() == [expected[key] for key in sorted(expected)]


def as_cells(counts: dict[tuple[int, int], int]) -> Cells:
    """Counts by row and term, as many articles as uses."""
    keys = np.array(list(counts), dtype=np.int64).reshape(-1, 2)
    n = np.array(list(counts.values()), dtype=np.int64)
    return Cells(keys[:, 0].astype(np.int32), keys[:, 1], n, n.astype(np.int32))
