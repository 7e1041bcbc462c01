"""Views: the counts that are chosen and not counted again, and the sentences that are as many as was counted."""

import ast
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import framelens as fl
from framelens.views.context import as_csv, as_html, in_context, matching
from framelens.views.frozen import freeze_view, view_parameters
from framelens.views.parts import Material, View
from framelens.views.show import MEASURES, draw_view, fill_view, look_behind, tabulate
from framelens.views.terms import select_counts

WORDS = st.lists(
    st.tuples(
        st.sampled_from(["a1", "a2", "b1"]), st.sampled_from(["own", "quoted", "indirect"]),
        st.sampled_from(["body", "headline"]), st.sampled_from(["war", "raid", "act"]),
    ), min_size=1, max_size=30,
)  # fmt: skip


@given(WORDS, st.sampled_from(["own", "all"]), st.sampled_from(["body", "all"]), st.sampled_from([("A",), ("A", "B")]))
@settings(deadline=None, max_examples=25)
def test_counts_chosen_are_those_that_would_be_counted(words, voice, zone, outlets):
    tokens = pd.DataFrame(words, columns=["article_id", "voice", "zone", "term"])
    tokens["outlet"] = tokens["article_id"].str[0].str.upper()
    everything = fl.count_terms(tokens, by=("outlet", "voice", "zone"), voice="all", zone="all")
    chosen = select_counts(everything, outlets=outlets, voice=voice, zone=zone)
    counted = fl.count_terms(tokens[tokens["outlet"].isin(outlets)], voice=voice, zone=zone)
    pd.testing.assert_frame_equal(chosen.to_frame(), counted.to_frame(), check_dtype=False)
    assert chosen.vocabulary.tolist() == counted.vocabulary.tolist()


@pytest.fixture(scope="module")
def material(sample) -> Material:
    return Material(*sample)


@pytest.mark.parametrize(("voice_first", "zone"), [(True, "body"), (False, "body"), (False, "all")])
@pytest.mark.parametrize("measure", ["terms", "word choice", "sentiment", "agency"])
def test_behind_a_row_there_are_as_many_sentences_as_it_counts(material, measure, voice_first, zone):
    voice = MEASURES[measure].voices[0 if voice_first else -1]
    view = fill_view(material, View(measure=measure, voice=voice, zone=zone, min_count=1))
    frame = tabulate(material, view)
    if zone == "all" and measure != "agency":  # No event of the sample is told in a headline.
        assert frame["n"].sum() > tabulate(material, replace(view, zone="body"))["n"].sum()
    for _, row in frame.iloc[::3].iterrows():
        expected = row["n"] if pd.isna(row["k"]) else row["k"]  # A mean rests on all sentences.
        found = look_behind(material, view, row)
        assert len(found) == expected
        assert set(found["outlet"]) <= {row["outlet"]}


def test_behind_the_parts_of_a_bar_there_are_all_attributed_spans_of_the_outlet(material):
    view = fill_view(material, View(measure="sources", voice="all"))
    frame = tabulate(material, view)
    spans = material.annotations.attributions
    for outlet, rows in frame[frame["outlet"].isin(["Slackwater", "Veldmark Herald"])].groupby("outlet"):
        found = pd.concat(look_behind(material, view, row) for _, row in rows.iterrows())
        body = spans[(spans["outlet"] == outlet) & (spans["zone"] == "body")]
        assert sorted(zip(found["article_id"], found["start"], strict=True)) == sorted(
            zip(body["article_id"], body["start"], strict=True)
        )


