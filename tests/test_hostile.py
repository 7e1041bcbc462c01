"""A study, an article or a table from a stranger who means harm: each is answered by one sentence, or handled."""

import csv
import gzip
import io
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import framelens as fl
from framelens.audit import Audit, audit_study
from framelens.checks import did_you_mean, listed
from framelens.concepts import find_labels_in
from framelens.errors import FramelensError, StudyError
from framelens.line_patterns import NAMES_ONLY, ONLY_TIME, match_line
from framelens.markup import is_markup, plain_line
from framelens.paper.latex import escape
from framelens.patterns import Patterns
from framelens.proper_names import Name, fullest_names
from framelens.quotations import Span, find_quotations
from framelens.quoted import Quoted
from framelens.scaffold import new_study
from framelens.schema import ATTRIBUTIONS, empty
from framelens.study import Concept
from framelens.style import new_figure
from framelens.views.context import as_csv
from framelens.zoning import zone_lines
from tests.toy import SMALL_STUDY, not_for_ever, small_study

BODY = (
    "A small war\n\nBy Ana Berg\n\n" + "Tidemark began a war on Monday, and nobody in the harbour followed it.\n\n" * 9
)
RULE = '[[cleaning.rules]]\nname = "r"\npattern = "{}"\nzone = "boilerplate"\n'
TEXTS_IN = 'articles = "articles.csv"\ntext = "articles"'


@pytest.fixture
def folder(tmp_path) -> Path:
    """A sound study, to be made a hostile one."""
    return small_study(tmp_path / "study", texts={"one": BODY, "two": BODY.replace("war", "operation")})


@pytest.fixture
def audit(folder) -> Callable[..., Audit]:
    """What `framelens check` finds in the study, with other files in place of its own."""

    def _audit(**files: str | bytes) -> Audit:
        for name, content in files.items():
            path = folder / {"study": "study.toml", "table": "articles.csv", "one": "articles/one.txt"}[name]
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        with not_for_ever():
            return audit_study(fl.read_study(folder))

    return _audit


@pytest.fixture
def refusal(audit) -> Callable[..., str]:
    """The sentence that answers the study."""

    def _refusal(**files: str | bytes) -> str:
        with pytest.raises(FramelensError) as error:
            audit(**files)
        assert str(error.value).isprintable()
        assert len(str(error.value)) < 700
        return str(error.value)

    return _refusal


# ---- Paths ---- #


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "sub/../../x.txt"])
def test_a_table_names_no_file_outside_its_folder(refusal, folder, name):
    assert refusal(table=f"file,outlet\n{name},One\n") == (
        f"the metadata table names '{name}', which lies outside '{folder}/articles'; name files inside it."
    )


@pytest.mark.parametrize("name", ["link.txt", "sub/secret.txt"])
def test_a_link_leads_to_no_file_outside(refusal, folder, name):
    secret = folder.parent / "secrets"
    secret.mkdir()
    (secret / "secret.txt").write_text(BODY)
    (folder / "articles" / "link.txt").symlink_to(secret / "secret.txt")
    (folder / "articles" / "sub").symlink_to(secret)
    assert f"names '{name}', which lies outside" in refusal(table=f"file,outlet\n{name},One\n")


def test_a_folder_without_a_table_is_read_without_links_that_lead_outside(folder):
    (folder / "articles" / "link.txt").symlink_to("/etc/hosts")
    with pytest.raises(fl.InputError, match=r"names 'link\.txt', which lies outside"):
        fl.read_articles(folder / "articles")


@pytest.mark.parametrize("name", ["..", "/etc", "articles/../..", "away", "a\\u0000b"])
def test_a_study_names_no_articles_outside_its_folder(refusal, folder, name):
    (folder / "away").symlink_to("/etc")
    said = refusal(study=SMALL_STUDY.replace('text = "articles"', f'text = "{name}"'))
    assert said.startswith(f"{folder}/study.toml: `corpus.text` names '")
    assert said.endswith(
        "which lies outside the study's folder; put the articles inside it, or allow their folder:"
        " FRAMELENS_OUTSIDE=FOLDER framelens …"
    )


