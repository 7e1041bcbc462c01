import pytest

from framelens.mentions import Mention, Names
from framelens.study import Study


@pytest.fixture
def names(tmp_path):
    parties = {
        "norland": {
            "label": "Norland",
            "names": ["Norland", "Norlander", "Northvale"],
            "actors": {"Berg": ["Ana Berg", "Berg"], "minister": ["the Norland minister"]},
        },
        "tolland": {"label": "Tolland", "names": ["Tolland", "Port Norland Authority"]},
    }
    corpus = {"articles": "articles"}
    return Names(Study(study={"title": "A"}, corpus=corpus, parties=parties, path=tmp_path / "study.toml"))


def test_a_mention_says_party_actor_and_pattern(names):
    assert list(names.find("Ana Berg left Norland.")) == [
        Mention(0, 8, "norland", "Berg", "Ana Berg"),
        Mention(14, 21, "norland", None, "Norland"),
    ]


def test_a_name_inside_a_longer_name_is_not_counted_again(names):
    assert [mention.alias for mention in names.find("the Norland minister and Ana Berg")] == [
        "the Norland minister",
        "Ana Berg",
    ]


def test_the_longer_name_decides_the_party(names):
    assert [mention.party for mention in names.find("Port Norland Authority")] == ["tolland"]


def test_names_keep_their_case(names):
    assert list(names.find("norland, NORLAND, an iceberg, berg")) == []


def test_a_possessive_is_a_mention_without_its_ending(names):
    assert [(m.start, m.end) for m in names.find("Berg’s and Norland's")] == [(0, 4), (11, 18)]


def test_a_hyphen_does_not_hide_a_name(names):
    assert [mention.party for mention in names.find("Norland-Tolland talks")] == ["norland", "tolland"]


def test_aliases_are_all_that_match_even_inside_longer_names(names):
    assert names.aliases("Ana Berg") == {("norland", "Berg", "Ana Berg"), ("norland", "Berg", "Berg")}


def test_a_study_without_parties_has_no_mentions(tmp_path):
    study = Study(study={"title": "A"}, corpus={"articles": "a"}, path=tmp_path / "study.toml")
    assert list(Names(study).find("Norland")) == []
