"""The widgets of `explore`, driven from Python; tests/browser drives them in JupyterLab."""

import dataclasses

import pandas as pd
import pytest

import framelens as fl
from framelens.explore import explore
from framelens.observations import without_texts
from framelens.views.show import draw_view


@pytest.fixture
def explorer(sample, monkeypatch):
    study, seen = sample
    return explore(study, seen)


def test_every_control_changes_the_figure_and_the_view(explorer):
    seen = [explorer.figure.value]
    changes = [
        (explorer.controls.min_count, "value", 5), (explorer.controls.prior_weight, "value", 10),
        (explorer.controls.voice, "value", "all"), (explorer.controls.zone, "value", "all"),
        (explorer.controls.topic, "index", 2), (explorer.controls.outlets, "index", (1, 2, 3)),
        (explorer.controls.measure, "value", "sentiment"),
    ]  # fmt: skip
    for control, name, value in changes:
        setattr(control, name, value)
        assert explorer.problem.value == ""
        assert explorer.figure.value not in seen
        seen.append(explorer.figure.value)
    assert explorer.view.outlets == ("Slackwater", "Tavrin Courier", "The Strait Observer")
    assert (explorer.view.measure, explorer.view.min_count, explorer.view.prior_weight) == ("sentiment", 5, 10.0)


def test_a_change_is_drawn_once_even_where_it_changes_what_is_offered(explorer, monkeypatch):
    drawn = []
    show = explorer._show
    monkeypatch.setattr(explorer, "_show", lambda view: drawn.append(view) or show(view))
    explorer.controls.measure.value = "sources"
    assert [view.voice for view in drawn] == ["all"]
    assert explorer.controls.topic.disabled
    assert explorer.controls.prior_weight.disabled


def test_a_row_shows_its_sentences_and_another_view_forgets_them(explorer):
    explorer.controls.topic.value = "Tavrin Courier"
    assert explorer.rows.index is None
    explorer.rows.index = explorer.frame.index[explorer.frame["term"] == "sailors"][0]
    assert len(explorer.sentences) == explorer.frame.loc[explorer.rows.index, "k"]
    assert explorer.table.value.count("<mark>") == len(explorer.sentences)
    explorer.search.value = str(explorer.sentences["article_id"].iloc[0])
    assert 0 < explorer.table.value.count("<mark>") < len(explorer.sentences)
    explorer.controls.voice.value = "all"
    assert (explorer.rows.index, len(explorer.sentences)) == (None, 0)
    assert explorer.table.value == "Click a mark or pick a row to read the sentences behind it."


def test_a_click_on_a_mark_picks_its_row(explorer):
    explorer.controls.topic.value = "Tavrin Courier"
    place = explorer.frame["term"].tolist().index("sailors")
    buttons = explorer.points.buttons
    assert [button.tooltip for button in buttons] == explorer.frame["term"].tolist()
    buttons[place].click()
    assert explorer.rows.index == place
    assert explorer.table.value.count("<mark>") == explorer.frame.loc[place, "k"] > 0


def test_buttons_are_as_many_as_rows_and_are_used_again(explorer):
    many = explorer.points.buttons
    explorer.controls.measure.value = "word choice"
    few = explorer.points.buttons
    assert [button.tooltip for button in few] == explorer.frame["outlet"].tolist()
    assert 0 < len(few) < len(many)
    assert set(few) < set(many)
    explorer.controls.voice.value = "quoted"
    explorer.controls.zone.value = "kicker"  # Nobody is quoted there.
    assert explorer.points.buttons == ()


@pytest.mark.parametrize("measure", ["terms", "word choice", "sentiment", "sources", "agency"])
def test_a_smaller_count_is_drawn_as_if_it_had_been_asked_for_first(explorer, sample, measure):
    explorer.controls.measure.value = measure
    for count in (4, 1, 2):
        explorer.controls.min_count.value = count
        asked = dataclasses.replace(explorer.view, min_count=count)
        pd.testing.assert_frame_equal(explorer.frame, draw_view(*sample, asked).frame)
    computed = explorer._summarize.cache_info().misses
    assert computed == (4 if measure == "sources" else 1) + (measure != "terms")