def test_a_folder_outside_can_be_allowed_from_the_command_line(audit, folder, monkeypatch):
    (folder / "articles").rename(folder.parent / "texts")
    monkeypatch.setenv("FRAMELENS_OUTSIDE", str(folder.parent / "texts"))
    study = SMALL_STUDY.replace('text = "articles"', 'text = "../texts"')
    assert audit(study=study).errors == []
    monkeypatch.setenv("FRAMELENS_OUTSIDE", str(folder.parent / "other"))
    with pytest.raises(StudyError, match="outside the study's folder"):
        fl.read_study(folder)


def test_a_name_that_no_file_can_have_is_a_file_that_is_not_there(audit):
    names = ["x" * 5000, "a\nb", "a\x1b[2Jb"]
    found = audit(table="file,outlet\n" + "".join(f'"{name}",One\n' for name in names))
    assert len(found.errors) == 3
    assert all(error.isprintable() for error in found.errors)


# ---- Study files ---- #


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (f"x = {'[' * 50_000}", "is not a study: it nests too deeply or holds too large a number."),
        (f"x = {'9' * 5_000}", "is not a study: it nests too deeply or holds too large a number."),
        ("#" * 600_000, "bytes, more than the 500,000 of a study file; keep the articles apart from it."),
        ("\0", "is not valid TOML: Invalid statement (at line 17, column 1)."),
        (
            '[parties."a\\nb"]\nlabel = "x"\nnames = ["x"]',
            "holds a line end or another control character; take it out.",
        ),
        (f'[parties.b]\nlabel = "{"x" * 1001}"\nnames = ["x"]', "and a name has at most 1,000; shorten it."),
    ],
    ids=["nested lists", "a huge number", "a huge file", "a NUL", "a key of two lines", "a label without end"],
)
def test_a_study_file_that_harms_is_refused(refusal, lines, answer):
    assert refusal(study=SMALL_STUDY + lines + "\n").endswith(answer)


def test_half_a_surrogate_pair_in_a_study_is_no_utf8(refusal):
    assert refusal(study=SMALL_STUDY + "# \ud800").endswith("is not UTF-8 text; save it as UTF-8.")


def test_a_new_study_may_have_any_folder_s_name(tmp_path):
    name = 'a"]\\ x 𝔸\x7f'
    assert tomllib.loads(new_study(tmp_path / name).read_text(encoding="utf-8"))["study"]["title"] == name


# ---- Patterns ---- #


def matches(text: str, pattern: str) -> list[str]:
    with not_for_ever():
        return [text[hit.start : hit.end] for hit in Patterns({"key": [pattern]}).find(text)]


def test_repetition_in_repetition_takes_no_time():
    assert matches("a" * 20_000 + "!", "re:(a+)+$") == []


def test_many_stars_take_no_time_and_find_what_they_should():
    assert matches("a" * 5_000 + "! b", "a" + "*a" * 30 + "*b") == []
    assert matches("abcbcd xbcb a-bcb", "a*b*c*d") == ["abcbcd"]
    assert matches("aXbYbZ aXb", "a*b*b*") == ["aXbYbZ"]
    assert matches("a" + " " * 5_000 + "!", " ".join("*" * 9)) == []


def test_groups_in_groups_take_no_memory():
    # Each match kept the place of every group: gigabytes.
    assert matches("a" * 9_000, "re:" + "(" * 2_000 + "a+" + ")" * 2_000) == ["a" * 9_000]


