import json
import re
import time

import pandas as pd
import pytest
from matplotlib.figure import Figure

import framelens as fl
from framelens.figures import codebook_hash
from framelens.style import new_figure, style_context

FRAME = pd.DataFrame(
    {"outlet": ["A", "A", "B"], "voice": ["own", "quoted", "own"], "k": [15, 5, 7], "n": [20, 20, 7],
     "estimate": [2 / 3, 1 / 3, 1e-7 / 3]}
)  # fmt: skip


def bars(width="acl-page"):
    """A plain figure of the table, as a plot would draw it."""
    with style_context():
        ax = new_figure(width).add_subplot()
        ax.barh(FRAME["outlet"], FRAME["estimate"], hatch="//", edgecolor="black")
        ax.set_xlabel("Share")
        return ax.get_figure()


def save(path, **options):
    given = {"data": FRAME, "caption": fl.Caption("Words by voice.", "Two bars.")}
    return fl.save_figure(bars(), path, **(given | options))


def test_a_figure_is_saved_with_all_that_a_paper_needs(tmp_path):
    assert save(tmp_path / "deep" / "voices") == tmp_path / "deep" / "voices"
    endings = ["alt.txt", "caption.txt", "csv", "json", "pdf", "png", "svg"]
    assert sorted(path.name for path in (tmp_path / "deep").iterdir()) == [f"voices.{ending}" for ending in endings]


def test_caption_and_alternative_text_are_files(tmp_path):
    save(tmp_path / "voices")
    assert (tmp_path / "voices.caption.txt").read_text() == "Words by voice.\n"
    assert (tmp_path / "voices.alt.txt").read_text() == "Two bars.\n"


def test_a_caption_may_be_plain_text(tmp_path):
    save(tmp_path / "voices", caption="Both.")
    assert [(tmp_path / f"voices.{kind}.txt").read_text() for kind in ("caption", "alt")] == ["Both.\n"] * 2


def test_the_table_has_ten_significant_digits(tmp_path):
    save(tmp_path / "voices")
    assert (tmp_path / "voices.csv").read_bytes().decode() == (
        "outlet,voice,k,n,estimate\nA,own,15,20,0.6666666667\nA,quoted,5,20,0.3333333333\nB,own,7,7,3.333333333e-08\n"
    )


def test_saved_twice_more_than_a_second_apart_every_file_has_the_same_bytes(tmp_path):
    formats = ("pdf", "svg", "png", "tiff", "eps")
    save(tmp_path / "one" / "voices", formats=formats)
    time.sleep(1.1)
    save(tmp_path / "two" / "voices", formats=formats)
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert len(files) == 9
    differing = [
        name for name in files if (tmp_path / "one" / name).read_bytes() != (tmp_path / "two" / name).read_bytes()
    ]
    assert differing == []


def test_on_request_there_are_tiff_and_eps_and_nothing_else_is_drawn(tmp_path):
    save(tmp_path / "voices", formats=("tiff", "eps"))
    assert (tmp_path / "voices.tiff").read_bytes()[:2] in (b"II", b"MM")
    assert (tmp_path / "voices.eps").read_bytes().startswith(b"%!PS-Adobe")
    assert not (tmp_path / "voices.png").exists()


def test_what_the_venue_asks_for_is_written_too(tmp_path):
    fl.save_figure(bars("taylor-francis-page"), tmp_path / "voices", data=FRAME, caption="")
    pictures = {path.suffix for path in tmp_path.glob("voices.*")} - {".csv", ".txt", ".json"}
    assert pictures == {".pdf", ".svg", ".png", ".tiff", ".eps"}


def test_fonts_of_a_pdf_are_true_type(tmp_path):
    save(tmp_path / "voices", formats=("pdf",))
    content = (tmp_path / "voices.pdf").read_bytes()
    assert b"/CIDFontType2" in content
    assert b"/Type3" not in content
    assert b"CreationDate" not in content


def test_a_png_has_300_dots_an_inch(tmp_path):
    save(tmp_path / "voices", formats=("png",))
    header = (tmp_path / "voices.png").read_bytes()[16:24]
    assert int.from_bytes(header[:4], "big") == pytest.approx(160 / 25.4 * 300, abs=1)


def test_an_svg_has_no_date_and_needs_nothing_from_the_net(tmp_path):
    save(tmp_path / "voices", formats=("svg",))
    content = (tmp_path / "voices.svg").read_text()
    assert "<dc:date>" not in content
    assert not re.search(r'(?:href|src)="http', content)


def test_the_record_holds_parameters_hashes_and_versions_and_nothing_that_differs_between_runs(tmp_path, sample):
    used = fl.provenance(*sample, voice="own")
    save(tmp_path / "voices", provenance=used)
    record = json.loads((tmp_path / "voices.json").read_text())
    assert record.keys() == {"figure", "versions", "study", "codebook_sha256", "articles", "parameters"}
    assert record["parameters"] == {"voice": "own"}
    assert record["study"] == "port-callen"
    assert record["codebook_sha256"] == codebook_hash(sample[0])
    assert record["versions"].keys() == {"framelens", "matplotlib"}
    assert len(record["articles"]) == 30
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in record["articles"].values())
    assert str(tmp_path) not in (tmp_path / "voices.json").read_text()


def test_an_unknown_format_is_refused_and_nothing_written(tmp_path):
    with pytest.raises(fl.ArgumentError) as error:
        save(tmp_path / "out" / "voices", formats=("png", "jpg"))
    assert str(error.value) == (
        "`formats` must be one of 'pdf', 'svg', 'png', 'tiff', 'eps'; got 'jpg'. Did you mean 'png'?"
    )
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(fl.InputError) as error:
        save(tmp_path / "file" / "voices")
    assert str(error.value) == f"cannot write to '{tmp_path}/file' (File exists); give another folder with --out."


def test_axes_that_lost_their_figure_are_refused(tmp_path):
    ax = Figure().add_subplot()
    ax.remove()
    with pytest.raises(fl.ArgumentError) as error:
        fl.save_figure(ax, tmp_path / "gone", data=FRAME, caption="")
    assert str(error.value) == "these axes belong to no figure any more; draw them again."


def test_a_figure_is_saved_for_each_value_of_a_column(tmp_path):
    def caption(rows: pd.DataFrame, value: str) -> fl.Caption:
        return fl.Caption(f"{value}: {len(rows)}", "")

    frame = FRAME.assign(group=["b/c", "a", "b/c"])
    saved = fl.save_each(frame, tmp_path / "each", by="group", plot=lambda _: bars(),
                         caption=caption)  # fmt: skip
    assert saved == [tmp_path / "each-a", tmp_path / "each-b-c"]
    assert (tmp_path / "each-b-c.caption.txt").read_text() == "b/c: 2\n"
    assert (tmp_path / "each-a.csv").read_text().splitlines()[1:] == ["A,quoted,5,20,0.3333333333,a"]


def test_a_saved_figure_s_data_leaves_out_the_offsets_of_characters(tmp_path):
    save(tmp_path / "voices", data=FRAME.assign(offsets=[[1, 2]] * 3), formats=())
    assert (tmp_path / "voices.csv").read_text().startswith("outlet,voice,k,n,estimate\n")


def test_figures_go_beside_the_study_unless_a_folder_is_given(tmp_path, sample):
    assert fl.output_folder(sample[0], tmp_path / "here") == tmp_path / "here"
    study = sample[0].model_copy(update={"path": tmp_path / "study.toml"})
    assert fl.output_folder(study) == tmp_path / "out"
    assert (tmp_path / "out").is_dir()
