import hashlib
import json

import pandas as pd
import pytest

from framelens.corpus import decode, has_texts, read_articles, read_corpus, read_metadata
from framelens.errors import InputError
from framelens.schema import ARTICLES
from framelens.study import read_study

TEXT = "Ferries stop\n\nThe ferries stopped on Monday.\n"


@pytest.fixture
def folder(tmp_path):
    """Two articles in a folder."""
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "b.txt").write_bytes(TEXT.encode())
    (texts / "a.txt").write_bytes(b"A second story.")
    return texts


@pytest.fixture
def table(tmp_path):
    """Writes a metadata table."""

    def _write(content, name="articles.csv"):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / name

    return _write


def refusal(source, **options):
    """What `read_articles` says about articles that it cannot use."""
    with pytest.raises(InputError) as err:
        read_articles(source, **options)
    return str(err.value)


# ---- A folder ---- #


def test_a_folder_alone_is_read_in_order(folder):
    articles = read_articles(folder)
    assert articles["article_id"].tolist() == ["a", "b"]
    assert articles["text"].tolist() == ["A second story.", TEXT]
    assert articles["source"].tolist() == ["a.txt", "b.txt"]


def test_the_table_has_the_columns_and_types_of_the_contract(folder):
    articles = read_articles(folder)
    assert {name: str(kind) for name, kind in articles.dtypes.items()} == ARTICLES
    assert isinstance(articles.index, pd.RangeIndex)


def test_the_hash_is_of_the_files_bytes(folder):
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbfOne\r\ntwo")
    assert read_articles(folder).loc[0, "sha256"] == hashlib.sha256(b"\xef\xbb\xbfOne\r\ntwo").hexdigest()


def test_an_article_without_an_outlet_is_a_group_of_its_own(folder):
    assert read_articles(folder)["outlet"].tolist() == ["unknown (a)", "unknown (b)"]


def test_other_files_of_a_folder_are_left_alone(folder):
    (folder / "notes.md").write_text("Not an article.")
    assert read_articles(folder)["article_id"].tolist() == ["a", "b"]


def test_metadata_decides_which_files_are_read(folder, table):
    articles = read_articles(folder, metadata=table("file,outlet,date\nb.txt,The Tidewatch,2031-05-02\n"))
    row = articles.iloc[0]
    assert len(articles) == 1
    assert (row["article_id"], row["outlet"], row["date"]) == ("b", "The Tidewatch", "2031-05-02")
    assert pd.isna(row["title"])


def test_metadata_may_give_the_article_id(folder, table):
    articles = read_articles(folder, metadata=table("article_id,file\nzz,a.txt\nyy,b.txt\n"))
    assert articles[["article_id", "source"]].values.tolist() == [["yy", "b.txt"], ["zz", "a.txt"]]


def test_an_outlet_called_na_is_an_outlet(folder, table):
    assert read_articles(folder, metadata=table("file,outlet\na.txt,NA\n"))["outlet"].tolist() == ["NA"]


def test_a_right_hash_is_accepted(folder, table):
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert len(read_articles(folder, metadata=table(f"file,sha256\nb.txt,{digest}\n"))) == 1


def test_columns_may_be_called_otherwise(folder, table):
    path = table("datei;x,paper\na.txt,Tidewatch\n")
    articles = read_articles(folder, metadata=path, columns={"file": "datei;x", "outlet": "paper"})
    assert articles["outlet"].tolist() == ["Tidewatch"]


def test_read_metadata_uses_our_names(table):
    frame = read_metadata(table("datei,paper\na.txt,Tidewatch\n"), columns={"file": "datei"})
    assert frame.columns.tolist() == ["file", "paper"]


# ---- A table with the texts ---- #

ROWS = [
    {"id": "x1", "paper": "Tidewatch", "body": "Ferries\r\nstop."},
    {"id": "x2", "paper": None, "body": "Ferries “go”."},
]
COLUMNS = {"article_id": "id", "outlet": "paper", "text": "body"}


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_table_with_texts_is_read(tmp_path, ending):
    path, frame = tmp_path / f"news.{ending}", pd.DataFrame(ROWS)
    match ending:
        case "csv":
            path.write_bytes(frame.to_csv(index=False).encode())
        case "jsonl":
            path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
        case "parquet":
            frame.to_parquet(path)
    articles = read_articles(path, columns=COLUMNS)
    assert articles["article_id"].tolist() == ["x1", "x2"]
    assert articles["outlet"].tolist() == ["Tidewatch", "unknown (x2)"]
    assert articles["text"].tolist() == ["Ferries\nstop.", "Ferries “go”."]
    assert {name: str(kind) for name, kind in articles.dtypes.items()} == ARTICLES


