import json
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import validity.__main__ as command
from framelens import label_shares
from training import names
from validity import inference, sentiment
from validity.cues import cue_precision_outcomes, cue_recall_outcomes, quoted_cue_outcomes
from validity.gold import ATTRIBUTED, MARKS, QuoteGold, inside, read_quote_gold
from validity.outcomes import Measure, outcome_table, place
from validity.quotes import measure_quotes, zone_outcomes
from validity.scoring import counts_by_document, f1_interval, score
from validity.sentences import cue_outcomes, head_outcomes, silence_outcomes, with_prediction
from validity.spans import character_outcomes, quoted_rows, span_outcomes
from validity.speakers import key_words, same_speaker, speaker_outcomes
from validity.table import is_detail, to_markdown, write_between_marks
from validity.voice import (
    Clause,
    active_outcomes,
    document,
    gold_clauses,
    no_agent_outcomes,
    passive_outcomes,
    predict_clauses,
    role_outcomes,
    sentence_outcomes,
)


def sides(outcomes):
    """How many were right, missed and false."""
    weights = outcomes.groupby("outcome")["weight"].sum()
    return tuple(int(weights.get(side, 0)) for side in ("right", "missed", "false"))


def spans(*places, **columns):
    """A table of spans of the article a."""
    frame = pd.DataFrame([("a", *place) for place in places], columns=["article_id", "start", "end"])
    return frame.assign(**columns)


def quoted(*places, speaker=None, actor=None, cue=(None, None)):
    """Rows of an attributions table."""
    columns = {"voice": "quoted", "speaker": speaker, "actor": actor, "cue_start": cue[0], "cue_end": cue[1]}
    return spans(*places, **columns)


def attribution(number, cue=(), lemmas=(), sources=()):
    """A row of the gold's attributions in the article a."""
    return {"article_id": "a", "number": number, "cue": list(cue), "lemmas": list(lemmas), "sources": list(sources)}


# ---- Quotations ---- #


def test_inside_leaves_off_marks_and_white_space():
    text = "x “ ‘Go,’ ” y"
    start, end = inside(text, 2, 11)
    assert text[start:end] == "Go,"


