import base64
import re
from pathlib import Path

import pytest

import framelens as fl
from framelens.report import write_report
from framelens.runs import NOTEBOOKS, Step
from tests.toy import batch


@pytest.fixture(scope="session")
def out(tmp_path_factory) -> Path:
    """The outputs of a run."""
    return batch(tmp_path_factory) / "out"


@pytest.fixture(scope="session")
def page(out) -> str:
    return (out / "report.html").read_text(encoding="utf-8")


def test_the_report_needs_nothing_but_itself(page):
    sources = re.findall(r'(?:src|href|action|srcset)="([^"]*)"', page)
    assert [source for source in sources if not source.startswith(("data:image/png;base64,", "#"))] == []
    assert "<script" not in page.lower()
    assert "url(" not in page
    assert "@import" not in page


def test_the_report_s_policy_lets_nothing_load(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def test_the_report_shows_every_figure_once(page, out):
    figures = sorted(path.stem for path in out.glob("*.png"))
    assert len(figures) >= 9
    assert sorted(re.findall(r'<figure id="([^"]*)"', page)) == figures
    for name in figures:
        assert page.count(base64.b64encode((out / f"{name}.png").read_bytes()).decode()) == 1


def test_links_lead_to_headings_of_the_report(page):
    links = re.findall(r'href="#([^"]*)"', page)
    assert links == [name for name in NOTEBOOKS if name != "overview"]  # It has no figure.
    assert [link for link in links if page.count(f'<h2 id="{link}"') != 1] == []
    assert "Which words mark each outlet?</h2>" in page


def test_the_report_says_what_the_study_holds_and_that_nothing_is_tested(page):
    assert "<h1>The boarding of the Ansa Marel</h1>" in page
    assert "30 articles of 6 outlets. At most nine articles an outlet: differences between outlets are tested" in page


def report_of(folder: Path, seen: fl.Observations, study: fl.Study, **step) -> str:
    steps = [Step(study.name, "overview", folder / "overview.ipynb", 1.0, **step)]
    return write_report(study, seen, folder, steps).read_text(encoding="utf-8")


def test_text_of_the_study_its_tables_and_captions_is_escaped(tmp_path, sample):
    study, seen = sample
    evil = "<script>alert(1)</script>"
    frame = fl.voice_shares(seen.annotations.tokens).replace({"outlet": {"Slackwater": evil}})
    fl.save_figure(fl.plot_voices(frame), tmp_path / "overview-voices", data=frame, formats=("png",),
                   caption=fl.Caption(evil, f'" onerror="{evil}'))  # fmt: skip
    about = study.study.model_copy(update={"title": evil})
    page = report_of(tmp_path, seen, study.model_copy(update={"study": about}), error=evil)
    assert "<script" not in page
    assert 'onerror="' not in page
    assert page.count("&lt;script&gt;") >= 5


def test_a_notebook_that_failed_is_named_with_its_error(tmp_path, sample):
    page = report_of(tmp_path, sample[1], sample[0], error="it broke")
    assert '<p class="failed">This notebook failed: it broke</p>' in page


def test_one_article_an_outlet_is_said_to_be_a_description(tmp_path, sample):
    study, seen = sample
    articles = seen.annotations.articles.drop_duplicates("outlet")
    annotations = type(seen.annotations)(**(vars(seen.annotations) | {"articles": articles}))
    page = report_of(tmp_path, type(seen)(**(vars(seen) | {"annotations": annotations})), study)
    assert "One article an outlet: everything here describes these articles, and nothing is tested." in page
