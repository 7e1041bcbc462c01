"""The notebooks in JupyterLab in a browser, above all the one to explore with."""

import json
import re
import shutil

import pytest

from framelens.runs import NOTEBOOKS
from tests.toy import ROOT

EXPLORE = "seeds/port-callen/explore.ipynb"
SHOWN = {name: len(json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text())["metadata"]["framelens"]["figures"])
         for name in (*NOTEBOOKS, "frozen-view")}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_a_notebook_opens_runs_and_shows_its_figures(lab, page, name):
    from tests.browser.lab import run_all

    lab.open(page, f"{name}.ipynb")
    run_all(page)
    pictures = page.locator(".jp-OutputArea-output img")
    assert pictures.count() >= SHOWN[name]
    widths = pictures.evaluate_all("all => all.map(one => one.naturalWidth)")
    assert [width for width in widths if not width] == []


@pytest.fixture
def explore(lab, page):
    """The exploring notebook that `framelens lab` has put beside the study, run."""
    from tests.browser.lab import run_all

    lab.open(page, EXPLORE)
    run_all(page)
    page.locator("img.framelens-figure").wait_for()
    page.locator(".framelens-rows").scroll_into_view_if_needed()
    return page


def choose(page, name, value):
    page.locator(".widget-dropdown", has_text=name).locator("select").select_option(value)


def test_a_slider_a_list_and_the_measure_change_the_figure(explore):
    from tests.browser.lab import check_nothing_is_wrong, picture, wait_for_another_picture

    check_nothing_is_wrong(explore)
    seen = [picture(explore)]
    slider = explore.locator(".widget-slider", has_text="Minimum count")
    handle = slider.locator(".noUi-handle")
    handle.focus()
    handle.press("ArrowRight")
    wait_for_another_picture(explore, seen[-1])
    assert slider.locator(".widget-readout").inner_text() == "4"
    seen.append(picture(explore))
    for name, value in (("Voice", "all"), ("Measure", "word choice"), ("Measure", "sentiment"),
                        ("Measure", "sources"), ("Measure", "agency")):  # fmt: skip
        choose(explore, name, value)
        wait_for_another_picture(explore, seen[-1])
        seen.append(picture(explore))
    assert len(set(seen)) == 7


def test_a_row_that_is_picked_shows_its_sentences_which_can_be_filtered_and_exported(lab, explore):
    from tests.browser.lab import check_nothing_is_wrong, wait_until

    choose(explore, "Outlet", "Tavrin Courier")
    row = explore.locator(".framelens-rows select option", has_text="sailors")
    row.wait_for(state="attached")
    explore.locator(".framelens-rows select").select_option(row.get_attribute("value"))
    marked = explore.locator(".framelens-sentences mark")
    marked.first.wait_for()
    k = int(re.search(r"(\d+)/", row.inner_text()).group(1))
    assert [mark.casefold() for mark in marked.all_inner_texts()] == ["sailors"] * k
    cells = explore.locator(".framelens-sentences tr").nth(1).locator("td").all_inner_texts()
    assert (cells[0], cells[3]) == ("Tavrin Courier", "own")
    assert cells[2].isdigit()
    box = explore.get_by_placeholder("only sentences that hold …")
    box.fill(cells[1])  # its article
    box.press("Enter")
    wait_until(lambda: set(explore.locator(".framelens-sentences td:nth-child(2)").all_inner_texts()) == {cells[1]})
    explore.get_by_role("button", name="Export as CSV").click()
    file = lab.root / "seeds" / "port-callen" / "out" / f"sentences-terms-Tavrin-Courier-sailors-own-{cells[1]}.csv"
    wait_until(file.is_file)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 1 + marked.count()
    explore.get_by_role("button", name="Freeze").click()
    wait_until(lambda: 'topic: str = "Tavrin Courier"' in explore.locator("textarea:visible").last.input_value())
    check_nothing_is_wrong(explore)


def test_a_click_in_the_figure_shows_the_sentences_behind_the_mark(explore):
    from tests.browser.lab import check_nothing_is_wrong, picture, wait_for_another_picture

    before = picture(explore)
    choose(explore, "Outlet", "Tavrin Courier")
    wait_for_another_picture(explore, before)
    mark = explore.locator(".framelens-points button[title='sailors']")
    mark.wait_for()
    # Over the picture's row, and not over what else stands in the page.
    image, box = explore.locator("img.framelens-figure").bounding_box(), mark.bounding_box()
    area = explore.locator(".framelens-points").bounding_box()
    assert [area[side] for side in image] == pytest.approx(list(image.values()), abs=2)
    explore.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    marked = explore.locator(".framelens-sentences mark")
    marked.first.wait_for()
    assert {hit.casefold() for hit in marked.all_inner_texts()} == {"sailors"}
    row = explore.locator(".framelens-rows select").evaluate("one => one.selectedOptions[0].text")
    assert row.split()[0] == "sailors"
    check_nothing_is_wrong(explore)


def test_choices_that_leave_nothing_are_answered_in_a_sentence(explore):
    from tests.browser.lab import check_nothing_is_wrong

    choose(explore, "Voice", "quoted")
    choose(explore, "Zone", "kicker")
    note = explore.locator(".framelens-note")
    note.wait_for()
    assert note.inner_text().endswith("choose another, or add it.")
    assert explore.locator("img.framelens-figure").count() == 0
    check_nothing_is_wrong(explore)


def test_a_callback_that_raises_is_seen(lab, page):
    """The test above would pass over it if it were not: a copy of the notebook breaks one callback."""
    from tests.browser.lab import check_nothing_is_wrong, run_all

    broken = json.loads((lab.root / EXPLORE).read_text(encoding="utf-8"))
    code = [cell for cell in broken["cells"] if cell["cell_type"] == "code"]
    code[-1]["source"] = ["explorer = fl.explore(project, seen)\n", "explorer._show = None\n", "explorer"]
    file = lab.root / "seeds" / "port-callen" / "broken.ipynb"
    file.write_text(json.dumps(broken), encoding="utf-8")
    lab.open(page, "seeds/port-callen/broken.ipynb")
    run_all(page)
    page.locator("img.framelens-figure").wait_for()
    choose(page, "Voice", "all")
    page.locator(".framelens-error").wait_for()
    with pytest.raises(AssertionError, match="'NoneType' object is not callable"):
        check_nothing_is_wrong(page)


def test_the_shared_form_is_drawn_and_says_that_it_has_no_sentences(lab, page):
    from tests.browser.lab import check_nothing_is_wrong, run_all

    left = shutil.ignore_patterns("articles", "out")
    shutil.copytree(ROOT / "seeds" / "antalya-2022", lab.root / "seeds" / "antalya", ignore=left)
    notebook = json.loads((ROOT / "notebooks" / "explore.ipynb").read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = [line.replace('"port-callen"', '"antalya"') for line in cell["source"]]
    (lab.root / "shared.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    lab.open(page, "shared.ipynb")
    run_all(page)
    page.locator("img.framelens-figure").wait_for()
    assert page.get_by_text("there are no sentences to read").count() == 1
    check_nothing_is_wrong(page)