@given(st.text(alphabet="ab \n" + MARKS), st.data())
def test_inside_keeps_all_that_is_neither_mark_nor_white_space(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = inside(text, start, end)
    assert start <= first <= last <= end
    assert not (text[start:first] + text[last:end]).strip(MARKS + " \n")
    assert text[first:last] == text[first:last].strip(MARKS + " \n")


def test_a_quotation_is_right_when_both_ends_are():
    # Gold 0-5, 10-20, 30-40; ours 0-5, 10-21. One right, two missed, one false.
    gold = spans((0, 5), (10, 20), (30, 40))
    texts = {"a": "x" * 40}
    assert sides(span_outcomes(quoted((0, 5), (10, 21)), gold, texts)) == (1, 2, 1)


def test_our_quotation_is_cut_where_a_paragraph_repeats_the_mark():
    # Inside the marks: "One.", "Two.", "Three."; the gold has a span for each paragraph.
    text = "“One.\n\n“Two.\n\n“Three.”"
    pieces = [(text.index(word), text.index(word) + len(word)) for word in ("One.", "Two.", "Three.")]
    whole = quoted((pieces[0][0], pieces[-1][1]))
    assert sides(span_outcomes(whole, spans(*pieces), {"a": text})) == (3, 0, 0)
    # A paragraph that repeats no mark is part of the same span.
    unmarked = text.replace("\n\n“", "\n\n")
    one = (1, len(unmarked) - 1)
    assert sides(span_outcomes(quoted(one), spans(one), {"a": unmarked})) == (1, 0, 0)


def test_our_quotations_are_trimmed_and_each_span_counts_once():
    # The nested “no” fills the outer one but for its marks; the indirect report is none.
    text = "He: “‘no’”."
    rows = pd.concat([quoted((5, 9), (6, 8)), spans((0, 2), voice="indirect")])
    assert quoted_rows(rows, {"a": text})[["start", "end"]].to_numpy().tolist() == [[6, 8]]


def test_characters_of_quoted_speech_are_counted_one_by_one():
    # Gold 0-10; ours 5-20, nine words. Right 5-10, missed 0-5, false 10-20.
    text = "a " * 20
    outcomes = character_outcomes(quoted((5, 20)), spans((0, 10), n_tokens=5), {"a": text})
    assert sides(outcomes) == (5, 5, 10)
    assert outcomes[["start", "end"]].to_numpy().tolist() == [[0, 5], [5, 10], [10, 20]]


def test_three_tokens_are_no_quoted_speech():
    # "Yes, we" has three tokens with the comma, "Yes, we can" four: eleven characters.
    texts = {"a": "Yes, we can"}
    none = spans((0, 7), n_tokens=3)
    assert sides(character_outcomes(quoted((0, 7)), none, texts)) == (0, 0, 0)
    assert sides(character_outcomes(quoted((0, 11)), none, texts)) == (0, 0, 11)


# ---- Speakers ---- #


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ann Lee", {"lee"}),
        ("the harbour master", {"master"}),
        ("the head of the Office Ann Lee", {"head", "lee"}),
        ("Ann Lee, head of the Office", {"lee"}),
        ("voters who came", {"voters"}),
        ("a banner that", {"banner"}),
        ("Ann Lee and Bo Ray", {"lee", "ray"}),
        ("General Ann al-Lee", {"lee"}),
        ("Tavrin's", {"tavrin"}),
        ("the players’ union", {"union"}),
        ("Ann Lee (left)", {"lee"}),
        ("who", set()),
    ],
)
def test_key_words_are_the_head_and_the_last_word(name, words):
    assert key_words(name) == words


def test_a_speaker_is_the_same_by_a_shared_key_word_and_by_no_other():
    assert same_speaker(["Lee"], ["she", "Ann Lee"])
    assert not same_speaker(["Ann"], ["Ann Lee"])
    assert not same_speaker(["the master"], ["the head of the office"])
    assert same_speaker(["the office"], ["the head of the office"])  # What the rule gives away.
    assert not same_speaker([], ["Ann Lee"])


def test_speakers_of_the_quotations_that_the_gold_attributes():
    # Six attributed quotations: right by speaker, right by actor, right by the second attribution; wrong name, none
    # named, ends that are not the gold's. The seventh is nobody's and does not count.
    gold = spans(*((n, n + 1) for n in range(0, 14, 2)), attributions=[[0], [0], [0, 1], [0], [0], [0], []])
    sources = pd.DataFrame([attribution(0, sources=["she", "Ann Lee"]), attribution(1, sources=["Bo Ray"])])
    ours = pd.concat(
        [
            quoted((0, 1), speaker="She"),
            quoted((2, 3), speaker="the other", actor="Ann Lee"),
            quoted((4, 5), speaker="Ray"),
            quoted((6, 7), speaker="Ray"),
            quoted((8, 9)),
            quoted((10, 12), speaker="She"),
        ]
    )
    assert sides(speaker_outcomes(ours, gold, sources)) == (3, 3, 0)


# ---- Cues ---- #

GOLD_CUES = pd.DataFrame(
    [
        attribution(0, [(0, 4)], ["say"]),
        attribution(1, [(10, 14), (20, 24)], ["remark", "say"]),
        attribution(2, [(30, 34)], ["think"]),
        attribution(3, [(41, 44)], ["say"]),  # Stands in the quotation 40-50.
        attribution(4, [(60, 69), (70, 72)], ["accord", "to"]),
        attribution(5),  # A picture credit has no cue.
        attribution(6, [(80, 84), (85, 89)], ["say", "know"]),
    ]
)
QUOTATION = spans((40, 50))