@pytest.mark.parametrize(
    ("pattern", "answer"),
    [
        ("re:(a{1000}){1000}", "is not a regular expression of RE2: invalid repetition size: {1000}."),
        ("re:\\\\pL{1,200}", "steps of at most 10,000); repeat less."),
        ("re:", "'re:' finds nothing; write after the colon what it is to find."),
        ("stem: ", "'stem: ' finds nothing; write after the colon what it is to find."),
        ("re:" + "(" * 999, "is not a regular expression of RE2: missing ): " + "(" * 69 + "…."),
    ],
)  # fmt: skip
def test_a_pattern_that_harms_is_refused(refusal, pattern, answer):
    assert refusal(study=SMALL_STUDY + RULE.format(pattern)).endswith(answer)


@pytest.mark.parametrize("pattern", ["re:x*", "re:\\b", "*", "re:(|a)"])
def test_what_matches_nothing_is_no_match(pattern):
    assert "" not in matches("an x, two — xx", pattern)


def test_ten_thousand_matches_are_told_apart_in_time():
    assert len(matches("a b " * 20_000, "re:[ab]")) == 40_000


def test_places_of_an_expression_are_characters_whatever_comes_before():
    assert matches("Жé𝔸 war \ud800 war", "re:w.r") == ["war", "war"]


def test_a_hundred_thousand_names_are_refused(refusal):
    names = ", ".join(f'"Name{number}"' for number in range(100_000))
    said = refusal(study=SMALL_STUDY.replace('["Tidemark"]', f"[{names}]"))
    assert said.endswith("bytes, more than the 500,000 of a study file; keep the articles apart from it.")


# ---- Articles ---- #


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (BODY + "\0", "'one.txt' is not text (it holds NUL bytes); save the article as plain text."),
        ('"' * 200_001 + "\n" + BODY, "'one.txt' has a line of 200,001 characters, more than the 200,000 an article's"
         " line may have; is it one article with its line breaks?"),
        (("word " * 20_000 + "\n") * 11, "'one.txt' has 1,100,011 characters, more than the 1,000,000 characters an"
         " article may have; give each article a file or row of its own."),
        ("\n" * 100_001 + BODY, "lines, more than the 100,000 an article may have; is it one article?"),
        (("“" * 999 + "\n") * 990, "'one.txt' is no prose: 989,010 of its 989,010 characters are neither letters nor"
         " digits; save the article's words alone."),
        ("“„a” " * 3_000 + "\u200b\n", "'one.txt' is no prose: 9,001 of its 12,001 characters are neither letters nor"
         " digits; save the article's words alone."),
    ],
    ids=["NUL bytes", "a line without end", "a million characters", "lines without end", "a million marks", "debris"],
)  # fmt: skip
def test_an_article_that_harms_is_refused(refusal, text, answer):
    assert refusal(one=text).endswith(answer)


@pytest.mark.parametrize("text", ["“a” ab " * 3_000, "नमस्ते " * 3_000, "=" * 10_000])
def test_words_among_marks_vowel_signs_and_short_texts_are_prose(audit, text):
    # Half of the first are marks, a third of the second vowel signs, and the third is no longer than a page.
    assert audit(one=text).errors == []


def test_a_file_of_gigabytes_is_not_read(folder, refusal):
    with (folder / "articles" / "one.txt").open("wb") as file:
        file.truncate(5_000_000_000)  # Takes no room on the disk.
    assert refusal().startswith("'one.txt' has 5,000,000,000 bytes, more than the 1,000,000 characters")


