from types import SimpleNamespace

import pandas as pd
import pytest

from framelens import observe, read_study
from tests.toy import real_study
from tests.voice_reading import READ_ZONES, TARGETS, count_agreement, is_actor, read_reading

READING = read_reading()


@pytest.fixture(scope="module")
def observed(real_articles, tmp_path_factory):
    return observe(read_study(real_study(tmp_path_factory.mktemp("voices"))))


@pytest.fixture(scope="module")
def counts(observed):
    return count_agreement(observed.annotations, observed.labels, READING)


def keys(table, *columns):
    return sorted(table[list(columns)].itertuples(index=False, name=None))


# ---- Whose words are these: the engine against the reading ---- #


@pytest.mark.parametrize("measure", TARGETS)
def test_the_engine_agrees_with_the_reading(counts, measure):
    rows = counts[counts["measure"] == measure]
    assert rows["article_id"].nunique() == 5
    assert rows["k"].sum() / rows["n"].sum() >= TARGETS[measure]


# ---- The reading itself ---- #


def test_the_quotations_read_are_the_quotations_marked_before(gold):
    place = ("article_id", "start", "end")
    assert keys(READING["quotations"], *place) == keys(gold("antalya-2022/quotations"), *place)


def test_the_labels_read_are_the_labels_marked_before(gold):
    place = ("article_id", "start", "concept")
    assert keys(READING["labels"], *place) == keys(gold("antalya-2022/labels"), *place)


def test_every_report_has_a_cue():
    cues = set(keys(READING["cues"], "article_id", "start"))
    assert [key for key in keys(READING["reports"], "article_id", "cue_start") if key not in cues] == []


def test_reports_cues_and_quotations_do_not_overlap():
    # A nested cue is the only one that stands in attributed words.
    cues = READING["cues"]
    spans = pd.concat([READING["reports"], READING["quotations"], cues[~cues["nested"]]])
    spans = spans.sort_values(["article_id", "start"])
    after = spans.groupby("article_id")["start"].shift(-1)
    assert (spans["start"] < spans["end"]).all()
    assert spans[after < spans["end"]].empty


def test_a_label_has_the_voice_of_its_place():
    spans = pd.concat([READING["quotations"].assign(voice="quoted"), READING["reports"].assign(voice="indirect")])
    pairs = READING["labels"].merge(spans, on="article_id", suffixes=("", "_span"))
    inside = pairs[(pairs["start_span"] <= pairs["start"]) & (pairs["start"] < pairs["end"])]
    attributed = READING["labels"][READING["labels"]["voice"] != "own"]
    place = ("article_id", "start", "concept")
    assert keys(inside, *place, "voice_span") == keys(attributed, *place, "voice")


def test_no_sentence_is_read_twice_and_every_voice_is_known():
    sentences = READING["sentences"]
    assert not sentences.duplicated(["article_id", "start"]).any()
    assert set(sentences["voice"]) == {"own", "attributed", "mixed"}
    assert set(READING["cues"]["kind"]) == {"verb", "nominal", "according-to"}


def test_every_sentence_of_the_read_zones_was_read(observed):
    sentences = observed.annotations.sentences
    read = sentences[sentences["zone"].isin(READ_ZONES)]
    assert keys(READING["sentences"], "article_id", "start") == keys(read, "article_id", "start")


@pytest.mark.parametrize("table", ["cues", "reports"])
def test_spans_begin_and_end_with_a_word(observed, table):
    tokens = observed.annotations.tokens
    for edge in ("start", "end"):
        words = set(keys(tokens, "article_id", edge))
        assert [key for key in keys(READING[table], "article_id", edge) if key not in words] == []


# ---- Counting ---- #


@pytest.mark.parametrize(
    ("found", "actor", "head", "same"),
    [
        ("Berg", "Berg", "", True),
        ("Oke", "Berg", "", False),
        ("Ana Berg", "Berg", "", False),  # a person of the study has one key
        ("a clerk of the harbour office", "", "clerk office", True),
        ("a clerk", "", "clerk office", True),
        ("the Harbour Office", "", "clerk office", True),
        ("a clerk in Northvale", "", "clerk office", False),
        (None, "", "", True),
        (None, "Berg", "", False),
        (None, "", "clerk", False),
        ("Berg", "", "", False),
        ("—", "", "clerk", False),
    ],
)
def test_an_actor_is_compared_by_key_or_by_the_last_word(found, actor, head, same):
    assert is_actor(found, actor, head) is same


def table(columns, *rows):
    return pd.DataFrame([("x", *row) for row in rows], columns=["article_id", *columns.split()])


MARKED = {
    "quotations": table("start end actor actor_head", (0, 5, "Berg", ""), (10, 15, "", "clerk"), (20, 25, "", "")),
    "cues": table("start actor actor_head", (6, "Berg", ""), (16, "", "clerk")),
    "reports": table("start end", (30, 38)),
    "sentences": table("start voice", (0, "attributed"), (20, "own")),
    "labels": table("start concept voice", (3, "c", "quoted"), (33, "c", "indirect"), (40, "c", "own")),
}
FOUND = SimpleNamespace(
    attributions=table(
        "start end actor voice",
        (0, 5, "Berg", "quoted"), (10, 15, "Berg", "quoted"), (20, 24, None, "quoted"), (30, 38, "Berg", "indirect"),
    ),
    cues=table("start actor", (6, "Berg"), (16, "the clerk"), (26, "Berg")),
    tokens=table("start voice", (27, "indirect"), (30, "indirect"), (34, "own"), (38, "own")),
    sentences=table("start voice", (0, "attributed"), (20, "mixed")),
)  # fmt: skip
LABELS = table("start concept voice", (3, "c", "quoted"), (33, "d", "indirect"), (40, "c", "own"))


@pytest.mark.parametrize(
    ("measure", "k", "n"),
    [
        ("quotations", 2 * 2, 3 + 3),  # the third ends elsewhere
        ("speakers", 1, 3),  # the second has another speaker, the third was not found
        ("cues", 2 * 2, 3 + 2),  # one too many
        ("indirect-words", 2 * 1, 2 + 2),  # found 27 and 30, marked 30 and 34
        ("sentences", 1, 2),
        ("labels", 2, 3),  # one is of another concept
    ],
)
def test_agreement_is_counted_by_measure(measure, k, n):
    counts = count_agreement(FOUND, LABELS, MARKED)
    row = counts[counts["measure"] == measure].iloc[0]
    assert row[["article_id", "k", "n"]].tolist() == ["x", k, n]