def test_cues_of_saying_are_found_by_one_of_their_tokens():
    # Cues 0 (not found), 1 (by its first token), 4 (by according); 2 and 6 are thinking, 3 is quoted, 5 is none.
    cues = spans((11, 13), (30, 34), (41, 44), (60, 69), kind="verb", lemma="")
    assert sides(cue_recall_outcomes(cues, GOLD_CUES, QUOTATION, of="saying")) == (2, 1, 0)
    assert sides(cue_recall_outcomes(cues, GOLD_CUES, QUOTATION, of="thinking")) == (1, 1, 0)
    # Of the four cues of saying one stands inside marks.
    assert sides(quoted_cue_outcomes(GOLD_CUES, QUOTATION)) == (3, 1, 0)


def test_our_cues_are_right_where_the_gold_has_any_cue():
    # Right at 3-5 (overlaps 0-4) and 30-34 (a cue of thinking); false at 4-9 (touches 0-4); not counted are the noun,
    # the one inside the gold's quotation, and the one in a text without gold.
    kinds = ["verb", "according-to", "verb", "nominal", "verb"]
    cues = spans((3, 5), (30, 34), (4, 9), (10, 14), (45, 48), kind=kinds, lemma="say")
    elsewhere = cues.head(1).assign(article_id="b")
    outcomes = cue_precision_outcomes(pd.concat([cues, elsewhere]), GOLD_CUES, QUOTATION)
    assert sides(outcomes) == (2, 0, 1)


# ---- Single sentences ---- #


def test_cue_and_head_of_a_single_sentence():
    # Cues: right (overlap), beside it, none. Heads: a word of the speaker, only the actor's, none.
    gold = spans((0, 5), (10, 15), (20, 25), cue=[(6, 9)] * 3, head=["Lee"] * 3)
    ours = pd.concat(
        [
            quoted((0, 5), speaker="Ms. Lee", cue=(8, 12)),
            quoted((10, 15), speaker="she", actor="Lee", cue=(9, 12)),
            quoted((20, 25)),
        ]
    )
    both = with_prediction(ours, gold)
    assert sides(cue_outcomes(both)) == (1, 2, 0)
    assert sides(head_outcomes(both)) == (1, 2, 0)


def test_silence_is_kept_when_no_quotation_of_the_sentence_got_a_cue_or_a_speaker():
    # Sentence a: two quotations, the second got a speaker: false. Sentence b: nothing predicted: right.
    # Sentence c: a cue alone: false. Sentence d has a cue in the gold and does not count.
    gold = spans((0, 5), (10, 15), (0, 5), (0, 5), (0, 5), cue=[None] * 4 + [(6, 9)], head=None)
    gold["article_id"] = ["a", "a", "b", "c", "d"]
    ours = pd.concat(
        [
            quoted((0, 5)),
            quoted((10, 15), actor="Lee"),
            quoted((0, 5)).assign(article_id="b"),
            quoted((0, 5), cue=(6, 9)).assign(article_id="c"),
            quoted((0, 5), cue=(6, 9)).assign(article_id="d"),
        ]
    )
    assert sides(silence_outcomes(with_prediction(ours, gold))) == (1, 0, 2)


def test_gold_in_boilerplate_is_told():
    # Line 0-20 is body, 21-40 boilerplate: one of two quotations (30-35) and one of two cues (36-39) are cut.
    lines = spans((0, 20), (21, 40), zone=["body", "boilerplate"])
    cues = [attribution(0, [(6, 9)], ["say"]), attribution(1, [(36, 39)], ["say"]), attribution(2)]
    gold = QuoteGold(pd.DataFrame(), spans((0, 5), (30, 35)), pd.DataFrame(cues))
    assert sides(zone_outcomes(lines, gold)) == (2, 2, 0)


# ---- The gold's files ---- #

SENTENCE = 'Ann Lee said: "We will wait here."'


