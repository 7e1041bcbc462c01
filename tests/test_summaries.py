"""How a study, its annotations and its observations show themselves in a notebook."""

import re

import framelens as fl
from tests.toy import annotations_of, small_study


def test_a_study_shows_what_it_compares_and_escapes_it(tmp_path):
    file = small_study(tmp_path / "study") / "study.toml"
    file.write_text(file.read_text().replace('"A small war"', '"A <b>small</b> war"'))
    study = fl.read_study(file)
    assert repr(study) == "<Study A <b>small</b> war (study): 1 parties, 1 concepts, 1 facts>"
    shown = study._repr_html_()
    assert "A &lt;b&gt;small&lt;/b&gt; war" in shown
    assert "<b>" not in shown
    assert "<td>concept</td><td>event</td><td>What it is called</td><td>war, operation</td>" in shown


def test_annotations_show_each_outlet_with_its_numbers():
    # tests/toy.py: Alpha's two articles have 3 + 2 sentences, 15 + 9 words, one quotation, and name a party 5 times.
    shown = annotations_of()._repr_html_()
    rows = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(<td>.*?)</tr>", shown)]
    assert [row[0] for row in rows] == ["Alpha", "Beta"]
    assert rows[0] == ["Alpha", "2", "24", "5", "1", "5"]


def test_observations_show_where_they_come_from_and_their_annotations(sample):
    shown = sample[1]._repr_html_()
    assert shown.startswith("<p>Observations from the texts: ")
    assert "<td>Slackwater</td><td>5</td><td>1,136</td>" in shown