@pytest.mark.parametrize("marks", ['"', "“", "‘", "'", '" ', "‘a\n", "“‘", "'s ", '"a" ', "“a\n"])
def test_a_million_quotation_marks_are_paired_in_time(marks):
    text = marks * (300_000 // len(marks))
    with not_for_ever():
        assert all(0 <= start < end <= len(text) for start, end in find_quotations(text))


def test_thousands_of_quotations_names_and_exclusions_take_time_in_proportion():
    n = 40_000
    with not_for_ever():
        quoted = Quoted(SimpleNamespace(starts=range(4 * n)), [Span(4 * i, 4 * i + 2) for i in range(n)])
        assert [quoted.of(place) for place in range(0, 4 * n, 4)] == list(range(n))
        names = [Name(0, 1, 0, text, frozenset()) for i in range(n) for text in (f"Ana Berg{i}", f"Berg{i}")]
        assert fullest_names(names) == {name.text: f"Ana {name.text.split()[-1]}" for name in names}
        event = Concept(label="e", labels={"war": ["war"]}, exclude=["cold war"])
        rows = {"article_id": "a", "sentence_id": 1, "zone": "body", "text": "a war, cold war, " * n}
        sentences = pd.DataFrame([rows | {"offsets": range(len(rows["text"]))}])
        assert len(find_labels_in(sentences, empty(ATTRIBUTIONS), {"e": event})) == n


def test_a_quotation_lies_in_the_innermost_round_it():
    spans = [Span(0, 10), Span(1, 4), Span(5, 9), Span(6, 8), Span(12, 14)]
    quoted = Quoted(SimpleNamespace(starts=range(15)), spans)
    assert quoted.parents == [None, 0, 0, 2, None]
    assert [quoted.of(place) for place in (0, 3, 4, 5, 7, 9, 11, 13)] == [0, 1, 0, 2, 3, 0, None, 4]


@pytest.mark.parametrize(
    "line",
    [
        "2022 " + "." * 400 + " x", "." * 400 + "x", "May 3 2022 " * 90 + "x", "@" * 2_900 + " x", "Ab" * 1_400 + " x",
        "1" * 2_900 + " x", '"' * 2_900 + " x", "# " * 1_400 + "x", "By " + "Ab " * 900 + "!", "/AP" * 900 + " x.",
    ],
    ids=lambda line: line[:8],
)  # fmt: skip
def test_no_line_keeps_a_rule_trying(line):
    with not_for_ever():
        for _ in range(20):
            match_line(line, line)
            ONLY_TIME.match(line)
            NAMES_ONLY.match(line)


@pytest.mark.parametrize(
    "unit", ["<", "<a ", "<script>", "<!--", "[", "![", "](", "[x](", "[[x](y) ", "*", "&", "> ", " ", "\u200b"]
)
def test_no_markup_takes_time_beyond_its_length(unit):
    text = unit * (150_000 // len(unit)) + "x"
    with not_for_ever():
        plain_line(text)
        is_markup(text)


def test_marks_of_direction_and_escapes_reach_no_terminal(audit):
    table = 'file,outlet,title\none.txt,"\u202eeno [31m",x\n'
    found = audit(table=table, one=BODY + "\u202egnp.exe\u202c \x1b[31m\n")
    lines = [line for section in found.sections.values() for line in section]
    assert "\\u202eeno [31m: 1," in " ".join(lines)
    assert all(line.isprintable() for line in lines)


def test_half_a_surrogate_pair_in_json_is_replaced(folder):
    (folder / "a.jsonl").write_text('{"text": "One \\ud800 two.", "outlet": "\\udfff"}\n')
    articles = fl.read_articles(folder / "a.jsonl")
    assert articles[["text", "outlet"]].values.tolist() == [["One \ufffd two.", "\ufffd"]]


# ---- Tables ---- #


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        ("[" * 100_000, "cannot be read as jsonl: line 1 is no JSON object."),
        ('{"text": ' + "9" * 5_000 + "}", "cannot be read as jsonl: line 1 is no JSON object."),
        ('{"text": "x", "outlet": ["y"]}', "a row of the table gives a list or an object for `outlet`; give a text."),
        ("\n".join(f'{{"text": "x", "k{number}": 1}}' for number in range(1_001)),
         "cannot be read as jsonl: it has 1,002 columns, more than the 1,000 of a table of articles."),
    ],
    ids=["nested lists", "a huge number", "a list for a name", "a column a row"],
)  # fmt: skip
def test_a_json_table_that_harms_is_refused(folder, content, answer):
    (folder / "a.jsonl").write_text(content + "\n")
    with pytest.raises(fl.InputError) as error:
        fl.read_articles(folder / "a.jsonl")
    assert str(error.value).endswith(answer)


