import csv
from dataclasses import replace

import pandas as pd
import pytest

from framelens import Annotations, ArgumentError
from framelens.doubt import DOUBT_CLASSES, DOUBTS, find_doubts, summarize_doubt
from framelens.schema import ATTRIBUTIONS, CUES, RESULT, conform, with_outlet
from framelens.words import count_words
from tests.toy import ROOT, annotations_of


def reported(*articles) -> Annotations:
    """Tables of articles, each a text (a line is a sentence) and its reports.

    A report is the actor, the cue's word, its class, and the pieces of what is reported, each as it stands in the text;
    a piece in “…” is quoted. Without a cue, the word is None.
    """
    texts = {f"a{number}": ("Alpha", text) for number, (text, *_) in enumerate(articles, 1)}
    annotations = annotations_of(texts)
    rows: dict[str, list] = {"attributions": [], "cues": []}
    for (article_id, (_, text)), (_, *reports) in zip(texts.items(), articles, strict=True):
        for cue_id, report in enumerate(reports, 1):
            add_report(rows, article_id, text, cue_id, *report)
    tables = {}
    for name, columns in (("attributions", ATTRIBUTIONS), ("cues", CUES)):
        frame = pd.DataFrame(rows[name], columns=list(columns)) if rows[name] else pd.DataFrame(columns=list(columns))
        tables[name] = with_outlet(conform(frame, columns), annotations.articles)
    sentences = annotations.sentences
    return replace(annotations, sentences=sentences.assign(n_words=sentences["text"].map(count_words)), **tables)


def add_report(rows, article_id, text, cue_id, actor, cue, cue_class, *pieces) -> None:
    key = {"article_id": article_id, "actor": actor, "party": f"{actor}land" if actor else None}
    at = {}
    if cue is not None:
        place = placed(text, cue)
        at = {"cue_id": cue_id, "cue_start": place["start"], "cue_end": place["end"]}
        kind = {"kind": "nominal" if cue_class == "noun" else "verb", "negated": False, "nested": False}
        rows["cues"].append(key | place | kind | {"cue_id": cue_id, "lemma": cue, "cue_class": cue_class})
    for piece in pieces:
        words = piece.strip("“”")
        voice = "quoted" if piece.startswith("“") else "indirect"
        number = {"attribution_id": len(rows["attributions"]) + 1, "n_words": count_words(words), "voice": voice}
        rows["attributions"].append(key | at | placed(text, words, text.index(piece)) | number)


def placed(text: str, words: str, after: int = 0) -> dict[str, int]:
    start = text.index(words, after)
    return {"start": start, "end": start + len(words), "sentence_id": 1 + text.count("\n", 0, start)}


def doubts(*articles) -> list[list]:
    """Marker, class, voice, whose, and about whom."""
    found = find_doubts(reported(*articles))
    columns = ["marker", "doubt_class", "voice", "by_actor", "actor"]
    return found[columns].astype("object").where(found[columns].notna(), None).values.tolist()


MARA = ("Mara", "said", "neutral", "the bridge was safe")


@pytest.mark.parametrize(
    ("text", "marker", "doubt_class"),
    [
        ("Mara said without evidence that the bridge was safe.", "without evidence", "disclaimer"),
        ("Mara said, without providing any proof, that the bridge was safe.", "without * * proof", "disclaimer"),
        (
            "Mara said the bridge was safe, which could not be independently verified.",
            "not be * verified",
            "disclaimer",
        ),
        ("Mara said the bridge was safe, an unsubstantiated assertion.", "unsubstantiated", "disclaimer"),
        ("Mara falsely said the bridge was safe.", "falsely", "refutation"),
        ("Mara said the bridge was safe, a baseless view.", "baseless", "refutation"),
        ("Mara said the bridge was safe, even though it swayed.", "even though", "rebuttal"),
        ("Mara said the bridge was safe, contradicting the tests.", "contradict*", "rebuttal"),
    ],
)
def test_a_narrator_s_marker_is_about_the_statement_of_its_sentence(text, marker, doubt_class):
    assert doubts((text, MARA)) == [[marker, doubt_class, "own", None, "Mara"]]