def made_up_gold(folder):
    """One text of each set in the format of eval/quotes, about nobody."""
    folder.mkdir(parents=True)
    token = {"start": 8, "end": 12, "text": "said", "lemma": "say"}
    sources = [{"start": 0, "end": 3, "text": "Ann"}, {"start": 4, "end": 7, "text": "Lee"}]
    attributed = {"source_tokens": sources, "source_entity": {"name": "Dr. Lee"}, "cue_tokens": [token]}
    gapped = {
        "source_tokens": [sources[0], {"start": 8, "end": 12, "text": "said"}],
        "source_entity": None,
        "cue_tokens": [],
    }
    quote = {"start": 14, "end": 34, "tokens": 5}
    gum = {"id": "g", "genre": "interview", "text": SENTENCE, "quoted_spans": [quote | {"attributions": [0]}]}
    gum["attributions"] = [attributed, gapped]
    head = {"head": {"text": "Lee"}}
    pud = {
        "id": "p",
        "doc": "d",
        "text": SENTENCE,
        "quotes": [quote | {"cue": {"start": 8, "end": 12}, "speaker": head}],
    }
    fiction = {"id": "l", "text": SENTENCE, "quotes": [{"start": 14, "end": 34}]}
    for name, rows in (
        ("gum_wikinews", [gum, gum | {"id": "n", "genre": "news"}]),
        ("pud_sentences", [pud]),
        ("litbank_fiction", [fiction]),
    ):
        lines = "".join(f"{json.dumps(row)}\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_the_gold_is_read_into_tables(tmp_path):
    gold = read_quote_gold(made_up_gold(tmp_path / "quotes"))
    assert gold.texts["data"].tolist() == [*ATTRIBUTED, "PUD", "LitBank"]
    assert gold.texts["document"].tolist() == ["n", "g", "d", "l"]
    first = gold.spans.set_index("article_id").loc["p"]
    assert (first["start"], first["end"], first["cue"], first["head"]) == (15, 33, (8, 12), "Lee")
    # A source with a gap has a name for each of its pieces.
    assert gold.attributions["sources"].tolist()[:2] == [["Ann Lee", "Dr. Lee"], ["Ann", "said"]]
    assert gold.attributions["lemmas"].tolist()[:2] == [["say"], []]


def test_the_measures_of_a_text_without_difficulties(tmp_path):
    made_up_gold(tmp_path / "quotes")
    measures = {measure.name: measure for measure in measure_quotes(tmp_path)}
    # Four texts with one quotation each, two of them with a gold speaker and cue, and one single sentence.
    found = {name.removeprefix("quotes."): sides(measure.outcomes) for name, measure in measures.items()}
    assert found["spans"] == (4, 0, 0)
    assert found["characters"] == (2 * len("We will wait here."), 0, 0)
    assert found["speakers"] == found["cue-recall"] == found["cue-precision"] == (2, 0, 0)
    assert found["sentence-cue"] == found["sentence-speaker"] == (1, 0, 0)
    assert found["zones"] == (6, 0, 0)


# ---- Clauses ---- #


def clause(verb, voice="active", text_id="s", *, full=False, shared=False, **heads):
    """A clause whose verb and heads are three characters long."""
    roles = {role: (heads[role], heads[role] + 3) if role in heads else None for role in ("subject", "object", "agent")}
    return Clause(text_id, verb, verb + 3, voice, full, roles, shared)


def test_a_sentence_is_passive_for_both_sides_for_one_or_for_none():
    # s1 both, s2 gold only, s3 ours only, s4 neither.
    rows = [{"id": f"s{n}", "text": "x", "has_passive": n in (1, 2)} for n in (1, 2, 3, 4)]
    assert sides(sentence_outcomes(rows, {"s1", "s3"})) == (1, 1, 1)
    coded = [{"id": "s1", "text": "x", "passive": True}]
    assert sides(sentence_outcomes(coded, set())) == (0, 1, 0)


def test_full_passives_are_matched_by_the_verb_s_offset():
    # 0: both. 10: gold only. 20: full for us, bare in the gold. 30: bare for both, which is nothing here.
    gold = [
        clause(0, "passive", full=True),
        clause(10, "passive", full=True),
        clause(20, "passive"),
        clause(30, "passive"),
    ]
    ours = [clause(0, "passive", full=True), clause(20, "passive", full=True), clause(30, "passive")]
    assert sides(passive_outcomes(ours, gold)) == (1, 1, 1)
    elsewhere = [clause(0, "passive", "t", full=True)]
    assert sides(passive_outcomes(elsewhere, gold[:1])) == (0, 1, 1)


def test_an_agent_needs_its_head_and_a_full_passive():
    # Right; another head; none; an active verb at the offset; a head that begins inside the gold's longer token.
    gold = [clause(verb, "passive", full=True, agent=verb + 5) for verb in (0, 20, 40, 60, 80)]
    ours = [
        clause(0, "passive", full=True, agent=5),
        clause(20, "passive", full=True, agent=29),
        clause(40, "passive", full=True),
        clause(60, agent=65),
        clause(80, "passive", full=True, agent=87),
    ]
    assert sides(role_outcomes(ours, gold, "agent")) == (2, 3, 0)
    # The gold has no agent; three of ours have found one.
    without = [clause(verb, "passive", full=True) for verb in (0, 20, 40, 60)]
    assert sides(no_agent_outcomes(ours, without)) == (1, 0, 3)


def test_subjects_of_active_verbs():
    # 10: right. 20: another head, so one missed and one false. 30: ours is another verb's, so missed.
    # 40: the gold has none. 50: passive for us. 60: passive in the gold.
    gold = [clause(verb, subject=verb - 5) for verb in (10, 20, 30)]
    gold += [clause(40), clause(50, subject=45), clause(60, "passive", subject=55)]
    ours = [
        clause(10, subject=5),
        clause(20, subject=11),
        clause(30, subject=25, shared=True),
        clause(40, subject=35),
        clause(50, "passive", subject=45),
        clause(60, subject=55),
    ]
    # Right: 10. Missed: 20, 30, 50. False: 20, 40, 60.
    assert sides(active_outcomes(ours, gold, "subject")) == (1, 3, 3)


def test_a_shared_subject_does_not_hide_the_object():
    gold = [clause(10, object=15)]
    assert sides(active_outcomes([clause(10, object=15, shared=True)], gold, "object")) == (1, 0, 0)


@pytest.mark.parametrize(
    ("data", "name", "of"),
    [("GUM", "made-up-12", "made-up"), ("PUD", "n09123004", "n09123"), ("PassivePy", "c-3", "c-3")],
)
def test_a_sentence_s_document_is_in_its_name(data, name, of):
    assert document({"data": data, "id": name}) == of


def test_predicted_and_gold_clauses_have_one_form():
    text = "The mill was hit by a storm."
    phrases = {"subject": (4, 8), "agent": (22, 27)}
    gold = {"verb": {"start": 13, "end": 16}, "voice": "passive", "full_passive": True, "object": None}
    gold |= {role: {"head": {"start": start, "end": end}} for role, (start, end) in phrases.items()}
    predicted = predict_clauses(pd.DataFrame({"text_id": ["s"], "text": [text]}))
    assert predicted == gold_clauses([{"id": "s", "text": text, "predicates": [gold]}])


# ---- Estimates and the table ---- #


def measure(kind, rows, documents=("d", "e")):
    """A measure over one text a document; ``rows`` are pairs of document and outcome."""
    texts = pd.DataFrame({"text_id": documents, "data": "Set", "document": documents, "text": "0123456789"})
    outcomes = outcome_table(place(document, 2, 4) | {"outcome": outcome} for document, outcome in rows)
    return Measure("block.name", "label", "thing", kind, outcomes, texts)


def test_precision_recall_and_f1():
    # Three right, one missed, two false: P = 3/5, R = 3/4, F1 = 6/9.
    found = [("d", "right")] * 3 + [("d", "missed")] + [("e", "false")] * 2
    rows = pd.DataFrame(score(measure("prf", found)))
    assert rows["statistic"].tolist() == ["precision", "recall", "F1"]
    assert rows[["k", "n"]].to_numpy().tolist() == [[3, 5], [3, 4], [6, 9]]
    assert rows["estimate"].tolist() == [3 / 5, 3 / 4, 6 / 9]


def test_a_share_has_wilson_s_interval():
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662.
    found = [("d", "right")] * 81 + [("d", "missed")] * 100 + [("e", "false")] * 82
    (row,) = score(measure("share", found))
    assert (row["k"], row["n"]) == (81, 263)
    assert [row["low"], row["high"]] == pytest.approx([0.2553, 0.3662], abs=5e-5)


def test_a_data_set_without_outcomes_has_no_row_and_nothing_predicted_no_precision():
    assert list(score(measure("prf", []))) == []
    rows = pd.DataFrame(score(measure("prf", [("d", "missed")])))
    assert rows["n"].tolist() == [0, 1, 1]
    assert rows["estimate"].isna().tolist() == [True, False, False]


def test_documents_without_outcomes_are_drawn_too():
    outcomes = measure("f1", [("d", "right")]).outcomes.assign(document="d")
    assert counts_by_document(outcomes, ["d", "e"]).to_numpy().tolist() == [[1, 0, 0], [0, 0, 0]]


def test_the_bootstrap_draws_whole_documents():
    # Two documents, one all right and one all false: a quarter of the draws has F1 0 and a quarter 1.
    apart = pd.DataFrame({"right": [9, 0], "missed": [0, 0], "false": [0, 9]})
    assert f1_interval(apart) == (0, 1)
    # Equal documents give the same F1 in every draw, 2 / (2 + 1 + 1).
    equal = pd.DataFrame({"right": [1] * 5, "missed": [1] * 5, "false": [1] * 5})
    assert f1_interval(equal) == (0.5, 0.5)
    # A document's counts stay together: each has as many missed as right, so every draw has F1 2/3.
    together = pd.DataFrame({"right": [9, 1], "missed": [9, 1], "false": [0, 0]})
    assert f1_interval(together) == pytest.approx((2 / 3, 2 / 3))
    assert all(pd.isna(end) for end in f1_interval(equal.head(1)))


def test_the_interval_is_the_same_in_every_run_and_holds_the_estimate():
    counts = pd.DataFrame({"right": [5, 2, 9, 4], "missed": [1, 0, 3, 2], "false": [0, 2, 1, 1]})
    low, high = f1_interval(counts)
    assert low < 40 / 50 < high  # 20 right, 6 missed, 4 false.
    assert (low, high) == f1_interval(counts)


def test_the_table_in_percent():
    table = to_markdown(pd.DataFrame(score(measure("share", [("d", "right")] * 1 + [("e", "missed")] * 2))))
    # 1 of 3; Wilson 0.0615 to 0.7923.
    assert table.splitlines()[2] == "| label | Set | share | thing | 1 | 3 | 33.3 | 6.1 to 79.2 |  |  |"
    widths = {line.count("|") for line in table.splitlines()}
    assert len(widths) == 1


def test_only_what_stands_between_the_marks_is_replaced(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text(
        "Before\n<!-- validity -->\nold \\1\n<!-- /validity -->\nAfter <!-- /validity -->\n", encoding="utf-8"
    )
    write_between_marks(readme, "| new \\1 |\n")
    assert (
        readme.read_text()
        == "Before\n<!-- validity -->\n\n| new \\1 |\n\n<!-- /validity -->\nAfter <!-- /validity -->\n"
    )
    write_between_marks(readme, "| new \\1 |\n")
    assert readme.read_text().count("new") == 1
    readme.write_text("No marks\n", encoding="utf-8")
    write_between_marks(readme, "| new |\n")
    assert readme.read_text() == "No marks\n"


# ---- The command ---- #


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout and gold of their own, with one block of one measure."""
    made = measure("share", [("d", "right"), ("e", "missed")])
    monkeypatch.setattr(command, "ROOT", tmp_path)
    monkeypatch.setattr(command, "BLOCKS", {"block": lambda _: [made]})
    monkeypatch.setattr(command, "sentiment_rows", lambda _: [])
    monkeypatch.setattr(command, "say_contrasts", lambda _: "No contrasts.\n")
    monkeypatch.setenv("FRAMELENS_DATA", str(tmp_path))
    for name in ("quotes", "voice"):
        (tmp_path / "eval" / name).mkdir(parents=True)
    (tmp_path / "README.md").write_text("<!-- validity --><!-- /validity -->", encoding="utf-8")
    return tmp_path


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["validity", *arguments])
    command.main()


def test_the_command_writes_and_prints_one_table(checkout, monkeypatch, capsys):
    run(monkeypatch)
    table = capsys.readouterr().out
    assert "| label | Set | share | thing | 1 | 2 | 50.0 |" in table
    assert table in (checkout / "docs" / "validity.md").read_text()
    assert table in (checkout / "README.md").read_text()


def test_errors_are_shown_in_their_place_and_nothing_is_written(checkout, monkeypatch, capsys):
    before = sorted(path.name for path in checkout.iterdir())
    run(monkeypatch, "--errors", "block.name")
    said = capsys.readouterr().out.splitlines()
    assert said[0].split()[:4] == ["missed", "Set", "e", "2-4"]
    assert said[1:] == ["    01>>>23<<<456789", "block.name: 1 of 2 are wrong."]
    assert sorted(path.name for path in checkout.iterdir()) == before


def test_an_unknown_measure_is_answered_with_those_there_are(checkout, monkeypatch):
    with pytest.raises(SystemExit) as stopped:
        run(monkeypatch, "--errors", "block.nome")
    assert str(stopped.value) == "there is no measure 'block.nome'; there are block.name."


def test_without_gold_the_command_stops_with_one_sentence(monkeypatch, tmp_path):
    (tmp_path / "none" / "eval" / "quotes").mkdir(parents=True)  # Half of it is not enough.
    monkeypatch.setenv("FRAMELENS_DATA", str(tmp_path / "none"))
    with pytest.raises(SystemExit) as stopped:
        run(monkeypatch)
    folder = tmp_path / "none" / "eval"
    assert str(stopped.value) == (
        f"there is no gold in '{folder}'; set FRAMELENS_DATA to the folder that holds eval/quotes and eval/voice."
    )


def test_the_readme_leaves_out_the_recall_of_each_class_and_each_hard_case():
    rows = pd.DataFrame({"statistic": ["macro F1", "recall of negative", "accuracy", "share"],
                         "label": ["a (model)", "a (model)", "hard cases: denial (model)", "b"]})  # fmt: skip
    assert is_detail(rows).tolist() == [False, True, True, False]


def test_every_measure_s_name_begins_with_its_block():
    from validity import quotes, voice

    assert list(command.BLOCKS) == [
        "quotes", "voice", "readings", "passages", "copies", "misclassification", "inference", "terms",
    ]  # fmt: skip
    assert not quotes.LABELS.keys() & voice.LABELS.keys()


# ---- Sentiment ---- #

TWO_TARGETS = [
    sentiment.Decision("Norland praised Ravel.", (0, 7), 1, ""),
    sentiment.Decision("Norland praised Ravel.", (16, 21), 2, ""),
    sentiment.Decision("Ravel lied.", (0, 5), 0, ""),
]


def test_polarities_of_newsmtsc_are_read_as_three_classes(tmp_path):
    row = {"sentence_normalized": "Ravel lied.", "targets": [{"from": 0, "to": 5, "polarity": 2.0}]}
    (tmp_path / "dev.jsonl").write_text(json.dumps(row) + "\n")
    assert sentiment.read_news(tmp_path / "dev.jsonl") == [TWO_TARGETS[2]]


def test_macro_f1_is_the_mean_over_classes(monkeypatch):
    # Found: neutral, neutral, negative. F1: negative 1, neutral 2 / (2 + 1) = 2/3, positive 0; mean 5/9.
    row = sentiment._macro_f1("model", "data", TWO_TARGETS, np.array([1, 1, 0]))
    assert (row["k"], row["n"]) == (2, 3)
    assert row["estimate"] == pytest.approx(5 / 9)


def test_recall_is_a_share_of_the_true_class():
    rows = list(sentiment._recalls("model", "data", TWO_TARGETS, np.array([1, 1, 0])))
    assert [(row["statistic"], row["k"], row["n"]) for row in rows] == [
        ("recall of negative", 1, 1), ("recall of neutral", 1, 1), ("recall of positive", 0, 1),
    ]  # fmt: skip


def test_renaming_another_party_is_counted_over_pairs_and_names(monkeypatch):
    # A scorer that hates one name: of two pairs (each target beside the other), each sees it once.
    hated = names.NAMES["countries"][0]
    monkeypatch.setattr(sentiment, "predict", lambda _, rows: np.array([0 if hated in one.text else 1 for one in rows]))
    rows = list(sentiment.swaps("data", TWO_TARGETS))
    assert next((row["k"], row["n"]) for row in rows) == (2, 2 * len(names.NAMES["countries"]))
    assert [row["k"] for row in rows[1:]] == [0, 0]


def test_simulated_articles_have_the_share_and_the_likeness_that_they_should():
    x, n = inference.draw(0.2, 0.2, 400, "units", rng=np.random.default_rng(1))
    assert (n >= 2).all()
    assert (x / n).mean() == pytest.approx(0.2, abs=0.002)
    # Beta-binomial: the variance of x is n p (1 - p) (1 + (n - 1) rho).
    ratio = ((x - 0.2 * n) ** 2).mean() / (n * 0.16 * (1 + (n - 1) * 0.2)).mean()
    assert ratio == pytest.approx(1, abs=0.02)


def test_an_interval_that_is_missing_counts_for_nothing(monkeypatch):
    monkeypatch.setattr(inference, "RUNS", 40)
    held, counted = inference.share_held(10, "articles")
    assert held <= counted < 40 * len(inference.SHARES) * len(inference.OVERDISPERSION)
    assert held / counted > 0.85


def test_outlets_are_exchanged_within_events():
    shares = pd.DataFrame({"article_id": list("abcdef"), "event": list("xxxyyy"), "outlet": list("LMRLMR")})
    given = pd.concat([inference.exchange(shares, seed) for seed in range(20)])
    assert given.groupby(given.index // 3)["outlet"].unique().map(sorted).tolist() == [list("LMR")] * 2
    assert given.loc[0, "outlet"].nunique() == 3


def test_a_contrast_that_is_plain_is_found_with_its_evidence():
    events, outlets = range(6), "LMR"
    labels = pd.DataFrame(
        [(f"{e}{o}", o, str(e), "pact" if o == "L" else "deal") for e in events for o in outlets for _ in range(5)],
        columns=["article_id", "outlet", "event", "label"],
    ).assign(concept="c", voice="own")
    found = inference.found_contrasts(label_shares(labels, by=("outlet", "event", "article_id")))
    first = found[found["label"] == "pact"].iloc[0]
    # The target's article of three is L's in each of six events: 1 of 3 ** 6.
    assert first[["outlet", "k", "n", "k_reference", "n_reference", "p"]].tolist() == ["L", 30, 30, 0, 60, 1 / 729]
