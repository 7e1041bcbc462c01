import pytest

from framelens.cue_list import CUE_CLASSES
from framelens.errors import StudyError
from framelens.study import find_study, read_study

MINIMAL = """
[study]
title = "The ferry dispute"
[corpus]
articles = "articles"
"""

FULL = """
[study]
title = "The ferry dispute"
language = "en"
[corpus]
articles = "articles.csv"
text = "articles"
[corpus.columns]
outlet = "paper"
[parties.norland]
label = "Norland"
names = ["Norland", "Norlander*"]
actors.Berg = ["Ana Berg", "Berg"]
[concepts.the-event]
label = "What it is called"
labels.dispute = ["dispute*"]
labels.strike = ["strike*", "stem:walkout"]
exclude = ["lightning strike*"]
[facts.fares]
label = "Fares frozen"
patterns = ["re:fares .{0,20}frozen"]
[events.stoppage]
words = ["stop*"]
patients = ["ferry"]
agents = ["norland"]
[cues]
distancing = ["insist", "drawl"]
neutral = ["claim"]
[[cleaning.rules]]
name = "sign-up box"
pattern = "re:^Sign up"
zone = "boilerplate"
outlet = "The Tidewatch"
"""


@pytest.fixture
def write(tmp_path):
    """Writes a study file and gives its path."""

    def _write(content, name="study.toml"):
        file = tmp_path.resolve() / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return _write


@pytest.fixture
def problem(write):
    """The message about a study file, without the file's name in front."""

    def _problem(content):
        file = write(content)
        with pytest.raises(StudyError) as err:
            read_study(file)
        message = str(err.value)
        assert message.startswith(f"{file}")
        return message.removeprefix(f"{file}").removeprefix(": ")

    return _problem


def test_a_minimal_study_is_read(write):
    study = read_study(write(MINIMAL))
    assert (study.study.title, study.study.language) == ("The ferry dispute", "en")
    assert (study.parties, study.concepts, study.facts, study.events) == ({}, {}, {}, {})
    assert (study.corpus.text, study.corpus.columns, study.cleaning.rules) == (None, {}, ())
    assert dict(study.cues) == dict.fromkeys(CUE_CLASSES, ())


def test_every_section_is_read(write):
    study = read_study(write(FULL))
    assert study.corpus.columns == {"outlet": "paper"}
    assert study.parties["norland"].actors == {"Berg": ("Ana Berg", "Berg")}
    assert study.concepts["the-event"].labels["strike"] == ("strike*", "stem:walkout")
    assert study.concepts["the-event"].exclude == ("lightning strike*",)
    assert study.facts["fares"].patterns == ("re:fares .{0,20}frozen",)
    assert study.events["stoppage"].agents == ("norland",)
    assert dict(study.cues) == dict.fromkeys(CUE_CLASSES, ()) | {
        "distancing": ("insist", "drawl"),
        "neutral": ("claim",),
    }
    assert study.cleaning.rules[0].outlet == "The Tidewatch"


def test_an_event_is_called_by_its_label_or_by_its_key(write):
    study = read_study(
        write(MINIMAL + '[events.bridge-closed]\nwords = ["shut"]\n[events.e]\nwords = ["a"]\nlabel = "E!"')
    )
    assert [event.label for event in study.events.values()] == ["bridge closed", "E!"]


def test_paths_are_those_beside_the_file(write, tmp_path):
    study = read_study(write(FULL))
    folder = tmp_path.resolve()
    assert study.articles_path == folder / "articles.csv"
    assert study.text_path == folder / "articles"
    assert study.shared_path == folder / "shared"


def test_a_folder_without_a_table_has_no_text_path(write):
    assert read_study(write(MINIMAL)).text_path is None


def test_the_name_is_the_folders(write, tmp_path):
    assert read_study(write(MINIMAL)).name == tmp_path.name


def test_a_study_in_words(write, tmp_path):
    text = f"The ferry dispute ({tmp_path.name}): 1 parties, 1 concepts, 1 facts"
    assert str(read_study(write(FULL))) == text