def test_a_merged_spelling_s_uses_are_all_behind_it(material):
    # "cease-fire" is not in the sample study: any word with a hyphen and its spelling without.
    tokens = material.annotations.tokens
    view = fill_view(material, View(topic="Slackwater", min_count=1))
    row = pd.Series({"term": tokens.loc[tokens["outlet"] == "Slackwater", "term"].iloc[0], "outlet": "Slackwater"})
    hyphened = tokens["term"].where(tokens.index != tokens.index[tokens["term"] == row["term"]][0], f"-{row['term']}")
    assert hyphened.str.startswith("-").sum() == 1
    before = len(look_behind(material, view, row))
    changed = replace(material.annotations, tokens=tokens.assign(term=hyphened))
    after = Material(material.study, replace(material.observations, annotations=changed))
    assert len(look_behind(after, view, row)) == before > 0


def test_more_smoothing_draws_every_term_nearer_to_no_difference(sample):
    study, seen = sample
    few, many = (
        draw_view(study, seen, View(topic="Tavrin Courier", prior_weight=weight)).frame.set_index("term")["estimate"]
        for weight in (10, 10_000)
    )
    both = few.index.intersection(many.index)
    assert len(both) > 3
    assert (many[both] < few[both]).all()


def test_a_view_is_drawn_at_the_width_asked_for_and_says_what_it_is_of(sample):
    study, seen = sample
    drawn = draw_view(study, seen, View(measure="word choice", topic="the-act/raid"), width=89)
    assert drawn.axes.figure.get_figwidth() * 25.4 == pytest.approx(89)
    concept = study.concepts["the-act"].label
    assert drawn.caption.text.startswith(f"Word choice of {concept}: raid: share of the label")
    # README.md: the Tavrin Courier says raid in 4 of 6 mentions.
    assert "Tavrin Courier: 4 of 6" in drawn.caption.alt


@pytest.mark.parametrize(
    ("view", "message"),
    [
        (View(measure="term"), "`measure` must be one of 'terms', 'word choice', 'sentiment', 'sources', 'agency'; got"
                               " 'term'. Did you mean 'terms'?"),
        (View(measure="sentiment", topic="felsted"), "`topic` must be one of 'veldmark', "),
        (View(measure="sentiment", voice="quoted"), "`voice` must be one of 'own', 'attributed', 'all'; got 'quoted'."),
        (View(outlets=("Slakwater",)), "`outlets` must be one of "),
        (View(zone="boilerplate"), "`zone` must be one of 'body', "),
        (View(topic="Slackwater", outlets=("Tavrin Courier",)), "'Slackwater' has no words in this voice and zone among"
                                                               " the outlets chosen; choose another, or add it."),
        (View(measure="agency", min_count=500), "there is nothing to draw: these choices leave no row; take more"
                                                " outlets, another voice or a smaller minimum count."),
    ],
)  # fmt: skip
def test_choices_that_cannot_be_are_answered_in_a_sentence(sample, view, message):
    with pytest.raises(fl.ArgumentError) as error:
        draw_view(*sample, view)
    assert str(error.value).startswith(message)


def test_a_study_without_concepts_says_so(sample):
    study, seen = sample
    with pytest.raises(fl.ArgumentError) as error:
        draw_view(study.model_copy(update={"concepts": {}}), seen, View(measure="word choice"))
    assert str(error.value) == "the study has nothing to draw word choice of; add it to 'study.toml'."


def test_the_shared_form_draws_the_same_and_shows_no_sentence(sample):
    from framelens.observations import without_texts

    study, seen = sample
    shared = Material(study, without_texts(seen, study))
    for measure in ("terms", "word choice", "sentiment", "agency"):
        view = fill_view(shared, View(measure=measure))
        frame = tabulate(shared, view)
        pd.testing.assert_frame_equal(frame, tabulate(Material(study, seen), view))
        with pytest.raises(fl.ArgumentError, match="which holds no sentences; put the articles in place"):
            look_behind(shared, view, frame.iloc[0])


# The sentences --------------------------------------------------------------------------------------------------------


def test_before_the_hit_and_after_it_make_the_sentence(material):
    view = fill_view(material, View(topic="Tavrin Courier"))
    frame = tabulate(material, view)
    row = frame[frame["term"] == "sailors"].iloc[0]
    found = in_context(look_behind(material, view, row), material.annotations)
    assert (found["before"] + found["hit"] + found["after"] == found["sentence"]).all()
    assert found["hit"].str.casefold().unique().tolist() == ["sailors"]