def test_a_doubt_has_its_place_and_its_statement():
    row = find_doubts(reported(("It rained.\nMara falsely said the bridge was safe.", MARA))).iloc[0]
    assert row[["article_id", "sentence_id", "start", "end", "party", "cue_id", "outlet"]].tolist() == [
        "a1", 2, 16, 23, "Maraland", 1, "Alpha",
    ]  # fmt: skip
    assert pd.isna(row["attribution_id"])


def test_a_marker_in_somebody_s_words_is_the_speaker_s():
    text = "Mara said Orin’s view was baseless.\n“Without evidence,” she added."
    reports = [
        ("Mara", "said", "neutral", "Orin’s view was baseless"),
        ("Mara", "added", "neutral", "“Without evidence,”"),
    ]
    assert doubts((text, *reports)) == [
        ["baseless", "refutation", "indirect", "Mara", None],
        ["without evidence", "disclaimer", "quoted", "Mara", None],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "About 35,000 people, roughly half of them children, nearly all unhurt, left.",
        "Mara is supposed to say it as though she knew.",
        "Despite the rain and although it was late, they left.",
    ],
)
def test_approximators_other_senses_and_concessions_without_a_statement_are_no_doubt(text):
    assert doubts((text,)) == []


def test_the_nearest_of_two_statements_is_meant():
    text = "Mara said the bridge was safe; Orin, without evidence, claims it was not."
    orin = ("Orin", "claims", "neutral", "it was not")
    assert [row[4] for row in doubts((text, MARA, orin))] == ["Orin"]


def test_a_sentence_that_points_back_is_about_the_last_statement_of_the_one_before():
    text = "Mara said the bridge was safe.\nThe claim could not be verified."
    assert doubts((text, MARA)) == [["not be verified", "disclaimer", "own", None, "Mara"]]
    # It points to nothing; or something stands between.
    assert doubts((text.replace("The claim", "The doors"), MARA))[0][4] is None
    assert doubts((text.replace("\n", "\nThe day was long.\n"), MARA))[0][4] is None


def test_a_disclaimer_on_all_sides_is_about_nobody():
    text = "Mara said the bridge was safe, but neither side’s claims could be trusted: they are unverified."
    assert doubts((text, MARA)) == [["unverified", "disclaimer", "own", None, None]]


def test_a_rebuttal_is_about_the_statement_before_it_or_that_of_its_own_clause():
    before = "Mara said the bridge was safe, even though Orin doubts this."
    orin = ("Orin", "doubts", "neutral", "this")
    assert [row[4] for row in doubts((before, MARA, orin))] == ["Mara"]
    denied = "The mayor said no more, despite claims by Mara that the bridge was safe."
    claims = ("Mara", "claims", "noun", "the bridge was safe")
    assert [row[4] for row in doubts((denied, ("Mayor", "said", "neutral", "no more"), claims))] == ["Mara"]


@pytest.mark.parametrize("word", ["Although", "Though"])
def test_a_concession_is_a_rebuttal_only_where_it_opens_the_sentence_and_the_cue_s_clause(word):
    assert [row[4] for row in doubts((f"{word} Mara said the bridge was safe, it swayed.", MARA))] == ["Mara"]
    assert doubts((f"{word} it rained, Mara said the bridge was safe.", MARA)) == []
    assert doubts((f"Mara said the bridge was safe, {word.lower()} it swayed.", MARA)) == []
    orin = ("Orin", "denied", "neutral", "this")
    assert doubts((f"Mara said the bridge was safe, {word.lower()} Orin denied this.", MARA, orin)) == []


@pytest.mark.parametrize("text", ["Although Mara never said the bridge was safe, it stood.",
                                  "Mara never said the bridge was safe, even though it was."])  # fmt: skip
def test_what_somebody_did_not_say_is_not_rebutted(text):
    tables = reported((text, MARA))
    assert find_doubts(replace(tables, cues=tables.cues.assign(negated=True))).empty