def test_a_study_cannot_be_changed(write):
    study = read_study(write(MINIMAL))
    with pytest.raises(ValueError, match="frozen"):
        study.study.title = "Another"


# ---- Where a study is looked for ---- #


def test_a_folder_means_its_study_file(write, tmp_path):
    file = write(MINIMAL)
    assert find_study(tmp_path) == file


def test_a_name_means_a_folder_in_seeds(own_folder):
    assert find_study("port-callen").parts[-3:] == ("seeds", "port-callen", "study.toml")


def test_a_name_is_found_from_a_folder_below(own_folder, monkeypatch):
    (own_folder / "notebooks").mkdir()
    monkeypatch.chdir(own_folder / "notebooks")
    assert find_study("port-callen").parts[-2:] == ("port-callen", "study.toml")


def test_a_study_file_may_have_another_name(write):
    file = write(MINIMAL, "ferries.toml")
    assert read_study(file).path == file


def test_a_missing_study_says_what_to_give():
    with pytest.raises(StudyError) as err:
        read_study("nowhere")
    assert str(err.value) == (
        "no study at 'nowhere': give a study.toml, a folder that holds one, or the name of a folder in seeds/;"
        " `framelens new nowhere` starts one."
    )


# ---- What is wrong in a study ---- #


def test_broken_toml_says_where(problem):
    message = problem('[study]\ntitle = "A\n')
    assert message == " is not valid TOML: Illegal character '\\n' (at line 2, column 11)."


def test_other_encodings_are_refused(problem):
    assert problem('[study]\ntitle = "Dorvéni"'.encode("latin-1")) == " is not UTF-8 text; save it as UTF-8."


def test_an_unknown_section_is_named_with_the_nearest(problem):
    assert problem(MINIMAL + '[partys.a]\nlabel = "A"') == (
        "unknown key `partys`; allowed here: 'study', 'corpus', 'parties', 'concepts', 'facts', 'events', 'cues',"
        " 'cleaning'."
        " Did you mean 'parties'?"
    )


def test_an_unknown_key_deep_down_is_named_with_its_place(problem):
    assert problem(MINIMAL + '[parties.a]\nlabel = "A"\nname = ["A"]\nnames = ["A"]') == (
        "unknown key `parties.a.name`; allowed here: 'label', 'names', 'actors'. Did you mean 'names'?"
    )


def test_an_unknown_key_of_the_corpus_is_named(problem):
    assert problem(MINIMAL + 'folder = "texts"') == (
        "unknown key `corpus.folder`; allowed here: 'articles', 'text', 'columns'."
    )


def test_an_unknown_key_of_a_rule_is_named_with_its_number(problem):
    rule = '[[cleaning.rules]]\nname = "a"\npattern = "b"\nzone = "body"\noutlets = "C"'
    assert problem(MINIMAL + rule) == (
        "unknown key `cleaning.rules.0.outlets`; allowed here: 'name', 'pattern', 'zone', 'outlet'."
        " Did you mean 'outlet'?"
    )


def test_path_is_no_section(problem):
    assert problem('path = "x"\n' + MINIMAL) == "`path` is no section of a study; take it out."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[corpus]\narticles = "a"', "`study` is missing; write it."),
        ('[study]\ntitle = "A"', "`corpus` is missing; write it."),
        ('[study]\nlanguage = "en"\n[corpus]\narticles = "a"', "`study.title` is missing; write it."),
        (MINIMAL + '[parties.a]\nlabel = "A"', "`parties.a.names` is missing; write it."),
        (MINIMAL + '[parties.a]\nlabel = "A"\nnames = []', "`parties.a.names` is empty; give at least one."),
        (MINIMAL + '[concepts.a]\nlabel = "A"\nlabels = {}', "`concepts.a.labels` is empty; give at least one."),
        (
            MINIMAL + '[parties.a]\nlabel = "A"\nnames = ["A", " "]',
            "`parties.a.names`: a pattern is empty; take it out.",
        ),
        (
            MINIMAL + '[facts.a]\nlabel = "A"\npatterns = ["re:(b"]',
            "`facts.a.patterns`: 're:(b' is not a regular expression of RE2: missing ): (b.",
        ),
        (MINIMAL.replace('"The ferry dispute"', "3"), "`study.title`: input should be a valid string."),
    ],
)
def test_what_is_wrong_is_said_with_its_place(problem, content, message):
    assert problem(content) == message


