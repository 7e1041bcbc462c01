import pytest

import framelens as fl
from framelens.audit import audit_study
from tests.toy import ROOT, small_study


@pytest.fixture(scope="module")
def sections() -> dict[str, list[str]]:
    return audit_study(fl.read_study(ROOT / "seeds" / "port-callen")).sections


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        # What the sample study holds on purpose, by its README and its study file.
        ("Articles", "near-empty: tavrin-courier-06 (26 words)"),
        ("Articles", "Continental Press Wire: 6, 965 words"),
        ("Files", "not UTF-8: tavrin-courier-03.txt, read as cp1252"),
        ("Missing", "outlet: 1 of 30 (slackwater-06)"),
        ("Origin", "wire: 7"),
        (
            "Printed more than once",
            "cpw-04 (Continental Press Wire, wire) and veldmark-herald-04 (Veldmark Herald, wire): 164 of 232 runs of 3"
            " words",
        ),
        ("Never matched", "label the-act.commando-strike: commando strike*"),
        ("Exclusions that fired", "the-act: rescue operation* (2)"),
        ("Cut as boilerplate, by rule", "page header: 2 (strait-observer-06:1, strait-observer-06:16)"),
    ],
)
def test_the_audit_of_the_sample_study_points_out_what_was_planted(sections, heading, line):
    assert line in sections[heading]


def test_the_audit_reads_every_line_of_every_file(sections):
    counted = sum(int(line.split(": ")[1].replace(",", "")) for line in sections["Lines by zone"])
    texts = [path.read_bytes() for path in (ROOT / "seeds/port-callen/articles").glob("*.txt")]
    assert counted == sum(text.count(b"\n") + (not text.endswith(b"\n")) for text in texts)


def test_the_audit_of_a_small_study_by_hand(tmp_path):
    folder = small_study(
        tmp_path / "s", '[[cleaning.rules]]\nname = "idle"\npattern = "re:^Nothing"\nzone = "boilerplate"\n'
    )
    (folder / "articles" / "three.txt").write_text("Not in the table.\n")
    (folder / "articles" / "four.docx").write_bytes(b"PK")
    (folder / "articles" / ".hidden").touch()
    audit = audit_study(fl.read_study(folder))
    assert audit.errors == []
    assert audit.sections["Articles"] == [
        # "Tidemark began a war, and nobody followed." and "The war ended."
        "2 articles, 10 words in their bodies", "One Post: 1, 7 words", "Two Post: 1, 3 words",
        "near-empty: one (7 words), two (3 words)",
        "each near-empty article weighs as much as a full one; take out what is no article",
    ]  # fmt: skip
    assert audit.sections["Files"] == [
        "not in the table, so not read: four.docx (no .txt)", "not in the table, so not read: three.txt",
    ]  # fmt: skip
    assert audit.sections["Origin"] == ["not known: 2"]
    assert audit.sections["Printed more than once"] == ["nothing"]
    assert audit.sections["Never matched"] == ["label event.operation: operation", "cleaning rule: idle"]
    assert audit.sections["Exclusions that fired"] == ["nothing"]


def test_a_party_none_of_whose_names_occurs_is_said_to_be_absent(tmp_path):
    folder = small_study(tmp_path / "s", '[parties.norland]\nlabel = "Norland"\nnames = ["Norland", "the North"]\n')
    assert audit_study(fl.read_study(folder)).sections["Never matched"][:3] == [
        "party norland: none of its names; nothing is measured of it, so mend their spelling or take it out",
        "name of norland: Norland", "name of norland: the North",
    ]  # fmt: skip


def test_a_row_without_its_file_is_an_error(tmp_path):
    folder = small_study(tmp_path / "s")
    (folder / "articles" / "two.txt").unlink()
    audit = audit_study(fl.read_study(folder))
    assert audit.errors == ["'two.txt' is in the table but not in 'articles/'; put it there"]


def test_a_missing_folder_is_an_error(tmp_path):
    folder = small_study(tmp_path / "s")
    (folder / "articles").rename(folder / "elsewhere")
    audit = audit_study(fl.read_study(folder))
    assert audit.errors == [f"there is no folder '{folder}/articles'; put the articles there."]


def test_a_study_that_has_only_its_shared_form_is_no_error(tmp_path):
    fl.share_study(fl.read_study(ROOT / "seeds" / "port-callen"), tmp_path / "shared-study")
    audit = audit_study(fl.read_study(tmp_path / "shared-study"))
    assert (audit.sections, audit.errors) == (
        {"Files": ["no texts in 'articles/'; results come from the shared form"]},
        [],
    )


def test_a_table_that_calls_its_outlets_otherwise_is_pointed_at(tmp_path):
    folder = small_study(tmp_path / "s")
    table = folder / "articles.csv"
    table.write_text(table.read_text().replace("outlet", "paper", 1))
    missing = audit_study(fl.read_study(folder)).sections["Missing"]
    assert missing[0] == "outlet: 2 of 2 (one, two)"
    assert missing[-1] == (
        "columns of 'articles.csv' that are not read: paper; name the one with the outlets 'outlet', or say in the"
        " study's [corpus.columns] which one it is"
    )
