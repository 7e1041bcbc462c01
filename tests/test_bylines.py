import pytest

from framelens.bylines import author_and_date


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ana Berg", "Ana Berg"),
        ("BY Ana Berg in Northvale", "Ana Berg"),
        ("By Ana Berg and Li Wei", "Ana Berg, Li Wei"),
        ("By Ana Berg, Li Wei and Oke Sand", "Ana Berg, Li Wei, Oke Sand"),
        ("**By Ana Berg**", "Ana Berg"),
        ("Words by Ana Berg", "Ana Berg"),
        ("Author: Ana Berg", "Ana Berg"),
        ("By Ana Berg, Harbour Correspondent", "Ana Berg"),
        ("Ana Berg | 11 March 2031", "Ana Berg"),
        ("By Anna-Lena O’Hara de la Cruz", "Anna-Lena O’Hara de la Cruz"),
        ("By Ana Berg, Northvale", "Ana Berg"),
        ("(Reporting by Ana Berg and Li Wei)", "Ana Berg, Li Wei"),
        ("By Ana Berg and agencies", "Ana Berg"),
        ("Reuters", "Reuters"),
        ("(AFP)", "AFP"),
        ("Source: Reuters", "Reuters"),
    ],
)
def test_authors_are_read(line, author):
    assert author_and_date([line])[0] == author


def test_a_person_goes_before_an_agency():
    assert author_and_date(["Reuters", "By Ana Berg"]) == ("Ana Berg", None)


def test_an_author_named_twice_is_named_once():
    assert author_and_date(["By Ana Berg", "Ana Berg, 11 March 2031"])[0] == "Ana Berg"


@pytest.mark.parametrize("line", ["Additional reporting by Li Wei", "Editing by Li Wei"])
def test_helpers_are_no_authors(line):
    assert author_and_date(["By Ana Berg", line]) == ("Ana Berg", None)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("11 March 2031", "2031-03-11"),
        ("March 11, 2031", "2031-03-11"),
        ("Published 3 Jun 2031, 10:04 GMT", "2031-06-03"),
        ("Fri 11th March, 2031", "2031-03-11"),
        ("2031-03-04", "2031-03-04"),
        ("Updated: Sept. 9, 2031 at 4:05 p.m.", "2031-09-09"),
        ("By Ana Berg, 2 May 2031", "2031-05-02"),
    ],
)
def test_dates_become_iso(line, date):
    assert author_and_date([line])[1] == date


@pytest.mark.parametrize(
    "line", ["5 hours ago", "2 days ago", "Yesterday", "3/4/2031", "04.03.2031", "11 March", "Friday 10:04", "just now"]
)
def test_relative_and_ambiguous_dates_are_no_dates(line):
    assert author_and_date([line]) == (None, None)


def test_the_first_date_counts():
    assert author_and_date(["Published 2 May 2031", "Updated 3 May 2031"])[1] == "2031-05-02"


@pytest.mark.parametrize("line", ["31 February 2031", "2031-13-45", "45 March 2031"])
def test_a_day_that_never_was_is_no_date(line):
    assert author_and_date([line, "2 May 2031"]) == (None, "2031-05-02")


def test_no_byline_gives_nothing():
    assert author_and_date([]) == (None, None)