def test_a_pattern_under_two_concepts_is_refused(problem):
    concepts = """
[concepts.one]
label = "One"
labels.strike = ["strike"]
[concepts.two]
label = "Two"
labels.stoppage = ["stoppage", "Strike"]
"""
    assert problem(MINIMAL + concepts) == (
        "`the study`: the pattern 'Strike' stands in concepts.one.labels.strike and in concepts.two.labels.stoppage;"
        " leave it in one of them."
    )


def test_a_pattern_under_two_labels_of_a_concept_is_refused(problem):
    concept = '[concepts.one]\nlabel = "One"\nlabels.a = ["walkout"]\nlabels.b = ["walkout"]'
    assert problem(MINIMAL + concept) == (
        "`the study`: the pattern 'walkout' stands in concepts.one.labels.a and in concepts.one.labels.b;"
        " leave it in one of them."
    )


def test_an_unknown_agent_is_refused_with_the_nearest(problem):
    parts = '[parties.norland]\nlabel = "N"\nnames = ["N"]\n[events.e]\nwords = ["hit"]\nagents = ["nordland"]'
    assert problem(MINIMAL + parts) == (
        "`the study`: events.e.agents names 'nordland', which is no party of this study ('norland'); add"
        " [parties.nordland], or take the name out. Did you mean 'norland'?"
    )
    assert problem(MINIMAL + parts.partition("[events")[1] + parts.partition("[events")[2]) == (
        "`the study`: events.e.agents names 'nordland', which is no party of this study (it has none); add"
        " [parties.nordland], or take the name out."
    )


def test_a_cue_in_two_classes_is_refused(problem):
    assert problem(MINIMAL + '[cues]\nneutral = ["claim"]\ndistancing = ["insist", "claim"]') == (
        "`cues`: 'claim' stands in neutral and in distancing; leave it in one of them."
    )


def test_an_unknown_class_of_cues_is_refused_with_the_nearest(problem):
    assert problem(MINIMAL + '[cues]\ndistant = ["claim"]') == (
        "unknown key `cues.distant`; allowed here: 'neutral', 'endorsing', 'distancing', 'conflictive', 'emphatic',"
        " 'other'. Did you mean 'distancing'?"
    )


def test_an_unknown_zone_is_refused(problem):
    rule = '[[cleaning.rules]]\nname = "a"\npattern = "b"\nzone = "advert"'
    assert problem(MINIMAL + rule) == (
        "`cleaning.rules.0.zone`: input should be 'kicker', 'headline', 'standfirst', 'byline', 'caption', 'subhead',"
        " 'body', 'boilerplate' or 'blank'."
    )


def test_a_bad_pattern_of_a_rule_is_named(problem):
    rule = '[[cleaning.rules]]\nname = "a"\npattern = "re:[b"\nzone = "body"'
    assert problem(MINIMAL + rule) == ("`cleaning.rules.0`: 're:[b' is not a regular expression of RE2: missing ]: [b.")


def test_an_unknown_column_is_refused(problem):
    message = problem(MINIMAL + '[corpus.columns]\nheadline = "h"')
    assert message == (
        "`corpus.columns.headline.[key]`: input should be 'article_id', 'outlet', 'title', 'author', 'date', 'url',"
        " 'origin', 'language', 'source', 'sha256', 'text', 'n_words' or 'file'."
    )


def test_a_misspelt_key_is_named_before_the_key_that_is_missing_for_it(problem):
    assert problem(MINIMAL + '[parties.a]\nlabel = "A"\nnmaes = ["A"]') == (
        "unknown key `parties.a.nmaes`; allowed here: 'label', 'names', 'actors'. Did you mean 'names'?"
    )


def test_a_word_in_place_of_a_list_is_shown_as_a_list(problem):
    assert problem(MINIMAL + '[parties.a]\nlabel = "A"\nnames = "Ana"') == (
        '`parties.a.names` must be a list; write ["Ana"].'
    )