FOUND = pd.DataFrame(
    {"outlet": ["=A1", "B"], "article_id": ["a", "@b"], "line": [1, 2], "voice": ["own", "quoted"],
     "speaker": [None, "<i>Dee</i>"], "hit": ["-war", "raid"], "before": ["", "The "], "after": [" & on", "."],
     "sentence": ["-war & on", "The raid."], "chance": [-0.5, 1.0]}
)  # fmt: skip


def test_no_cell_of_the_csv_is_a_formula_and_numbers_stay_numbers():
    header, first, second = as_csv(FOUND).splitlines()
    assert header.startswith('"outlet","article_id","line",')
    assert first == """"'=A1","a",1,"own","","'-war",""," & on","'-war & on",-0.5"""
    assert second == """"B","'@b",2,"quoted","<i>Dee</i>","raid","The ",".","The raid.",1.0"""


@given(st.text(min_size=1))
def test_whatever_stands_in_a_cell_no_spreadsheet_takes_it_for_a_formula(text):
    import csv
    import io

    (_, (cell,)) = csv.reader(
        io.StringIO(as_csv(pd.DataFrame({"sentence": pd.Series([text], dtype="str")})), newline="")
    )
    assert cell[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")
    assert cell.removeprefix("'") == text.removeprefix("'")


def test_the_table_marks_the_hit_and_escapes_every_text():
    shown = as_html(FOUND)
    assert "<td>The <mark>raid</mark>.</td>" in shown
    assert "&lt;i&gt;Dee&lt;/i&gt;" in shown
    assert "<i>" not in shown
    assert "<mark>-war</mark> &amp; on" in shown


def test_a_filter_looks_at_sentence_speaker_outlet_and_voice_without_capitals():
    assert [len(matching(FOUND, text)) for text in ("RAID", "dee", "own", "", "none", "a1")] == [1, 1, 1, 2, 0, 1]


# Frozen ---------------------------------------------------------------------------------------------------------------


def literals(cell: str) -> dict[str, object]:
    return {node.target.id: ast.literal_eval(node.value) for node in ast.parse(cell).body}


def test_a_frozen_view_is_a_cell_of_the_notebook_s_own_parameters(sample):
    from framelens.runs import _declared_parameters, notebook_dir

    view = View(measure="word choice", topic="the-act/raid", outlets=('The "Strait" Observer',), min_count=2)
    text = freeze_view(sample[0], view, notebooks=Path("note books"))
    assert literals(text) == view_parameters(sample[0], view)
    declared = _declared_parameters(notebook_dir() / "frozen-view.ipynb")
    assert {node.target.id: ast.unparse(node.annotation) for node in ast.parse(text).body} == declared


def test_what_is_frozen_runs_in_plain_papermill_and_draws_the_same_rows(sample, tmp_path):
    from framelens.runs import notebook_dir

    study, seen = sample
    view = View(measure="terms", topic="Tavrin Courier", voice="all", zone="all", min_count=4, prior_weight=50.0,
                outlets=("Slackwater", "Tavrin Courier"))  # fmt: skip
    frozen = freeze_view(study, view, notebooks=notebook_dir()).splitlines()[1].removeprefix("# ")
    _, *arguments = shlex.split(frozen)
    arguments = [re.sub('"out": ""', f'"out": "{tmp_path}"', argument) for argument in arguments]
    result = subprocess.run(
        [sys.executable, "-m", "papermill", *arguments, "--no-progress-bar"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "unknown parameter" not in result.stderr
    drawn = pd.read_csv(tmp_path / "frozen-view.csv")
    expected = draw_view(study, seen, view).frame
    assert drawn["term"].tolist() == expected["term"].tolist()
    np.testing.assert_allclose(drawn["estimate"], expected["estimate"], rtol=1e-9)