@pytest.mark.parametrize(
    ("table", "answer"),
    [
        ('article_id,file\n"a\nb",one.txt\n', "the article_id 'a\\x0ab' holds a line end or another control character;"
         " take it out."),
        (f"file,outlet\none.txt,{'x' * 1001}\n", "' is 1,001 characters long, and a name has at most 1,000; shorten"
         " it."),
        (",".join(f"c{number}" for number in range(200_000)), "it has 200,000 columns, more than the 1,000 of a table"
         " of articles."),
        ("file,outlet\none.txt,One,x,y\n", "This leads to a loss of data with index_col=False."),
        ("file,outlet\none.txt,O\0ne\n", "the outlet 'O\\x00ne' holds a line end or another control character; take it"
         " out."),
    ],
    ids=["an id of two lines", "an outlet without end", "200,000 columns", "a row longer than the header", "a NUL"],
)  # fmt: skip
def test_a_metadata_table_that_harms_is_refused(refusal, table, answer):
    assert refusal(table=table).endswith(answer)


def test_a_column_that_has_our_name_already_gives_way_to_the_one_that_the_study_names(folder):
    (folder / "a.csv").write_text("text,body\nno,yes\n")
    assert fl.read_articles(folder / "a.csv", columns={"text": "body"})["text"].tolist() == ["yes"]


def test_a_packed_table_unpacks_to_no_gigabytes(tmp_path):
    # A row names its text by number: 600 rows of one text of 10 MB are 6 GB, and 10 kB on the disk.
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 600, pa.int32()), pa.array(["0" * 10_000_000]))
    parquet.write_table(pa.table({"text": text}), tmp_path / "a.parquet")
    with pytest.raises(fl.InputError, match="unpacks to more than 200 times its size, which no articles do"):
        fl.read_articles(tmp_path / "a.parquet")


def test_a_stream_of_zeros_unpacks_to_no_gigabytes(tmp_path):
    with gzip.open(tmp_path / "a.jsonl.gz", "wb", compresslevel=9) as file:
        file.write(b'{"text": "')
        for _ in range(100):
            file.write(bytes(1_000_000))
    with pytest.raises(
        fl.InputError, match=r"'.*a\.jsonl\.gz' (?:unpacks to more than 200 times|has a record of more)"
    ):
        fl.count_text(tmp_path / "a.jsonl.gz")


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_a_record_without_end_is_refused(tmp_path, name):
    text = "0" * 17_000_000
    if name.endswith("jsonl"):
        (tmp_path / name).write_text(json.dumps({"outlet": "One", "text": text}) + "\n")
    else:
        parquet.write_table(
            pa.table({"outlet": ["One"], "text": [text]}), tmp_path / name, compression="none", use_dictionary=False
        )
    with pytest.raises(fl.InputError, match="has a record of more than 16 MB, which is no article"):
        fl.count_text(tmp_path / name)


# ---- What we say ---- #


def test_thousands_of_missing_files_are_counted(audit):
    found = audit(table="file,outlet\n" + "".join(f"{number:04d}.txt,One\n" for number in range(1_150)))
    assert len(found.errors) == 101
    assert found.errors[99:] == [
        "'0099.txt' is in the table but not in 'articles/'; put it there",
        "1,050 more files of the table are not there",
    ]


def test_a_message_shows_both_ends_of_what_is_too_long_and_few_of_many_names():
    assert str(FramelensError("a" + "x" * 2_000 + "z")) == f"a{'x' * 299} … {'x' * 299}z"
    assert str(FramelensError("x" * 2_000)) == "x" * 2_000
    assert listed(map(str, range(2_000))).endswith("'38', '39' and 1,960 more")


# ---- What we write ---- #

FORMULAS = ['=HYPERLINK("x")', "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"]


