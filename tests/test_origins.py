import pytest

from framelens.cleaning import clean
from framelens.corpus import read_articles, read_corpus
from framelens.origins import origin_of
from framelens.study import read_study
from tests.toy import needs_data, real_study

BODY = "The ferries between the two ports stopped on Monday morning, the harbour office said in a note."


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        ("(AFP)", "AFP"),
        ("Agence France-Presse", "AFP"),
        ("AGENCE FRANCE-PRESSE", "AFP"),
        ("Source: Reuters", "Reuters"),
        ("**Interfax-Ukraine**", "Interfax"),
        ("By Ana Berg, Associated Press", "AP"),
        ("By Ana Berg and Li Wei, dpa", "dpa"),
        ("Reuters in Northvale and Sandport", "Reuters"),
        ("Reporting by Ana Berg for TASS", "TASS"),
        ("Agencies", "agencies"),
        ("Ana Berg and agencies", "mixed"),
        ("ANA BERG AND AGENCIES", "mixed"),
        ("Staff with AFP", "mixed"),
        ("With Reuters", "mixed"),
        ("Additional reporting by Reuters", "mixed"),
        ("The Associated Press/Sandport Post", "mixed"),
        ("Reuters and Sandport Post", "mixed"),
        ("AFP, Reuters", "mixed"),
        ("By Ana Berg", None),
        ("By Apia Reutersward", None),  # No agency inside a name.
        ("By Ap Berg", None),
    ],
)
def test_the_origin_is_read_from_a_byline(line, origin):
    assert origin_of([line]) == origin


def test_a_reporter_on_another_line_is_the_agency_s():
    assert origin_of(["By Ana Berg", "Reuters"]) == "Reuters"


@pytest.mark.parametrize(
    ("opening", "origin"),
    [
        ("NORTHVALE, May 2 (Reuters) - The ferries stopped.", "Reuters"),
        ("NORTHVALE, Osmund (AP) — The ferries stopped.", "AP"),
        ("NORTHVALE, May 2. /TASS/. The ferries stopped.", "TASS"),
        ("NORTHVALE - The ferries stopped, a reporter (AP) saw.", None),
        ("The head of the harbour office (Reuters) said so.", None),
        ("NORTHVALE (NPW) - The ferries stopped.", None),
    ],
)
def test_the_origin_is_read_from_a_dateline(opening, origin):
    assert origin_of([], opening) == origin


def test_a_byline_and_a_dateline_of_two_agencies_are_mixed():
    assert origin_of(["AFP"], "NORTHVALE (Reuters) - The ferries stopped.") == "mixed"


def test_metadata_win_and_what_no_line_says_stays_null(tmp_path):
    for name, byline in (("a", "AFP"), ("b", "AFP"), ("c", "By Ida Marsh")):
        (tmp_path / f"{name}.txt").write_text(f"Ferries stop for a second day\n\n{byline}\n\n{BODY}\n")
    given = read_articles(tmp_path)
    given.loc[1, "origin"] = "staff"
    cleaned, _ = clean(given)
    assert cleaned["origin"].fillna("null").tolist() == ["AFP", "staff", "null"]


@needs_data
def test_the_credit_of_a_real_article_is_read(tmp_path):
    # 001 ends with the credit of an agency and the outlet, which the metadata table calls mixed.
    study = read_study(real_study(tmp_path))
    cleaned, _ = clean(read_corpus(study).assign(origin=None), rules=study.cleaning.rules)
    assert dict(cleaned[["article_id", "origin"]].dropna().values.tolist()) == {"001_b4494dfb05ce646d": "mixed"}