@pytest.mark.parametrize("word", ["alleged", "so-called"])
def test_a_hedge_is_about_no_statement(word):
    text = f"Mara said of the {word} crack that the bridge was safe."
    assert doubts((text, MARA)) == [[word, "hedge", "own", None, None]]


def test_a_distancing_verb_is_a_doubt_and_counts_once():
    text = "Mara alleged the bridge was safe."
    assert doubts((text, ("Mara", "alleged", "distancing", "the bridge was safe"))) == [
        ["alleged", "distancing", "own", None, "Mara"]
    ]


def test_distancing_nouns_and_negated_verbs_are_no_doubt():
    noun = ("The claim by Mara that the bridge was safe stood.", ("Mara", "claim", "noun", "the bridge was safe"))
    tables = reported(noun, ("Mara never claimed the bridge was safe.", ("Mara", "claimed", "distancing")))
    cues = tables.cues.assign(negated=tables.cues["article_id"] == "a2", cue_class="distancing")
    assert find_doubts(replace(tables, cues=cues)).empty


def test_a_distancing_verb_in_somebody_s_words_is_the_speaker_s():
    text = "Orin said Mara claimed the bridge was safe."
    orin = ("Orin", "said", "neutral", "Mara claimed the bridge was safe")
    mara = ("Mara", "claimed", "distancing", "the bridge was safe")
    assert doubts((text, orin, mara)) == [["claimed", "distancing", "indirect", "Orin", None]]


@pytest.mark.parametrize(
    ("text", "pieces", "n"),
    [
        ("The “brave old bridge” fell.", ["“brave old bridge”"], 1),
        ("The “very brave old bridge” fell.", ["“very brave old bridge”"], 0),
        ("They read “Old Bridges” aloud.", ["“Old Bridges”"], 0),
        ("“Come in.”", ["“Come in.”"], 0),
    ],
)
def test_a_scare_quote_is_a_few_words_in_a_narrator_s_sentence_that_are_no_title(text, pieces, n):
    found = doubts((text, (None, None, None, *pieces)))
    assert found == [["quotation marks", "scare-quote", "own", None, None]] * n


def test_quoted_words_of_a_source_or_inside_a_quotation_are_no_scare_quotes():
    text = "Mara said it was “brave”.\n“They called it “brave” then,” Mara added."
    outer, inner = "“They called it “brave” then,”", "“brave” then"
    tables = reported((text, ("Mara", "said", "neutral", "“brave”"), ("Mara", "added", "neutral", outer)))
    nested = text.index(inner) + 1
    row = {"article_id": "a1", "start": nested, "end": nested + 5, "sentence_id": 2, "voice": "quoted", "n_words": 1}
    more = conform(pd.DataFrame([row | {"attribution_id": 9}]), ATTRIBUTIONS).assign(outlet="Alpha")
    assert find_doubts(replace(tables, attributions=pd.concat([tables.attributions, more]))).empty


def test_doubts_are_looked_for_in_the_zone_asked():
    tables = reported(("Mara falsely said the bridge was safe.", MARA))
    tables.sentences["zone"] = "headline"
    assert find_doubts(tables).empty
    assert len(find_doubts(tables, zone="headline")) == len(find_doubts(tables, zone="all")) == 1


def test_doubts_have_the_columns_of_their_table_even_without_a_row():
    assert find_doubts(reported(("It rained.",))).columns.tolist() == [*DOUBTS, "outlet"]


def test_doubts_cannot_be_found_without_texts():
    tables = reported(("It rained.",))
    with pytest.raises(ArgumentError) as error:
        find_doubts(replace(tables, sentences=tables.sentences.assign(text=pd.Series(dtype="str"))))
    assert str(error.value) == "the shared form of a study has no running words; put its articles in place first."