def test_a_similar_word_is_looked_for_among_few_and_short_ones():
    assert did_you_mean("outlett", ["article", "outlet"]) == " Did you mean 'outlet'?"
    assert did_you_mean("outlett", [*map(str, range(200)), "outlet"]) == ""
    assert did_you_mean("o" * 200, ["o" * 201]) == ""
    assert did_you_mean("o" * 100_000, ["o" * 200]) == f" Did you mean '{'o' * 200}'?"


def test_no_text_of_an_export_is_a_formula_and_numbers_stay_numbers():
    frame = pd.DataFrame({"outlet": FORMULAS, "estimate": [-0.5] * 6, "line": pd.array([-3] * 6, "Int64")})
    _, *rows = csv.reader(io.StringIO(as_csv(frame), newline=""))
    assert rows == [["'" + text, "-0.5", "-3"] for text in FORMULAS]


def test_no_text_of_a_scored_table_is_a_formula_and_numbers_stay_numbers(tmp_path):
    given = {"text": FORMULAS[:5], "start": 0, "end": 2, "=n": ["-1", "+0.5", "-1e-5", "-1,5", "@x"]}
    pd.DataFrame(given).to_csv(tmp_path / "in.csv", index=False, lineterminator="\n")
    fl.score_file(tmp_path / "in.csv", tmp_path / "out.csv", scorer="lexicon")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[:4] == ["text", "start", "end", "'=n"]
    assert [row[0] for row in rows] == ['\'=HYPERLINK("x")', "+1", "'-1+1", "'@SUM(A1)", "'\t=1"]
    assert [row[3] for row in rows] == ["-1", "+0.5", "-1e-5", "'-1,5", "'@x"]


def test_the_table_beside_a_figure_holds_no_formula(sample, tmp_path):
    frame = fl.voice_shares(sample[1].annotations.tokens).replace({"outlet": {"Slackwater": FORMULAS[0]}})
    saved = fl.save_figure(fl.plot_voices(frame), tmp_path / "f", data=frame, caption="", formats=("svg",))
    table = pd.read_csv(f"{saved}.csv")
    assert "'" + FORMULAS[0] in set(table["outlet"])
    assert not table["outlet"].str.startswith("=").any()
    assert table["estimate"].dtype == "float64"


@pytest.mark.parametrize("name", [r"$\frac", "$x$", "a_b^c$", r"\input{x}", "<script>", "Ж 中"])
def test_a_name_is_drawn_as_it_is_written_and_never_as_a_formula(sample, tmp_path, name):
    frame = fl.voice_shares(sample[1].annotations.tokens).replace({"outlet": {"Slackwater": name}})
    axes = fl.plot_voices(frame)
    if name.isascii():  # The font lacks the others, and says so.
        fl.save_figure(axes, tmp_path / "f", data=frame, caption="", formats=("png", "svg", "pdf"))
    assert any(name in label.get_text() for label in axes.get_yticklabels())
    assert not any(label.get_parse_math() for label in axes.get_yticklabels())


def test_figures_of_names_that_files_cannot_have_are_kept_apart(tmp_path):
    rows = pd.DataFrame({"concept": ["a/b", "a:b", "../x" + "y" * 300], "k": 1})
    saved = fl.save_each(rows, tmp_path / "f", by="concept", plot=_empty_figure, caption=lambda *_: fl.Caption("", ""))
    assert len({path.name for path in saved}) == 3
    assert {path.parent for path in saved} == {tmp_path}
    assert all(len(path.name) < 100 for path in saved)


def _empty_figure(_: pd.DataFrame):
    return new_figure(40, 20)


def test_nothing_is_a_command_to_latex():
    assert escape("\\write18{rm} %\x1b^^M\x00$") == (
        r"\textbackslash{}write18\{rm\} \%[U+001B]\textasciicircum{}\textasciicircum{}M[U+0000]\$"
    )


def test_zones_are_given_whatever_a_line_holds():
    text = "\u202eA\x00\r\x85\u2028\n" + "<script>alert(1)\n" + "=HYPERLINK(1)\n"
    assert [line.number for line in zone_lines(text)] == [1, 2, 3]
