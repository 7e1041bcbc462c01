import csv
import json

import pytest

import framelens as fl
from tests.toy import framelens

TEXT = "Norland betrayed “its” friends, and Ravel — émigré land — helped."
ROWS = [
    {"id": 1, "text": TEXT, "start": 0, "end": 7, "note": {"kept": [1, None]}},
    {"id": 2, "text": TEXT, "start": TEXT.index("Ravel"), "end": TEXT.index("Ravel") + 5, "note": None},
]


def jsonl(folder, rows):
    file = folder / "in.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return file


def read_jsonl(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_rows_come_back_in_their_order_with_all_they_had(tmp_path):
    assert fl.score_file(jsonl(tmp_path, ROWS), tmp_path / "out.jsonl") == 2
    found = read_jsonl(tmp_path / "out.jsonl")
    assert [{key: row[key] for key in ROWS[0]} for row in found] == ROWS
    for row in found:
        assert row["label"] in ("negative", "neutral", "positive")
        assert row["negative"] + row["neutral"] + row["positive"] == pytest.approx(1, abs=1e-9)


def test_a_csv_table_gives_the_same_scores(tmp_path):
    with (tmp_path / "in.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ["text", "start", "end"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(ROWS)
    fl.score_file(tmp_path / "in.csv", tmp_path / "out.csv")
    fl.score_file(jsonl(tmp_path, ROWS), tmp_path / "out.jsonl")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = ("negative", "neutral", "positive")
    assert [[float(row[name]) for name in names] for row in rows] == [
        [row[name] for name in names] for row in read_jsonl(tmp_path / "out.jsonl")
    ]
    assert [row["text"] for row in rows] == [TEXT, TEXT]


def test_where_the_lexicon_has_no_word_the_cells_are_empty_and_the_label_neutral(tmp_path):
    row = {"text": "Norland has a harbour.", "start": 0, "end": 7}
    fl.score_file(jsonl(tmp_path, [row]), tmp_path / "out.jsonl", scorer="lexicon")
    assert read_jsonl(tmp_path / "out.jsonl") == [
        row | {"negative": None, "neutral": None, "positive": None, "label": "neutral"}
    ]


def test_an_empty_table_stays_empty(tmp_path):
    (tmp_path / "in.jsonl").write_text("")
    assert fl.score_file(tmp_path / "in.jsonl", tmp_path / "out.csv") == 0
    assert (tmp_path / "out.csv").read_text() == "text,start,end,negative,neutral,positive,label\n"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"end": 400}, "the span 0 to 400 in row 2 of '{file}' does not lie in its text of 65 characters; start and end"
         " count characters from 0, end exclusive."),
        ({"start": 7}, "the span 7 to 7 in row 2 of '{file}' does not lie in its text of 65 characters; start and end"
         " count characters from 0, end exclusive."),
        ({"start": -1}, "the span -1 to 7 in row 2 of '{file}' does not lie in its text of 65 characters; start and end"
         " count characters from 0, end exclusive."),
        ({"start": "x"}, "start in row 2 of '{file}' is 'x', which is no whole number; count characters from 0."),
        ({"end": 6.5}, "end in row 2 of '{file}' is 6.5, which is no whole number; count characters from 0."),
        ({"text": None}, "row 2 of '{file}' has no text; each row needs text, start and end."),
        ({"text": 7}, "the text in row 2 of '{file}' is no string; put it in quotation marks."),
        ({"label": "good"}, "row 2 of '{file}' has a column 'label' already; rename it, for scores are written there."),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_nothing_is_written(tmp_path, change, message):
    file = jsonl(tmp_path, [ROWS[0], ROWS[0] | change])
    with pytest.raises(fl.InputError) as error:
        fl.score_file(file, tmp_path / "out.jsonl")
    assert str(error.value) == message.format(file=file)
    assert not (tmp_path / "out.jsonl").exists()


NO_OBJECT = (
    "'{file}' cannot be read as jsonl: line 1 is no JSON object; each line must be an object with text, start and end."
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{]", NO_OBJECT),
        ("[1]", NO_OBJECT),
        ("[" * 100_000, NO_OBJECT),
        ('{"text": "a", "start": ' + "9" * 5_000 + "}", NO_OBJECT),
        (
            '{"text": "\\ud800", "start": 0, "end": 1}',
            "row 1 of '{file}' holds half a surrogate pair, which no file can; mend it.",
        ),
    ],
)
def test_a_line_that_is_no_object_is_named(tmp_path, content, message):
    file = tmp_path / "in.jsonl"
    file.write_text(content)
    with pytest.raises(fl.InputError) as error:
        fl.score_file(file, tmp_path / "out.jsonl")
    assert str(error.value) == message.format(file=file)


def test_a_csv_row_with_too_many_cells_is_named(tmp_path):
    (tmp_path / "in.csv").write_text("text,start,end\nNorland, it lied,0,7\n")
    with pytest.raises(fl.InputError, match="has more cells than the table has columns"):
        fl.score_file(tmp_path / "in.csv", tmp_path / "out.csv")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(fl.InputError) as error:
        fl.score_file(tmp_path / "none.csv", tmp_path / "out.csv")
    assert str(error.value) == f"there is no file '{tmp_path}/none.csv'; name the table whose rows are to be scored."


def test_the_table_itself_is_not_written_over(tmp_path):
    file = jsonl(tmp_path, ROWS)
    before = file.read_bytes()
    with pytest.raises(fl.ArgumentError) as error:
        fl.score_file(file, tmp_path / "new" / ".." / file.name)
    assert str(error.value) == (
        f"the scores would be written over '{file}', which they are made from; name another file."
    )
    assert file.read_bytes() == before


def test_the_command_scores_a_file_and_says_so(tmp_path):
    result = framelens("score", jsonl(tmp_path, ROWS), tmp_path / "new" / "out.csv")
    assert result.returncode == 0, result.stderr
    assert "Scored 2 rows into" in result.stdout
    assert (tmp_path / "new" / "out.csv").is_file()


def test_the_command_names_a_bad_row_in_one_sentence(tmp_path):
    result = framelens("score", jsonl(tmp_path, [ROWS[0] | {"end": 99}]), tmp_path / "out.csv")
    assert result.returncode == 1
    assert result.stderr.startswith("error: the span 0 to 99 in row 1 of")
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_file_of_another_format_is_answered_with_those_that_there_are(tmp_path):
    result = framelens("score", jsonl(tmp_path, ROWS), tmp_path / "out.xlsx")
    assert result.returncode == 2
    assert "ends in neither .jsonl nor .csv; name a file of one of these two formats." in result.stderr