def test_rows_without_an_id_are_numbered(table):
    articles = read_articles(table("text\nOne.\nTwo.\n", "news.csv"))
    assert articles["article_id"].tolist() == ["news-000001", "news-000002"]
    assert articles["source"].tolist() == ["news.csv, row 1", "news.csv, row 2"]


def test_the_hash_of_a_row_is_of_its_utf8_text(table):
    articles = read_articles(table("text\nDorvéni spoke.\n"))
    assert articles.loc[0, "sha256"] == hashlib.sha256("Dorvéni spoke.".encode()).hexdigest()


def test_dates_and_numbers_of_jsonl_stay_as_written(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text('{"article_id": "007", "date": "2031-05-02", "title": "1984", "text": "One."}\n')
    row = read_articles(path).iloc[0]
    assert (row["article_id"], row["date"], row["title"]) == ("007", "2031-05-02", "1984")


def test_numbers_of_csv_stay_as_written(table):
    assert read_articles(table("article_id,text\n007,One.\n"))["article_id"].tolist() == ["007"]


# ---- Encodings ---- #


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"One.\r\nTwo.\n", "One.\nTwo.\n"),
        (b"\xef\xbb\xbfOne.", "One."),
        ("Dorvéni — “no”".encode(), "Dorvéni — “no”"),
        ("One.\u2028Two.\x0cThree.\rFour".encode(), "One.\u2028Two.\x0cThree.\rFour"),
    ],
)
def test_only_windows_line_ends_and_a_byte_order_mark_go(content, text):
    assert decode(content, "a.txt") == (text, "utf-8")


def test_western_windows_text_is_read():
    text = "Dorvéni said “no” – and that’s that. The café on the quay stayed shut."
    assert decode(text.encode("cp1252"), "a.txt") == (text, "cp1252")


def test_utf16_is_read():
    text = "The ferries stopped.\nNobody sailed."
    assert decode(text.encode("utf-16"), "a.txt")[0] == text


def test_another_encoding_is_logged(folder, caplog):
    (folder / "a.txt").write_bytes("The café said “no”.".encode("cp1252"))
    with caplog.at_level("INFO", logger="framelens"):
        read_articles(folder)
    assert [record.getMessage() for record in caplog.records] == ["a.txt is not UTF-8; read as cp1252"]


# ---- What is refused ---- #


def test_a_missing_source_is_refused(tmp_path):
    assert refusal(tmp_path / "no") == (
        f"there is no file or folder '{tmp_path / 'no'}'; give the folder or table that holds the articles."
    )


def test_an_empty_folder_is_refused(tmp_path):
    (tmp_path / "none").mkdir()
    assert refusal(tmp_path / "none") == (
        f"'{tmp_path / 'none'}' holds no articles; put one .txt file an article there, and a row for each into the"
        " table."
    )


def test_a_missing_table_is_refused(folder, tmp_path):
    path = tmp_path / "no.csv"
    assert refusal(folder, metadata=path) == (f"there is no table '{path}'; give a '.csv', '.jsonl', '.parquet' file.")


def test_a_missing_file_is_refused(folder, table):
    path = table("file\na.txt\nc.txt\nd.txt\n")
    assert refusal(folder, metadata=path) == (
        f"2 of 3 files that the metadata table names are not in '{folder}', the first is 'c.txt'; put them there or"
        " take their rows out."
    )


@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(folder, content):
    (folder / "a.txt").write_bytes(content)
    assert refusal(folder) == "'a.txt' is empty; put in the article's text or take its row out."


def test_an_empty_row_is_refused(table):
    assert refusal(table("article_id,text\nx,One.\ny,\n")) == (
        "'articles.csv, row 2' is empty; put in the article's text or take its row out."
    )


def test_nul_bytes_are_refused(folder):
    (folder / "a.txt").write_bytes(b"Some text\0and more")
    assert refusal(folder) == "'a.txt' is not text (it holds NUL bytes); save the article as plain text."


def test_a_picture_is_refused(folder):
    header = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x01\x00\x00\x00\x01\x00\x08\x06\x00\x00\x00"
    (folder / "a.txt").write_bytes(header)
    assert refusal(folder) == ("'a.txt' is not text (a picture, PDF or Word file?); save the article as plain text.")


def test_a_line_of_ten_megabytes_is_refused(folder):
    (folder / "a.txt").write_bytes(b"word " * 2_000_000)
    assert refusal(folder) == (
        "'a.txt' has a line of 10,000,000 characters, more than the 200,000 an article's line may have;"
        " is it one article with its line breaks?"
    )


def test_a_table_without_the_text_column_is_refused(table):
    assert refusal(table("article_id,body\nx,One.\n")) == (
        "'articles.csv' has no column 'text'; it has 'article_id', 'body'. Name it 'text', or say in the study's"
        " [corpus.columns] which one it is."
    )