def test_sentences_are_exported_beside_the_study(sample, tmp_path):
    study, seen = sample
    own = study.model_copy(update={"path": tmp_path / "study.toml"})
    explorer = explore(own, seen)
    explorer.export.click()
    assert "no sentences are shown; pick a row first" in explorer.problem.value
    explorer.controls.topic.value = "Slackwater"
    explorer.rows.index = 0
    explorer.export.click()
    (file,) = (tmp_path / "out").glob("*.csv")
    assert file.stem == f"sentences-terms-Slackwater-{explorer.frame['term'].iloc[0]}-own"
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1 + len(explorer.sentences)
    assert explorer.said.value.startswith(f"{len(explorer.sentences)} sentences in ")


def test_a_view_that_cannot_be_drawn_is_said_and_no_old_figure_stays(explorer):
    explorer.controls.voice.value = "quoted"
    explorer.controls.zone.value = "kicker"
    assert explorer.problem.value.startswith('<p class="framelens-note" role="alert">')
    assert (explorer.figure.value, len(explorer.frame), explorer.rows.options) == ("", 0, ())
    explorer.controls.zone.value = "body"
    assert explorer.problem.value == ""
    assert explorer.figure.value


def test_an_error_in_a_callback_is_shown_with_its_place_and_is_not_swallowed(explorer, monkeypatch):
    def broken(_):
        raise RuntimeError("a <b>bug</b>")

    monkeypatch.setattr(explorer, "_show", broken)
    with pytest.raises(RuntimeError):
        explorer.controls.voice.value = "all"
    assert '<pre class="framelens-error" role="alert">Traceback' in explorer.problem.value
    assert "a &lt;b&gt;bug&lt;/b&gt;" in explorer.problem.value
    assert explorer.figure.value == ""


def test_the_figure_has_an_alternative_text_and_everything_is_escaped(sample):
    study, seen = sample
    evil = '"><script>alert(1)</script>'
    tables = {field.name: getattr(seen.annotations, field.name) for field in dataclasses.fields(seen.annotations)}
    renamed = {name: table.replace({"outlet": {"Slackwater": evil}}) if "outlet" in table else table
               for name, table in tables.items()}  # fmt: skip
    changed = dataclasses.replace(
        seen, annotations=fl.Annotations(**renamed), scores=seen.scores.replace({"outlet": {"Slackwater": evil}})
    )
    explorer = explore(study, changed)
    explorer.controls.measure.value = "sentiment"
    explorer.rows.index = next(place for place, name in enumerate(explorer.frame["outlet"]) if name == evil)
    assert 'alt="Sentiment of ' in explorer.figure.value
    assert "&lt;script&gt;" in explorer.figure.value
    assert "&lt;script&gt;" in explorer.caption.value
    assert "<script>" not in explorer.figure.value + explorer.caption.value + explorer.table.value


def test_without_texts_it_draws_and_says_that_there_are_no_sentences(sample):
    study, seen = sample
    explorer = explore(study, without_texts(seen, study))
    assert explorer.figure.value
    assert explorer.table.value.endswith("there are no sentences to read.")
    explorer.rows.index = 0
    assert "the shared form, which holds no sentences; put the articles in place" in explorer.problem.value


def test_freezing_shows_the_parameters_of_this_view_until_it_changes(explorer):
    assert explorer.frozen.layout.display == "none"
    explorer.controls.min_count.value = 7
    explorer.freeze.click()
    assert "min_count: int = 7" in explorer.frozen.value
    assert explorer.frozen.layout.display == ""
    explorer.controls.min_count.value = 8
    assert explorer.frozen.layout.display == "none"