def test_every_listed_marker_has_a_class_and_a_source_and_matches_itself():
    text = (ROOT / "analysis" / "framelens" / "doubts.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({row["marker"] for row in rows}) == len(rows) > 50
    assert {row["doubt_class"] for row in rows} == {"disclaimer", "refutation", "hedge", "rebuttal", "none"}
    assert {row["source"] for row in rows} == {"framelens", "recasens-et-al-2013"}
    uses = [row["marker"].replace("* ", "xx ").replace("*", "") for row in rows]
    texts = [f"{use} what Mara said, the bridge was safe." for use in uses]
    found = find_doubts(reported(*((text, MARA) for text in texts)))
    expected = {f"a{number}": row["marker"] for number, row in enumerate(rows, 1) if row["doubt_class"] != "none"}
    assert dict(zip(found["article_id"], found["marker"], strict=True)) == expected


# ---- Summary --------------------------------------------------------------------------------------------------------

TWO_ARTICLES = (
    # Mara speaks three times, once doubted by two markers; Orin once; a title has no source.
    (
        "Mara alleged A was so, without evidence.\nShe added B.\nShe concluded C.\nOrin told D.\nThey read “e f”.",
        ("Mara", "alleged", "distancing", "A was so"), ("Mara", "added", "neutral", "B"),
        ("Mara", "concluded", "neutral", "C"), ("Orin", "told", "neutral", "D"), (None, None, None, "“e f”"),
    ),
    ("Mara falsely said A.", ("Mara", "said", "neutral", "A")),
)  # fmt: skip


def summary(**options) -> pd.DataFrame:
    tables = reported(*TWO_ARTICLES)
    frame = summarize_doubt(find_doubts(tables), tables.attributions, **options)
    return frame.set_index([*options.get("by", ("outlet", "actor"))[1:], "doubt_class"])


def test_doubt_is_shared_out_over_a_source_s_statements():
    # Mara: 1 of 3 statements in a1 and 1 of 1 in a2 have any marker; distancing and a disclaimer are on the same one.
    found = summary()
    assert found.loc[("Mara", "any"), ["estimate", "k", "n", "n_articles"]].tolist() == [(1 / 3 + 1) / 2, 2, 4, 2]
    assert found.loc[("Mara", "distancing"), ["k", "n"]].tolist() == [1, 4]
    assert found.loc[("Mara", "disclaimer"), ["k", "n"]].tolist() == [1, 4]
    assert found.loc[("Mara", "refutation"), ["estimate", "k", "n"]].tolist() == [1 / 2, 1, 4]
    assert found.loc[("Orin", "any"), ["k", "n", "interval", "sparse"]].tolist() == [
        0,
        1,
        "within-article-wilson",
        True,
    ]


def test_a_summary_has_every_source_with_every_class_and_no_scare_quotes():
    found = summary()
    assert found.index.tolist() == sorted(
        (actor, name) for actor in ("Mara", "Orin") for name in (*DOUBT_CLASSES, "any")
    )
    assert found.columns.tolist() == ["outlet", *RESULT]
    assert found["unit"].unique().tolist() == ["statement"]


def test_doubt_can_be_summarized_by_outlet():
    assert summary(by=("outlet",)).loc["any", ["k", "n"]].tolist() == [2, 5]


def test_doubts_of_speakers_do_not_count():
    tables = reported(("Mara said the claim was baseless.", ("Mara", "said", "neutral", "the claim was baseless")))
    assert summarize_doubt(find_doubts(tables), tables.attributions)["k"].sum() == 0


def test_a_quotation_of_a_known_source_without_a_cue_is_a_statement():
    brief = ("Mara", None, None, "“the bridge stands well”")
    tables = reported(("Mara was falsely brief: “the bridge stands well”.", brief))
    found = summarize_doubt(find_doubts(tables), tables.attributions).set_index("doubt_class")
    assert found.loc["refutation", ["k", "n"]].tolist() == [1, 1]


def test_pieces_of_one_statement_count_once():
    pieces = ("Mara", "said", "neutral", "the bridge", "“was safe”")
    tables = reported(("Mara falsely said the bridge she built “was safe”.", pieces))
    assert summarize_doubt(find_doubts(tables), tables.attributions)["n"].unique().tolist() == [1]