def test_a_column_that_is_not_there_is_refused_with_the_nearest(table):
    assert refusal(table("article_id,body\nx,One.\n"), columns={"text": "bodi"}) == (
        "'articles.csv' has no column 'bodi', which [corpus.columns] gives for `text`; it has 'article_id', 'body'."
        " Did you mean 'body'?"
    )


def test_one_id_for_two_articles_is_refused(table):
    assert refusal(table("article_id,text\nx,One.\nx,Two.\n")) == (
        "the article_id 'x' stands twice; each article needs one of its own."
    )


def test_a_file_named_twice_is_refused(folder, table):
    assert refusal(folder, metadata=table("file\na.txt\na.txt\n")) == (
        "the article_id 'a' stands twice; each article needs one of its own."
    )


def test_another_file_than_the_table_means_is_refused(folder, table):
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    assert refusal(folder, metadata=table(f"file,sha256\nb.txt,{'0' * 64}\n")) == (
        f"'b.txt' is not the file that the metadata table means: its sha256 is {digest[:12]}…, the table says"
        " 000000000000…; put in the right file or correct the table."
    )


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "x/../../secret.txt"])
def test_a_file_outside_the_folder_is_refused(folder, table, name):
    (folder.parent / "secret.txt").write_text("Secret.")
    assert refusal(folder, metadata=table(f"file\n{name}\n")) == (
        f"the metadata table names '{name}', which lies outside '{folder}'; name files inside it."
    )


def test_a_file_in_a_folder_below_is_read(folder, table):
    (folder / "may").mkdir()
    (folder / "may" / "c.txt").write_text("One.")
    assert read_articles(folder, metadata=table("file\nmay/c.txt\n"))["article_id"].tolist() == ["c"]


def test_another_kind_of_table_is_refused(table):
    path = table("text\nOne.", "articles.xlsx")
    assert refusal(path) == (f"'{path}' is no table that framelens reads; it takes '.csv', '.jsonl', '.parquet'.")


@pytest.mark.parametrize("line", ['{"text": "Two."', "3", "[1, 2]"])
def test_broken_jsonl_is_refused_with_its_line(table, line):
    path = table('{"text": "One."}\n\n' + line, "news.jsonl")
    assert refusal(path) == f"'{path}' cannot be read as jsonl: line 3 is no JSON object."


def test_numbers_of_jsonl_stay_whole_beside_gaps(table):
    articles = read_articles(table('{"text": "One.", "article_id": 7}\n{"text": "Two."}', "news.jsonl"))
    assert articles["article_id"].tolist() == ["7", "news-000002"]


def test_broken_parquet_is_refused(table):
    path = table("text", "news.parquet")
    message = refusal(path)
    assert message.startswith(f"'{path}' cannot be read as parquet: ")
    assert "\n" not in message


def test_an_empty_table_is_refused(table):
    path = table("", "news.csv")
    assert refusal(path) == f"'{path}' cannot be read as csv: No columns to parse from file."


# ---- The corpus of a study ---- #


@pytest.fixture
def study(folder, table):
    """A study of the folder with a metadata table."""
    table("file,outlet,language\na.txt,Tidewatch,\nb.txt,,fr\n")
    path = table('[study]\ntitle = "A"\n[corpus]\narticles = "articles.csv"\ntext = "texts"\n', "study.toml")
    return read_study(path)


def test_a_corpus_is_read_as_its_study_says(study):
    corpus = read_corpus(study)
    assert corpus["outlet"].tolist() == ["Tidewatch", "unknown (b)"]
    assert corpus["language"].tolist() == ["en", "fr"]


def test_texts_are_there_or_not(study, folder):
    assert has_texts(study)
    for file in folder.iterdir():
        file.unlink()
    assert not has_texts(study)


def test_a_relative_or_ambiguous_date_in_the_table_is_no_date(folder, table):
    metadata = table("file,date\na.txt,yesterday\nb.txt,6 June 2031\n")
    assert read_articles(folder, metadata=metadata)["date"].fillna("none").tolist() == ["none", "2031-06-06"]


def test_a_row_that_names_no_file_is_an_error(folder, table):
    with pytest.raises(InputError) as error:
        read_articles(folder, metadata=table("file,outlet\na.txt,Tidewatch\n,Tidewatch\n"))
    assert str(error.value) == "line 3 of the metadata table names no file; name it, or take the line out."


def test_an_article_may_lie_in_a_folder_of_the_folder(folder, table):
    (folder / "more").mkdir()
    (folder / "more" / "c.txt").write_text("A third story.")
    articles = read_articles(folder, metadata=table("file\nmore/c.txt\n"))
    assert articles[["article_id", "source"]].values.tolist() == [["c", "more/c.txt"]]
